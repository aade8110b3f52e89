"""What people decided about pairs of definitions."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from analyzer.model import DecisionKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.model import Decision

Pair = frozenset[str]


def decided(decisions: Iterable[Decision]) -> dict[Pair, Decision]:
    """Return the pairs of paths that *decisions* keep apart or merge, each with its decision.

    What two decisions merge with a third is merged with each other.
    """
    found: dict[Pair, Decision] = {}
    group: dict[str, frozenset[str]] = {}
    for decision in decisions:
        paths = frozenset(decision.definitions)
        if decision.kind is DecisionKind.MERGE:
            paths = paths.union(*(group.get(path, ()) for path in paths))
            group.update(dict.fromkeys(paths, paths))
        if decision.kind in {DecisionKind.MERGE, DecisionKind.KEEP_APART}:
            for pair in map(frozenset, combinations(sorted(paths), 2)):
                found.setdefault(pair, decision)
    return found
