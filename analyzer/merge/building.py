"""Build the sections that the survivor lacks: each where its source has it, or where its like is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.merge.titles import is_same
from analyzer.model import NewSection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from analyzer.merge.site import Site
    from analyzer.model import SectionPath, Statement


@dataclass(frozen=True, slots=True)
class Placed:
    """What is known of where everything stands."""

    survivor: str
    """The path of the definition whose structure is kept."""
    section: Mapping[Statement, SectionPath]
    """Of what is added."""
    said: Mapping[Statement, Statement]
    """What goes, with what says it."""
    homes: Mapping[str, Mapping[Statement, SectionPath]]
    """By source, the section of each of its statements, below the source's own title."""
    first: AbstractSet[str]
    """Titles that a source begins with."""
    led: AbstractSet[SectionPath]
    """Sections that are lists of another one, below a line that introduces them."""

    def place_of(self, statement: Statement) -> SectionPath | None:
        """Return the section where *statement* is said; None where that is not known."""
        said = self.said.get(statement, statement)
        return self.section.get(said) or (said.section if said.path == self.survivor else None)


def build(made: Iterable[SectionPath], placed: Placed, site: Site) -> tuple[NewSection, ...]:
    """Return the new sections at the paths *made*, in that order, by what is *placed* and the survivor's *site*.

    What follows another section in its source follows it here, unless one of the survivor's is clearly its like.
    """
    found: dict[SectionPath, NewSection] = {}
    for path in made:
        if path in placed.led:
            found[path] = NewSection(path, None, None)
            continue
        members = sorted(s for s, p in placed.section.items() if p[: len(path)] == path)
        deep = any(len(placed.section[s]) > len(path) and placed.section[s] not in placed.led for s in members)
        sister = _sister_before(members[0], path, placed)
        before = sister or _place_before(members[0], placed)
        own = (new for new in found.values() if not new.is_led)
        made_before = next((new for new in own if before and before[: len(new.path)] == new.path), None)
        if made_before is not None:
            behind = made_before.after
        else:
            behind = site.heading(sister) if sister else site.outermost(before or ())
        found[path] = site.section(path, members, first=path[-1] in placed.first, deep=deep, behind=behind)
    return tuple(found.values())


def _sister_before(statement: Statement, path: SectionPath, placed: Placed) -> SectionPath:
    """Return where the section before *statement*'s stands below the same heading as the new one at *path*.

    Empty where there is none, or where its source has it below another heading.
    """
    home = placed.homes[statement.path]
    around = home[statement][:-1]
    if len(path) < 2 or not around or not is_same(around[-1], path[-2]):  # noqa: PLR2004 - one around, and its own
        return ()
    before = [
        s for s in home if s.ordinal < statement.ordinal and home[s][:-1] == around and home[s] != (*around, path[-1])
    ]
    places = (place[: len(path)] for s in reversed(before) if (place := placed.place_of(s)))
    return next((place for place in places if len(place) == len(path) and place[:-1] == path[:-1]), ())


def _place_before(statement: Statement, placed: Placed) -> SectionPath | None:
    """Return where most of the section before *statement*'s stands, as far as it is known."""
    home = placed.homes[statement.path]
    before = [s for s in home if s.ordinal < statement.ordinal and home[s] and home[s][:1] != home[statement][:1]]
    for title in dict.fromkeys(home[s][:1] for s in reversed(before)):
        there = Counter(place for s in before if home[s][:1] == title and (place := placed.place_of(s)))
        if there:
            return max(there.items(), key=lambda found: (found[1], found[0]))[0]
    return None
