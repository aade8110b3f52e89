"""What a definition's name says: its subject, and the role that comes last."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from analyzer.dialects import called
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from analyzer.model import Definition

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MARKS = re.compile(r"[^\w.]+|_+")
_EVERYWHERE = 0.5
"""A word in more names than this share of a collection's is its brand."""
_ROLES = frozenset(
    stems("agent assistant dev developer engineer expert guru helper master pro professional skill specialist subagent")
)
"""Words that name no subject and no profession of their own."""

Name = tuple[str, ...]


def names(definitions: Sequence[Definition]) -> tuple[Name, ...]:
    """Return the stems of each definition's name, without a brand that half of the collection wears."""
    all_of = [whole(d) for d in definitions]
    count = Counter(word for name in all_of for word in set(name))
    brand = {word for word, n in count.items() if n > max(_EVERYWHERE * len(all_of), 3)}
    return tuple(tuple(w for w in name if w not in brand) or name for name in all_of)


def whole(definition: Definition) -> Name:
    """Return the stems of the file's name where *definition*'s name has them all, else of the latter."""
    short, full = _stems(called(definition.path)), _stems(definition.name)
    return short if short and set(short) <= set(full) else full


def alike(a: Name, b: Name) -> float:
    """Return the share of the words of both that both have."""
    return len(set(a) & set(b)) / (len(set(a) | set(b)) or 1)


def subject_alike(a: Name, b: Name) -> float:
    """Return the same without the roles, which come last: two architects are no kin by that."""
    shared = set(a) & set(b)
    if not (set(a) <= set(b) or set(b) <= set(a)):
        shared -= {a[-1], b[-1]}
    return len(shared) / (len(set(a) | set(b)) or 1)


def counterparts(a: Name, b: Name) -> bool:
    """Whether one role is named for two subjects: a "wheat farmer" and a "rice farmer"."""
    return a[-1:] == b[-1:] and not (set(a) <= set(b) or set(b) <= set(a))


def subject(name: Name) -> frozenset[str]:
    """Return the stems of *name* without words like "expert" and "developer"."""
    return frozenset(name) - _ROLES


def spelled(definition: Definition, wanted: Collection[str]) -> str:
    """Return the words of *definition*'s name, as it spells them, whose stems are *wanted*."""
    return " ".join(word for word in _spaced(definition.name).split() if set(stems(word)) & set(wanted))


def _stems(name: str) -> Name:
    return stems(_spaced(name))


def _spaced(name: str) -> str:
    return _MARKS.sub(" ", _HUMP.sub(" ", name))
