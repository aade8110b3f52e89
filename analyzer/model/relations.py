"""How two statements relate, and what the judge said of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from analyzer.model.reading import Span
    from analyzer.model.statements import Part, Statement


class Embedder(Protocol):
    """Anything that turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Identifies model and version: the cache keys on it."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit-length row per text, shape ``(len(texts), dimensions)``."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Unit vectors by text: each distinct text once, whatever number of statements say it."""

    index: Mapping[str, int]
    """The row of each text."""
    matrix: NDArray[np.float32]
    """Shape ``(len(index), dimensions)``."""

    def __getitem__(self, text: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self.matrix[self.index[text]]
        return row

    def rows(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row per text in the order of *texts*, shape ``(len(texts), dimensions)``."""
        return self.matrix[[self.index[text] for text in texts]]


class RelationKind(StrEnum):
    """How two statements relate, read from *a* to *b*."""

    SAME = "same"
    A_COVERS_B = "a_covers_b"
    B_COVERS_A = "b_covers_a"
    OVERLAP = "overlap"
    DIFFERENT = "different"
    CONFLICT = "conflict"

    @property
    def redundant(self) -> bool:
        """Whether one of the two can go without loss."""
        return self in {RelationKind.SAME, RelationKind.A_COVERS_B, RelationKind.B_COVERS_A}

    @property
    def swapped(self) -> RelationKind:
        """The same relation, read from *b* to *a*."""
        pair = {RelationKind.A_COVERS_B: RelationKind.B_COVERS_A, RelationKind.B_COVERS_A: RelationKind.A_COVERS_B}
        return pair.get(self, self)


@dataclass(frozen=True, slots=True)
class Relation:
    """The judgement of one pair."""

    kind: RelationKind
    redundancy: float
    """Probability from 0 to 1 that one of the two can go without loss."""
    cosine: float = 0.0
    guards: tuple[str, ...] = ()
    """What the guards said, a sentence each: facts that stand on one side only, negation, modality."""
    a_covers: float = 0.0
    """Probability that *a* says all that *b* says, so that *b* can go."""
    b_covers: float = 0.0
    """Probability that *b* says all that *a* says, so that *a* can go."""

    @property
    def swapped(self) -> Relation:
        """The same relation, read from *b* to *a*."""
        return replace(
            self,
            kind=self.kind.swapped,
            guards=tuple(map(_read_from_b, self.guards)),
            a_covers=self.b_covers,
            b_covers=self.a_covers,
        )


def _read_from_b(guard: str) -> str:
    """Return what *guard* says with the two sides called the other way round."""
    first, second = "only the first ", "only the second "
    for here, there in ((first, second), (second, first)):
        if guard.startswith(here):
            return there + guard.removeprefix(here)
    return guard


@dataclass(frozen=True, slots=True)
class Reading:
    """What one part of the judge makes of a pair."""

    judge: str
    """``network``, ``encoder``, or ``together``: what follows from the two."""
    probabilities: tuple[tuple[RelationKind, float], ...]
    """Every kind but conflict, which only guards find."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What two texts have in common, and what only one of them has."""

    shared: tuple[str, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the judge says of two texts what it says."""

    a: str
    b: str
    relation: Relation
    unguarded: RelationKind
    """What the judge would say if no guard spoke."""
    words: Sides
    """Content words, as the first text that has them writes them."""
    facts: Sides
    readings: tuple[Reading, ...]
    places: tuple[Span | None, Span | None] = (None, None)
    """Where the two stand; None for a text that was given itself."""


IDENTICAL = Relation(RelationKind.SAME, 1.0, 1.0, a_covers=1.0, b_covers=1.0)
UNRELATED = Relation(RelationKind.DIFFERENT, 0.0)


@dataclass(frozen=True, slots=True)
class Judgements:
    """What the judge said of the candidate pairs; a pair that was no candidate is different."""

    relations: Mapping[tuple[str, str], Relation]
    """By (text, text), the smaller text first."""
    contexts: Mapping[Statement | Part, str]
    """The text that was judged for each: its own, or with its heading or label where it is too short alone."""
    sentences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of texts with several sentences, each of them; they are judged within families."""

    def between(self, a: Statement | Part, b: Statement | Part) -> Relation:
        """Return the relation read from *a* to *b*."""
        return self._between(self.contexts[a], self.contexts[b])

    def _between(self, x: str, y: str) -> Relation:
        if x == y:
            return IDENTICAL
        found = self.relations.get((min(x, y), max(x, y)), UNRELATED)
        return found if x < y else found.swapped

    def neighbours(self, least: float) -> dict[str, set[str]]:
        """Return for each text the others that are redundant with it with *least* or more."""
        near: dict[str, set[str]] = {}
        for (x, y), relation in self.relations.items():
            if relation.redundancy >= least:
                near.setdefault(x, set()).add(y)
                near.setdefault(y, set()).add(x)
        return near

    def covers(self, a: Statement | Part, b: Statement | Part) -> float:
        """Return the probability that *a*, or one of its sentences, can stand for *b*."""
        y = self.contexts[b]
        return max(self._between(x, y).a_covers for x in self.said_by(a))

    def said_by(self, a: Statement | Part) -> tuple[str, ...]:
        """Return the text that was judged for *a*, and its sentences where it has several."""
        text = self.contexts[a]
        return (text, *self.sentences.get(text, ()))
