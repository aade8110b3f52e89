"""Vectors without a model."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analyzer.embed.unit_vectors import unit
from analyzer.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class HashEmbedder:
    """Texts with the same words and letter groups are near: deterministic, no model, for tests and notebooks."""

    name = "hash-256"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per text, shape ``(len(texts), 256)``."""
        matrix = np.zeros((len(texts), 256), np.float32)
        for row, text in zip(matrix, texts, strict=True):
            for feature in _features(text):
                place, weight = _slot(feature)
                row[place] += weight
        return unit(matrix)


def _features(text: str) -> list[str]:
    """Return the words of *text* and each word's groups of three letters."""
    found = words(fold(text)) or [text]
    return found + [f" {word} "[i : i + 3] for word in found for i in range(len(word))]


@lru_cache(maxsize=1 << 16)
def _slot(feature: str) -> tuple[int, float]:
    """Return the dimension that *feature* adds to, and what it adds."""
    digest = hashlib.blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=2).digest()
    return digest[0], (1.0 if digest[1] & 1 else -1.0) * (1.0 if " " in feature or len(feature) == 3 else 2.0)  # noqa: PLR2004
