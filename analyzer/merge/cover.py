"""Choose what stays: the fewest words that still say everything.

A part may go where another that stays covers it. Which ones stay is a weighted set cover, solved exactly: parts and the
labels before enumerations are the elements, each part covers itself and all that it can stand for, its cost is its length.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.facts import missing
from analyzer.model import Kind, Shape
from analyzer.text import fold, stems, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.model import Judgements, Part, Statement

_VERBATIM = {Shape.CODE, Shape.EXAMPLE, Shape.HTML}
_APART = {Kind.FACT, Kind.COLLABORATION, Kind.TOOL}
"""Kinds that stand only for their own kind: a project's port is nobody's expertise."""
_THRIFT = 0.8
"""What a survivor's word costs beside another's: its structure stays unless something clearly shorter does."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stays, and what stands for what goes."""

    stands: Mapping[Part, Part]
    """Each part to the one that stands for it: itself where it stays."""
    labels: Mapping[Statement, Part]
    """Each enumeration none of whose parts stay to the part that says its label too."""

    def staying(self, statement: Statement) -> tuple[Part, ...]:
        """Return the parts of *statement* that stay, in order."""
        return tuple(sorted(p for p, other in self.stands.items() if p is other and p.statement == statement))


def cover(parts: Sequence[Part], judgements: Judgements, *, survivor: str, floor: float) -> Cover:
    """Return what stays of *parts*.

    *survivor* is the path of the definition that is preferred; *floor* the least redundancy that lets a part go.
    """
    ordered = sorted(parts)
    able = {p: _able(p, ordered, judgements, floor) for p in ordered}
    firsts = {p.statement: p for p in reversed(ordered) if p.label}
    says = {s: _saying(p, ordered, able) for s, p in firsts.items()}
    stays: set[Part] = set()
    for group in _components(ordered, able, says):
        stays.update(_solve(group, able, says, survivor) if len(group) > 1 else group)
    kept = {p.statement for p in stays}
    return Cover(
        {p: p if p in stays else _nearest(p, able[p] & stays, judgements) for p in ordered},
        {s: min(others & stays) for s, others in says.items() if s not in kept},
    )


def _able(part: Part, others: Sequence[Part], judgements: Judgements, floor: float) -> frozenset[Part]:
    """Return those of *others* that can stand for *part*."""
    return frozenset(
        other
        for other in others
        if other.statement is not part.statement
        and _comparable(other.statement, part.statement)
        and judgements.covers(other, part, floor)
        and not missing(part.text, f"{other.label} {other.text}")
    )


def _comparable(a: Statement, b: Statement) -> bool:
    if a.shape in _VERBATIM or b.shape in _VERBATIM:
        return a.shape == b.shape and fold(a.text) == fold(b.text)
    return a.kind == b.kind or not {a.kind, b.kind} & _APART


def _saying(first: Part, others: Sequence[Part], able: Mapping[Part, frozenset[Part]]) -> frozenset[Part]:
    """Return those of *others* that have all words of the label of *first*'s enumeration."""
    wanted = set(stems(first.label))
    near = {o for p in others if p.statement is first.statement for o in able[p]}
    return frozenset(o for o in near if wanted <= {*stems(o.label), *stems(o.text)})


def _components(
    parts: Sequence[Part], able: Mapping[Part, frozenset[Part]], says: Mapping[Statement, frozenset[Part]]
) -> list[list[Part]]:
    """Return groups that do not touch each other, so that each is solved for itself."""
    near: dict[Part, set[Part]] = defaultdict(set)
    siblings: dict[Statement, list[Part]] = defaultdict(list)
    for p in parts:
        siblings[p.statement].append(p)
    for p in parts:
        for other in (*able[p], *siblings[p.statement], *says.get(p.statement, ())):
            near[p].add(other)
            near[other].add(p)
    seen: set[Part] = set()
    groups = []
    for start in parts:
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


def _solve(
    group: list[Part],
    able: Mapping[Part, frozenset[Part]],
    says: Mapping[Statement, frozenset[Part]],
    survivor: str,
) -> list[Part]:
    """Return the members of *group* that stay, by integer programming (HiGHS, through SciPy)."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import lil_array

    column = {p: i for i, p in enumerate(group)}
    label = {s: len(group) + i for i, s in enumerate(sorted({p.statement for p in group if p.label}))}
    width = len(group) + len(label)
    # A part is said by itself or another; a label likewise; neither stays without the other.
    said = lil_array((width, width))
    for i, p in enumerate(group):
        said[i, [i, *(column[o] for o in able[p])]] = 1
    for s, i in label.items():
        said[i, [i, *(column[o] for o in says[s])]] = 1
    led = lil_array((len(group), width))
    for i, p in enumerate(group):
        if p.label:
            led[i, [i, label[p.statement]]] = [-1, 1]
    own = lil_array((len(label), width))
    for row, (s, i) in enumerate(label.items()):
        own[row, [i, *(j for p, j in column.items() if p.statement == s)]] = [
            -1,
            *(1 for p in group if p.statement == s),
        ]
    # The small growing term makes the optimum unique, so that the solver has no choice of its own.
    costs = [_cost(p.text, p.statement, survivor) for p in group]
    costs += [_cost(next(p.label for p in group if p.statement == s), s, survivor) for s in label]
    unique = np.array(costs) + 1e-3 * np.arange(width) / width
    found = milp(
        unique,
        integrality=np.ones(width),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(said.tocsr(), lb=1), *(LinearConstraint(m.tocsr(), lb=0) for m in (led, own))],
    )
    return [p for p, x in zip(group, found.x, strict=False) if x > 0.5]  # noqa: PLR2004 - a rounded 0 or 1


def _cost(text: str, statement: Statement, survivor: str) -> float:
    length = len(words(text)) + 0.5
    return length * _THRIFT if statement.path == survivor else length


def _nearest(part: Part, staying: frozenset[Part] | set[Part], judgements: Judgements) -> Part:
    return max(sorted(staying), key=lambda other: judgements.between(other, part).redundancy)
