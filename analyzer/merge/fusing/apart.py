"""Which statements may become one at all, however alike they read."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from analyzer.facts import facts
from analyzer.merge.comparable import find_peers
from analyzer.merge.fusing.labels import telling
from analyzer.merge.light_words import HEADS, WIDE
from analyzer.model import Kind, Shape
from analyzer.text import fold, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.facts import Facts
    from analyzer.model import SectionPath, Statement

_OWN_WORDS = {Kind.STEP, Kind.COLLABORATION, Kind.FACT, Kind.EXAMPLE, Kind.ROLE, Kind.TRIGGER, Kind.METADATA}
"""Kinds that are said in an author's own words: order, partner or voice would change."""


_MANY = 6
"""Titles with one word that all of the family is about."""


class Outlines:
    """Knows the headings of all sources, so that it can tell what belongs together."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        known = set(statements)
        self._peers = find_peers(known, survivor="")
        self._groups: dict[str, set[tuple[str, SectionPath]]] = defaultdict(set)
        for path, section in {(s.path, s.section) for s in known}:
            titles = tuple(map(fold, section))
            for depth, title in enumerate(titles):
                self._groups[title].add((path, titles[:depth]))
        self._titled = Counter(stem for title in self._groups for stem in set(stems(title)))

    def alike(self, a: Sequence[str], b: Sequence[str]) -> bool:
        """Whether the sections *a* and *b* are one, or their titles share a word that tells them from others."""
        if tuple(a) == tuple(b):
            return True
        shared = set(stems(a[-1])) & set(stems(b[-1])) - WIDE if a and b else set()
        return any(self._titled[stem] < _MANY for stem in shared)

    def may_be_one(self, a: Statement, b: Statement, *, one_list: bool = False) -> bool:
        """Whether *a* and *b*, of two sources, are entries of lists on one thing whose facts agree.

        What is to be checked off is no other entry, unless both come to stand in *one_list*.
        """
        if a.path == b.path or not (a.shape is b.shape is Shape.ITEM) or {a.kind, b.kind} & _OWN_WORDS:
            return False
        if not one_list and a.kind is not b.kind and Kind.CHECK in {a.kind, b.kind}:
            return False
        return _agree(facts(a.text), facts(b.text)) and not self._apart(a, b) and not _other_deeds(a, b)

    def _apart(self, a: Statement, b: Statement) -> bool:
        """Whether *a* and *b* are about two things: one source has their headings side by side, or they are fields."""
        mine, theirs = set(map(fold, a.section)), set(map(fold, b.section))
        fields = self._peers.record(a) or self._peers.record(b)
        return (fields and fold(a.heading) != fold(b.heading)) or any(
            self._groups[x] & self._groups[y] for x in mine - theirs for y in theirs - mine
        )


def titled(section: Sequence[str]) -> set[str]:
    """Return the stems of the nearest title of *section* that tell what it is about; none of "Key techniques"."""
    return telling(set(stems(section[-1])) - WIDE - HEADS) if section else set()


def _other_deeds(a: Statement, b: Statement) -> bool:
    """Whether *a* and *b* tell to do different things: what is done to one is not done to both."""
    return a.kind is b.kind is Kind.INSTRUCTION and stems(a.text)[:1] != stems(b.text)[:1]


def _agree(x: Facts, y: Facts) -> bool:
    return not (x.negated or y.negated) and (x.numbers <= y.numbers or y.numbers <= x.numbers)
