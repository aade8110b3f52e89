"""Quantities that are equal, however they are written: "60 seconds" and "one minute", "50%" and "0.5"."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_SPELLED = {word: Fraction(number) for number, word in enumerate(_ONES, 1)} | {"half a": Fraction(1, 2)}
_SPELLED |= {"half an": Fraction(1, 2), "a": Fraction(1), "an": Fraction(1), "a quarter of an": Fraction(1, 4)}
_SECONDS = {
    "ms": Fraction(1, 1000), "millisecond": Fraction(1, 1000), "s": Fraction(1), "sec": Fraction(1),
    "second": Fraction(1), "min": Fraction(60), "minute": Fraction(60), "h": Fraction(3600), "hr": Fraction(3600),
    "hour": Fraction(3600), "day": Fraction(86400), "week": Fraction(604800),
}  # fmt: skip
_UNITS = "|".join(sorted(_SECONDS, key=len, reverse=True))
_DIGITS = r"\d[\d,_]*(?:\.\d+)?"
_ONE = "|".join(rf"(?<=\b{before}\s)an?" for before in ("for", "within", "after", "in", "than", "least", "most"))
"""One of something, where the article counts: "for a day", but not "once a day"."""
_QUANTITY = re.compile(
    rf"""(?<![\w.:-])(?:
    (?P<time>{_DIGITS}|half\s+an?|a\s+quarter\s+of\s+an|{"|".join(_ONES)}|{_ONE})[\s-]?(?P<unit>{_UNITS})s?(?![\w-])
    |(?P<clock>[01]?\d|2[0-3])(?=:|\s?[ap]\.?m\b)(?::(?P<minutes>[0-5]\d)(?![\d:]))?(?:\s?(?P<half>[ap])\.?m\b)?
    |(?P<twelve>noon|midnight)\b
    |(?P<percent>\d+(?:\.\d+)?)\s?(?:%|percent\b|per\s+cent\b)
    |(?P<share>0?\.\d+)(?![\w%]|\.\d|\s?(?:{_UNITS})s?\b)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_NOON = 12


class _Quantity(NamedTuple):
    kind: str
    amount: Fraction
    start: int
    end: int


def written_as(text: str, other: str) -> str:
    """Return *text* with each quantity that *other* gives too as *other* writes it."""
    theirs = {(q.kind, q.amount): other[q.start : q.end] for q in reversed(_quantities(other))}
    for found in reversed(_quantities(text)):
        written = theirs.get((found.kind, found.amount))
        if written and written.casefold() != text[found.start : found.end].casefold():
            text = text[: found.start] + written + text[found.end :]
    return text


@lru_cache(maxsize=50_000)
def _quantities(text: str) -> tuple[_Quantity, ...]:
    return tuple(_Quantity(*_amount(m), *m.span()) for m in _QUANTITY.finditer(text))


def _amount(found: re.Match[str]) -> tuple[str, Fraction]:
    """Return what kind of quantity is *found*, and how much of it."""
    if found["time"]:
        number = re.sub(r"\s+", " ", found["time"]).casefold()
        return "time", _SECONDS[found["unit"].casefold()] * (_SPELLED.get(number) or _number(number))
    if found["percent"] or found["share"]:
        return "share", _number(found["percent"]) / 100 if found["percent"] else _number(found["share"])
    if found["twelve"]:
        return "clock", Fraction(60 * _NOON * (found["twelve"].casefold() == "noon"))
    hour = int(found["clock"])
    if found["half"] and 1 <= hour <= _NOON:
        hour = hour % _NOON + _NOON * (found["half"].casefold() == "p")
    return "clock", Fraction(60 * hour + int(found["minutes"] or 0))


def _number(digits: str) -> Fraction:
    return Fraction(re.sub("[,_]", "", digits))
