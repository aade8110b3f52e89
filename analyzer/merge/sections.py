"""Find the section where a reader would look for what a definition adds."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.merge.building import Placed, build
from analyzer.merge.guests import Guest, beside_sisters, gather_guests
from analyzer.merge.outline import Outline
from analyzer.merge.remnants import Remnants, is_bare
from analyzer.merge.rooms import OWN_SECTION, PROSE, Rooms
from analyzer.merge.site import Site
from analyzer.merge.titles import is_same, share
from analyzer.model import OWN_TITLES, Kind, NewSection, Shape
from analyzer.text import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.merge.outline import Unit
    from analyzer.merge.rooms import Room
    from analyzer.merge.templates import Template
    from analyzer.model import Definition, Heading, Judgements, SectionPath, Statement, Vectors

_FITS = 0.55
"""The least affinity that puts a statement into a section of the survivor."""
_STANDS = 0.3
"""The least affinity that lets a lone statement stand in a list of its form while another section is nearer to it."""
_NEXT = 3
"""How many statements later something still follows on a sentence that leads to it."""
_ENOUGH = 2
"""Statements that a section needs to be worth a title."""
_HOLLOW = 3
"""A list of which more than one in so many goes is what is left of one, where its title is related; else half."""
_FACTS, _EXAMPLES, _TRIGGERS, _MORE = OWN_TITLES


@dataclass(frozen=True, slots=True)
class Places:
    """Where each added statement goes, and the sections that are made for it."""

    section: Mapping[Statement, SectionPath]
    new: tuple[NewSection, ...]
    closing: frozenset[Statement]
    """What closes the file."""


def place(  # noqa: PLR0913, PLR0917 - all that a place depends on
    added: Sequence[Statement],
    statements: Sequence[Statement],
    definitions: Sequence[Definition],
    survivor: Definition,
    judgements: Judgements,
    vectors: Vectors,
    *,
    said: Mapping[Statement, Statement],
    templates: Mapping[Statement, Template],
) -> Places:
    """Return a section for each of *added*: one of the *survivor*'s, or a new one that keeps its source's title.

    *statements* are those of the bodies, whose *definitions* have the outlines; *said* has what goes, and what says it,
    *templates* the lines of forms, which go where their first one goes.
    A section whose title the survivor has too goes into the survivor's; one that is mostly added, or whose
    statements say little apart, stays whole; any other statement goes where title, meaning and statements are near
    those of the section that it comes from.
    """
    rooms = Rooms([s for s in statements if s.path == survivor.path and not s.field], judgements, vectors)
    wanted = frozenset(added)
    placing = _Placing(survivor, rooms, said, templates)
    for definition in sorted(definitions, key=lambda d: d.path):
        ends = {"closes": survivor.closing is not None, "opens": placing.top is not None}
        placing.read(Outline(definition, statements, wanted, **ends))
    placing.settle()
    placing.gather()
    known = {(), survivor.root, *(room.path for room in rooms.all), *(h.path for h in survivor.headings)}
    # Those that come to one place stand in the order of their sources.
    made = dict.fromkeys(_first_new(path, known) for _, path in sorted(placing.section.items()) if path not in known)
    return Places(placing.section, build(made, placing.placed(), placing.site), frozenset(placing.closing))


def _first_new(path: SectionPath, known: set[SectionPath]) -> SectionPath:
    return next(path[:n] for n in range(1, len(path) + 1) if path[:n] not in known)


class _Placing:
    """The work of placing, definition by definition."""

    def __init__(
        self,
        survivor: Definition,
        rooms: Rooms,
        said: Mapping[Statement, Statement],
        templates: Mapping[Statement, Template],
    ) -> None:
        self.survivor = survivor
        self._said = said
        self._templates = templates
        self.rooms = rooms
        self.top = survivor.root if any(room.path == survivor.root for room in rooms.all) else None
        self.section: dict[Statement, SectionPath] = {}
        self.closing: set[Statement] = set()
        self._guests: dict[str, list[Guest]] = defaultdict(list)
        self.site = Site(survivor, rooms)
        self._remnants = Remnants(rooms, self.site, said, survivor.path)
        self._first: set[str] = set()
        self._led: set[SectionPath] = set()
        self._homes: dict[str, Mapping[Statement, SectionPath]] = {}
        self._tails: dict[Statement, list[Statement]] = {}

    def read(self, outline: Outline) -> None:
        """Place what *outline*'s definition adds, as far as the survivor has sections for it."""
        self._homes[outline.path] = outline.home
        for s in outline.closing & outline.added:
            self.section[s] = ()
            self.closing.add(s)
        if self.top is not None:
            self.section.update(dict.fromkeys(outline.parting & outline.added, self.top))
        units = outline.units()
        opening = next((unit for unit in units if unit.path), None)
        for unit in units:
            source = self.rooms.room(unit.path, unit.members)
            for s in (s for s in unit.members if s not in self.closing):
                if self.top is not None and outline.opens(s):
                    self.section[s] = self.top
                    self._tails[s] = outline.behind(s)
                    continue
                path = self._whole(s, source, outline) if unit.whole else self._single(s, source, outline)
                if path is not None and not self._crowds(s, path, outline):
                    self.section[s] = path
                else:
                    below = outline.below(s, unit.path) if unit.whole else ()
                    self._guests[_title(s, unit)].append(Guest(s, below))
            if unit is opening and unit.whole:
                self._first.add(plain(unit.path[-1]))

    def _whole(self, statement: Statement, source: Room, outline: Outline) -> SectionPath | None:
        """Return the survivor's section with the title of one around *statement*, and the titles below that.

        From within *source*, which stays whole, only mere lists go; what has sections of its own only goes where
        sections are.
        """
        home = outline.home[statement]
        for n in range(len(home), 0, -1):
            below = outline.below(statement, home[:n])
            found = self.site.namesake(home[:n], nested=not below)
            if found is not None:
                if n > len(source.path) and outline.holds_block(home[:n]):
                    continue
                if outline.is_chapter(home[:n]) and not self.site.is_chapter(found):
                    continue
                if below and outline.leads(statement, home[:n]) and not self.site.has_sections(found):
                    self._led.add((*found.path, below[0]))
                return (*found.path, *below) if below else self.site.inside(found, statement, source)
        return None

    def _single(self, statement: Statement, source: Room, outline: Outline) -> SectionPath | None:
        home = outline.home[statement]
        found = self.site.namesake(home, nested=True) or self.site.wider(home, statement) if home else None
        if found is not None:
            return self.site.inside(found, statement, source)
        if is_bare(statement, outline):
            return self._remnant(statement, source, outline)
        named = self.site.named(statement, source)
        beside = named.path if named else self._beside(statement, source, outline)
        if beside is not None:
            return beside
        path, fit = self.rooms.best(statement, source)
        return path if fit >= _FITS else None

    def _remnant(self, statement: Statement, source: Room, outline: Outline) -> SectionPath | None:
        """Return the place of *statement* with its list's title; None for that which its list has of its own."""
        remnant = self._remnants.place(statement, source, outline)
        if remnant is not None and remnant.led:
            self._led.add(remnant.path)
        return remnant and remnant.path

    def _crowds(self, statement: Statement, path: SectionPath, outline: Outline) -> bool:
        """Whether *statement* is of a form with a title of its own, and the survivor has another form at *path*.

        Without its title nobody knows what such a form is for.
        """
        home = outline.home[statement]
        if statement not in self._templates or not home or (path and is_same(home[-1], path[-1])):
            return False
        return any(s.path == self.survivor.path and s.section == path for s in self._templates)

    def _beside(self, statement: Statement, source: Room, outline: Outline) -> SectionPath | None:
        """Return the survivor's section that says most of *statement*'s list, where little of that is left."""
        if not statement.shape.listed:
            return None
        listed = outline.listed(statement)
        gone = [s for s in listed if s not in outline.added]
        there = Counter(t.section for s in gone if (t := self._said.get(s)) and t.path == self.survivor.path)
        path, count = max(there.items(), key=lambda found: (found[1], found[0]), default=((), 0))
        related = bool(path) and bool(statement.section) and share(path[-1], statement.section[-1])
        hollow = (_HOLLOW if related else 2) * len(gone) > len(listed) and 2 * count >= len(gone)
        step = statement.shape is Shape.STEP
        fits = self.rooms.has_steps(path) if step else self.rooms.takes(path, statement, source)
        return path if hollow and fits else None

    def gather(self) -> None:
        """Bring the lines of each form together: where the first is, or where the survivor says the most."""
        for form in sorted({self._templates[s] for s in self.section if s in self._templates}):
            alone = not self._homes[form[0].path][form[0]]
            path = (self.rooms.sayer(form) if alone else None) or self.section[form[0]]
            self.section.update({s: path for s in form if s in self.section})

    def placed(self) -> Placed:
        """Return what is known of where everything stands."""
        return Placed(self.survivor.path, self.section, self._said, self._homes, self._first, self._led)

    def settle(self) -> None:
        """Give those without a section a new one, or the nearest where they are too few."""
        gathered = gather_guests(self._guests, self.rooms)
        roots: dict[str, SectionPath] = {}
        for title, guests in sorted(gathered.items(), key=lambda group: len(group[1]) < _ENOUGH):
            members = [g.statement for g in guests]
            nearest = self._introduced(members) or self._shared_room(members)
            if nearest is not None:
                self.section.update(dict.fromkeys(members, nearest))
                continue
            around = self._around(title, members)
            flat = not any(g.below for g in guests)
            roots[title] = (*around.path, title) if around else self.site.root(title, members, flat=flat)
            self.section.update({g.statement: (*roots[title], *g.below) for g in guests})
        for title, root in beside_sisters(roots, gathered, self._homes).items():
            self.section.update({g.statement: root for g in gathered[title]})
        self._follow()

    def _follow(self) -> None:
        """Put what stands right behind a list in its source behind that list where it is a section of its own here."""
        for s, listed in self._tails.items():
            paths = {self.section[item] for item in listed if item in self.section}
            if len(paths) == 1 and not any(room.path in paths for room in self.rooms.all):
                self.section[s] = paths.pop()

    def _around(self, title: str, members: Sequence[Statement]) -> Heading | None:
        """Return the survivor's heading below which all sources of *members* have their section called *title*."""
        homes = {self._homes[s.path][s] for s in members}
        found = {self.site.around(home) if home and is_same(home[-1], title) else None for home in homes}
        return found.pop() if len(found) == 1 else None

    def _introduced(self, members: Sequence[Statement]) -> SectionPath | None:
        """Return the section of what a lone sentence leads to in its source, else None."""
        alone = members[0]
        if len(members) >= _ENOUGH or alone.shape not in PROSE or alone.field:
            return None
        following = [s for s in self.section if s.path == alone.path and 0 < s.ordinal - alone.ordinal <= _NEXT]
        return self.section[min(following)] if following else None

    def _shared_room(self, members: Sequence[Statement]) -> SectionPath | None:
        """Return the survivor's section for *members*, too few for one of their own; None where none is near."""
        if len(members) >= _ENOUGH or members[0].shape in OWN_SECTION or members[0].kind in {Kind.FACT, Kind.CHECK}:
            return None
        lone = members[0]
        source = self.rooms.room((), members)
        path, fit = self.rooms.best(lone, source)
        if not path:
            path, fit = self.rooms.best(lone, source, loose=True)
        nearest, most = self.rooms.nearest(lone, source)
        if path and (fit >= most or fit >= _STANDS):
            return path
        if most >= _FITS:
            return nearest
        return self.top if lone.shape in PROSE else None


def _title(statement: Statement, unit: Unit) -> str:
    """Return the title that a new section for *statement* of *unit* would have."""
    if unit.whole:
        return plain(unit.path[-1])
    if statement.kind is Kind.FACT:
        return _FACTS
    if statement.shape is Shape.EXAMPLE:
        return _EXAMPLES
    if statement.kind is Kind.TRIGGER and statement.field:
        return _TRIGGERS
    return plain(unit.path[-1]) if unit.path else _MORE
