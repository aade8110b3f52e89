"""From the two sides of a merge to what it did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.decisions import accounted
from analyzer.discover import discover
from analyzer.embed import embed, load_embedder
from analyzer.errors import UsageError
from analyzer.judge import PairEncoder, judge
from analyzer.judge.network import load_network
from analyzer.losses import losses, questions
from analyzer.model import Shape
from analyzer.parse import parse
from analyzer.pipeline.embedding import kept
from analyzer.segment import segment
from analyzer.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from analyzer.model import Audit, Decision, Definition, Embedder, Problem


def audit(  # noqa: PLR0913 - the front door: every option is keyword-only
    before: str | Iterable[str],
    after: str | Iterable[str],
    *,
    decisions: Sequence[Decision] = (),
    embedder: Embedder | None = None,
    cache: bool = True,
    progress: Callable[[int, int], object] | None = None,
) -> Audit:
    """Judge the merge that made the definitions under *after* of those under *before*, whoever made it.

    What went by one of *decisions* is told apart: it is no loss. *progress* is told how many of all texts are embedded.
    Raises `UsageError` where one of the two holds no definition.
    """
    sources = _read(before, "before the merge. Name the files, or a folder that holds them.")
    result = _read(after, "after the merge. Name the file or folder that it put them in: --after PATH...")
    statements = (segment(sources[0]), segment(result[0]))
    inner = embedder or load_embedder()
    vectors = embed(
        [plain(s.text) for side in statements for s in side if s.shape is not Shape.CODE],
        kept(inner, cache=cache),
        progress=progress,
    )
    weights = load_network().weights
    pairs = questions(statements, vectors, weights)
    reader = kept(PairEncoder(), cache=cache)
    relations = dict(zip(pairs, judge(pairs, vectors, reader), strict=True))
    decided = accounted(decisions, sources[0], statements)
    found = losses((sources[0], result[0]), statements, vectors, relations, weights, decided=decided)
    return replace(found, problems=(*sources[1], *result[1], *found.problems), model=inner.name)


def _read(paths: str | Iterable[str], otherwise: str) -> tuple[tuple[Definition, ...], tuple[Problem, ...]]:
    """Return the definitions under *paths*, and what was passed over; *otherwise* says when none was found."""
    found = discover([paths] if isinstance(paths, str) else list(paths))
    definitions = tuple(d for source in found.sources for d in parse(source))
    if not definitions:
        raise UsageError(f"No definition was found {otherwise}")
    return definitions, found.problems
