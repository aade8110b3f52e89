"""Group statements that say the same thing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from analyzer.model import Cluster

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analyzer.model import Judgements, Relation, Statement


def cluster(statements: Sequence[Statement], judgements: Judgements, *, floor: float = 0.5) -> tuple[Cluster, ...]:
    """Return clusters such that every statement is in exactly one, sorted by their first members.

    Complete linkage: any two members of a cluster are redundant with *floor* or more, so that nothing chains. Texts are
    sorted before they are linked, so the order of *statements* does not matter.
    """
    saying: dict[str, list[Statement]] = defaultdict(list)
    for statement in sorted(statements):
        saying[judgements.contexts[statement]].append(statement)
    links = {
        pair: relation
        for pair, relation in judgements.relations.items()
        if relation.kind.redundant and relation.redundancy >= floor and pair[0] in saying and pair[1] in saying
    }
    clusters = []
    for component in _components(sorted(saying), links):
        for group, cohesion in _complete_linkage(component, links, floor):
            clusters.append(Cluster(tuple(sorted(s for text in group for s in saying[text])), cohesion))
    return tuple(sorted(clusters, key=lambda c: c.members[0]))


def _components(texts: Sequence[str], links: Mapping[tuple[str, str], Relation]) -> list[list[str]]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    place = {text: i for i, text in enumerate(texts)}
    ends = np.array([(place[a], place[b]) for a, b in links], dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(texts), len(texts)))
    _, labels = connected_components(graph, directed=False)
    groups: dict[int, list[str]] = defaultdict(list)
    for text, label in zip(texts, labels.tolist(), strict=True):
        groups[label].append(text)
    return list(groups.values())


def _complete_linkage(
    texts: list[str], links: Mapping[tuple[str, str], Relation], floor: float
) -> list[tuple[list[str], float]]:
    """Return groups of *texts*, each with the redundancy of its weakest pair."""
    if len(texts) == 1:
        return [(texts, 1.0)]
    from sklearn.cluster import AgglomerativeClustering

    distances = _distances(texts, links)
    labels = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="complete", distance_threshold=1 - floor + 1e-6
    ).fit_predict(distances)
    groups = []
    for label in sorted(set(labels.tolist())):
        members = np.flatnonzero(labels == label)
        groups.append(([texts[i] for i in members], 1.0 - float(distances[np.ix_(members, members)].max())))
    return groups


def _distances(texts: list[str], links: Mapping[tuple[str, str], Relation]) -> NDArray[np.float64]:
    distances = np.ones((len(texts), len(texts)))
    np.fill_diagonal(distances, 0.0)
    for i, a in enumerate(texts):
        for j in range(i + 1, len(texts)):
            relation = links.get((a, texts[j]))
            if relation:
                distances[i, j] = distances[j, i] = 1.0 - relation.redundancy
    return distances
