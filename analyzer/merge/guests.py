"""What finds no section of the survivor: new sections, those of several sources with one title together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.facts import sense
from analyzer.merge.rooms import is_topic
from analyzer.merge.titles import is_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.merge.rooms import Rooms
    from analyzer.model import SectionPath, Statement

_SAME_TITLE = 0.82


@dataclass(frozen=True, slots=True)
class Guest:
    """A statement without a section: *below* are the titles of its source between its new section's and itself."""

    statement: Statement
    below: SectionPath = ()


def gather_guests(guests: Mapping[str, Sequence[Guest]], rooms: Rooms) -> dict[str, list[Guest]]:
    """Return the *guests* by title, with those joined whose titles mean the same; the title with most stays.

    Lists of topics are one list, whatever their sources call them; but what one source has in two lists stays two.
    *rooms* tells how near titles are.
    """
    gathered: dict[str, list[Guest]] = {}
    topics = {title for title, group in guests.items() if all(is_topic(g.statement) for g in group)}
    for title in sorted(guests, key=lambda t: (-len(guests[t]), t)):
        alike = [t for t in gathered if sense(t) == sense(title)]
        others = {t for t in alike if not _sources(gathered[t]) & _sources(guests[title])}
        near = [t for t in alike if _is_near(t, title, rooms) or ({t, title} <= topics and t in others)]
        gathered.setdefault(near[0] if near else title, []).extend(guests[title])
    return {title: sorted(group, key=lambda g: g.statement) for title, group in gathered.items()}


def _is_near(a: str, b: str, rooms: Rooms) -> bool:
    return is_same(a, b) or rooms.likeness(a, b) >= _SAME_TITLE


def _sources(guests: Iterable[Guest]) -> set[str]:
    return {g.statement.path for g in guests}
