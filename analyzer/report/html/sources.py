"""Each definition: its text, and in a family what becomes of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analyzer.model import FateKind
from analyzer.report.html import ids
from analyzer.report.html.compare import compare
from analyzer.report.html.marks import rows
from analyzer.report.legend import letters
from analyzer.report.sketch import labels
from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.model import Analysis, Definition, Fate, HeadingFate, Proposal, Statement
    from analyzer.report.html.compare import Pair
    from analyzer.report.html.marks import Row

Fates = tuple[tuple[FateKind, int], ...]
"""How many statements have each fate that occurs."""


@dataclass(frozen=True, slots=True)
class End:
    """A fate that *count* statements of a line share, and the name of the place that stands for them."""

    fate: Fate
    home: str
    count: int


@dataclass(frozen=True, slots=True)
class SourceView:
    """A definition: its text, and in a family the fate of each statement and the text beside the canonical."""

    id: str
    definition: Definition
    label: str
    words: int
    first: int
    """The file's line that the first row is."""
    rows: tuple[Row, ...]
    statements: int
    letter: str = ""
    family: str = ""
    """The name of the family's section."""
    fates: Mapping[str, Fate] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[int, HeadingFate] = field(default_factory=dict)
    """What becomes of the heading on a line of the file."""
    counts: Fates = ()
    pairs: tuple[Pair, ...] = ()
    survives: bool = False

    def starts(self, number: int) -> tuple[Statement, ...]:
        """Return the statements that start on line *number* of the file."""
        inside = 0 <= number - self.first < len(self.rows)
        return self.rows[number - self.first].starts if inside else ()

    def note(self, number: int) -> Fate | None:
        """Return the fate of the first statement on line *number* of the file that something stands for."""
        return next((f for s in self.starts(number) if (f := self.fates.get(s.id)) and f.lines), None)

    def ends(self, row: Row) -> tuple[End, ...]:
        """Return what becomes of the statements that start on *row*: those of one fate in one place together."""
        found: dict[tuple[FateKind, str], End] = {}
        for s in row.starts:
            fate, home = self.fates[s.id], self.homes.get(s.id, ids.statement(s))
            count = found[fate.kind, home].count if (fate.kind, home) in found else 0
            found[fate.kind, home] = End(fate, home, count + 1)
        return tuple(found.values())


def members(analysis: Analysis, proposal: Proposal, family: str, homes: Mapping[str, str]) -> tuple[SourceView, ...]:
    """Return a view for each source of *proposal*, lettered A, B, C ...

    *family* is the name of the family's section; *homes* tells by statement id what stands for it.
    """
    known, lettered = labels(analysis), letters(proposal)
    survivor = proposal.canonical.survivor.path
    after = proposal.text.removesuffix("\n").split("\n")
    found = []
    for definition, diff in zip(proposal.family.definitions, proposal.diffs, strict=True):
        fates = {fate.statement.id: fate for fate in diff.fates}
        said = [fate.statement for fate in fates.values()]
        view = _source(definition, known[definition.path], said)
        lines = definition.text.split("\n")[view.first - 1 : view.first - 1 + len(view.rows)]
        found.append(
            replace(
                view,
                letter=lettered[definition.path],
                family=family,
                fates=fates,
                homes=homes,
                headings={fate.heading.span.start: fate for fate in diff.headings},
                counts=counted(Counter(fate.kind for fate in diff.fates)),
                pairs=compare(lines, after, first=view.first),
                survives=definition.path == survivor,
            )
        )
    return tuple(found)


def others(analysis: Analysis) -> tuple[SourceView, ...]:
    """Return a view for each definition of *analysis* that is in no family."""
    inside = {d.path for p in analysis.proposals for d in p.family.definitions}
    known = labels(analysis)
    said: dict[str, list[Statement]] = {d.path: [] for d in analysis.definitions}
    for s in analysis.statements:
        said.setdefault(s.path, []).append(s)
    return tuple(
        _source(d, known[d.path], said[d.path])
        for d in sorted(analysis.definitions, key=lambda d: d.path)
        if d.path not in inside
    )


def counted(counts: Mapping[FateKind, int]) -> Fates:
    """Return *counts* in the order of the fates, without those that do not occur."""
    return tuple((kind, counts[kind]) for kind in FateKind if counts.get(kind))


def _source(definition: Definition, label: str, statements: Sequence[Statement]) -> SourceView:
    text = definition.text.removesuffix("\n")
    cut = rows(text, statements)
    first = 1
    if definition.entry_of and definition.fields:
        first = min(f.span.start for f in definition.fields)
        cut = cut[first - 1 : max(f.span.end for f in definition.fields)]
    count = sum(len(words(block.text)) for block in definition.body)
    return SourceView(ids.source(definition.path), definition, label, count, first, cut, len(statements))
