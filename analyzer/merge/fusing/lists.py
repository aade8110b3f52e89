"""Enumerations as text: whether what is left of one still reads, and how several are written as one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.merge.fusing.labels import inside
from analyzer.model import Kind, Shape
from analyzer.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from analyzer.model import Part

_JOINT = re.compile(r"[,;]\s+(and|or|&)\s+[^,;]*$")
_COMPOUND = re.compile(r"\s(?:and|or|&)\s")
_BEHIND_LABEL = re.compile(r":(?:\*\*|__)?$")
_DEEDS = {Kind.INSTRUCTION, Kind.STEP, Kind.CHECK}
_FEW = 2
"""Items that are not worth a list where there were more."""


def reads(left: Sequence[Part], gone: Sequence[Part], more: int = 0) -> bool:
    """Whether the enumeration of which *left* stays and *gone* goes still reads as its author's, *more* items added."""
    every = sorted((*left, *gone))
    if not gone:
        return True
    if len(left) + more < _FEW or 2 * len(left) < len(every) or _is_sentence(every[0]) or not all(map(_balanced, left)):
        return False
    # "B-tree, Hash and GIN indexes": the last item has what all the others lean on.
    leaning = len(words(every[-1].text)) > 1 and all(len(words(p.text)) == 1 for p in every[:-1])
    return every[-1] in left or not leaning


def _is_sentence(part: Part) -> bool:
    """Whether the items of the enumeration share the verb of the first or what the last ends with."""
    s = part.statement
    bare = _BEHIND_LABEL.search(part.label) is not None
    return not bare or s.kind in _DEEDS or s.shape is not Shape.ITEM or s.text.rstrip().endswith((".", "!", "?"))


def _balanced(part: Part) -> bool:
    text = part.text
    return not text.count("**") % 2 and not text.count("`") % 2 and text.count("(") == text.count(")")


def listed(parts: Sequence[Part], common: Container[str]) -> str:
    """Return *parts* behind the label of the first, joined as its author joins them.

    Items that others begin their lists with are written small where *common* has their first word or it is no name.
    """
    wording = parts[0].statement
    mine = list(dict.fromkeys(p.text for p in parts if p.statement == wording))
    known = set(map(fold, mine))
    added = []
    for part in parts:
        if fold(part.text) not in known:
            known.add(fold(part.text))
            added.append(inside(part.text, common))
    joint = _JOINT.search(wording.text)
    # "a, b and c": what is added comes before the end.
    end = len(mine) - (joint is None and _COMPOUND.search(mine[-1]) is not None)
    texts = [*mine[:end], *added, *mine[end:]]
    return f"{parts[0].label} {series(texts, joint[1] if joint else '')}{'.' * wording.text.rstrip().endswith('.')}"


def appended(text: str, item: str) -> str:
    """Return *text*, an enumeration, with *item* as its last: before the end where that joins two with "and"."""
    body, stop = (text[:-1], ".") if text.endswith(".") else (text, "")
    joint = _JOINT.search(body)
    if joint:
        return f"{body[: joint.start()]}, {body[joint.end(1) :].strip()}, {joint[1]} {item}{stop}"
    before, _, last = body.rpartition(", ")
    return f"{before}, {item}, {last}{stop}" if before and _COMPOUND.search(last) else f"{body}, {item}{stop}"


def series(texts: Sequence[str], joint: str) -> str:
    """Return *texts* with commas between them, and *joint* before the last where it is a word."""
    if len(texts) < _FEW or not joint:
        return ", ".join(texts)
    comma = "," if len(texts) > _FEW else ""
    return f"{', '.join(texts[:-1])}{comma} {joint} {texts[-1]}"
