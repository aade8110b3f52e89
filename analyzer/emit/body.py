"""The body: the survivor's lines with what goes taken out and what is new put in."""

from __future__ import annotations

import re
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING

from analyzer.emit.additions import add
from analyzer.emit.forms import in_one_line, missing_end, ornament
from analyzer.emit.numbers import numbered_runs, renumbered
from analyzer.emit.sheet import Line, Sheet, places
from analyzer.labels import read_marks
from analyzer.model import Shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.model import Block, Canonical, Definition, Heading, Passage

_PROSE = {Shape.SENTENCE, Shape.QUOTE}
_CLOSING = re.compile(r"(---|\.\.\.)\s*")
_NO_FIELDS = re.compile(r"\s*^---[ \t]*\n\s*^(---|\.\.\.)[ \t]*(\n|\Z)", re.MULTILINE)


def write_body(canonical: Canonical, *, offset: int) -> tuple[list[str], tuple[tuple[int, int], ...]]:
    """Return the body's lines, and first and last line of each passage, counted from 1 after *offset* lines before."""
    survivor = canonical.survivor
    first = _first_line(survivor)
    raw = survivor.text.split("\n")
    runs = numbered_runs(survivor)
    sheet = Sheet({n: [Line(raw[n - 1], (), runs.of_line.get(n, 0))] for n in range(first, len(raw) + 1)})
    numbers = {id(p): i for i, p in enumerate(canonical.passages)}
    inside = _by_block(canonical)
    for block in survivor.body:
        _rewrite(sheet, block, inside[id(block)], numbers)
    _drop_empty_sections(sheet, canonical, inside)
    add(sheet, canonical, numbers, runs)
    _close_last(sheet, survivor)
    lines = renumbered(sheet.flat(), runs.first)
    return [line.text for line in lines], places(lines, len(canonical.passages), offset)


def _first_line(survivor: Definition) -> int:
    """Return the line where the body starts: after the front matter, be it empty or not closed."""
    if not survivor.fields:
        empty = _NO_FIELDS.match(survivor.text)
        return empty.group().count("\n") + 1 if empty else 1
    after = max(f.span.end for f in survivor.fields) + 1
    raw = survivor.text.split("\n")
    return after + 1 if after <= len(raw) and _CLOSING.fullmatch(raw[after - 1]) else after


def _by_block(canonical: Canonical) -> dict[int, list[Passage]]:
    """Return by the identity of each of the survivor's blocks the passages that are put there, in their order."""
    starting: dict[int, list[tuple[int, Passage]]] = defaultdict(list)
    for i, passage in enumerate(canonical.passages):
        if passage.place:
            starting[passage.place.span.start].append((i, passage))
    found = {}
    for block in canonical.survivor.blocks:
        lines = range(block.span.start, block.span.end + 1)
        near = sorted((pair for n in lines for pair in starting.get(n, ())), key=itemgetter(0))
        found[id(block)] = [p for _, p in near if _within(p, block)]
    return found


def _within(passage: Passage, block: Block) -> bool:
    place = passage.place
    return (
        place is not None
        and not place.field
        and place.shape is block.shape
        and block.span.start <= place.span.start
        and place.span.end <= block.span.end
    )


def _rewrite(sheet: Sheet, block: Block, inside: Sequence[Passage], numbers: Mapping[int, int]) -> None:
    """Put onto *block*'s lines what stays of it."""
    start, end = block.span.start, block.span.end
    if not inside:
        for n in range(start, end + 1):
            sheet.lines[n] = []
    elif all(_verbatim(p) for p in inside) and not _cut(block, inside):
        for n in range(start, end + 1):
            sheet.lines[n] = [Line(line.text, _on_line(n, inside, numbers), line.run) for line in sheet.lines[n]]
    else:
        first = sheet.lines[start][0]
        prefix = "".join(read_marks(first.text)._replace(rest=ornament(block.marker)))
        tags = tuple(numbers[id(p)] for p in inside)
        sheet.lines[start] = [Line(prefix + in_one_line([p.text for p in inside]), tags, first.run)]
        for n in range(start + 1, end + 1):
            sheet.lines[n] = []


def _verbatim(passage: Passage) -> bool:
    """Whether *passage* is what stands there already."""
    return passage.wording is passage.place and passage.text == passage.wording.text


def _cut(block: Block, inside: Sequence[Passage]) -> bool:
    """Whether sentences of *block* are gone."""
    letters = re.compile(r"\W")
    kept = "".join(letters.sub("", p.text) for p in inside)
    return block.shape in _PROSE and len(kept) < len(letters.sub("", block.text))


def _on_line(n: int, inside: Sequence[Passage], numbers: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(numbers[id(p)] for p in inside if p.place and p.place.span.start <= n <= p.place.span.end)


def _drop_empty_sections(sheet: Sheet, canonical: Canonical, inside: Mapping[int, Sequence[Passage]]) -> None:
    """Take out the headings below which there was something and nothing is left."""
    survivor = canonical.survivor
    wanted = {p.section[:n] for p in canonical.passages if p.place is None for n in range(1, len(p.section) + 1)}
    had = survivor.body
    left = [b for b in had if inside[id(b)]]
    empty = {h for b in had for h in b.headings} - {h for b in left for h in b.headings}
    for heading in empty:
        if heading.path not in wanted:
            for n in _lines_of(heading, sheet):
                sheet.lines[n] = []


def _lines_of(heading: Heading, sheet: Sheet) -> list[int]:
    """Return the lines that make *heading*: of a table the rule too, of a tag its end too."""
    lines = list(range(heading.span.start, heading.span.end + 1))
    if heading.form == "table":
        lines.append(heading.span.end + 1)
    elif heading.form == "tag":
        name = re.escape(heading.title.split()[0])
        closing = re.compile(rf"[\s>]*</{name}\s*>\s*")
        below = (n for n in sorted(sheet.lines) if n > heading.span.end)
        lines += [n for n in below if any(closing.fullmatch(line.text) for line in sheet.lines[n])][:1]
    return lines


def _close_last(sheet: Sheet, survivor: Definition) -> None:
    """End the code block or comment that the survivor leaves open to its end, where something comes after it."""
    last = survivor.blocks[-1] if survivor.blocks else None
    if last and sheet.lines.get(last.span.end) and max(sheet.after, default=0) >= last.span.end:
        raw = [sheet.lines[n][0].text.strip() for n in (last.span.start, last.span.end)]
        sheet.lines[last.span.end] += [Line(text) for text in missing_end(last, *raw)]
