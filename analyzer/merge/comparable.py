"""Which statement may stand for which, before anybody asks how near they are: like only for like."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.facts import sense
from analyzer.labels import read_label
from analyzer.merge.titles import share
from analyzer.model import Kind, Shape
from analyzer.text import fold, stems, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from analyzer.model import SectionPath, Statement

_OWN_KIND = {Kind.FACT, Kind.COLLABORATION, Kind.TOOL, Kind.EXAMPLE, Kind.TRIGGER}
"""Kinds that stand only for their own kind, and nothing else for them: a project's port is nobody's expertise."""
_DUTIES = {Kind.INSTRUCTION, Kind.STEP, Kind.CHECK}
_STANDS_FOR = {
    Kind.STEP: {Kind.STEP, Kind.INSTRUCTION},
    Kind.CHECK: {Kind.CHECK},
    Kind.INSTRUCTION: _DUTIES | {Kind.STYLE},
    Kind.STYLE: {Kind.STYLE, Kind.INSTRUCTION, Kind.ROLE},
    Kind.ROLE: {Kind.ROLE, Kind.EXPERTISE},
    Kind.EXPERTISE: _DUTIES | {Kind.EXPERTISE},
}
"""By kind, the kinds that can well say it: who knows a thing is not thereby told to do it."""
_QUOTED = re.compile(r"[\"\u201c]([^\"\u201d]+)[\"\u201d]")
_LONG_QUOTE = 6
"""Words of a quotation that make a statement a sample of what somebody says."""
_SLOT = re.compile(r"\[[A-Z][^\[\]\n]*\](?![(\[])")
"""What is to be filled in: "[Brief issue title]"; no link."""
_SHORT = 3
"""Words of a text that means something only under its heading."""
_MANY = 6
"""Titles with one word that all of the family is about, and that one in `_OFTEN` has."""
_OFTEN = 10
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Peers:
    """What of a family may be compared."""

    survivor: str
    records: frozenset[tuple[str, SectionPath]]
    """Path and section of those that say the same fields of different things, as levels P0 to P3 do."""
    common: frozenset[str] = frozenset()
    """Stems of titles that all of the family is about: they tell no section from another."""
    titles: frozenset[tuple[str, SectionPath]] = frozenset()
    """Path and section of what stands under nothing but the title of its file."""

    def topic(self, statement: Statement) -> str:
        """Return the heading that tells what *statement* is about: the title of a whole file does not."""
        return "" if (statement.path, statement.section) in self.titles else statement.heading

    def comparable(self, other: Statement, own: Statement) -> bool:
        """Whether *other* may stand for *own*."""
        same = fold(other.text) == fold(own.text)
        records = self.record(other) or self.record(own)
        apart = records and fold(other.heading) != fold(own.heading)
        if apart or sense(other.heading) != sense(own.heading) or self._meant_twice(other, own):
            return False
        if "[" in own.text + other.text and _SLOT.search(f"{own.text}\n{other.text}"):
            # What is to be filled in belongs to its place in one form; the next form has its own.
            return same and other.path != own.path and fold(other.heading) == fold(own.heading)
        if other.shape.verbatim or own.shape.verbatim:
            return other.path != own.path and other.shape == own.shape and other.text == own.text
        if same:
            # What sections make of a text's kind must not hide that it is the same text.
            return True
        mine = own.path == self.survivor
        if (mine and own.shape is Shape.STEP) or (mine and other.path == own.path) or _strange(other.kind, own.kind):
            return False
        return not _quotes(other) and _partners(own) <= _partners(other)

    def _meant_twice(self, other: Statement, own: Statement) -> bool:
        """Whether one author has the same few words under titles on two things: each names something else."""
        if other.path != own.path:
            return False
        said, theirs = (sorted(words(fold(s.text))) for s in (own, other))
        titles = self.topic(other), self.topic(own)
        return said == theirs and len(said) <= _SHORT and all(titles) and not share(*titles)

    def record(self, statement: Statement) -> bool:
        """Whether *statement* tells a field of one of several things of a kind."""
        return (statement.path, statement.section) in self.records


def find_peers(statements: Collection[Statement], *, survivor: str) -> Peers:
    """Return what of *statements* may be compared, where the definition at *survivor* keeps its structure.

    The survivor does not stand for itself, and its numbered steps stay: what its author says twice in other words is
    meant twice.
    """
    fields: dict[tuple[str, SectionPath], set[str]] = defaultdict(set)
    known = tuple(statements)
    for s in known:
        if s.section and (label := read_label(s.text)) and label.leads:
            fields[s.path, s.section].add(fold(label.title))
    siblings: dict[tuple[str, SectionPath], list[SectionPath]] = defaultdict(list)
    for path, section in fields:
        siblings[path, section[:-1]].append(section)
    records = {
        (path, section)
        for (path, _), sections in siblings.items()
        for section in sections
        if _is_record(fields[path, section], [fields[path, o] for o in sections if o != section])
    }
    common = _common({title for s in known for title in s.section})
    return Peers(survivor, frozenset(records), common, frozenset(_titles(statements)))


def _common(titles: Iterable[str]) -> frozenset[str]:
    """Return the stems that many of *titles* have."""
    found = [set(stems(title)) for title in {fold(title) for title in titles}]
    times = Counter(stem for title in found for stem in title)
    return frozenset(stem for stem, count in times.items() if count >= max(_MANY, len(found) / _OFTEN))


def _titles(statements: Iterable[Statement]) -> set[tuple[str, SectionPath]]:
    """Return the titles that all of a file's body stands under, each with its path; none that heads part of another."""
    outermost: dict[str, set[SectionPath]] = defaultdict(set)
    for s in statements:
        if not s.field:
            outermost[s.path].add(s.section[:1])
    sections = {fold(title) for found in outermost.values() if len(found) > 1 for section in found for title in section}
    alone = {(path, next(iter(found))) for path, found in outermost.items() if len(found) == 1}
    return {(path, section) for path, section in alone if sections.isdisjoint(map(fold, section))}


def _is_record(fields: set[str], others: Sequence[set[str]]) -> bool:
    """Whether a section with *fields* is one of a row that all have them: like another one, or like two in part."""
    shared = [o for o in others if len(fields & o) > 1]
    return len(shared) > 1 or fields in shared


def is_like(other: Kind, own: Kind) -> bool:
    """Whether a statement of kind *other* is of a kind to say what one of kind *own* says."""
    return other is own or other in _STANDS_FOR.get(own, {other})


def _strange(other: Kind, own: Kind) -> bool:
    return other is not own and (bool({other, own} & _OWN_KIND) or (other is Kind.ROLE and not is_like(other, own)))


def _partners(statement: Statement) -> set[str]:
    """Return the names of those whom *statement* says to work with: another name is somebody else."""
    return set(_IDENTIFIER.findall(statement.text)) if statement.kind is Kind.COLLABORATION else set()


def _quotes(statement: Statement) -> bool:
    """Whether *statement* is a sample of what somebody says."""
    return any(len(words(quoted)) >= _LONG_QUOTE for quoted in _QUOTED.findall(statement.text))
