"""Numbers, each with its unit, in one spelling."""

from __future__ import annotations

import re

_UNITS = (
    r"(?:%|percent|per cent|ms|msecs?|milliseconds?|seconds?|secs?|s|minutes?|mins?|h|hrs?|hours?|days?|weeks?|months?|"
    r"years?|yrs?|kb|mb|gb|tb|kib|mib|gib|kilobytes?|megabytes?|gigabytes?|px|pixels?|rem|em|x|k|m|rps|qps|lines?|chars?|"
    r"characters?|words?|tokens?|times|requests?|users?|files?|points?|retries|attempts)"
)
_DIGITS = r"\d[\d,_]*(?:\.\d+)*"
_NUMBER = re.compile(rf"(?<![\w.-])[<>≤≥~$€±]?\s?{_DIGITS}(?:[\s-]?{_UNITS})?(?![\w])[+]?", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?<![\w.-])(?:([<>≤≥~$€±]?)({_DIGITS})((?:[\s-]?{_UNITS})?)(?:\s?[-\u2013\u2014]\s?|\s+to\s+)[$€]?({_DIGITS})"
    rf"((?:[\s-]?{_UNITS})?)(?![\w]|[-.]\d)|\d[\d,_]*)",
    re.IGNORECASE,
)
"""Two ends: both count, and what the second is counted in is meant for the first too.

Digits that begin no range are taken as well: from the middle of them none begins either, and to look there again makes
a long row of numbers slow.
"""
_DATE = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b")
_SAME_UNIT = {
    "percent": "%", "msec": "ms", "millisecond": "ms", "second": "s", "sec": "s", "minute": "min", "hour": "h",
    "hr": "h", "yr": "years", "kilobyte": "kb", "megabyte": "mb", "gigabyte": "gb", "pixel": "px", "character": "chars",
    **{one: f"{one}s" for one in (
        "day", "week", "month", "year", "line", "char", "word", "token", "request", "user", "file", "point",
    )},
}  # fmt: skip
_WORDY_NUMBER = re.compile(r"(?<![\w.+-])(?=[\w.+-]*\d)(?=[\w.+-]*[A-Za-z])[\w.+-]*\w\+*")


def numbers(text: str) -> frozenset[str]:
    """Return the numbers of *text*: ``85%``, ``15min``, ``3.12+``, ``v1.9.3``, ``p99``; both ends of a range."""
    dates = {m.group() for m in _DATE.finditer(text)}
    wordy = {m.group().casefold() for m in _WORDY_NUMBER.finditer(text) if not m.group()[0].isdigit()}
    return frozenset(dates | as_written(text).keys() | {w.removesuffix(".js") for w in wordy})


def as_written(text: str) -> dict[str, str]:
    """Return how *text* writes each of its quantities the first time; both ends of a range as the range."""
    rest = _DATE.sub(" ", text)
    found: dict[str, str] = {}
    for m in _RANGE.finditer(rest):
        sign, low, own, high, unit = m.groups()
        if low:
            ends = (_quantity(f"{sign}{low}{own or unit}"), _quantity(f"{sign}{high}{unit}"))
            found = dict.fromkeys(ends, m.group()) | found
    single = _RANGE.sub(lambda m: " " if m[2] else m[0], rest)
    for m in _NUMBER.finditer(single):
        found.setdefault(_quantity(m.group()), m.group().strip())
    return found


def _quantity(written: str) -> str:
    """Return a number with its unit in the one way that all its spellings share: ``5mb``, ``15min``, ``85%``."""
    digits = re.sub(r"[\s,_]|(?<=\d)-", "", written).casefold()
    number = digits.rstrip("abcdefghijklmnopqrstuvwxyz%")
    unit = digits[len(number) :]
    return number + _SAME_UNIT.get(unit, _SAME_UNIT.get(unit.removesuffix("s"), unit))
