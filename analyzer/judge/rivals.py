"""Two numbers for one thing, said in other words: both cannot be followed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from analyzer.facts import level
from analyzer.text import plain, stems, words

_LONGEST = 24
"""Words of a text that says one thing."""
_SAMPLES = ('"', "\u201c", "'", "{")
"""What is quoted, or data, is somebody's example."""
_CODE = re.compile(r"`[^`]*`")
_CLAUSE = re.compile(r"[.;!?]\s+|,\s+|\n|\s[\u2013\u2014-]\s")
# A number behind a name is a version or a label: "C# 14 features", "Answer 2".
_QUANTITY = re.compile(
    r"(?<![\w.,:/$#-])(?<![A-Z]\w\s)(?<![\w][#+]\s)(?P<value>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<percent>%)|[\s-](?P<unit>[A-Za-z]{2,}))?(?![\w.,:/-]*\d)"
)
_NAMED = re.compile(r"[A-Z.][\w.#+]*[\w#+]\s$")
_WHEN = re.compile(
    r"\b(?:immediate(?:ly)?|hourly|daily|weekly|next\s+(?:business|working)\s+day|(?:business|working)\s+hours|as\s+needed)\b",
    re.IGNORECASE,
)
"""A time without a number."""
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
_SECONDS = {"second": 1, "sec": 1, "minut": 60, "min": 60, "hour": 3600, "hr": 3600, "day": 86400, "week": 604800}
_DEEDS = {"acknowledg": "respons", "respond": "respons", "resolv": "resolut", "fix": "resolut"}
"""What is done within a time, under one name."""
_INTERVAL = re.compile(
    r"^(?:[\w-]+\s)*(?P<head>[\w-]+):.*\bevery\s(?P<every>\d+(?:\s?[-\u2013]\s?\d+)?)\s?(?P<unit>[A-Za-z]+)\b",
    re.IGNORECASE,
)
_ENOUGH = 2
"""Stems that make a topic."""


@dataclass(frozen=True, slots=True)
class _Quantity:
    said: str
    """As written: ``15 minutes``."""
    value: str
    unit: str
    """A stem, or the sign of per cent; ``time`` for all that a clock counts, whose value is in seconds then."""
    bound: str
    """``least``, ``most``, or empty for the number itself."""
    topic: frozenset[str]
    """The stems of what is counted or measured."""
    level: str
    """The level of severity that it is meant for; empty where it is meant for all."""


def rival(a: str, b: str, *, related: bool) -> str:
    """Return which numbers of *a* and *b* are rivals, as a reader would say it; empty where none are.

    Two numbers are where each is the only one of its clause, they have one unit, and the clauses are about the same.
    Where the texts are *related* for other reasons, one clause may name one thing more than the other.
    """
    pairs = ((x, y) for x in _quantities(a) for y in _quantities(b))
    found = next(((x, y) for x, y in pairs if _opposed(x, y, more=int(related))), None)
    said = [quantity.said for quantity in found] if found else _intervals(a, b)
    return " against ".join(sorted(said))


def _intervals(a: str, b: str) -> list[str]:
    """Return how often each of two texts with labels of one head wants the same; nothing where they agree."""
    x, y = _INTERVAL.match(plain(a)), _INTERVAL.match(plain(b))
    if not x or not y or any(stems(x[part]) != stems(y[part]) for part in ("head", "unit")):
        return []
    often = [re.sub(r"\s|\u2013", "-", found["every"]).replace("--", "-") for found in (x, y)]
    return [f"every {n} {x['unit']}" for n in often] if often[0] != often[1] else []


def _opposed(x: _Quantity, y: _Quantity, *, more: int) -> bool:
    if x.unit != y.unit or x.value == y.value or x.level != y.level or {x.bound, y.bound} == {"least", "most"}:
        return False
    few, many = sorted((x.topic, y.topic), key=len)
    if x.level:
        return bool(few) and few <= many
    return len(few) >= _ENOUGH and few <= many and len(many) <= len(few) + more


@lru_cache(maxsize=50_000)
def _quantities(text: str) -> tuple[_Quantity, ...]:
    if len(words(text)) > _LONGEST or text.startswith(_SAMPLES):
        return ()
    own = level(plain(text))
    if own:
        text = plain(text).partition(":")[2]
    clauses = _CLAUSE.split(_CODE.sub(" ", text))
    return tuple(quantity for clause in clauses if (quantity := _quantity(clause, own)))


def _quantity(clause: str, own: str) -> _Quantity | None:
    """Return the number of *clause*; None where it has none or several, or the number counts nothing."""
    numbers = list(_QUANTITY.finditer(clause))
    if own and not numbers:
        return _timed(clause, own)
    if len(numbers) != 1 or not (numbers[0]["percent"] or numbers[0]["unit"]):
        return None
    number = numbers[0]
    before = _NAMED.search(clause[: number.start()])
    unit = "%" if number["percent"] else " ".join(stems(number["unit"]))
    if not unit or (before and before.start() > 0):
        return None
    bound = "least" if _LEAST.search(clause) else "most" if _MOST.search(clause) else ""
    value = number["value"].replace(",", "")
    if unit in _SECONDS:
        value = f"{float(value) * _SECONDS[unit]:g}"
    topic = _topic(clause, own) - {unit}
    return _Quantity(number[0], value, "time" if unit in _SECONDS else unit, bound, topic, own)


def _timed(clause: str, own: str) -> _Quantity | None:
    """Return the time that *clause* gives in words for the level *own*."""
    found = list(_WHEN.finditer(clause))
    if len(found) != 1:
        return None
    said = found[0][0].casefold()
    return _Quantity(said, said, "time", "", _topic(clause, own) - set(stems(said)), own)


def _topic(clause: str, own: str) -> frozenset[str]:
    """Return what *clause* measures; under a level *own*, what is done within the time."""
    found = frozenset(s for s in stems(clause) if not any(letter.isdigit() for letter in s)) - _MANNER
    return frozenset(_DEEDS.get(stem, stem) for stem in found) if own else found
