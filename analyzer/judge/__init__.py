"""Judge pairs of statements: the same, one covers the other, overlap, different, conflict.

A trained model says how much of each statement stands in the other; guards then see to it that no fact is lost: a
statement never stands for one whose numbers, names, code or negation it lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analyzer.facts import contradiction, facts, missing
from analyzer.judge.encoder import read
from analyzer.judge.features import features, swapped
from analyzer.judge.network import COLUMNS, load_network
from analyzer.model import Relation, RelationKind
from analyzer.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analyzer.model import Vectors

__all__ = ["judge"]

_SAME, _A, _B, _OVERLAP, _DIFFERENT = range(len(COLUMNS))
_KINDS = (
    RelationKind.SAME,
    RelationKind.A_COVERS_B,
    RelationKind.B_COVERS_A,
    RelationKind.OVERLAP,
    RelationKind.DIFFERENT,
)


def judge(pairs: Sequence[tuple[str, str]], vectors: Vectors) -> tuple[Relation, ...]:
    """Return a relation for each of *pairs*, in their order.

    *vectors* holds the vector of every text in *pairs*. Swapping the two texts of a pair swaps the relation.
    """
    if not pairs:
        return ()
    cosines = _cosines(pairs, vectors)
    return tuple(
        _guarded(a, b, row, float(cosine))
        for (a, b), row, cosine in zip(pairs, _probabilities(pairs, cosines), cosines, strict=True)
    )


def _cosines(pairs: Sequence[tuple[str, str]], vectors: Vectors) -> NDArray[np.float32]:
    left, right = vectors.rows([a for a, _ in pairs]), vectors.rows([b for _, b in pairs])
    products: NDArray[np.float32] = np.einsum("ij,ij->i", left, right)
    return products


def _probabilities(pairs: Sequence[tuple[str, str]], cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return shape ``(len(pairs), 5)``: the mean of both readings, so that order cannot matter."""
    network = load_network()
    seen = features(pairs, cosines, network.weights)
    quick = (network.predict(seen) + network.predict(swapped(seen))[:, _TURNED]) / np.float32(2)
    close = np.flatnonzero(quick[:, [_SAME, _A, _B]].sum(axis=1) >= _WORTH_READING)
    if len(close):
        turned = np.array([a > b for a, b in pairs])[close]
        careful = read([pair[::-1] if t else pair for pair, t in zip([pairs[i] for i in close], turned, strict=True)])
        careful[turned] = careful[turned][:, _TURNED]  # one reading, always in the same order
        quick[close] = _blended(careful, quick[close])
    return quick


_TURNED = [_SAME, _B, _A, _OVERLAP, _DIFFERENT]
_WORTH_READING = 0.05
"""The redundancy below which the encoder is not asked: 2 % of the redundant pairs lie there, and a third of all."""
_TRUST = 0.65
"""The encoder's weight beside the network's, best of five values on pairs of held-out repositories."""


def _blended(careful: NDArray[np.float32], quick: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the weighted geometric mean of two judgements."""
    tiny = np.float32(1e-6)
    product = np.exp(_TRUST * np.log(careful + tiny) + (1 - _TRUST) * np.log(quick + tiny))
    blend: NDArray[np.float32] = product / product.sum(axis=1, keepdims=True)
    return blend


def _guarded(a: str, b: str, row: NDArray[np.float32], cosine: float) -> Relation:
    """Return what the model says of *a* and *b*, as far as their facts allow it."""
    if fold(a) == fold(b):
        return Relation(RelationKind.SAME, 1.0, cosine)
    opposed = contradiction(a, b)
    if opposed:
        return Relation(RelationKind.CONFLICT, 0.0, cosine, (opposed,))
    redundancy = float(row[[_SAME, _A, _B]].sum())
    kind = _likeliest(row, redundancy)
    lost_a, lost_b = missing(a, b), missing(b, a)
    guards = _guards(a, b, lost_a, lost_b)
    if kind.redundant:
        kind = _allowed(kind, lost_a, lost_b, fixed=len(guards) > bool(lost_a) + bool(lost_b))
    return Relation(kind, redundancy if kind.redundant else min(redundancy, _BELOW), cosine, guards)


_BELOW = 0.49
"""The most redundancy that a pair can have which is not redundant."""


def _likeliest(row: NDArray[np.float32], redundancy: float) -> RelationKind:
    among = (_SAME, _A, _B) if redundancy >= 0.5 else (_OVERLAP, _DIFFERENT)  # noqa: PLR2004 - more likely than not
    return _KINDS[max(among, key=lambda k: float(row[k]))]


def _allowed(kind: RelationKind, lost_a: tuple[str, ...], lost_b: tuple[str, ...], *, fixed: bool) -> RelationKind:
    """Return *kind*, or the nearest one that loses no fact; *fixed* means that neither can stand for the other."""
    if fixed or (lost_a and lost_b):
        return RelationKind.OVERLAP
    if lost_a:
        return RelationKind.A_COVERS_B if kind != RelationKind.B_COVERS_A else RelationKind.OVERLAP
    if lost_b:
        return RelationKind.B_COVERS_A if kind != RelationKind.A_COVERS_B else RelationKind.OVERLAP
    return kind


def _guards(a: str, b: str, lost_a: tuple[str, ...], lost_b: tuple[str, ...]) -> tuple[str, ...]:
    fa, fb = facts(a), facts(b)
    said = []
    if lost_a:
        said.append(f"only the first has {', '.join(lost_a)}")
    if lost_b:
        said.append(f"only the second has {', '.join(lost_b)}")
    if fa.negated != fb.negated:
        said.append(f"only the {'first' if fa.negated else 'second'} is negated")
    if (fa.binding and fb.optional and not fb.binding) or (fb.binding and fa.optional and not fa.binding):
        said.append("one is binding, the other a matter of choice")
    return tuple(said)
