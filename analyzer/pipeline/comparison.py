"""From files to overlaps, for the gate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.decisions import holding, settle
from analyzer.embed import contexts, load_embedder
from analyzer.graph import graph
from analyzer.pipeline.embedding import kept, vectors_of
from analyzer.pipeline.judging import judge_collection
from analyzer.pipeline.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from analyzer.model import Collection, Decision, Embedder


def compare(  # noqa: PLR0913 - options that go to one stage each
    paths: str | Iterable[str],
    *,
    threshold: float | None = None,
    decisions: Sequence[Decision] = (),
    embedder: Embedder | None = None,
    cache: bool = True,
    progress: Callable[[int, int], object] | None = None,
) -> Collection:
    """Read the definitions under *paths* and relate them as `analyze` does, but propose nothing: much sooner done."""
    found = read(paths)
    meanings = contexts(found.statements)
    inner = embedder or load_embedder()
    vectors = vectors_of(found.definitions, meanings.values(), kept(inner, cache=cache), progress)
    judgements = judge_collection(found.statements, meanings, vectors)
    rulings = settle(decisions, found.definitions, found.statements)
    related = graph(
        found.definitions,
        found.statements,
        judgements,
        vectors,
        threshold=threshold,
        decisions=holding(rulings),
    )
    return replace(found, overlaps=related.overlaps, rulings=rulings, model=inner.name)
