"""Carry out what people decided about statements: after that, nothing that they did not mean is any different."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.merge.cover import Cover, nearest
from analyzer.model import DecisionKind, Settlement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.merge.orders import Orders
    from analyzer.model import Decision, Judgements, Part, Passage, Statement


def restore(covered: Cover, parts: Sequence[Part], orders: Orders) -> Cover:
    """Return *covered* with all of the *parts* said of statements that stay whatever else says the same."""
    own = {p for p in parts if not p.clause and orders.stays(p.statement)}
    return Cover(covered.kept | own, {e: by for e, by in covered.stands.items() if not orders.stays(e.statement)})


def spared(elements: Mapping[Part, frozenset[Part]], orders: Orders) -> Mapping[Part, frozenset[Part]]:
    """Return *elements* with what *orders* let go standing for nothing that stays."""
    if not any(map(orders.goes, orders.words)):
        return elements
    return {
        e: others if orders.goes(e.statement) else frozenset(p for p in others if not orders.goes(p.statement))
        for e, others in elements.items()
    }


def release(
    covered: Cover,
    elements: Mapping[Part, frozenset[Part]],
    parts: Sequence[Part],
    judgements: Judgements,
    orders: Orders,
) -> Cover:
    """Return *covered* with a stand-in that stays for all that nobody decided to drop.

    What stood behind a statement that goes is said by the next that can, by the *elements* that are `spared`, and else
    for itself: with all of its *parts*.
    """
    bereft: dict[Statement, list[Part]] = defaultdict(list)
    for e, by in sorted(covered.stands.items()):
        if orders.goes(by.statement) and not orders.goes(e.statement):
            bereft[e.statement].append(e)
    kept, stands = set(covered.kept), dict(covered.stands)
    for s, own in bereft.items():
        able = {e: elements[e] & kept for e in own}
        if all(able.values()):
            stands |= {e: nearest(e, others, judgements) for e, others in able.items()}
        else:
            kept.update(p for p in parts if p.statement == s and not p.clause)
            stands = {e: by for e, by in stands.items() if e.statement != s}
    return Cover(frozenset(kept), stands)


def carry_out(passages: Iterable[Passage], orders: Orders) -> tuple[Passage, ...]:
    """Return *passages* without those that go, and the others in the words that were decided."""
    return tuple(_decided(p, orders.words.get(p.wording)) for p in passages if not orders.goes(p.wording))


def _decided(passage: Passage, decision: Decision | None) -> Passage:
    if decision is None:
        return passage
    if decision.kind is DecisionKind.REWORD:
        told = f"It was reworded: {decision.reason}"
        return replace(passage, text=decision.text, parts=(), reason=told, decision=decision)
    return replace(passage, reason=f"It was kept: {decision.reason}", decision=decision)


def settlements(
    decisions: Sequence[Decision],
    orders: Orders,
    passages: Sequence[Passage],
    left: Sequence[Passage],
    front: Mapping[Statement, Decision],
) -> tuple[Settlement, ...]:
    """Return what became of each of *decisions*.

    *passages* are those before they were carried out, *left* those after; *front* has the statements whose fate in the
    front matter they made.
    """
    made: dict[Decision, set[Statement]] = defaultdict(set)
    for s, decision in front.items():
        made[decision].add(s)
    for passage in (p for p in passages if p.wording in orders.words):
        order = orders.words[passage.wording]
        for s in (passage.wording,) if order.kind is DecisionKind.KEEP else passage.stands_for:
            both_go = orders.goes(passage.wording) and orders.goes(s)
            made[orders.words[s] if both_go else order].add(s)
    return tuple(_settlement(decision, orders, tuple(sorted(made[decision])), left) for decision in decisions)


def _settlement(
    decision: Decision, orders: Orders, statements: tuple[Statement, ...], left: Sequence[Passage]
) -> Settlement:
    subjects = orders.subjects(decision)
    if decision in orders.refused and not statements:
        return Settlement(decision, orders.refused[decision])
    if any(chosen == decision for chosen, _ in orders.values.values()):
        held = f"“{decision.text}” holds." if decision.text else "No value is set."
        return Settlement(decision, held, statements, statements)
    if not subjects:
        return Settlement(decision, "It changes nothing: a later decision is about the same.")
    if not statements:
        return Settlement(decision, _in_vain(subjects, left))
    if decision.kind is DecisionKind.CHOOSE:
        gone = ", ".join(str(s.span) for s in subjects)
        return Settlement(decision, f"“{decision.text}” holds; gone: {gone}.", statements, subjects)
    return Settlement(decision, _effect(decision, len(statements)), statements, subjects)


def _in_vain(subjects: Sequence[Statement], left: Sequence[Passage]) -> str:
    """Return why a decision about *subjects* changes nothing, where *left* are the passages."""
    by = sorted({str(p.wording.span) for p in left if set(subjects) & set(p.stands_for)})
    if not by and not any(s.field for s in subjects):
        return "It changes nothing: the canonical does not say it."
    where = f"{', '.join(by)} says it too" if by else "a front-matter value says it"
    return f"It changes nothing: {where}. Decide about that."


def _effect(decision: Decision, count: int) -> str:
    others = f", {count} of them" if count > 1 else ""
    match decision.kind:
        case DecisionKind.KEEP:
            return "It stays in its own words."
        case DecisionKind.REWORD:
            return f"The new words stand for what it says{others}."
        case _:
            return f"The canonical does not say it{others}; what it stood for in other sources stays."
