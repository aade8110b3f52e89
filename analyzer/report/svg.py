"""``overlap.svg``: the overlaps as a picture that stays legible up to some two hundred definitions.

A force layout of that many labels is a hairball. Here every group stands on an ellipse of its own whose nodes have rows
of equal height, with the labels outside: no label can touch another.
"""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from analyzer.report.escape import line, middle
from analyzer.report.sketch import sketch

if TYPE_CHECKING:
    from analyzer.model import Analysis, Overlap
    from analyzer.report.sketch import Group, Sketch

_NODES, _EDGES = 200, 300
# All lengths are points.
_ROW, _LETTER, _GAP, _TITLE, _MARGIN, _FOOT = 17.0, 5.7, 22.0, 26.0, 16.0, 50.0
_LABEL = 30  # letters
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#56B4E9", "#7A3E9D", "#E69F00")
_GREY = "#8a8f98"
_STYLE: Any = {
    "svg.hashsalt": "agentmerge",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
}


@dataclass(frozen=True, slots=True)
class _Box:
    """A group's place: the corner *x*, *y* at the top left, and the radius *rx* of its ellipse."""

    group: Group
    x: float
    y: float
    width: float
    height: float
    left: float
    rx: float
    colour: str


def render(analysis: Analysis) -> str:
    """Return the picture as SVG 1.1 with its text as text."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    drawing = sketch(analysis, nodes=_NODES, edges=_EDGES)
    out = io.StringIO()
    with rc_context(_STYLE), warnings.catch_warnings():
        # Text stays text, so a letter that this machine's font lacks is the reader's font's business.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        figure = Figure()
        _draw(figure, drawing)
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": "agentmerge", "Title": "Overlaps"})
    return "\n".join(text.rstrip() for text in out.getvalue().splitlines()) + "\n"


def _draw(figure: Any, drawing: Sketch) -> None:  # noqa: ANN401 - matplotlib has no types
    boxes = _pack([_box(g, i, drawing.labels) for i, g in enumerate(drawing.groups)])
    width = max([box.x + box.width for box in boxes] + [420.0]) + _MARGIN
    height = max([box.y + box.height for box in boxes] + [_MARGIN]) + _FOOT
    figure.set_size_inches(width / 72, height / 72)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.axis("off")
    places = {path: place for box in boxes for path, place in _places(box).items()}
    homes = {path: box for box in boxes for path in box.group.paths}
    for overlap in reversed(drawing.overlaps):
        _draw_edge(axes, overlap, places, homes)
    for box in boxes:
        _draw_frame(axes, box)
        _draw_nodes(axes, box, places, drawing.labels)
    _draw_legend(axes, drawing, height)


def _box(group: Group, index: int, labels: dict[str, str]) -> _Box:
    """Return the *group*'s box before it has a place."""
    left, right = _sides(group)
    lengths = [
        max((_letters(middle(labels[path], width=_LABEL)) for path in side), default=0) * _LETTER
        for side in (left, right)
    ]
    rx = min(260.0, 36.0 + 0.28 * _ROW * len(left))
    width = max(sum(lengths) + 2 * rx + 40, _letters(_title(group)) * _LETTER * 1.2 + 20)
    height = _TITLE + _ROW * (len(left) + 0.5)
    colour = _COLOURS[index % len(_COLOURS)] if group.family else _GREY
    return _Box(group, 0, 0, width, height, lengths[0] + 20, rx, colour)


def _sides(group: Group) -> tuple[tuple[str, ...], tuple[str, ...]]:
    half = math.ceil(len(group.paths) / 2)
    return group.paths[:half], group.paths[half:]


def _title(group: Group) -> str:
    name = f"{line(group.family.name, width=_LABEL)} ({group.family.verdict})" if group.family else ""
    return name or "in no family"


