"""Relate definitions to each other: overlaps with evidence, verdicts, families."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from analyzer.model import Evidence, Family, Kind, Overlap, OverlapGraph, Shape, Verdict
from analyzer.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.model import Definition, Judgements, Statement

_SURE = 0.5
_COPY = 0.97
_SUBSUMED = 0.85
_MERGE = 0.3
_SHOWN = 0.02


def graph(
    definitions: Sequence[Definition],
    statements: Sequence[Statement],
    judgements: Judgements,
    *,
    together: bool = False,
    threshold: float = _MERGE,
) -> OverlapGraph:
    """Return the overlaps between *definitions*, best first, and the families that follow from them.

    With *together*, all definitions are one family. *threshold* is the least coverage, of the better covered of the two,
    that proposes a merge.
    """
    content: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.kind not in {Kind.METADATA, Kind.TOOL}:
            content[statement.path].append(statement)
    overlaps = _overlaps(definitions, content, judgements, threshold)
    families = (_one_family(definitions, overlaps),) if together else _families(definitions, overlaps)
    return OverlapGraph(overlaps=overlaps, families=families, positions=_layout(definitions, overlaps))
