"""The body: the survivor's lines with what goes taken out and what is new put in."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analyzer.emit.forms import as_lines, header_lines, heading_lines, in_one_line, item_line, missing_end
from analyzer.model import Kind, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.model import Block, Canonical, Definition, Heading, Passage

_LISTED = {Shape.ITEM, Shape.STEP}
_PROSE = {Shape.SENTENCE, Shape.QUOTE}
_LABELLED = re.compile(r"\*\*[^*]+\*\*:? ")
_NEW_LIST = "- "
_CLOSING = re.compile(r"(---|\.\.\.)\s*")
_NO_FIELDS = re.compile(r"\s*^---[ \t]*\n\s*^(---|\.\.\.)[ \t]*(\n|\Z)", re.MULTILINE)
Line = tuple[str, tuple[int, ...]]
"""A line of the canonical and the passages that stand in it, by number."""


@dataclass(slots=True)
class _Sheet:
    """The survivor's body under the pen: what stands on each of its lines, and what comes after it."""

    lines: dict[int, list[Line]]
    after: dict[int, list[list[Line]]] = field(default_factory=lambda: defaultdict(list))


def write_body(canonical: Canonical, *, offset: int) -> tuple[list[str], tuple[tuple[int, int], ...]]:
    """Return the body's lines, and first and last line of each passage, counted from 1 after *offset* lines before."""
    survivor = canonical.survivor
    first = _first_line(survivor)
    raw = survivor.text.split("\n")
    sheet = _Sheet({n: [(raw[n - 1], ())] for n in range(first, len(raw) + 1)})
    numbers = {id(p): i for i, p in enumerate(canonical.passages)}
    for block in (b for b in survivor.blocks if not b.field):
        inside = [p for p in canonical.passages if p.place and _within(p, block)]
        _rewrite(sheet, block, inside, numbers)
    _drop_empty_sections(sheet, canonical)
    _add(sheet, canonical, numbers)
    _close_last(sheet, survivor)
    lines = _tidy(_flat(sheet))
    return [text for text, _ in lines], _places(lines, len(canonical.passages), offset)


def _first_line(survivor: Definition) -> int:
    """Return the line where the body starts: after the front matter, be it empty or not closed."""
    if not survivor.fields:
        empty = _NO_FIELDS.match(survivor.text)
        return empty.group().count("\n") + 1 if empty else 1
    after = max(f.span.end for f in survivor.fields) + 1
    raw = survivor.text.split("\n")
    return after + 1 if after <= len(raw) and _CLOSING.fullmatch(raw[after - 1]) else after


def _within(passage: Passage, block: Block) -> bool:
    place = passage.place
    return (
        place is not None
        and not place.field
        and place.shape is block.shape
        and block.span.start <= place.span.start
        and place.span.end <= block.span.end
    )


def _rewrite(sheet: _Sheet, block: Block, inside: Sequence[Passage], numbers: dict[int, int]) -> None:
    """Put onto *block*'s lines what stays of it."""
    start, end = block.span.start, block.span.end
    tags = tuple(numbers[id(p)] for p in inside)
    if not inside:
        for n in range(start, end + 1):
            sheet.lines[n] = []
    elif all(p.wording is p.place and not p.fused for p in inside) and not _cut(block, inside):
        for n in range(start, end + 1):
            sheet.lines[n] = [(text, _on_line(n, inside, numbers)) for text, _ in sheet.lines[n]]
    else:
        prefix = re.match(r"\s*(?:>\s*)*(?:(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?)?", sheet.lines[start][0][0])
        text = (prefix.group() if prefix else "") + in_one_line([p.text for p in inside])
        sheet.lines[start] = [(text, tags)]
        for n in range(start + 1, end + 1):
            sheet.lines[n] = []


def _cut(block: Block, inside: Sequence[Passage]) -> bool:
    """Whether sentences of *block* are gone."""
    letters = re.compile(r"\W")
    kept = "".join(letters.sub("", p.text) for p in inside)
    return block.shape in _PROSE and len(kept) < len(letters.sub("", block.text))


