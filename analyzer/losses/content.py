"""What a text is made of, and how much each piece of it weighs."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from analyzer.facts import limited
from analyzer.model import Shape
from analyzer.text import stems, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from analyzer.model import Statement

_SPELLED = re.compile(r"[\w$~@./:=*-]*\w")
_CONCRETE = re.compile(r"[\d_]|[a-z][A-Z]|\w[./:=]\w|^-|^[A-Z]{2,}$")
_PROVENANCE = re.compile(r"\d{4}-\d\d(-\d\d)?|\d{1,5}(st|nd|rd|th)?|.*/(pull|issues|commit)/\w+")
_UNSEEN = 9.0
_AT_LEAST = 1000
"""Lines that a merge is taken to have more than it has: in a few lines nothing is frequent, and nothing rare."""


@lru_cache(maxsize=200_000)
def tokens(text: str) -> frozenset[str]:
    """Return the stems of *text*, and its paths, flags and identifiers as they are spelled."""
    text = limited(text)
    spelled = (m.group() for m in _SPELLED.finditer(text))
    concrete = (w if w.startswith("-") else w.strip(".:=-*") for w in spelled if _CONCRETE.search(w))
    return frozenset(stems(text)) | {w.casefold() for w in concrete if w}


def identifier(word: str) -> bool:
    """Whether *word* is spelled as no word of a language is: a path, a flag, a name in code, an acronym."""
    return bool(_CONCRETE.search(word)) and not _PROVENANCE.fullmatch(word)


def spelled(text: str, found: AbstractSet[str]) -> list[str]:
    """Return the words of *text* all of whose tokens are in *found*, as they are spelled and in their order."""
    every = [m.group().strip(".:=*") for m in _SPELLED.finditer(text)] + words(text)
    return list(dict.fromkeys(w for w in every if tokens(w) and tokens(w) <= found))


def lines(statement: Statement) -> list[str]:
    """Return what can be lost of *statement* by itself: the lines of a code block that hold words, else all of it."""
    if statement.shape is not Shape.CODE:
        return [statement.text]
    return [line for line in statement.text.split("\n") if words(line)]


class Lexicon:
    """How telling each token is: rare in the two sides of the merge, and in definitions at large."""

    def __init__(self, statements: Iterable[Statement], general: Mapping[str, float]) -> None:
        texts = [line for statement in statements for line in lines(statement)]
        self._counts = Counter(token for text in texts for token in tokens(text))
        self._total = len(texts)
        self._general = general

    def weight(self, token: str) -> float:
        """Return a number from about 0 to about 9; dates, bare numbers and issues weigh little: anything has them."""
        here = math.log((self._total + _AT_LEAST) / (self._counts[token] + 0.5))
        least = 1.0 if _PROVENANCE.fullmatch(token) else _UNSEEN
        return min(least, max(0.0, (self._general.get(token, _UNSEEN) + here) / 2))

    def total(self, found: Iterable[str]) -> float:
        """Return the weight of all that is *found*."""
        return math.fsum(self.weight(token) for token in found)
