"""What a reviewer of one family opens: its canonical, a diff for each source, and the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.report import naming
from analyzer.report.doubts import standings
from analyzer.report.escape import row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analyzer.model import Fate, HeadingFate, Proposal, SourceDiff, Statement
    from analyzer.report.doubts import Standing

_COLUMNS = [
    "source",
    "lines",
    "kind",
    "section",
    "text",
    "fate",
    "canonical lines",
    "canonical text",
    "reason",
    "now under",
    "look because",
]


def render(proposal: Proposal) -> dict[str, str]:
    """Return the texts of the *proposal*'s files by their path in the family's folder."""
    return {
        naming.canonical(proposal): proposal.file_text,
        naming.LEDGER: ledger(proposal),
        **{name: diff.unified for name, diff in zip(naming.diffs(proposal), proposal.diffs, strict=True)},
    }


def ledger(proposal: Proposal) -> str:
    """Return the fate of every statement and every heading of the sources as TSV, in the *proposal*'s reading order."""
    standing = {fate.statement: found for fate, found in standings(proposal)}
    return row(_COLUMNS) + "".join(row(cells) for diff in proposal.diffs for cells in _rows(diff, standing))


def _rows(diff: SourceDiff, standing: Mapping[Statement, Standing]) -> Iterator[list[str]]:
    """Yield the cells of each row for one source: its statements, each heading above what stands under it."""
    ahead = list(diff.headings)
    for fate in diff.fates:
        while ahead and not fate.statement.field and ahead[0].heading.span.start <= fate.statement.span.start:
            yield _heading(ahead.pop(0))
        yield _statement(fate, standing[fate.statement])
    yield from map(_heading, ahead)


def _statement(fate: Fate, standing: Standing) -> list[str]:
    statement = fate.statement
    places = (fate.lines, *fate.also) if fate.lines else ()
    texts = {said.lines: said.text for said in fate.pieces}
    return [
        statement.path,
        _lines(statement.span.start, statement.span.end),
        statement.kind,
        " > ".join(statement.section),
        statement.text,
        fate.kind,
        ", ".join(_lines(*place) for place in places),
        "\n".join([fate.text, *(texts[place] for place in fate.also if place in texts)]),
        fate.reason,
        " > ".join(standing.section or ()),
        "; ".join(standing.doubts),
    ]


def _heading(fate: HeadingFate) -> list[str]:
    heading = fate.heading
    return [
        heading.span.path,
        _lines(heading.span.start, heading.span.end),
        "heading",
        " > ".join(heading.path[:-1]),
        heading.title,
        fate.kind,
        str(fate.line or ""),
        fate.title,
        fate.reason,
        "",
        "",
    ]


def _lines(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}..{end}"
