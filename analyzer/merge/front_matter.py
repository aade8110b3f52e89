"""Merge front matter: one value a key, each with its reason; what the sources disagree on is listed for a human."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyzer.dialects import is_foreign, keys_read
from analyzer.dialects.values import common_key, is_default
from analyzer.merge.description import describe
from analyzer.merge.rights import LISTS, UNSET, merge_list, shown, unset
from analyzer.model import Conflict, FieldDecision, Side, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.merge.orders import Orders
    from analyzer.model import Decision, Definition, Examples, Field, Judgements, Statement, Tools


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
    unsaid: Mapping[Statement, tuple[Statement, ...]],
) -> FrontMatter:
    """Return what becomes of the front matter of *definitions*; the *survivor*'s values stand where they can.

    Lists are united; of *tools* only what all grant is kept with the intersection. The description keeps the survivor's
    text and takes in what only others say, *unsaid* in the body, as far as the budget allows; the rest, and with
    *examples* in the body those too, overflows into the body. All other keys keep the survivor's value, else the first
    found. What runtimes call otherwise stands once, as the survivor's calls it, and what only another runtime acts on
    is not written. What *orders* ask for comes before all of that.
    """
    given = [survivor, *(d for d in definitions if d.path != survivor.path)]
    spelled = _spelled(given)
    ordered = [replace(d, fields=tuple(replace(f, key=spelled[f.key]) for f in d.fields)) for d in given]
    saying: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        if s.field:
            saying[spelled[s.field]].append(s)
    decisions: list[FieldDecision] = []
    conflicts: list[Conflict] = []
    overflow: list[Statement] = []
    settled: dict[Statement, Decision] = {}
    for key in _keys(ordered):
        if key == "description":
            told = describe(
                saying[key],
                survivor,
                judgements,
                floor=floor,
                orders=orders,
                fusion=fusion,
                examples=examples,
                unsaid=unsaid,
            )
            overflow.extend(told.overflow)
            settled |= told.settled
            decisions.append(told.decision)
            continue
        decision, found = _written(key, ordered, saying[key], _otherwise(key, given, spelled), tools=tools)
        if common_key(key) in orders.values and found:
            order, field = orders.values[common_key(key)]
            chosen = _chosen(key, field, ordered, saying[key], tools=tools) if field else None
            settled |= dict.fromkeys(set(saying[key]) - set(chosen.sources if chosen else ()), order)
            decisions += [replace(chosen, reason=_told(order))] if chosen else []
            conflicts.append(replace(found[0], chosen=order.text, reason=_told(order), settled=True))
        else:
            decisions += [decision] if decision else []
            conflicts.extend(found)
    return FrontMatter(tuple(decisions), tuple(conflicts), tuple(overflow), settled)


def _written(
    key: str, ordered: Sequence[Definition], said: Sequence[Statement], note: str, *, tools: Tools
) -> tuple[FieldDecision | None, list[Conflict]]:
    """Return what `_merged` does, with the *note* behind each reason; no decision where the key does nothing here."""
    if is_foreign(key, ordered[0], [d for d in ordered if d.get(key)]):
        return None, [_unwritten(key, ordered)]
    decision, found = _merged(key, ordered, said, tools=tools)
    return replace(decision, reason=f"{decision.reason}{note}"), [
        replace(conflict, reason=f"{conflict.reason}{note}") for conflict in found
    ]


def _merged(
    key: str, ordered: Sequence[Definition], said: Sequence[Statement], *, tools: Tools
) -> tuple[FieldDecision, list[Conflict]]:
    """Return what becomes of *key* where nobody decided about it, and the disagreement on it, one or none."""
    listed = merge_list(key, ordered, said, tools=tools) if common_key(key) in LISTS else None
    if key == "name" and (namesake := _plainly_named(ordered)) is not ordered[0]:
        decision, found = _first(key, [namesake, *(d for d in ordered if d is not namesake)], said)
        reason = "The other names are this one with more before it."
        return replace(decision, reason=reason), [replace(c, reason=reason) for c in found]
    return listed or _first(key, ordered, said)


def _plainly_named(ordered: Sequence[Definition]) -> Definition:
    """Return the definition whose name all others end with, as the names of plugins do; else the survivor."""
    shortest = min(ordered, key=lambda d: len(d.name))
    ends = all(d.name == shortest.name or d.name.endswith(f"-{shortest.name}") for d in ordered)
    return shortest if ends and ordered[0].name != shortest.name and shortest.get("name") else ordered[0]


def _chosen(
    key: str, field: Field, ordered: Sequence[Definition], said: Sequence[Statement], *, tools: Tools
) -> FieldDecision:
    """Return what becomes of *key* where the value of *field* was chosen."""
    agreeing = [d for d in ordered if (own := d.get(key)) and shown(own.value) == shown(field.value)]
    return _merged(key, agreeing, said, tools=tools)[0]


def _unwritten(key: str, ordered: Sequence[Definition]) -> Conflict:
    """Return what is to be decided of *key*, which the canonical does not set, as its runtime would not act on it."""
    sides: dict[str, list[Span]] = defaultdict(list)
    for d in ordered:
        field = d.get(key)
        sides[shown(field.value) if field else UNSET].append(field.span if field else Span(d.path, 1, 1))
    found = tuple(Side(value, tuple(spans)) for value, spans in sorted(sides.items(), key=lambda s: s[0] == UNSET))
    reason = (
        f"The runtime of {ordered[0].path} acts on no such key, so the canonical does not set it. "
        "Choose a value to have it written all the same."
    )
    return Conflict(key, found, UNSET, reason)


def _told(decision: Decision) -> str:
    return f"It was decided: {decision.reason}"


def _spelled(given: Sequence[Definition]) -> Mapping[str, str]:
    """Return for each key of the definitions *given* the one that the canonical has for it.

    That is the survivor's own spelling, else its runtime's, else the first; what the survivor spells twice stays two.
    """
    own = {f.key for f in given[0].fields}
    found = [f.key for d in given for f in d.fields]
    same = {common_key(key): key for key in reversed([*own, *(keys_read(given[0]) or ()), *found])}
    return {key: key if key in own else same[common_key(key)] for key in found}


def _otherwise(key: str, given: Sequence[Definition], spelled: Mapping[str, str]) -> str:
    """Return who of those *given* has another word for *key*: a sentence, with the space before it, or nothing."""
    words = dict.fromkeys((d.path, f.key) for d in given for f in d.fields if spelled[f.key] == key != f.key)
    return f" {' and '.join(f'{path} calls it {word}' for path, word in words)}." if words else ""


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
