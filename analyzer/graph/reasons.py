"""Why two definitions have their verdict: one sentence, made of what a reader can look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.graph.names import spelled
from analyzer.graph.verdicts import MERGE, different_means, one_role, speaks_of
from analyzer.model import DecisionKind, Verdict
from analyzer.text import fold, squash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.graph.coverage import Coverage
    from analyzer.graph.distinctions import Vocabulary
    from analyzer.graph.names import Name
    from analyzer.graph.verdicts import Found
    from analyzer.model import Definition, Evidence, Statement

_QUOTED, _SHORT = 90, 50
_COUNTED = "(body and description)"
"""Which of its statements a merge is about."""


@dataclass(frozen=True, slots=True)
class Case:
    """Two definitions, and what is known of them."""

    found: Found
    both: tuple[Definition, Definition]
    name: tuple[Name, Name]
    coverage: Coverage
    vocabulary: Vocabulary
    evidence: tuple[Evidence, ...]
    newer: int | None = None
    """Which of the two changed last, by git; None where it does not tell."""

    @property
    def called(self) -> tuple[str, str]:
        """What names each of the two and nothing else: its name, or its path where another has that name."""
        a, b = (d.name if self.vocabulary.bearers[d.name] == 1 else d.path for d in self.both)
        return a, b

    @property
    def content(self) -> tuple[Sequence[Statement], Sequence[Statement]]:
        """What each says that a merge is about."""
        return self.coverage.content[self.found.pair.i], self.coverage.content[self.found.pair.j]

    @property
    def counts(self) -> str:
        """How many statements of each stand in the other."""
        i, j = self.found.pair.i, self.found.pair.j
        here, there = self.called
        own, others = map(len, self.content)
        first = f"{len(self.coverage.covered(i, j))} of the {own} statements of {here} {_COUNTED} stand in {there}"
        return f"{first}, {len(self.coverage.covered(j, i))} of {others} the other way"

    @property
    def shown(self) -> str:
        """The counts with the best example."""
        return self.counts + (f", for example {_quoted(self.evidence[0].a)}" if self.evidence else "")


def reason(case: Case) -> str:
    """Return why the two of *case* have their verdict, in one sentence."""
    own = {
        Verdict.COPY: _copy,
        Verdict.SUBSUMED: _subsumed,
        Verdict.MERGE: _merge,
        Verdict.SIBLINGS: _siblings,
        Verdict.UNRELATED: _unrelated,
    }
    found = case.found
    said = own[found.unforced](case) if found.unforced.proposes is found.verdict.proposes else case.counts
    if found.decision:
        what = "to be one" if found.decision.kind is DecisionKind.MERGE else "to be kept apart"
        said = f"Decided {what} (“{squash(found.decision.reason)}”): {said}"
    differing = different_means(*case.both) if found.verdict is not Verdict.UNRELATED else ()
    verb = "differs" if len(differing) == 1 and not differing[0].endswith("s") else "differ"
    settle = "settle" if found.verdict.proposes else "weigh"
    decide = f"; their {' and '.join(differing)} {verb}, which a human must {settle}" if differing else ""
    return f"{said}{decide}."


def distinctions(case: Case) -> tuple[str, ...]:
    """Return what the description of the first of *case* could say of the second, and the other way round.

    Nothing where the two are no siblings, have one name or nothing of their own; an empty text where one names the
    other already.
    """
    a, b = case.both
    pair = case.found.pair
    if case.found.verdict is not Verdict.SIBLINGS or a.name == b.name:
        return ()
    terms = case.vocabulary.terms(pair.i, pair.j), case.vocabulary.terms(pair.j, pair.i)
    if not all(terms):
        return ()
    here, there = case.called
    return (
        "" if speaks_of(a, b) else f"For {_listed(terms[1])} use {there}.",
        "" if speaks_of(b, a) else f"For {_listed(terms[0])} use {here}.",
    )


def _copy(case: Case) -> str:
    here, there = case.called
    texts = [{fold(s.text) for s in own} for own in case.content]
    only = [[s for s in own if fold(s.text) not in other] for own, other in zip(case.content, texts[::-1], strict=True)]
    if not any(only):
        return f"{here} and {there} say the same, word for word"
    sides = [_drifted(found, name) for found, name in zip(only, (here, there), strict=True) if found]
    newer = "" if case.newer is None else f" ({case.called[case.newer]} is newer in git)"
    return f"{here} and {there} are copies that drifted{newer}: {', '.join(sides)}"


def _drifted(only: Sequence[Statement], name: str) -> str:
    count = f"{len(only)} statement{'s' if len(only) > 1 else ''} only in {name}"
    return f"{count} ({' and '.join(_quoted(s, most=_SHORT) for s in only[:2])}{' …' if len(only) > 2 else ''})"  # noqa: PLR2004 - two are quoted


def _subsumed(case: Case) -> str:
    pair, coverage = case.found.pair, case.coverage
    less, more = (pair.i, pair.j) if pair.shares[0] >= pair.shares[1] else (pair.j, pair.i)
    names = dict(zip((pair.i, pair.j), case.called, strict=True))
    covered = set(coverage.covered(less, more))
    rest = [s for s in coverage.content[less] if s not in covered]
    own = f"{len(coverage.content[less])} statements of {names[less]} {_COUNTED}"
    count = f"{len(covered)} of the {own} stand in {names[more]}"
    return f"{count}; not so {_quoted(rest[0])}" if rest else count


def _merge(case: Case) -> str:
    pair, (first, second) = case.found.pair, (set(name) for name in case.name)
    counts = case.shown
    if one_role(pair, case.both):
        subject = spelled(case.both[0], first)
        alone = ", which alone joins them" if pair.own < MERGE else ""
        return f"Both claim the role of “{subject}” in one folder{alone}; {counts}"
    if pair.nearest and pair.kin:
        return f"Each is the other's nearest and both are about “{spelled(case.both[0], first & second)}”; {counts}"
    return counts


def _siblings(case: Case) -> str:
    a, b = case.both
    if a.name == b.name:
        return (
            f"They have one name and little in common ({case.shown}): rename one, or say in each when to use the other"
        )
    here, there = case.called
    spoken = ((a, b, here, there), (b, a, there, here))
    named = [f"{x} speaks of {y} by name" for one, other, x, y in spoken if speaks_of(one, other)]
    pair = case.found.pair
    terms = case.vocabulary.terms(pair.i, pair.j)[:1], case.vocabulary.terms(pair.j, pair.i)[:1]
    use = [f"for “{own[0]}” use {name}" for name, own in zip(case.called, terms, strict=True) if own]
    differ = f", yet they differ in their object: {', '.join(use)}" if use else ""
    return f"{case.shown}{differ}" + "".join(f"; {text}" for text in named)


def _unrelated(case: Case) -> str:
    return f"{case.counts}: too little for one definition"


def _listed(terms: Sequence[str]) -> str:
    return terms[0] if len(terms) == 1 else f"{', '.join(terms[:-1])} or {terms[-1]}"


def _quoted(statement: Statement, *, most: int = _QUOTED) -> str:
    text = squash(statement.text)
    return f"“{text if len(text) <= most else text[: most - 1].rstrip() + '…'}”"
