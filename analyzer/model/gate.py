"""What the gate holds a collection against, and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model.decisions import Ruling
    from analyzer.model.overlaps import Overlap
    from analyzer.model.reading import Definition, Problem
    from analyzer.model.statements import Statement


@dataclass(frozen=True, slots=True)
class Collection:
    """Definitions and how they relate, with nothing proposed."""

    definitions: tuple[Definition, ...]
    statements: tuple[Statement, ...]
    overlaps: tuple[Overlap, ...]
    """Ranked, best first."""
    problems: tuple[Problem, ...]
    model: str
    """The embedder's name."""
    rulings: tuple[Ruling, ...] = ()
    """What was decided before, and whether it still holds."""
    asked: tuple[str, ...] = (".",)
    """The folders and files that were looked through, seen from where all paths count from."""
    base: str = "."
    """Where all paths count from, seen from the current folder."""

    def looked_at(self, path: str) -> bool:
        """Whether a definition at *path* would have been read."""
        return any(asked in {".", path} or path.startswith((f"{asked}/", f"{asked}#")) for asked in self.asked)


class Rule(StrEnum):
    """What the gate may find of two definitions, in the order of gravity."""

    COPY = "copy"
    SUBSUMED = "subsumed"
    MERGE = "merge"
    SIBLINGS = "siblings"
    SAME_NAME = "same-name"
    """They have one name in one runtime, which loads one of them only."""

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Rule).index(self)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """How a definition is known again: by its place, or by what it says where it was moved."""

    path: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """Two definitions of which somebody knows that they overlap."""

    a: str
    b: str
    """Their paths; *b* sorts after *a*."""
    found: tuple[Rule, ...]
    """What there is between them, sorted by gravity."""
    note: str = ""
    """Why both stay, as a human wrote it."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the gate takes as known."""

    definitions: tuple[Mark, ...] = ()
    """All that there were, sorted."""
    accepted: tuple[Accepted, ...] = ()
    """Sorted by their paths."""


class Age(StrEnum):
    """What became of a definition since the baseline."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    """Where it was, or moved."""

    @property
    def rank(self) -> int:
        """0 for the newest."""
        return list(Age).index(self)


@dataclass(frozen=True, slots=True)
class Match:
    """Another definition that says what one says, or bears its name."""

    other: Definition
    overlap: Overlap | None
    """None where they only bear one name."""
    found: tuple[Rule, ...]
    """What there is between the two, the gravest first; one or more."""
    before: tuple[Rule, ...] = ()
    """What the baseline has of the two, which is less."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A definition that overlaps with others as it did not before."""

    definition: Definition
    age: Age
    matches: tuple[Match, ...]
    """Nearest first; one or more."""
    fingerprint: str
    """Equal as long as it says the same and the others say the same, wherever they stand."""

    @property
    def rule(self) -> Rule:
        """The gravest that was found of it."""
        return min((rule for match in self.matches for rule in match.found), key=lambda rule: rule.rank)


@dataclass(frozen=True, slots=True)
class Known:
    """Two definitions that overlap, and why the gate lets them pass."""

    a: Definition
    b: Definition
    found: tuple[Rule, ...]
    note: str
    decided: bool = False
    """Whether somebody decided to keep them apart; else the baseline has them."""


@dataclass(frozen=True, slots=True)
class Check:
    """What the gate says of a collection."""

    definitions: tuple[Definition, ...]
    findings: tuple[Finding, ...]
    """The definitions in path order that are in the way."""
    known: tuple[Known, ...]
    gone: tuple[Accepted, ...]
    """What the baseline knows and is no more."""
    against: str
    """The baseline's file or the revision; empty where there is none."""
    problems: tuple[Problem, ...]
    model: str
    expired: tuple[Ruling, ...] = ()
    """Decisions to keep apart that no longer hold."""
    aside: tuple[Finding, ...] = ()
    """What is as new as the findings, by rules that were not asked for: it is told, and in nobody's way."""
    base: str = "."
    """Where all paths count from, seen from the current folder."""
