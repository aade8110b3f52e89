"""Labels of enumerations that name the same topic, and items as they are written inside of a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.facts import facts
from analyzer.text import stems, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

LIGHT = frozenset(
    stems(
        "strategy technique pattern practice method approach technology tool handling management integration support "
        "solution implementation concept principle"
    )
)
"""Stems of head words that a thing is named with or without."""
_MANNER = frozenset(
    stems("strategy technique pattern practice method approach implementation concept principle advanced modern best")
)
"""Those that say the same of a thing; handling it is not integrating it."""
_EMPTY = frozenset(
    stems(
        "implement create build design ensure use provide apply best practice key core comprehensive advanced modern "
        "proper multiple various work handle support maintain develop expert expertise"
    )
)
"""Stems that a phrase may share with any other."""
_COMMON = re.compile(r"(?:ing|ed|tion|sion|ment|ity|al|ive|ance|ence|ness|ous|ure)$")
"""Endings of words that are no names."""


def telling(found: Iterable[str]) -> set[str]:
    """Return the stems among *found* that tell what something is about."""
    return set(found) - _EMPTY


def same_topic(a: str, b: str) -> bool:
    """Whether *a* and *b* are about one thing: equal but for case, plural and words like "strategies"."""
    x, y = set(stems(a)), set(stems(b))
    only = (x - y, y - x)
    light = all(side <= _MANNER for side in only) or (x ^ y <= LIGHT and set() in only)
    return light and bool(telling(x & y) - LIGHT)


def small_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the stems of the words that *texts* write small."""
    return frozenset(stem for text in texts for word in words(text) if word.islower() for stem in stems(word))


def inside(item: str, small: Container[str]) -> str:
    """Return *item* as it is written inside of a list: small where its first word is no name.

    *small* has the stems of words that are known to be written small.
    """
    first = (words(item) or [""])[0]
    capital = item.startswith(first) and first[:1].isupper() and first[1:] == first[1:].lower()
    if not capital or len(first) == 1 or first.casefold() in facts(item).names:
        return item
    known = "-" in first or _COMMON.search(first) or all(stem in small for stem in stems(first))
    return item[0].lower() + item[1:] if known else item
