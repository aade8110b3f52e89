"""A source beside its canonical: which lines stay, change, move, go and come."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from analyzer.labels import read_marks
from analyzer.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Words = tuple[tuple[str, bool], ...]
"""A line in pieces, each with whether the other side lacks it."""

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_CONTEXT = 2
"""Equal lines that are shown around a change."""
_LONG_RUN = 6
"""Lines that only the canonical has, above which they are counted instead: its own view has them all."""
_LEAST_ALIKE = 0.55
_LEAST_MOVED = 8
"""Letters below which a line that stands elsewhere is chance."""
_WIDEST, _LARGEST = 4000, 3000
"""Letters of a line, and pairs of a passage, above which lines are not compared word by word."""


class Change(StrEnum):
    """What became of a line."""

    EQUAL = "equal"
    CHANGED = "changed"
    GONE = "gone"
    COME = "come"
    MOVED = "moved"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Side:
    """A line on one side."""

    number: int
    words: Words


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the comparison."""

    change: Change
    before: Side | None = None
    after: Side | None = None
    elsewhere: int = 0
    """Of a moved line, its number on the other side."""
    skipped: tuple[int, int] = (0, 0)
    """Of a gap, its first and last line in the canonical, or in both where they are equal."""
    equal: bool = False
    """Of a gap, whether both sides have its lines."""


def compare(before: Sequence[str], after: Sequence[str], *, first: int = 1) -> tuple[Pair, ...]:
    """Return the rows that show *before*, which starts with line *first* of its file, beside *after*.

    Equal stretches are cut to a few lines.
    """
    codes = SequenceMatcher(_blank, before, after, autojunk=False).get_opcodes()
    moved = _moves(before, after, codes)
    found: list[Pair] = []
    for index, (code, a, b, c, d) in enumerate(codes):
        if code == "equal":
            found += _equal(before, (a, b, c), first=index == 0, last=index == len(codes) - 1)
        else:
            found += _changed(before, after, (a, b, c, d), moved)
    return tuple(_shifted(pair, first - 1) for pair in found)


def _blank(line: str) -> bool:
    """Whether *line* is no place to line both sides up at."""
    return not line.strip()


def _shifted(pair: Pair, by: int) -> Pair:
    """Return *pair* with the numbers of the lines before raised."""
    before = pair.before and replace(pair.before, number=pair.before.number + by)
    elsewhere = pair.elsewhere + by if pair.after and pair.elsewhere else pair.elsewhere
    return replace(pair, before=before, elsewhere=elsewhere)


Moves = tuple["Mapping[int, int]", "Mapping[int, int]"]


def _moves(before: Sequence[str], after: Sequence[str], codes: Sequence[tuple[str, int, int, int, int]]) -> Moves:
    """Return for each line that left its place, and each that took one, where it stands on the other side."""
    come: dict[str, list[int]] = defaultdict(list)
    for _, _, _, c, d in (code for code in codes if code[0] != "equal"):
        for n in range(c, d):
            come[_said(after[n])].append(n)
    away: dict[int, int] = {}
    for _, a, b, _, _ in (code for code in codes if code[0] != "equal"):
        for n in range(a, b):
            said = _said(before[n])
            if len(said) >= _LEAST_MOVED and come.get(said):
                away[n] = come[said].pop(0)
    return away, {there: here for here, there in away.items()}


def _said(line: str) -> str:
    """Return what *line* says without the marks before it."""
    return read_marks(squash(line)).rest


def _equal(before: Sequence[str], at: tuple[int, int, int], *, first: bool, last: bool) -> Iterator[Pair]:
    a, b, c = at
    head, tail = (0 if first else _CONTEXT), (0 if last else _CONTEXT)
    cut = b - a > head + tail + 1
    for n in range(a, b):
        if not cut or n < a + head or n >= b - tail:
            line = ((before[n], False),)
            yield Pair(Change.EQUAL, Side(n + 1, line), Side(c + n - a + 1, line))
        elif n == a + head:
            yield Pair(Change.SKIPPED, skipped=(c + head + 1, c + b - a - tail), equal=True)


def _changed(
    before: Sequence[str], after: Sequence[str], at: tuple[int, int, int, int], moved: Moves
) -> Iterator[Pair]:
    a, b, c, d = at
    away, home = moved
    left = [n for n in range(a, b) if n not in away]
    right = [n for n in range(c, d) if n not in home]
    partner = _partners(before, after, left, right)
    next_right = c
    for n in range(a, b):
        if n in partner:
            yield from _come(after, range(next_right, partner[n]), home)
            next_right = partner[n] + 1
            was, is_now = _words(before[n], after[partner[n]])
            yield Pair(Change.CHANGED, Side(n + 1, was), Side(partner[n] + 1, is_now))
        elif n in away:
            yield Pair(Change.MOVED, before=Side(n + 1, ((before[n], False),)), elsewhere=away[n] + 1)
        elif before[n].strip():
            yield Pair(Change.GONE, before=Side(n + 1, ((before[n], False),)))
    yield from _come(after, range(next_right, d), home)


def _come(after: Sequence[str], numbers: range, home: Mapping[int, int]) -> Iterator[Pair]:
    """Give the lines that only the canonical has; many in a row are counted."""
    run: list[int] = []
    for n in numbers:
        if n in home:
            yield from _run(after, run)
            run = []
            yield Pair(Change.MOVED, after=Side(n + 1, ((after[n], False),)), elsewhere=home[n] + 1)
        else:
            run.append(n)
    yield from _run(after, run)


def _run(after: Sequence[str], run: Sequence[int]) -> Iterator[Pair]:
    if len(run) > _LONG_RUN:
        yield Pair(Change.SKIPPED, skipped=(run[0] + 1, run[-1] + 1))
        return
    for n in run:
        if after[n].strip():
            yield Pair(Change.COME, after=Side(n + 1, ((after[n], True),)))


def _partners(before: Sequence[str], after: Sequence[str], left: list[int], right: list[int]) -> dict[int, int]:
    """Return for each line of *left* the one of *right* that it became, in the order of both."""
    found: dict[int, int] = {}
    if len(left) * len(right) > _LARGEST:
        return found
    start = 0
    for n in left:
        if not before[n].strip():
            continue
        alike = [(_alike(before[n], after[m]), -m) for m in right[start:]]
        best = max(alike, default=(0.0, 0))
        if best[0] >= _LEAST_ALIKE:
            found[n] = -best[1]
            start = right.index(found[n]) + 1
    return found


def _alike(a: str, b: str) -> float:
    if max(len(a), len(b)) > _WIDEST or not b.strip():
        return 0.0
    matcher = SequenceMatcher(None, _TOKEN.findall(a), _TOKEN.findall(b), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _LEAST_ALIKE <= matcher.quick_ratio() else 0.0


def _words(a: str, b: str) -> tuple[Words, Words]:
    """Return both lines in pieces, those that the other lacks marked."""
    was, is_now = _TOKEN.findall(a), _TOKEN.findall(b)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for code, i, j, k, m in SequenceMatcher(None, was, is_now, autojunk=False).get_opcodes():
        if i < j:
            left.append(("".join(was[i:j]), code != "equal"))
        if k < m:
            right.append(("".join(is_now[k:m]), code != "equal"))
    return tuple(left), tuple(right)
