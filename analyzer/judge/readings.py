"""What the two trained parts of the judge say of a pair, and what they say together.

Probabilities have shape ``(pairs, 5)``, columns as in `analyzer.judge.network.COLUMNS`. Swapping the texts of a pair
swaps its probabilities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analyzer.judge.encoder import as_text
from analyzer.judge.features import features, swapped
from analyzer.judge.network import load_network

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analyzer.judge.network import Network
    from analyzer.model import Embedder, Vectors

REDUNDANT = [0, 1, 2]
"""The columns of the kinds with which one of the two can go."""
TURNED = [0, 2, 1, 3, 4]
"""The columns as they are for the swapped pair."""
WORTH_READING = 0.05
"""The redundancy below which the encoder is not asked: 2 % of the redundant pairs lie there, and a third of all."""
_TRUST = 0.65
"""The encoder's weight beside the network's, best of three values on pairs of held-out repositories."""


def cosines(pairs: Sequence[tuple[str, str]], vectors: Vectors) -> NDArray[np.float32]:
    """Return the cosine of the two texts of each of *pairs*."""
    left, right = vectors.rows([a for a, _ in pairs]), vectors.rows([b for _, b in pairs])
    products: NDArray[np.float32] = np.einsum("ij,ij->i", left, right)
    return products


def probabilities(
    pairs: Sequence[tuple[str, str]], cosines: NDArray[np.float32], reader: Embedder | None
) -> NDArray[np.float32]:
    """Return what the judge makes of *pairs*: the network's word, with *reader*'s where it is worth asking."""
    network = load_network()
    said = quick(network, features(pairs, cosines, network.weights))
    close = np.flatnonzero(said[:, REDUNDANT].sum(axis=1) >= WORTH_READING)
    if reader is not None and len(close):
        said[close] = blended(careful([pairs[i] for i in close.tolist()], reader), said[close])
    return said


def quick(network: Network, seen: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what *network* says of the features *seen*: the mean over both orders, so that order cannot matter."""
    mean: NDArray[np.float32] = (network.predict(seen) + network.predict(swapped(seen))[:, TURNED]) / np.float32(2)
    return mean


def careful(pairs: Sequence[tuple[str, str]], reader: Embedder) -> NDArray[np.float32]:
    """Return what *reader*, a `PairEncoder`, says of *pairs*: one reading, always in the same order."""
    said = reader.embed([as_text(min(pair), max(pair)) for pair in pairs])
    turned = np.array([a > b for a, b in pairs])
    said[turned] = said[turned][:, TURNED]
    return said


def blended(encoder: NDArray[np.float32], network: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weighted geometric mean of two judgements."""
    tiny = np.float32(1e-6)
    product = np.exp(_TRUST * np.log(encoder + tiny) + (1 - _TRUST) * np.log(network + tiny))
    blend: NDArray[np.float32] = product / product.sum(axis=1, keepdims=True)
    return blend
