"""Few words that say what they say by the title above them: "error handling" of a client, or of a queue."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from analyzer.merge.light_words import FRAMES, GENERIC, HEADS, TITLES, WIDE
from analyzer.text import stems

if TYPE_CHECKING:
    from analyzer.merge.comparable import Peers
    from analyzer.model import Part

_FEW = 2
"""Stems of a statement that says little without its title."""
_LIGHT = WIDE | TITLES | HEADS
_THING = re.compile(
    r"\bkeys\b|\bproviders?\b|\bkey(?= (?:management|rotation|exchange|storage|vault|pair|generation))"
    r"|\bbuild(?= (?:cach|time|tool|system|pipeline|optimi[sz]ation|performance|process|script|error|artifact|config))"
    r"|\bdesign(?= (?:system|token|review|document))",
    re.IGNORECASE,
)
"""Words that are generic elsewhere, and here the name of a thing."""


@lru_cache(maxsize=100_000)
def content(text: str) -> frozenset[str]:
    """Return the stems of *text* that say what it is about."""
    return (stemmed(text) - GENERIC) | frozenset(stem for word in _THING.findall(text) for stem in stems(word))


def leans(part: Part, around: frozenset[str], light: frozenset[str]) -> bool:
    """Whether *part* is a few words under a title that nothing *around* the other takes up, *light* stems left aside.

    "Error handling" of a client is not that of its documentation.
    """
    title = _title(part, light) if part.whole else frozenset()
    return len(content(part.text)) <= _FEW and bool(title) and title.isdisjoint(around)


def leans_apart(part: Part, around: frozenset[str], peers: Peers) -> bool:
    """Whether *part* is a few words under a title that tells it from others and that nothing *around* takes up."""
    return leans(part, around, _LIGHT | peers.common | content(part.text))


def leans_widely(part: Part, other: Part, around: frozenset[str], peers: Peers) -> bool:
    """Whether *part*, a whole statement, or *other* leans on words of its title that tell it from others.

    Those that say little, that all of the family is about, or that it has itself, do not. One word leans on whatever
    is around it: "create structure".
    """
    own, theirs = content(part.text), content(other.text)
    if not part.whole:
        return False
    light = _LIGHT | peers.common
    beside = stemmed(f"{part.text} {' '.join(part.statement.section)}")
    alone = len(own) < _FEW and own != theirs and _title(part, light | own).isdisjoint(around)
    return alone or leans(part, around, light | own) or leans(other, beside, light | theirs)


def _title(part: Part, light: frozenset[str]) -> frozenset[str]:
    """Return the stems of the title above *part* that tell what stands there, none of them *light*."""
    return stemmed(part.statement.heading) - GENERIC - FRAMES - light


@lru_cache(maxsize=100_000)
def stemmed(text: str) -> frozenset[str]:
    """Return the stems of *text*."""
    return frozenset(stems(text))
