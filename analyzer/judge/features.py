"""What the judge sees of a pair: numbers that say how much of each statement stands in the other."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from analyzer.facts import denied, facts, missing
from analyzer.text import plain, stems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

NAMES = (
    "cosine", "containment_a", "containment_b", "shared_weight", "rest_a", "rest_b", "heaviest_a", "heaviest_b",
    "stems_a", "stems_b", "unmatched_a", "unmatched_b", "trigrams", "trigrams_a", "trigrams_b", "same_first",
    "same_last", "same_label", "same_body", "lost_a", "lost_b", "numbers_differ", "negated_a", "negated_b", "denied",
    "modality_differs", "cosine_times_least", "cosine_times_most",
)  # fmt: skip
"""The columns, in order; ``_a`` and ``_b`` change places when the pair is swapped."""

_UNSEEN = 9.0
_LABEL = re.compile(r"^([^:]{2,60}?):\s+(.+)$")


def features(
    pairs: Sequence[tuple[str, str]], cosines: NDArray[np.float32], weights: Mapping[str, float]
) -> NDArray[np.float32]:
    """Return one row per pair and one column per name in `NAMES`.

    *cosines* has one value per pair; *weights* maps a stem to its inverse document frequency (unseen stems are rare).
    """
    rows = [_row(a, b, float(c), weights) for (a, b), c in zip(pairs, cosines, strict=True)]
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), len(NAMES))


def swapped(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the features of the same pairs, *a* and *b* exchanged."""
    partner = {"a": "b", "b": "a"}
    order = [NAMES.index(n[:-1] + partner[n[-1]]) if n.endswith(("_a", "_b")) else i for i, n in enumerate(NAMES)]
    return matrix[:, order]


def _row(a: str, b: str, cosine: float, weights: Mapping[str, float]) -> list[float]:
    sa, sb = stems(a), stems(b)
    set_a, set_b = set(sa), set(sb)
    heavy = {s: weights.get(s, _UNSEEN) for s in set_a | set_b}
    shared = set_a & set_b
    both, only_a, only_b = (sum(heavy[s] for s in sorted(p)) for p in (shared, set_a - set_b, set_b - set_a))
    in_b, in_a = both / ((both + only_a) or 1.0), both / ((both + only_b) or 1.0)
    ga, gb = _trigrams(a), _trigrams(b)
    common = len(ga & gb)
    fa, fb = facts(a), facts(b)
    return [
        cosine, in_b, in_a, both, only_a, only_b,
        max((heavy[s] for s in set_a - set_b), default=0.0), max((heavy[s] for s in set_b - set_a), default=0.0),
        math.log1p(len(set_a)), math.log1p(len(set_b)), len(set_a - set_b), len(set_b - set_a),
        common / (len(ga | gb) or 1), common / (len(ga) or 1), common / (len(gb) or 1),
        float(sa[:1] == sb[:1]), float(sa[-1:] == sb[-1:]), *_labels(a, b),
        len(missing(a, b)), len(missing(b, a)),
        float(bool(fa.numbers) and bool(fb.numbers) and fa.numbers != fb.numbers),
        float(fa.negated and not fb.negated), float(fb.negated and not fa.negated), float(denied(a, b)),
        float((fa.binding, fa.optional) != (fb.binding, fb.optional)),
        cosine * min(in_a, in_b), cosine * max(in_a, in_b),
    ]  # fmt: skip


@lru_cache(maxsize=10_000)
def _trigrams(text: str) -> frozenset[str]:
    folded = f" {plain(text).casefold()} "
    return frozenset(folded[i : i + 3] for i in range(len(folded) - 2))


def _labels(a: str, b: str) -> tuple[float, float]:
    """Whether the words before a colon agree (0 where only one has a label), and those after it."""
    la, lb = _labelled(a), _labelled(b)
    if not la and not lb:
        return 0.5, 0.5
    if not la or not lb:
        return 0.0, 0.0
    return float(la[0] == lb[0]), float(la[1] == lb[1])


@lru_cache(maxsize=50_000)
def _labelled(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the stems of the words before a colon in *text*, and of those after it; None where it has no label."""
    found = _LABEL.match(plain(text))
    return (stems(found[1]), stems(found[2])) if found else None
