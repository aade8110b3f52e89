"""The ledger by what stands for a statement: each passage of the canonical with all that it stands for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyzer.dialects.values import common_key
from analyzer.model import FateKind
from analyzer.report.doubts import standings
from analyzer.report.html import ids
from analyzer.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analyzer.model import Fate, Part, Passage, Proposal, Relation, Said, Statement

ORDER = (
    FateKind.DROPPED,
    FateKind.CONFLICT,
    FateKind.REWORDED,
    FateKind.FUSED_INTO,
    FateKind.MOVED,
    FateKind.COVERED_BY,
    FateKind.SAME_AS,
    FateKind.KEPT,
)
"""What a reviewer should look at first, first."""

_SIDE = re.compile(r"^only the (first|second)\b")
Judged = dict[tuple[str, str], "Relation"]
"""What was said of two statements, by their ids."""


@dataclass(frozen=True, slots=True)
class Line:
    """A source statement and what became of it."""

    fate: Fate
    parts: tuple[Part, ...]
    """The pieces of it that the passage is made of."""
    relation: Relation | None
    """What was judged of it and the passage's wording, where the two were compared as evidence."""
    partly: bool
    """Whether its fate is told elsewhere, and this is one more place that says a part of it."""
    verbatim: bool
    """Whether what stands for it has its very words."""
    pieces: tuple[Said, ...] = ()
    """Which of its pieces are said here, where several places say it together."""
    doubts: tuple[str, ...] = ()
    """What a reader may ask about its fate."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the canonical says in one place, or a statement that it says nowhere, and the statements that end there."""

    of: str
    """The name of its place in the canonical; of the statement where it has none."""
    text: str
    lines: tuple[int, int] | None
    reason: str
    said: tuple[Line, ...]
    passage: Passage | None = None

    @property
    def worst(self) -> FateKind:
        """The fate in it that most needs a look."""
        own = [line.fate.kind for line in self.said if not line.partly]
        return min(own or [line.fate.kind for line in self.said] or [FateKind.KEPT], key=ORDER.index)

    @property
    def twins(self) -> tuple[Line, ...]:
        """The statements that say it in the same words, where nothing more is to be told of them."""
        return tuple(n for n in self.said if n.verbatim and n.fate.kind is FateKind.SAME_AS and not n.doubts)

    @property
    def others(self) -> tuple[Line, ...]:
        """All but the twins."""
        return tuple(line for line in self.said if line not in self.twins)

    @property
    def doubtful(self) -> int:
        """How much there is to ask about what it stands for: the most that is asked of one statement."""
        return max((len(line.doubts) for line in self.said if not line.partly), default=0)

    def why(self, line: Line) -> str:
        """Return why *line* has its fate, as far as the reason of the whole does not say it."""
        alone = len(self.said) == 1 and line.verbatim  # then the whole has no reason beside it
        return line.fate.reason if alone else line.fate.reason.removesuffix(self.reason).strip()

    @property
    def under(self) -> str:
        """The canonical's heading that it stands under; empty where there is none."""
        return self.passage.section[-1] if self.passage and self.passage.section else ""

    @property
    def letters(self) -> tuple[str, ...]:
        """The sources that it stands for, by path."""
        return tuple(sorted({line.fate.statement.path for line in self.said}))


@dataclass(frozen=True, slots=True)
class Ledger:
    """The fates of all statements of a family."""

    passages: tuple[Entry, ...]
    """One for each passage of the canonical, in their order."""
    fields: Mapping[str, Entry]
    """One for each front-matter entry of the canonical."""
    rest: tuple[Entry, ...]
    """Statements that no passage and no entry stands for."""
    counts: Mapping[FateKind, int]
    homes: Mapping[str, str]
    """By statement id, the name of the place in the canonical that stands for it; of itself where nothing does."""

    @property
    def chapters(self) -> tuple[tuple[FateKind, tuple[Entry, ...]], ...]:
        """The entries by the fate in them that most needs a look, in each what is doubted most first."""
        found: dict[FateKind, list[Entry]] = defaultdict(list)
        for entry in (*self.rest, *self.fields.values(), *self.passages):
            if entry.said:
                found[entry.worst].append(entry)
        return tuple(
            (kind, tuple(sorted(found[kind], key=lambda entry: -entry.doubtful))) for kind in ORDER if found[kind]
        )


