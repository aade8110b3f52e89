"""Each family: its canonical, its conflicts, its ledger."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from analyzer.model import FateKind, HeadingFateKind
from analyzer.report import naming
from analyzer.report.html import ids
from analyzer.report.html.ledger import ledger
from analyzer.report.html.marks import find
from analyzer.report.html.prose import prose
from analyzer.report.html.sources import counted, members
from analyzer.report.legend import letters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup

    from analyzer.model import Analysis, Conflict, HeadingFate, Proposal, Span, Statement
    from analyzer.report.html.ledger import Entry, Ledger, Line
    from analyzer.report.html.sources import Fates, SourceView


Piece = tuple[str, tuple["Line", ...]]
"""A stretch of a text, and the source statements that say it word for word."""

_LETTERS = 4
"""Sources that are named beside a statement; more are counted."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A front-matter entry of the canonical, as its file writes it."""

    key: str
    entry: Entry
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class FamilyView:
    """A family: its canonical, conflicts and ledger."""

    id: str
    folder: str
    proposal: Proposal
    canonical: Markup
    hidden: tuple[Entry, ...]
    """What the canonical says where a rendered page shows nothing."""
    ledger: Ledger
    letters: Mapping[str, str]
    """A letter for each source, by path."""
    sources: tuple[SourceView, ...]

    @property
    def statements(self) -> int:
        """How many statements its sources have."""
        return sum(self.ledger.counts.values())

    @property
    def dropped(self) -> int:
        """How many of them the canonical does not say."""
        return self.ledger.counts.get(FateKind.DROPPED, 0)

    @property
    def fates(self) -> Fates:
        """How many statements have each fate that occurs."""
        return counted(self.ledger.counts)

    @property
    def headings(self) -> tuple[tuple[HeadingFateKind, tuple[HeadingFate, ...]], ...]:
        """The headings of its sources by what became of them, those first that are not to be found."""
        fates = sorted(self.proposal.headings, key=lambda fate: not fate.unsaid)
        chapters = ((kind, tuple(f for f in fates if f.kind is kind)) for kind in reversed(HeadingFateKind))
        return tuple((kind, found) for kind, found in chapters if found)

    @property
    def fields(self) -> tuple[FieldView, ...]:
        """The front matter of its canonical."""
        entries = ((f.key, self.ledger.fields[f.key]) for f in self.proposal.canonical.fields)
        return tuple(FieldView(key, entry, _pieces(entry)) for key, entry in entries)

    def place(self, span: Span) -> str:
        """Return the name of the statement that starts at *span*; of its source where none does."""
        there = self._starting.get((span.path, span.start))
        return ids.statement(there) if there else ids.source(span.path)

    @cached_property
    def _starting(self) -> dict[tuple[str, int], Statement]:
        """The first statement that starts on each line of each source."""
        said = [fate.statement for view in self.sources for fate in view.fates.values()]
        return {(s.path, s.span.start): s for s in reversed(said)}

    @property
    def conflicts(self) -> tuple[tuple[str, Conflict], ...]:
        """Each conflict with a name."""
        seen: Counter[str] = Counter()
        found = []
        for conflict in self.proposal.canonical.conflicts:
            seen[conflict.topic] += 1
            again = f".{seen[conflict.topic]}" if seen[conflict.topic] > 1 else ""
            found.append((ids.part(self.id, f"conflict/{ids.safe(conflict.topic)}{again}"), conflict))
        return tuple(found)


def families(analysis: Analysis) -> tuple[FamilyView, ...]:
    """Return a view for each proposal of *analysis*."""
    named = zip(analysis.proposals, naming.folders(analysis), strict=True)
    return tuple(_family(analysis, proposal, folder) for proposal, folder in named)


def _family(analysis: Analysis, proposal: Proposal, folder: str) -> FamilyView:
    found = ledger(proposal, folder)
    lettered = letters(proposal)
    canonical, hidden = prose(proposal.text, found.passages, _head(proposal), _marker(lettered))
    name = ids.family(folder)
    sources = members(analysis, proposal, name, found.homes)
    return FamilyView(name, folder, proposal, canonical, hidden, found, lettered, sources)


def _head(proposal: Proposal) -> int:
    """Return how many lines the canonical's front matter takes."""
    return max(place[1] for place in proposal.field_places) + 1 if proposal.field_places else 0


def _pieces(entry: Entry) -> tuple[Piece, ...]:
    """Return the text of *entry*, cut where words of its statements start or end; whole where they all are one text."""
    found: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in entry.said:
        place = find(entry.text, [line.fate.statement.text])[0]
        if place:
            found[place].append(line)
    if len(found) == 1:
        return ((entry.text, ()),)
    pieces: list[Piece] = []
    done = 0
    for (start, end), lines in sorted(found.items(), key=lambda one: (one[0][0], -one[0][1])):
        if start >= done:
            pieces += [(entry.text[done:start], ()), (entry.text[start:end], tuple(lines))]
            done = end
    return (*pieces, (entry.text[done:], ()))


def _marker(named: Mapping[str, str]) -> Callable[[Entry, bool], tuple[str, str]]:
    """Return what marks a statement of the canonical; *named* has a letter for each source."""
    from markupsafe import Markup

    def mark(entry: Entry, again: bool) -> tuple[str, str]:  # noqa: FBT001 - a callback
        """Return the HTML before and after what *entry* says; *again* where a part of it stands before."""
        looks = _looks(entry)
        if again:
            return str(Markup('<span class="st {}">').format(looks)), "</span>"
        who = [named[path] for path in entry.letters]
        more = f" +{len(who) - _LETTERS}" if len(who) > _LETTERS else ""
        said = f"{_statements(len(entry.said))} of {', '.join(who)}"
        before = Markup('<span class="st {}" id="{}" data-by="{}">').format(looks, entry.of, " ".join(who))
        after = Markup('<a class="who" href="#{}" aria-label="Stands for {}">{}</a></span>')
        return str(before), str(after.format(ids.entry(entry.of), said, " ".join(who[:_LETTERS]) + more))

    return mark


def _statements(count: int) -> str:
    return "one statement" if count == 1 else f"{count} statements"


def _looks(entry: Entry) -> str:
    """Return the classes of a statement of the canonical: where its words come from."""
    if entry.passage is None:
        return "own"
    if entry.passage.fused:
        return "mix"
    if any(line.fate.kind is FateKind.MOVED for line in entry.said):
        return "add fact"
    if entry.passage.place is None:
        return "add"
    return "own" if entry.passage.place == entry.passage.wording else "swap"
