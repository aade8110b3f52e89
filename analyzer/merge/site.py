"""The survivor's headings: which one a source's title means, and where a section that it lacks is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.facts import sense
from analyzer.labels import number, read_label
from analyzer.merge.rooms import is_labelled, is_topic
from analyzer.merge.titles import has_phrase, is_part, is_same
from analyzer.model import OWN_TITLES, Kind, NewSection, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.merge.rooms import Room, Rooms
    from analyzer.model import Definition, Heading, SectionPath, Statement

_FLAT = {"bold", "label"}
_ENOUGH = 2
"""Sections that make a level of sections."""
_CLEARLY = 0.45
"""The affinity from which a new section goes behind its like, and not where its source has it."""
_LOOSELY = 0.25
"""The least affinity that puts a labelled entry among plain items, so that it does not stand before all lists."""
_BESIDE, _AMONG, _MANY = 0.45, 0.3, 4
"""The least affinity that makes a new list one of the survivor's below the same heading; where these are many, less."""


class Site:
    """The survivor's headings, with the rooms below them."""

    def __init__(self, survivor: Definition, rooms: Rooms) -> None:
        self._survivor = survivor
        self._rooms = rooms
        self.titles = [h for h in survivor.headings if h.form not in {"item", "table"} and h.path != survivor.root]
        self._outermost = len(survivor.root) + 1

    def namesake(self, path: SectionPath, *, nested: bool) -> Heading | None:
        """Return the survivor's heading that has the title of a source's section at *path*.

        With *nested*, a list item that heads others counts where no heading has that title.
        """
        alike = [h for h in self.titles if is_same(h.title, path[-1])]
        if nested and not alike:
            alike = [h for h in self._survivor.headings if h.form == "item" and is_same(h.title, path[-1])]
        around = path[-2] if len(path) > 1 else ""
        same = [h for h in alike if around and len(h.path) > 1 and is_same(h.path[-2], around)]
        outer = [h for h in alike if not around and len(h.path) == self._outermost]
        return next(iter([*same, *outer, *(alike if len(alike) == 1 else [])]), None)

    def around(self, path: SectionPath) -> Heading | None:
        """Return the survivor's heading titled as that around a source's section at *path*, if sections stand below it.

        Where the survivor has sections of the same kind, a reader looks for one more of them.
        """
        found = self.namesake(path[:-1], nested=False) if len(path) > 1 else None
        return found if found and self.has_sections(found) else None

    def has_sections(self, heading: Heading) -> bool:
        """Whether sections stand below *heading*."""
        return any(h.path[:-1] == heading.path for h in self.titles)

    def wider(self, path: SectionPath, statement: Statement) -> Heading | None:
        """Return the heading of the one list of topics of the survivor that has room for one at *path*."""
        if statement.kind is not Kind.EXPERTISE or statement.shape is not Shape.ITEM:
            return None
        lists = {room.path for room in self._rooms.all if room.mostly(Kind.EXPERTISE)}
        wider = (h for h in self.titles if h.path in lists and is_part(path[-1], h.title))
        found = [h for h in wider if sense(h.title) == sense(path[-1])]
        return found[0] if len(found) == 1 else None

    def named(self, statement: Statement, source: Room) -> Heading | None:
        """Return the one heading that has the label of *statement*, a topic of *source*, where such may stand."""
        label = read_label(statement.text)
        if label is None or not is_topic(statement):
            return None
        open_paths = {room.path for room in self._rooms.open_for(statement, source)}
        found = [h for h in self.titles if h.path in open_paths and has_phrase(h.title, label.title)]
        return found[0] if len(found) == 1 else None

    def inside(self, heading: Heading, statement: Statement, source: Room) -> SectionPath:
        """Return the section at *heading*, or the best below it where there are only sections.

        Each entry of a list of topics goes below the title that has its label, else to the list of topics where its own
        is, or to one of plain items that is near; the items of another list, *source*, stay together.
        """
        named = self.named(statement, source)
        if named is not None and named.path[: len(heading.path)] == heading.path:
            return named.path
        if statement.shape is not Shape.ITEM or any(room.path == heading.path for room in self._rooms.all):
            return heading.path
        topic = read_label(statement.text) is not None
        around = self._rooms.room(heading.path, [statement] if topic else source.statements)
        path, _ = self._rooms.best(statement, around, heading.path, alone=topic)
        if topic and not path:
            near, fit = self._rooms.best(statement, around, heading.path, loose=True)
            path = near if fit >= _LOOSELY else ()
        return path or heading.path

    def root(self, title: str, members: Sequence[Statement], *, flat: bool) -> SectionPath:
        """Return the path of a new section: among the survivor's lists of topics where it is one, else outermost.

        *members* are what it says; *flat* tells that it has no sections of its own.
        """
        topics = sum(s.kind is Kind.EXPERTISE and s.shape is Shape.ITEM and not is_labelled(s) for s in members)
        peers = self._topic_peers() if 2 * topics > len(members) and flat else []
        if not peers:
            return (title,)
        near, _ = self._nearest(members, peers, title)
        source = self._rooms.room((title,), members)
        fit = max(self._rooms.affinity(source, r) for r in self._rooms.all if _under(r, near))
        beside = sum(h.path[:-1] == near.path[:-1] for h in peers)
        return (*near.path[:-1], title) if fit >= (_BESIDE if beside < _MANY else _AMONG) else (title,)

    def _topic_peers(self) -> list[Heading]:
        """Return the headings of the survivor's lists of topics that stand, two or more, below another heading."""
        lists = {room.path for room in self._rooms.all if room.mostly(Kind.EXPERTISE)}
        nested = [h for h in self.titles if h.path in lists and len(h.path) > self._outermost]
        nested = [h for h in nested if number(h.title) is None]
        return [h for h in nested if sum(o.path[:-1] == h.path[:-1] for o in nested) >= _ENOUGH]

    def is_chapter(self, heading: Heading) -> bool:
        """Whether *heading* is an outermost one, or has others below it."""
        return len(heading.path) == self._outermost or self.has_sections(heading)

    def is_flat(self, path: SectionPath) -> bool:
        """Whether the heading at *path* is an outermost one without a level: what has a title stands beside it."""
        found = self.heading(path)
        return found is not None and found.form in _FLAT and len(path) == self._outermost

    def outermost(self, path: SectionPath) -> Heading | None:
        """Return the outermost heading of the survivor that the section at *path* is of."""
        return self.heading(path[: self._outermost])

    def heading(self, path: SectionPath) -> Heading | None:
        """Return the survivor's heading at *path*, or None."""
        return next((h for h in self.titles if h.path == path), None)

    def section(
        self, path: SectionPath, members: Sequence[Statement], *, first: bool, deep: bool, behind: Heading | None
    ) -> NewSection:
        """Return the new section at *path*, in the form of the survivor's and behind that which is near.

        *members* are what it says; *first* tells that its source begins with it, *deep* that it has sections of its
        own, *behind* what stands before it there: that decides where none is clearly nearest.
        """
        if len(path) > 1:
            parent = next(h for h in self._survivor.headings if h.path == path[:-1])
            peers = [h for h in self.titles if h.path[:-1] == path[:-1]]
            near = self._nearest(members, peers, path[-1])[0] if peers else parent
            close = behind if behind in peers else near
            return NewSection(path, close or parent, close if peers else None)
        like = _common_heading(self._survivor)
        peers = [h for h in self._survivor.headings if like and h.level == like.level and h.form == like.form]
        chapters = self._chapters() if like and like.form in _FLAT else []
        if chapters and (deep or behind in chapters):
            # Sections below it need headings with levels, and no list of the survivor's may come to stand below those.
            like, peers = chapters[0], [*(h for h in peers[-1:] if h.span < chapters[0].span), *chapters]
        if like is None or path[0] in OWN_TITLES:
            return NewSection(path, peers[-1] if peers else None, like)
        if first and self._is_first(members):
            return NewSection(path, None, like, before=peers[0])
        fitting = self._fitting_peers(peers, members, first=first)
        near, fit = self._nearest(members, fitting, path[0])
        return NewSection(path, behind if behind in fitting and fit < _CLEARLY else near, like)

    def _is_first(self, members: Iterable[Statement]) -> bool:
        """Whether *members* are steps, to be done first of all, and the survivor says who the agent is before them."""
        start = (r for r in self._rooms.all if not r.path[len(self._survivor.root) :])
        told = any(s.kind is Kind.ROLE for room in start for s in room.statements)
        return told and all(s.shape is Shape.STEP for s in members)

    def _chapters(self) -> list[Heading]:
        """Return the survivor's outermost headings that are marked as such, its title apart."""
        marked = [h for h in self.titles if h.form in {"atx", "setext"}]
        return [h for h in marked if h.level == min(o.level for o in marked)]

    def _fitting_peers(
        self, peers: Sequence[Heading], members: Iterable[Statement], *, first: bool
    ) -> Sequence[Heading]:
        """Return those of *peers* that may come right before; one that says who the agent is only for the first."""
        roles = {r.path[: len(h.path)] for r in self._rooms.all for h in peers if r.mostly(Kind.ROLE)}
        examples = {r.path for r in self._rooms.all if r.mostly(Kind.EXAMPLE)}
        opening = [h for h in peers if h.path in roles]
        if first and opening:
            return opening[:1]
        shut = roles if any(s.kind is Kind.EXAMPLE for s in members) else roles | examples
        return [h for h in peers if h.path not in shut] or peers

    def _nearest(self, members: Sequence[Statement], peers: Sequence[Heading], title: str) -> tuple[Heading, float]:
        """Return which of *peers* is nearest to a section called *title* with *members*, and their affinity."""
        source = self._rooms.room((title,), sorted(members))
        near = {
            h.path: max((self._rooms.affinity(source, r) for r in self._rooms.all if _under(r, h)), default=-1.0)
            for h in peers
        }
        nearest = max(peers, key=lambda h: (near[h.path], h.span))
        return nearest, near[nearest.path]


def _under(room: Room, heading: Heading) -> bool:
    return room.path[: len(heading.path)] == heading.path


def _common_heading(survivor: Definition) -> Heading | None:
    """Return a heading of the outermost level that has two or more, in its commonest form."""
    real = [h for h in survivor.headings if h.form not in {"item", "table", "tag"}]
    for level in sorted({h.level for h in real}):
        peers = [h for h in real if h.level == level]
        if len(peers) >= _ENOUGH or level == max(h.level for h in real):
            forms = [h.form for h in peers]
            return next(h for h in peers if h.form == max(sorted(set(forms)), key=forms.count))
    return None
