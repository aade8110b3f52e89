"""Merge front matter: one value a key, each with its reason; what the sources disagree on is listed for a human."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyzer.dialects.values import is_default
from analyzer.merge.description import describe
from analyzer.merge.rights import LISTS, merge_list, shown, unset
from analyzer.model import Conflict, FieldDecision, Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.merge.orders import Orders
    from analyzer.model import Decision, Definition, Examples, Field, Judgements, Span, Statement, Tools


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The canonical's front matter, the conflicts in it, and what of the descriptions belongs into the body."""

    fields: tuple[FieldDecision, ...]
    conflicts: tuple[Conflict, ...]
    overflow: tuple[Statement, ...]
    settled: Mapping[Statement, Decision]
    """The statements whose fate somebody decided."""


def merge_fields(  # noqa: PLR0913 - what is merged, what is known of it, and three options
    definitions: Sequence[Definition],
    statements: Sequence[Statement],
    survivor: Definition,
    judgements: Judgements,
    *,
    floor: float,
    orders: Orders,
    fusion: bool = True,
    examples: Examples = "description",
    tools: Tools = "union",
) -> FrontMatter:
    """Return what becomes of the front matter of *definitions*; the *survivor*'s values stand where they can.

    Lists are united; of *tools* only what all grant is kept with the intersection. The description keeps the survivor's
    text and takes in what only others say as far as the budget allows; the rest, and with *examples* in the body those
    too, overflows into the body. All other keys keep the survivor's value, else the first found. What *orders* ask for
    comes before all of that.
    """
    ordered = [survivor, *(d for d in definitions if d.path != survivor.path)]
    saying: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        if s.field:
            saying[s.field].append(s)
    decisions: list[FieldDecision] = []
    conflicts: list[Conflict] = []
    overflow: list[Statement] = []
    settled: dict[Statement, Decision] = {}
    for key in _keys(ordered):
        if key == "description":
            told = describe(
                saying[key], survivor, judgements, floor=floor, orders=orders, fusion=fusion, examples=examples
            )
            overflow.extend(told.overflow)
            settled |= told.settled
            decisions.append(told.decision)
            continue
        decision, found = _merged(key, ordered, saying[key], tools=tools)
        if key in orders.values and found:
            order, field = orders.values[key]
            chosen = _chosen(field, ordered, saying[key], tools=tools) if field else None
            settled |= dict.fromkeys(set(saying[key]) - set(chosen.sources if chosen else ()), order)
            decisions += [replace(chosen, reason=_told(order))] if chosen else []
            conflicts.append(replace(found[0], chosen=order.text, reason=_told(order), settled=True))
        else:
            decisions.append(decision)
            conflicts.extend(found)
    return FrontMatter(tuple(decisions), tuple(conflicts), tuple(overflow), settled)


def _merged(
    key: str, ordered: Sequence[Definition], said: Sequence[Statement], *, tools: Tools
) -> tuple[FieldDecision, list[Conflict]]:
    """Return what becomes of *key* where nobody decided about it, and the disagreement on it, one or none."""
    listed = merge_list(key, ordered, said, tools=tools) if key in LISTS else None
    if key == "name" and (plain := _plainly_named(ordered)) is not ordered[0]:
        decision, found = _first(key, [plain, *(d for d in ordered if d is not plain)], said)
        reason = "The other names are this one with more before it."
        return replace(decision, reason=reason), [replace(c, reason=reason) for c in found]
    return listed or _first(key, ordered, said)


def _plainly_named(ordered: Sequence[Definition]) -> Definition:
    """Return the definition whose name all others end with, as the names of plugins do; else the survivor."""
    shortest = min(ordered, key=lambda d: len(d.name))
    ends = all(d.name == shortest.name or d.name.endswith(f"-{shortest.name}") for d in ordered)
    return shortest if ends and ordered[0].name != shortest.name and shortest.get("name") else ordered[0]


def _chosen(field: Field, ordered: Sequence[Definition], said: Sequence[Statement], *, tools: Tools) -> FieldDecision:
    """Return what becomes of a key where the value of *field* was chosen."""
    agreeing = [d for d in ordered if (own := d.get(field.key)) and shown(own.value) == shown(field.value)]
    return _merged(field.key, agreeing, said, tools=tools)[0]


def _told(decision: Decision) -> str:
    return f"It was decided: {decision.reason}"


def _keys(ordered: Sequence[Definition]) -> list[str]:
    """Return the survivor's keys in its order, then the others' in the order in which its dialect documents them."""
    found = dict.fromkeys(f.key for d in ordered for f in d.fields)
    own = [f.key for f in ordered[0].fields]
    known = {key: i for i, key in enumerate(ordered[0].dialect.keys)}
    return [*dict.fromkeys(own), *sorted(found.keys() - set(own), key=lambda k: (known.get(k, len(known)), k))]


def _first(key: str, ordered: Sequence[Definition], said: Sequence[Statement]) -> tuple[FieldDecision, list[Conflict]]:
    """Return the survivor's value of *key*, else the first there is; where a file gives two, its first."""
    written = [f for d in ordered for f in d.fields if f.key == key]
    fields = [f for f in written if f.is_set] or written
    field = fields[0]
    sides: dict[str, list[Field]] = defaultdict(list)
    for f in fields:
        sides[shown(f.value)].append(f)
    agreeing = [f.span for f in sides[shown(field.value)]]
    path = field.span.path
    reason = "The survivor sets it so." if path == ordered[0].path else f"The survivor sets none; {path} does."
    if sum(f.span.path == path for f in fields) > 1:
        reason = f"{path} gives it more than once: its first stands."
    decision = FieldDecision(key, field.value, field.raw, tuple(s for s in said if _within(s, agreeing)), reason)
    without = [] if all(is_default(key, same[0].value) for same in sides.values()) else unset(key, ordered)
    found = (*(Side(value, tuple(f.span for f in same)) for value, same in sides.items()), *without)
    if len(found) == 1 or not field.is_set:
        return decision, []
    lacking = ", ".join(span.path for side in without for span in side.spans)
    note = f" It now holds for {lacking} too: leave the line out where it should not." if lacking else ""
    return decision, [Conflict(key, found, shown(field.value), f"{reason}{note}")]


def _within(statement: Statement, spans: Sequence[Span]) -> bool:
    mine = statement.span
    return any(s.path == mine.path and s.start <= mine.start and mine.end <= s.end for s in spans)