def _on_line(n: int, inside: Sequence[Passage], numbers: dict[int, int]) -> tuple[int, ...]:
    return tuple(numbers[id(p)] for p in inside if p.place and p.place.span.start <= n <= p.place.span.end)


def _drop_empty_sections(sheet: _Sheet, canonical: Canonical) -> None:
    """Take out the headings below which there was something and nothing is left."""
    survivor = canonical.survivor
    wanted = {p.section[:n] for p in canonical.passages if p.place is None for n in range(1, len(p.section) + 1)}
    had = [b for b in survivor.blocks if not b.field]
    left = [b for b in had if any(_within(p, b) for p in canonical.passages)]
    empty = {h for b in had for h in b.headings} - {h for b in left for h in b.headings}
    for heading in empty:
        if heading.path not in wanted:
            # A table's header has its rule below it.
            for n in range(heading.span.start, heading.span.end + 1 + (heading.form == "table")):
                sheet.lines[n] = []


def _add(sheet: _Sheet, canonical: Canonical, numbers: dict[int, int]) -> None:
    """Put in what the survivor lacks: into its sections, and as new sections."""
    wanted: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in canonical.passages:
        if passage.place is None:
            wanted[passage.section].append(passage)
    made = {(new.title,): new for new in canonical.sections}
    for path, passages in wanted.items():
        if path not in made:
            _extend_section(sheet, canonical.survivor, path, passages, numbers)
    for path, new in made.items():
        after = _end_of_section(canonical.survivor, new.after)
        groups = _grouped(wanted[path])
        listed = bool(groups) and _form_of(groups[0][0]) == "list"
        lines: list[Line] = [(text, ()) for text in heading_lines(new.title, new.like, listed=listed)]
        for group in groups:
            lines += [("", ()), *_rendered(group, _NEW_LIST, numbers)]
        sheet.after[after].append([("", ()), *lines, ("", ())])


def _close_last(sheet: _Sheet, survivor: Definition) -> None:
    """End the code block or comment that the survivor leaves open to its end, where something comes after it."""
    last = survivor.blocks[-1] if survivor.blocks else None
    if last and sheet.lines.get(last.span.end) and max(sheet.after, default=0) >= last.span.end:
        raw = [sheet.lines[n][0][0].strip() for n in (last.span.start, last.span.end)]
        sheet.lines[last.span.end] += [(text, ()) for text in missing_end(last, *raw)]


def _extend_section(
    sheet: _Sheet, survivor: Definition, path: tuple[str, ...], passages: Sequence[Passage], numbers: dict[int, int]
) -> None:
    blocks = [b for b in survivor.blocks if not b.field and tuple(h.title for h in b.headings) == path]
    for group in _grouped(passages):
        alike = [b for b in blocks if _form(b.shape) == _form_of(group[0])]
        if not path and all(p.wording.kind is Kind.ROLE for p in group):
            alike = _opening(survivor, alike)
        near = alike or blocks
        line = near[-1].span.end if near else _end_of_section(survivor, _heading(survivor, path))
        joins = bool(alike) and _form_of(group[0]) in {"list", "table"}
        rendered = _rendered(group, _prefix(survivor, alike), numbers, joins=joins)
        sheet.after[line].append(rendered if joins else [("", ()), *rendered, ("", ())])


def _prefix(survivor: Definition, alike: Sequence[Block]) -> str:
    """Return indent and bullet of the list that is continued."""
    if not alike or alike[-1].shape not in _LISTED:
        return _NEW_LIST
    line = survivor.text.split("\n")[alike[-1].span.start - 1]
    found = re.match(r"(\s*)([-*+]|\d+[.)])(\s+)(\[[ xX]\]\s+)?", line)
    return "".join(part or "" for part in found.groups()) if found else _NEW_LIST


