"""What putting a proposal in place changes, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model.proposal import Move, Reference

POINTER_MARK = "<!-- agentmerge: this file only says where its definition went -->"
"""Stands at the end of what `apply` may leave in the place of an absorbed definition."""


class ChangeKind(StrEnum):
    """What becomes of a file when a proposal is put in place."""

    WRITE = "write"
    """The survivor: it becomes the canonical."""
    UPDATE = "update"
    """It speaks of definitions that are absorbed."""
    POINT = "point"
    """An absorbed definition: what is left says where it went."""
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after."""

    path: str
    kind: ChangeKind
    before: bytes
    after: bytes | None
    """None where the file goes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done to a tree to put proposals in place."""

    families: tuple[str, ...]
    moves: tuple[Move, ...]
    changes: tuple[Change, ...]
    """Each file once, in the order in which they are made: what is new stands before anything goes."""
    left_out: tuple[tuple[str, str], ...] = ()
    """Families that are not put in place, and why."""
    references: tuple[Reference, ...] = ()
    """Where the tree speaks of what goes: the safe ones are among the changes."""
    remarks: tuple[str, ...] = ()
    """What the user should know, a sentence or two each."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back."""

    families: tuple[str, ...]
    paths: tuple[str, ...]
    """The files that are as they were before."""
    interrupted: bool
    """Whether it was taken back because it had not come to its end."""
    left: int
    """How often `undo` can be called still."""
