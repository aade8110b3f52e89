"""What a merge that anyone made did to its sources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model.canonical import Side
    from analyzer.model.reading import Definition, Problem, SectionPath, Span
    from analyzer.model.statements import Statement


class Severity(StrEnum):
    """How much a reviewer should mind."""

    HIGH = "high"
    """A command, flag, number, path, name or prohibition that stands nowhere in the result; a right that no source had.
    """
    MEDIUM = "medium"
    """Words that tell it from others stand nowhere in the result; a value or an order of steps that no source had."""
    LOW = "low"
    """Its words stand here and there in the result, or it is what many files say; what some source had, others not."""

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Gap:
    """A passage of one side of a merge that the other side does not say: a loss, or an invention."""

    text: str
    """Its words as they stand in the file: of a code block the lines that are gone, of a statement that is mostly said
    the clauses; with the title of its section before it where nothing on the other side has that title either."""
    statements: tuple[Statement, ...]
    """What it was taken from: one, or the neighbouring sentences of a paragraph or short items of a list."""
    span: Span
    severity: Severity
    weight: float
    """Ranks gaps of one severity: how much that is rare is in no statement of the other side."""
    share: float
    """0 to 1: how much of its content the other side says in the one or two nearest statements."""
    facts: tuple[str, ...]
    """The concrete facts among what is gone."""
    reason: str
    nearest: Statement | None
    also: tuple[Span, ...] = ()
    """Other places that say nothing more than this."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A statement of the sources and the one of the result that took its place, changed or elsewhere."""

    before: Statement
    after: Statement
    reason: str
    disagreed: bool = False
    """Whether another source said what the result says: the sources disagreed, and this side went."""

    @property
    def told(self) -> str:
        """What to tell a reader of it."""
        return f"{self.reason}. The sources disagreed, and this side went." if self.disagreed else self.reason


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A value of the front matter that a runtime acts on, and that not all sources had as the result has it."""

    key: str
    before: tuple[Side, ...]
    """What the sources had, each value once with its places; an empty one is that of those that set none."""
    after: Side
    """What the result has; empty where it sets none."""
    severity: Severity
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a list whose order counts."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class ChangedOrder:
    """A numbered list of a source whose steps stand in another order in the result."""

    section: SectionPath
    before: tuple[Step, ...]
    """Those of its steps that the result still has, in the order of the source."""
    after: tuple[Step, ...]
    """The same steps as the result has them, in its order."""
    severity: Severity
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A statement of the sources that the result does not say because somebody decided so."""

    statement: Statement
    reason: str
    """What was decided, and why."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What a merge did to its sources."""

    before: tuple[Definition, ...]
    after: tuple[Definition, ...]
    statements_before: int
    statements_after: int
    lost: tuple[Gap, ...]
    """The most important first; so are the others."""
    reversed: tuple[Shift, ...]
    invented: tuple[Gap, ...]
    moved: tuple[Shift, ...]
    problems: tuple[Problem, ...] = ()
    model: str = ""
    front_matter: tuple[ChangedValue, ...] = ()
    orders: tuple[ChangedOrder, ...] = ()
    decided: tuple[Decided, ...] = ()
    """In reading order; they are among nothing else here, and count for nothing."""

    def found(self, severity: Severity) -> bool:
        """Whether a loss or a change of *severity* or worse, or a statement turned round, stands against the merge.

        Where the sources differed, the front matter and the orders that the result took from one of them do not count:
        the others have to give way. Statements do: a side that vanished is a loss that a reviewer must see.
        """
        changed = {c.severity for c in self.front_matter} | {c.severity for c in self.orders}
        against = {gap.severity for gap in self.lost} | changed - {Severity.LOW}
        return bool(self.reversed) or any(found.rank <= severity.rank for found in against)

    def invents(self, severity: Severity) -> bool:
        """Whether the result says something of *severity* or worse that no source says."""
        return any(gap.severity.rank <= severity.rank for gap in self.invented)
