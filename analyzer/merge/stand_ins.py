"""What has to be said, and which part can say it: as far as the judge, the words and the facts tell."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.labels import read_label
from analyzer.merge.comparable import is_like
from analyzer.merge.leaning import content, leans, leans_widely, stemmed
from analyzer.merge.light_words import ALIKE, CARE, GENERIC, MANNER, SELF
from analyzer.merge.named import belongs_elsewhere
from analyzer.merge.titles import share
from analyzer.model import Kind, Part
from analyzer.text import fold, plain, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.merge.comparable import Peers
    from analyzer.model import Judgements, Statement

_INTRODUCTIONS = {Kind.ROLE, Kind.TRIGGER}
_DEEDS = {Kind.INSTRUCTION, Kind.STEP}
"""Kinds whose first word says what to do."""
_INTRODUCED = 0.3
"""The least redundancy that lets an introduction go: it tells who the agent is, not what to do."""
_CAUTION = 0.3
"""How much surer the judge must be where no word of what goes is said by what stays or above it."""
_VERY_SURE = 0.95
"""How sure the judge must be of such a statement under a title of another topic, which it does not read, and across
kinds."""
_AS_GOOD_AS_SAME = 0.98
"""How sure it must be where no verb helps: "monitoring" of a queue is not that of a server."""
_BETWEEN = 2
"""Stems of other things that may stand between those of one thing."""


def stand_ins(
    parts: Sequence[Part],
    judgements: Judgements,
    peers: Peers,
    *,
    floor: float,
    spoken_for: Mapping[Part, Part] = MappingProxyType({}),
) -> Mapping[Part, frozenset[Part]]:
    """Return what has to be said of *parts*, and the choices that can say it besides its own statement.

    Said must be every item of an enumeration and its label (a part without text), every clause of a statement that
    has some, and every other statement; a choice is an item or a whole statement. *peers* tells what may be compared,
    *floor* is the least redundancy that lets something go all of whose words stay. What one that is *spoken_for* by a
    choice can say where it stands, that choice can say too: the words are the same.
    """
    ordered = sorted(p for p in parts if not p.clause or content(p.text))
    choices = sorted([*(p for p in ordered if not p.clause), *spoken_for])
    shelves = _Shelves(choices, judgements, min(floor, _INTRODUCED))
    able = {p: _able(p, _others(p, shelves.near(p), peers), judgements, peers, floor) for p in ordered}
    coordinated = {p.statement for p in ordered if p.clause}
    elements = {p: able[p] for p in ordered if p.clause or p.statement not in coordinated}
    firsts = {p.statement: p for p in reversed(ordered) if p.label and not p.clause}
    labels = [Part(s, -1, "", p.label) for s, p in firsts.items()]
    said: dict[Statement, set[Part]] = defaultdict(set)
    for p in (p for p in ordered if p.label and not p.clause):
        said[p.statement] |= able[p]
    named = {label: _able(label, _others(label, choices, peers), judgements, peers, floor) for label in labels}
    elements |= {
        label: frozenset(o for o in others if o in said[label.statement] or _names(o, label))
        for label, others in named.items()
    }
    return {e: _spoken(e, others, spoken_for, peers) for e, others in elements.items()} if spoken_for else elements


def holds(  # noqa: PLR0913 - the two, where one stands, what is known of both, and the option
    other: Part, element: Part, judgements: Judgements, peers: Peers, *, floor: float, section: Sequence[str]
) -> bool:
    """Whether *other*, standing under *section*, says what *element* says; *peers* and *floor* are of `stand_ins`."""
    heading = " ".join(section)
    general = element.whole or not element.text
    if general and belongs_elsewhere(
        other.statement.text, f"{element.label} {element.text} {element.statement.heading}"
    ):
        return False
    if not element.text:
        wanted = frozenset(stems(element.label)) - GENERIC
        said = _said(other) | stemmed(heading)
        return wanted <= said and not missing(element.label, f"{other.label} {other.text}")
    if element.clause and (
        _repeats(other, element, judgements)
        or holds(other, _whole(element), judgements, peers, floor=floor, section=section)
    ):
        return True
    return _says(other, element, judgements, peers, floor, section) and not missing(
        f"{element.label} {element.text}", f"{other.label} {other.text} {heading}"
    )


def topic(label: str) -> frozenset[str]:
    """Return the stems that tell what the enumeration behind *label* is about: all of them where none says much."""
    found = frozenset(stems(label))
    return found - GENERIC or found


class _Shelves:
    """Finds the choices that may stand for a part without looking at all of them."""

    def __init__(self, choices: Sequence[Part], judgements: Judgements, least: float) -> None:
        self._judgements = judgements
        self._neighbours = judgements.neighbours(least)
        self._by_text: dict[str, list[Part]] = defaultdict(list)
        self._by_stem: dict[str, set[Part]] = defaultdict(set)
        for choice in choices:
            for text in judgements.said_by(choice):
                self._by_text[text].append(choice)
            for stem in _said(choice):
                self._by_stem[stem].add(choice)

    def near(self, part: Part) -> set[Part]:
        """Return the choices that the judge holds near to *part*, or that have all its words where it is a piece."""
        text = self._judgements.contexts[part]
        found = self.near(_whole(part)) if part.clause else set()
        said = (*self._judgements.said_by(part), *self._neighbours.get(text, ()))
        found |= {c for t in said for c in self._by_text.get(t, ())}
        wanted = content(part.text)
        if not part.whole and wanted:
            found |= set.intersection(*(self._by_stem.get(stem, set()) for stem in wanted))
        return found


def _whole(clause: Part) -> Part:
    return Part(clause.statement, 0, clause.statement.text)


def _others(part: Part, choices: Iterable[Part], peers: Peers) -> list[Part]:
    """Return those of *choices* that *part* may be compared with."""
    own = part.statement
    # Fragments of others do not take the place of what the survivor says in one line.
    if own.path == peers.survivor and not part.whole:
        return []
    # Another kind of statement would stand strangely in its place.
    same = _DEEDS if own.kind in _DEEDS else {own.kind}
    kinds = same if own.path == peers.survivor else set(Kind)
    able = [o for o in choices if o.statement is not own and o.statement.kind in kinds]
    if own.path == peers.survivor and own.heading and own.kind not in _DEEDS:
        # No verb says what it is about, but its title: what says it under another would take its place wrongly.
        able = [o for o in able if _is_related(o.statement, own)]
    return [o for o in able if peers.comparable(o.statement, own)]


def _is_related(other: Statement, own: Statement) -> bool:
    """Whether *other* stands under no title, under one that shares a word with that of *own*, or says just the same."""
    return not other.heading or share(other.heading, own.heading) or fold(other.text) == fold(own.text)


def _spoken(element: Part, others: frozenset[Part], spoken_for: Mapping[Part, Part], peers: Peers) -> frozenset[Part]:
    """Return *others* with what speaks for them; what the survivor says it does not say for itself."""
    own = element.statement
    found = {o: spoken_for.get(o, o) for o in others}
    itself = {p for o, p in found.items() if p is not o and own.path == p.statement.path == peers.survivor}
    return frozenset(p for p in found.values() if p not in itself and p.statement is not own)


def _able(part: Part, others: Iterable[Part], judgements: Judgements, peers: Peers, floor: float) -> frozenset[Part]:
    """Return those of *others* that can stand for *part* where they stand in their own definition."""
    return frozenset(o for o in others if holds(o, part, judgements, peers, floor=floor, section=o.statement.section))


def _says(  # noqa: PLR0913, PLR0917 - as of `holds`
    other: Part, part: Part, judgements: Judgements, peers: Peers, floor: float, section: Sequence[str]
) -> bool:
    """Whether *other* says what *part* says, as far as the judge or, for a piece of a statement, its words tell."""
    if facts(part.text).negated and not facts(other.text).negated:
        return False
    if part.statement.kind is Kind.CHECK is not other.statement.kind and content(part.text) != content(other.text):
        # What is known or done in general is not thereby checked before this is done.
        return False
    if part.whole and _labels(other, part):
        return True
    around = _said(other) | stemmed(" ".join(section))
    judged = _judged(other, part, judgements, peers, floor, around)
    return judged or (not part.whole and _worded(other, part, around))


def _judged(  # noqa: PLR0913, PLR0917 - as of `holds`
    other: Part, part: Part, judgements: Judgements, peers: Peers, floor: float, around: frozenset[str]
) -> bool:
    """Whether the judge is as sure as it must be that *other*, with the words *around* it, covers *part*."""
    covers = judgements.covers(other, part)
    own = content(part.text) - CARE
    if own and own <= around | SELF and _repeats(other, part, judgements):
        return True
    if own and own <= around:
        # All its words are there, if some only in the title: whether the other says more is no question any longer.
        covers = max(covers, judgements.between(other, part).redundancy)
    wanted = content(part.text)
    if _other_deed(other, part) or covers < _least_across(other, part, around, peers):
        return False
    if not wanted and leans(part, around, frozenset()):
        # "Best practices" are those of what their title names.
        return False
    if not own <= around and _said(other) - GENERIC - CARE - MANNER < own:
        # "Caching strategies" are not "build caching": what names less cannot say more.
        return False
    caution = _CAUTION * len(wanted - around) / max(1, len(wanted))
    least = _INTRODUCED if part.statement.kind in _INTRODUCTIONS else floor
    return covers >= least + caution


def _repeats(other: Part, part: Part, judgements: Judgements) -> bool:
    """Whether *other* has word for word each sentence of *part*, which has several or has a label; a clause's own."""
    said = judgements.said_by(other)
    whole, *sentences = judgements.said_by(part.statement)
    if part.clause:
        text = plain(part.text)
        return any(text in own and own in said for own in (whole, *sentences))
    return part.whole and bool(sentences) and set(sentences) <= set(said)


