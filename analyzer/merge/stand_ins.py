"""What has to be said, and which part can say it: as far as the judge, the words and the facts tell."""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from analyzer.merge.fusing.labels import same_topic
from analyzer.merge.holding import DEEDS, INTRODUCED, holds, label_of, stems_of, whole_of
from analyzer.merge.leaning import content, stemmed
from analyzer.merge.light_words import GENERIC
from analyzer.merge.titles import share
from analyzer.model import Kind, Part
from analyzer.text import fold, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.merge.comparable import Peers
    from analyzer.model import Judgements, Statement


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
    shelves = _Shelves(choices, judgements, min(floor, INTRODUCED))
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
            for stem in stems_of(choice):
                self._by_stem[stem].add(choice)

    def near(self, part: Part) -> set[Part]:
        """Return the choices that the judge holds near to *part*, or that have all its words where it is a piece."""
        text = self._judgements.contexts[part]
        found = self.near(whole_of(part)) if part.clause else set()
        said = (*self._judgements.said_by(part), *self._neighbours.get(text, ()))
        found |= {c for t in said for c in self._by_text.get(t, ())}
        wanted = content(part.text)
        if not part.whole and wanted:
            found |= set.intersection(*(self._by_stem.get(stem, set()) for stem in wanted))
        return found


def _others(part: Part, choices: Iterable[Part], peers: Peers) -> list[Part]:
    """Return those of *choices* that *part* may be compared with."""
    own = part.statement
    # Fragments of others do not take the place of what the survivor says in one line.
    if own.path == peers.survivor and not part.whole:
        return []
    # Another kind of statement would stand strangely in its place.
    same = DEEDS if own.kind in DEEDS else {own.kind}
    kinds = same if own.path == peers.survivor else set(Kind)
    able = [o for o in choices if o.statement is not own and o.statement.kind in kinds]
    if own.path == peers.survivor and own.heading and own.kind not in DEEDS:
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


def _names(other: Part, element: Part) -> bool:
    """Whether *other* is about what the label *element* names: by its own label, by a title, or as all that it says."""
    wanted, section = stemmed(element.label) - GENERIC, other.statement.section
    return (
        same_topic(label_of(other), element.label)
        or any(wanted <= stemmed(text) for text in (label_of(other), *section))
        or wanted == content(other.text)
    )
