"""What the survivor lacks: where it goes into the survivor's sections, and the sections that are made for it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.emit.capitals import has_capitals, with_capitals
from analyzer.emit.ends import (
    before_lead,
    end_for,
    end_of_heading,
    end_of_item,
    end_of_list,
    end_of_text,
    heading_at,
    indent_of,
    outermost,
    texts_before,
)
from analyzer.emit.forms import (
    announces,
    as_lines,
    form,
    form_of,
    header_lines,
    heading_lines,
    in_one_line,
    item_line,
    ornament,
)
from analyzer.emit.groups import grouped
from analyzer.emit.outlines import Outlines
from analyzer.emit.sheet import Line
from analyzer.emit.trees import Tree
from analyzer.labels import read_marks
from analyzer.model import Shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.emit.numbers import Runs
    from analyzer.emit.sheet import Sheet
    from analyzer.model import Block, Canonical, Definition, Heading, NewSection, Passage, SectionPath, Statement

_NEW_LIST = "- "


def add(sheet: Sheet, canonical: Canonical, numbers: Mapping[int, int], runs: Runs) -> None:
    """Put onto *sheet* what the survivor of *canonical* lacks: into its sections, as new sections, and at its end.

    *numbers* has the number of each passage by its identity, *runs* the survivor's numbered lists.
    """
    survivor, outlines = canonical.survivor, Outlines(canonical.definitions)
    wanted: dict[SectionPath, list[Passage]] = defaultdict(list)
    made: dict[SectionPath, list[Passage]] = {new.path: [] for new in canonical.sections}
    led = {new.path for new in canonical.sections if new.is_led}
    added = [p for p in canonical.passages if p.place is None]
    for passage in (p for p in added if not p.closing):
        path = next((path for path in made if passage.section[: len(path)] == path), None)
        home = passage.section if path is None else path[:-1] if path in led else None
        (made[path] if home is None and path else wanted[home or ()]).append(passage)
    for path, passages in wanted.items():
        rest = _align(sheet, canonical, path, passages, numbers, runs)
        _extend_section(sheet, canonical, path, rest, numbers, runs)
    closing = Tree(outlines, numbers, level=1, flat=False)
    closing.write([((), p) for p in added if p.closing])
    sheet.after[len(survivor.text.split("\n"))].append(closing.lines)
    # Where several go behind one line, inner sections come before outer ones.
    for new in sorted((new for new in canonical.sections if not new.is_led), key=lambda new: -len(new.path)):
        _make_section(sheet, canonical, new, made[new.path], numbers)


def _make_section(
    sheet: Sheet, canonical: Canonical, new: NewSection, passages: Sequence[Passage], numbers: Mapping[int, int]
) -> None:
    """Put *new* with its *passages* onto *sheet*."""
    survivor = canonical.survivor
    raw = survivor.text.split("\n")
    below = [p.section[len(new.path) :] for p in passages]
    like = new.like or heading_at(survivor, new.path[:-1])
    level = _level(like, raw) + (new.like is None) if like else 2
    flat = like is not None and _is_flat(like)
    capitals = has_capitals(survivor)
    tree = Tree(Outlines(canonical.definitions), numbers, level=level, flat=flat, capitals=capitals)
    tree.write(list(zip(below, passages, strict=True)))
    first = passages[0]
    listed = not below[0] and form_of(first) != "prose" and first.wording.shape is not Shape.HTML
    written = raw[like.span.start - 1] if like and new.like else "#" * min(6, level) + " "
    title = heading_lines(with_capitals(new.title) if capitals else new.title, like, written, listed=listed)
    line = end_for(survivor, new)
    close = listed and like is not None and flat and bool(raw[like.span.end].strip())
    sheet.after[line].append([Line(""), *map(Line, title), *tree.lines[close:], Line("")])


def _level(heading: Heading, raw: Sequence[str]) -> int:
    """Return how many marks *heading* has, or would have."""
    marks = re.match(r"#{1,6}(?=\s)", raw[heading.span.start - 1].strip())
    return len(marks[0]) if marks else min(6, heading.level)


def _is_flat(heading: Heading) -> bool:
    return heading.form in {"bold", "label"}


def _align(  # noqa: PLR0913, PLR0917 - the section, what comes to it, and how lines are known
    sheet: Sheet,
    canonical: Canonical,
    path: SectionPath,
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
    canonical: Canonical,
    path: SectionPath,
    passages: Sequence[Passage],
    numbers: Mapping[int, int],
    runs: Runs,
) -> None:
    survivor, outlines = canonical.survivor, Outlines(canonical.definitions)
    own = (b for b in survivor.body if b is not survivor.closing)
    blocks = outermost([b for b in own if tuple(h.title for h in b.headings) == path])
    procedures = 0
    for group in grouped(passages, path, outlines):
        mixed = len({form_of(p) for p in group}) > 1 or any(announces(p) for p in group[:-1])
        if mixed or group[0].template or any(len(p.section) > len(path) for p in group):
            heading = heading_at(survivor, path)
            level = _level(heading, survivor.text.split("\n")) if heading else 1
            flat = heading is not None and _is_flat(heading)
            tree = Tree(outlines, numbers, level=level, flat=flat, capitals=has_capitals(survivor))
            tree.write([(p.section[len(path) :], p) for p in group])
            line = max((end_of_item(survivor, b) for b in blocks), default=end_of_heading(survivor, path))
            sheet.after[line].append([*_indented(tree.lines, indent_of(survivor, path, blocks)), Line("")])
            continue
        alike = [b for b in blocks if _goes_on(b, group[0])]
        dangling = announces(group[-1])
        if form_of(group[0]) == "prose":
            alike = texts_before(survivor, path, alike, dangling=dangling)
        near = alike or blocks
        line = end_of_list(survivor, near) if near else end_of_heading(survivor, path)
        line = before_lead(survivor, end_of_text(survivor, path) if dangling and not alike else line)
        # What another does step by step is no continuation of the survivor's steps: its list begins anew.
        anew = bool(alike) and len(group) > 1 and group[0].wording.shape is Shape.STEP
        procedures += anew
        joins = bool(alike) and form_of(group[0]) in {"list", "table"} and not anew
        run = runs.of_line.get(alike[-1].span.start, 0) if joins else 0
        prefix = _other_list(_prefix(survivor, alike), procedures) if anew else _prefix(survivor, alike)
        rendered = _rendered(group, prefix, numbers, joins=joins, run=run)
        if not joins or form_of(group[0]) == "table":
            rendered = _indented(rendered, indent_of(survivor, path, alike if dangling else [*blocks, *near[-1:]]))
        sheet.after[line].append(rendered if joins else [Line(""), *rendered, Line("")])


def _indented(lines: Sequence[Line], indent: str) -> list[Line]:
    return [replace(line, text=f"{indent}{line.text}" if line.text else "") for line in lines]


def _goes_on(block: Block, passage: Passage) -> bool:
    """Whether *passage* may come next to *block* in one list, table or text: steps are a list of their own."""
    steps = {block.shape, passage.wording.shape} & {Shape.STEP}
    return form(block.shape) == form_of(passage) and (not steps or block.shape is passage.wording.shape)


def _prefix(survivor: Definition, alike: Sequence[Block]) -> str:
    """Return indent and marks of the list that is continued; an ornament where all its items have the same."""
    if not alike or not alike[-1].shape.listed:
        return _NEW_LIST
    marks = {ornament(b.marker) for b in alike}
    return _prefix_of(survivor, alike[-1].span.start) + (marks.pop() if len(marks) == 1 else "")


def _other_list(prefix: str, nth: int) -> str:
    """Return the mark before the first item of the *nth* numbered list behind one with *prefix*.

    CommonMark begins a list anew where the sign behind the numbers is another.
    """
    marks = read_marks(prefix)
    own, other = (".", ")") if marks.mark.endswith(".") else (")", ".")
    return f"{marks.indent}0{other if nth % 2 else own}{marks.space}"


def _prefix_of(survivor: Definition, line: int) -> str:
    """Return indent and bullet or number of the list item on *line*; its box, where it has one, not ticked."""
    marks = read_marks(survivor.text.split("\n")[line - 1])
    return "".join(marks._replace(box="[ ] " if marks.box else "", rest="")) if marks.mark else _NEW_LIST


def _rendered(
    group: Sequence[Passage], prefix: str, numbers: Mapping[int, int], *, joins: bool = False, run: int = 0
) -> list[Line]:
    """Return the lines of passages of one form.

    *joins* tells that they go on with a list or table, *run* with which numbered list.
    """
    lines: list[Line] = []
    if prefix == _NEW_LIST and all(p.wording.shape is Shape.STEP for p in group):
        prefix = "0. "
    if form_of(group[0]) == "prose":
        return [Line(in_one_line([p.text for p in group]), tuple(numbers[id(p)] for p in group))]
    for count, passage in enumerate(group, 1):
        tag = (numbers[id(passage)],)
        if form_of(passage) == "list":
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
