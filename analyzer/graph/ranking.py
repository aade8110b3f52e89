"""Which definitions are worth a look together."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from analyzer.dialects import named_by_folder
from analyzer.graph.names import alike
from analyzer.model import Kind
from analyzer.text import stems, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from analyzer.graph.coverage import Coverage
    from analyzer.graph.names import Name
    from analyzer.model import Definition, Statement, Vectors

    Matrix = NDArray[np.float64]

_T = TypeVar("_T")

# What each signal weighs. Equal weights do as well: on merges that maintainers made, none of these is worth fitting.
_SAID, _NAMES, _TOPICS, _FOLDER, _OUTLINE, _TOOLS = 1.0, 1.2, 0.75, 0.25, 0.2, 0.2
_NEIGHBOURS = 5
_CROWD = 0.75
_EVEN, _STEP = 0.15, 0.05
"""The nearness that scores one half, and how fast scores rise about it."""


def rank(
    definitions: Sequence[Definition],
    statements: Sequence[Statement],
    coverage: Coverage,
    name: Sequence[Name],
    vectors: Vectors,
) -> Matrix:
    """Return how near all pairs of *definitions* are, from 0 to 1 and symmetric, shape ``(definitions, definitions)``.

    Nearness counts against the neighbours that both have anyway, so that a template's users are not all near.
    """
    tools: dict[str, set[str]] = {d.path: set() for d in definitions}
    for statement in statements:
        if statement.kind is Kind.TOOL:
            tools[statement.path].add(statement.text)
    near = (
        _SAID * np.sqrt(np.maximum(coverage.shares, coverage.shares.T))
        + _NAMES * _table(name, alike)
        + _TOPICS * _topics(coverage, vectors)
        + _FOLDER * _table([_folder(d.path) for d in definitions], _equal)
        + _OUTLINE * _outlines(definitions)
        + _TOOLS * _table([tools[d.path] for d in definitions], _shared)
    ) / (_SAID + _NAMES + _TOPICS + _FOLDER + _OUTLINE + _TOOLS)
    np.fill_diagonal(near, 0.0)
    nearest = np.sort(near, axis=1)[:, -_NEIGHBOURS:].sum(axis=1) / _NEIGHBOURS
    above = near - _CROWD * (nearest[:, None] + nearest[None, :]) / 2
    # Rounded, so that no order hangs on the last bits of a matrix product.
    scores: Matrix = np.round(1.0 / (1.0 + np.exp((_EVEN - above) / _STEP)), 6)
    return scores


def _topics(coverage: Coverage, vectors: Vectors) -> Matrix:
    """Return how much nearer the statements of one come to the other than to definitions at large, the better way."""
    texts = sorted(coverage.covering)
    row = {text: i for i, text in enumerate(texts)}
    matrix = vectors.rows(texts)
    count = len(coverage.texts)
    best = np.zeros((len(texts), count), np.float32)
    for j, own in enumerate(coverage.texts):
        if own:
            best[:, j] = (matrix @ matrix[sorted({row[t] for t in own})].T).max(axis=1)
    usual = (best.sum(axis=1, keepdims=True) - 1) / max(1, count - 1)
    topics = np.zeros((count, count))
    for i, own in enumerate(coverage.texts):
        if own:
            weights = np.array([max(1, len(words(t))) for t in own], np.float64)
            at = [row[t] for t in own]
            topics[i] = weights @ (best[at] - usual[at]) / weights.sum()
    better: Matrix = np.maximum(topics, topics.T)
    return better


def _outlines(definitions: Sequence[Definition]) -> Matrix:
    """Return the share of their sections' words that both have, words of few outlines counting more."""
    outlines = [{stem for h in d.headings for stem in stems(h.title)} for d in definitions]
    users = Counter(stem for outline in outlines for stem in outline)
    weight = {stem: math.log((len(outlines) + 1) / n) for stem, n in sorted(users.items())}
    row = {stem: k for k, stem in enumerate(weight)}
    has = np.zeros((len(outlines), len(row)))
    for i, outline in enumerate(outlines):
        has[i, sorted(row[stem] for stem in outline)] = 1.0
    shared = (has * np.array([*weight.values()])) @ has.T
    own = np.diagonal(shared)
    either = own[:, None] + own[None, :] - shared
    share: Matrix = np.divide(shared, either, out=np.zeros_like(shared), where=either > 0)
    return share


def _table(values: Sequence[_T], compare: Callable[[_T, _T], float]) -> Matrix:
    return np.array([[compare(x, y) for y in values] for x in values], np.float64).reshape(len(values), len(values))


def _equal(a: str, b: str) -> float:
    return float(a == b)


def _shared(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 1.0


def _folder(path: str) -> str:
    place = PurePosixPath(path)
    return str(place.parent.parent if named_by_folder(path) else place.parent)
