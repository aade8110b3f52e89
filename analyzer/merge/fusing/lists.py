"""Enumerations as text: whether what is left of one still reads, and how several are written as one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.merge.fusing.labels import inside, leading
from analyzer.merge.light_words import HEADS
from analyzer.model import Kind, Shape
from analyzer.text import fold, stems, words

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from analyzer.model import Part

_JOINT = re.compile(r"[,;]\s+(and|or|&)\s+[^,;]*$")
_COMPOUND = re.compile(r"\s(?:and|or|&)\s")
_BEHIND_LABEL = re.compile(r":(?:\*\*|__)?$")
_DEEDS = {Kind.INSTRUCTION, Kind.STEP, Kind.CHECK}
_FEW = 2
"""Items that are not worth a list where there were more."""


def reads(left: Sequence[Part], gone: Sequence[Part]) -> bool:
    """Whether what is *left* of an enumeration from which *gone* goes still reads as its author's, others added."""
    every = sorted((*left, *gone))
    if 2 * len(left) < len(every) or not is_list(every[0]) or not all(map(_balanced, left)):
        return False
    # "B-tree, Hash and GIN indexes": the last item has what all the others lean on.
    leaning = len(words(every[-1].text)) > 1 and all(len(words(p.text)) == 1 for p in every[:-1])
    return every[-1] in left or not leaning


def is_list(part: Part) -> bool:
    """Whether the enumeration that *part* is of is no sentence, whose items share a verb or what the last ends with."""
    s = part.statement
    stops = s.text.rstrip().endswith((".", "!", "?"))
    return _BEHIND_LABEL.search(part.label) is not None and s.kind not in _DEEDS and s.shape is Shape.ITEM and not stops


def _balanced(part: Part) -> bool:
    text = part.text
    return not text.count("**") % 2 and not text.count("`") % 2 and text.count("(") == text.count(")")


def listed(parts: Sequence[Part], common: Container[str]) -> str:
    """Return *parts* behind the label of the first, joined as its author joins them.

    Items that others begin their lists with are written small where *common* has their first word or it is no name.
    """
    wording = parts[0].statement
    mine = list(dict.fromkeys(p.text for p in parts if p.statement == wording))
    known = set(map(_thing, mine))
    added: list[str] = []
    for part in parts:
        if _thing(part.text) not in known or not _said(part.text, ", ".join([*mine, *added])):
            known.add(_thing(part.text))
            added += [inside(part.text, common)] * (part.statement != wording)
    joint = _JOINT.search(wording.text)
    # "a, b and c": what is added comes before the end.
    end = len(mine) - (joint is None and _COMPOUND.search(mine[-1]) is not None)
    texts = [*mine[:end], *added, *mine[end:]]
    if wording.text.removeprefix(parts[0].label).lstrip()[:1].isupper():
        texts[0] = leading(texts[0])
    return f"{parts[0].label} {series(texts, joint[1] if joint else '')}{'.' * wording.text.rstrip().endswith('.')}"


def _thing(item: str) -> tuple[str, ...]:
    """Return what *item* is about: "Pulumi" and "Pulumi integration" are about one thing."""
    found = stems(item)
    return (found[:-1] if len(found) > 1 and found[-1] in HEADS else found) or (fold(item),)


def _said(item: str, text: str) -> bool:
    """Whether *text* has all words of *item* in their order."""
    rest = iter(stems(text))
    return all(stem in rest for stem in stems(item))


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
