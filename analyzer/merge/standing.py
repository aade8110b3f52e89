"""What has to be said, and which part can say it: as far as the judge, the words and the facts tell."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.model import Kind, Part, Shape
from analyzer.text import fold, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.model import Judgements, Statement

_VERBATIM = {Shape.CODE, Shape.EXAMPLE, Shape.HTML}
_APART = {Kind.FACT, Kind.COLLABORATION, Kind.TOOL}
"""Kinds that stand only for their own kind: a project's port is nobody's expertise."""
_INTRODUCTIONS = {Kind.ROLE, Kind.TRIGGER}
_DEEDS = {Kind.INSTRUCTION, Kind.STEP}
"""Kinds whose first clause says what to do: its verb counts, however general."""
_INTRODUCED = 0.3
"""The least redundancy that lets an introduction go: it tells who the agent is, not what to do."""
_CAUTION = 0.3
"""How much surer the judge must be where no word of what goes is said by what stays."""
_LABEL = re.compile(r"\*\*([^*]+)\*\*:?\s")
_GENERIC = frozenset(
    stems(
        "expert expertise specialist senior elite deep knowledge experience span development engineer design build "
        "implement create provide ensure include use best practice proper excel master specialize focus function "
        "deliver approach key core comprehensive advanced current modern multiple various need assistance guidance "
        "work help skill proficiency level"
    )
)
"""Stems that say nothing about what an enumeration lists."""


def standing(parts: Sequence[Part], judgements: Judgements, *, floor: float) -> Mapping[Part, frozenset[Part]]:
    """Return what has to be said of *parts*, and the choices that can say it besides its own statement.

    Said must be every item of an enumeration and its label (a part without text), every clause of a statement that
    has some, and every other statement; a choice is an item or a whole statement. *floor* is the least redundancy that
    lets something go all of whose words stay.
    """
    ordered = sorted(p for p in parts if not p.clause or content(p))
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
    return elements | {Part(s, -1, "", p.label): _saying(p, choices) for s, p in firsts.items()}


def topic(label: str) -> frozenset[str]:
    """Return the stems that tell what the enumeration behind *label* is about: all of them where none says much."""
    found = frozenset(stems(label))
    return found - _GENERIC or found


def content(part: Part) -> frozenset[str]:
    """Return the stems of *part* that say what it is about."""
    return frozenset(stems(part.text)) - _GENERIC


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
        wanted = content(part)
        if not part.whole and wanted:
            found |= set.intersection(*(self._by_stem.get(stem, set()) for stem in wanted))
        return found


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
    if part.whole and _labels(other, part):
        return True
    deed = part.clause and part.ordinal == 1 and part.statement.kind in _DEEDS
    wanted = frozenset(stems(part.text)) if deed else content(part)
    caution = _CAUTION * len(wanted - _around(other)) / max(1, len(wanted))
    if judgements.covers(other, part, floor + caution):
        return True
    introduces = part.statement.kind in _INTRODUCTIONS
    if introduces and judgements.between(other, part).redundancy >= _INTRODUCED + caution:
        return True
    if part.whole or not wanted or not wanted <= _said(other) or facts(part.text).negated != facts(other.text).negated:
        return False
    # A single word says little: "AWS" as a cloud is not the "AWS" of a queue.
    alone = wanted == frozenset(stems(other.text))
    return len(wanted) > 1 or part.clause or alone or bool(set(stems(part.label)) & _around(other))


def _labels(other: Part, part: Part) -> bool:
    """Whether all that *part* says is the label of *other*."""
    label = _LABEL.match(other.text)
    return label is not None and fold(label[1]) == fold(part.text)


@lru_cache(maxsize=100_000)
def _said(part: Part) -> frozenset[str]:
    return frozenset(stems(f"{part.label} {part.text}"))


@lru_cache(maxsize=100_000)
def _around(part: Part) -> frozenset[str]:
    return _said(part) | frozenset(stems(" ".join(part.statement.section)))


def _comparable(a: Statement, b: Statement) -> bool:
    if a.shape in _VERBATIM or b.shape in _VERBATIM:
        return a.shape == b.shape and a.text == b.text
    # What sections make of a text's kind must not hide that it is the same text.
    return a.kind == b.kind or fold(a.text) == fold(b.text) or not {a.kind, b.kind} & _APART


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
