"""Find the section where a reader would look for what a definition adds."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.model import Kind, NewSection, RelationKind, Shape
from analyzer.text import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from analyzer.model import Definition, Heading, Judgements, Statement, Vectors

Path = tuple[str, ...]

_FITS = 0.55
"""The least affinity that puts a statement into a section of the survivor."""
_TITLE, _MEANING, _EVIDENCE = 0.4, 0.35, 0.5
_PROSE = {Shape.SENTENCE, Shape.QUOTE, Shape.FIELD}
_LABELLED = re.compile(r"\*\*[^*]+\*\*:? ")
_OWN_SECTION = {Shape.CODE, Shape.EXAMPLE, Shape.ROW, Shape.HTML}


@dataclass(frozen=True, slots=True)
class Places:
    """Where each added statement goes, and the sections that are made for it."""

    section: Mapping[Statement, Path]
    new: tuple[NewSection, ...]


@dataclass(frozen=True, slots=True)
class _Room:
    """A section with what stands directly in it."""

    path: Path
    statements: tuple[Statement, ...]
    meaning: NDArray[np.float32]


def place(
    added: Sequence[Statement],
    statements: Sequence[Statement],
    survivor: Definition,
    judgements: Judgements,
    vectors: Vectors,
) -> Places:
    """Return a section for each of *added*: one of the *survivor*'s, or a new one that keeps its source's title.

    *statements* are all of the family's. A section of the survivor is right where its title, its meaning and its
    statements are near those of the section that the statement comes from.
    """
    rooms = _rooms([s for s in statements if s.path == survivor.path and not s.field], judgements, vectors)
    top = survivor.root if any(room.path == survivor.root for room in rooms) else None
    section: dict[Statement, Path] = {}
    homeless: dict[str, list[Statement]] = defaultdict(list)
    wanted = set(added)
    for source in sorted({s.path for s in added}):
        own = [s for s in statements if s.path == source and (not s.field or s in wanted)]
        for room in _rooms(own, judgements, vectors):
            for statement in (s for s in room.statements if s in wanted):
                if top is not None and _opens(statement, own):
                    section[statement] = top
                    continue
                path, fit = _best_room(statement, room, rooms, judgements, vectors)
                if fit >= _FITS:
                    section[statement] = path
                else:
                    homeless[_title(statement)].append(statement)
    gathered = _gathered(homeless, vectors)
    for title, members in sorted(gathered.items(), key=lambda group: len(group[1]) < _ENOUGH):
        nearest = _introduced(members, section) or _shared_room(members, rooms, top, judgements, vectors)
        section.update(dict.fromkeys(members, nearest if nearest is not None else (title,)))
    known = {(), survivor.root, *(room.path for room in rooms)}
    # Those that come to one place stand in the order of their sources.
    made = list(dict.fromkeys(path[0] for _, path in sorted(section.items()) if path not in known))
    return Places(section, tuple(_new_section(title, section, survivor, rooms, judgements, vectors) for title in made))


def _rooms(statements: Sequence[Statement], judgements: Judgements, vectors: Vectors) -> list[_Room]:
    inside: dict[Path, list[Statement]] = defaultdict(list)
    for s in statements:
        inside[s.section].append(s)
    return [
        _Room(path, tuple(members), _unit(vectors.rows([judgements.contexts[s] for s in members]).sum(axis=0)))
        for path, members in inside.items()
    ]


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float((vector @ vector) ** 0.5)
    return vector / length if length else vector


def _best_room(
    statement: Statement, source: _Room, rooms: Sequence[_Room], judgements: Judgements, vectors: Vectors
) -> tuple[Path, float]:
    """Return the survivor's section that fits best, and how well (0 to about 1.25)."""
    fits = [
        (_affinity(statement, source, room, judgements, vectors), room.path)
        for room in rooms
        if room.path and _takes(room, statement)
    ]
    fit, path = max(fits, default=(0.0, ()))
    return path, fit


def _opens(statement: Statement, own: Sequence[Statement]) -> bool:
    """Whether *statement* is prose outside of the sections of its definition, which says *own*."""
    if statement.shape not in _PROSE or statement.kind is Kind.TRIGGER:
        return False
    titles = {s.section[:1] for s in own if not s.field}
    return not statement.section or titles == {statement.section}


def _takes(room: _Room, statement: Statement) -> bool:
    """Whether the form of *room* has a place for *statement*."""
    facts = sum(s.kind is Kind.FACT for s in room.statements) * 2 > len(room.statements)
    same_shape = any(s.shape is statement.shape for s in room.statements)
    if statement.shape in _OWN_SECTION or statement.shape is Shape.STEP:
        return same_shape
    if is_labelled(statement) != (sum(map(is_labelled, room.statements)) * 2 > len(room.statements)):
        return False
    prose = statement.shape in _PROSE and statement.kind is not Kind.FACT
    return facts == (statement.kind is Kind.FACT) and any(
        s.shape not in _OWN_SECTION and (s.shape in _PROSE) == prose for s in room.statements
    )


def is_labelled(statement: Statement) -> bool:
    """Whether *statement* is an entry of a list of topics: each has a label of its own."""
    return bool(_LABELLED.match(statement.text)) and statement.kind is not Kind.FACT


