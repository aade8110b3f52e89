"""Which definitions are worth a look together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analyzer.graph.coverage import Coverage
    from analyzer.model import Definition, Vectors


def rank(definitions: Sequence[Definition], coverage: Coverage, vectors: Vectors) -> NDArray[np.float64]:
    """Return scores from 0 to 1 for all pairs of *definitions*, symmetric."""
    shares = coverage.own_shares
    centres = np.stack([_centre(i, coverage, vectors) for i in range(len(definitions))])
    names = [frozenset(stems(d.name.replace("_", "-"))) for d in definitions]
    alike = np.array([[len(x & y) / (len(x | y) or 1) for y in names] for x in names])
    scores: NDArray[np.float64] = ((shares + shares.T) / 2 + np.clip(centres @ centres.T, 0, 1) + alike) / 3
    return scores


def _centre(i: int, coverage: Coverage, vectors: Vectors) -> NDArray[np.float64]:
    """Return the direction of definition *i*: the mean of what it says, a template's phrases weighing little."""
    texts = [coverage.judgements.contexts[s] for s in coverage.content[i]]
    if not texts:
        return np.zeros(vectors.matrix.shape[1])
    total = np.array([coverage.rarity(t) for t in texts]) @ vectors.rows(texts).astype(np.float64)
    centre: NDArray[np.float64] = total / (np.linalg.norm(total) or 1.0)
    return centre
