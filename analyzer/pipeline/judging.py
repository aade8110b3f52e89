"""The judge, asked twice: quickly of a whole collection, carefully within families."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.blocking import block
from analyzer.judge import disputed, judge
from analyzer.model import Judgements, Kind, Part
from analyzer.segment import sentences_within
from analyzer.text import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.model import Embedder, OverlapGraph, Statement, Vectors


_STAGES = logging.getLogger("agentmerge.stages")
_MOST_PAIRS = 50_000
"""Near pairs of one family that are all judged; families of public collections have up to 2,431. What has more says
thousands of things in the same words, and all pairs of those would take hours."""


def sentences_of(contexts: Mapping[Statement | Part, str]) -> dict[str, tuple[str, ...]]:
    """Return what each of the texts in *contexts* that has several sentences says sentence by sentence."""
    # Where a heading is a part of a text's meaning, a sentence alone would mean something else.
    alone = {text for said, text in contexts.items() if text == plain(said.text)}
    return {text: found for text in sorted(alone) if (found := sentences_within(text))}


def judge_collection(
    statements: Sequence[Statement], contexts: Mapping[Statement | Part, str], vectors: Vectors
) -> Judgements:
    """Return quick judgements of the nearest *statements* to each other, by the texts in *contexts*."""
    texts = [contexts[s] for s in statements if s.kind not in {Kind.METADATA, Kind.TOOL}]
    pairs = block(texts, vectors, floor=0.6, nearest=10)
    _STAGES.info("Judging %d pairs of statements", len(pairs))
    return Judgements(dict(zip(pairs, judge(pairs, vectors), strict=True)), contexts)


def judge_families(  # noqa: PLR0913, PLR0917 - what is judged, and what judges
    overlaps: OverlapGraph,
    pieces: Sequence[Part],
    sentences: Mapping[str, tuple[str, ...]],
    judgements: Judgements,
    vectors: Vectors,
    reader: Embedder,
) -> Judgements:
    """Return *judgements* with careful ones of the near pairs within each family, *sentences* of long texts included.

    Of 5,612 labelled redundant pairs one is farther apart than the floor. Two texts that the very same definitions
    share, as copies do, tell nothing about merging those.
    """
    judgements = replace(judgements, sentences=sentences)
    wanted: set[tuple[str, str]] = set()
    for family in overlaps.families:
        paths = {d.path for d in family.definitions}
        sayers: dict[str, set[str]] = defaultdict(set)
        for piece in (p for p in pieces if p.statement.path in paths):
            for text in (*judgements.said_by(piece), *judgements.said_by(piece.statement)):
                sayers[text].add(piece.statement.path)
        pairs = {*block([*sayers], vectors, floor=0.4, most=_MOST_PAIRS), *disputed(sayers)}
        wanted.update((a, b) for a, b in pairs if len(sayers[a]) == 1 or sayers[a] != sayers[b])
    near = sorted(wanted)
    _STAGES.info("Judging %d pairs of statements within families", len(near))
    more = dict(zip(near, judge(near, vectors, reader), strict=True))
    return replace(judgements, relations={**judgements.relations, **more})
