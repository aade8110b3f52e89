"""Judge pairs of statements: the same, one covers the other, overlap, different, conflict.

A trained model says how much of each statement stands in the other; guards then see to it that no fact is lost: a
statement never stands for one whose numbers, names, code or negation it lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.judge.disputed import disputed
from analyzer.judge.encoder import PairEncoder
from analyzer.judge.guards import guarded
from analyzer.judge.readings import cosines, probabilities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Embedder, Relation, Vectors

__all__ = ["PairEncoder", "disputed", "judge"]


def judge(pairs: Sequence[tuple[str, str]], vectors: Vectors, reader: Embedder | None = None) -> tuple[Relation, ...]:
    """Return a relation for each of *pairs*, in their order.

    *vectors* holds the vector of every text in *pairs*. *reader* is a `PairEncoder`, or a cache before one, that reads
    the pairs which are close; without it, the judgement is quicker and coarser. Swapping the two texts of a pair swaps
    the relation.
    """
    if not pairs:
        return ()
    near = cosines(pairs, vectors)
    return tuple(
        guarded(a, b, row, float(cosine))
        for (a, b), row, cosine in zip(pairs, probabilities(pairs, near, reader), near, strict=True)
    )
