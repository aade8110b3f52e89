"""What the reviewer can decide about, by the names that the page has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer import decisions
from analyzer.dialects import entry
from analyzer.dialects.values import common_key
from analyzer.errors import UsageError
from analyzer.model import DecisionKind
from analyzer.report.html import ids
from analyzer.report.html.families import families
from analyzer.report.html.ledger import names
from analyzer.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.model import Analysis, Conflict, Decision, Fate, Passage, Proposal, Statement


class Subjects:
    """The passages, statements, conflicts and families of an analysis, and the decisions that made them so."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self.passages: dict[str, Passage] = {}
        self.statements: dict[str, tuple[Proposal, Statement, Fate]] = {}
        self.conflicts: dict[str, tuple[Proposal, Conflict]] = {}
        self.families: dict[str, Proposal] = {}
        for view in families(analysis):
            proposal = view.proposal
            passages = proposal.canonical.passages
            self.passages.update(zip(names(passages), passages, strict=True))
            for fate in (fate for diff in proposal.diffs for fate in diff.fates):
                self.statements[ids.statement(fate.statement)] = (proposal, fate.statement, fate)
            self.conflicts.update({name: (proposal, conflict) for name, conflict in view.conflicts})
            self.families[view.id] = proposal
        self.numbers: Mapping[Decision, int] = {r.decision: n for n, r in enumerate(analysis.rulings)}
        self.together = analysis.request.together

    def wording(self, passage: Passage) -> tuple[Statement, ...]:
        """Return the statements whose words *passage* has."""
        decided = self.deciding(passage.wording)
        if decided and decided.kind is DecisionKind.REWORD:
            return self.subjects_of(decided)
        return tuple(sorted({passage.wording, *(p.statement for p in passage.parts)}))

    def worded(self, statements: Sequence[Statement]) -> tuple[Statement, ...]:
        """Return *statements* and those of other sources that stand in the same place in the same words."""
        placed = {s: (p.family.name, fate.lines, fold(s.text)) for p, s, fate in self.statements.values()}
        meant = {placed[s] for s in statements}
        return tuple(s for s, place in placed.items() if place in meant)

    def deciding(self, statement: Statement) -> Decision | None:
        """Return the decision that *statement* has its fate by, or None."""
        for proposal in self._analysis.proposals:
            settlement = proposal.canonical.settling(statement)
            if settlement:
                return settlement.decision
        return None

    def settling(self, conflict: Conflict) -> Decision | None:
        """Return the choice that settled *conflict*, or None."""
        choices = (r.decision for r in self._analysis.rulings if r.decision.kind is DecisionKind.CHOOSE)
        fitting = (d for d in choices if (common_key(d.topic), d.text) == (common_key(conflict.topic), conflict.chosen))
        return next(fitting, None) if conflict.settled else None

    def check(self, held: Sequence[Decision], new: Sequence[Decision]) -> None:
        """Raise `UsageError` where one of the *new* decisions cannot be followed, or contradicts one that is *held*."""
        decisions.check(held, new, self._analysis.definitions, self._analysis.statements)

    def choice(self, name: str, side: int, reason: str) -> Decision:
        """Return the decision that the *side*, from 0, of the conflict called *name* holds."""
        proposal, conflict = _known(self.conflicts, name)
        if not 0 <= side < len(conflict.sides):
            raise UsageError("There is no such side. Load the page again.")
        opposed = self._opposed(conflict)
        chosen = conflict.sides[side]
        if opposed:
            said = [
                (s.path, s.text) for n, same in enumerate(opposed) for s in same if n != side or s.text == chosen.value
            ]
            return decisions.about_conflict(conflict.topic, said, chosen.value, reason)
        values = {d.path: entry(d, conflict.topic) for d in proposal.family.definitions}
        return decisions.about_conflict(conflict.topic, [*values.items()], values[chosen.spans[0].path], reason)

    def _opposed(self, conflict: Conflict) -> list[list[Statement]]:
        """Return the statements of each side of *conflict*; nothing where it is about a front-matter value."""
        found = [
            [s for s in self._analysis.statements if not s.field and s.span in side.spans and _alike(s, side.value)]
            for side in conflict.sides
        ]
        return found if all(found) else []

    def subjects_of(self, decision: Decision) -> tuple[Statement, ...]:
        """Return the statements that *decision* is about."""
        settlements = (s for p in self._analysis.proposals for s in p.canonical.settlements)
        return next((s.subjects for s in settlements if s.decision == decision), ())


def _alike(statement: Statement, value: str) -> bool:
    """Whether *statement* is the one on its line that says *value*."""
    return statement.text == value or statement.text.casefold().split() == value.casefold().split()


def _known(named: Mapping[str, tuple[Proposal, Conflict]], name: str) -> tuple[Proposal, Conflict]:
    if name not in named:
        raise UsageError("The page has no such place any more. Load it again.")
    return named[name]
