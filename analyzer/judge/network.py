"""The trained part of the judge: a small network over the features, read from a checked file."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from analyzer.judge.released import read_released

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

COLUMNS = ("same", "a_covers_b", "b_covers_a", "overlap", "different")
"""What the columns of a prediction stand for."""

_FILE = "network.npz"
_SHA256 = "fc70f67761946813143716206f1b1b254f964b49ed2c39c73541312ca0afca7c"


@dataclass(frozen=True, slots=True)
class Network:
    """Perceptrons of one hidden layer whose predictions are averaged."""

    weights: Mapping[str, float]
    """Inverse document frequency by stem, counted over public definitions."""
    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    hidden: tuple[NDArray[np.float32], ...]
    """Per perceptron, shape ``(features + 1, units)``; the last row is the bias."""
    output: tuple[NDArray[np.float32], ...]
    """Per perceptron, shape ``(units + 1, 5)``."""

    def predict(self, seen: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return probabilities, shape ``(len(seen), 5)``, columns as in `COLUMNS`."""
        scaled = (seen - self.mean) / self.scale
        total = np.zeros((len(seen), len(COLUMNS)), np.float32)
        for hidden, output in zip(self.hidden, self.output, strict=True):
            active = np.maximum(scaled @ hidden[:-1] + hidden[-1], 0)
            logits = active @ output[:-1] + output[-1]
            exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
            total += exponents / exponents.sum(axis=1, keepdims=True)
        return total / np.float32(len(self.hidden))


@cache
def load_network() -> Network:
    """Return the packaged network; raise `ModelError` where its file is damaged."""
    with np.load(io.BytesIO(read_released(_FILE, _SHA256)), allow_pickle=False) as arrays:
        count = int(arrays["count"])
        return Network(
            weights=dict(zip(arrays["stems"].tolist(), arrays["idf"].tolist(), strict=True)),
            mean=arrays["mean"],
            scale=arrays["scale"],
            hidden=tuple(arrays[f"hidden{i}"] for i in range(count)),
            output=tuple(arrays[f"output{i}"] for i in range(count)),
        )
