"""What a merge that anyone made did to its sources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model.reading import Definition, Problem, Span
    from analyzer.model.statements import Statement


class Severity(StrEnum):
    """How much a reviewer should mind."""

    HIGH = "high"
    """A command, flag, number, path, name or prohibition that stands nowhere in the result."""
    MEDIUM = "medium"
    """Words that tell it from others stand nowhere in the result."""
    LOW = "low"
    """Its words stand here and there in the result, or it is what many files say."""

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Gap:
    """A passage of one side of a merge that the other side does not say: a loss, or an invention."""

    text: str
    """Its words as they stand in the file: of a code block the lines that are gone; with the title of its section
    before it where nothing on the other side has that title either."""
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

    def found(self, severity: Severity) -> bool:
        """Whether a loss of *severity* or worse, or a statement turned round, stands against the merge."""
        return bool(self.reversed) or any(gap.severity.rank <= severity.rank for gap in self.lost)
