"""Choose the pairs that are worth judging: blocking, in the words of entity resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analyzer.model import Vectors

_ROWS = 2048
"""Rows of the similarity matrix that are held at a time."""


def block(
    texts: Sequence[str], vectors: Vectors, *, floor: float, nearest: int | None = None, most: int | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the pairs of distinct *texts* with a cosine of *floor* or more, sorted, the smaller text first.

    With *nearest*, a pair counts only where one of the two is among the other's so many nearest. With *most*, that is
    so where more pairs than this have the cosine, and every text has an equal share of *most* then.
    """
    distinct = sorted(set(texts))
    if len(distinct) < 2:  # noqa: PLR2004 - a pair
        return ()
    matrix = vectors.rows(distinct)
    if most is not None and _count(matrix, floor) > most:
        nearest = max(1, most // len(distinct))
    found: set[tuple[int, int]] = set()
    for start in range(0, len(distinct), _ROWS):
        cosines = matrix[start : start + _ROWS] @ matrix.T
        cosines[np.arange(len(cosines)), start + np.arange(len(cosines))] = -1.0
        if nearest is not None and nearest < len(distinct):
            least = np.partition(cosines, -nearest, axis=1)[:, -nearest, None]
            cosines[cosines < least] = -1.0
        rows, columns = np.nonzero(cosines >= floor)
        found.update((min(i, j), max(i, j)) for i, j in zip((rows + start).tolist(), columns.tolist(), strict=True))
    return tuple((distinct[i], distinct[j]) for i, j in sorted(found))


def _count(matrix: NDArray[np.float32], floor: float) -> int:
    """Return how many pairs of rows of *matrix* have a cosine of *floor* or more."""
    parts = (matrix[start : start + _ROWS] @ matrix.T for start in range(0, len(matrix), _ROWS))
    return (sum(int(np.count_nonzero(cosines >= floor)) for cosines in parts) - len(matrix)) // 2
