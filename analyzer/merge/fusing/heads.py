"""Whether two things have one head: "log rotation" and "log rotation techniques"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.merge.fusing.labels import telling
from analyzer.merge.light_words import HEADS
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.merge.fusing.phrase import Phrase, Thing

PHRASE = 2
"""Stems that make a head; one word names no thing."""
_QUALITY = re.compile(r"(?:ed|ing|al|ive|ous|able|ible|ful|ic)$")


def stems_of(head: Sequence[str]) -> tuple[str, ...]:
    """Return the stems of *head*."""
    return stems(" ".join(head))


def key(item: str) -> tuple[str, ...]:
    """Return what is equal for items that differ in case and inflection alone."""
    return stems(item) or (item,)


def one_head(x: Thing, y: Thing) -> tuple[str, ...]:
    """Return the head of both, the longer one; empty where they are no heads of one thing."""
    short, long = sorted((x.head, y.head), key=lambda head: len(stems_of(head)))
    few, many = stems_of(short), stems_of(long)
    shared = {key(i) for t in x.tails for i in t.items} & {key(i) for t in y.tails for i in t.items}
    if few != many[: len(few)] or not telling(few):
        return ()
    if len(few) < PHRASE:  # a single word names a thing only with what else both name
        return x.head if few == many and shared else ()
    if few == many:
        return x.head
    return long if set(many[len(few) :]) <= HEADS or shared else ()


def within(few: Phrase, many: Phrase) -> bool:
    """Whether *many* names what *few* names: one thing, with a quality before it or more between its words, or each.

    What has a limit names nothing that has none: "fuel checks at sea" are not all fuel checks.
    """
    free = () if many.things[-1].limited else [t for t in many.things if not t.limited]
    if len(few.things) > 1:
        heads = [stems_of(t.head) for t in few.things]
        plain = few.joint == many.joint and not any(t.tails for t in few.things)
        return plain and all(any(qualified(t, head) for t in free) for head in heads)
    one = few.things[0]
    wanted = stems_of(one.head)
    if one.tails or len(telling(wanted)) < PHRASE:
        return False
    return any(qualified(t, wanted) or _narrower(stems_of(t.head), wanted) for t in free)


def _narrower(many: Sequence[str], few: Sequence[str]) -> bool:
    """Whether a head of stems *many* names a kind of *few*: "ship fuel gauge" is a ship gauge."""
    rest = iter(many)
    return many[:1] == few[:1] and many[-1] == few[-1] and all(stem in rest for stem in few)


def qualified(thing: Thing, few: Sequence[str]) -> bool:
    """Whether the head of *thing* is *few*, or that behind a verb or an adjective."""
    many = stems_of(thing.head)
    return many == few or (many[1:] == few and _QUALITY.search(thing.head[0].casefold()) is not None)
