"""What titles say: which two name one thing, and which are no titles but introduce what comes next."""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer.labels import unnumbered
from analyzer.merge.light_words import FRAMES, TITLES, WIDE
from analyzer.text import plain, stems, words

_LONGEST = 7
"""Words of a title; a longer one is a sentence."""
_LEADING = re.compile(
    r"[,:]\s|\b(you|must|should|following|below|these)\b"
    r"|\b(includes?|provides?|are|is|to|with|for|on|in this order|as follows)$",
    re.IGNORECASE,
)


def is_same(a: str, b: str) -> bool:
    """Whether titles *a* and *b* differ in case, marks, numbers, word forms and generic words alone."""
    return _key(a) == _key(b) and bool(_key(a))


def is_part(a: str, b: str) -> bool:
    """Whether *b* names all that *a* names and more: "Tide tables", "Tide & Current Tables"."""
    own, other = (frozenset(stems(plain(title))) for title in (a, b))
    return len(own) > 1 and own < other and _key(a) < _key(b)


def share(a: str, b: str) -> bool:
    """Whether titles *a* and *b* have a word in common that tells what they are about."""
    return bool(telling(a) & telling(b))


def telling(title: str) -> frozenset[str]:
    """Return the stems of *title* that tell what it is about."""
    return _key(title) - WIDE - FRAMES


def has_phrase(title: str, label: str) -> bool:
    """Whether *title* has *label*, of two words or more, word for word: "Performance tuning & scaling"."""
    own, wanted = stems(plain(title)), stems(plain(label))
    starts = range(len(own) - len(wanted) + 1)
    return len(wanted) > 1 and any(own[n : n + len(wanted)] == wanted for n in starts)


def introduces(title: str) -> bool:
    """Whether *title* is a sentence that leads to a list, such as "For each berth, you must"."""
    return bool(_LEADING.search(title)) or len(words(title)) > _LONGEST


@lru_cache(maxsize=10_000)
def _key(title: str) -> frozenset[str]:
    found = frozenset(stems(unnumbered(plain(title))))
    return found - TITLES or found
