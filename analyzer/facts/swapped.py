"""Where two texts have the same words, and what one puts in one place the other puts in the other's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from analyzer.facts.found import NEGATION
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

_ORDER = re.compile(r"\b(before|after)\b", re.IGNORECASE)
_SIDES = 3
_CLAUSE_END = re.compile(r"[.;:!?,]")
_UNTIL = re.compile(r"\buntil\b", re.IGNORECASE)


def swapped(a: str, b: str) -> bool:
    """Whether *a* does first what *b* does last, and the other way round: "roll back before you restart"."""
    return _crossed(a, b) and _forbids(a) == _forbids(b)


def forbids_reverse(a: str, b: str) -> bool:
    """Whether one says the order of the other by forbidding the reverse: "never restart before you roll back"."""
    return _crossed(a, b) and _forbids(a) != _forbids(b)


def same_order(a: str, b: str) -> bool:
    """Whether *a* and *b* both say what comes before what, and neither turns the other round."""
    return bool(_order(a) and _order(b)) and not swapped(a, b)


def _crossed(a: str, b: str) -> bool:
    """Whether what comes before "before" in *a* comes behind it in *b*, and the other way round.

    Where both sides begin with what they do in *b* too, and more words stay than cross, what crosses is what both
    sides speak of: "the lamp", "the old one".
    """
    mine, theirs = _order(a), _order(b)
    if not mine or not theirs:
        return False
    (first, last), (other_first, other_last) = (_apart(*mine), _apart(*theirs))
    there, back, stay, end = first & other_last, last & other_first, first & other_first, last & other_last
    stays = mine[0][0] in stay and mine[1][0] in end and len(stay | end) > len(there | back)
    return bool(there and back) and not stays


def _apart(first: Sequence[str], last: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return what only one of both has."""
    return set(first) - set(last), set(last) - set(first)


def _forbids(text: str) -> bool:
    """Whether *text* says which order not to take; what is not done until something else is done is done after it."""
    clause = [c for c in _CLAUSE_END.split(_parts(text)[0]) if c.strip()][-1:]
    return any(NEGATION.search(c) and not _UNTIL.search(c) for c in clause)


@lru_cache(maxsize=100_000)
def _order(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the stems of what *text* puts first and of what it puts last; None where it does not tell."""
    main, word, other = _parts(text)
    first, last = (main, other) if word.casefold() == "before" else (other, main)
    return (stems(first), stems(last)) if stems(first) and stems(last) else None


def _parts(text: str) -> tuple[str, str, str]:
    """Return what *text* says is done, "before" or "after", and what: no words where it does not tell."""
    sides = _ORDER.split(text)
    if len(sides) != _SIDES:
        return "", "", ""
    left, word, right = sides
    if not stems(left):  # Before you restart, roll back
        right, _, left = right.partition(",")
    return left, word, right
