"""The answer to all that was read, and what it costs to load."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzer.model.canonical import Conflicts, Examples, Tools
    from analyzer.model.decisions import Ruling
    from analyzer.model.overlaps import Cluster, Overlap, OverlapGraph
    from analyzer.model.proposal import Proposal
    from analyzer.model.reading import Definition, Dialect, Problem, Span
    from analyzer.model.statements import Statement


@dataclass(frozen=True, slots=True)
class Load:
    """What definitions put into a conversation: names and descriptions always, a body when it is used."""

    description_words: int = 0
    description_tokens: int = 0
    """Estimated, as all tokens."""
    body_words: int = 0
    body_tokens: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(
            self.description_words + other.description_words,
            self.description_tokens + other.description_tokens,
            self.body_words + other.body_words,
            self.body_tokens + other.body_tokens,
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """The descriptions that a runtime always loads, against the most that it takes without a warning."""

    dialect: Dialect
    most: int
    """Tokens, as all numbers here."""
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Budgets:
    """The load of a collection as it is, and as it would be with every proposal in place."""

    definitions: Mapping[str, Load]
    """By path."""
    families: Mapping[str, tuple[Load, Load]]
    """Before and after, by the family's name."""
    before: Load = Load()
    after: Load = Load()
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about names and sizes that someone should see to."""

    code: str
    """A stable word: ``name-twice``, ``name-not-file``, ``same-name-apart``, ``description-long``,
    ``descriptions-over-limit``."""
    spans: tuple[Span, ...]
    """Where: one or more places, sorted; none for what is about the whole collection."""
    message: str
    """What, and what to do: one or two sentences."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, so that it can be asked again: the options of `analyze`, by name."""

    paths: tuple[str, ...] = ()
    """POSIX, relative to the folder that all paths count from; sorted; ``.`` is that folder."""
    together: bool = False
    threshold: float | None = None
    survivor: str | None = None
    fusion: bool = True
    conflicts: Conflicts = "list"
    examples: Examples = "description"
    tools: Tools = "union"


@dataclass(frozen=True, slots=True)
class Analysis:
    """The answer: what was read, how it overlaps, what is proposed."""

    definitions: tuple[Definition, ...]
    statements: tuple[Statement, ...]
    clusters: tuple[Cluster, ...]
    graph: OverlapGraph
    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...]
    """What was not read, or only after a repair; those of definitions included."""
    model: str
    """The embedder's name."""
    notes: tuple[str, ...] = field(default=())
    rulings: tuple[Ruling, ...] = ()
    """What was decided before, and whether it still holds; in the order of the file of decisions."""
    budgets: Budgets = Budgets({}, {})
    remarks: tuple[Remark, ...] = ()
    request: Request = Request()

    @property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Ranked, best first."""
        return self.graph.overlaps
