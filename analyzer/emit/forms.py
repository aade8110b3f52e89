"""Markdown's forms: how a heading, an item, a table row, a code block is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.labels import read_label, read_marks, unnumbered
from analyzer.model import Kind, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Block, Heading, Passage

_ENDED = (
    ".",
    "!",
    "?",
    ":",
    ";",
    ",",
    "\u2026",
    "\u3002",
    ".**",
    "!**",
    "?**",
    '."',
    ".)",
    "\u2014",
    "\u2013",
    "-",
    "|",
)


def heading_lines(title: str, like: Heading | None, written: str, *, listed: bool) -> list[str]:
    """Return the lines of a heading in the form of *like*, whose line is *written*; without one an ATX heading.

    A number that the title had among its source's sections is left out. *listed* tells that a list, a table or a
    block follows: above prose, a line that ends with a colon is no heading.
    """
    bare = unnumbered(title)
    if like is None:
        return [f"## {bare}"]
    if like.form in {"bold", "label"}:
        if not listed:
            return [bold_heading(bare)]
        if like.form == "label":
            return [f"{bare}:"]
        inside = re.search(r":[*_]+$", written.rstrip())
        return [f"**{bare}:**" if inside else bold_heading(bare) + ":" * written.rstrip("*_ ").endswith(":")]
    marks = re.match(r"#{1,6}(?=\s)", written.strip())
    return [f"{marks[0] if marks else '#' * min(6, like.level)} {bare}"]


def bold_heading(title: str) -> str:
    """Return *title* as a bold line: with the mark that ends a sentence it would be one."""
    return f"**{title.rstrip('.!?:;,')}**"


def item_line(text: str, prefix: str, count: int) -> str:
    """Return a list item; *prefix* is indent and mark of the item before, *count* how many items after it it stands."""
    before = read_marks(prefix)
    return "".join(before if before.number is None else before.numbered(before.number + count)) + text


def ornament(marker: str) -> str:
    """Return what a list item's *marker* has besides bullet, number and box, ready to stand before a text."""
    marks = read_marks(f"{marker} ")
    return marks.rest if marks.mark else ""


def missing_end(block: Block, first: str, last: str) -> list[str]:
    """Return the line that would end *block*, whose *first* and *last* line are given; none where it has an end."""
    if block.shape is Shape.HTML and block.text.startswith("<!--") and "-->" not in block.text:
        return ["-->"]
    fence = re.match(r"`{3,}|~{3,}", block.marker)
    if block.shape is not Shape.CODE or fence is None or not first.startswith(fence[0]):
        return []
    closed = block.span.end > block.span.start and last.startswith(fence[0]) and not last.strip(fence[0][0])
    return [] if closed else [fence[0]]


def in_one_line(sentences: Sequence[str]) -> str:
    """Return *sentences* behind each other; one that ends without a mark gets a full stop before the next."""
    *before, last = sentences
    return " ".join([*(s if s.endswith(_ENDED) else f"{s}." for s in before), last])


def header_lines(header: str) -> list[str]:
    """Return the lines above a table's rows: its *header*, cells joined by `` | ``, and the rule below it."""
    return [f"| {header} |", "|" + " --- |" * len(re.split(r"(?<!\\)\|", header))]


def as_lines(passage: Passage) -> list[str]:
    """Return the lines of a passage that is no list item, row or prose: code in its fence, all else as it stands."""
    statement = passage.wording
    if statement.shape is Shape.CODE:
        longest = max((len(run) for run in re.findall(r"`+", passage.text)), default=0)
        fence = statement.marker or "`" * max(3, longest + 1)
        closing = re.match(r"`{3,}|~{3,}", fence)
        return [fence, *passage.text.split("\n"), closing[0] if closing else fence]
    return passage.text.split("\n")


def form_of(passage: Passage) -> str:
    """Return the form that *passage* is written in: a line with a label of its own is a list item, but for a role."""
    found = form(passage.wording.shape)
    label = read_label(passage.text) if passage.wording.kind is not Kind.ROLE else None
    return "list" if found == "prose" and label and label.bold else found


def announces(passage: Passage) -> bool:
    """Whether *passage* is a text that ends as one does that leads to a list."""
    return form_of(passage) == "prose" and passage.text.rstrip("*_").endswith(":")


def form(shape: Shape) -> str:
    """Return the form that *shape* is written in."""
    if shape.listed:
        return "list"
    if shape in {Shape.SENTENCE, Shape.FIELD, Shape.QUOTE}:
        return "prose"
    return "table" if shape is Shape.ROW else "block"
