"""The labelled pairs as the judge sees them, and the folds that they are cross-validated in."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analyzer.cache import CachedEmbedder, cache_directory
from analyzer.embed import embed, load_embedder
from analyzer.judge.features import features, swapped
from analyzer.judge.readings import cosines
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from training.pairs import Pair

KINDS = "SABOD"
"""The labels in the order of the judge's columns."""
_SWAPPED = {"A": "B", "B": "A", "C": "O"}
_FOLDS = (
    frozenset({"VoltAgent/awesome-claude-code-subagents"}),
    frozenset({"wshobson/agents", "lst97/claude-code-sub-agents"}),
    frozenset({"rshah515/claude-code-subagents", "SuperClaude-Org/SuperClaude_Framework"}),
)
FOLDS = len(_FOLDS) + 1
"""The last one is all other repositories."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Pairs with the numbers that the network learns from."""

    pairs: tuple[Pair, ...]
    cosines: NDArray[np.float32]
    weights: Mapping[str, float]
    """Inverse document frequency by stem."""
    seen: NDArray[np.float32]
    """Shape ``(len(pairs), features)``."""
    targets: NDArray[np.int64]
    """The column of each label in `KINDS`."""

    def both_ways(self, rows: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return features and targets of *rows*, then those of the same pairs swapped."""
        seen, targets = self.seen[rows], self.targets[rows]
        return np.vstack([seen, swapped(seen)]), np.concatenate([targets, np.array([0, 2, 1, 3, 4])[targets]])


def make_examples(pairs: Sequence[Pair]) -> Examples:
    """Return *pairs* with their vectors' cosines and their features; vectors come from the cache where it has them."""
    texts = sorted({text for pair in pairs for text in (pair.a, pair.b)})
    vectors = embed(texts, CachedEmbedder(load_embedder(), cache_directory()))
    sides = [(pair.a, pair.b) for pair in pairs]
    near = cosines(sides, vectors)
    weights = _rarity(texts)
    return Examples(
        pairs=tuple(pairs),
        cosines=near,
        weights=weights,
        seen=features(sides, near, weights),
        targets=np.array([target(pair.kind) for pair in pairs], np.int64),
    )


def target(kind: str, *, turned: bool = False) -> int:
    """Return the column that a pair labelled *kind* should be in, or the swapped pair where it is *turned*.

    A conflict is learnt as an overlap: there are too few to learn, and the guards find those that can be proved.
    """
    learnt = "O" if kind == "C" else kind
    return KINDS.index(_SWAPPED.get(learnt, learnt) if turned else learnt)


def folds_of(pair: Pair) -> frozenset[int]:
    """Return the folds that *pair* has a repository of: one or two."""
    return frozenset(_fold(repo) for repo in pair.repos)


def touches(pair: Pair, fold: int) -> bool:
    """Whether *pair* has a repository of *fold*, and so must not be trained on where the fold is tested."""
    return fold in folds_of(pair)


def _fold(repo: str) -> int:
    return next((k for k, repos in enumerate(_FOLDS) if repo in repos), len(_FOLDS))


def _rarity(texts: Iterable[str]) -> dict[str, float]:
    """Return the logarithm of the inverse share of *texts* that have a stem; stems of one text alone are left out."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        counts.update(set(stems(text)))
    return {s: round(math.log((total + 1) / (n + 1)), 3) for s, n in sorted(counts.items()) if n > 1}