def _rendered(group: Sequence[Passage], prefix: str, numbers: dict[int, int], *, joins: bool = False) -> list[Line]:
    """Return the lines of passages of one form; *joins* tells that they go on with a list or table."""
    lines: list[Line] = []
    if prefix == _NEW_LIST and all(p.wording.shape is Shape.STEP for p in group):
        prefix = "0. "
    if _form_of(group[0]) == "prose":
        return [(in_one_line([p.text for p in group]), tuple(numbers[id(p)] for p in group))]
    for count, passage in enumerate(group, 1):
        tag = (numbers[id(passage)],)
        if _form_of(passage) == "list":
            lines.append((item_line(passage.text, prefix, count), tag))
        elif passage.wording.shape is Shape.ROW:
            if not joins and (count == 1 or group[count - 2].wording.heading != passage.wording.heading):
                lines += [(text, ()) for text in ([""] * (count > 1) + header_lines(passage.wording.heading))]
            lines.append((f"| {passage.text} |", tag))
        else:
            if lines:
                lines.append(("", ()))
            lines += [(text, tag) for text in as_lines(passage)]
    return lines


def _grouped(passages: Iterable[Passage]) -> list[list[Passage]]:
    """Return *passages* by form, in the order in which the forms first come."""
    groups: dict[str, list[Passage]] = defaultdict(list)
    for p in passages:
        opening = "opening " if p.wording.kind is Kind.ROLE and not p.section else ""
        groups[opening + _form_of(p)].append(p)
    return list(groups.values())


def _opening(survivor: Definition, blocks: Sequence[Block]) -> list[Block]:
    """Return those of *blocks* that stand before the survivor's first heading below its title."""
    below = [h.span.start for h in survivor.headings if h.level > 1] or [h.span.start for h in survivor.headings]
    return [b for b in blocks if not below or b.span.start < below[0]] or list(blocks)


def _form_of(passage: Passage) -> str:
    """Return the form that *passage* is written in: a line with a label of its own is a list item."""
    form = _form(passage.wording.shape)
    return "list" if form == "prose" and _LABELLED.match(passage.text) else form


def _form(shape: Shape) -> str:
    if shape in _LISTED:
        return "list"
    if shape in {Shape.SENTENCE, Shape.FIELD, Shape.QUOTE}:
        return "prose"
    return "table" if shape is Shape.ROW else "block"


def _heading(survivor: Definition, path: tuple[str, ...]) -> Heading | None:
    return next((h for h in survivor.headings if h.path == path), None)


def _end_of_section(survivor: Definition, heading: Heading | None) -> int:
    """Return the last line of all that stands below *heading*, its subsections included; of the file without one."""
    last = len(survivor.text.rstrip("\n").split("\n"))
    if heading is None:
        return last
    inside = [b.span.end for b in survivor.blocks if not b.field and heading in b.headings]
    return max([heading.span.end, *inside])


def _flat(sheet: _Sheet) -> list[Line]:
    lines: list[Line] = []
    for n in sorted({*sheet.lines, *sheet.after}):
        lines += sheet.lines.get(n, [])
        for added in sheet.after.get(n, []):
            lines += added
    return lines


def _tidy(lines: Sequence[Line]) -> list[Line]:
    """Return *lines* without blank lines in a row (outside of passages) and without blank lines at the end."""
    tidy: list[Line] = []
    for text, tags in lines:
        if text.strip() or tags or not tidy or tidy[-1][0].strip() or tidy[-1][1]:
            tidy.append((text, tags))
    while tidy and not tidy[-1][0].strip():
        tidy.pop()
    return tidy


def _places(lines: Sequence[Line], count: int, offset: int) -> tuple[tuple[int, int], ...]:
    found: dict[int, list[int]] = defaultdict(list)
    for n, (_, tags) in enumerate(lines, offset + 1):
        for tag in tags:
            found[tag].append(n)
    return tuple((found[i][0], found[i][-1]) for i in range(count))
