"""Merge descriptions: what the agent is, when to use it, and examples, within what the runtime takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.merge.comparable import find_peers
from analyzer.merge.cover import cover
from analyzer.merge.light_words import USE
from analyzer.merge.settling import release, spared
from analyzer.merge.stand_ins import stand_ins
from analyzer.merge.triggers import unite_triggers, words_of
from analyzer.model import FieldDecision, Kind, Part, Shape
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from analyzer.merge.orders import Orders
    from analyzer.model import Decision, Definition, Examples, Judgements, Statement

_BUDGET = 1024
"""Characters of a description where the dialect names no limit, examples apart: it is loaded in every conversation."""
_IS = re.compile(r"\s*(?:this|the) agent (?:is|excels|provides|helps) (?!used\b|invoked\b)", re.IGNORECASE)
"""How a sentence begins that says what the agent is, though it may say too that it does so unasked."""


@dataclass(frozen=True, slots=True)
class Described:
    """The canonical's description, and what becomes of the statements that it does not say as they are."""

    decision: FieldDecision
    overflow: tuple[Statement, ...]
    """What there is no room for."""
    settled: Mapping[Statement, Decision]
    """Those whose fate somebody decided."""


def describe(  # noqa: PLR0913 - what is said, what is known of it, and two options
    said: Sequence[Statement],
    survivor: Definition,
    judgements: Judgements,
    *,
    floor: float,
    orders: Orders,
    fusion: bool,
    examples: Examples,
    unsaid: Mapping[Statement, tuple[Statement, ...]],
) -> Described:
    """Return the description of the canonical, and what of *said*, all sources' descriptions, it does not say.

    What the agent is comes in the *survivor*'s words first, then when to use it, then the examples. What is left
    *unsaid* by all of the body has the room that there is; of each such sentence it has all that it speaks for. With
    *fusion*, triggers that begin alike become one sentence. *orders* say what stays, what goes, and what has new words.
    """
    parts = [Part(s, 0, s.text) for s in said]
    elements = stand_ins(parts, judgements, find_peers(said, survivor=survivor.path), floor=floor)
    covered = cover(parts, elements, judgements, survivor=survivor.path)
    covered = release(covered, spared(elements, orders), parts, judgements, orders)
    stands = {p.statement: p.statement for p in covered.kept}
    stands |= {p.statement: other.statement for p, other in covered.stands.items()}
    stands |= _ordered(said, survivor, orders)
    settled = {s: orders.words[stands[s]] for s in said if stands[s] in orders.words}
    staying = [s for s in said if stands[s] is s and not orders.goes(s)]
    staying.sort(key=lambda s: (s.path != survivor.path, s))
    limit = survivor.dialect.description_budget
    told = [s for s in staying if s.shape is not Shape.EXAMPLE]
    chosen = _fitting(told, survivor, orders, fusion=fusion, unsaid=unsaid)
    prose = _prose(chosen, orders, fusion=fusion)
    shown: list[Statement] = []
    for s in (s for s in staying if s.shape is Shape.EXAMPLE and examples == "description"):
        if limit is None or len(_with_examples(prose, [*shown, s])) <= limit:
            shown.append(s)
    there = {*chosen, *shown}
    back = unsaid.keys() & there
    spoken = {s for role in back for s in unsaid[role]}  # the body still says what else is like it
    sources = tuple(s for s in said if s in spoken or (stands[s] in there and stands[s] not in back))
    overflow = tuple(s for s in said if s not in sources and not orders.goes(stands[s]))
    field = survivor.get("description")
    own = [s for s in said if s.path == survivor.path]
    unchanged = there == set(own) and not any(map(orders.reworded, there))
    if field and unchanged and all(field.span.start <= s.span.start <= field.span.end for s in own):
        reason = "It is the survivor's own text."
        return Described(FieldDecision("description", field.value, field.raw, sources, reason), overflow, settled)
    added = ", ".join(sorted({s.path for s in there} - {survivor.path}))
    reason = f"The survivor's, with what {added} adds." if added else "The survivor's, shortened."
    decision = FieldDecision("description", _with_examples(prose, shown), None, sources, reason)
    return Described(decision, overflow, settled)


def _ordered(said: Sequence[Statement], survivor: Definition, orders: Orders) -> dict[Statement, Statement]:
    """Return what stands for those of *said* that stay: each for itself, the first of those reworded as one for all."""
    first: dict[object, Statement] = {}
    mine = sorted(filter(orders.stays, said), key=lambda s: (s.path != survivor.path, s))
    return {s: first.setdefault(orders.reworded(s) or s, s) for s in mine}


def _fitting(
    prose: Sequence[Statement], survivor: Definition, orders: Orders, *, fusion: bool, unsaid: Container[Statement]
) -> list[Statement]:
    """Return those of *prose* that there is room for: the *survivor*'s, then others' triggers, then what others are.

    Of that, what is mostly said by the rest is only there where it is *unsaid* elsewhere.
    """
    limit = survivor.dialect.description_budget
    chosen: list[Statement] = []
    mine = {s for s in prose if s.path == survivor.path}
    # What comes back from the body takes no room from what never was there.
    for s in sorted(prose, key=lambda s: (s in unsaid, s not in mine, s not in mine and s.kind is Kind.ROLE)):
        free = s in mine and limit is None
        fits = len(_prose([*chosen, s], orders, fusion=fusion)) <= (limit or _BUDGET)
        if free or not chosen or (fits and (s.kind is not Kind.ROLE or s in unsaid or _tells(s, chosen))):
            chosen.append(s)
    return chosen


def _tells(role: Statement, chosen: Sequence[Statement]) -> bool:
    """Whether most of *role* is not in what is *chosen*: what an agent is, is said once."""
    own = set(stems(role.text)) - USE
    return 2 * len(own - {stem for s in chosen for stem in stems(s.text)}) > len(own)


def _prose(chosen: Sequence[Statement], orders: Orders, *, fusion: bool) -> str:
    """Return *chosen* as one paragraph: first all of the kind that the first one is of."""
    first = chosen[0].kind if chosen else Kind.ROLE
    ordered = sorted(chosen, key=lambda s: (Kind.ROLE if fusion and _IS.match(s.text) else s.kind) is not first)
    texts = unite_triggers(ordered, orders) if fusion else [words_of(s, orders) for s in ordered]
    return " ".join(t if t.endswith((".", "!", "?", ":")) else f"{t}." for t in texts)


def _with_examples(prose: str, examples: Sequence[Statement]) -> str:
    return "\n\n".join([prose, *(s.text.strip() for s in examples)]).strip()
