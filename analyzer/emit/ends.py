"""Where the survivor's sections, headings and items end: what is added comes behind that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.model import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Block, Definition, Heading, SectionPath

_CLOSING_TAG = re.compile(r"\s*</[\w:-]+>\s*")


def end_of_item(survivor: Definition, block: Block) -> int:
    """Return the last line of *block*, and of what hangs below it where it is a list item."""
    end = block.span.end
    if block.shape.listed:
        for below in (b for b in survivor.body if b.span.start > block.span.start):
            if below.depth <= block.depth or below.headings[: len(block.headings)] != block.headings:
                break
            end = below.span.end
    return end


def end_of_heading(survivor: Definition, path: SectionPath) -> int:
    """Return the last line of the heading at *path*, below which only sections stand; of the file without one."""
    heading = heading_at(survivor, path)
    return heading.span.end if heading else end_of_section(survivor, None)


def heading_at(survivor: Definition, path: SectionPath) -> Heading | None:
    """Return the heading at *path*, or None."""
    return next((h for h in survivor.headings if h.path == path), None)


def end_of_section(survivor: Definition, heading: Heading | None) -> int:
    """Return the last line of all that stands below *heading*, its subsections included; of the file without one.

    Tags that close there belong to it: what comes before them would be inside of them.
    """
    raw = survivor.text.rstrip("\n").split("\n")
    if heading is None:
        return _before_closing(survivor, len(raw))
    inside = [b.span.end for b in survivor.body if heading in b.headings]
    end = max([heading.span.end, *inside])
    for n, line in enumerate(raw[end:], end + 1):
        if _CLOSING_TAG.fullmatch(line):
            end = n
        elif line.strip():
            break
    return _before_closing(survivor, end)


def _before_closing(survivor: Definition, line: int) -> int:
    """Return *line*, or the last one before the paragraph that closes the file where that comes before it."""
    last = survivor.closing
    return last.span.start - 1 if last and last.span.start <= line else line


def outermost(blocks: Sequence[Block]) -> list[Block]:
    """Return those of *blocks* that hang below no other: what is added below an item of a list would be part of it."""
    least = min((b.depth for b in blocks), default=0)
    return [b for b in blocks if b.depth == least]


def indent_of(survivor: Definition, path: SectionPath, blocks: Sequence[Block]) -> str:
    """Return the white space before the last of *blocks* that is no indented code: that has some of its own.

    Without one, that of the heading at *path*; an item's is the white space before its mark.
    """
    plain = [b.span.start for b in blocks if b.shape is not Shape.CODE or b.marker]
    heading = heading_at(survivor, path)
    start = plain[-1] if plain else heading.span.start if heading else 0
    line = survivor.text.split("\n")[start - 1] if start else ""
    return line[: len(line) - len(line.lstrip(" \t"))]