def _letters(text: str) -> int:
    """Return how wide *text* is in letters; East Asian ones and emoji take two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _pack(boxes: list[_Box]) -> list[_Box]:
    """Return *boxes* with places: in rows, in their order, on a sheet some four to three."""
    area = sum((box.width + _GAP) * (box.height + _GAP) for box in boxes)
    limit = max([box.width for box in boxes] + [math.sqrt(area * 4 / 3)])
    placed: list[_Box] = []
    x = y = _MARGIN
    lowest = 0.0
    for box in boxes:
        if x > _MARGIN and x + box.width > limit + _MARGIN:
            x, y, lowest = _MARGIN, y + lowest + _GAP, 0.0
        placed.append(_Box(box.group, x, y, box.width, box.height, box.left, box.rx, box.colour))
        x, lowest = x + box.width + _GAP, max(lowest, box.height)
    return placed


def _places(box: _Box) -> dict[str, tuple[float, float]]:
    """Return where each path of the *box* stands: the left half downwards, the right half upwards."""
    left, right = _sides(box.group)
    middle = box.x + box.left + box.rx
    found = {}
    for side, paths in ((-1, left), (1, tuple(reversed(right)))):
        for index, path in enumerate(paths):
            along = (index + 0.5) / len(left) * 2 - 1
            bend = box.rx * (0.45 + 0.55 * math.sqrt(1 - along * along))
            found[path] = (middle + side * bend, box.y + _TITLE + _ROW * (index + 0.5))
    return found


def _draw_frame(axes: Any, box: _Box) -> None:  # noqa: ANN401
    from matplotlib.colors import to_rgb
    from matplotlib.patches import FancyBboxPatch

    # Opaque, so that lines between groups pass below the names of others.
    tint = tuple(1 - 0.08 * (1 - part) for part in to_rgb(box.colour))
    style = "round,pad=0,rounding_size=6"
    axes.add_patch(FancyBboxPatch((box.x, box.y), box.width, box.height, boxstyle=style, fc=tint, ec="none", zorder=1))
    text = {"size": 9, "weight": "bold" if box.group.family else "normal", "color": box.colour, "va": "center"}
    axes.text(box.x + 8, box.y + 14, _title(box.group), parse_math=False, zorder=4, **text)


def _draw_edge(
    axes: Any,  # noqa: ANN401
    overlap: Overlap,
    places: dict[str, tuple[float, float]],
    homes: dict[str, _Box],
) -> None:
    """Draw a curve that bends inwards, so that it misses the nodes between its ends."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    start, end = places[overlap.a], places[overlap.b]
    home = homes[overlap.a]
    within = home is homes[overlap.b]
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    bend = (home.x + home.left + home.rx, middle[1]) if within else middle
    curve = Path([start, bend, end], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    looks = {
        "ec": home.colour if within and overlap.verdict.proposes else _GREY,
        "lw": 0.6 + 2.4 * overlap.score,
        "ls": "-" if overlap.verdict.proposes else (0, (3, 2)),
        "alpha": 0.75 if overlap.verdict.proposes else 0.5,
    }
    axes.add_patch(PathPatch(curve, fc="none", zorder=2 if within else 0, **looks))


def _draw_nodes(
    axes: Any,  # noqa: ANN401
    box: _Box,
    places: dict[str, tuple[float, float]],
    labels: dict[str, str],
) -> None:
    points = [places[path] for path in box.group.paths]
    axes.scatter(
        *zip(*points, strict=True), s=34, color=box.colour, edgecolors="white", linewidths=0.8, zorder=3, clip_on=False
    )
    left, _ = _sides(box.group)
    for path, (x, y) in zip(box.group.paths, points, strict=True):
        side, align = (-7, "right") if path in left else (7, "left")
        text = middle(labels[path], width=_LABEL)
        axes.text(x + side, y, text, size=8.5, color="#1f2328", ha=align, va="center", parse_math=False, zorder=4)


def _draw_legend(axes: Any, drawing: Sketch, height: float) -> None:  # noqa: ANN401
    y = height - _FOOT + 20
    looks = {"size": 8.5, "color": "#57606a", "va": "center", "parse_math": False}
    for index, (text, dashes) in enumerate((("proposed as one", "-"), ("keep separate", (0, (3, 2))))):
        x = _MARGIN + 130 * index
        axes.plot([x, x + 22], [y, y], color=_GREY, linewidth=2, linestyle=dashes)
        axes.text(x + 28, y, text, **looks)
    axes.text(_MARGIN + 260, y, "wider: more in common", **looks)
    rest = [f"in no overlap: {drawing.alone}"] if drawing.alone else []
    rest += [f"weaker overlaps, in overlap.graphml: {drawing.left_out}"] if drawing.left_out else []
    axes.text(_MARGIN, y + 16, "; ".join(rest), **looks)
