"""The survivor's sections, and how well what a definition adds fits into each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.facts import sense
from analyzer.labels import read_label
from analyzer.model import Kind, RelationKind, Shape
from analyzer.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from analyzer.model import Judgements, SectionPath, Statement, Vectors

PROSE = {Shape.SENTENCE, Shape.QUOTE, Shape.FIELD}
OWN_SECTION = {Shape.CODE, Shape.EXAMPLE, Shape.ROW, Shape.HTML}
_TITLE, _MEANING, _EVIDENCE = 0.4, 0.35, 0.5
_FEW = 3
"""A room speaks of a form of whose lines it says one in so many."""
SPECIAL = {Kind.COLLABORATION, Kind.CHECK, Kind.EXAMPLE, Kind.TOOL, Kind.TRIGGER}
"""Kinds that stand in lists of their own."""


@dataclass(frozen=True, slots=True)
class Room:
    """A section with what stands directly in it."""

    path: SectionPath
    statements: tuple[Statement, ...]
    meaning: NDArray[np.float32]

    def mostly(self, kind: Kind) -> bool:
        """Whether most of its statements are of *kind*."""
        return sum(s.kind is kind for s in self.statements) * 2 > len(self.statements)


class Rooms:
    """All rooms of the survivor, and what is known of all statements."""

    def __init__(self, statements: Sequence[Statement], judgements: Judgements, vectors: Vectors) -> None:
        self._judgements = judgements
        self._vectors = vectors
        inside: dict[SectionPath, list[Statement]] = defaultdict(list)
        for s in statements:
            inside[s.section].append(s)
        self.all = [self.room(path, members) for path, members in inside.items()]

    def room(self, path: SectionPath, members: Sequence[Statement]) -> Room:
        """Return *members* as a room at *path*."""
        total = self._vectors.rows([self._judgements.contexts[s] for s in members]).sum(axis=0)
        length = float((total @ total) ** 0.5)
        return Room(path, tuple(members), total / length if length else total)

    def best(
        self, statement: Statement, source: Room, below: SectionPath = (), *, loose: bool = False, alone: bool = True
    ) -> tuple[SectionPath, float]:
        """Return the room below *below* that has a place for *statement* and fits best; how well, from 0 to 1.25.

        With *loose*, a list may take items of another form than its own. Without *alone*, all of *source* decides.
        """
        fits = [
            (self.affinity(source, room, statement if alone else None), room.path)
            for room in self.all
            if room.path and room.path[: len(below)] == below and self._takes(room, statement, source, loose=loose)
        ]
        fit, path = max(fits, default=(0.0, ()))
        return path, fit

    def nearest(self, statement: Statement, source: Room) -> tuple[SectionPath, float]:
        """Return the room that fits *statement* best whatever its form, and how well: a list of its own may go there.

        Lists of kinds that stand by themselves, tables and blocks have no room for it.
        """
        special = SPECIAL | {Kind.FACT}
        open_rooms = (
            room
            for room in self.all
            if room.path
            and sense(room.path[-1]) == sense(statement.heading)
            and any(s.shape not in OWN_SECTION for s in room.statements)
            and not any(room.mostly(kind) for kind in special)
        )
        fit, path = max(((self.affinity(source, room, statement), room.path) for room in open_rooms), default=(0.0, ()))
        return (path, fit) if statement.kind not in special else ((), 0.0)

    def open_for(self, statement: Statement, source: Room) -> list[Room]:
        """Return the rooms below titles that have a place for *statement* of *source*, in whatever form."""
        return [room for room in self.all if room.path and self._takes(room, statement, source, loose=True)]

    def takes(self, path: SectionPath, statement: Statement, source: Room) -> bool:
        """Whether the room at *path* has a place for *statement*, which comes from *source*."""
        rooms = (room for room in self.all if path and room.path == path)
        return any(self._takes(room, statement, source, loose=False) for room in rooms)

    def has_steps(self, path: SectionPath) -> bool:
        """Whether numbered steps stand in the room at *path*."""
        return any(room.path == path and any(s.shape is Shape.STEP for s in room.statements) for room in self.all)

    def sayer(self, statements: Sequence[Statement]) -> SectionPath | None:
        """Return the room that says the most of *statements*; None where none says a third of them."""
        said = [(sum(self._related(s, room.statements) for s in statements), room.path) for room in self.all]
        count, path = max(said, default=(0, ()))
        return path if count * _FEW >= len(statements) and path else None

    def affinity(self, source: Room, room: Room, statement: Statement | None = None) -> float:
        """Return how well all of *source*, or *statement* of it, fits into *room*: 0 to 1.25."""
        title = self.likeness(source.path[-1], room.path[-1]) if source.path and room.path else 0.0
        meaning = float(source.meaning @ room.meaning)
        if statement is not None:
            meaning = max(meaning, float(self._vectors[self._judgements.contexts[statement]] @ room.meaning))
        shared = sum(self._related(s, room.statements) for s in source.statements)
        return _TITLE * title + _MEANING * meaning + _EVIDENCE * shared / max(1, len(source.statements))

    def likeness(self, a: str, b: str) -> float:
        """Return the cosine of two titles; 0 where one of them is not known."""
        x, y = plain(a), plain(b)
        known = x in self._vectors.index and y in self._vectors.index
        return float(self._vectors[x] @ self._vectors[y]) if known else 0.0

    def _related(self, statement: Statement, others: Iterable[Statement]) -> bool:
        apart = {RelationKind.DIFFERENT, RelationKind.CONFLICT}
        return any(self._judgements.between(statement, other).kind not in apart for other in others)

    def _takes(self, room: Room, statement: Statement, source: Room, *, loose: bool) -> bool:
        """Whether *room* has a place for *statement*, by its form, and by what its title makes of what is in it."""
        if sense(room.path[-1]) != sense(statement.heading):
            return False
        if statement.shape in OWN_SECTION:
            return any(s.shape is statement.shape for s in room.statements)
        steps = [s for s in room.statements if s.shape is Shape.STEP]
        if steps or statement.shape is Shape.STEP:
            own = [s for s in source.statements if s.shape is Shape.STEP]
            shared = sum(self._related(s, steps) for s in own)
            return statement.shape is Shape.STEP and 2 * shared >= len(own)
        if not loose and is_labelled(statement) != (sum(map(is_labelled, room.statements)) * 2 > len(room.statements)):
            return False
        if statement.kind in SPECIAL or any(map(room.mostly, SPECIAL)):
            return room.mostly(statement.kind)
        prose = statement.shape in PROSE and statement.kind is not Kind.FACT
        return room.mostly(Kind.FACT) == (statement.kind is Kind.FACT) and any(
            s.shape not in OWN_SECTION and (s.shape in PROSE) == prose for s in room.statements
        )


def is_labelled(statement: Statement) -> bool:
    """Whether *statement* is an entry of a list of topics: each has a label of its own."""
    return read_label(statement.text) is not None and statement.kind is not Kind.FACT


def is_topic(statement: Statement) -> bool:
    """Whether *statement* names, behind a label, what somebody knows."""
    return is_labelled(statement) and statement.kind is Kind.EXPERTISE and statement.shape is Shape.ITEM
