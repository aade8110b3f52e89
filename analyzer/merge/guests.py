"""What finds no section of the survivor: new sections, those of several sources with one title together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.facts import sense
from analyzer.merge.rooms import is_labelled, is_topic
from analyzer.merge.titles import is_same
from analyzer.model import Kind, Shape

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


def beside_sisters(
    roots: Mapping[str, SectionPath],
    guests: Mapping[str, Sequence[Guest]],
    homes: Mapping[str, Mapping[Statement, SectionPath]],
) -> dict[str, SectionPath]:
    """Return new paths for those of *roots* that are outermost, while half of their sisters are below one heading.

    *roots* has the paths of new sections by title, *guests* what they say. Sisters are lists of topics that stand side
    by side in a source; *homes* has by source the section of each statement.
    """
    topics = {t: root for t, root in roots.items() if all(_is_topic_of_list(g) for g in guests[t])}
    levels: dict[tuple[str, SectionPath], Counter[SectionPath]] = defaultdict(Counter)
    for title, root in topics.items():
        for place in _places(guests[title], homes):
            levels[place][root[:-1]] += 1
    found = {}
    for title in (t for t, root in topics.items() if len(root) == 1):
        counts: Counter[SectionPath] = Counter()
        for place in _places(guests[title], homes):
            counts += levels[place]
        outer = counts.pop((), 0)
        level, count = max(counts.items(), key=lambda one: (one[1], one[0]), default=((), 0))
        if count >= outer:
            found[title] = (*level, title)
    return found


def _is_topic_of_list(guest: Guest) -> bool:
    s = guest.statement
    return not guest.below and s.shape is Shape.ITEM and s.kind is Kind.EXPERTISE and not is_labelled(s)


def _places(
    guests: Iterable[Guest], homes: Mapping[str, Mapping[Statement, SectionPath]]
) -> set[tuple[str, SectionPath]]:
    """Return where the sections of *guests* stand in their sources."""
    return {(g.statement.path, homes[g.statement.path][g.statement][:-1]) for g in guests}


def _is_near(a: str, b: str, rooms: Rooms) -> bool:
    return is_same(a, b) or rooms.likeness(a, b) >= _SAME_TITLE


def _sources(guests: Iterable[Guest]) -> set[str]:
    return {g.statement.path for g in guests}
