"""What a definition adds that stays together: sections that are mostly added, and what says little apart."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.merge.rooms import PROSE
from analyzer.merge.titles import introduces
from analyzer.model import Kind, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from analyzer.model import Definition, SectionPath, Statement

_BLOCKS = {Shape.CODE, Shape.HTML}
_NO_TITLES = {"item", "table"}
_LED = {"label", "bold"}


@dataclass(frozen=True, slots=True)
class Unit:
    """Statements of one definition that stand in one section of it, or in the sections below that."""

    path: SectionPath
    """The section's titles below the definition's own."""
    members: tuple[Statement, ...]
    """What is added of it, in the order of its source."""
    whole: bool
    """Whether they stay together and in their order, under their own sub-headings."""


class Outline:
    """A definition's sections, without its own title and without what is no title: list items, lines that introduce."""

    def __init__(
        self,
        definition: Definition,
        statements: Sequence[Statement],
        added: AbstractSet[Statement],
        *,
        closes: bool,
        opens: bool,
    ) -> None:
        """Read the outline of *definition*: all of its *statements* that are *added*.

        *closes* tells that the file it is added to ends with a text that closes it, *opens* that one opens it.
        """
        self.path = definition.path
        self._forms = {h.path: h.form for h in definition.headings}
        self._root = len(_own_title(definition))
        self._body = [s for s in statements if s.path == definition.path and (not s.field or s in added)]
        self.added = added
        self.home = {s: self._home(s) for s in self._body}
        last = definition.closing
        behind = {s for s in self._body if last and not s.field and s.span.start >= last.span.start}
        self.closing = behind if closes else set()
        # At the end of another's last section it would be of that section. What stands behind all sections of a chapter
        # is said of the whole, so it opens as well; else it is of its own section.
        self.parting = {s for s in behind - self.closing if opens and len(self.home[s]) > 1}

    def below(self, statement: Statement, path: SectionPath) -> SectionPath:
        """Return the titles between the section at *path* and *statement*; without a table's header."""
        section = statement.section[self._root :] if not statement.field else ()
        return section[len(path) : len(section) - (statement.shape is Shape.ROW)]

    def leads(self, statement: Statement, path: SectionPath) -> bool:
        """Whether the first title below the section at *path*, above *statement*, is one of a list and no section's."""
        depth = self._root + len(path) + 1
        return self._forms.get(statement.section[:depth], "") in _LED | {"item"}

    def listed(self, statement: Statement) -> list[Statement]:
        """Return the items of the list of *statement*, it included: those of its form in its section."""
        return [s for s in self.home if s.section == statement.section and s.shape is statement.shape]

    def titles(self, statement: Statement) -> bool:
        """Whether the list of *statement* stands right below the title of its section."""
        return bool(self.home[statement]) and self.home[statement] == statement.section[self._root :]

    def opens(self, statement: Statement) -> bool:
        """Whether *statement* is prose outside of sections, or in one at the beginning that says who the agent is."""
        if statement.shape not in PROSE or statement.kind is Kind.TRIGGER:
            return False
        body = [s for s in self.home if not s.field]
        titles = {s.section[:1] for s in body}
        return not statement.section or titles == {statement.section} or _is_purpose(statement, body)

    def behind(self, statement: Statement) -> list[Statement]:
        """Return the items that *statement*, prose outside of sections, stands right behind, of a list with a title.

        None where it says who the agent is, or leads to something else.
        """
        own = self.home.get(statement)
        plain = statement.shape in PROSE and not statement.text.rstrip("*_").endswith(":")
        if own or statement.field or not plain or statement.kind is Kind.ROLE:
            return []
        before = [s for s in self.home if not s.field and s.ordinal < statement.ordinal]
        last = next((s for s in reversed(before) if s.section != statement.section or s.shape not in PROSE), None)
        led = last is not None and last.shape.listed and self._forms.get(last.section) in _LED
        return self.listed(last) if last and led and self.titles(last) else []

    def holds_block(self, path: SectionPath) -> bool:
        """Whether code or HTML is added from the section at *path* or below it."""
        return any(s.shape in _BLOCKS for s in self.added if s in self.home and self.home[s][: len(path)] == path)

    def is_chapter(self, path: SectionPath) -> bool:
        """Whether what is added from the section at *path* has sections of its own, not just lists with titles."""
        members = (s for s in self.added if s in self.home and self.home[s][: len(path)] == path)
        return any(self.below(s, path) and not self.leads(s, path) for s in members)

    def units(self) -> list[Unit]:
        """Return what is added in units: whole trees of sections first, then what is left of each section."""
        inside: dict[SectionPath, list[Statement]] = defaultdict(list)
        for s in self._body:
            if s not in self.closing | self.parting:
                for n in range(1, len(self.home[s]) + 1):
                    inside[self.home[s][:n]].append(s)
        chosen = [path for path, own in inside.items() if self._is_list_of_others(path, own)]
        for path in sorted(inside, key=lambda p: (len(p), p)):
            if not any(path[: len(c)] == c for c in chosen) and self._stays_whole(path, inside[path]):
                chosen.append(path)
        units = [self._unit(path, inside[path], whole=True) for path in chosen]
        rest: dict[SectionPath, list[Statement]] = defaultdict(list)
        for s in self._body:
            if s not in self.closing | self.parting and not any(self.home[s][: len(c)] == c for c in chosen):
                rest[self.home[s]].append(s)
        units += [self._unit(path, own, whole=False) for path, own in rest.items()]
        return sorted((u for u in units if u.members), key=lambda u: u.members)

    def _unit(self, path: SectionPath, own: Sequence[Statement], *, whole: bool) -> Unit:
        return Unit(path, tuple(s for s in own if s in self.added), whole)

    def _home(self, statement: Statement) -> SectionPath:
        if statement.field:
            return ()
        section = statement.section
        for n in range(self._root, len(section)):
            form = self._forms.get(section[: n + 1], "")
            if form in _NO_TITLES or (n > self._root and form in _LED and introduces(section[n])):
                return section[self._root : n]
        return section[self._root :]

    def _stays_whole(self, path: SectionPath, own: Sequence[Statement]) -> bool:
        members = [s for s in own if s in self.added]
        direct = [s for s in members if self.home[s] == path]
        if any(s.shape in _BLOCKS for s in direct):
            return True
        if 2 * len(members) < len(own) or not members:
            return False
        return any(self.home[s] != path for s in members) or any(self._bound(s) for s in direct)

    def _is_list_of_others(self, path: SectionPath, own: Sequence[Statement]) -> bool:
        """Whether the section at *path* is a mere list of whom to work with: it is no part of what it stands below."""
        form = self._forms.get(own[0].section[: self._root + len(path)], "")
        others = all(s.kind is Kind.COLLABORATION and s.shape is Shape.ITEM for s in own)
        return len(path) > 1 and form in _LED and others

    def _bound(self, statement: Statement) -> bool:
        """Whether *statement* says little away from its neighbours: a step, an introduction, what is introduced."""
        led = self.below(statement, self.home[statement])
        return bool(led) or statement.shape is Shape.STEP or statement.text.rstrip("*_").endswith(":")


def _is_purpose(statement: Statement, body: Sequence[Statement]) -> bool:
    """Whether *statement* stands in a section of its own that says who the agent is, among the first of *body*."""
    inside = [s for s in body if s.section == statement.section]
    before = [s for s in body if s.ordinal < inside[0].ordinal] if inside else body
    return all(s.kind is Kind.ROLE for s in (*before, *inside))


def _own_title(definition: Definition) -> SectionPath:
    """Return the title that all of *definition* stands under, where it is one of the file and not of a section."""
    root = definition.root
    if not root:
        return ()
    first = definition.headings[0]
    lines = definition.text.split("\n")[first.span.start - 1 : first.span.end]
    return root if first.path == root and (re.match(r"[\s>]*#\s", lines[0]) or first.form == "setext") else ()
