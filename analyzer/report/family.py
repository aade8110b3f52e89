"""What a reviewer of one family opens: its canonical, a diff for each source, and the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.report import naming
from analyzer.report.escape import row

if TYPE_CHECKING:
    from analyzer.model import Fate, Proposal

_COLUMNS = ["source", "lines", "kind", "section", "text", "fate", "canonical lines", "canonical text", "reason"]


def render(proposal: Proposal) -> dict[str, str]:
    """Return the texts of the *proposal*'s files by their path in the family's folder."""
    return {
        naming.canonical(proposal): proposal.file_text,
        naming.LEDGER: ledger(proposal),
        **{name: diff.unified for name, diff in zip(naming.diffs(proposal), proposal.diffs, strict=True)},
    }


def ledger(proposal: Proposal) -> str:
    """Return the fate of every source statement as TSV: sources as the *proposal* has them, in reading order."""
    return row(_COLUMNS) + "".join(_row(fate) for diff in proposal.diffs for fate in diff.fates)


def _row(fate: Fate) -> str:
    statement = fate.statement
    return row(
        [
            statement.path,
            _lines(statement.span.start, statement.span.end),
            statement.kind,
            " > ".join(statement.section),
            statement.text,
            fate.kind,
            ", ".join(_lines(*place) for place in _places(fate)),
            fate.text,
            fate.reason,
        ]
    )


def _places(fate: Fate) -> tuple[tuple[int, int], ...]:
    return (fate.lines, *fate.also) if fate.lines else ()


def _lines(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}..{end}"
