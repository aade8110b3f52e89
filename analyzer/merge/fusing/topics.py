"""Labelled statements: what a bullet says that is only their label, one of their items, or one item more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from analyzer.merge.fusing.labels import LIGHT, inside, telling
from analyzer.merge.fusing.lists import appended
from analyzer.merge.fusing.phrase import Phrase, Thing, read_phrase
from analyzer.merge.fusing.unite import within
from analyzer.text import fold, stems

if TYPE_CHECKING:
    from collections.abc import Container

_LABELLED = re.compile(
    r"^(\*\*[^*]{2,60}:\*\*|\*\*[^*]{2,60}\*\*:|__[^_]{2,60}__:|[A-Z][^:.,]{1,50}:)\s+(\S.*)$", re.DOTALL
)
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
_ITEMS = re.compile(r"[,;]\s+(?:(?:and|or|&)\s+)?(?![^(]*\))")
_THINGS = re.compile(r"\s+(?:and|or|&)\s+")
_SEVERAL = 2
_SHORT = 4
"""Words of what is one item of a list rather than a sentence."""


class Entry(NamedTuple):
    """A statement with a label."""

    label: str
    """As it is written, with its marks."""
    rest: str

    @property
    def listing(self) -> bool:
        """Whether it is a list, or one short item of one."""
        return not _SENTENCE_END.search(self.rest) and ("," in self.rest or len(self.rest.split()) <= _SHORT)


def read_entry(text: str) -> Entry | None:
    """Return *text* as a labelled statement; None where it has no label."""
    found = _LABELLED.match(text)
    return Entry(found[1], found[2]) if found else None


def same_label(a: Entry, b: Entry) -> bool:
    """Whether the labels of *a* and *b* are equal but for case, marks and inflection."""
    return fold(a.label) == fold(b.label) or stems(a.label) == stems(b.label) != ()


def both(a: Entry, b: Entry, small: Container[str]) -> str:
    """Return *a* with what *b* says under the same label: as one list, or one after the other."""
    if a.listing and b.listing:
        text = f"{a.label} {a.rest}"
        for item in _ITEMS.split(b.rest):
            text = text if fold(item) in map(fold, _ITEMS.split(a.rest)) else appended(text, inside(item, small))
        return text
    first = a.rest if a.rest.endswith((".", "!", "?")) else f"{a.rest}."
    rest = b.rest[0].upper() + b.rest[1:]
    return f"{a.label} {first} {rest}{'' if rest.endswith(('.', '!', '?')) else '.'}"


def absorbed(entry: Entry, phrase: Phrase, small: Container[str]) -> str | None:
    """Return the text of *entry* that says *phrase* too; None where the two are about two things.

    It is unchanged where *phrase* is only the label or one of the items.
    """
    whole = f"{entry.label} {entry.rest}"
    if len(phrase.things) > 1:
        return None
    thing = phrase.things[0]
    if _names(entry, thing):
        if not thing.tails:
            return whole
        said = set(stems(whole))
        if set(stems(str(thing))) <= said:
            return whole
        return appended(whole, inside(str(phrase), small)) if entry.listing else None
    items = (
        read_phrase(text) for item in _ITEMS.split(entry.rest.rstrip(".")) for text in (item, *_THINGS.split(item))
    )
    known = entry.listing and any(item and within(phrase, item) for item in items)
    return whole if known else None


def _names(entry: Entry, thing: Thing) -> bool:
    """Whether *entry*'s label names *thing*."""
    label, head = stems(entry.label), stems(" ".join(thing.head))
    shared = set(label) & set(head)
    return bool(telling(shared)) and (label == head or (set(label) ^ set(head) <= LIGHT and len(head) >= _SEVERAL))
