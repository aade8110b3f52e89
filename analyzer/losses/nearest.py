"""Find the statements of one side that are nearest in meaning to those of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analyzer.model import Shape
from analyzer.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analyzer.model import Statement, Vectors

_FLOOR, _COUNT = 0.5, 3
_ROWS = 2048
"""Rows of the similarity matrix that are held at a time."""


def nearest(
    statements: Iterable[Statement], others: Iterable[Statement], vectors: Vectors
) -> Mapping[str, tuple[Statement, ...]]:
    """Return for the plain text of each of *statements* the nearest of *others*, the nearest first; code is left out.

    Of *others* that say the same, the first in reading order stands for all.
    """
    first = {plain(s.text): s for s in sorted(others, reverse=True) if s.shape is not Shape.CODE}
    left, right = sorted({plain(s.text) for s in statements if s.shape is not Shape.CODE}), sorted(first)
    if not left or not right:
        return {}
    found: dict[str, tuple[Statement, ...]] = {}
    columns = vectors.rows(right).T
    for start in range(0, len(left), _ROWS):
        cosines = vectors.rows(left[start : start + _ROWS]) @ columns
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :_COUNT]
        for text, row, best in zip(left[start:], cosines, order.tolist(), strict=False):
            found[text] = tuple(first[right[i]] for i in best if row[i] >= _FLOOR)
    return found
