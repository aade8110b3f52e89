"""Words that exclude each other: what is enabled is not disabled, two are not three, Monday is not Friday."""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer.text import fold, stems, words

_PAIRS = (
    "enable disable", "accept reject", "accept refuse", "allow block", "allow deny", "allow forbid", "approve reject",
    "increase decrease", "raise lower", "open close", "start stop", "include exclude", "add remove", "add delete",
    "create delete", "show hide", "lock unlock", "encrypt decrypt", "upload download", "import export", "push pull",
    "above below", "before after", "up down", "maximum minimum", "maximize minimize", "internal external",
    "public private", "inbound outbound", "ascending descending", "synchronous asynchronous", "horizontal vertical",
    "http https",
)  # fmt: skip
_ONE_OF = (
    "two three four five six seven eight nine ten eleven twelve",
    "monday tuesday wednesday thursday friday saturday sunday",
    "daily weekly monthly quarterly yearly",
)
_WAY = re.compile(r"\b([\w-]+) (?:in)?to (?:the )?([\w-]+)\b", re.IGNORECASE)


def opposite(a: str, b: str) -> tuple[str, str] | None:
    """Return a word of *a* and one of *b* that exclude each other where the other text has neither; else None."""
    mine, theirs = _telling(a), _telling(b)
    only_a, only_b = mine - theirs, theirs - mine
    if only_a and only_b:
        for pair in _EXCLUDING:
            x, y = only_a & pair, only_b & pair
            if x and y:
                return _written(a, x), _written(b, y)
    ways = _ways(a) & {(end, start) for start, end in _ways(b)}
    return min(ways, default=None)


def _written(text: str, among: frozenset[str]) -> str:
    """Return the first word of *text* that is one of *among*."""
    return next(word for word in words(text.casefold()) if _words(word) & among)


@lru_cache(maxsize=100_000)
def _telling(text: str) -> frozenset[str]:
    """Return the words of *text* that exclude others."""
    return _words(text) & _EVERY


@lru_cache(maxsize=100_000)
def _ways(text: str) -> frozenset[tuple[str, str]]:
    """Return from where to where something goes in *text*."""
    return frozenset((start, end) for start, end in _WAY.findall(fold(text)) if start != end)


@lru_cache(maxsize=100_000)
def _words(text: str) -> frozenset[str]:
    """Return the words of *text*, each by its stem where it has one."""
    return frozenset(stem for word in words(text.casefold()) for stem in stems(word) or (word,))


_EXCLUDING = tuple(frozenset(_words(pair)) for pair in (*_PAIRS, *_ONE_OF))
_EVERY = frozenset[str]().union(*_EXCLUDING)
