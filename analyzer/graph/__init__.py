"""Relate definitions to each other: overlaps with evidence, verdicts, families."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from analyzer.graph.coverage import cover
from analyzer.graph.families import families, family_of_all
from analyzer.graph.layout import layout
from analyzer.graph.ranking import rank
from analyzer.graph.verdicts import MERGE, overlap
from analyzer.model import OverlapGraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Definition, Judgements, Overlap, Statement, Vectors

__all__ = ["graph"]

_NEAREST = 10
"""Overlaps that are shown of each definition, besides those that propose something."""


def graph(  # noqa: PLR0913 - what the stages before it found, and two options
    definitions: Sequence[Definition],
    statements: Sequence[Statement],
    judgements: Judgements,
    vectors: Vectors,
    *,
    together: bool = False,
    threshold: float | None = None,
) -> OverlapGraph:
    """Return the overlaps between *definitions*, best first, and the families that follow from them.

    *vectors* has the text of every statement in *judgements*. With *together*, all definitions are one family.
    *threshold* is the share of one definition that the other must say too before a merge is proposed.
    """
    ordered = sorted(definitions, key=lambda d: d.path)
    coverage = cover([d.path for d in ordered], statements, judgements)
    scores = rank(ordered, coverage, vectors)
    least = MERGE if threshold is None else threshold
    found = [
        overlap(ordered[i], ordered[j], coverage, float(scores[i, j]), threshold=least)
        for i, j in combinations(range(len(ordered)), 2)
    ]
    found.sort(key=lambda o: (-o.score, o.a, o.b))
    everything = together and len(ordered) > 1
    grouped = (family_of_all(ordered, found),) if everything else families(ordered, found)
    shown = _worth_showing(found)
    return OverlapGraph(shown, grouped, layout([d.path for d in ordered], shown))


def _worth_showing(ranked: Sequence[Overlap]) -> tuple[Overlap, ...]:
    """Return what proposes something, and the nearest of each definition."""
    seen: Counter[str] = Counter()
    shown = []
    for o in ranked:
        if o.verdict.proposes or min(seen[o.a], seen[o.b]) < _NEAREST:
            shown.append(o)
            seen.update((o.a, o.b))
    return tuple(shown)
