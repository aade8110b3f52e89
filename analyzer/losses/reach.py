"""Tell how far a list in the front matter reaches: what it grants entry by entry, and of all that it does not name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.dialects.tool_rules import covers
from analyzer.text import entries, squash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NO, _YES = 0, 1
_LEVELS = {"deny": 0, "ask": 1, "": 2, "allow": 3}
"""What a permission says; one that nobody names is between asking and allowing: it is the user's to set."""
_UNNAMED = {"tools": _YES, "disallowedTools": _YES, "permission": _LEVELS[""]}
"""The keys without which an agent is not kept from anything; without the others it has nothing of the kind."""
_LISTS = {"tools", "disallowedTools", "groups", "skills", "agents", "mcpServers", "globs", "permission"}
REST = "*"
"""What stands for all that a list does not name."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a list reaches; the higher a level, the more is granted."""

    levels: Mapping[str, int]
    rest: int

    def level(self, entry: str) -> int:
        """Return how much of *entry* is granted: ``Bash`` speaks for ``Bash(git:*)`` too, and `REST` for the rest."""
        if entry in self.levels:
            return self.levels[entry]
        return max((level for wider, level in self.levels.items() if covers(wider, entry)), default=self.rest)

    def beyond(self, others: Sequence[Reach]) -> list[str]:
        """Return the entries of which it grants more than any of the *others*."""
        return [e for e in _named(self, *others) if all(self.level(e) > other.level(e) for other in others)]

    def short_of(self, others: Sequence[Reach]) -> list[str]:
        """Return the entries of which it grants less than any of the *others*."""
        return [e for e in _named(self, *others) if all(self.level(e) < other.level(e) for other in others)]


def reach(key: str, value: object) -> Reach | None:
    """Return how far *value* under *key* reaches, None meaning that there is no such key; None where it is no list."""
    if key not in _LISTS:
        return None
    if value is None:
        return Reach({}, _UNNAMED.get(key, _NO))
    found = _permissions(value) if key == "permission" else _listed(value, _NO if key == "disallowedTools" else _YES)
    if found is None:
        return None
    closed = key == "tools" and not isinstance(value, dict)
    rest = found.pop(REST, _NO if closed else _UNNAMED.get(key, _NO))
    return Reach(found, rest)


def _named(*reaches: Reach) -> list[str]:
    return [*dict.fromkeys(entry for r in reaches for entry in r.levels), REST]


def _listed(value: object, level: int) -> dict[str, int] | None:
    """Return the entries of *value*, each at *level*; None where it is no list."""
    if isinstance(value, str | int | float):
        return dict.fromkeys(entries(str(value)), level)
    if isinstance(value, list):
        return dict.fromkeys((_entry(item) for item in value), level)
    if isinstance(value, dict):
        return {
            str(name) if isinstance(set_to, bool) else f"{name}({_text(set_to)})": level if set_to else _NO
            for name, set_to in value.items()
        }
    return None


def _entry(item: object) -> str:
    """Return *item* of a list as one entry: a name, or a name and to what it is limited."""
    if isinstance(item, list) and item:
        return f"{item[0]}({', '.join(map(_text, item[1:]))})"
    return _text(item)


def _text(item: object) -> str:
    if isinstance(item, dict):
        return ", ".join(f"{key}: {_text(value)}" for key, value in item.items())
    return squash(str(item))


def _permissions(value: object) -> dict[str, int] | None:
    """Return the level of each permission in *value*; None where a word in it is no permission."""
    if not isinstance(value, dict):
        value = {REST: value}
    flat: dict[str, object] = {}
    for name, given in value.items():
        inner = given if isinstance(given, dict) else {REST: given}
        flat |= {str(name) if what == REST else f"{name}({what})": word for what, word in inner.items()}
    words = {name: str(word) for name, word in flat.items()}
    return {name: _LEVELS[word] for name, word in words.items()} if set(words.values()) <= set(_LEVELS) else None
