"""The figures of the evaluation's ``score_pairs.py``, for probabilities at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analyzer.judge.readings import DECIDED, REDUNDANT
from analyzer.model import RelationKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analyzer.model import Relation
    from training.pairs import Pair

COLUMNS = (
    "pairs", "average_precision", "best_f1", "own_f1", "own_precision", "own_recall", "recall_at_p95", "recall_at_p90",
    "kind_accuracy",
)  # fmt: skip
_SURE, _FAIRLY_SURE = 0.95, 0.90
_LETTERS = dict(zip(RelationKind, "SABODC", strict=True))


def scores(pairs: Sequence[Pair], letters: Sequence[str], redundancies: NDArray[np.float32]) -> dict[str, float]:
    """Return the figures by the names in `COLUMNS` for predicted *letters* and *redundancies*."""
    from sklearn.metrics import average_precision_score, f1_score, precision_recall_curve, precision_score, recall_score

    gold = np.array([pair.redundant for pair in pairs])
    own = np.array([letter in "SAB" for letter in letters])
    precision, recall, _ = precision_recall_curve(gold, redundancies)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return {
        "pairs": len(pairs),
        "average_precision": average_precision_score(gold, redundancies),
        "best_f1": f1.max(),
        "own_f1": f1_score(gold, own),
        "own_precision": precision_score(gold, own, zero_division=0.0),
        "own_recall": recall_score(gold, own),
        "recall_at_p95": recall[precision >= _SURE].max(),
        "recall_at_p90": recall[precision >= _FAIRLY_SURE].max(),
        "kind_accuracy": np.mean([pair.kind == letter for pair, letter in zip(pairs, letters, strict=True)]),
    }


def likeliest(probabilities: NDArray[np.float32]) -> tuple[list[str], NDArray[np.float32]]:
    """Return the letters and the redundancies of *probabilities* when no guard is asked."""
    redundancies = probabilities[:, REDUNDANT].sum(axis=1)
    best = np.where(
        redundancies >= DECIDED, probabilities[:, :3].argmax(axis=1), 3 + probabilities[:, 3:].argmax(axis=1)
    )
    return ["SABOD"[k] for k in best.tolist()], redundancies


def judged(relations: Sequence[Relation]) -> tuple[list[str], NDArray[np.float32]]:
    """Return the letters and the redundancies of *relations*."""
    return [_LETTERS[r.kind] for r in relations], np.array([r.redundancy for r in relations], np.float32)
