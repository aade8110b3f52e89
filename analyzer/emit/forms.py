"""Markdown's forms: how a heading, an item, a table row, a code block is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.model import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Heading, Passage


def heading_lines(title: str, like: Heading | None) -> list[str]:
    """Return the lines of a heading in the form of *like*; an ATX heading of the second level without one."""
    if like is None:
        return [f"## {title}"]
    if like.form == "bold":
        return [f"**{title}**:"]
    if like.form == "label":
        return [f"{title}:"]
    return [f"{'#' * min(6, like.level)} {title}"]


def item_line(text: str, prefix: str, count: int) -> str:
    """Return a list item; *prefix* is indent and mark of the item before, *count* how many items after it it stands."""
    number = re.match(r"(\s*)(\d+)([.)]\s+)", prefix)
    if number:
        prefix = f"{number[1]}{int(number[2]) + count}{number[3]}"
    return prefix + text


def in_one_line(sentences: Sequence[str]) -> str:
    """Return *sentences* behind each other; one that ends with a word gets a full stop before the next."""
    *before, last = sentences
    return " ".join([*(f"{s}." if s[-1:].isalnum() else s for s in before), last])


def as_lines(passage: Passage) -> list[str]:
    """Return the lines of a passage that is no list item and no prose: code in its fence, a table with its header."""
    statement = passage.wording
    if statement.shape is Shape.CODE:
        fence = statement.marker or "```"
        closing = re.match(r"\s*(`{3,}|~{3,})", fence)
        return [fence, *passage.text.split("\n"), closing[1] if closing else "```"]
    if statement.shape is Shape.ROW:
        return [f"| {passage.text} |"]
    return passage.text.split("\n")
