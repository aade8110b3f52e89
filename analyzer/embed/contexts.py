"""What stands for a statement, or a part of one, in meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.facts import sense
from analyzer.model import Part
from analyzer.text import plain, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Statement

_SHORT = 1
"""Words up to which a statement needs its heading to be understood."""


def contexts(statements: Sequence[Statement], pieces: Sequence[Part] = ()) -> dict[Statement | Part, str]:
    """Return the texts that stand for *statements*; with *pieces*, for these too, and for each statement as a part."""
    found: dict[Statement | Part, str] = {s: context(s) for s in statements}
    if pieces:
        found.update((p, part_context(p)) for p in (*(Part(s, 0, s.text) for s in statements), *pieces))
    return found


def context(statement: Statement) -> str:
    """Return the text that stands for *statement* in meaning: a single word with its nearest heading, else its own.

    "Redis" under "Caching" is not "Redis" under "Databases". Longer statements speak for themselves: with headings for
    up to two words, the chance that a labelled same pair ranks above another pair fell from 0.89 to 0.67. All do not
    that stand under what is refused or under a level of severity: there the heading says half of it.
    """
    text = plain(statement.text)
    heading = plain(statement.heading)
    short = heading and len(words(text)) <= _SHORT
    return f"{heading}: {text}" if short or sense(heading) else text


def part_context(part: Part) -> str:
    """Return the text that stands for *part* in meaning: a single word with the label of its enumeration."""
    if part.whole:
        return context(part.statement)
    text = plain(part.text)
    said = f"{plain(part.label)} {text}" if part.label and len(words(text)) <= _SHORT else text
    heading = plain(part.statement.heading)
    return f"{heading}: {said}" if sense(heading) else said
