"""The survivor's body under the pen: what stands on each of its lines, and what comes after it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the canonical."""

    text: str
    tags: tuple[int, ...] = ()
    """The passages that stand in it, by number."""
    run: int = 0
    """The numbered list of which an item begins here; 0 for none."""


@dataclass(slots=True)
class Sheet:
    """The survivor's lines by number, from 1, and the groups of lines that are added behind each."""

    lines: dict[int, list[Line]]
    after: dict[int, list[list[Line]]] = field(default_factory=lambda: defaultdict(list))

    def flat(self) -> list[Line]:
        """Return all lines in order, without blank ones in a row (outside of passages) or at the end."""
        tidy: list[Line] = []
        for line in self._in_order():
            if line.text.strip() or line.tags or not tidy or tidy[-1].text.strip() or tidy[-1].tags:
                tidy.append(line)
        while tidy and not tidy[-1].text.strip():
            tidy.pop()
        return tidy

    def _in_order(self) -> list[Line]:
        lines: list[Line] = []
        for n in sorted({*self.lines, *self.after}):
            lines += self.lines.get(n, [])
            for added in self.after.get(n, []):
                lines += added
        return lines


def places(lines: Sequence[Line], count: int, offset: int) -> tuple[tuple[int, int], ...]:
    """Return first and last line of each of *count* passages, counted from 1 after *offset* lines before."""
    found: dict[int, list[int]] = defaultdict(list)
    for n, line in enumerate(lines, offset + 1):
        for tag in line.tags:
            found[tag].append(n)
    return tuple((found[i][0], found[i][-1]) for i in range(count))
