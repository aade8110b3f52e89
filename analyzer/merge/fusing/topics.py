"""Labelled statements: what a bullet says that is only their label, one of their items, or one item more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from analyzer.labels import read_label
from analyzer.merge.fusing.heads import stems_of, within
from analyzer.merge.fusing.labels import inside, is_self, telling
from analyzer.merge.fusing.lists import appended
from analyzer.merge.fusing.phrase import LEADS, read_phrase
from analyzer.merge.light_words import HEADS
from analyzer.text import fold, stems

if TYPE_CHECKING:
    from collections.abc import Container

    from analyzer.merge.fusing.phrase import Phrase, Thing

_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
_ITEMS = re.compile(r"[,;]\s+(?:(?:and|or|&)\s+)?(?![^(]*\))")
_THINGS = re.compile(r"\s+(?:and|or|&)\s+")
_BOUNDS = re.compile(rf"[,;.()]|\s(?:{'|'.join(sorted(LEADS))}|and|or|that|which)\s|\s&\s")
_SEVERAL = 2
"""Telling words of what may go where something longer has them."""
_SHORT = 4
"""Words of what is one item of a list rather than a sentence."""


_LONG = 14
"""Words of a sentence that says more than that it speaks of a thing."""


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
    found = read_label(text)
    return Entry(found.label, found.rest) if found and found.leads else None


def same_label(a: Entry, b: Entry) -> bool:
    """Whether the labels of *a* and *b* are equal but for case, marks and inflection."""
    equal = fold(a.label) == fold(b.label) or stems(a.label) == stems(b.label) != ()
    return equal and not is_self(a.label)


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

    It is unchanged where *phrase* is only the label, one of the items, or a thing that a sentence speaks of.
    """
    whole = f"{entry.label} {entry.rest}"
    if len(phrase.things) > 1:
        return None
    thing = phrase.things[0]
    if not _names(entry, thing):
        return whole if _lists(entry, phrase) or _speaks_of(entry, thing) else None
    if not thing.tails or set(stems(str(thing))) <= set(stems(whole)):
        return whole
    return appended(whole, inside(str(phrase), small)) if entry.listing else None


def _names(entry: Entry, thing: Thing) -> bool:
    """Whether *entry*'s label names *thing*."""
    label, head = stems(entry.label), stems_of(thing.head)
    shared = set(label) & set(head)
    return bool(telling(shared)) and (label == head or (set(label) ^ set(head) <= HEADS and len(head) >= _SEVERAL))


def _lists(entry: Entry, phrase: Phrase) -> bool:
    """Whether *phrase* is an item of *entry*."""
    texts = (text for item in _ITEMS.split(entry.rest.rstrip(".")) for text in (item, *_THINGS.split(item)))
    return entry.listing and any(item and within(phrase, item) for item in map(read_phrase, texts))


def _speaks_of(entry: Entry, thing: Thing) -> bool:
    """Whether the sentence of *entry* has *thing*, all of it, where a phrase ends."""
    wanted = stems_of(thing.head)
    if thing.tails or entry.listing or len(telling(wanted)) < _SEVERAL or len(entry.rest.split()) > _LONG:
        return False
    return any(stems(run)[-len(wanted) :] == wanted for run in _BOUNDS.split(entry.rest))
