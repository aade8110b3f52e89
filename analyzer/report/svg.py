"""``overlap.svg``: the overlaps as a picture that stays legible up to some two hundred definitions."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from analyzer.report.escape import middle
from analyzer.report.layout import LABEL, MARGIN, lay_out, sides
from analyzer.report.sketch import sketch

if TYPE_CHECKING:
    from analyzer.model import Analysis, Overlap
    from analyzer.report.layout import Box
    from analyzer.report.sketch import Sketch

_NODES, _EDGES = 200, 300
_FOOT = 50.0  # points, like all lengths
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#8C6D00", "#56B4E9", "#7A3E9D", "#E69F00")
_GREY = "#8a8f98"
_STYLE: Any = {
    "svg.hashsalt": "agentmerge",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
}


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
    layout = lay_out(drawing)
    width, height = layout.width, layout.height + _FOOT
    figure.set_size_inches(width / 72, height / 72)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.axis("off")
    places, homes = layout.places, layout.homes
    for overlap in reversed(drawing.overlaps):
        _draw_edge(axes, overlap, places, homes)
    for box in layout.boxes:
        _draw_frame(axes, box)
        _draw_nodes(axes, box, places, drawing.labels)
    _draw_legend(axes, drawing, height)


def _colour(box: Box) -> str:
    return _COLOURS[box.number % len(_COLOURS)] if box.group.family else _GREY


def _draw_frame(axes: Any, box: Box) -> None:  # noqa: ANN401
    from matplotlib.colors import to_rgb
    from matplotlib.patches import FancyBboxPatch

    # Opaque, so that lines between groups pass below the names of others.
    tint = tuple(1 - 0.08 * (1 - part) for part in to_rgb(_colour(box)))
    style = "round,pad=0,rounding_size=6"
    axes.add_patch(FancyBboxPatch((box.x, box.y), box.width, box.height, boxstyle=style, fc=tint, ec="none", zorder=1))
    text = {"size": 9, "weight": "bold" if box.group.family else "normal", "color": _colour(box), "va": "center"}
    axes.text(box.x + 8, box.y + 14, box.title, parse_math=False, zorder=4, **text)


def _draw_edge(
    axes: Any,  # noqa: ANN401
    overlap: Overlap,
    places: dict[str, tuple[float, float]],
    homes: dict[str, Box],
) -> None:
    """Draw a curve that bends inwards, so that it misses the nodes between its ends."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    start, end = places[overlap.a], places[overlap.b]
    home = homes[overlap.a]
    within = home is homes[overlap.b]
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    bend = (home.middle, middle[1]) if within else middle
    curve = Path([start, bend, end], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    looks = {
        "ec": _colour(home) if within and overlap.verdict.proposes else _GREY,
        "lw": 0.6 + 2.4 * overlap.score,
        "ls": "-" if overlap.verdict.proposes else (0, (3, 2)),
        "alpha": 0.75 if overlap.verdict.proposes else 0.5,
    }
    axes.add_patch(PathPatch(curve, fc="none", zorder=2 if within else 0, **looks))


def _draw_nodes(
    axes: Any,  # noqa: ANN401
    box: Box,
    places: dict[str, tuple[float, float]],
    labels: dict[str, str],
) -> None:
    points = [places[path] for path in box.group.paths]
    axes.scatter(
        *zip(*points, strict=True),
        s=34,
        color=_colour(box),
        edgecolors="white",
        linewidths=0.8,
        zorder=3,
        clip_on=False,
    )
    left, _ = sides(box.group)
    for path, (x, y) in zip(box.group.paths, points, strict=True):
        side, align = (-7, "right") if path in left else (7, "left")
        text = middle(labels[path], width=LABEL)
        axes.text(x + side, y, text, size=8.5, color="#1f2328", ha=align, va="center", parse_math=False, zorder=4)


def _draw_legend(axes: Any, drawing: Sketch, height: float) -> None:  # noqa: ANN401
    y = height - _FOOT + 20
    looks = {"size": 8.5, "color": "#57606a", "va": "center", "parse_math": False}
    for index, (text, dashes) in enumerate((("proposed as one", "-"), ("keep separate", (0, (3, 2))))):
        x = MARGIN + 130 * index
        axes.plot([x, x + 22], [y, y], color=_GREY, linewidth=2, linestyle=dashes)
        axes.text(x + 28, y, text, **looks)
    axes.text(MARGIN + 260, y, "wider: more in common", **looks)
    rest = [f"in no overlap: {drawing.alone}"] if drawing.alone else []
    rest += [f"weaker overlaps, in overlap.graphml: {drawing.left_out}"] if drawing.left_out else []
    axes.text(MARGIN, y + 16, "; ".join(rest), **looks)
