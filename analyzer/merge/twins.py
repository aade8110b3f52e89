"""Take out of a merge what is there word for word already, and give it the fate of its twin afterwards."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.facts import sense
from analyzer.merge.cover import Cover
from analyzer.model import DecisionKind
from analyzer.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.merge.comparable import Peers
    from analyzer.merge.orders import Orders
    from analyzer.model import Part, Statement

_SHORT = 3
"""Words of a text that means something only under its heading."""


def first_of_twins(parts: Sequence[Part], peers: Peers) -> Mapping[Statement, Statement]:
    """Return for each statement with a twin elsewhere the one that speaks for both, the survivor's where it has one.

    Twins have the same text and, where it is short, the same heading; where a heading says half of it, one of the same
    sense. *peers* tells what may be compared. What one source says several times, as a template does, has its twin in
    what another says as often.
    """
    groups: dict[object, list[Statement]] = defaultdict(list)
    times: Counter[object] = Counter()
    for s in sorted({p.statement for p in parts}, key=lambda s: (s.path != peers.survivor, s)):
        same = _same(s, peers)
        times[s.path, same] += 1
        groups[same, times[s.path, same]].append(s)
    return {s: first for first, *others in groups.values() for s in others}


def _same(statement: Statement, peers: Peers) -> object:
    """Return what twins of *statement* have as it has."""
    s = statement
    short = len(words(s.text)) <= _SHORT or peers.record(s)
    return s.shape, s.field, short and fold(peers.topic(s)), sense(s.heading), s.text


def spare_twins(orders: Orders, parts: Sequence[Part], peers: Peers) -> Orders:
    """Return *orders* without those to drop what another source says word for word and nobody decided to drop there."""
    if not any(map(orders.goes, orders.words)):
        return orders
    groups: dict[object, list[Statement]] = defaultdict(list)
    for s in sorted({p.statement for p in parts}):
        groups[_same(s, peers)].append(s)
    staying = {s: twin for group in groups.values() for twin in group if not orders.goes(twin) for s in group}
    spared = {
        orders.words[s]: f"It changes nothing: {staying[s].span} says it too. Decide about that."
        for s in sorted(staying.keys() & orders.words.keys())
        if orders.goes(s)
    }
    # What an author repeats goes by one decision, under all its titles or under none.
    words = {s: order for s, order in orders.words.items() if order not in spared}
    return replace(orders, words=words, refused={**orders.refused, **spared})


def keep_once(orders: Orders, parts: Sequence[Part], peers: Peers) -> Orders:
    """Return *orders* with those to keep what others say word for word about the one that speaks for all of them."""
    kept = [s for s, order in orders.words.items() if order.kind is DecisionKind.KEEP]
    twins = first_of_twins(parts, peers) if kept else {}
    moved = {s: twins[s] for s in kept if s in twins and twins[s] not in orders.words}
    words = {moved.get(s, s): order for s, order in orders.words.items()}
    return replace(orders, words=words)


def spoken_for(parts: Sequence[Part], twins: Mapping[Statement, Statement]) -> Mapping[Part, Part]:
    """Return for each of the *parts* of *twins* that reads otherwise where it stands the one that speaks for both.

    What makes of the same text another kind, or puts it under another heading, may let it say what the other does not.
    """
    pieces = {(p.statement, p.ordinal, p.text): p for p in parts if not p.clause}
    found = {}
    for p in (p for p in parts if p.statement in twins and not p.clause):
        own, first = p.statement, twins[p.statement]
        other = pieces.get((first, p.ordinal, p.text))
        if other is not None and (own.kind, own.section) != (first.kind, first.section):
            found[p] = other
    return found


def with_twins(covered: Cover, twins: Mapping[Statement, Statement], parts: Sequence[Part]) -> Cover:
    """Return *covered*, which was found without the *twins*, with a fate for each of their *parts* too."""
    every = sorted((*covered.stands, *covered.kept), reverse=True)
    pieces = {(p.statement, p.ordinal, p.text): p for p in every}
    # Under other headings the same text may be of another kind, and cut otherwise.
    anything = {p.statement: p for p in every}
    stands = dict(covered.stands)
    for part in (p for p in parts if p.statement in twins):
        first = twins[part.statement]
        piece = pieces.get((first, part.ordinal, part.text), anything[first])
        stands[part] = covered.stands.get(piece, piece)
    return Cover(covered.kept, stands)
