"""From two texts to their relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.cache import CachedEmbedder, cache_directory
from analyzer.embed import embed, load_embedder
from analyzer.judge import PairEncoder, judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Embedder, Relation


def relate(pairs: Sequence[tuple[str, str]], *, embedder: Embedder | None = None) -> tuple[Relation, ...]:
    """Return how the two statements of each of *pairs* relate, in the order of *pairs*."""
    inner = embedder or load_embedder()
    vectors = embed([text for pair in pairs for text in pair], CachedEmbedder(inner, cache_directory()))
    return judge(pairs, vectors, CachedEmbedder(PairEncoder(), cache_directory()))
