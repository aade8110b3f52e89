"""Choose what stays: the fewest words that still say everything.

A part may go where another that stays covers it. Which ones stay is a weighted set cover, solved exactly: parts and
the labels before enumerations are the elements, each part covers itself and all that it can stand for, and its cost is
its length.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.model import Kind, Part, Shape
from analyzer.text import stems, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.model import Judgements, Statement

_VERBATIM = {Shape.CODE, Shape.EXAMPLE, Shape.HTML}
_APART = {Kind.FACT, Kind.COLLABORATION, Kind.TOOL}
"""Kinds that stand only for their own kind: a project's port is nobody's expertise."""
_THRIFT = 0.5
"""What a survivor's word costs beside another's: its structure stays unless something clearly shorter does."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stays, and what stands for what goes."""

    kept: frozenset[Part]
    """Items of enumerations and whole statements."""
    stands: Mapping[Part, Part]
    """Each part that goes, clauses and labels of statements that go included, to a kept one that stands for it."""


def cover(parts: Sequence[Part], judgements: Judgements, *, survivor: str, floor: float) -> Cover:
    """Return what stays of *parts*.

    *survivor* is the path of the definition that is preferred; *floor* the least redundancy that lets a part go.
    """
    ordered = sorted(p for p in parts if not p.clause or _content(p))
    choices = [p for p in ordered if not p.clause]
    shelves = _Shelves(choices, judgements, min(floor, _INTRODUCED))
    able = {p: _able(p, shelves.near(p), judgements, floor) for p in ordered}
    wholes = {p.statement: p for p in choices if p.whole}
    for p in ordered:
        if p.clause:
            able[p] |= able[wholes[p.statement]]
    coordinated = {p.statement for p in ordered if p.clause}
    firsts = {p.statement: p for p in reversed(choices) if p.label}
    elements = {p: able[p] for p in ordered if p.clause or p.statement not in coordinated}
    elements |= {_label(p): _saying(p, choices) for p in firsts.values()}
    kept: set[Part] = set()
    for group in _components(choices, elements):
        kept.update(_solve(group, elements, survivor) if len(group) > 1 else group)
    statements = {p.statement for p in kept}
    gone = [e for e in elements if e not in kept and (e.statement not in statements or (e.label and e.text))]
    return Cover(frozenset(kept), {e: _nearest(e, elements[e] & kept, judgements) for e in gone})


class _Shelves:
    """Finds the choices that may stand for a part without looking at all of them."""

    def __init__(self, choices: Sequence[Part], judgements: Judgements, least: float) -> None:
        self._contexts = judgements.contexts
        self._neighbours = judgements.neighbours(least)
        self._by_text: dict[str, list[Part]] = defaultdict(list)
        self._by_stem: dict[str, set[Part]] = defaultdict(set)
        for choice in choices:
            self._by_text[self._contexts[choice]].append(choice)
            for stem in _said(choice):
                self._by_stem[stem].add(choice)

    def near(self, part: Part) -> set[Part]:
        """Return the choices that the judge holds near to *part*, or that have all its words where it is a piece."""
        text = self._contexts[part]
        found = {c for t in (text, *self._neighbours.get(text, ())) for c in self._by_text.get(t, ())}
        wanted = _content(part)
        if not part.whole and wanted:
            found |= set.intersection(*(self._by_stem.get(stem, set()) for stem in wanted))
        return found


def _content(part: Part) -> frozenset[str]:
    """Return the stems of *part* that say what it is about."""
    return frozenset(stems(part.text)) - _GENERIC


def _label(first: Part) -> Part:
    """Return the label of *first*'s enumeration as something that has to be said: a part without text."""
    return Part(first.statement, -1, "", first.label)


def _able(part: Part, others: Iterable[Part], judgements: Judgements, floor: float) -> frozenset[Part]:
    """Return those of *others* that can stand for *part*."""
    text = f"{part.label} {part.text}"
    return frozenset(
        other
        for other in others
        if other.statement is not part.statement
        and _comparable(other.statement, part.statement)
        and _says(other, part, judgements, floor)
        and not missing(text, f"{other.label} {other.text} {' '.join(other.statement.section)}")
    )


def _says(other: Part, part: Part, judgements: Judgements, floor: float) -> bool:
    """Whether *other* says what *part* says, as far as the judge or, for a piece of a statement, its words tell."""
    if facts(part.text).negated and not facts(other.text).negated:
        return False
    if judgements.covers(other, part, floor):
        return True
    if part.statement.kind in _INTRODUCTIONS and judgements.between(other, part).redundancy >= _INTRODUCED:
        return True
    wanted = _content(part)
    if part.whole or not wanted or not wanted <= _said(other) or facts(part.text).negated != facts(other.text).negated:
        return False
    # A single word says little: "AWS" as a cloud is not the "AWS" of a queue.
    alone = wanted == frozenset(stems(other.text))
    return len(wanted) > 1 or part.clause or alone or bool(set(stems(part.label)) & _around(other))


