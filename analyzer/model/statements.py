"""What definitions say: statements, their kinds, and the parts of statements."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model.reading import SectionPath, Shape, Span


class Kind(StrEnum):
    """What a statement is for."""

    ROLE = "role"
    TRIGGER = "trigger"
    EXPERTISE = "expertise"
    INSTRUCTION = "instruction"
    STEP = "workflow step"
    CHECK = "checklist item"
    EXAMPLE = "example"
    TOOL = "tool"
    FACT = "project fact"
    STYLE = "style"
    COLLABORATION = "collaboration"
    METADATA = "metadata"
    """A front-matter value that is none of the above: name, model, colour ..."""


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """The smallest unit that a reader would keep, move or drop as one."""

    span: Span
    ordinal: int
    """Reading order within its definition, from 0: (path, ordinal) identifies a statement."""
    text: str
    kind: Kind
    shape: Shape
    section: SectionPath = ()
    """Titles of the sections that it stands in, outermost first."""
    marker: str = ""
    depth: int = 0
    field: str = ""

    @property
    def path(self) -> str:
        """The definition's path."""
        return self.span.path

    @property
    def heading(self) -> str:
        """The nearest heading's title, empty at the top of a file."""
        return self.section[-1] if self.section else ""

    @property
    def id(self) -> str:
        """``path#ordinal``: how reports name it."""
        return f"{self.span.path}#{self.ordinal}"


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A piece of a statement that can be said elsewhere.

    It is one item of an enumeration, a clause of a statement that stays or goes as one, or the whole statement.
    """

    statement: Statement
    ordinal: int
    """From 0, in the order of the enumeration."""
    text: str
    label: str = ""
    """What stands before the enumeration, with its marks (``**Node.js**:``); else empty."""
    clause: bool = False
    """Whether it only serves to see if its statement is said elsewhere, and never stands alone."""

    @property
    def whole(self) -> bool:
        """Whether it is all of its statement."""
        return not self.label and not self.clause
