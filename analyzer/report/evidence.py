"""The evidence of an overlap beside a proposal: what the two say alike, and whether the proposal goes by it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzer.model import Analysis, Evidence, Overlap, Passage, Statement


def said_by(analysis: Analysis) -> dict[Statement, frozenset[Passage]]:
    """Return for each statement of a body that a proposal is made of what says it there."""
    found: dict[Statement, set[Passage]] = defaultdict(set)
    for proposal in analysis.proposals:
        for passage in proposal.canonical.passages:
            for s in passage.stands_for:
                found[s].add(passage)
    return {s: frozenset(passages) for s, passages in found.items() if not s.field}


def shown(overlap: Overlap, *, said: Mapping[Statement, frozenset[Passage]]) -> list[tuple[Evidence, bool]]:
    """Return the evidence of *overlap*, each with whether the two are *said* side by side in a proposal; those last.

    Two that are alike by themselves may stand under titles that tell them apart.
    """
    both = [e.a in said and e.b in said and said[e.a].isdisjoint(said[e.b]) for e in overlap.evidence]
    return sorted(zip(overlap.evidence, both, strict=True), key=lambda one: one[1])
