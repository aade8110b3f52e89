"""The vectors of all that is compared, kept between runs where that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.cache import CachedEmbedder, cache_directory
from analyzer.embed import embed
from analyzer.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from analyzer.model import Definition, Embedder, Vectors


def kept(inner: Embedder, *, cache: bool) -> Embedder:
    """Return *inner*, with its vectors kept on disk where *cache* says so."""
    return CachedEmbedder(inner, cache_directory()) if cache else inner


def vectors_of(
    definitions: Sequence[Definition],
    texts: Iterable[str],
    embedder: Embedder,
    progress: Callable[[int, int], object] | None,
) -> Vectors:
    """Return the vectors of *texts*, and of the titles and names of *definitions*."""
    titles = {plain(h.title) for d in definitions for h in d.headings}
    return embed([*texts, *titles, *(d.name for d in definitions)], embedder, progress=progress)
