"""Why two definitions have their verdict: one sentence, made of what a reader can look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.graph.names import spelled
from analyzer.graph.verdicts import one_role
from analyzer.model import DecisionKind, Verdict
from analyzer.text import fold, squash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.graph.coverage import Coverage
    from analyzer.graph.names import Name
    from analyzer.graph.verdicts import Found, Pair
    from analyzer.model import Definition, Evidence, Statement

_QUOTED = 90
_DECIDED = ("tools", "model", "permissionMode")
"""What a human has to decide where it differs."""


def reason(
    found: Found,
    definitions: Sequence[Definition],
    name: Sequence[Name],
    coverage: Coverage,
    evidence: Sequence[Evidence],
) -> str:
    """Return why *found* has its verdict, in one sentence."""
    pair = found.pair
    case = _Case(
        pair, (definitions[pair.i], definitions[pair.j]), (name[pair.i], name[pair.j]), coverage, tuple(evidence)
    )
    own = {
        Verdict.COPY: _copy,
        Verdict.SUBSUMED: _subsumed,
        Verdict.MERGE: _merge,
        Verdict.SIBLINGS: _siblings,
        Verdict.UNRELATED: _unrelated,
    }
    verdict = found.verdict
    said = own[found.unforced](case) if found.unforced.proposes is verdict.proposes else case.counts
    if found.decision:
        what = "to be one" if found.decision.kind is DecisionKind.MERGE else "to be kept apart"
        said = f"Decided {what} (“{squash(found.decision.reason)}”): {said}"
    differing = [key for key in _DECIDED if _value(case.a, key) != _value(case.b, key)] if verdict.proposes else []
    verb = "differs" if len(differing) == 1 and not differing[0].endswith("s") else "differ"
    decide = f"; their {' and '.join(differing)} {verb}, which a human must settle" if differing else ""
    return f"{said}{decide}."


@dataclass(frozen=True, slots=True)
class _Case:
    """Two definitions and what is known of them."""

    pair: Pair
    both: tuple[Definition, Definition]
    name: tuple[Name, Name]
    coverage: Coverage
    evidence: tuple[Evidence, ...]

    @property
    def a(self) -> Definition:
        return self.both[0]

    @property
    def b(self) -> Definition:
        return self.both[1]

    @property
    def called(self) -> tuple[str, str]:
        """What tells the two apart: their names, else their paths."""
        return (self.a.name, self.b.name) if self.a.name != self.b.name else (self.a.path, self.b.path)

    @property
    def counts(self) -> str:
        """How many statements of each stand in the other."""
        i, j = self.pair.i, self.pair.j
        here, there = self.called
        own, others = len(self.coverage.content[i]), len(self.coverage.content[j])
        first = f"{len(self.coverage.covered(i, j))} of the {own} statements of {here} stand in {there}"
        return f"{first}, {len(self.coverage.covered(j, i))} of {others} the other way"

    @property
    def shown(self) -> str:
        """The counts with the best example."""
        return self.counts + (f", for example {_quoted(self.evidence[0].a)}" if self.evidence else "")


def _copy(case: _Case) -> str:
    here, there = case.called
    content = [case.coverage.content[k] for k in (case.pair.i, case.pair.j)]
    texts = [{fold(s.text) for s in own} for own in content]
    changed = [s for k, o in ((0, 1), (1, 0)) for s in content[k] if fold(s.text) not in texts[o]]
    if not changed:
        return f"{here} and {there} say the same, word for word"
    places = "1 statement" if len(changed) == 1 else f"{len(changed)} statements"
    return f"{here} and {there} are copies that drifted in {places}, for example {_quoted(changed[0])}"


def _subsumed(case: _Case) -> str:
    pair, coverage = case.pair, case.coverage
    less, more = (pair.i, pair.j) if pair.shares[0] >= pair.shares[1] else (pair.j, pair.i)
    names = dict(zip((pair.i, pair.j), case.called, strict=True))
    covered = set(coverage.covered(less, more))
    rest = [s for s in coverage.content[less] if s not in covered]
    count = f"{len(covered)} of the {len(coverage.content[less])} statements of {names[less]} stand in {names[more]}"
    return f"{count}; not so {_quoted(rest[0])}" if rest else count


def _merge(case: _Case) -> str:
    counts = case.shown
    if one_role(case.pair, case.both):
        subject = spelled(case.a, set(case.name[0]))
        return f"Both claim the role of “{subject}” in one folder; {counts[0].lower()}{counts[1:]}"
    if case.pair.nearest and case.pair.kin:
        subject = spelled(case.a, set(case.name[0]) & set(case.name[1]))
        return f"Each is the other's nearest and both are about “{subject}”; {counts}"
    return counts


def _siblings(case: _Case) -> str:
    here, there = case.called
    first, second = (set(name) for name in case.name)
    left, right = spelled(case.a, first - second), spelled(case.b, second - first)
    if not left and not right:
        return (
            f"They have one name and little in common ({case.shown}): rename one, or say in each when to use the other"
        )
    return f"{case.shown}, yet they differ in their object: for “{left or right}” use {here if left else there}" + (
        f", for “{right}” use {there}" if left and right else f", else {there if left else here}"
    )


def _unrelated(case: _Case) -> str:
    return f"{case.counts}: too little for one definition"


def _quoted(statement: Statement) -> str:
    text = squash(statement.text)
    return f"“{text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + '…'}”"


def _value(definition: Definition, key: str) -> str:
    field = definition.get(key)
    return squash(str(field.value)).casefold() if field else ""
