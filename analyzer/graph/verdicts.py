"""What to do about two definitions, with a reason that a reader can check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Overlap, Verdict
from analyzer.text import squash

if TYPE_CHECKING:
    from analyzer.graph.coverage import Coverage
    from analyzer.model import Definition, Evidence

MERGE = 0.3
"""The share of one definition's own words that the other says too, from which a merge is proposed."""
_COPY = 0.9
_SUBSUMED = 0.85
_SIBLINGS = 0.3
_LIKELY = 0.45
_EVIDENCE = 20
_QUOTED = 90


def overlap(a: Definition, b: Definition, coverage: Coverage, score: float, *, threshold: float) -> Overlap:
    """Return how *a* and *b*, whose path is the greater, relate."""
    i, j = coverage.paths.index(a.path), coverage.paths.index(b.path)
    evidence = coverage.evidence(i, j, _EVIDENCE)
    shares = float(coverage.shares[i, j]), float(coverage.shares[j, i])
    own = max(float(coverage.own_shares[i, j]), float(coverage.own_shares[j, i]))
    verdict = _verdict(a, b, shares, (own, score), threshold)
    counts = (
        len(coverage.covered(i, j)),
        len(coverage.content[i]),
        len(coverage.covered(j, i)),
        len(coverage.content[j]),
    )
    return Overlap(a.path, b.path, score, *shares, verdict, _reason(a, b, verdict, counts, evidence), evidence)


def _verdict(
    a: Definition, b: Definition, shares: tuple[float, float], signs: tuple[float, float], threshold: float
) -> Verdict:
    own, score = signs
    if a.text == b.text or min(shares) >= _COPY:
        return Verdict.COPY
    if max(shares) >= _SUBSUMED:
        return Verdict.SUBSUMED
    if own >= threshold or score >= _LIKELY:
        return Verdict.MERGE
    return Verdict.SIBLINGS if max(shares) >= _SIBLINGS else Verdict.UNRELATED


def _reason(
    a: Definition, b: Definition, verdict: Verdict, counts: tuple[int, int, int, int], evidence: tuple[Evidence, ...]
) -> str:
    if a.text == b.text:
        return "The two files are the same, word for word."
    first, second = _names(a, b)
    in_b, of_a, in_a, of_b = counts
    facts = f"{in_b} of {of_a} statements of {first} stand in {second}, and {in_a} of {of_b} the other way"
    example = f", for example “{_quoted(evidence[0].a.text)}”" if evidence else ""
    return f"{facts}{example}; {_advice(verdict)}."


def _advice(verdict: Verdict) -> str:
    return {
        Verdict.COPY: "one is a drifted copy of the other",
        Verdict.SUBSUMED: "one says next to nothing that the other does not",
        Verdict.MERGE: "they can become one",
        Verdict.SIBLINGS: "what they share is a template, so keep them apart",
        Verdict.UNRELATED: "too little to merge",
    }[verdict]


def _names(a: Definition, b: Definition) -> tuple[str, str]:
    return (a.name, b.name) if a.name != b.name else (a.path, b.path)


def _quoted(text: str) -> str:
    short = squash(text)
    return short if len(short) <= _QUOTED else short[: _QUOTED - 1].rstrip() + "…"
