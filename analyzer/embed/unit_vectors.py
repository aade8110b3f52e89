"""Vectors of length 1, as all of ours are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def unit(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return *matrix* with rows of length 1; a row of zeros stays as it is, near to nothing."""
    lengths = np.linalg.norm(matrix.astype(np.float64), axis=1, keepdims=True)
    return (matrix / np.where(lengths == 0, 1, lengths)).astype(np.float32)
