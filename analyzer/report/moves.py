"""What stands under another heading than in its source: those that stood together and stand together in one row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.labels import unnumbered
from analyzer.model import FateKind, HeadingFateKind
from analyzer.report.doubts import moved
from analyzer.text import counted, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.model import Fate, HeadingFate, Proposal, SectionPath
    from analyzer.report.doubts import Standing

_STANDS = {FateKind.KEPT, FateKind.MOVED, FateKind.FUSED_INTO}
"""Fates of a statement whose own words stand."""
_ORDER = [HeadingFateKind.KEPT, HeadingFateKind.LEFT_OUT, HeadingFateKind.JOINED]
"""What left its neighbours under their heading first; then what no longer has its heading."""


@dataclass(frozen=True, slots=True)
class Move:
    """Statements of one section of a source that stand under one other heading of the canonical."""

    fates: tuple[Fate, ...]
    was: str
    """The title of their section; empty where they stood before any heading."""
    under: str
    """The title that they stand under; empty where it is none."""
    why: str
    """What became of their own heading."""

    @property
    def count(self) -> int:
        """How many statements it is about."""
        return len(self.fates)

    @property
    def lines(self) -> list[int]:
        """Where they begin in the canonical."""
        return sorted({fate.lines[0] for fate in self.fates if fate.lines})


def moves(proposal: Proposal, standings: Iterable[tuple[Fate, Standing]]) -> list[Move]:
    """Return what moved in *proposal*, by its *standings*: first what a reviewer should look at first."""
    headings = {(h.heading.span.path, h.heading.path): h for h in proposal.headings}
    found: dict[tuple[str, SectionPath, str], list[Fate]] = defaultdict(list)
    for fate, standing in standings:
        s = fate.statement
        if not s.field and fate.undisputed in _STANDS and moved(fate, standing):
            found[s.path, s.section, standing.under].append(fate)
    ranked = sorted(found.items(), key=lambda one: (_rank(headings.get(one[0][:2])), one[1][0].statement))
    return [
        Move(
            tuple(fates),
            unnumbered(section[-1]) if section else "",
            under,
            _why(headings.get((path, section)), under),
        )
        for (path, section, under), fates in ranked
    ]


def _rank(heading: HeadingFate | None) -> int:
    return _ORDER.index(heading.kind) if heading else _ORDER.index(HeadingFateKind.LEFT_OUT)


def _why(heading: HeadingFate | None, under: str) -> str:
    """Return what became of *heading*, that of statements which stand *under* another one now."""
    if heading is None:
        return "It stood before any heading of its source."
    if heading.kind is HeadingFateKind.LEFT_OUT:
        return f"Its heading is left out: {counted(heading.below, 'statement')} stood under it."
    share = f"{heading.staying} of {counted(heading.below, 'statement')}"
    if heading.kind is HeadingFateKind.KEPT:
        return f"Its heading stands at line {heading.line}, over {share}."
    if fold(unnumbered(heading.title)) == fold(under):
        return f"Its heading is joined with this one, over {share}."
    return f"Its heading is joined with “{heading.title}” at line {heading.line}, over {share}."
