"""What the gate found, as the summary of a job or a comment: the verdict, a table, the evidence folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.report.check import wording
from analyzer.report.comment import longest_that_fits
from analyzer.report.escape import cell, code, prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.model import Check, Evidence, Finding, Match

_MOST = {"findings": 100, "evidence": 40, "known": 60, "width": 300}


def render(check: Check) -> str:
    """Return *check* as GitHub's Markdown of at most `LONGEST` bytes; what is left out for length is counted."""
    return longest_that_fits(lambda divisor: "\n\n".join(_blocks(check, divisor)) + "\n", (1, 2, 4, 8, 16, 32))


def _blocks(check: Check, divisor: int) -> Iterator[str]:
    most = {name: max(1, count // divisor) for name, count in _MOST.items()}
    mark = "\N{CROSS MARK}" if check.findings else "\N{WHITE HEAVY CHECK MARK}"
    yield f"## {mark} {wording.verdict(check)}"
    yield wording.compared(check, code)
    if check.findings:
        yield _table(check.findings[: most["findings"]], most["width"])
        yield from _more(len(check.findings), most["findings"], "definitions")
        yield "\n".join(f"- {advice}" for advice in wording.advice(check, code))
        yield from _folded("Why", [_evidence(f, most["width"]) for f in check.findings], most["evidence"])
    aside = [_evidence(f, most["width"]) for f in check.aside]
    yield from _folded(wording.beside(check).rpartition(":")[0], aside, most["evidence"])
    for ruling in check.expired:
        ends = " and ".join(code(path, width=most["width"]) for path in ruling.decision.definitions)
        yield f"Decided once, and open again: {ends}. {prose(ruling.effect)}"
    yield from _folded("Known", [_known(check, n, most["width"]) for n in range(len(check.known))], most["known"])
    if check.gone:
        yield f"{len(check.gone)} known overlaps are no more there; `--update-baseline` removes them."


def _table(findings: Sequence[Finding], width: int) -> str:
    rows = ["| definition | | found | nearest | score |", "|---|---|---|---|--:|"]
    for finding in findings:
        nearest = finding.matches[0]
        more = f" and {len(finding.matches) - 1} more" if len(finding.matches) > 1 else ""
        ends = [cell(code(d.path, width=width)) for d in (finding.definition, nearest.other)]
        found = ", ".join(nearest.found)
        rows.append(f"| {ends[0]} | {finding.age} | {found} | {ends[1]}{more} | {wording.score(nearest)} |")
    return "\n".join(rows)


def _evidence(finding: Finding, width: int) -> str:
    rest = [_match(match, width) for match in finding.matches[: wording.SHOWN]]
    return "\n".join([f"- {code(finding.definition.path, width=width)}", *rest])


def _match(match: Match, width: int) -> str:
    score = f" ({wording.score(match)})" if match.overlap else ""
    quotes = [_quote(e, width) for e in (match.overlap.evidence[:2] if match.overlap else ())]
    said = prose(wording.reason(match)[: 3 * width])
    return "\n".join([f"  - **{match.found[0]}**{score} {code(match.other.path, width=width)}: {said}", *quotes])


def _quote(evidence: Evidence, width: int) -> str:
    a, b = ((code(s.text, width=width), code(str(s.span))) for s in (evidence.a, evidence.b))
    return f"    - {a[0]} ({a[1]}, {b[1]})" if a[0] == b[0] else f"    - {a[0]} ({a[1]}), {b[0]} ({b[1]})"


def _known(check: Check, number: int, width: int) -> str:
    known = check.known[number]
    note = prose(known.note[: 3 * width]) or "no note yet"
    why = f"kept apart: {note}" if known.decided else note
    ends = (code(path, width=width) for path in (known.a.path, known.b.path))
    return f"- {' and '.join(ends)}, {', '.join(known.found)}: {why}"


def _folded(title: str, items: Sequence[str], most: int) -> Iterator[str]:
    if items:
        yield f"<details><summary>{title}: {len(items)}</summary>"
        yield "\n".join(items[:most])
        yield from _more(len(items), most, "entries")
        yield "</details>"


def _more(count: int, shown: int, what: str) -> list[str]:
    return [f"{count - shown} more {what} left out here for length; the JSON has all."] if count > shown else []
