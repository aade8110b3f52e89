"""Where statements stand in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.model import Statement

_UNSEEN = frozenset(" \t\n\r\f\v\xa0>")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line."""

    text: str
    statement: Statement | None
    first: bool = False
    """Whether its statement starts here."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a text."""

    pieces: tuple[Piece, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that stand on it, in whole or in part."""
        return tuple(p.statement for p in self.pieces if p.statement)

    @property
    def starts(self) -> tuple[Statement, ...]:
        """The statements that start on it."""
        return tuple(p.statement for p in self.pieces if p.first and p.statement)


def find(text: str, wanted: Sequence[str]) -> list[tuple[int, int] | None]:
    """Return where in *text* each of *wanted* stands, each after the one before; None for one that is not found.

    White space and the marks of quotes do not count.
    """
    letters = [n for n, letter in enumerate(text) if letter not in _UNSEEN]
    bare = "".join(text[n] for n in letters)
    places: list[tuple[int, int] | None] = []
    end = 0
    for words in wanted:
        sought = "".join(letter for letter in words if letter not in _UNSEEN)
        at = bare.find(sought, end) if sought else -1
        places.append((letters[at], _end(text, words, letters[at + len(sought) - 1] + 1)) if at >= 0 else None)
        end = at + len(sought) if at >= 0 else end
    return places


def rows(text: str, statements: Sequence[Statement]) -> tuple[Row, ...]:
    """Return the lines of *text*, cut where one of *statements* starts or ends; each of them starts exactly once."""
    lines = text.split("\n")
    found: list[Row] = []
    for first, last, inside in _regions(statements, len(lines)):
        found += [_plain(line) for line in lines[len(found) : first]]
        found += _cut("\n".join(lines[first : last + 1]), inside)
    return (*found, *(_plain(line) for line in lines[len(found) :]))


def _end(text: str, words: str, end: int) -> int:
    """Return *end*, moved behind the ``>`` that *words* end with."""
    while words.endswith(">") and text[end : end + 1] == ">":
        words, end = words[:-1], end + 1
    return end


def _plain(line: str) -> Row:
    return Row((Piece(line, None),) if line.strip() else ())


def _regions(statements: Sequence[Statement], count: int) -> Iterator[tuple[int, int, list[Statement]]]:
    """Give first and last line, counted from 0, of each run of lines that share statements, and these."""
    run: list[Statement] = []
    first = last = -1
    for s in sorted(statements, key=lambda s: (s.span.start, s.ordinal)):
        start, end = min(s.span.start, count) - 1, min(s.span.end, count) - 1
        if run and start > last:
            yield first, last, run
            run = []
        first = first if run else start
        last = max(last, end) if run else end
        run.append(s)
    if run:
        yield first, last, run


def _cut(text: str, statements: Sequence[Statement]) -> list[Row]:
    """Return the lines of *text*, in which nothing but *statements* stands."""
    places = find(text, [s.text for s in statements])
    if len(statements) == 1 and (places[0] is None or statements[0].shape.verbatim):
        places = [(0, len(text))]
    pieces: list[Piece] = []
    done = 0
    for s, place in zip(statements, places, strict=True):
        if place is None:
            pieces.append(Piece("", s, first=True))
            continue
        pieces += [Piece(text[done : place[0]], None), Piece(text[place[0] : place[1]], s, first=True)]
        done = place[1]
    return _by_line([*pieces, Piece(text[done:], None)])


def _by_line(pieces: Sequence[Piece]) -> list[Row]:
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        head, *tail = piece.text.split("\n")
        found[-1].append(Piece(head, piece.statement, piece.first))
        found += [[Piece(part, piece.statement)] for part in tail]
    return [Row(tuple(p for p in row if p.text or p.first)) for row in found]
