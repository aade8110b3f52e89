"""Find what a runtime comes to read in another way after a merge: an agent that is a command now, or is not found."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from analyzer.dialects import LOADING, loading, placed, setting
from analyzer.model import ChangedValue, Loading, Severity, Side, Span
from analyzer.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.losses.heirs import Merge


_CHOSEN = {Loading.AGENT, Loading.DEMAND}
"""Ways of reading where a runtime chooses by the description."""


def undescribed(merges: Iterable[Merge]) -> list[ChangedValue]:
    """Return which results of *merges* have no description any more, though their runtime finds them by it."""
    found = []
    for merge in merges:
        described = [field for d in merge.sources if (field := setting(d, "description"))]
        if described and loading(merge.result) in _CHOSEN and not setting(merge.result, "description"):
            sides = tuple(Side(squash(str(field.value)), (field.span,)) for field in described)
            after = Side("", (Span(merge.result.path, 1, 1),))
            reason = "the runtime finds it by its description, and it has none"
            found.append(ChangedValue("description", sides, after, Severity.HIGH, reason))
    return found


def changed_ways(merges: Iterable[Merge]) -> list[ChangedValue]:
    """Return which results of *merges* are read in another way than a source was, as far as their paths tell.

    What is a part of a definition that goes on has a place of its own.
    """
    return [changed for merge in merges if not merge.part and (changed := _changed(merge))]


def _changed(merge: Merge) -> ChangedValue | None:
    now = placed(merge.result)
    ways: dict[str, list[Span]] = defaultdict(list)
    for source in merge.sources:
        way = placed(source)
        if way and (way is now or source.path != merge.result.path):  # in one place, it is a key that changed
            ways[way.value].append(Span(source.path, 1, 1))
    if now is None or set(ways) <= {now.value}:
        return None
    before = tuple(Side(way, tuple(spans)) for way, spans in ways.items())
    kept = ways.get(now.value)
    severity = Severity.LOW if kept else Severity.MEDIUM
    reason = f"the sources differ; the result is read as {kept[0].path} was" if kept else "no source was read so"
    return ChangedValue(LOADING, before, Side(now.value, (Span(merge.result.path, 1, 1),)), severity, reason)
