"""Choose what stays: the fewest words that still say everything.

A part may go where another that stays covers it. Which ones stay is a weighted set cover, solved exactly: parts and
the labels before enumerations are the elements, each part covers itself and all that it can stand for, and its cost is
its length.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.merge.procedures import find_procedures
from analyzer.merge.stand_ins import topic
from analyzer.merge.titles import share
from analyzer.model import Kind, Shape
from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from analyzer.model import Judgements, Part, SectionPath, Statement

_BLOCKS = {Shape.CODE, Shape.HTML}
_TORN = 3
"""Numbered steps of which fewer than one in so many says something new may go one by one."""
_LOOSE = 2
"""The same of bullets, which leave no gap in their numbers."""
_TEMPLATE = 12
"""Parts of a section that is written around a block; in longer ones the block is one thing among many."""
_THRIFT = 0.5
"""What a survivor's word costs beside another's: its structure stays unless something clearly shorter does."""
_ELSEWHERE = 1.5
"""What a word of a description costs in the body: a prompt says "you"."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stays, and what stands for what goes."""

    kept: frozenset[Part]
    """Items of enumerations and whole statements."""
    stands: Mapping[Part, Part]
    """Each part that goes, clauses and labels of statements that go included, to a kept one that stands for it."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """What stays or goes as a whole."""

    survivor: str
    units: Mapping[Part, tuple[Part, ...]]
    """The parts of lists of which none goes alone, each with all of its list."""
    least: Mapping[Statement, int]
    """How many items of an enumeration stay if any does."""


def cover(
    parts: Sequence[Part], elements: Mapping[Part, frozenset[Part]], judgements: Judgements, *, survivor: str
) -> Cover:
    """Return what stays of *parts*.

    *elements* has what must be said, and which of *parts* can say it besides its own statement; *survivor* is the path
    of the definition that is preferred.
    """
    choices = sorted(p for p in parts if not p.clause)
    whole = _Whole(survivor, _units(choices, elements), _least(choices, survivor))
    kept: set[Part] = set()
    for group, said in _components(choices, elements, whole.units):
        mine = [p for p in group if p.statement.path == survivor]
        kept.update(_solve(mine if _suffices(mine, group, said) else group, said, whole))
    statements = {p.statement for p in kept}
    gone = [e for e in elements if e not in kept and (e.statement not in statements or (e.label and e.text))]
    return Cover(frozenset(kept), {e: nearest(e, elements[e] & kept, judgements) for e in gone})


def nearest(element: Part, staying: frozenset[Part], judgements: Judgements) -> Part:
    """Return which of those *staying* is named as standing for *element*.

    One of its kind before any other, and one under a title that has a word of its own.
    """
    if not element.text:
        return min(staying)
    own = element.statement

    def nearness(other: Part) -> tuple[bool, bool, float]:
        said = other.statement
        return said.kind is own.kind, share(said.heading, own.heading), judgements.covers(other, element)

    return max(sorted(staying), key=nearness)


def _suffices(mine: Sequence[Part], group: Sequence[Part], elements: Mapping[Part, frozenset[Part]]) -> bool:
    """Whether *mine*, the survivor's part of *group*, says all that the others say: then nothing is added to it."""
    others = {p.statement for p in group} - {p.statement for p in mine}
    own = set(mine)
    return all(elements[e] & own for e in elements if e.statement in others)


def _units(choices: Sequence[Part], elements: Mapping[Part, frozenset[Part]]) -> dict[Part, tuple[Part, ...]]:
    """Return for each part of a list that means something only as a whole, all parts of it.

    Steps leave a gap where one of them goes, numbered or not, and so do the lines around a block of code. Of steps
    nearly all of which others say by *elements*, the few that are new find their place among the others'.
    """
    procedures = find_procedures(p.statement for p in choices)
    lists: dict[tuple[str, SectionPath, bool], list[Part]] = defaultdict(list)
    for p in choices:
        s = p.statement
        lists[s.path, s.section, s.shape is Shape.STEP].append(p)
    units: dict[Part, tuple[Part, ...]] = {}
    for (path, section, numbered), members in lists.items():
        steps = numbered and any(p.statement.kind is Kind.STEP for p in members)
        torn = _TORN if steps else _LOOSE if (path, section) in procedures else 0
        new = [p for p in members if not elements.get(p)]
        whole = torn and (not new or torn * len(new) >= len(members))
        template = any(p.statement.shape in _BLOCKS for p in members) and len(members) <= _TEMPLATE
        if section and (whole or template):
            units.update(dict.fromkeys(members, tuple(members)))
    return units


