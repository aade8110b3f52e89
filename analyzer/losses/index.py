"""One side of a merge, made to be asked who says something."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.facts import written_as
from analyzer.losses.content import lines, tokens
from analyzer.model import Shape
from analyzer.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.losses.content import Lexicon
    from analyzer.model import Statement

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = [*_ONES, *_TEENS, *(f"{ten}{one}" for ten in _TENS for one in ("", *(f"-{one}" for one in _ONES)))]
_SPELLED = {word: str(number) for number, word in enumerate(_WORDS, 1)}
_LONGEST_FIRST = sorted(_SPELLED, key=len, reverse=True)
_NUMBER = re.compile(rf"\d[\d.,_]*(?:k\b)?|\b(?:{'|'.join(_LONGEST_FIRST)})\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"[^\d.]*(\d+)(?:\.(\d{1,3}))?k", re.IGNORECASE)
_ENOUGH = 6
"""Tokens up to which a text is said in one place or not at all: two places together say any short text by chance."""
_WITHIN = 0.8
"""The share of a neighbour's weight that a text has from which it counts as a piece of that text."""
_MOST, _SOME = 0.5, 0.25
"""The share of a text's weight from which a statement that says nothing else is that text made shorter: of any text,
and of one that begins with the statement."""
_TOGETHER = 0.8
"""The share of a clause's weight that a statement which says the clause has."""
_OF_IT = 0.25
"""The share of a subject's weight from which a statement speaks of that subject."""
_BESIDE = 2
"""How many statements away the next ones still belong to a statement."""
_NEAR = 0.25
"""The share of a text from which a statement is worth showing beside it."""


@dataclass(frozen=True, slots=True)
class Cover:
    """How far a text is said."""

    share: float
    """0 to 1, of the text's weight."""
    missing: frozenset[str]
    """Its tokens that are not in the statements which say the most of it."""
    nearest: Statement | None
    """The statement that says the most of it; None where none says much."""


