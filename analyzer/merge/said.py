"""Whether a text names a thing, word near word, and what things a piece of an opening names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.merge.leaning import content
from analyzer.merge.light_words import GENERIC
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_USING = re.compile(r"\s+using (.+)")
_BOUNDS = re.compile(r"[,;:()]|\.(?:\s|$)")


def each(text: str) -> list[str]:
    """Return what *text* names before its brackets and what is used for it, and each thing named there."""
    means = _USING.search(_BRACKET.sub("", text))
    inner = [thing for bracket in _BRACKET.findall(text) for thing in re.split(r",\s*", bracket)]
    used = re.split(r",? and |,\s*", means[1]) if means else []
    return [_USING.sub("", _BRACKET.sub("", text)), *inner, *used]


def is_kind_of(item: str, piece: str) -> bool:
    """Whether *item* names what *piece* names, with more between its words: "inner and outer harbour lights"."""
    wanted = content(piece)
    return len(wanted) > 1 and wanted <= set(stems(item)) and not missing(piece, item)


def has(text: str, piece: str) -> bool:
    """Whether *text* has what *piece* names, word near word."""
    wanted = content(piece)
    wanted = wanted if len(wanted) > 1 else frozenset(stems(piece))  # "frameworks" are not "framework development"
    if facts(text).negated or missing(piece, text):
        return False
    return any(wanted <= set(run) for part in _BOUNDS.split(text) for run in _runs(part, wanted))


def _runs(text: str, wanted: frozenset[str]) -> Iterator[Sequence[str]]:
    """Yield what stems of *text* there are in a row, as many as *wanted*; words that tell little do not count."""
    there = [stem for stem in stems(text) if stem in wanted or stem not in GENERIC]
    return (there[i : i + len(wanted)] for i in range(max(1, len(there) - len(wanted) + 1)))