def ledger(proposal: Proposal, folder: str) -> Ledger:
    """Return the ledger of *proposal*, whose outputs are in *folder*."""
    fates = {fate.statement: fate for diff in proposal.diffs for fate in diff.fates}
    evidence = [e for overlap in proposal.family.overlaps for e in overlap.evidence]
    judged = {(e.a.id, e.b.id): _told(e.relation) for e in evidence}
    judged |= {(e.b.id, e.a.id): _told(e.relation.swapped) for e in evidence}
    homes: dict[str, str] = {}
    passages = tuple(_of_passages(proposal, judged, homes))
    fields = dict(_of_fields(proposal, folder, fates, homes))
    rest = tuple(
        Entry(ids.statement(s), fate.text, fate.lines, "", (_line(fate, None, {}, homes, ids.statement(s)),))
        for s, fate in fates.items()
        if s.id not in homes
    )
    return Ledger(passages, fields, rest, Counter(fate.kind for fate in fates.values()), homes)


def names(passages: Sequence[Passage]) -> list[str]:
    """Return a name for each of *passages*; where two have the words of one statement, the later gets a number."""
    seen: Counter[str] = Counter()
    found = []
    for passage in passages:
        name = ids.passage(passage)
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return found


def _told(relation: Relation) -> Relation:
    """Return *relation*, read from a source statement to the words that stand for it, with guards that say so."""
    called = {"first": "the source", "second": "the proposal"}
    guards = (_SIDE.sub(lambda found: f"only {called[found[1]]}", guard) for guard in relation.guards)
    return replace(relation, guards=tuple(guards))


def _of_passages(proposal: Proposal, judged: Judged, homes: dict[str, str]) -> Iterator[Entry]:
    found = {fate.statement: (fate, standing.doubts) for fate, standing in standings(proposal)}
    passages = proposal.canonical.passages
    all_of = list(zip(passages, names(passages), proposal.places, strict=True))
    for passage, name, _ in all_of:
        # As `diff` does: a statement's fate is where its own words stand, else the first place.
        if passage.wording in passage.stands_for:
            homes.setdefault(passage.wording.id, name)
    for passage, name, _ in sorted(all_of, key=lambda one: one[0].reworded):
        for s in passage.stands_for:
            homes.setdefault(s.id, name)
    for passage, name, place in all_of:
        known = [found[s] for s in passage.stands_for if s in found]
        lines = ((_line(fate, passage, judged, homes, name), doubts) for fate, doubts in known)
        said = tuple(
            replace(n, pieces=tuple(p for p in n.fate.pieces if p.lines == place), doubts=() if n.partly else doubts)
            for n, doubts in lines
        )
        yield Entry(name, passage.text, place, passage.reason, said, passage)


def _of_fields(
    proposal: Proposal, folder: str, fates: Mapping[Statement, Fate], homes: dict[str, str]
) -> Iterator[tuple[str, Entry]]:
    lines = proposal.text.split("\n")
    for field, place in zip(proposal.canonical.fields, proposal.field_places, strict=True):
        name = ids.field(folder, field.key)
        own = [s for s in fates if common_key(s.field) == common_key(field.key) and s.id not in homes]
        homes.update((s.id, name) for s in own)
        said = tuple(_line(fates[s], None, {}, homes, name) for s in own)
        yield field.key, Entry(name, "\n".join(lines[place[0] - 1 : place[1]]), place, field.reason, said)


def _line(fate: Fate, passage: Passage | None, judged: Judged, homes: Mapping[str, str], name: str) -> Line:
    s = fate.statement
    return Line(
        fate,
        tuple(p for p in passage.parts if p.statement == s) if passage else (),
        judged.get((s.id, passage.wording.id)) if passage else None,
        partly=s.id in homes and homes[s.id] != name,
        verbatim=passage is not None and squash(s.text) == squash(passage.text),
    )
