"""Say once what list items of several sources say of one thing: "load testing with K6" and "load testing (Gatling)"."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from typing import TYPE_CHECKING

from analyzer.merge.fusing.apart import Outlines, titled
from analyzer.merge.fusing.coordination import coordinate, pieces
from analyzer.merge.fusing.labels import small_words
from analyzer.merge.fusing.phrase import read_phrase
from analyzer.merge.fusing.topics import absorbed, both, read_entry, same_label
from analyzer.merge.fusing.unite import unite, written
from analyzer.merge.procedures import find_procedures
from analyzer.model import Part, Passage, Shape
from analyzer.text import fold, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.merge.fusing.phrase import Phrase
    from analyzer.merge.fusing.topics import Entry
    from analyzer.model import Statement


_MOST = 500
"""Items that one is held against; the lists of two ordinary definitions together have fewer."""


def join_phrases(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return *passages* with those joined that say something of one thing, in one section or in sections on one matter.

    The first keeps its place and takes in what only the other says. A bare item that is but the label, or one item, of
    an enumeration goes. No word is lost, none is added but "and"; what one author says twice stays twice.
    """
    joiner = _Joiner(passages)
    procedures = find_procedures(s for p in passages for s in p.stands_for)
    for passage in passages:
        own = passage.wording
        joiner.take(_read(passage, stays=(own.path, own.section) in procedures))
    return tuple(item.passage for item in joiner.items if item is not None)


@dataclass(frozen=True, slots=True)
class _Item:
    """A passage, as far as it can be read."""

    passage: Passage
    wordings: frozenset[Statement]
    authors: frozenset[str]
    phrase: Phrase | None = None
    entry: Entry | None = None

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(stems(self.passage.text)) if self.phrase or self.entry else frozenset()


def _read(passage: Passage, *, stays: bool = False) -> _Item:
    """Return *passage* as far as it can be read; one that *stays* as it is is joined with nothing."""
    own = frozenset({passage.wording, *(p.statement for p in passage.parts)})
    said_by = _authors(passage, own)
    if passage.wording.shape is not Shape.ITEM or passage.decision or passage.template or stays:
        return _Item(passage, own, said_by)
    entry = read_entry(passage.text)
    return _Item(passage, own, said_by, None if entry else read_phrase(passage.text), entry)


@dataclass(slots=True)
class _Joiner:
    """Takes passages one by one and joins each with an earlier one where that is possible."""

    passages: Sequence[Passage]
    items: list[_Item | None] = field(default_factory=list)
    near: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Where items stand that have a stem."""
    outlines: Outlines = field(init=False)
    small: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.outlines = Outlines(s for p in self.passages for s in p.stands_for)
        self.small = small_words(p.text for p in self.passages)

    def take(self, item: _Item) -> None:
        """Add *item*, or what became of it and an earlier one."""
        for i in self._candidates(item):
            other = self.items[i]
            if other is None or not self._may_be_one(other, item):
                continue
            if item.entry and other.phrase:
                # What has a label stays where it is; the bare item before it goes.
                joined = self._joined(item, other)
                if joined:
                    self.items[i] = None
                    item = joined
                continue
            joined = self._joined(other, item)
            if joined:
                self._put(i, joined)
                return
        self._put(len(self.items), item)

    def _put(self, i: int, item: _Item) -> None:
        self.items[i : i + 1] = [item]
        for stem in item.stems:
            self.near[stem].add(i)

    def _candidates(self, item: _Item) -> list[int]:
        """Return where items stand that share a stem with *item*; of very many, those that share the most."""
        shared = Counter(i for stem in item.stems for i in self.near[stem])
        return sorted(nsmallest(_MOST, shared, key=lambda i: (-shared[i], i)) if len(shared) > _MOST else shared)

    def _may_be_one(self, a: _Item, b: _Item) -> bool:
        if not a.authors.isdisjoint(b.authors):
            return False
        one_list = a.passage.section == b.passage.section
        pairs = ((s, t) for s in a.wordings for t in b.wordings)
        return all(self.outlines.may_be_one(s, t, one_list=one_list) for s, t in pairs)

    def _near(self, a: Passage, b: Passage) -> bool:
        return self.outlines.alike(a.section, b.section) or self.outlines.alike(a.wording.section, b.wording.section)

    def _tells(self, told: Passage, entry: Entry, bare: Passage) -> bool:
        """Whether *bare* stands in its source under a title on what *told* is about, or under one that says nothing.

        *entry* is what *told* reads as. "Performance" of data models is not that of pipelines.
        """
        title = titled(bare.wording.section)
        sections = (told.section, told.wording.section)
        alike = any(self.outlines.alike(section, bare.wording.section) for section in sections)
        return alike or not title or bool(title & set(stems(entry.label)))

    def _joined(self, a: _Item, b: _Item) -> _Item | None:
        """Return *a* with what *b* says; None where they cannot be joined safely."""
        near = self._near(a.passage, b.passage)
        text: str | None = None
        if a.phrase and b.phrase:
            text = _together(a.phrase, b.phrase, (a.passage.text, b.passage.text), near=near)
        elif a.entry and b.phrase:
            text = absorbed(a.entry, b.phrase, self.small)
            grown = text != a.passage.text
            text = text if (near or not grown) and self._tells(a.passage, a.entry, b.passage) else None
        elif a.entry and b.entry and near and same_label(a.entry, b.entry):
            text = both(a.entry, b.entry, self.small)
        return _read(_fused(a.passage, b.passage, text)) if text else None


def _together(a: Phrase, b: Phrase, texts: tuple[str, str], *, near: bool) -> str | None:
    """Return what *a* and *b*, written as *texts*, say together; None where they are about two things."""
    # Under titles on two things the same words may be about two things: only lists of things join.
    phrase = unite(a, b) if near else coordinate(a, b)
    if phrase is None:
        return None
    return texts[0] if phrase == a else written(phrase, texts)


def _authors(passage: Passage, wordings: Iterable[Statement]) -> frozenset[str]:
    """Return who says what *passage* says in its *wordings*."""
    texts = {fold(s.text) for s in wordings}
    return frozenset(s.path for s in (*wordings, *(s for s in passage.stands_for if fold(s.text) in texts)))


def _fused(a: Passage, b: Passage, text: str) -> Passage:
    """Return *a* saying *text*, which says *b* too."""
    standing = tuple(sorted({*a.stands_for, *b.stands_for}))
    instead = {*a.instead, *b.instead}
    if text == a.text:
        said = b.parts or (Part(b.wording, 0, b.wording.text),)
        return replace(a, stands_for=standing, instead=tuple(sorted({*instead, *said})))
    parts = (*(a.parts or _pieces(a)), *(b.parts or _pieces(b)))
    sources = sorted({str(p.statement.span) for p in parts})
    reason = f"One statement of {', '.join(sources)}."
    return replace(a, text=text, stands_for=standing, parts=parts, reason=reason, instead=tuple(sorted(instead)))


def _pieces(passage: Passage) -> tuple[Part, ...]:
    """Return the pieces of *passage*, a verbatim statement: things and what follows them."""
    phrase = read_phrase(passage.text)
    found = pieces(phrase) if phrase else (passage.wording.text,)
    return tuple(Part(passage.wording, n, piece) for n, piece in enumerate(found))
