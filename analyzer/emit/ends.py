"""Where the survivor's sections, headings and items end: what is added comes behind that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.facts import sense
from analyzer.model import Shape
from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Block, Definition, Heading, NewSection, SectionPath

_HEADED = {*(shape for shape in Shape if shape.listed), Shape.CODE, Shape.ROW}
_OF_LISTS = {"item", "table"}
"""Headings that are part of the list or table that they head."""
_ENDED = (".", "!", "?")
_LONGEST_TITLE = 12
"""Words of a line that leads to something without a colon."""
_CLOSING_TAG = re.compile(r"\s*</[\w:-]+>\s*")


def end_of_item(survivor: Definition, block: Block) -> int:
    """Return the last line of *block*, and of what hangs below it or is the list that it leads to."""
    end = block.span.end
    if _leads(survivor, block):
        for below in _behind(survivor, block):
            if below.shape not in _HEADED or not _is_beside(below, block):
                break
            end = below.span.end
    if block.shape.listed:
        for below in (b for b in survivor.body if b.span.start > block.span.start):
            if below.depth <= block.depth or below.headings[: len(block.headings)] != block.headings:
                break
            end = below.span.end
    return end


def end_of_list(survivor: Definition, items: Sequence[Block]) -> int:
    """Return the line behind which one more of *items* comes: not between the last one and code that it leads to."""
    last = items[-1]
    behind = next(iter(_behind(survivor, last)), None)
    leads = last.shape is Shape.ITEM and last.text.rstrip("*_").endswith(":")
    if leads and behind and behind.shape in {Shape.CODE, Shape.ROW} and _is_beside(behind, last):
        return last.span.start - 1
    return end_of_item(survivor, last)


def _leads(survivor: Definition, block: Block) -> bool:
    """Whether *block* is a plain line that leads to the list, table, code or sections right behind it."""
    text = block.text.rstrip("*_")
    title = text.endswith(":") or (len(words(text)) <= _LONGEST_TITLE and not text.endswith(_ENDED))
    if block.shape is not Shape.SENTENCE or not title:
        return False
    return _precedes_list(survivor, block) or before_lead(survivor, block.span.end) < block.span.end


def _goes_on(survivor: Definition, block: Block) -> bool:
    """Whether a list, a table, code, or a line that leads to one, comes right behind *block*."""
    following = next(iter(_behind(survivor, block)), None)
    return _precedes_list(survivor, block) or (following is not None and _leads(survivor, following))


def _precedes_list(survivor: Definition, block: Block) -> bool:
    following = next(iter(_behind(survivor, block)), None)
    return following is not None and following.shape in _HEADED and _is_beside(following, block)


def _behind(survivor: Definition, block: Block) -> list[Block]:
    return [b for b in survivor.body if b.span.start > block.span.end]


def _is_beside(below: Block, block: Block) -> bool:
    """Whether *below* stands in the section of *block*, apart from headings that are part of a list."""
    inner = below.headings[len(block.headings) :]
    return below.headings[: len(block.headings)] == block.headings and all(h.form in _OF_LISTS for h in inner)


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


def end_for(survivor: Definition, new: NewSection) -> int:
    """Return the line behind which *new* comes; the last one where what closes the file would be turned round by it."""
    if new.before:
        return before_lead(survivor, new.before.span.start - 1)
    end, last = end_of_section(survivor, new.after), survivor.closing
    if last is None or end != last.span.start - 1:
        return before_lead(survivor, end)
    own = last.headings[-1].title if last.headings else ""
    return end if sense(new.title) == sense(own) else len(survivor.text.split("\n"))


def before_lead(survivor: Definition, line: int) -> int:
    """Return *line*, or the last one before the paragraph above it where that leads to the sections below."""
    raw = survivor.text.split("\n")
    below = next((n for n, text in enumerate(raw[line:], line + 1) if text.strip()), None)
    above = [b for b in survivor.body if b.span.end <= line]
    if not above or below not in {h.span.start for h in survivor.headings if h.form not in _OF_LISTS}:
        return line
    last = above[-1]
    headed = any(last.span.end < h.span.start <= line for h in survivor.headings)
    if headed or last.shape is not Shape.SENTENCE or not last.text.rstrip("*_").endswith(":"):
        return line
    return next((n for n in range(last.span.start - 1, 0, -1) if not raw[n - 1].strip()), 0)


def _before_closing(survivor: Definition, line: int) -> int:
    """Return *line*, or the last one before the paragraph that closes the file where that comes before it."""
    last = survivor.closing
    return last.span.start - 1 if last and last.span.start <= line else line


def end_of_text(survivor: Definition, path: SectionPath) -> int:
    """Return the last line of what stands in the section at *path* before the sections below it."""
    own = (b for b in survivor.body if b is not survivor.closing)
    titles = [(b.span.end, tuple(h.title for h in b.headings if h.form not in _OF_LISTS)) for b in own]
    return max((end for end, section in titles if section == path), default=end_of_heading(survivor, path))


def texts_before(survivor: Definition, path: SectionPath, texts: Sequence[Block], *, dangling: bool) -> list[Block]:
    """Return those of *texts*, in the section at *path*, behind which more text may come.

    Nothing comes between a line and the list that it leads to. With *dangling*, the text leads to nothing: it must not
    seem to lead to what comes next.
    """
    found = _opening(survivor, texts) if path in {(), survivor.root} else texts
    plain = [b for b in found if not _leads(survivor, b)]
    return [b for b in plain if not (dangling and _goes_on(survivor, b))]


def _opening(survivor: Definition, blocks: Sequence[Block]) -> list[Block]:
    """Return those of *blocks* that stand before the survivor's first heading below its title."""
    below = [h.span.start for h in survivor.headings if h.level > 1] or [h.span.start for h in survivor.headings]
    return [b for b in blocks if not below or b.span.start < below[0]] or list(blocks)


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
