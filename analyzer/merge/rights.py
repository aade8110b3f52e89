"""Merge what restricts an agent, or names what it may use: lists of tools, skills and file patterns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from operator import eq
from typing import TYPE_CHECKING

from analyzer.dialects import STEERING, loading, tool_rules
from analyzer.dialects.values import common_key
from analyzer.model import Conflict, FieldDecision, Kind, Side, Span
from analyzer.text import entries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from analyzer.model import Definition, Field, Statement, Tools

    Entries = Mapping[str, bool]
    """What is listed, and whether it is granted; only a mapping can say that it is not."""
    Holders = Sequence[tuple[str, Field]]
    Covers = Callable[[str, str], bool]
    """Whether the first of two entries grants all that the second one does."""

_ALLOWED, _DENIED = "tools", "disallowedTools"
"""What an agent may use, all if nothing is set, and what it may not; by the key for all that runtimes call so."""
UNSET = "none set"
LISTS = {_ALLOWED, _DENIED, "skills", "globs"}
"""What is a list, each entry of which counts for itself."""


def merge_list(
    key: str, ordered: Sequence[Definition], said: Sequence[Statement], *, tools: Tools
) -> tuple[FieldDecision, list[Conflict]] | None:
    """Return what becomes of the lists under *key*, and what a human has to know of it; None where they are no lists.

    *ordered* has the survivor first, *said* holds all statements of *key*. The union of *tools* keeps what any source
    grants, and says which source gains what; the intersection keeps what all grant. A source without a list has all.
    """
    holders = [(d.path, f) for d in ordered for f in d.fields if f.key == key and f.is_set]
    given = [listed for _, f in holders if (listed := _listed(f.value)) is not None]
    mappings = sum(isinstance(f.value, dict) for _, f in holders)
    if not holders or len(given) < len(holders) or mappings not in {0, len(holders)}:
        return None
    means = common_key(key)
    wide = means not in {_ALLOWED, _DENIED} or (tools == "union") != (means == _DENIED)
    covers: Covers = tool_rules.covers if means in {_ALLOWED, _DENIED} and not mappings else eq
    kept = _kept(given, covers, wide=wide, absent=bool(mappings))
    changes = _changes(holders, kept, covers, takes=means == _DENIED)
    texts = {f"{entry}: {str(on).lower()}" if mappings else entry for entry, on in kept.items()}
    granted = tuple(s for s in said if s.kind is not Kind.TOOL or any(covers(text, s.text) for text in texts))
    path, field = holders[0]
    if dict(given[0]) == kept and path == ordered[0].path:
        reason = f"The survivor's own; {changes}." if changes else "The survivor lists them; the others add none."
        decision = FieldDecision(key, field.value, field.raw, granted, reason)
    else:
        among = "All that any lists" if wide else "What all list"
        reason = f"{among}: {changes or f'as {path} has them'}."
        decision = FieldDecision(key, _in_form(kept, field.value), None, granted, reason)
    decision = replace(decision, reason=f"{reason}{_note(key, ordered)}")
    return decision, _conflicts(key, ordered, holders, decision)


def _note(key: str, ordered: Sequence[Definition]) -> str:
    """Return what to know of those of *ordered* that may use every tool, as they have no list under *key*."""
    unlimited = [d.path for d in ordered if not d.get(key)] if common_key(key) == _ALLOWED else []
    if not unlimited:
        return ""
    return f" Without a list, {', '.join(unlimited)} may use every tool: leave the line out to keep that."


def _listed(value: object) -> Entries | None:
    """Return the entries of *value*; None where it is something else than a list."""
    if isinstance(value, str):
        return dict.fromkeys(entries(value), True)
    if isinstance(value, list) and all(isinstance(v, str | int | float) for v in value):
        return dict.fromkeys(map(str, value), True)
    if isinstance(value, dict) and all(isinstance(v, bool) for v in value.values()):
        return {str(k): v for k, v in value.items()}
    return None


def _has(listed: Entries, entry: str, covers: Covers, *, on: bool) -> bool:
    return any(value == on and covers(own, entry) for own, value in listed.items())


def _kept(given: Sequence[Entries], covers: Covers, *, wide: bool, absent: bool) -> dict[str, bool]:
    """Return what stays of the lists *given*; *absent* is what not being named means."""
    every = dict.fromkeys(entry for listed in given for entry in listed)
    among = any if wide else all
    kept = {
        entry: among(_has(o, entry, covers, on=True) or (absent and entry not in o) for o in given) for entry in every
    }
    # What is granted goes without saying in a mapping, unless some source says so.
    said = {entry: on for entry, on in kept.items() if on == (not absent) or any(o.get(entry) == on for o in given)}
    return {entry: on for entry, on in said.items() if not _needless(entry, said, given, covers)}


def _needless(entry: str, kept: Entries, given: Sequence[Entries], covers: Covers) -> bool:
    """Return whether *kept* has a wider entry; one that a source has beside *entry* itself is no reason to touch it."""
    wider = [e for e in kept if e != entry and covers(e, entry)]
    return any(not any(entry in o and e in o for o in given) for e in wider)


def _changes(holders: Holders, kept: Entries, covers: Covers, *, takes: bool) -> str:
    """Return which of *holders* gain or lose what, where *kept* becomes their list; *takes*: an entry takes away."""
    told = []
    for path, field in holders:
        own = _listed(field.value) or {}
        says_no = isinstance(field.value, dict)
        more = [e for e, on in kept.items() if on != says_no and not _has(own, e, covers, on=on)]
        fewer = [e for e, on in own.items() if on != says_no and not _has(kept, e, covers, on=on)]
        gained, lost = (fewer, more) if takes or says_no else (more, fewer)
        said = [f"{verb} {', '.join(found)}" for verb, found in (("gains", gained), ("loses", lost)) if found]
        told += [f"{path} {' and '.join(said)}"] if said else []
    return "; ".join(told)


def _in_form(kept: Entries, like: object) -> object:
    """Return *kept* in the form of *like*; nothing at all as an empty list, which no reader takes for all."""
    if isinstance(like, dict):
        return dict(kept)
    if isinstance(like, list) or not kept:
        return list(kept)
    return (", " if "," in str(like) or " " not in str(like).strip() else " ").join(kept)


def _conflicts(key: str, ordered: Sequence[Definition], holders: Holders, decision: FieldDecision) -> list[Conflict]:
    """Return the disagreement on *key*, if there is one: order is none, and an absent list of tools is one."""
    sides: dict[frozenset[tuple[str, bool]], list[Field]] = defaultdict(list)
    for _, field in holders:
        sides[frozenset((_listed(field.value) or {}).items())].append(field)
    found = [Side(shown(fields[0].value), tuple(f.span for f in fields)) for fields in sides.values()]
    found += unset(key, ordered)
    if len(found) < 2:  # noqa: PLR2004 - two sides make a conflict
        return []
    return [Conflict(key, tuple(found), shown(decision.value), decision.reason)]


def unset(key: str, ordered: Sequence[Definition]) -> list[Side]:
    """Return the side of those of *ordered* without *key*, where it matters to a runtime that they are without."""
    if common_key(key) not in STEERING:
        return []
    allowed = common_key(key) == _ALLOWED
    without = tuple(Span(d.path, 1, 1) for d in ordered if not d.get(key) and (loading(d) or allowed))
    return [Side(f"{UNSET}, which allows all tools" if allowed else UNSET, without)] if without else []


def shown(value: object) -> str:
    """Return *value* as a reader would write it in one line."""
    if isinstance(value, dict):
        return ", ".join(f"{k}: {str(v).lower() if isinstance(v, bool) else v}" for k, v in value.items())
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
