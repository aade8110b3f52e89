"""The overlaps as a drawing and as a table of shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.model import Verdict
from analyzer.report.escape import middle
from analyzer.report.html import ids
from analyzer.report.layout import LABEL, lay_out, sides
from analyzer.report.sketch import labels, sketch

if TYPE_CHECKING:
    from analyzer.model import Analysis, Overlap
    from analyzer.report.layout import Box

Places = dict[str, tuple[float, float]]

_NODES, _EDGES = 150, 300
_CELLS = 50
_HUES = 6


@dataclass(frozen=True, slots=True)
class Edge:
    """A curve between two nodes, as SVG's path has it."""

    path: str
    width: float
    proposed: bool
    title: str
    hue: int


@dataclass(frozen=True, slots=True)
class Node:
    """A definition: where it stands, and its label at the left or the right of that."""

    href: str
    label: str
    x: float
    y: float
    left: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A group of definitions."""

    title: str
    family: str
    """The name of its family; empty where it is none."""
    hue: int
    box: Box
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The drawing."""

    frames: tuple[Frame, ...]
    edges: tuple[Edge, ...]
    width: float
    height: float
    alone: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Heat:
    """How much of each definition each other says: a row's words in a column, in hundredths; None where unknown."""

    names: tuple[tuple[str, str], ...]
    """The path and the label of each row and column."""
    shares: tuple[tuple[int | None, ...], ...]
    left_out: int


def graph(analysis: Analysis, families: dict[str, str]) -> Graph:
    """Return the drawing of the overlaps; *families* has the name of each family's section by its own name."""
    drawing = sketch(analysis, nodes=_NODES, edges=_EDGES)
    layout = lay_out(drawing)
    places, homes = layout.places, layout.homes
    frames = tuple(_frame(box, places, drawing.labels, families) for box in layout.boxes)
    edges = tuple(_edge(o, places, homes[o.a], drawing.labels) for o in reversed(drawing.overlaps))
    return Graph(frames, edges, layout.width, layout.height + 8, drawing.alone, drawing.left_out)


def heat(analysis: Analysis) -> Heat:
    """Return the shares of the definitions that overlap most, families together."""
    drawing = sketch(analysis, nodes=len(analysis.definitions), edges=0)
    paths = [path for group in drawing.groups for path in group.paths]
    shares: dict[tuple[str, str], float] = {}
    for o in analysis.overlaps:
        shares[o.a, o.b], shares[o.b, o.a] = o.coverage_a, o.coverage_b
    shown = paths[:_CELLS]
    known = labels(analysis)
    cells = tuple(tuple(_share(shares.get((a, b))) for b in shown) for a in shown)
    return Heat(tuple((path, known[path]) for path in shown), cells, len(paths) - len(shown))


def _share(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _frame(box: Box, places: Places, names: dict[str, str], families: dict[str, str]) -> Frame:
    left, _ = sides(box.group)
    nodes = tuple(
        Node(ids.source(path), middle(names[path], width=LABEL), *places[path], left=path in left)
        for path in box.group.paths
    )
    family = box.group.family
    return Frame(box.title, families.get(family.name, "") if family else "", _hue(box), box, nodes)


def _hue(box: Box) -> int:
    """Return the number of the box's colour; -1 for grey."""
    return box.number % _HUES if box.group.family else -1


def _edge(overlap: Overlap, places: Places, home: Box, names: dict[str, str]) -> Edge:
    """Return a curve that bends inwards, so that it misses the nodes between its ends."""
    (x, y), (u, v) = places[overlap.a], places[overlap.b]
    within = overlap.b in home.group.paths
    bend = home.middle if within else (x + u) / 2
    proposed = overlap.verdict.proposes
    kept_apart = " (keep separate)" if overlap.verdict is Verdict.SIBLINGS else ""
    return Edge(
        f"M{x:.1f} {y:.1f}Q{bend:.1f} {(y + v) / 2:.1f} {u:.1f} {v:.1f}",
        round(0.6 + 2.4 * overlap.score, 1),
        proposed,
        f"{names[overlap.a]}, {names[overlap.b]}: {overlap.score:.2f}{kept_apart}",
        _hue(home) if within and proposed else -1,
    )
