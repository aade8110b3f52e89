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
DECIDED = 0.45
"""The redundancy from which a pair counts as redundant. The F1 of such decisions is the same within 0.01 from 0.35 to
0.45 (half of the best F1 lies there, as it should where probabilities are right); a wrong "redundant" costs more."""
WORTH_READING = 0.05
"""The redundancy below which the encoder is not asked: 2 % of the redundant pairs lie there, and a third of all."""
_TRUST = 0.65
"""The encoder's weight beside the network's, best of three values on pairs of held-out repositories."""
_UNSURE = 0.3
"""How far a redundancy may be from one half for a second reading: a quarter of the pairs, and as good as all."""


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
        said[close] = blended(careful([pairs[i] for i in close.tolist()], reader, said[close]), said[close])
    return said


def quick(network: Network, seen: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what *network* says of the features *seen*: the mean over both orders, so that order cannot matter."""
    mean: NDArray[np.float32] = (network.predict(seen) + network.predict(swapped(seen))[:, TURNED]) / np.float32(2)
    return mean


def careful(pairs: Sequence[tuple[str, str]], reader: Embedder, network: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what *reader*, a `PairEncoder`, says of *pairs*, of which the network says *network*.

    Each is read once, always in the same order; where that leaves the two unsure, again in the other order.
    """
    said = _read(pairs, reader, backward=False)
    again = np.flatnonzero(unsure(blended(said, network))).tolist()
    if again:
        said[again] = (said[again] + _read([pairs[i] for i in again], reader, backward=True)) / np.float32(2)
    return said


def unsure(said: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return for each row of *said* whether a second reading is worth its time."""
    near: NDArray[np.bool_] = np.abs(said[:, REDUNDANT].sum(axis=1) - 0.5) <= _UNSURE
    return near


def _read(pairs: Sequence[tuple[str, str]], reader: Embedder, *, backward: bool) -> NDArray[np.float32]:
    """Return one reading of each of *pairs*: the smaller text first, or last where *backward*."""
    turned = np.array([(a > b) != backward for a, b in pairs])
    said = reader.embed([as_text(b, a) if turn else as_text(a, b) for (a, b), turn in zip(pairs, turned, strict=True)])
    said[turned] = said[turned][:, TURNED]
    return said


def blended(encoder: NDArray[np.float32], network: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weighted geometric mean of two judgements."""
    tiny = np.float32(1e-6)
    product = np.exp(_TRUST * np.log(encoder + tiny) + (1 - _TRUST) * np.log(network + tiny))
    blend: NDArray[np.float32] = product / product.sum(axis=1, keepdims=True)
    return blend
