"""How definitions relate: clusters, overlaps, families, and the graph of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model.reading import Definition
    from analyzer.model.relations import Relation
    from analyzer.model.statements import Statement


@dataclass(frozen=True, slots=True)
class Cluster:
    """Statements that say the same thing; a statement that nothing repeats is a cluster of its own."""

    members: tuple[Statement, ...]
    """Sorted; one or more."""
    cohesion: float
    """The redundancy of its weakest pair; 1.0 where there is one member."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The definitions that it has members from, sorted."""
        return tuple(sorted({m.path for m in self.members}))

    @property
    def shared(self) -> bool:
        """Whether two or more definitions say it."""
        return len(self.paths) > 1


class Verdict(StrEnum):
    """What to do about two definitions, or a family."""

    COPY = "copy"
    SUBSUMED = "subsumed"
    MERGE = "merge"
    SIBLINGS = "siblings"
    UNRELATED = "unrelated"

    @property
    def proposes(self) -> bool:
        """Whether the two should become one."""
        return self in {Verdict.COPY, Verdict.SUBSUMED, Verdict.MERGE}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement of one definition and what stands for it in the other."""

    a: Statement
    b: Statement
    relation: Relation


@dataclass(frozen=True, slots=True)
class Overlap:
    """How two definitions relate; *a* sorts before *b*."""

    a: str
    b: str
    score: float
    """0 to 1: ranks candidates, best first."""
    coverage_a: float
    """Share of *a*'s words that *b* says too."""
    coverage_b: float
    verdict: Verdict
    reason: str
    """One sentence."""
    evidence: tuple[Evidence, ...]
    undecided: Verdict | None = None
    """What the verdict would be, where somebody decided it; None where nobody did."""
    distinctions: tuple[str, ...] = ()
    """Of siblings, a line that the description of *a* could have about *b*, and the other way round; one is empty where
    that description names the other already. Nothing where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Family:
    """Definitions that should become one; two or more, sorted by path."""

    name: str
    verdict: Verdict
    definitions: tuple[Definition, ...]
    overlaps: tuple[Overlap, ...]
    """Those between its members, best first."""
    reason: str
    weakest: Overlap | None = None
    """Of the overlaps that hold it together, those with one member, the weakest; None where nothing does."""

    @property
    def unmergeable(self) -> tuple[str, ...]:
        """The paths of those of its members from which no canonical can be written."""
        return tuple(d.path for d in self.definitions if not d.dialect.mergeable)


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What stands out among definitions that are more than unrelated; a family counts as one."""

    groups: tuple[tuple[str, ...], ...] = ()
    """Paths that overlap more with each other than with the rest, the largest group first."""
    hubs: tuple[tuple[str, int], ...] = ()
    """Those that overlap with most others, and with how many; of a family, its first member."""
    bridges: tuple[tuple[str, str], ...] = ()
    """The overlaps without which what is on one side would have none with the other side."""


@dataclass(frozen=True, slots=True)
class OverlapGraph:
    """All overlaps worth showing, best first, and the families that follow from them."""

    overlaps: tuple[Overlap, ...]
    families: tuple[Family, ...]
    positions: tuple[tuple[str, float, float], ...] = ()
    """(path, x, y) in the unit square: a seeded layout for drawings."""
    landmarks: Landmarks = Landmarks()
