"""Two numbers for one thing, said in other words: both cannot be followed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from analyzer.text import stems, words

_LONGEST = 24
"""Words of a text that says one thing."""
_QUOTES = ('"', "\u201c", "'")
"""What is quoted is somebody's example."""
_CODE = re.compile(r"`[^`]*`")
_CLAUSE = re.compile(r"[.;!?]\s+|,\s+|\n|\s[\u2013\u2014-]\s")
# A number behind a name is a version or a label: "C# 14 features", "Answer 2".
_QUANTITY = re.compile(
    r"(?<![\w.,:/$#-])(?<![A-Z]\w\s)(?<![\w][#+]\s)(?P<value>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<percent>%)|[\s-](?P<unit>[A-Za-z]{2,}))?(?![\w.,:/-]*\d)"
)
_NAMED = re.compile(r"[A-Z.][\w.#+]*[\w#+]\s$")
_LEAST = re.compile(r"\b(?:at least|minimum|more than|over|above|exceed\w*|or more)\b|[>\u2265]", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:at most|max(?:imum)?|less than|fewer|under|below|within|up to|no more)\b|[<\u2264]", re.IGNORECASE
)
_MANNER = frozenset(
    stems(
        "set keep use live last valid expire stay remain make have take least most minimum maximum max min more less "
        "than over under above below within up about around roughly approximately limit must should always never not "
        "exceed default achieve achieved maintain maintained sustain ensure ensured verify verified confirm confirmed "
        "target consistently"
    )
)
"""Stems that say how a number is meant, not of what."""
_ENOUGH = 2
"""Stems that make a topic."""


@dataclass(frozen=True, slots=True)
class _Quantity:
    said: str
    """As written: ``15 minutes``."""
    value: str
    unit: str
    """A stem, or the sign of per cent."""
    bound: str
    """``least``, ``most``, or empty for the number itself."""
    topic: frozenset[str]
    """The stems of what is counted or measured."""


def rival(a: str, b: str, *, related: bool) -> str:
    """Return which numbers of *a* and *b* are rivals, as a reader would say it; empty where none are.

    Two numbers are where each is the only one of its clause, they have one unit, and the clauses are about the same.
    Where the texts are *related* for other reasons, one clause may name one thing more than the other.
    """
    pairs = ((x, y) for x in _quantities(a) for y in _quantities(b))
    found = next(((x, y) for x, y in pairs if _opposed(x, y, more=int(related))), None)
    return " against ".join(sorted(quantity.said for quantity in found)) if found else ""


def _opposed(x: _Quantity, y: _Quantity, *, more: int) -> bool:
    few, many = sorted((x.topic, y.topic), key=len)
    return (
        x.unit == y.unit
        and x.value != y.value
        and {x.bound, y.bound} != {"least", "most"}
        and len(few) >= _ENOUGH
        and few <= many
        and len(many) <= len(few) + more
    )


@lru_cache(maxsize=50_000)
def _quantities(text: str) -> tuple[_Quantity, ...]:
    if len(words(text)) > _LONGEST or text.startswith(_QUOTES):
        return ()
    clauses = _CLAUSE.split(_CODE.sub(" ", text))
    return tuple(quantity for clause in clauses if (quantity := _quantity(clause)))


def _quantity(clause: str) -> _Quantity | None:
    """Return the number of *clause*; None where it has none or several, or the number counts nothing."""
    numbers = list(_QUANTITY.finditer(clause))
    if len(numbers) != 1 or not (numbers[0]["percent"] or numbers[0]["unit"]):
        return None
    number = numbers[0]
    before = _NAMED.search(clause[: number.start()])
    unit = "%" if number["percent"] else " ".join(stems(number["unit"]))
    if not unit or (before and before.start() > 0):
        return None
    bound = "least" if _LEAST.search(clause) else "most" if _MOST.search(clause) else ""
    topic = frozenset(s for s in stems(clause) if not any(letter.isdigit() for letter in s)) - _MANNER - {unit}
    return _Quantity(number[0], number["value"], unit, bound, topic)
