"""Find what is gone of a text whose words as a whole still stand: a command, a number, a clause of its own."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.losses.content import tokens
from analyzer.text import stems, words

if TYPE_CHECKING:
    from analyzer.losses.index import Index

_CLAUSE = re.compile(r"(?<=[.;:!?])\s+|\s[\u2013\u2014-]\s|,\s+|\s(?=(?:but|except|unless|only if)\b)|[()|]")
_CODE = re.compile(r"`[^`]*`")
_SAID = 0.34
"""The share of a clause's weight from which it counts as said: it leans on the rest of its text."""
_LEAST = 2
"""Words that a clause has at least: a single one is an entry of a list."""
_ORIGIN = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b|#\d+")
"""Dates and issues say where a text comes from."""


def gone_clauses(text: str, other: Index) -> list[str]:
    """Return the clauses of *text* that the *other* side says next to nothing of, or not all the facts of."""
    return [c for c in clauses(text) if gone_facts(c, other) or _unsaid(c, other)]


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
