"""What to do about two definitions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import numpy as np

from analyzer.dialects import endings
from analyzer.graph.coverage import COPY
from analyzer.graph.names import counterparts, subject, subject_alike, whole
from analyzer.model import DecisionKind, Verdict
from analyzer.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from analyzer.graph.coverage import Coverage
    from analyzer.graph.names import Name
    from analyzer.model import Decision, Definition

    Both = tuple[Definition, Definition]

MERGE = 0.4
"""The share of its words that one says and the other too, a template's phrases left out, from which both may be one."""
_RENAMED = 0.98
"""The share that makes them copies, or one of them needless, whatever their names are."""
_COPIED = 0.9
"""The same for what stands in both word for word: of 53,780 pairs of public definitions none has between 0.70 and 0.95,
and above are copies."""
_SUBSUMED = 0.8
_KIN, _BOTH = 0.25, 0.03
"""The least share of their names that two have in common where they are about one thing; and the least product of that
share and the own words that they share: the less alike their names, the more both must say."""
_THEIRS = 2 / 3
"""The part of what two share that must be theirs alone, lest a template be taken for one thing."""
_TEMPLATE = 0.25
_SOME, _MUCH = 0.05, 0.15
"""The share from which two with a word in common in their names are worth telling apart, and that from which any two
are, of all words where they lie in one folder, else of what is theirs alone."""
_MEANS = ("tools", "model", "permissionMode")
"""What says how much one trusts a definition, or spends on it: where two differ in it, a human decides."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Definitions *i* and *j*, and what speaks for them as one."""

    i: int
    j: int
    score: float
    shares: tuple[float, float]
    """Of the words of each, what the other says too."""
    own: float
    """The same without what is a template's, of the better covered of the two."""
    verbatim: float
    """Of the words of each, what stands in the other as it is: the smaller share."""
    kin: float
    """The share of their names' words that both have, a mere role left out."""
    counterparts: bool
    """Whether their names give one role to two subjects."""
    same_role: bool
    """Whether their names differ at most in words like "expert" and "developer"."""
    same_place: bool
    nearest: bool
    """Whether each is the other's nearest."""


@dataclass(frozen=True, slots=True)
class Found:
    """A *pair*, the verdict that it has by itself, and the decision that somebody made about it."""

    pair: Pair
    unforced: Verdict
    decision: Decision | None = None

    @property
    def verdict(self) -> Verdict:
        """What holds: the decision where there is one."""
        if self.decision is None:
            return self.unforced
        if self.decision.kind is not DecisionKind.MERGE:
            return Verdict.SIBLINGS
        return self.unforced if self.unforced.proposes else Verdict.MERGE


def pairs(
    definitions: Sequence[Definition], name: Sequence[Name], coverage: Coverage, scores: NDArray[np.float64]
) -> Iterator[Pair]:
    """Yield all pairs of *definitions*, whose *scores* say how near they are."""
    others = scores - np.eye(len(definitions))
    best = others.max(axis=1, initial=0.0)
    full = [whole(d) for d in definitions]
    about = [subject(n) for n in full]
    folder = [PurePosixPath(d.path).parent for d in definitions]
    for i, j in zip(*(index.tolist() for index in np.triu_indices(len(definitions), 1)), strict=True):
        yield Pair(
            i,
            j,
            float(scores[i, j]),
            (float(coverage.shares[i, j]), float(coverage.shares[j, i])),
            max(float(coverage.own[i, j]), float(coverage.own[j, i])),
            min(float(coverage.verbatim[i, j]), float(coverage.verbatim[j, i])),
            subject_alike(name[i], name[j]),
            counterparts(full[i], full[j]),
            bool(about[i]) and about[i] == about[j],
            folder[i] == folder[j],
            bool(scores[i, j] >= max(best[i], best[j])),
        )


def judge(pair: Pair, both: Both, *, threshold: float | None) -> Verdict:
    """Return the verdict on *pair*, which are *both*. With a *threshold*, what both say decides alone."""
    least, most = sorted(pair.shares)
    related = pair.same_role or pair.kin > 0
    namesakes = pair.kin == 1 and least >= _SUBSUMED
    if namesakes or least >= (COPY if related else _RENAMED) or pair.verbatim >= _COPIED:
        return Verdict.COPY
    if pair.own >= (_RENAMED if pair.counterparts else _SUBSUMED):
        return Verdict.SUBSUMED
    if threshold is not None:
        return Verdict.MERGE if most >= threshold else _apart(pair)
    if related and pair.own >= MERGE and not _divided(*both):
        return Verdict.MERGE
    if one_role(pair, both) or _one_thing(pair, both):
        return Verdict.MERGE
    return _apart(pair)


def one_role(pair: Pair, both: Both) -> bool:
    """Whether both claim one role in one place, and neither sends its reader to the other."""
    return pair.same_role and pair.same_place and not _divided(*both)


def _one_thing(pair: Pair, both: Both) -> bool:
    """Whether both are about one thing, most of what both say is theirs alone, and they do not divide the work."""
    forms = {(d.dialect.name, endings(d.path)) for d in both}
    alike = pair.kin >= _KIN and pair.kin * pair.own >= _BOTH and pair.own >= _THEIRS * max(pair.shares)
    likely = alike and pair.nearest and len(forms) == 1 and not pair.same_role
    return likely and not _divided(*both) and not different_means(*both, given=True)


def _divided(a: Definition, b: Definition) -> bool:
    """Whether one of them speaks of the other by its name: whoever does knows it as something else."""
    return speaks_of(a, b) or speaks_of(b, a)


def _apart(pair: Pair) -> Verdict:
    most = max(pair.shares)
    namesakes = pair.kin > 0 and (pair.nearest or pair.same_place) and most >= _SOME
    alike = most >= (_MUCH if pair.same_place else _TEMPLATE) or pair.own >= _MUCH or pair.same_role or namesakes
    return Verdict.SIBLINGS if alike else Verdict.UNRELATED


def different_means(a: Definition, b: Definition, *, given: bool = False) -> tuple[str, ...]:
    """Return in which of their rights and means *a* and *b* differ; with *given*, only where both set them."""
    values = ((key, _means(a, key), _means(b, key)) for key in _MEANS)
    return tuple(key for key, x, y in values if x != y and not (given and not (x and y)))


def _means(definition: Definition, key: str) -> frozenset[str]:
    """Return the values of a field as a set: the order of tools means nothing, and "inherit" sets none."""
    field = definition.get(key)
    value = field.value if field else None
    items = value if isinstance(value, (list, dict)) else str(value or "").split(",")
    return frozenset(squash(str(item)).casefold() for item in items) - {"", "inherit"}


def speaks_of(a: Definition, b: Definition) -> bool:
    """Whether the text of *a* has the name of *b*, which is not its own."""
    return a.name != b.name and re.search(rf"(?<![\w-]){re.escape(b.name)}(?![\w-])", a.text) is not None
