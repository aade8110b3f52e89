"""What the facts of two statements allow to be said of them: a fact is never lost, whatever the model thinks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.facts import contradiction, facts, missing
from analyzer.judge.readings import REDUNDANT
from analyzer.judge.rivals import rival
from analyzer.model import Relation, RelationKind
from analyzer.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KINDS = (
    RelationKind.SAME,
    RelationKind.A_COVERS_B,
    RelationKind.B_COVERS_A,
    RelationKind.OVERLAP,
    RelationKind.DIFFERENT,
)
_OTHERS = [3, 4]


def guarded(a: str, b: str, row: NDArray[np.float32], cosine: float) -> Relation:
    """Return what the model says of *a* and *b*, as far as their facts allow it."""
    if fold(a) == fold(b):
        return Relation(RelationKind.SAME, 1.0, cosine)
    opposed = contradiction(a, b)
    if opposed:
        return Relation(RelationKind.CONFLICT, 0.0, cosine, (opposed,))
    redundancy, kind = float(row[REDUNDANT].sum()), likeliest(row)
    rivals = rival(a, b, related=kind is not RelationKind.DIFFERENT)
    if rivals:
        return Relation(RelationKind.CONFLICT, 0.0, cosine, (rivals,))
    lost_a, lost_b = missing(a, b), missing(b, a)
    guards = _guards(a, b, lost_a, lost_b)
    if kind.redundant:
        kind = _allowed(kind, lost_a, lost_b, fixed=len(guards) > bool(lost_a) + bool(lost_b))
    return Relation(kind, redundancy if kind.redundant else min(redundancy, _BELOW), cosine, guards)


def likeliest(row: NDArray[np.float32]) -> RelationKind:
    """Return the kind that the probabilities *row* speak for when no guard is asked."""
    among = REDUNDANT if float(row[REDUNDANT].sum()) >= 0.5 else _OTHERS  # noqa: PLR2004 - more likely than not
    return _KINDS[max(among, key=lambda k: float(row[k]))]


_BELOW = 0.49
"""The most redundancy that a pair can have which is not redundant."""


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
