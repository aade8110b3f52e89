"""Find the statements of the sources that the result turned round, or has in another place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.facts import contradiction, facts
from analyzer.model import Kind, Shape, Shift
from analyzer.text import fold, plain, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.losses.index import Index
    from analyzer.model import Statement

_SAME_WORDS = 0.75
_LEAST = 3
_POLARITY = frozenset(
    stems("must should may might can could always never not no required optional shall consider prefer do")
)


def turned(statements: Iterable[Statement], other: Index, near: Mapping[str, Sequence[Statement]]) -> tuple[Shift, ...]:
    """Return the *statements* that the *other* side contradicts and nowhere says; *near* has the nearest by text."""
    found = []
    for statement in statements:
        if statement.kind is Kind.METADATA or statement.shape is Shape.CODE or other.same(statement.text):
            continue
        against = (
            (_turn(statement.text, n.text), n) for n in near.get(plain(statement.text), ()) if n.shape is not Shape.CODE
        )
        reason, nearest = next(((r, n) for r, n in against if r), ("", None))
        if nearest:
            found.append(Shift(statement, nearest, reason))
    return tuple(found)


def moved(statements: Iterable[Statement], other: Index) -> tuple[Shift, ...]:
    """Return the *statements* that the *other* side says under headings that share no word with theirs."""
    found = []
    for statement in statements:
        there = other.same(statement.text) if statement.kind is not Kind.METADATA and not statement.field else None
        if there and there.section and statement.section and not _titles(statement) & _titles(there):
            reason = f"from {statement.heading} to {there.heading}"
            found.append(Shift(statement, there, reason))
    return tuple(found)


def _titles(statement: Statement) -> set[str]:
    return {stem for title in statement.section for stem in stems(title)} | {fold(t) for t in statement.section}


def _turn(a: str, b: str) -> str:
    """Return how *b* turns *a* round; empty where it does not, as far as spelling tells."""
    opposed = contradiction(a, b)
    if opposed or not _same_words(a, b):
        return opposed
    fa, fb = facts(a), facts(b)
    if fa.binding and fb.optional and not fb.binding and not fa.optional:
        return "it was binding, now it is a choice"
    if fb.binding and fa.optional and not fa.binding and not fb.optional:
        return "it was a choice, now it is binding"
    gone, new = fa.numbers - fb.numbers, fb.numbers - fa.numbers
    if gone and new and sorted(map(_unit, gone)) == sorted(map(_unit, new)):
        return f"{', '.join(sorted(gone))} became {', '.join(sorted(new))}"
    return ""


def _same_words(a: str, b: str) -> bool:
    sa, sb = _content(a), _content(b)
    return min(len(sa), len(sb)) >= _LEAST and len(sa & sb) >= _SAME_WORDS * len(sa | sb)


def _content(text: str) -> frozenset[str]:
    return frozenset(stem for stem in stems(text) if stem not in _POLARITY and not any(c.isdigit() for c in stem))


def _unit(number: str) -> str:
    return re.sub(r"[\d.,_]+", "", number)