class Index:
    """The statements of one side, line by line where they are code, and the titles of their sections."""

    def __init__(self, statements: Sequence[Statement], lexicon: Lexicon, name: str = "") -> None:
        self.name = name
        """What reasons call this side."""
        self._lexicon = lexicon
        self._units = [(text, s) for s in statements for text in lines(s)] + _titles(statements)
        self._tokens = [tokens(text) for text, _ in self._units]
        self._weights = [lexicon.total(found) for found in self._tokens]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, found in enumerate(self._tokens):
            for token in sorted(found):
                self._places[token].append(place)
        self._same: dict[str, list[Statement]] = defaultdict(list)
        for text, s in self._units:
            self._same[fold(text)].append(s)
        self.text = "\n".join(text for text, _ in self._units)
        self._counts = frozenset(_digits(n) for text, _ in self._units for n in _NUMBER.findall(text))

    def counts(self, number: str) -> bool:
        """Whether the digits of *number* stand somewhere, in words too, whatever they count."""
        return _digits(number) in self._counts

    def same(self, text: str) -> Sequence[Statement]:
        """Return the statements that say *text*, but for case, marks and white space, in reading order."""
        return self._same.get(fold(text), ())

    def written(self, text: str) -> str:
        """Return *text* with its quantities as the statement that says the most of it writes them."""
        first = self._best(tokens(text))
        return text if first is None else written_as(text, self._units[first][0])

    def absent(self, found: Iterable[str]) -> frozenset[str]:
        """Return what of *found* no statement has."""
        return frozenset(token for token in found if token not in self._places)

    def cover(self, text: str, *, alone: bool = False) -> Cover:
        """Return how far the two best statements say *text*; only the best one where *alone* or *text* is short."""
        wanted = tokens(text)
        whole = self._lexicon.total(wanted)
        first = self._best(wanted)
        if first is None or not whole:
            return Cover(0.0 if whole else 1.0, wanted, None)
        missing = wanted - self._tokens[first]
        if not alone and len(wanted) > _ENOUGH:
            second = self._best(missing)
            missing -= self._tokens[second] if second is not None else set()
        nearest = self._units[first][1]
        near = self._lexicon.total(wanted & self._tokens[first]) >= _NEAR * whole
        return Cover(1 - self._lexicon.total(missing) / whole, missing, nearest if near else None)

    def left_over(self, text: str) -> frozenset[str]:
        """Return the tokens of *text* that its pieces lack: neighbours that say hardly anything else, as in a list."""
        wanted = tokens(text)
        near = {place for token in wanted for place in self._places.get(token, ())}
        said, run, last = frozenset[str](), frozenset[str](), ("", 0)
        for (path, ordinal), place in sorted((self._position(p), p) for p in near if self._within(p, wanted)):
            run = run if (path, ordinal) in {last, (last[0], last[1] + 1)} else frozenset()
            run, last = run | (self._tokens[place] & wanted), (path, ordinal)
            said = max(said, run, key=self._lexicon.total)
        return wanted - said

    def _position(self, place: int) -> tuple[str, int]:
        statement = self._units[place][1]
        return statement.path, statement.ordinal

    def _within(self, place: int, wanted: frozenset[str]) -> bool:
        """Whether hardly a word of the unit at *place* is none of *wanted*."""
        found = self._tokens[place]
        said = found & wanted
        return 2 * len(said) > len(found) and self._lexicon.total(said) >= _WITHIN * self._weights[place]

    def shorter(self, text: str) -> Statement | None:
        """Return the statement that says most of *text*, and nothing but *text*; None where there is none."""
        wanted = tokens(text)
        found = Counter(place for token in wanted for place in self._places.get(token, ()))
        inside = [p for p, n in found.items() if 1 < n == len(self._tokens[p]) < len(wanted) and self._whole(p)]
        best = max(sorted(inside), key=lambda p: self._weights[p], default=None)
        if best is None:
            return None
        line = self._units[best][1]
        least = _SOME if fold(text).startswith(fold(line.text)) else _MOST
        return line if self._weights[best] >= least * self._lexicon.total(wanted) else None

    def says(self, clause: frozenset[str], *, of: frozenset[str], near: Statement) -> bool:
        """Whether a statement says most of *clause*, and stands *near* one or speaks of the subject that it is *of*."""
        least, enough = _TOGETHER * self._lexicon.total(clause), _OF_IT * self._lexicon.total(of)
        for place in {p for token in clause for p in self._places.get(token, ())}:
            there, statement = self._tokens[place], self._units[place][1]
            if self._lexicon.total(clause & there) >= least and (
                self._lexicon.total(of & there) >= enough or _beside(statement, near)
            ):
                return True
        return False

    def _whole(self, place: int) -> bool:
        """Whether at *place* is a statement: no title and no line of code."""
        text, statement = self._units[place]
        return text == statement.text and statement.shape is not Shape.CODE

    def _best(self, wanted: frozenset[str]) -> int | None:
        scores: dict[int, float] = defaultdict(float)
        for token in sorted(wanted):
            weight = self._lexicon.weight(token)
            for place in self._places.get(token, ()):
                scores[place] += weight
        most = max(scores.values(), default=0.0)
        return min((p for p in scores if scores[p] == most), key=lambda p: (len(self._tokens[p]), p), default=None)


def _beside(a: Statement, b: Statement) -> bool:
    return (a.path, a.section) == (b.path, b.section) and abs(a.ordinal - b.ordinal) <= _BESIDE


def _digits(number: str) -> str:
    """Return *number* without its sign and unit: ``30`` for ``<30s`` and for thirty, ``1000`` for ``1k``."""
    if thousands := _THOUSANDS.fullmatch(number):
        return thousands[1] + (thousands[2] or "").ljust(3, "0")
    return _SPELLED.get(number.casefold()) or re.sub(r"[^\d.]", "", number).strip(".")


def _titles(statements: Iterable[Statement]) -> list[tuple[str, Statement]]:
    """Return each section's title with the first statement that stands below it."""
    first: dict[str, Statement] = {}
    for statement in statements:
        for title in statement.section:
            first.setdefault(title, statement)
    return list(first.items())
