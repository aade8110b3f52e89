"""Words that exclude each other: what is enabled is not disabled, two are not three, Monday is not Friday."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from analyzer.text import stems, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAIRS = (
    "enable disable", "accept reject", "accept refuse", "allow block", "allow deny", "allow forbid", "approve reject",
    "increase decrease", "raise lower", "open close", "start stop", "include exclude", "add remove", "add delete",
    "create delete", "show hide", "lock unlock", "encrypt decrypt", "upload download", "import export", "push pull",
    "above below", "before after", "up down", "maximum minimum", "maximize minimize", "internal external",
    "public private", "inbound outbound", "ascending descending", "synchronous asynchronous", "horizontal vertical",
    "http https", "inside outside", "within outside", "weekdays weekends", "weekday weekend", "unless if",
    "unless when", "more less", "more fewer", "least most", "most more", "least less", "least fewer", "every some",
    "all some", "true false", "manual automatic", "manually automatically", "mandatory optional",
    "skip run", "omit include", "ignore follow", "read-only read-write",
)  # fmt: skip
_ONE_OF = (
    "two three four five six seven eight nine ten eleven twelve",
    "monday tuesday wednesday thursday friday saturday sunday",
    "daily weekly monthly quarterly yearly",
    "seconds minutes hours days weeks months",
)
_ACCESS = {"read-only", "read-write"}
_TURNS = {"as": 3, "over": 3, "than": 3, "then": 3, "not": 3, "instead of": 3, "rather than": 3, "to": 1, "into": 1}
"""What stands between two things of which it matters which comes first; how many words on either side name them."""
_TURN = re.compile(rf",?\s+({'|'.join(_TURNS)})\s+(?:the\s+)?", re.IGNORECASE)


def opposite(a: str, b: str) -> tuple[str, str] | None:
    """Return a word of *a* and one of *b* that exclude each other where the other text has neither; else None."""
    mine, theirs = _telling(a), _telling(b)
    only_a, only_b = mine - theirs, theirs - mine
    if only_a and only_b:
        for pair in _EXCLUDING:
            x, y = only_a & pair, only_b & pair
            if x and y and not _restated(a, b, pair):
                return _written(a, x), _written(b, y)
    return _turned(a, b)


def _restated(a: str, b: str, pair: frozenset[str]) -> bool:
    """Whether *pair* are conditions of which one is denied: "unless it is empty", "if it is not empty"."""
    return "unless" in pair and ("not" in words(a.casefold())) != ("not" in words(b.casefold()))


def _turned(a: str, b: str) -> tuple[str, str] | None:
    """Return two things that *a* names in one order and *b* in the other: "stop as a start", "start as a stop"."""
    for turn, left, right in _sides(a):
        for other, start, end in _sides(b):
            first, last = (left - right) & (end - start), (right - left) & (start - end)
            if turn == other and first and last:
                return _written(a, first), _written(a, last)
    return None


def _written(text: str, among: frozenset[str]) -> str:
    """Return the first word of *text* that is one of *among*."""
    return next(word for word in words(text.casefold()) if _words(word) & among)


@lru_cache(maxsize=100_000)
def _telling(text: str) -> frozenset[str]:
    """Return the words of *text* that exclude others."""
    return _words(text) & _EVERY


@lru_cache(maxsize=100_000)
def _sides(text: str) -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """Return each turn of *text*, with the stems of the words right before and right behind it."""
    found = []
    for turn in _TURN.finditer(text):
        word = turn[1].casefold()
        left, right = words(text[: turn.start()])[-_TURNS[word] :], words(text[turn.end() :])[: _TURNS[word]]
        found.append((word, _stems(left), _stems(right)))
    return tuple(found)


def _stems(some: Sequence[str]) -> frozenset[str]:
    return frozenset(stems(" ".join(some)))


@lru_cache(maxsize=100_000)
def _words(text: str) -> frozenset[str]:
    """Return the words of *text*, each by its stem where it has one; what may be done with a file is one word."""
    found = words(text.casefold())
    return frozenset(stem for word in found for stem in ((word,) if word in _ACCESS else stems(word) or (word,)))


_EXCLUDING = tuple(frozenset(_words(pair)) for pair in (*_PAIRS, *_ONE_OF))
_EVERY = frozenset[str]().union(*_EXCLUDING)
