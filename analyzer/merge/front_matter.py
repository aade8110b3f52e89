"""Merge front matter: one value a key, each with its reason; what the sources disagree on is listed for a human."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.merge.cover import cover
from analyzer.model import Conflict, Field, FieldDecision, Part, Shape, Side, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Definition, Judgements, Statement

_BUDGET = 1024
"""Characters of a description where the dialect names no limit of its own: it is loaded in every conversation."""
_RIGHTS = {"tools", "allowed-tools"}
"""Keys that restrict an agent: without them it may use every tool."""
_UNITED = _RIGHTS | {"skills", "globs"}
"""Keys whose values are united: leaving one out would take an ability away."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The canonical's front matter, the conflicts in it, and what of the descriptions belongs into the body."""

    fields: tuple[FieldDecision, ...]
    conflicts: tuple[Conflict, ...]
    overflow: tuple[Statement, ...]


def merge_fields(
    definitions: Sequence[Definition],
    statements: Sequence[Statement],
    survivor: Definition,
    judgements: Judgements,
    *,
    floor: float,
) -> FrontMatter:
    """Return what becomes of the front matter of *definitions*; the *survivor*'s values stand where they can.

    Lists of tools are united. The description keeps the survivor's text and takes in what only others say as far as the
    budget allows; the rest overflows into the body. All other keys keep the survivor's value, else the first found.
    """
    ordered = [survivor, *(d for d in definitions if d.path != survivor.path)]
    saying: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        if s.field:
            saying[s.field].append(s)
    decisions, conflicts, overflow = [], [], []
    for key in _keys(ordered):
        holders = [d for d in ordered if d.get(key)]
        if key == "description":
            decision, rest = _description(saying[key], survivor, judgements, floor)
            overflow.extend(rest)
        elif key in _UNITED:
            decision = _united(key, holders, saying[key], survivor)
        else:
            decision = _first(key, holders, saying[key], survivor)
        decisions.append(decision)
        conflicts.extend(_conflict(key, ordered, decision))
    return FrontMatter(tuple(decisions), tuple(conflicts), tuple(overflow))


def _keys(ordered: Sequence[Definition]) -> list[str]:
    """Return the survivor's keys in its order, then the others' in the order in which its dialect documents them."""
    found = dict.fromkeys(f.key for d in ordered for f in d.fields)
    own = [f.key for f in ordered[0].fields]
    known = {key: i for i, key in enumerate(ordered[0].dialect.keys)}
    return [*dict.fromkeys(own), *sorted(found.keys() - set(own), key=lambda k: (known.get(k, len(known)), k))]


def _first(key: str, holders: Sequence[Definition], said: Sequence[Statement], survivor: Definition) -> FieldDecision:
    field = _field(holders[0], key)
    agreeing = tuple(s for s in said if _field_of(holders, s).value == field.value)
    mine = holders[0].path == survivor.path
    reason = "The survivor sets it so." if mine else f"The survivor sets none; {holders[0].path} does."
    return FieldDecision(key, field.value, field.raw if mine else None, agreeing, reason)


def _united(key: str, holders: Sequence[Definition], said: Sequence[Statement], survivor: Definition) -> FieldDecision:
    lists = [_as_list(_field(d, key).value) for d in holders]
    united = list(dict.fromkeys(item for values in lists for item in values))
    field = _field(holders[0], key)
    mine = holders[0].path == survivor.path
    if mine and united == lists[0]:
        return FieldDecision(key, field.value, field.raw, tuple(said), "The survivor lists them; the others add none.")
    added = [item for item in united if item not in lists[0]]
    reason = f"United: {', '.join(added)} added to those of {holders[0].path}." if added else f"From {holders[0].path}."
    value: object = united if isinstance(field.value, list) else ", ".join(united)
    return FieldDecision(key, value, None, tuple(said), reason)


def _description(
    said: Sequence[Statement],
    survivor: Definition,
    judgements: Judgements,
    floor: float,
) -> tuple[FieldDecision, list[Statement]]:
    covered = cover([Part(s, 0, s.text) for s in said], judgements, survivor=survivor.path, floor=floor)
    stands = {p.statement: p.statement for p in covered.kept}
    stands.update((p.statement, other.statement) for p, other in covered.stands.items())
    own = [s for s in said if s.path == survivor.path]
    budget = survivor.dialect.description_budget or _BUDGET
    kept = [s for s in own if s.shape is not Shape.EXAMPLE or survivor.dialect.description_budget is None]
    overflow = [s for s in own if s not in kept]
    size = len(" ".join(s.text for s in kept))
    added: list[Statement] = []
    for s in (s for s in said if s.path != survivor.path and stands[s] is s):
        if s.shape is not Shape.EXAMPLE and size + 1 + len(s.text) <= budget:
            added.append(s)
            size += 1 + len(s.text)
        else:
            overflow.append(s)
    there = {*kept, *added}
    sources = tuple(s for s in said if s in there or stands[s] in there)
    overflow += [s for s in said if s not in there and stands[s] not in there and s not in overflow]
    if not added and len(kept) == len(own) and own:
        field = _field(survivor, "description")
        return FieldDecision("description", field.value, field.raw, sources, "It is the survivor's own text."), overflow
    value = _joined(kept, added)
    origins = ", ".join(sorted({s.path for s in added})) or "no other"
    return FieldDecision("description", value, None, sources, f"The survivor's, with what {origins} adds."), overflow


def _joined(kept: Sequence[Statement], added: Sequence[Statement]) -> str:
    """Return one text: the survivor's sentences, what is added, and last the examples."""
    examples = [s.text for s in kept if s.shape is Shape.EXAMPLE]
    prose = [s for s in kept if s.shape is not Shape.EXAMPLE]
    lead_in = [s for s in prose[-1:] if examples and s.text.rstrip().endswith(":")]
    sentences = [s.text.strip() for s in (*prose[: len(prose) - len(lead_in)], *added)]
    ended = [t if t.endswith((".", "!", "?", ":")) else f"{t}." for t in sentences]
    tail = [*(s.text.strip() for s in lead_in), *examples]
    return " ".join(ended) + ("\n\n" + "\n\n".join(tail) if tail else "")


def _conflict(key: str, ordered: Sequence[Definition], decision: FieldDecision) -> list[Conflict]:
    """Return the disagreement on *key*, if there is one."""
    sides: dict[str, list[Field]] = defaultdict(list)
    for d in ordered:
        if field := d.get(key):
            sides[_shown(field.value)].append(field)
    found = [Side(value, tuple(f.span for f in fields)) for value, fields in sides.items()]
    absent = [Span(d.path, 1, 1) for d in ordered if not d.get(key)] if key in _RIGHTS else []
    if absent:
        found.append(Side("none set, which allows all tools", tuple(absent)))
    if len(found) < 2 or key == "description":  # noqa: PLR2004 - two sides make a conflict
        return []
    return [Conflict(key, tuple(found), _shown(decision.value), decision.reason)]


def _as_list(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, dict):
        return [str(k) for k, allowed in value.items() if allowed]
    if isinstance(value, list):
        return [str(v) for v in value]
    return [part.strip() for part in str(value).split(",") if part.strip()]


def _shown(value: object) -> str:
    return ", ".join(_as_list(value)) if isinstance(value, list | dict) else str(value)


def _field(definition: Definition, key: str) -> Field:
    found = definition.get(key)
    if found is None:
        raise KeyError(key)
    return found


def _field_of(holders: Sequence[Definition], statement: Statement) -> Field:
    return next(f for d in holders if d.path == statement.path and (f := d.get(statement.field)))
