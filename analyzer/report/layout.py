"""Where a drawing puts what it shows: no label touches another, up to some two hundred definitions.

A force layout of that many labels is a hairball. Here every group stands on an ellipse of its own whose nodes have rows
of equal height, with the labels outside.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from analyzer.report.escape import line, middle

if TYPE_CHECKING:
    from analyzer.report.sketch import Group, Sketch

MARGIN = 16.0
"""All lengths are points."""
LABEL = 30
"""The most letters of a label."""

_ROW, _LETTER, _GAP, _TITLE = 17.0, 5.7, 22.0, 26.0


@dataclass(frozen=True, slots=True)
class Box:
    """A group's place: the corner *x*, *y* at the top left, and the radius *rx* of its ellipse."""

    group: Group
    x: float
    y: float
    width: float
    height: float
    left: float
    rx: float
    number: int
    """Its place among the groups, from 0."""

    @property
    def middle(self) -> float:
        """The ellipse's centre, from the left of the sheet."""
        return self.x + self.left + self.rx

    @property
    def title(self) -> str:
        """What stands above it."""
        family = self.group.family
        return f"{line(family.name, width=LABEL)} ({family.verdict})" if family else "in no family"


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet with a box for each group."""

    boxes: tuple[Box, ...]
    width: float
    height: float

    @property
    def places(self) -> dict[str, tuple[float, float]]:
        """Where the node of each path stands."""
        return {path: place for box in self.boxes for path, place in _places(box).items()}

    @property
    def homes(self) -> dict[str, Box]:
        """The box of each path."""
        return {path: box for box in self.boxes for path in box.group.paths}


def lay_out(drawing: Sketch) -> Layout:
    """Return a place for each group and each path of *drawing*."""
    boxes = _pack([_box(group, i, drawing.labels) for i, group in enumerate(drawing.groups)])
    width = max([box.x + box.width for box in boxes] + [420.0]) + MARGIN
    return Layout(tuple(boxes), width, max([box.y + box.height for box in boxes] + [MARGIN]))


def sides(group: Group) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the paths whose labels stand at the left, and those at the right."""
    half = math.ceil(len(group.paths) / 2)
    return group.paths[:half], group.paths[half:]


def _box(group: Group, number: int, labels: dict[str, str]) -> Box:
    """Return the *group*'s box before it has a place."""
    left, right = sides(group)
    lengths = [
        max((_letters(middle(labels[path], width=LABEL)) for path in side), default=0) * _LETTER
        for side in (left, right)
    ]
    rx = min(260.0, 36.0 + 0.28 * _ROW * len(left))
    box = Box(group, 0, 0, 0, _TITLE + _ROW * (len(left) + 0.5), lengths[0] + 20, rx, number)
    return replace(box, width=max(sum(lengths) + 2 * rx + 40, _letters(box.title) * _LETTER * 1.2 + 20))


def _letters(text: str) -> int:
    """Return how wide *text* is in letters; East Asian ones and emoji take two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _pack(boxes: list[Box]) -> list[Box]:
    """Return *boxes* with places: in rows, in their order, on a sheet some four to three."""
    area = sum((box.width + _GAP) * (box.height + _GAP) for box in boxes)
    limit = max([box.width for box in boxes] + [math.sqrt(area * 4 / 3)])
    placed: list[Box] = []
    x = y = MARGIN
    lowest = 0.0
    for box in boxes:
        if x > MARGIN and x + box.width > limit + MARGIN:
            x, y, lowest = MARGIN, y + lowest + _GAP, 0.0
        placed.append(replace(box, x=x, y=y))
        x, lowest = x + box.width + _GAP, max(lowest, box.height)
    return placed


def _places(box: Box) -> dict[str, tuple[float, float]]:
    """Return where each path of the *box* stands: the left half downwards, the right half upwards."""
    left, right = sides(box.group)
    found = {}
    for side, paths in ((-1, left), (1, tuple(reversed(right)))):
        for index, path in enumerate(paths):
            along = (index + 0.5) / len(left) * 2 - 1
            bend = box.rx * (0.45 + 0.55 * math.sqrt(1 - along * along))
            found[path] = (box.middle + side * bend, box.y + _TITLE + _ROW * (index + 0.5))
    return found
