"""What the survivor lacks: where it goes into the survivor's sections, and the sections that are made for it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.emit.forms import as_lines, header_lines, heading_lines, in_one_line, item_line, ornament
from analyzer.emit.sheet import Line
from analyzer.model import Kind, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.emit.numbers import Runs
    from analyzer.emit.sheet import Sheet
    from analyzer.model import Block, Canonical, Definition, Heading, Passage, Statement

_LISTED = {Shape.ITEM, Shape.STEP}
_LABELLED = re.compile(r"\*\*[^*]+\*\*:? ")
_CLOSING_TAG = re.compile(r"\s*</[\w:-]+>\s*")
_NEW_LIST = "- "


def add(sheet: Sheet, canonical: Canonical, numbers: Mapping[int, int], runs: Runs) -> None:
    """Put onto *sheet* what the survivor of *canonical* lacks: into its sections, and as new sections.

    *numbers* has the number of each passage by its identity, *runs* the survivor's numbered lists.
    """
    wanted: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in canonical.passages:
        if passage.place is None:
            wanted[passage.section].append(passage)
    made = {(new.title,): new for new in canonical.sections}
    raw = canonical.survivor.text.split("\n")
    for path, passages in wanted.items():
        if path not in made:
            rest = _align(sheet, canonical, path, passages, numbers, runs)
            _extend_section(sheet, canonical.survivor, path, rest, numbers, runs)
    for path, new in made.items():
        after = _end_of_section(canonical.survivor, new.after)
        groups = _grouped(wanted[path])
        first = groups[0][0] if groups else None
        listed = first is not None and _form_of(first) != "prose" and first.wording.shape is not Shape.HTML
        written = raw[new.like.span.start - 1] if new.like else ""
        lines = [Line(text) for text in heading_lines(new.title, new.like, written, listed=listed)]
        for group in groups:
            lines += [Line(""), *_rendered(group, _NEW_LIST, numbers)]
        sheet.after[after].append([Line(""), *lines, Line("")])


def _align(  # noqa: PLR0913, PLR0917 - the section, what comes to it, and how lines are known
    sheet: Sheet,
    canonical: Canonical,
    path: tuple[str, ...],
    passages: Sequence[Passage],
    numbers: Mapping[int, int],
    runs: Runs,
) -> list[Passage]:
    """Put the steps among *passages* where their source has them between others; return the rest."""
    there = {
        s: p.place.span.start
        for p in canonical.passages
        if p.place and p.place.section == path and p.place.span.start in runs.of_line
        for s in p.stands_for
        if s.shape is Shape.STEP
    }
    rest: list[Passage] = []
    for passage in passages:
        found = _neighbour(passage.wording, there) if passage.wording.shape is Shape.STEP else None
        line = None if found is None else runs.end_of_item(found[0]) if found[1] else found[0] - 1
        if found is None or line is None:
            rest.append(passage)
        else:
            there[passage.wording] = found[0]
            text = item_line(passage.text, _prefix_of(canonical.survivor, found[0]), 0)
            sheet.after[line].append([Line(text, (numbers[id(passage)],), runs.of_line[found[0]])])
    return rest


def _neighbour(step: Statement, there: Mapping[Statement, int]) -> tuple[int, bool] | None:
    """Return the survivor's line that stands for the step before *step* in its source, and that it does.

    Without one, the line for the step after it, and that it is not before. None where neither has one.
    """
    own = [s for s in there if s.path == step.path and s.section == step.section]
    before = [s for s in own if s.ordinal < step.ordinal]
    if before:
        return there[max(before)], True
    return (there[min(own)], False) if own else None


def _extend_section(  # noqa: PLR0913, PLR0917 - as above
    sheet: Sheet,
    survivor: Definition,
    path: tuple[str, ...],
    passages: Sequence[Passage],
    numbers: Mapping[int, int],
    runs: Runs,
) -> None:
    blocks = _outermost([b for b in survivor.blocks if not b.field and tuple(h.title for h in b.headings) == path])
    for group in _grouped(passages):
        alike = [b for b in blocks if _form(b.shape) == _form_of(group[0])]
        if path in {(), survivor.root} and all(p.wording.kind is Kind.ROLE for p in group):
            alike = _opening(survivor, alike)
        near = alike or blocks
        line = _end_of_item(survivor, near[-1]) if near else _end_of_section(survivor, _heading(survivor, path))
        joins = bool(alike) and _form_of(group[0]) in {"list", "table"}
        run = runs.of_line.get(alike[-1].span.start, 0) if joins else 0
        rendered = _rendered(group, _prefix(survivor, alike), numbers, joins=joins, run=run)
        if not joins or _form_of(group[0]) == "table":
            indent = _indent(survivor, [*blocks, *near[-1:]])
            rendered = [replace(added, text=f"{indent}{added.text}".rstrip()) for added in rendered]
        sheet.after[line].append(rendered if joins else [Line(""), *rendered, Line("")])


def _outermost(blocks: Sequence[Block]) -> list[Block]:
    """Return those of *blocks* that hang below no other: what is added below an item of a list would be part of it."""
    least = min((b.depth for b in blocks), default=0)
    return [b for b in blocks if b.depth == least]


def _indent(survivor: Definition, blocks: Sequence[Block]) -> str:
    """Return the white space before the last of *blocks* that is no indented code: that has some of its own."""
    plain = [b for b in blocks if b.shape is not Shape.CODE or b.marker]
    line = survivor.text.split("\n")[plain[-1].span.start - 1] if plain else ""
    return line[: len(line) - len(line.lstrip(" \t"))]


def _end_of_item(survivor: Definition, block: Block) -> int:
    """Return the last line of *block*, and of what hangs below it where it is a list item."""
    end = block.span.end
    if block.shape in _LISTED:
        for below in (b for b in survivor.blocks if not b.field and b.span.start > block.span.start):
            if below.depth <= block.depth or below.headings[: len(block.headings)] != block.headings:
                break
            end = below.span.end
    return end


def _prefix(survivor: Definition, alike: Sequence[Block]) -> str:
    """Return indent and marks of the list that is continued; an ornament where all its items have the same."""
    if not alike or alike[-1].shape not in _LISTED:
        return _NEW_LIST
    marks = {ornament(b.marker) for b in alike}
    return _prefix_of(survivor, alike[-1].span.start) + (marks.pop() if len(marks) == 1 else "")


def _prefix_of(survivor: Definition, line: int) -> str:
    """Return indent and bullet or number of the list item on *line*; its box, where it has one, not ticked."""
    found = re.match(r"([\s>]*)([-*+]|\d+[.)])(\s+)(\[[ xX~-]\]\s+)?", survivor.text.split("\n")[line - 1])
    return f"{found[1]}{found[2]}{found[3]}{'[ ] ' if found[4] else ''}" if found else _NEW_LIST


def _rendered(
    group: Sequence[Passage], prefix: str, numbers: Mapping[int, int], *, joins: bool = False, run: int = 0
) -> list[Line]:
    """Return the lines of passages of one form.

    *joins* tells that they go on with a list or table, *run* with which numbered list.
    """
    lines: list[Line] = []
    if prefix == _NEW_LIST and all(p.wording.shape is Shape.STEP for p in group):
        prefix = "0. "
    if _form_of(group[0]) == "prose":
        return [Line(in_one_line([p.text for p in group]), tuple(numbers[id(p)] for p in group))]
    for count, passage in enumerate(group, 1):
        tag = (numbers[id(passage)],)
        if _form_of(passage) == "list":
            lines.append(Line(item_line(passage.text, prefix, count), tag, run))
        elif passage.wording.shape is Shape.ROW:
            if not joins and (count == 1 or group[count - 2].wording.heading != passage.wording.heading):
                lines += [Line(text) for text in ([""] * (count > 1) + header_lines(passage.wording.heading))]
            lines.append(Line(f"| {passage.text} |", tag))
        else:
            if lines:
                lines.append(Line(""))
            lines += [Line(text, tag) for text in as_lines(passage)]
    return lines


def _grouped(passages: Iterable[Passage]) -> list[list[Passage]]:
    """Return *passages* by form, in the order in which the forms first come; each source's prose stays for itself."""
    groups: dict[tuple[object, ...], list[Passage]] = defaultdict(list)
    for p in passages:
        form = _form_of(p)
        prose = (p.wording.path, p.wording.section, p.wording.kind is Kind.ROLE) if form == "prose" else ()
        groups[form, *prose].append(p)
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
    """Return the last line of all that stands below *heading*, its subsections included; of the file without one.

    Tags that close there belong to it: what comes before them would be inside of them.
    """
    raw = survivor.text.rstrip("\n").split("\n")
    if heading is None:
        return len(raw)
    inside = [b.span.end for b in survivor.blocks if not b.field and heading in b.headings]
    end = max([heading.span.end, *inside])
    for n, line in enumerate(raw[end:], end + 1):
        if _CLOSING_TAG.fullmatch(line):
            end = n
        elif line.strip():
            break
    return end
