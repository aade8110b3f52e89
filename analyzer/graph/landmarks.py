"""What stands out in the graph of overlaps: groups, hubs and bridges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Landmarks, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Family, Overlap

_HUBS = 5
_MANY = 3
"""Fewer neighbours make no hub."""


def landmarks(overlaps: Sequence[Overlap], families: Sequence[Family]) -> Landmarks:
    """Return the groups, hubs and bridges among definitions whose *overlaps* are more than unrelated.

    A family is never divided: it counts as one.
    """
    import networkx as nx

    related = sorted((o for o in overlaps if o.verdict is not Verdict.UNRELATED), key=lambda o: (o.a, o.b))
    paths = sorted({path for o in related for path in (o.a, o.b)})
    # Numbers, since sets of strings have another order in every run.
    number = {path: n for n, path in enumerate(paths)}
    for family in families:
        inside = [number[d.path] for d in family.definitions if d.path in number]
        number.update({d.path: inside[0] for d in family.definitions if d.path in number})
    graph = nx.Graph()
    graph.add_nodes_from(sorted(set(number.values())))
    for o in related:
        a, b = number[o.a], number[o.b]
        if a != b:
            before = graph.get_edge_data(a, b, {"score": 0.0})["score"]
            graph.add_edge(a, b, score=max(before, o.score))
    groups = nx.community.louvain_communities(graph, weight="score", seed=0) if graph else []
    found = [tuple(path for path in paths if number[path] in group) for group in groups]
    bridges = {frozenset(ends) for ends in nx.bridges(graph) if all(graph.degree[n] > 1 for n in ends)}
    degree = {path: graph.degree[number[path]] for path in paths if paths[number[path]] == path}
    hubs = sorted((path for path in degree if degree[path] >= _MANY), key=lambda path: (-degree[path], path))
    return Landmarks(
        tuple(sorted(found, key=lambda group: (-len(group), group))),
        tuple((path, degree[path]) for path in hubs[:_HUBS]),
        tuple((o.a, o.b) for o in related if frozenset((number[o.a], number[o.b])) in bridges),
    )
