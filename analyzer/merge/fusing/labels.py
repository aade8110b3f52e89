"""Labels of enumerations that name the same topic, and items as they are written inside of a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.facts import facts
from analyzer.merge.light_words import DEGREE, EMPTY, HEADS, MANNER, SELF
from analyzer.text import stems, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

_COMMON = re.compile(r"(?:ing|ed|tion|sion|ment|ity|al|ive|ance|ence|ness|ous|ure)$")
"""Endings of words that are no names."""


def telling(found: Iterable[str]) -> set[str]:
    """Return the stems among *found* that tell what something is about."""
    return set(found) - EMPTY


def same_topic(a: str, b: str) -> bool:
    """Whether *a* and *b* are about one thing: equal but for case, plural and words like "strategies"."""
    (x, light_x), (y, light_y) = _topic(a), _topic(b)
    light = light_x == light_y or not (light_x and light_y) or {light_x, light_y} <= MANNER
    return x == y and light and bool(telling(x)) and not is_self(a)


def is_self(label: str) -> bool:
    """Whether behind *label* a source tells who it is: two of these are two."""
    return set(stems(label)) <= SELF


def _topic(label: str) -> tuple[tuple[str, ...], str]:
    """Return the stems that *label* names its topic with, and the light one behind them."""
    found = stems(label)
    while len(found) > 1 and found[0] in DEGREE:
        found = found[1:]
    return (found[:-1], found[-1]) if len(found) > 1 and found[-1] in HEADS else (found, "")


def small_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the stems of the words that *texts* write small."""
    return frozenset(stem for text in texts for word in words(text) if word.islower() for stem in stems(word))


def inside(item: str, small: Container[str]) -> str:
    """Return *item* as it is written inside of a list: small where its first word is no name.

    *small* has the stems of words that are known to be written small.
    """
    first = (words(item) or [""])[0]
    capital = item.startswith(first) and first[:1].isupper() and first[1:] == first[1:].lower()
    if not capital or len(first) == 1 or re.search(r"[\d.]", first) or first.casefold() in facts(item).names:
        return item
    others = words(item)[1:]
    if others and not any(map(str.islower, others)):
        return item  # Virtual Machines
    known = others or "-" in first or _COMMON.search(first) or all(stem in small for stem in stems(first))
    return item[0].lower() + item[1:] if known else item


def leading(item: str) -> str:
    """Return *item* as it is written at the beginning: with a capital, unless it is a name that has none."""
    first = (words(item) or [""])[0]
    return item if facts(first).names else item[:1].upper() + item[1:]
