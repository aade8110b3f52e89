"""Join list items that share their words: "load testing for performance" with "load testing with K6"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.facts import facts
from analyzer.model import Kind, Part, Shape
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Passage

_ITEMS = {Shape.ITEM}
_LEADS = frozenset(
    [
        "with",
        "for",
        "in",
        "of",
        "across",
        "using",
        "via",
        "to",
        "from",
        "by",
        "at",
        "on",
        "through",
        "against",
        "between",
        "under",
        "over",
        "into",
        "as",
    ]
)
_LONGEST = 9
"""Words of an item that may be joined; longer ones are sentences."""
_MARKS = re.compile(r"[:;.!?()\[\]\"\u201c\u201d`|]|\*\*")


def join_phrases(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return *passages* with those joined that stand in one section and begin with the same words.

    The one that comes first keeps its place and takes in what only the other says; no word is lost, none is added but
    "and".
    """
    joined: list[Passage] = []
    for passage in passages:
        for i, other in enumerate(joined):
            text = _together(other, passage)
            if text:
                joined[i] = _fused(other, passage, text)
                break
        else:
            joined.append(passage)
    return tuple(joined)


def _together(a: Passage, b: Passage) -> str:
    """Return what *a* and *b* say in one phrase; nothing where they cannot be joined safely."""
    if a.section != b.section or not (_simple(a) and _simple(b)) or facts(a.text).negated or facts(b.text).negated:
        return ""
    x, y = a.text.split(), b.text.split()
    shared = _shared(x, y)
    head, tail_x, tail_y = x[:shared], x[shared:], y[shared:]
    if len(stems(" ".join(head))) < 2 or not tail_x or not tail_y:  # noqa: PLR2004 - one word is no phrase
        return ""
    tails = _tails(tail_x, tail_y)
    return " ".join([*head, *tails]) if tails else ""


def _simple(passage: Passage) -> bool:
    """Whether *passage* is a short phrase without inner punctuation."""
    text = passage.text
    plain = passage.wording.shape in _ITEMS and passage.wording.kind is not Kind.COLLABORATION
    return plain and not passage.parts and len(text.split()) <= _LONGEST and not _MARKS.search(text) and "," not in text


def _shared(x: Sequence[str], y: Sequence[str]) -> int:
    """Return how many words *x* and *y* begin with alike."""
    n = 0
    while n < min(len(x), len(y)) and stems(x[n]) == stems(y[n]) and stems(x[n]):
        n += 1
    return n


def _tails(x: list[str], y: list[str]) -> list[str]:
    """Return both endings as one: nouns before what a preposition leads, two of a kind with "and"."""
    full_x, full_y = x, y
    x, y = _led(x), _led(y)
    leads = (x[0].casefold() in _LEADS, y[0].casefold() in _LEADS)
    if "and" in x[1:] and "and" in y[1:]:
        return []
    if leads == (True, True):
        return [*x, "and", *y[1:]] if x[0].casefold() == y[0].casefold() else [*x, *y]
    if leads == (False, False):
        return [*x, "and", *y] if len(x) <= 2 and len(y) <= 2 and "and" not in x else []  # noqa: PLR2004 - bare nouns
    noun, phrase = (full_x, y) if leads[1] else (full_y, x)
    return [*noun, *phrase] if len(_led(noun)) <= 2 else []  # noqa: PLR2004 - as above


def _led(tail: list[str]) -> list[str]:
    return tail[1:] if tail[0] == "and" and len(tail) > 1 else tail


def _fused(a: Passage, b: Passage, text: str) -> Passage:
    return replace(
        a,
        text=text,
        stands_for=tuple(sorted({*a.stands_for, *b.stands_for})),
        parts=tuple(Part(p.wording, 0, p.wording.text) for p in (a, b)),
        reason=f"One phrase, with {b.wording.span}.",
    )