_INTRODUCTIONS = {Kind.ROLE, Kind.TRIGGER}
_INTRODUCED = 0.25
"""The least redundancy that lets an introduction go: it tells who the agent is, not what to do."""
_GENERIC = frozenset(
    stems(
        "expert expertise specialist senior elite deep knowledge experience span development engineer design build "
        "implement create provide ensure include use best practice proper excel master specialize focus function "
        "deliver approach key core comprehensive advanced current modern multiple various need assistance guidance "
        "work help skill proficiency level"
    )
)
"""Stems that say nothing about what an enumeration lists."""


@lru_cache(maxsize=100_000)
def _said(part: Part) -> frozenset[str]:
    return frozenset(stems(f"{part.label} {part.text}"))


@lru_cache(maxsize=100_000)
def _around(part: Part) -> frozenset[str]:
    return _said(part) | frozenset(stems(" ".join(part.statement.section)))


def _comparable(a: Statement, b: Statement) -> bool:
    if a.shape in _VERBATIM or b.shape in _VERBATIM:
        return a.shape == b.shape and a.text == b.text
    return a.kind == b.kind or not {a.kind, b.kind} & _APART


def _saying(first: Part, others: Sequence[Part]) -> frozenset[Part]:
    """Return those of *others* that have all words of the label of *first*'s enumeration."""
    wanted = frozenset(stems(first.label)) - _GENERIC
    own = first.statement
    return frozenset(
        o
        for o in others
        if wanted <= _around(o)
        and o.statement is not own
        and _comparable(o.statement, own)
        and not missing(first.label, f"{o.label} {o.text}")
    )


def _components(choices: Sequence[Part], elements: Mapping[Part, frozenset[Part]]) -> list[list[Part]]:
    """Return groups of *choices* that do not touch each other, so that each is solved for itself."""
    own: dict[Statement, list[Part]] = defaultdict(list)
    for p in choices:
        own[p.statement].append(p)
    near: dict[Part, set[Part]] = defaultdict(set)
    for e, others in elements.items():
        for p in own[e.statement]:
            for other in (*others, *own[e.statement]):
                near[p].add(other)
                near[other].add(p)
    seen: set[Part] = set()
    groups = []
    for start in choices:
        if start in seen:
            continue
        group, front = {start}, [start]
        while front:
            reached = near[front.pop()] - group
            group |= reached
            front.extend(sorted(reached))
        seen |= group
        groups.append(sorted(group))
    return groups


def _solve(group: list[Part], elements: Mapping[Part, frozenset[Part]], survivor: str) -> list[Part]:
    """Return the members of *group* that stay, by integer programming (HiGHS, through SciPy).

    Each element is said by its own statement or by one that can stand for it; an enumeration's label and items stay
    together.
    """
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    column = {p: i for i, p in enumerate(group)}
    labels = {s: len(group) + i for i, s in enumerate(sorted({p.statement for p in group if p.label}))}
    mine: dict[Statement, list[int]] = defaultdict(list)
    for p, i in column.items():
        mine[p.statement].append(i)
    said = [
        dict.fromkeys((*_own(e, column, labels), *(column[o] for o in others)), 1.0)
        for e, others in elements.items()
        if e.statement in mine
    ]
    together = [{i: -1.0, labels[p.statement]: 1.0} for p, i in column.items() if p.label]
    together += [{label: -1.0, **dict.fromkeys(mine[s], 1.0)} for s, label in labels.items()]
    rows = said + together
    matrix = csr_array(
        (
            [x for row in rows for x in row.values()],
            ([n for n, row in enumerate(rows) for _ in row], [i for row in rows for i in row]),
        ),
        shape=(len(rows), len(group) + len(labels)),
    )
    costs = [_cost(p.text, p.statement, survivor) for p in group]
    costs += [_cost(group[mine[s][0]].label, s, survivor) for s in labels]
    # The small growing term makes the optimum unique, so that the solver has no choice of its own.
    unique = np.array(costs) + 1e-3 * np.arange(len(costs)) / len(costs)
    least = np.array([1.0] * len(said) + [0.0] * len(together))
    found = milp(
        unique, integrality=np.ones(len(costs)), bounds=Bounds(0, 1), constraints=LinearConstraint(matrix, lb=least)
    )
    return [p for p, x in zip(group, found.x, strict=False) if x > 0.5]  # noqa: PLR2004 - a rounded 0 or 1


def _own(element: Part, column: Mapping[Part, int], labels: Mapping[Statement, int]) -> list[int]:
    """Return the column of what says *element* in its own statement."""
    if element in column:
        return [column[element]]
    if element.label:
        return [labels[element.statement]]
    return [i for p, i in column.items() if p.statement == element.statement]


def _cost(text: str, statement: Statement, survivor: str) -> float:
    length = len(words(text)) + 0.5
    if statement.path == survivor and statement.kind is Kind.ROLE:
        return -1.0  # the voice that is kept: it stays
    return length * _THRIFT if statement.path == survivor else length


def _nearest(element: Part, staying: frozenset[Part], judgements: Judgements) -> Part:
    if not element.text:
        return min(staying)
    return max(sorted(staying), key=lambda other: judgements.between(other, element).redundancy)
