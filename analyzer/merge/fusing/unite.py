"""Two phrases about one thing as one phrase, in which each of them is still said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.merge.fusing.coordination import coordinate, side_by_side, with_one
from analyzer.merge.fusing.heads import one_head, within
from analyzer.merge.fusing.labels import inside, small_words
from analyzer.merge.fusing.phrase import Phrase, Thing
from analyzer.merge.fusing.tails import all_tails

if TYPE_CHECKING:
    from collections.abc import Sequence


def unite(a: Phrase, b: Phrase) -> Phrase | None:
    """Return what *a* and *b* say as one phrase, *a*'s words first; None where they are about two things."""
    if within(b, a):
        return a
    if within(a, b):
        return b
    x, y = a.things[0], b.things[0]
    if len(b.things) > 1:
        return with_one(b, x, first=True) if len(a.things) == 1 else coordinate(a, b)
    if len(a.things) > 1:
        return with_one(a, y, first=False)
    head = one_head(x, y)
    if not head:
        return side_by_side(x, y)
    tails = all_tails(x.tails, y.tails)
    return Phrase((Thing(head, tails),)) if tails is not None else None


def written(phrase: Phrase, like: Sequence[str]) -> str:
    """Return *phrase* as a list item: capitals and commas as in the texts *like*, the first of which it begins like."""
    first, *rest = phrase.things
    small = small_words(like)
    others = [replace(t, head=tuple(inside(" ".join(t.head), small).split())) for t in rest]
    text = str(replace(phrase, things=(first, *others)))
    if not any(mark in t for t in like for mark in (", and ", ", or ", ", & ")):
        for joint in ("and", "or", "&"):
            text = text.replace(f", {joint} ", f" {joint} ")
    return text[0].upper() + text[1:] if like[0][0].isupper() else text
