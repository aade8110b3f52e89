"""Decide the canonical definition of a family: which words stay, where they stand, and why.

Policy alone: what Markdown looks like is known to `emit`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.merge.closure import displaced
from analyzer.merge.comparable import find_peers
from analyzer.merge.cover import cover
from analyzer.merge.front_matter import merge_fields
from analyzer.merge.fusion import fuse
from analyzer.merge.openings import join_openings
from analyzer.merge.opposition import opposed
from analyzer.merge.orders import read_orders
from analyzer.merge.phrases import join_phrases
from analyzer.merge.rooms import is_labelled
from analyzer.merge.sections import place
from analyzer.merge.settling import carry_out, restore, settlements
from analyzer.merge.standing import standing
from analyzer.merge.survivor import choose_survivor
from analyzer.merge.twins import first_of_twins, with_twins
from analyzer.model import Canonical, Passage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.merge.fusion import Draft
    from analyzer.merge.orders import Orders
    from analyzer.merge.sections import Places
    from analyzer.model import (
        Decision,
        Definition,
        Examples,
        Family,
        FieldDecision,
        Judgements,
        Part,
        Statement,
        Tools,
        Vectors,
    )

__all__ = ["merge"]

_SURE = 0.4
"""How sure the judge must be before a statement goes all of whose words stay; of others it must be surer."""


def merge(  # noqa: PLR0913 - what is merged, what is known of it, and the options
    family: Family,
    statements: Sequence[Statement],
    parts: Sequence[Part],
    judgements: Judgements,
    vectors: Vectors,
    *,
    survivor: str | None = None,
    fusion: bool = True,
    examples: Examples = "description",
    tools: Tools = "union",
    decisions: Sequence[Decision] = (),
) -> Canonical:
    """Return the canonical definition of *family*, whose statements are *statements*, cut into *parts*.

    The survivor's structure stays; what only others say is added where a reader would look for it; what is said twice
    is said once. *survivor* is the path of the definition to keep; without it, the one that says most is taken. Without
    *fusion*, no enumeration is shortened or extended: every statement stays or goes as a whole. *examples* says where
    those of descriptions go, *tools* whether the canonical may use what any source may, or what all may. *decisions*
    about its statements and values are carried out last, so that they change nothing else.
    """
    orders = read_orders(decisions, family.definitions, statements)
    chosen, why = choose_survivor(family.definitions, statements, judgements, path=survivor)
    front = merge_fields(
        family.definitions,
        statements,
        chosen,
        judgements,
        floor=_SURE,
        orders=orders,
        fusion=fusion,
        examples=examples,
        tools=tools,
    )
    overflow = set(front.overflow)
    body = [s for s in statements if not s.field or s in overflow]
    inside = set(body)
    pieces = [p for p in parts if p.statement in inside]
    peers = find_peers(body, survivor=chosen.path)
    twins = first_of_twins(pieces, peers)
    choices = [p for p in pieces if p.statement not in twins]
    elements = standing(choices, judgements, peers, floor=_SURE)
    while True:
        covered = cover(choices, elements, judgements, survivor=chosen.path)
        every = with_twins(covered, twins, pieces)
        drafts = fuse(restore(every, pieces, orders), survivor=chosen.path, fusion=fusion, orders=orders)
        replaced = _replaced(drafts, chosen.path)
        added = [d.wording for d in drafts if (d.wording.path != chosen.path or d.wording.field) and d not in replaced]
        said = {s: d.wording for d in reversed(drafts) for s in d.stands_for if s is not d.wording}
        places = place(added, statements, family.definitions, chosen, judgements, vectors, said=said)
        proposed = _passages(drafts, replaced, places, chosen)
        unsaid = displaced(elements, covered, proposed, judgements, floor=_SURE)
        if not unsaid:
            break
        elements = {e: others - unsaid.get(e, frozenset()) for e, others in elements.items()}
    settled = carry_out(proposed, orders)
    passages = join_openings(join_phrases(settled)) if fusion else settled
    undone = {s: orders.words[p.wording] for p in proposed if orders.goes(p.wording) for s in p.stands_for}
    return Canonical(
        name=_name(chosen, front.fields, orders),
        survivor=chosen,
        definitions=family.definitions,
        fields=front.fields,
        passages=passages,
        sections=tuple(new for new in places.new if any(p.section[: len(new.path)] == new.path for p in passages)),
        conflicts=(*front.conflicts, *opposed(body, judgements, undone)),
        survivor_reason=why,
        settlements=settlements(decisions, orders, proposed, settled, front.settled),
    )


def _replaced(drafts: Sequence[Draft], survivor: str) -> dict[Draft, Statement]:
    """Return for each draft that stands for one of the survivor's statements, the place that it takes there."""
    kept = {d.wording for d in drafts}
    taken: dict[Statement, Draft] = {}
    for draft in drafts:
        for gone in draft.stands_for:
            mine = gone.path == survivor and not gone.field and gone not in kept
            if (
                mine
                and gone.shape is draft.wording.shape
                and draft.wording.path != survivor
                and not draft.wording.field
                and is_labelled(gone) == is_labelled(draft.wording)
            ):
                taken.setdefault(gone, draft)
    return {draft: gone for gone, draft in sorted(taken.items(), reverse=True)}


def _passages(
    drafts: Sequence[Draft], replaced: Mapping[Draft, Statement], places: Places, survivor: Definition
) -> tuple[Passage, ...]:
    """Return the passages: those in the survivor's lines in its order, then what is added, source by source."""
    settled = []
    for d in drafts:
        s, old = d.wording, replaced.get(d)
        if s.path == survivor.path and not s.field:
            settled.append(Passage(d.text, s, d.stands_for, s.section, d.reason("The survivor says it."), s, d.parts))
        elif old is not None:
            reason = d.reason("It says what the survivor says here, and more.")
            settled.append(Passage(d.text, s, d.stands_for, old.section, reason, old, d.parts))
        else:
            reason = "Only this source says it." if len(d.stands_for) == 1 else "The survivor does not say it."
            settled.append(_addition(d, d.reason(reason), places))
    told = (replace(p, instead=d.instead) for p, d in zip(settled, drafts, strict=True))
    return tuple(sorted(told, key=_reading_order))


def _addition(draft: Draft, reason: str, places: Places) -> Passage:
    s = draft.wording
    section, closing = places.section[s], s in places.closing
    return Passage(draft.text, s, draft.stands_for, section, reason, parts=draft.parts, closing=closing)


def _reading_order(passage: Passage) -> tuple[bool, Statement]:
    return passage.place is None, passage.place or passage.wording


def _name(survivor: Definition, fields: Sequence[FieldDecision], orders: Orders) -> str:
    """Return the canonical's name: that which was chosen, else what its front matter says, else the *survivor*'s."""
    _, chosen = orders.values.get("name", (None, None))
    if chosen:
        return str(chosen.value)
    return next((str(f.value) for f in fields if f.key == "name" and f.value), survivor.name)
