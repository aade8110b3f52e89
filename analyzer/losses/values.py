"""Find the values of the front matter that a merge changed and that a runtime acts on."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from analyzer.dialects import STEERING
from analyzer.dialects.values import DEFAULTS, NAMES, common_key
from analyzer.losses.reach import REST, reach
from analyzer.losses.ways import changed_ways, undescribed
from analyzer.model import ChangedValue, Severity, Side, Span
from analyzer.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.losses.heirs import Merge
    from analyzer.losses.reach import Reach
    from analyzer.model import Definition, Field

_ACTED_ON = {common_key(key) for key in STEERING | NAMES}
_PROGRAMS = {"hooks"}
"""What starts programs of its own: none that no source had goes unseen."""
_RIGHTS = {"tools", "disallowedTools", "groups", "mcpServers", "permission"}
_SCALES = {
    "permissionMode": ("plan", "dontAsk", "default", "acceptEdits", "auto", "bypassPermissions"),
    "disable-model-invocation": ("true", "false"),
}
"""Values from the narrowest right to the widest."""
_WORDS = {
    "tools": ("granted", "no more granted", "all tools are granted now", "only what is listed is granted now"),
    "disallowedTools": ("no more denied", "denied now", "", ""),
    "groups": ("granted", "no more granted", "", ""),
    "mcpServers": ("granted", "no more granted", "", ""),
    "permission": ("granted more widely", "granted less widely", "all is granted more widely", "less is granted"),
}
_LISTED = ("new", "gone", "all now", "only what is listed now")
"""What is said of entries that are wider, or narrower, and of the rest; else as `_WORDS` has it."""


class _Held(NamedTuple):
    """What a definition has under a key; no field where it sets nothing."""

    definition: Definition
    field: Field | None
    text: str
    """The value on one line; a name is that of the file where none is set."""

    @property
    def span(self) -> Span:
        return self.field.span if self.field else Span(self.definition.path, 1, 1)


def changed_values(merges: Iterable[Merge]) -> tuple[ChangedValue, ...]:
    """Return what the results of *merges* have otherwise than their sources, what widens rights first.

    A value that one of several sources had is a decision, and of low severity: whoever merges has to take one.
    """
    made = tuple(merges)
    found = (
        _changed(key, _before(key, merge.sources, after), after)
        for merge in made
        for key in _keys(merge)
        for after in _spellings(merge.result, key)
    )
    every = (*changed_ways(made), *undescribed(made), *filter(None, found))
    return tuple(sorted(every, key=lambda c: (c.severity.rank, c.after.spans, c.key)))


def _keys(merge: Merge) -> list[str]:
    given = {common_key(f.key) for d in (*merge.sources, merge.result) for f in d.fields} & _ACTED_ON
    return sorted(given - {"name"} if merge.part else given)  # the whole keeps its name, so a part needs another


def _changed(key: str, before: Sequence[_Held], after: _Held) -> ChangedValue | None:
    reaches = [_reach(key, held) for held in (*before, after)]
    if all(reaches):
        told = _of_lists(key, before, [r for r in reaches if r], after.definition)
    else:
        told = _of_words(key, before, after)
    if not told:
        return None
    spelled = next((h.field.key for h in (after, *before) if h.field), key)
    return ChangedValue(spelled, _sides(key, before), Side(after.text, (after.span,)), *told)


def _before(key: str, sources: Sequence[Definition], after: _Held) -> list[_Held]:
    """Return what the *sources* have, as *after* spells it if they do; those that say nothing count if none does.

    A name is no news where no source could have one: some runtimes ask for it.
    """
    held = [_spelled_as(after, _spellings(d, key)) for d in sources]
    saying = [h for h in held if h.field or _speaks(h.definition, key)]
    return saying if saying or key == "name" else held


def _spelled_as(after: _Held, spellings: Sequence[_Held]) -> _Held:
    spelled = after.field.key if after.field else ""
    return next((h for h in spellings if h.field and h.field.key == spelled), spellings[0])


def _spellings(definition: Definition, key: str) -> list[_Held]:
    """Return what *definition* has under *key*, once for each spelling; that its runtime reads comes first.

    Which runtime that is may be a guess, so the others count too.
    """
    given: dict[str, Field] = {}
    for field in sorted(definition.fields, key=lambda f: f.key not in definition.dialect.keys):
        if common_key(field.key) == key and field.is_set:
            given.setdefault(field.key, field)
    fields: list[Field | None] = [*given.values()] or [None]
    return [_Held(definition, f, _text(key, definition, f)) for f in fields]


def _text(key: str, definition: Definition, field: Field | None) -> str:
    if key == "name":
        return definition.name
    return _shown(field.value) if field else ""


def _speaks(definition: Definition, key: str) -> bool:
    """Whether *definition* says something by setting no *key*: a runtime that has no such key does not."""
    return any(common_key(own) == key for own in definition.dialect.keys)


def _shown(value: object) -> str:
    """Return *value* on one line, a simple list as a reader would write it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and value and all(isinstance(v, str | int | float) for v in value):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else squash(str(value))


