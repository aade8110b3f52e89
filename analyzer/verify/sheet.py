"""The canonical as it reads, line by line, with what the ledger says of each line."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from analyzer.model import DecisionKind, Span
from analyzer.text import squash, unmarked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.model import Definition, Proposal, Settlement, Statement

Place = tuple[int, int]


class Sheet:
    """A proposal's canonical, read anew."""

    def __init__(self, proposal: Proposal, reread: Definition, written: Sequence[Statement]) -> None:
        self.proposal = proposal
        self.reread = reread
        self.written = tuple(written)
        self.lines = [unmarked(line) for line in proposal.text.split("\n")]
        self.fates = tuple(fate for diff in proposal.diffs for fate in diff.fates)
        """All fates of the ledger."""

    def span(self, place: Place) -> Span:
        """Return *place* as a place in the canonical."""
        return Span(self.proposal.file_name, *place)

    def holds(self, place: Place) -> bool:
        """Whether *place* is lines of the canonical, one of which is not blank."""
        first, last = place
        return 1 <= first <= last <= len(self.lines) and any(line.strip() for line in self.lines[first - 1 : last])

    def statements_at(self, place: Place) -> list[Statement]:
        """Return the statements of the canonical that stand, in whole or in part, on the lines of *place*."""
        lines = range(max(1, place[0]), min(place[1], len(self.lines)) + 1)
        return [self.written[i] for i in sorted({i for line in lines for i in self._on_line[line]})]

    @cached_property
    def _on_line(self) -> Mapping[int, Sequence[int]]:
        """The positions in `written` of what stands on each line."""
        found: dict[int, list[int]] = defaultdict(list)
        for i, s in enumerate(self.written):
            for line in range(s.span.start, s.span.end + 1):
                found[line].append(i)
        return found

    def text_at(self, place: Place) -> str:
        """Return all that a reader finds at *place*: the lines as they are, then what they are read as."""
        raw = "\n".join(self.lines[place[0] - 1 : place[1]])
        return "\n".join([squash(raw), *self._values_at(place), *(s.text for s in self.statements_at(place))])

    def titles_at(self, place: Place) -> list[str]:
        """Return the titles of the sections that *place* stands in."""
        return list(dict.fromkeys(title for s in self.statements_at(place) for title in s.section))

    def _values_at(self, place: Place) -> list[str]:
        """Return the values of the front-matter fields on the lines of *place*, on one line each."""
        at = [f.value for f in self.reread.fields if f.span.start <= place[1] and place[0] <= f.span.end]
        return [
            squash(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
            for value in at
        ]

    def settling(self, statement: Statement) -> Sequence[Settlement]:
        """Return the decisions that made, in whole or in part, what became of *statement*."""
        return self._settling.get(statement, ())

    @cached_property
    def _settling(self) -> Mapping[Statement, Sequence[Settlement]]:
        found: dict[Statement, list[Settlement]] = defaultdict(list)
        for settlement in self.proposal.canonical.settlements:
            for s in {*settlement.statements, *settlement.subjects}:
                found[s].append(settlement)
        return found

    def decided_words(self, statement: Statement) -> list[str]:
        """Return the words that somebody decided the canonical to have for *statement*."""
        decisions = (settlement.decision for settlement in self.settling(statement))
        return [d.text for d in decisions if d.kind is DecisionKind.REWORD]

    @cached_property
    def claimed(self) -> Mapping[int, Sequence[Statement]]:
        """The source statements that, as the ledger says, stand on each line."""
        found: dict[int, list[Statement]] = defaultdict(list)
        for fate in self.fates:
            for first, last in (*([fate.lines] if fate.lines else []), *fate.also):
                for line in range(first, min(last, len(self.lines)) + 1):
                    found[line].append(fate.statement)
        return found
