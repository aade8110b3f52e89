"""Find what is gone of a text whose words as a whole still stand: a command, a number, a clause."""

from __future__ import annotations

import re
from itertools import groupby, pairwise, takewhile
from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.losses.content import tokens
from analyzer.losses.weaker import POLARITY
from analyzer.text import stems, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzer.losses.index import Index
    from analyzer.model import Statement

_CLAUSE = re.compile(r"(?<=[.;:!?])\s+|\s[\u2013\u2014-]\s|,\s+|\s(?=(?:but|except|unless|only if|if|when)\b)|[()|]")
_CODE = re.compile(r"`[^`]*`")
_SAID = 0.34
"""The share of a clause's weight from which it counts as said: it leans on the rest of its text."""
_LEAST = 2
"""Words that a clause has at least: a single one is an entry of a list, or another wording."""
_WORD = re.compile(r"\S+")
_MARKS = frozenset(".,;:!?)|")
"""What a clause ends with."""
_ORIGIN = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b|#\d+")
"""Dates and issues say where a text comes from."""


def gone_clauses(text: str, other: Index) -> list[str]:
    """Return the clauses of *text* that the *other* side says next to nothing of, or not all the facts of."""
    return [c for c in clauses(text) if gone_facts(c, other) or _unsaid(c, other)]


def cut_clauses(text: str, line: Statement, other: Index) -> list[str]:
    """Return the clauses of *text* that *line* leaves out, and that nobody on the *other* side says of its subject.

    *line* is a statement of the *other* side with no other words than those of *text*.
    """
    text = _ORIGIN.sub(" ", text)
    gone = tokens(text) - tokens(line.text) - tokens(" ".join(line.section))
    kept = tokens(text) - gone
    runs = [run for run in _runs(text, gone) if not tokens(run) <= POLARITY | kept]
    return [run for run in runs if not other.says(tokens(run) & gone, of=kept, near=line)]


def gone_facts(text: str, other: Index) -> list[str]:
    """Return the code, the names and the numbers of *text* that stand nowhere on the *other* side, sorted."""
    numbers = facts(text).numbers
    lost = missing(_ORIGIN.sub(" ", text), other.text)
    return [f for f in lost if (not other.counts(f) if f in numbers else other.absent(tokens(f)))]


def clauses(text: str) -> list[str]:
    """Return what *text* says piece by piece; code is never cut."""
    masked = _CODE.sub(lambda code: "x" * len(code[0]), text)
    ends = [(0, 0), *(m.span() for m in _CLAUSE.finditer(masked)), (len(text), len(text))]
    found = (text[end:start].strip() for (_, end), (start, _) in pairwise(ends))
    return [clause for clause in found if words(clause)]


def _unsaid(clause: str, other: Index) -> bool:
    said = len(stems(_ORIGIN.sub(" ", clause))) < _LEAST or other.cover(clause, alone=True).share >= _SAID
    return not said and bool(other.absent(tokens(clause)))


def _runs(text: str, gone: frozenset[str]) -> Iterator[str]:
    """Yield the clauses of *text* whose words are *gone*, with the function words before and among them.

    A single word, or some in the midst of a clause, are another wording rather than a clause.
    """
    for away, row in groupby(_WORD.finditer(text), key=lambda word: tokens(word[0]) <= gone):
        every = list(row)
        words = every[: max((n for n, word in enumerate(every, 1) if tokens(word[0])), default=0)]
        if not away or not words:
            continue
        first, last = words[0], words[-1]
        ends = last.end() == len(text) or _ends_clause(last[0])
        begins = first.start() == 0 or _ends_clause(text[: first.start()])
        if (begins and ends) or (len(words) >= _LEAST and (begins or ends or not tokens(first[0]))):
            yield text[first.start() : last.end()]


def _ends_clause(text: str) -> bool:
    """Whether a mark is behind the last word of *text*, looked for from its end: a row of marks may be long."""
    behind = takewhile(lambda letter: not (letter.isalnum() or letter == "_"), reversed(text))
    return any(letter in _MARKS for letter in behind)