def _reach(key: str, held: _Held) -> Reach | None:
    return reach(key, held.field.value if held.field else None)


def _sides(key: str, before: Sequence[_Held]) -> tuple[Side, ...]:
    """Return each value once, with all its places."""
    same: dict[str, list[_Held]] = defaultdict(list)
    for held in before:
        same[_meant(key, held)].append(held)
    return tuple(Side(held[0].text, tuple(h.span for h in held)) for held in same.values())


def _meant(key: str, held: _Held) -> str:
    """Return the value that a runtime takes."""
    return held.text or DEFAULTS.get(key, "")


def _of_words(key: str, before: Sequence[_Held], after: _Held) -> tuple[Severity, str] | None:
    meant, now = [_meant(key, held) for held in before], _meant(key, after)
    if all(value == now for value in meant):
        return None
    if now in meant:
        path = before[meant.index(now)].definition.path
        return Severity.LOW, f"the sources differ; the result has it as {path} has"
    severity = Severity.HIGH if _widens(key, meant, now) else Severity.MEDIUM
    if not after.text:
        return severity, "the result sets none"
    return severity, "no source has this value" if any(held.text for held in before) else "no source sets it"


def _widens(key: str, meant: Sequence[str], now: str) -> bool:
    if key in _PROGRAMS:
        return bool(now)
    scale = _SCALES.get(key, ())
    own = [scale.index(value) for value in meant if value in scale]
    return now in scale and bool(own) and scale.index(now) > max(own)


def _of_lists(
    key: str, before: Sequence[_Held], reaches: Sequence[Reach], result: Definition
) -> tuple[Severity, str] | None:
    """Return what is granted beyond all sources or by none any more, else which source gains or loses by the merge.

    The last of *reaches* is that of the *result*.
    """
    *sources, now = reaches
    wider, narrower = now.beyond(sources), now.short_of(sources)
    if wider or narrower:
        mind = wider and key in _RIGHTS
        if key == "disallowedTools" and not _granted(wider, result):
            return Severity.MEDIUM, f"{_told(key, wider, narrower)}{'; not granted either' if wider else ''}"
        return Severity.HIGH if mind else Severity.MEDIUM, _told(key, wider, narrower)
    each = (
        (held.definition.path, now.beyond([own]), now.short_of([own]))
        for held, own in zip(before, sources, strict=True)
    )
    said = [f"{path}: {_told(key, more, fewer)}" for path, more, fewer in each if more or fewer]
    return (Severity.LOW, f"the sources differ; by the result, for {'; '.join(said)}") if said else None


def _told(key: str, wider: Sequence[str], narrower: Sequence[str]) -> str:
    more, fewer, every, only = _WORDS.get(key, _LISTED)
    parts = [
        every if REST in wider else "",
        _listed(more, wider),
        only if REST in narrower else "",
        _listed(fewer, narrower),
    ]
    return "; ".join(part for part in parts if part)


def _listed(what: str, found: Sequence[str]) -> str:
    named = [entry for entry in found if entry != REST]
    return f"{what}: {', '.join(named)}" if named else ""


def _granted(found: Sequence[str], result: Definition) -> bool:
    """Whether a list of tools of *result*, if it has one, grants one of those *found*."""
    lists = [_reach("tools", held) for held in _spellings(result, "tools")]
    return any(tools is None or any(tools.level(entry) for entry in found) for tools in lists)
