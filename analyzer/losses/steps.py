"""Find the numbered lists whose steps a merge put into another order."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from analyzer.labels import read_label, read_marks
from analyzer.model import ChangedOrder, Severity, Step
from analyzer.text import fold, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.losses.heirs import Merge
    from analyzer.model import Definition, SectionPath, Statement

_LEAST = 2
"""Steps, and words of a step, from which an order, or a step, can be told."""
_SAME = 0.8
"""The share of the shorter step's words from which the longer one says the same and more."""
_HALF = 0.5
"""The share of the longer step's words below which it is another one that has the same words too."""


class _Line(NamedTuple):
    """A step, and what tells to which list it belongs."""

    step: Step
    section: SectionPath
    number: int
    """0 in a list without numbers."""


_List = list[_Line]


class _Said(NamedTuple):
    """What of a step tells whether another one is the same: each is compared with many."""

    text: str
    stems: frozenset[str]
    title: str


class _Found(NamedTuple):
    """A list of a source, and the list of the result that has the most of its steps."""

    source: _List
    result: _List
    places: list[tuple[int, int]]
    """Where each step that is still there stands in the one and in the other, in the order of the source."""

    @property
    def turned(self) -> set[tuple[int, int]]:
        """The places in the result of each two steps that change their order."""
        there = [place for _, place in self.places]
        return {(later, earlier) for n, earlier in enumerate(there) for later in there[n + 1 :] if later < earlier}


def changed_orders(
    merges: Iterable[Merge], statements: tuple[Sequence[Statement], Sequence[Statement]]
) -> tuple[ChangedOrder, ...]:
    """Return the numbered lists in the sources of *merges* whose steps stand in another order in the result.

    *statements* are those before and after the merge. Steps that are gone, new, or in another list do not count. Where
    another source has them in the result's order, that is a decision, and of low severity.
    """
    before, after = (_by_path(side) for side in statements)
    orders: list[ChangedOrder] = []
    for sources, result, _ in merges:
        if all(d.text == result.text for d in sources):
            continue
        lists = _lists(result, after[result.path])
        own = [one for d in sources for one in _lists(d, before[d.path]) if one[0].number]
        found = [f for one in own if (f := _find(one, lists))]
        orders += [_order(f, found) for f in found if f.turned]
    return tuple(sorted(orders, key=lambda o: (o.severity.rank, o.before[0].span)))


def _by_path(statements: Iterable[Statement]) -> Mapping[str, list[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        found[statement.path].append(statement)
    return found


def _lists(definition: Definition, statements: Iterable[Statement]) -> list[_List]:
    """Return the lists of *definition*: of a section one without numbers, and one for each time the numbers begin."""
    found: dict[tuple[SectionPath, bool], list[_List]] = defaultdict(list)
    for line in sorted(_lines(definition, statements), key=lambda line: line.step.span):
        lists = found[line.section, line.number > 0]
        if not lists or line.number < lists[-1][-1].number:
            lists.append([])
        lists[-1].append(line)
    return [one for lists in found.values() for one in lists]


def _lines(definition: Definition, statements: Iterable[Statement]) -> Iterable[_Line]:
    """Yield the steps and items, those that head a nested list included."""
    for statement in statements:
        if statement.shape.listed:
            yield _Line(Step(statement.text, statement.span), statement.section, _number(statement.marker))
    text = definition.text.split("\n")
    for heading in definition.headings:
        if heading.form == "item":
            yield _Line(Step(heading.title, heading.span), heading.path[:-1], _number(text[heading.span.start - 1]))


def _number(text: str) -> int:
    return read_marks(f"{text} ").number or 0


def _find(source: _List, lists: Sequence[_List]) -> _Found | None:
    """Return where the steps of *source* are, None where no one of *lists* has enough of them to have an order."""
    found = [_Found(source, one, _places(source, one)) for one in lists]
    best = max(found, key=lambda f: len(f.places), default=None)
    return best if best and len(best.places) >= _LEAST else None


def _places(source: _List, other: _List) -> list[tuple[int, int]]:
    """Return the places of the steps that are in both, each with the one most like it."""
    sure = 0.0 if other[0].number else 1.0  # in a list without numbers the order says less
    mine, theirs = ([_said(line.step.text) for line in one] for one in (source, other))
    likeness = {
        (here, there): like
        for here, own in enumerate(mine)
        for there, step in enumerate(theirs)
        if (like := _likeness(own, step)) and like >= sure
    }
    places: dict[int, int] = {}
    taken: set[int] = set()
    for here, there in sorted(likeness, key=lambda pair: (-likeness[pair], pair)):
        if here not in places and there not in taken:
            places[here] = there
            taken.add(there)
    return sorted(places.items())


def _likeness(a: _Said, b: _Said) -> float:
    """Return 1 for texts that say the same, less where one says more or is worded otherwise, 0 where they are two."""
    if a.text == b.text:
        return 1.0
    both, (least, most) = len(a.stems & b.stems), sorted((len(a.stems), len(b.stems)))
    alike = least >= _LEAST and both >= _SAME * least and both >= _HALF * most
    return both / (1 + len(a.stems | b.stems)) if alike or a.title == b.title != "" else 0.0


@lru_cache(maxsize=50_000)
def _said(text: str) -> _Said:
    label = read_label(text)
    return _Said(fold(text), frozenset(stems(text)), fold(label.title) if label else "")


def _order(found: _Found, every: Sequence[_Found]) -> ChangedOrder:
    numbers = [here + 1 for here, _ in found.places]
    now = sorted(found.places, key=lambda place: place[1])
    reason = f"steps {_listed(numbers)} stand in the order {_listed(here + 1 for here, _ in now)}"
    decided = any(other.result is found.result and not other.turned and found.turned & _pairs(other) for other in every)
    return ChangedOrder(
        section=found.source[0].section,
        before=tuple(found.source[here].step for here, _ in found.places),
        after=tuple(found.result[there].step for _, there in now),
        severity=Severity.LOW if decided else Severity.MEDIUM,
        reason=f"{reason}, as another source has them" if decided else reason,
    )


def _pairs(found: _Found) -> set[tuple[int, int]]:
    return set(combinations(sorted(there for _, there in found.places), 2))


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))
