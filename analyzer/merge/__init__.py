"""Decide the canonical definition of a family: which words stay, where they stand, and why.

Policy alone: what Markdown looks like is known to `emit`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analyzer.merge.comparable import find_peers
from analyzer.merge.composition import compose
from analyzer.merge.front_matter import merge_fields
from analyzer.merge.kinds import across_kinds, read_as_decided, refuse_other_ways
from analyzer.merge.openings import join_openings
from analyzer.merge.opposition import opposed
from analyzer.merge.orders import read_orders
from analyzer.merge.orphans import house_orphans
from analyzer.merge.phrases import join_phrases
from analyzer.merge.quotes import quote_best
from analyzer.merge.settling import carry_out, settlements
from analyzer.merge.survivor import choose_survivor
from analyzer.merge.twins import keep_once, spare_twins
from analyzer.model import Canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.merge.orders import Orders
    from analyzer.model import (
        Decision,
        Definition,
        Examples,
        Family,
        FieldDecision,
        Judgements,
        Part,
        Passage,
        Statement,
        Tools,
        Vectors,
    )

__all__ = ["merge"]

_SURE = 0.5
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
    fitting = read_as_decided(family.definitions, orders)
    chosen, why = choose_survivor(family.definitions, statements, judgements, path=survivor, fitting=fitting)
    orders = refuse_other_ways(orders, chosen)
    fields_with = partial(
        merge_fields,
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
    front = fields_with(unsaid={})
    overflow = set(front.overflow)
    body = [s for s in statements if not s.field or s in overflow]
    inside = set(body)
    pieces = [p for p in parts if p.statement in inside]
    peers = find_peers(body, survivor=chosen.path)
    orders = keep_once(spare_twins(orders, pieces, peers), pieces, peers)
    proposed, new = compose(
        family, body, pieces, chosen, judgements, vectors, floor=_SURE, fusion=fusion, orders=orders
    )
    settled = carry_out(proposed, orders)
    joined = join_openings(join_phrases(settled)) if fusion else settled
    if unsaid := _unsaid(joined):
        front = fields_with(unsaid=unsaid)
        joined = _without(joined, front.fields)
    housed = house_orphans(joined, body, {s.path for s in new})
    passages = quote_best(housed, peers)
    kinds = across_kinds(family.definitions, chosen, orders)
    undone = {s: orders.words[p.wording] for p in proposed if orders.goes(p.wording) for s in p.stands_for}
    return Canonical(
        name=_name(chosen, front.fields, orders),
        survivor=chosen,
        definitions=family.definitions,
        fields=front.fields,
        passages=passages,
        sections=tuple(s for s in new if any(p.section[: len(s.path)] == s.path for p in passages)),
        conflicts=(*kinds, *front.conflicts, *opposed(body, judgements, undone)),
        survivor_reason=why,
        settlements=settlements(decisions, orders, proposed, settled, front.settled),
    )


def _unsaid(passages: Sequence[Passage]) -> dict[Statement, tuple[Statement, ...]]:
    """Return the sentences of descriptions among *passages* that nothing else says, each with all it speaks for."""
    alone = (p for p in passages if not p.parts and not p.instead and not p.decision)
    return {p.wording: p.stands_for for p in alone if all(s.field for s in p.stands_for)}


def _without(passages: Sequence[Passage], fields: Sequence[FieldDecision]) -> tuple[Passage, ...]:
    """Return *passages* without those that one of *fields* says."""
    said = {s for field in fields for s in field.sources}
    return tuple(p for p in passages if p.wording not in said)


def _name(survivor: Definition, fields: Sequence[FieldDecision], orders: Orders) -> str:
    """Return the canonical's name: that which was chosen, else what its front matter says, else the *survivor*'s."""
    _, chosen = orders.values.get("name", (None, None))
    if chosen:
        return str(chosen.value)
    return next((str(f.value) for f in fields if f.key == "name" and f.value), survivor.name)
