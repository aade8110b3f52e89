"""Numbered lists: which of the survivor's lines belong to one, and their numbers once the canonical is complete."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyzer.labels import read_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analyzer.emit.sheet import Line
    from analyzer.model import Definition


@dataclass(frozen=True, slots=True)
class Runs:
    """The numbered lists of a definition: runs of items whose numbers go up by one."""

    of_line: Mapping[int, int]
    """The run of each line on which an item begins; runs count from 1."""
    first: Mapping[int, int]
    """The number that each run begins with."""

    def end_of_item(self, line: int) -> int | None:
        """Return the last line of the item that begins on *line*, all below it included; None for a run's last."""
        following = sorted(n for n, run in self.of_line.items() if run == self.of_line.get(line) and n > line)
        return following[0] - 1 if following else None


def numbered_runs(definition: Definition) -> Runs:
    """Return the numbered lists of *definition*'s body."""
    of_line: dict[int, int] = {}
    first: dict[int, int] = {}
    open_runs: dict[object, tuple[int, int]] = {}
    for line, parents, text in sorted(_starts(definition)):
        item = read_marks(text)
        number = item.number
        if number is None:
            continue
        key = (parents, len(item.indent))
        run, last = open_runs.get(key, (0, -1))
        if number != last + 1:
            run = len(first) + 1
            first[run] = number
        of_line[line] = run
        open_runs[key] = (run, number)
    return Runs(of_line, first)


def _starts(definition: Definition) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Yield line, sections around it and text of each list item, be it a statement or the head of a nested list."""
    raw = definition.text.split("\n")
    for b in definition.body:
        if b.marker[:1].isdigit():
            yield b.span.start, tuple(h.title for h in b.headings), raw[b.span.start - 1]
    for h in definition.headings:
        if h.form == "item" and h.span.start <= len(raw):
            yield h.span.start, h.path[:-1], raw[h.span.start - 1]


def renumbered(lines: Sequence[Line], first: Mapping[int, int]) -> list[Line]:
    """Return *lines* with the items of each run numbered one after the other, beginning with its *first* number."""
    count = dict(first)
    fixed: list[Line] = []
    wider, content = 0, 0
    for line in lines:
        text = line.text
        if text.strip() and len(text) - len(text.lstrip()) < content:
            wider, content = 0, 0
        if text.strip():
            text = " " * wider + text
        item = read_marks(text)
        if line.run and item.number is not None:
            counted = item.numbered(count[line.run])
            count[line.run] += 1
            text = "".join(counted)
            # What stands below an item is indented as far as its text: 10 needs more room than 9.
            wider = max(0, len(counted.mark) - len(item.mark))
            content = len(item.indent) + len(item.mark) + len(item.space)
        fixed.append(replace(line, text=text))
    return fixed
