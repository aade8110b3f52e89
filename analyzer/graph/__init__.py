"""Relate definitions to each other: overlaps with evidence, verdicts, families."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analyzer.graph.coverage import cover
from analyzer.graph.decided import decided
from analyzer.graph.distinctions import Vocabulary
from analyzer.graph.families import families, family_of_all
from analyzer.graph.landmarks import landmarks
from analyzer.graph.layout import layout
from analyzer.graph.names import names
from analyzer.graph.ranking import rank
from analyzer.graph.reasons import Case, distinctions, reason
from analyzer.graph.verdicts import Found, judge, pairs
from analyzer.model import Overlap, OverlapGraph, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Ages = Callable[[Sequence[str]], Mapping[str, int]]

    from analyzer.graph.verdicts import Pair
    from analyzer.model import Decision, Definition, Judgements, Statement, Vectors

__all__ = ["graph"]

_NEAREST = 10
"""Overlaps that are shown of each definition, besides those that propose something."""
_EVIDENCE, _EVIDENCE_ELSE = 20, 5
"""The most pairs of statements shown for an overlap that proposes something, and for another."""


def graph(  # noqa: PLR0913 - what the stages before it found, and two options
    definitions: Sequence[Definition],
    statements: Sequence[Statement],
    judgements: Judgements,
    vectors: Vectors,
    *,
    together: bool = False,
    threshold: float | None = None,
    decisions: Sequence[Decision] = (),
    ages: Ages | None = None,
) -> OverlapGraph:
    """Return the overlaps between *definitions*, best first, and the families that follow from them.

    Shown are those that propose something and the nearest of each definition. *vectors* has all texts of *judgements*.
    With *together*, all definitions are one family. With *threshold* (0 to 1), two that are no copies are proposed as
    one where one of them shares that part of its words with the other, whatever they are called. What *decisions* keep
    apart or merge is so, and shown. *ages* says of the paths of drifted copies when each changed last, the larger the
    later.
    """
    ordered = sorted(definitions, key=lambda d: d.path)
    name = names(ordered)
    coverage = cover([d.path for d in ordered], statements, judgements)
    scores = rank(ordered, statements, coverage, name, vectors)
    settled = decided(decisions)
    judged = []
    for pair in pairs(ordered, name, coverage, scores):
        both = ordered[pair.i], ordered[pair.j]
        by = settled.get(frozenset(d.path for d in both))
        judged.append(Found(pair, judge(pair, both, threshold=threshold), by))
    judged.sort(key=lambda found: (-found.pair.score, found.pair.i, found.pair.j))
    worth = _worth_showing(judged)
    newer = _newer(worth, ordered, ages) if ages else {}
    vocabulary = Vocabulary(ordered, name, coverage)
    cases = (_case(one, vocabulary, newer.get(one.pair)) for one in worth)
    shown = tuple(sorted(map(_overlap, cases), key=lambda o: (-o.score, o.a, o.b)))
    everything = together and len(ordered) > 1
    grouped = (family_of_all(ordered, shown),) if everything else families(ordered, shown)
    return OverlapGraph(shown, grouped, layout([d.path for d in ordered], shown), landmarks(shown, grouped))


def _worth_showing(judged: Sequence[Found]) -> list[Found]:
    """Return of *judged*, which are ranked, what proposes something, was decided, or is among the nearest of one."""
    seen: Counter[int] = Counter()
    shown = []
    for found in judged:
        pair = found.pair
        if found.verdict.proposes or found.decision or min(seen[pair.i], seen[pair.j]) < _NEAREST:
            shown.append(found)
            seen.update((pair.i, pair.j))
    return shown


def _newer(shown: Sequence[Found], definitions: Sequence[Definition], ages: Ages) -> dict[Pair, int]:
    """Return of the copies among *shown* that are not equal which one changed last: 0 or 1."""
    copies = {
        one.pair: (definitions[one.pair.i], definitions[one.pair.j])
        for one in shown
        if one.unforced is Verdict.COPY and definitions[one.pair.i].text != definitions[one.pair.j].text
    }
    if not copies:
        return {}
    age = ages(sorted({d.path for both in copies.values() for d in both}))
    known = {pair: [age[d.path] for d in both] for pair, both in copies.items() if all(d.path in age for d in both)}
    return {pair: int(second > first) for pair, (first, second) in known.items() if first != second}


def _case(found: Found, known: Vocabulary, newer: int | None) -> Case:
    i, j = found.pair.i, found.pair.j
    evidence = known.coverage.evidence(i, j, _EVIDENCE if found.verdict.proposes else _EVIDENCE_ELSE)
    both, name = (known.definitions[i], known.definitions[j]), (known.names[i], known.names[j])
    return Case(found, both, name, known.coverage, known, evidence, newer)


def _overlap(case: Case) -> Overlap:
    found, (a, b) = case.found, case.both
    return Overlap(
        a.path,
        b.path,
        (1 + found.pair.score) / 2 if found.verdict.proposes else found.pair.score,
        *found.pair.shares,
        found.verdict,
        reason(case),
        case.evidence,
        found.unforced if found.decision else None,
        distinctions(case),
    )
