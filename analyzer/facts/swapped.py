"""Where two texts have the same words, and what one puts in one place the other puts in the other's."""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer.text import stems

_ORDER = re.compile(r"\b(before|after)\b", re.IGNORECASE)
_SIDES = 3


def swapped(a: str, b: str) -> bool:
    """Whether *a* does first what *b* does last, and the other way round: "roll back before you restart"."""
    mine, theirs = _order(a), _order(b)
    if not mine or not theirs:
        return False
    (first, last), (other_first, other_last) = mine, theirs
    return bool((first - last) & (other_last - other_first) and (last - first) & (other_first - other_last))


def same_order(a: str, b: str) -> bool:
    """Whether *a* and *b* both say what comes before what, and neither turns the other round."""
    return bool(_order(a) and _order(b)) and not swapped(a, b)


@lru_cache(maxsize=100_000)
def _order(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the stems of what *text* puts first and of what it puts last; None where it does not tell."""
    sides = _ORDER.split(text)
    if len(sides) != _SIDES:
        return None
    left, word, right = sides
    if not stems(left):  # Before you restart, roll back
        right, _, left = right.partition(",")
    first, last = (left, right) if word.casefold() == "before" else (right, left)
    return (frozenset(stems(first)), frozenset(stems(last))) if stems(first) and stems(last) else None
