"""Choose what stays: the fewest words that still say everything.

A part may go where another that stays covers it. Which ones stay is a weighted set cover, solved exactly: parts and
the labels before enumerations are the elements, each part covers itself and all that it can stand for, and its cost is
its length.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.model import Kind
from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.model import Judgements, Part, Statement

_THRIFT = 0.5
"""What a survivor's word costs beside another's: its structure stays unless something clearly shorter does."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stays, and what stands for what goes."""

    kept: frozenset[Part]
    """Items of enumerations and whole statements."""
    stands: Mapping[Part, Part]
    """Each part that goes, clauses and labels of statements that go included, to a kept one that stands for it."""


def cover(
    parts: Sequence[Part], elements: Mapping[Part, frozenset[Part]], judgements: Judgements, *, survivor: str
) -> Cover:
    """Return what stays of *parts*.

    *elements* has what must be said, and which of *parts* can say it besides its own statement; *survivor* is the path
    of the definition that is preferred.
    """
    choices = sorted(p for p in parts if not p.clause)
    kept: set[Part] = set()
    for group in _components(choices, elements):
        mine = [p for p in group if p.statement.path == survivor]
        kept.update(_solve(mine if _suffices(mine, group, elements) else group, elements, survivor))
    statements = {p.statement for p in kept}
    gone = [e for e in elements if e not in kept and (e.statement not in statements or (e.label and e.text))]
    return Cover(frozenset(kept), {e: _nearest(e, elements[e] & kept, judgements) for e in gone})


def _suffices(mine: Sequence[Part], group: Sequence[Part], elements: Mapping[Part, frozenset[Part]]) -> bool:
    """Whether *mine*, the survivor's part of *group*, says all that the others say: then nothing is added to it."""
    others = {p.statement for p in group} - {p.statement for p in mine}
    own = set(mine)
    return all(elements[e] & own for e in elements if e.statement in others)


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
    if len(group) == 1:
        return group
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    column = {p: i for i, p in enumerate(group)}
    labels = {s: len(group) + i for i, s in enumerate(sorted({p.statement for p in group if p.label}))}
    mine: dict[Statement, list[int]] = defaultdict(list)
    for p, i in column.items():
        mine[p.statement].append(i)
    # What others say counts too where the survivor alone is to say it: its parts that stand for it may not all go.
    said = [
        dict.fromkeys((*own, *(column[o] for o in others if o in column)), 1.0)
        for e, others in elements.items()
        if (own := _own(e, column, labels) if e.statement in mine else []) or not others.isdisjoint(column)
    ]
    together = [{i: -1.0, labels[p.statement]: 1.0} for p, i in column.items() if p.label]
    # The survivor's enumerations stay or go as they are: what is left of them would not read like its author's.
    owned = {p: i for p, i in column.items() if p.label and p.statement.path == survivor}
    together += [{i: 1.0, labels[p.statement]: -1.0} for p, i in owned.items()]
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
