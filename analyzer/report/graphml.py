"""``overlap.graphml``: every definition and every overlap, for Gephi, yEd and networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.report.escape import visible
from analyzer.text import words

if TYPE_CHECKING:
    from analyzer.model import Analysis


def render(analysis: Analysis) -> str:
    """Return the overlaps as GraphML: a node for each definition, with ``coverage_a`` that of an edge's source.

    ``group`` counts from 1, 0 is no group; ``x`` and ``y`` are a layout in the unit square.
    """
    import networkx as nx

    graph = nx.Graph()
    marks = analysis.graph.landmarks
    group = {path: n for n, paths in enumerate(marks.groups, 1) for path in paths}
    hubs, bridges = dict(marks.hubs), set(marks.bridges)
    place = {path: (x, y) for path, x, y in analysis.graph.positions}
    family = {d.path: f.name for f in analysis.graph.families for d in f.definitions}
    for definition in sorted(analysis.definitions, key=lambda d: d.path):
        graph.add_node(
            visible(definition.path),
            name=visible(definition.name),
            family=visible(family.get(definition.path, "")),
            dialect=definition.dialect.name,
            group=group.get(definition.path, 0),
            hub=definition.path in hubs,
            **dict(zip("xy", place.get(definition.path, (0.5, 0.5)), strict=True)),
            words=sum(len(words(block.text)) for block in definition.body),
        )
    for overlap in analysis.overlaps:
        graph.add_edge(
            visible(overlap.a),
            visible(overlap.b),
            score=round(float(overlap.score), 4),
            verdict=str(overlap.verdict),
            bridge=(overlap.a, overlap.b) in bridges,
            coverage_a=round(float(overlap.coverage_a), 4),
            coverage_b=round(float(overlap.coverage_b), 4),
        )
    return "\n".join(nx.generate_graphml(graph, named_key_ids=True)) + "\n"