def _least(choices: Sequence[Part], survivor: str) -> dict[Statement, int]:
    """Return how many items of each enumeration of *choices* stay if any does.

    All of the *survivor*'s: what is left of it would not read like its author's. All of a sentence's, for what is left
    may be none. Of others half, for less says little, but any number where there is an enumeration on the same to join:
    the survivor's, else the longest.
    """
    items: dict[Statement, list[Part]] = defaultdict(list)
    for p in choices:
        if p.label:
            items[p.statement].append(p)
    hosts: dict[tuple[Kind, frozenset[str]], Statement] = {}
    for s in sorted(items, key=lambda s: (s.path != survivor, -len(items[s]), s)):
        if s.shape is not Shape.SENTENCE:
            hosts.setdefault((s.kind, topic(items[s][0].label)), s)
    least = {}
    for s, own in items.items():
        if s.path == survivor or s.shape is Shape.SENTENCE:
            least[s] = len(own)
        else:
            least[s] = (len(own) + 1) // 2 if hosts[s.kind, topic(own[0].label)] is s else 1
    return least


def _components(
    choices: Sequence[Part], elements: Mapping[Part, frozenset[Part]], units: Mapping[Part, tuple[Part, ...]]
) -> list[tuple[list[Part], dict[Part, frozenset[Part]]]]:
    """Return groups of *choices* that do not touch each other, each with its *elements*, to be solved for itself."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    number = {p: i for i, p in enumerate(choices)}
    own: dict[Statement, list[Part]] = defaultdict(list)
    for p in choices:
        own[p.statement].append(p)
    touching = [
        (own[e.statement][0], other) for e, others in elements.items() for other in (*own[e.statement], *others)
    ]
    touching += [(members[0], p) for p, members in units.items()]
    ends = np.array([(number[p], number[q]) for p, q in touching]).reshape(-1, 2)
    pairs = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(choices), len(choices)))
    numbers = connected_components(pairs, directed=False)[1].tolist()
    groups: dict[int, tuple[list[Part], dict[Part, frozenset[Part]]]] = defaultdict(lambda: ([], {}))
    for p, group in zip(choices, numbers, strict=True):
        groups[group][0].append(p)
    for e, others in elements.items():
        groups[numbers[number[own[e.statement][0]]]][1][e] = others
    return list(groups.values())


def _solve(group: list[Part], elements: Mapping[Part, frozenset[Part]], whole: _Whole) -> list[Part]:
    """Return the members of *group* that stay, by integer programming (HiGHS, through SciPy).

    Each element is said by its own statement or by one that can stand for it; an enumeration's label and items stay
    together as *whole* says.
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
    together += [{label: -whole.least[s], **dict.fromkeys(mine[s], 1.0)} for s, label in labels.items()]
    together += [{column[a]: 1.0, column[b]: -1.0} for a in column for b in whole.units.get(a, ()) if b != a]
    rows = said + together
    matrix = csr_array(
        (
            [x for row in rows for x in row.values()],
            ([n for n, row in enumerate(rows) for _ in row], [i for row in rows for i in row]),
        ),
        shape=(len(rows), len(group) + len(labels)),
    )
    costs = [_cost(p.text, p.statement, whole.survivor) for p in group]
    costs += [_cost(group[mine[s][0]].label, s, whole.survivor) for s in labels]
    least = np.array([1.0] * len(said) + [0.0] * len(together))
    found = milp(
        np.array(costs) + _steps(len(costs)),
        integrality=np.ones(len(costs)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, lb=least),
        options={"mip_rel_gap": 0},  # HiGHS would stop within 0.01 % of the least cost, which is more than the steps
    )
    return [p for p, x in zip(group, found.x, strict=False) if x > 0.5]  # noqa: PLR2004 - a rounded 0 or 1


def _steps(count: int) -> NDArray[np.float64]:
    """Return what is added to each of *count* costs, so that of choices that cost the same only one costs least.

    Equal steps would let the first and the fourth tie with the second and the third; irrational ones do not. What they
    leave within 1e-6 of each other, as they may among hundreds of parts, HiGHS holds for equal and chooses itself.
    """
    import numpy as np

    steps: NDArray[np.float64] = 1e-3 * (np.arange(count) / count) ** np.sqrt(2)
    return steps


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
    if statement.path == survivor:
        return length * _THRIFT
    return length * _ELSEWHERE if statement.field else length
