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
_THING = 3
"""Words of a thing that is coordinated with others."""
_AND = re.compile(r"\s+and\s+")
_MARKS = re.compile(r"[:;.!?()\[\]\"\u201c\u201d`|]|\*\*")


def join_phrases(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return *passages* with those joined that stand in one section and begin with the same words.

    So are those that coordinate the same thing with others: "rate limiting and throttling" with "implementing rate
    limiting and DDoS protection". The one that comes first keeps its place and takes in what only the other says; no
    word is lost, none is added but "and".
    """
    joined: list[Passage] = []
    for passage in passages:
        for i, other in enumerate(joined):
            text = _together(other, passage) or _coordinated(other, passage)
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
    if tail_x[0] == tail_y[0] == "and" and len(tail_x) > 1 and len(tail_y) > 1:
        return f"{' '.join(head)}, {' '.join(tail_x[1:])} and {' '.join(tail_y[1:])}"
    tails = _tails(tail_x, tail_y)
    return " ".join([*head, *tails]) if tails else ""


def _coordinated(a: Passage, b: Passage) -> str:
    """Return *a* with what *b* coordinates with one of *a*'s things; nothing where *b* says more than things."""
    if a.section != b.section and b.place is not None:
        return ""
    if not (_simple(a) and _simple(b)) or facts(a.text).negated or facts(b.text).negated:
        return ""
    things = [thing.split() for thing in _AND.split(b.text)]
    if len(things) != 2 or not all(_is_thing(t) for t in things):  # noqa: PLR2004 - one is shared, one is new
        return ""
    x = a.text.split()
    first, second = things
    at = _place(first, x)
    if at >= 0:
        return _with(x, at, len(first), second)
    # What comes first in one statement comes first in both together; it must not stand before a word that leads.
    return " ".join([f"{' '.join(first)},", *_lower(x)]) if _place(second, x) == 0 else ""


def _is_thing(words: list[str]) -> bool:
    return 0 < len(words) <= _THING and not _LEADS & {w.casefold() for w in words}


def _place(thing: list[str], x: list[str]) -> int:
    """Return where *thing* is one of the things that *x* coordinates, before anything that leans on them; else -1."""
    for i in range(len(x) - len(thing) + 1):
        end = i + len(thing)
        alike = stems(" ".join(x[i:end])) == stems(" ".join(thing))
        bound = (end < len(x) and x[end] == "and") or (i > 0 and x[i - 1] == "and")
        if alike and bound and i <= _THING and not _LEADS & {w.casefold() for w in x[:i]}:
            return i
    return -1


def _with(x: list[str], place: int, length: int, rest: list[str]) -> str:
    """Return *x* with *rest* as one more of the things that it coordinates."""
    end = place + length
    if end < len(x) and x[end] == "and":
        return " ".join([*x[: end - 1], f"{x[end - 1]},", *_lower(rest), *x[end:]])
    return " ".join([*x[: place - 2], f"{x[place - 2]},", *x[place:end], "and", *_lower(rest), *x[end:]])


def _lower(thing: list[str]) -> list[str]:
    """Return *thing* as it is written inside of a phrase."""
    first = thing[0]
    return [first.lower() if first[1:].islower() else first, *thing[1:]]


def _simple(passage: Passage) -> bool:
    """Whether *passage* is a short phrase without inner punctuation."""
    text = passage.text
    plain = passage.wording.shape in _ITEMS and passage.wording.kind is not Kind.COLLABORATION
    return (
        plain
        and not passage.parts
        and not passage.decision
        and len(text.split()) <= _LONGEST
        and not _MARKS.search(text)
        and "," not in text
    )


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
