"""Lists of bare names, and where what is left of one goes: with its title, or nobody knows what it is about.

"Device management" is one thing below "Mobile automation" and another below "Frameworks".
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from analyzer.labels import read_label
from analyzer.merge.rooms import SPECIAL
from analyzer.merge.titles import is_part, telling
from analyzer.model import Kind, Shape
from analyzer.text import plain, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.merge.outline import Outline
    from analyzer.merge.rooms import Room, Rooms
    from analyzer.merge.site import Site
    from analyzer.model import SectionPath, Statement

_SHORT = 3
"""Words of an item that names a thing and says nothing of it."""
_HOLLOW = 3
"""A list of which one in so many goes is what is left of one."""
_ENOUGH = 2
"""Items that a title of their own is worth."""
_SAID, _NAMED = 0.5, 0.3
"""What it counts that a section says all that goes of a list, and that its title has the words of the list's."""
_NEAR = 0.3
"""The least affinity of the section that takes in what is left of a list."""


class Remnant(NamedTuple):
    """Where what is left of a list goes."""

    path: SectionPath
    led: bool
    """Whether the last title of *path* is one that leads to the list, and no heading."""


class Remnants:
    """Finds the survivor's section for what is left of a list of bare names."""

    def __init__(self, rooms: Rooms, site: Site, said: Mapping[Statement, Statement], survivor: str) -> None:
        self._rooms = rooms
        self._site = site
        self._said = said
        self._survivor = survivor
        self._common = Counter(stem for h in site.titles for stem in telling(h.title))

    def place(self, statement: Statement, source: Room, outline: Outline) -> Remnant | None:
        """Return where *statement* goes with all that *outline*'s definition adds of its list, which *source* is of.

        That is the section that says most of the others; None where the list is not hollow, or no section fits.
        """
        listed = outline.listed(statement)
        gone = [s for s in listed if s not in outline.added]
        if _HOLLOW * len(gone) < len(listed):
            return None
        first = next(s for s in listed if s in outline.added)
        path = self._home(gone, first, source)
        if not path:
            return None
        title = statement.section[-1]
        if is_part(title, path[-1]):
            return Remnant(path, led=False)
        if self._site.is_flat(path):
            return None
        led = outline.leads(statement, outline.home[statement][:-1])
        return Remnant((*path, title if led else plain(title)), led)

    def _home(self, gone: Sequence[Statement], statement: Statement, source: Room) -> SectionPath:
        """Return the section that is nearest to *source* and says most of what is *gone*; empty where none is near."""
        said = Counter(t.section for s in gone if (t := self._said.get(s)) and t.path == self._survivor)
        fits = [
            (
                self._rooms.affinity(source, room)
                + _SAID * said[room.path] / len(gone)
                + _NAMED * self._named(statement.section[-1], room.path[-1]),
                room.path,
            )
            for room in self._rooms.open_for(statement, source)
            if self._site.heading(room.path) is not None
        ]
        fit, path = max(fits, default=(0.0, ()))
        return path if fit >= _NEAR else ()

    def _named(self, title: str, other: str) -> float:
        """Return how far *other*, a title of the survivor's, names what *title* does, from 0 to 1.

        A word that many of the survivor's titles have tells little.
        """
        shared = telling(title) & telling(other)
        return min(1.0, sum(1 / self._common[stem] for stem in shared))


def is_bare(statement: Statement, outline: Outline) -> bool:
    """Whether *statement* is of a list of bare names right below a title, several of which are added."""
    if statement.shape is not Shape.ITEM or not outline.titles(statement):
        return False
    listed = outline.listed(statement)
    if any(s.kind in SPECIAL | {Kind.FACT} for s in listed):
        return False
    if sum(s in outline.added for s in listed) < _ENOUGH or any(read_label(s.text) for s in listed):
        return False
    return 2 * sum(map(_names, listed)) > len(listed)


def _names(item: Statement) -> bool:
    """Whether *item* only names a thing."""
    return len(words(item.text)) <= _SHORT and not item.text.endswith((".", ":"))
