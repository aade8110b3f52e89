"""Where the sources contradict each other: each matter once, with all that is said on either side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.labels import read_label
from analyzer.model import Conflict, RelationKind, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from analyzer.model import Decision, Judgements, Statement

_Edges = list[tuple[str, str]]


def opposed(body: Sequence[Statement], judgements: Judgements, unsaid: Mapping[Statement, Decision]) -> list[Conflict]:
    """Return what statements of *body* contradict each other in; settled where one side is *unsaid*.

    What a definition says on both sides of is no matter between it and another.
    """
    saying: dict[str, list[Statement]] = defaultdict(list)
    for s in body:
        saying[judgements.contexts[s]].append(s)
    matters: dict[str, _Edges] = defaultdict(list)
    for (x, y), relation in sorted(judgements.relations.items()):
        if relation.kind is RelationKind.CONFLICT and x in saying and y in saying:
            matters[relation.guards[0]].append((x, y))
    found = []
    for reason, edges in matters.items():
        for texts in _sides(edges):
            sides = [sorted(s for text in side for s in saying[text]) for side in texts]
            paths = [{s.path for s in side} for side in sides]
            if paths[0] - paths[1] and paths[1] - paths[0]:
                conflict = Conflict(_topic(sides[0][0].heading), tuple(map(_side, sides)), "", reason)
                found.append(_settled(conflict, [[unsaid.get(s) for s in side] for side in sides]))
    return found


def _sides(edges: _Edges) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the two sides of each matter of *edges*, each of which opposes two texts."""
    near: dict[str, list[str]] = defaultdict(list)
    for x, y in edges:
        near[x].append(y)
        near[y].append(x)
    side: dict[str, int] = {}
    for start in near:
        if start in side:
            continue
        side[start], front, group = 0, [start], [start]
        while front:
            here = front.pop()
            for other in (o for o in near[here] if o not in side):
                side[other] = 1 - side[here]
                front.append(other)
                group.append(other)
        yield [t for t in group if side[t] == 0], [t for t in group if side[t] == 1]


def _topic(heading: str) -> str:
    """Return what *heading* is about: of a line that leads to a list behind a label ("**Ropes**: You will"), that."""
    label = read_label(heading)
    return label.title if label and label.bold else heading or "body"


def _side(statements: Iterable[Statement]) -> Side:
    """Return one side: its shortest statement, and the places of all."""
    ordered = sorted(statements, key=lambda s: (len(s.text), s))
    shown = ordered[0]
    first = [s for s in ordered if s.text == shown.text]
    told = (*first, *sorted(s for s in ordered if s.text != shown.text))
    return Side(shown.text, tuple(s.span for s in told), told)


def _settled(conflict: Conflict, gone: Sequence[Sequence[Decision | None]]) -> Conflict:
    """Return *conflict*, settled where all of one side is *gone*, which has for each statement who decided so."""
    for side, others in zip(gone, reversed(conflict.sides), strict=True):
        if side and side[0] and all(side):
            return replace(conflict, chosen=others.value, reason=f"It was decided: {side[0].reason}", settled=True)
    return conflict