def _least_across(other: Part, part: Part, around: frozenset[str], peers: Peers) -> float:
    """Return how sure the judge must be where *part* is of another kind than *other*, or one of them leans on a title.

    Less is asked of what names the same thing first under a title that has a word in common.
    """
    apart = leans(part, around, frozenset())
    leaning = apart or leans_widely(part, other, around, peers)
    if leaning and part.statement.kind not in _DEEDS:
        return _VERY_SURE if not apart and _begins_with(other, part) else _AS_GOOD_AS_SAME
    return _VERY_SURE if leaning or not is_like(other.statement.kind, part.statement.kind) else 0.0


def _begins_with(other: Part, part: Part) -> bool:
    wanted = stems(part.text)
    return stems(other.text)[: len(wanted)] == wanted


def _worded(other: Part, piece: Part, around: frozenset[str]) -> bool:
    """Whether *other* has the words of *piece*, near each other and neither counted nor negated otherwise."""
    wanted, own = content(piece.text), facts(piece.text)
    if not is_like(other.statement.kind, piece.statement.kind):
        return False
    if not wanted or own.numbers or own.negated != facts(other.text).negated or not _together(wanted, other):
        return False
    # A single word says little: "AWS" as a cloud is not the "AWS" of a queue.
    alone = wanted == stemmed(other.text)
    return len(wanted) > 1 or piece.clause or alone or bool(stemmed(piece.label) & around)


