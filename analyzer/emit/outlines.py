"""Where the statements of several definitions stand in their files."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from analyzer.emit.forms import announces, form_of
from analyzer.model import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.model import Block, Definition, Heading, Passage, Statement


_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")


class Outlines:
    """The headings and blocks that statements of several definitions stand in."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        definitions = tuple(definitions)
        self._headings = {(d.path, h.path): h for d in definitions for h in d.headings}
        self._lines = {d.path: d.text.split("\n") for d in definitions}
        self._definitions = {d.path: d for d in definitions}
        self._known: dict[tuple[str, str], tuple[list[int], set[int]]] = {}

    def headings(self, statement: Statement, count: int) -> list[Heading | None]:
        """Return the last *count* headings above *statement*, a table's header apart; outermost first."""
        section = statement.section[: len(statement.section) - (statement.shape is Shape.ROW)]
        first = len(section) - count
        return [self._headings.get((statement.path, section[: first + n + 1])) for n in range(count)]

    def block(self, statement: Statement) -> Block | None:
        """Return the block that *statement* was cut from."""
        span = statement.span
        mine = (b for b in self._definitions[statement.path].blocks if b.field == statement.field)
        return next((b for b in mine if b.span.start <= span.start and span.end <= b.span.end), None)

    def heads(self, passage: Passage, following: Passage) -> bool:
        """Whether *passage* leads to *following*, which is right behind it in their source, or of the list there."""
        own, other = passage.wording, following.wording
        if not announces(passage) or own.path != other.path or other.field:
            return False
        between = range(own.span.end + 1, other.span.start)
        texts = (b.span.start for b in self._definitions[own.path].body if b.shape is Shape.SENTENCE)
        listed = form_of(following) != "prose" and not any(n in between for n in texts)
        return other.ordinal == own.ordinal + 1 or (other.ordinal > own.ordinal and listed)

    def strays(self, passage: Passage, following: Passage) -> bool:
        """Whether *passage* would seem to lead to *following*, and does not."""
        return announces(passage) and form_of(following) != "prose" and not self.heads(passage, following)

    def ruled(self, passage: Passage) -> tuple[bool, bool]:
        """Return whether a rule stands before *passage*, a line of a form, and whether one stands behind it.

        Above and below the whole form, they count where both are there.
        """
        first, *_, last = passage.template
        around = self._has_rule(first, -1) and self._has_rule(last, 1)
        before = around if passage.wording == first else self._has_rule(passage.wording, -1)
        return before, passage.wording == last and around

    def _has_rule(self, statement: Statement, step: int) -> bool:
        """Whether the next line before or behind *statement*, as *step* tells, is a rule of the body."""
        block, lines = self.block(statement), self._lines[statement.path]
        n = (block or statement).span.end if step > 0 else (block or statement).span.start
        body = min(b.span.start for b in self._definitions[statement.path].body)
        n += step
        while body <= n <= len(lines) and not lines[n - 1].strip():
            n += step
        return body <= n <= len(lines) and _RULE.fullmatch(lines[n - 1]) is not None

    def above(self, statement: Statement) -> set[int]:
        """Return the first lines of the items that *statement*, an item too, hangs below in its source.

        White space tells, as in Markdown, and where Markdown wants more of it than is there.
        """
        starts, items = self._starts(statement.path, statement.field)
        found, least = set(), self.indent(statement)
        before = bisect_left(starts, statement.span.start)
        while least and before:
            before -= 1
            n = starts[before]
            if self._indent(statement.path, n) < least:
                if n not in items:
                    break
                found.add(n)
                least = self._indent(statement.path, n)
        return found

    def _starts(self, path: str, field: str) -> tuple[list[int], set[int]]:
        """Return the first lines of all that stands in *field* of the file at *path*, and those that are items."""
        if (path, field) not in self._known:
            own = self._definitions[path]
            blocks = [b for b in own.blocks if b.field == field]
            items = {b.span.start for b in blocks if b.shape.listed}
            items |= {h.span.start for h in own.headings if h.form == "item"}
            starts = items | {b.span.start for b in blocks} | {h.span.start for h in own.headings}
            self._known[path, field] = sorted(starts), items
        return self._known[path, field]

    def indent(self, statement: Statement) -> int:
        """Return how many spaces stand before the first line of *statement* in its source."""
        return self._indent(statement.path, statement.span.start)

    def _indent(self, path: str, n: int) -> int:
        line = self._lines[path][n - 1].expandtabs(4)
        return len(line) - len(line.lstrip(" "))

    def written(self, heading: Heading) -> str:
        """Return *heading* as its source has it."""
        lines = self._lines[heading.span.path][heading.span.start - 1 : heading.span.end]
        return " ".join(line.strip() for line in lines)
