"""What the facts of two statements allow to be said of them: a fact is never lost, whatever the model thinks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.facts import contradiction, denied, eased, facts, missing, opposite
from analyzer.judge.duties import opposed_duties
from analyzer.judge.network import COLUMNS
from analyzer.judge.readings import DECIDED, REDUNDANT
from analyzer.judge.rivals import rival
from analyzer.judge.versions import rival_versions
from analyzer.model import Relation, RelationKind
from analyzer.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KINDS = tuple(map(RelationKind, COLUMNS))
_OTHERS = [3, 4]
_RELATED = 0.65
"""The cosine from which two texts are about one thing, whatever else the model says."""
_BELOW = DECIDED - 0.01
"""The most redundancy that a pair can have which is not redundant."""
_ONLY = re.compile(
    r"\bonly\s+(?:if|when|after|before|in|to|for|by|with|on|from|\w+\s+(?:may|can|must|should))\b", re.IGNORECASE
)
"""What holds for some things or at some times alone: "only admins may", "only after a test"."""
_LIMITED = re.compile(
    r"\b(?:only|just|solely|exclusively|unless|until|before|first|limit\w*|restrict\w*|requires?)\b", re.IGNORECASE
)
"""What says the same in other words."""


def guarded(a: str, b: str, row: NDArray[np.float32], cosine: float) -> Relation:
    """Return what the model says of *a* and *b*, as far as their facts allow it."""
    if fold(a) == fold(b) and not missing(a, b) and not missing(b, a):  # the case of a flag counts
        return Relation(RelationKind.SAME, 1.0, cosine, a_covers=1.0, b_covers=1.0)
    opposed = contradiction(a, b) or rival_versions(a, b) or opposed_duties(a, b) or _other_force(a, b)
    if opposed:
        return Relation(RelationKind.CONFLICT, 0.0, cosine, (opposed,))
    redundancy, kind = float(row[REDUNDANT].sum()), likeliest(row)
    rivals = rival(a, b, related=kind is not RelationKind.DIFFERENT or cosine >= _RELATED)
    if rivals:
        return Relation(RelationKind.CONFLICT, 0.0, cosine, (rivals,))
    keeps_a, keeps_b = _keeps(a, b), _keeps(b, a)
    if kind.redundant:
        kind = _allowed(kind, keeps_a=keeps_a, keeps_b=keeps_b)
    redundancy = redundancy if kind.redundant else min(redundancy, _BELOW)
    a_covers, b_covers = (float(row[[0, k]].sum()) * keeps for k, keeps in ((1, keeps_b), (2, keeps_a)))
    return Relation(kind, redundancy, cosine, _guards(a, b), a_covers, b_covers)


def likeliest(row: NDArray[np.float32]) -> RelationKind:
    """Return the kind that the probabilities *row* speak for when no guard is asked."""
    among = REDUNDANT if float(row[REDUNDANT].sum()) >= DECIDED else _OTHERS
    return _KINDS[max(among, key=lambda k: float(row[k]))]


def _allowed(kind: RelationKind, *, keeps_a: bool, keeps_b: bool) -> RelationKind:
    """Return *kind*, or the nearest one that loses nothing.

    *keeps_a* means that nothing of *a* is lost where *b* stands for it, *keeps_b* the other way round.
    """
    if kind is RelationKind.SAME and keeps_a != keeps_b:
        return RelationKind.B_COVERS_A if keeps_a else RelationKind.A_COVERS_B
    needed = (keeps_a or kind is RelationKind.A_COVERS_B) and (keeps_b or kind is RelationKind.B_COVERS_A)
    return kind if needed else RelationKind.OVERLAP


def _keeps(text: str, other: str) -> bool:
    """Whether *other* can stand for *text* as far as their facts tell."""
    mine, theirs = facts(text), facts(other)
    if missing(text, other) or denied(text, other) or _binds_one(text, other) or opposite(text, other):
        return False
    if _narrower(text, other):
        return False
    return theirs.negated or not mine.negated


def _narrower(text: str, other: str) -> bool:
    """Whether *text* says of what alone it holds, and *other* does not."""
    return bool(_ONLY.search(text)) and not (_LIMITED.search(other) or facts(other).negated)


def _other_force(a: str, b: str) -> str:
    """Return by which word one of the two leaves open what the other asks for; empty where none does."""
    word = eased(a, b) or eased(b, a)
    return f"“{word}” asks for less than the other does" if word else ""


def _binds_one(a: str, b: str) -> bool:
    """Whether one of the two is binding and the other a matter of choice."""
    stances = {(f.binding, f.optional and not f.binding) for f in (facts(a), facts(b))}
    return stances == {(True, False), (False, True)}


def _guards(a: str, b: str) -> tuple[str, ...]:
    """Return what speaks against it that one stands for the other; `Relation.swapped` reads it the other way."""
    lost_a, lost_b = missing(a, b), missing(b, a)
    said = [f"only the first has {', '.join(lost_a)}"] if lost_a else []
    if lost_b:
        said.append(f"only the second has {', '.join(lost_b)}")
    if facts(a).negated != facts(b).negated:
        said.append(f"only the {'first' if facts(a).negated else 'second'} is negated")
    if excluding := opposite(a, b):
        said.append("“{}” and “{}” exclude each other".format(*sorted(excluding)))
    if _narrower(a, b) or _narrower(b, a):
        said.append(f"only the {'first' if _narrower(a, b) else 'second'} says of what alone it holds")
    if _binds_one(a, b):
        said.append("one is binding, the other a matter of choice")
    return tuple(said)
