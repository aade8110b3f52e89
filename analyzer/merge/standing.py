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


def standing(
    parts: Sequence[Part], judgements: Judgements, *, survivor: str, floor: float
) -> Mapping[Part, frozenset[Part]]:
    """Return what has to be said of *parts*, and the choices that can say it besides its own statement.

    Said must be every item of an enumeration and its label (a part without text), every clause of a statement that
    has some, and every other statement; a choice is an item or a whole statement. The definition at *survivor* does not
    stand for itself: what its author says twice in other words stays. *floor* is the least redundancy that lets
    something go all of whose words stay.
    """
    ordered = sorted(p for p in parts if not p.clause or content(p))
    choices = [p for p in ordered if not p.clause]
    shelves = _Shelves(choices, judgements, min(floor, _INTRODUCED))
    able = {p: _able(p, _others(p, shelves.near(p), survivor), judgements, floor) for p in ordered}
    coordinated = {p.statement for p in ordered if p.clause}
    elements = {p: able[p] for p in ordered if p.clause or p.statement not in coordinated}
    firsts = {p.statement: p for p in reversed(choices) if p.label}
    labels = [Part(s, -1, "", p.label) for s, p in firsts.items()]
    return elements | {label: _able(label, _others(label, choices, survivor), judgements, floor) for label in labels}


def holds(other: Part, element: Part, judgements: Judgements, *, floor: float, section: Sequence[str]) -> bool:
    """Whether *other*, standing under *section*, says what *element* says; *floor* is that of `standing`."""
    heading = " ".join(section)
    if not element.text:
        wanted = frozenset(stems(element.label)) - _GENERIC
        said = _said(other) | _stems(heading)
        return wanted <= said and not missing(element.label, f"{other.label} {other.text}")
    if element.clause and holds(other, _whole(element), judgements, floor=floor, section=section):
        return True
    return _says(other, element, judgements, floor, _stems(heading)) and not missing(
        f"{element.label} {element.text}", f"{other.label} {other.text} {heading}"
    )


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
        found = self.near(_whole(part)) if part.clause else set()
        found |= {c for t in (text, *self._neighbours.get(text, ())) for c in self._by_text.get(t, ())}
        wanted = content(part)
        if not part.whole and wanted:
            found |= set.intersection(*(self._by_stem.get(stem, set()) for stem in wanted))
        return found


def _whole(clause: Part) -> Part:
    return Part(clause.statement, 0, clause.statement.text)


def _others(part: Part, choices: Iterable[Part], survivor: str) -> list[Part]:
    """Return those of *choices* that *part* may be compared with."""
    own = part.statement
    return [
        other
        for other in choices
        if other.statement is not own
        and _comparable(other.statement, own)
        and not (own.path == other.statement.path == survivor and fold(own.text) != fold(other.statement.text))
    ]


def _able(part: Part, others: Iterable[Part], judgements: Judgements, floor: float) -> frozenset[Part]:
    """Return those of *others* that can stand for *part* where they stand in their own definition."""
    return frozenset(o for o in others if holds(o, part, judgements, floor=floor, section=o.statement.section))


def _says(other: Part, part: Part, judgements: Judgements, floor: float, heading: frozenset[str]) -> bool:
    """Whether *other* says what *part* says, as far as the judge or, for a piece of a statement, its words tell."""
    if facts(part.text).negated and not facts(other.text).negated:
        return False
    if part.whole and _labels(other, part):
        return True
    deed = part.clause and part.ordinal == 1 and part.statement.kind in _DEEDS
    wanted = frozenset(stems(part.text)) if deed else content(part)
    around = _said(other) | heading
    caution = _CAUTION * len(wanted - _said(other)) / max(1, len(wanted))
    if judgements.covers(other, part, floor + caution):
        return True
    introduces = part.statement.kind in _INTRODUCTIONS
    if introduces and judgements.between(other, part).redundancy >= _INTRODUCED + caution:
        return True
    if part.whole or not wanted or not wanted <= _said(other) or facts(part.text).negated != facts(other.text).negated:
        return False
    # A single word says little: "AWS" as a cloud is not the "AWS" of a queue.
    alone = wanted == frozenset(stems(other.text))
    return len(wanted) > 1 or part.clause or alone or bool(set(stems(part.label)) & around)


def _labels(other: Part, part: Part) -> bool:
    """Whether all that *part* says is the label of *other*."""
    label = _LABEL.match(other.text)
    return label is not None and fold(label[1]) == fold(part.text)


@lru_cache(maxsize=100_000)
def _said(part: Part) -> frozenset[str]:
    return _stems(f"{part.label} {part.text}")


@lru_cache(maxsize=100_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def _comparable(a: Statement, b: Statement) -> bool:
    if a.shape in _VERBATIM or b.shape in _VERBATIM:
        return a.shape == b.shape and a.text == b.text
    # What sections make of a text's kind must not hide that it is the same text.
    return a.kind == b.kind or fold(a.text) == fold(b.text) or not {a.kind, b.kind} & _APART
