"""Places for a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Overlap


def layout(paths: Sequence[str], overlaps: Sequence[Overlap]) -> tuple[tuple[str, float, float], ...]:
    """Return (path, x, y) in the unit square for each of *paths*: near where *overlaps* are strong, and seeded."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted(paths))
    graph.add_weighted_edges_from((o.a, o.b, o.score) for o in sorted(overlaps, key=lambda o: (o.a, o.b)))
    if len(graph) < 2:  # noqa: PLR2004 - nothing to spread
        return tuple((path, 0.5, 0.5) for path in graph)
    places = nx.spring_layout(graph, seed=0, method="force")
    low = [min(place[k] for place in places.values()) for k in (0, 1)]
    size = [max(place[k] for place in places.values()) - low[k] or 1.0 for k in (0, 1)]
    return tuple(
        (path, *(round(float((places[path][k] - low[k]) / size[k]), 4) for k in (0, 1))) for path in sorted(places)
    )
