"""Tell a gap once that several sources have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.losses.content import tokens
from analyzer.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Gap

_LONG = 6
"""Words above which a text that says no more than another one is part of it."""


def united(found: Sequence[Gap]) -> tuple[Gap, ...]:
    """Return *found* with each gap that says nothing more than a heavier one named at that one."""
    kept: list[Gap] = []
    contents: list[frozenset[str]] = []
    for gap in found:
        content = tokens(gap.text)
        twin = next((i for i, c in enumerate(contents) if content <= c and _alike(gap, kept[i])), None)
        if twin is None:
            kept.append(gap)
            contents.append(content)
        else:
            kept[twin] = replace(kept[twin], also=(*kept[twin].also, gap.span))
    return tuple(kept)


def _alike(a: Gap, b: Gap) -> bool:
    return fold(a.text) == fold(b.text) or (
        a.statements[0].shape is b.statements[0].shape and len(words(a.text)) > _LONG
    )