def _is_topic(statement: Statement) -> bool:
    return is_labelled(statement) and statement.kind is Kind.EXPERTISE and statement.shape is Shape.ITEM


def _affinity(statement: Statement, source: _Room, room: _Room, judgements: Judgements, vectors: Vectors) -> float:
    title = float(vectors[plain(source.path[-1])] @ vectors[plain(room.path[-1])]) if source.path else 0.0
    meaning = max(float(vectors[judgements.contexts[statement]] @ room.meaning), float(source.meaning @ room.meaning))
    shared = sum(
        any(
            judgements.between(s, t).kind not in {RelationKind.DIFFERENT, RelationKind.CONFLICT}
            for t in room.statements
        )
        for s in source.statements
    )
    return _TITLE * title + _MEANING * meaning + _EVIDENCE * shared / max(1, len(source.statements))


def _title(statement: Statement) -> str:
    """Return the title that a new section for *statement* would have."""
    if statement.kind is Kind.FACT:
        return _FACTS
    if statement.shape is Shape.EXAMPLE:
        return _EXAMPLES
    if statement.kind is Kind.TRIGGER and statement.field:
        return _TRIGGERS
    path = statement.section[:-1] if statement.shape is Shape.ROW else statement.section
    return plain(path[-1]) if path else _MORE


_FACTS, _EXAMPLES, _TRIGGERS, _MORE = "Project facts", "Examples", "When to use", "Further instructions"


def _gathered(homeless: dict[str, list[Statement]], vectors: Vectors) -> dict[str, list[Statement]]:
    """Return the groups of *homeless* with those joined whose titles mean the same; the title with most stays.

    Lists of topics are one list, whatever their sources call them.
    """
    gathered: dict[str, list[Statement]] = {}
    topics = {title for title, members in homeless.items() if all(map(_is_topic, members))}
    for title in sorted(homeless, key=lambda t: (-len(homeless[t]), t)):
        near = [t for t in gathered if _near(t, title, vectors) or {t, title} <= topics]
        gathered.setdefault(near[0] if near else title, []).extend(homeless[title])
    return gathered


def _near(a: str, b: str, vectors: Vectors) -> bool:
    return a in vectors.index and b in vectors.index and float(vectors[a] @ vectors[b]) >= _SAME_TITLE


_SAME_TITLE = 0.82
_NEXT = 3
"""How many statements later something still follows on a sentence that leads to it."""
_ENOUGH = 2
"""Statements that a section needs to be worth a title."""


def _introduced(members: Sequence[Statement], section: Mapping[Statement, Path]) -> Path | None:
    """Return the section of what a lone sentence leads to in its source, else None."""
    alone = members[0]
    if len(members) >= _ENOUGH or alone.shape not in _PROSE or alone.field:
        return None
    following = [s for s in section if s.path == alone.path and 0 < s.ordinal - alone.ordinal <= _NEXT]
    return section[min(following)] if following else None


def _shared_room(
    members: Sequence[Statement], rooms: Sequence[_Room], top: Path | None, judgements: Judgements, vectors: Vectors
) -> Path | None:
    """Return the survivor's nearest section where *members* are too few for one of their own, else None."""
    if len(members) >= _ENOUGH or members[0].shape in _OWN_SECTION or members[0].kind is Kind.FACT:
        return None
    open_rooms = [room for room in rooms if room.path and _takes(room, members[0])]
    if not open_rooms:
        return top if members[0].shape in _PROSE else None
    vector = vectors[judgements.contexts[members[0]]]
    return max(open_rooms, key=lambda room: (float(vector @ room.meaning), room.path)).path


def _new_section(  # noqa: PLR0913, PLR0917 - all that a place depends on
    title: str,
    section: Mapping[Statement, Path],
    survivor: Definition,
    rooms: Sequence[_Room],
    judgements: Judgements,
    vectors: Vectors,
) -> NewSection:
    like = _common_heading(survivor)
    peers = [h for h in survivor.headings if like and h.level == like.level and h.form == like.form]
    if like is None or title in {_FACTS, _EXAMPLES, _TRIGGERS, _MORE}:
        return NewSection(title, peers[-1] if peers else None, like)
    members = [s for s, path in section.items() if path == (title,)]
    meaning = _unit(vectors.rows([judgements.contexts[s] for s in sorted(members)]).sum(axis=0))
    near = {room.path[: like.level]: float(meaning @ room.meaning) for room in rooms if room.path}
    after = max(peers, key=lambda h: (near.get(h.path, -1.0), h.span))
    return NewSection(title, after, like)


def _common_heading(survivor: Definition) -> Heading | None:
    """Return a heading of the outermost level that has two or more, in its commonest form."""
    real = [h for h in survivor.headings if h.form not in {"item", "table", "tag"}]
    for level in sorted({h.level for h in real}):
        peers = [h for h in real if h.level == level]
        if len(peers) >= _ENOUGH or level == max(h.level for h in real):
            forms = [h.form for h in peers]
            return next(h for h in peers if h.form == max(sorted(set(forms)), key=forms.count))
    return None