def _other_deed(other: Part, part: Part) -> bool:
    """Whether *part* tells to do another thing than *other*: who verifies a plan has not made one."""
    own, theirs = _verb(part), _verb(other)
    alike = any({own, theirs} <= verbs for verbs in ALIKE)
    return part.whole and bool(own) and bool(theirs) and own not in _said(other) and not alike


def _verb(part: Part) -> str:
    """Return the stem of the verb that *part* begins with, where it tells what to do and not just to see to it."""
    first = stems(part.text)[:1] if part.statement.kind in _DEEDS else ()
    return first[0] if first and first[0] not in GENERIC | CARE else ""


def _together(wanted: frozenset[str], other: Part) -> bool:
    """Whether *other* has all of the *wanted* stems near each other: far apart, they belong to other things."""
    there = [stem for stem in stems(f"{other.label} {other.text}") if stem not in GENERIC]
    length = len(wanted) + _BETWEEN
    return any(wanted <= set(there[i : i + length]) for i in range(max(1, len(there) - length + 1)))


def _labels(other: Part, part: Part) -> bool:
    """Whether all that *part* says is the label of *other*."""
    label = _label(other)
    return bool(label) and frozenset(stems(part.text)) - CARE == frozenset(stems(label))


def _names(other: Part, element: Part) -> bool:
    """Whether *other* is about what the label *element* names: by its own label, by a title, or as all that it says."""
    wanted, section = stemmed(element.label) - GENERIC, other.statement.section
    return any(wanted <= stemmed(text) for text in (_label(other), *section)) or wanted == content(other.text)


def _label(part: Part) -> str:
    found = read_label(part.text)
    return part.label or (found.label if found and found.bold else "")


@lru_cache(maxsize=100_000)
def _said(part: Part) -> frozenset[str]:
    return stemmed(f"{part.label} {part.text}")
