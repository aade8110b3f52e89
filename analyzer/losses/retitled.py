"""Tell a section that has a new title from statements that left their section."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.text import counted

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from analyzer.losses.index import Index
    from analyzer.model import Shift


def retitled(shifts: Iterable[Shift], sources: Index, result: Index) -> tuple[Shift, ...]:
    """Return *shifts* to other sections, of those from a title that is gone to one that is new the first for all."""
    groups: dict[Hashable, list[Shift]] = defaultdict(list)
    for shift in shifts:
        before, after = shift.before, shift.after
        renamed = not result.same(before.heading) and not sources.same(after.heading)
        groups[(before.path, before.section, after.path, after.section) if renamed else before].append(shift)
    return tuple(_told(same) if isinstance(key, tuple) else same[0] for key, same in groups.items())


def _told(same: list[Shift]) -> Shift:
    first = same[0]
    return replace(first, reason=f"section renamed, {first.reason} ({counted(len(same), 'statement')})")
