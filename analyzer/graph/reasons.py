"""Why two definitions have their verdict: one sentence, made of what a reader can look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.graph.names import spelled
from analyzer.graph.verdicts import one_role
from analyzer.model import Verdict
from analyzer.text import fold, squash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.graph.coverage import Coverage
    from analyzer.graph.names import Name
    from analyzer.graph.verdicts import Pair
    from analyzer.model import Definition, Evidence, Statement

_QUOTED = 90
_DECIDED = ("tools", "model", "permissionMode")
"""What a human has to decide where it differs."""


def reason(  # noqa: PLR0913, PLR0917 - a pair is numbers: who they are, what they are called and what they say
    pair: Pair,
    verdict: Verdict,
    definitions: Sequence[Definition],
    name: Sequence[Name],
    coverage: Coverage,
    evidence: Sequence[Evidence],
) -> str:
    """Return why *pair* has its *verdict*, in one sentence."""
    a, b = definitions[pair.i], definitions[pair.j]
    said = {
        Verdict.COPY: lambda: _copy(pair, coverage, a, b),
        Verdict.SUBSUMED: lambda: _subsumed(pair, coverage, a, b),
        Verdict.MERGE: lambda: _merge(pair, definitions, name, coverage, evidence),
        Verdict.SIBLINGS: lambda: _siblings(pair, definitions, name, coverage, evidence),
        Verdict.UNRELATED: lambda: f"{_counts(pair, coverage, a, b)}: too little for one definition",
    }[verdict]()
    differing = [key for key in _DECIDED if _value(a, key) != _value(b, key)] if verdict.proposes else []
    verb = "differs" if len(differing) == 1 and not differing[0].endswith("s") else "differ"
    decide = f"; their {' and '.join(differing)} {verb}, which a human must settle" if differing else ""
    return f"{said}{decide}."


def _copy(pair: Pair, coverage: Coverage, a: Definition, b: Definition) -> str:
    here, there = _called(a, b)
    texts = [{fold(s.text) for s in coverage.content[k]} for k in (pair.i, pair.j)]
    changed = [
        s for k, o in ((0, 1), (1, 0)) for s in coverage.content[(pair.i, pair.j)[k]] if fold(s.text) not in texts[o]
    ]
    if not changed:
        return f"{here} and {there} say the same, word for word"
    places = "1 statement" if len(changed) == 1 else f"{len(changed)} statements"
    return f"{here} and {there} are copies that drifted in {places}, for example {_quoted(changed[0])}"


def _subsumed(pair: Pair, coverage: Coverage, a: Definition, b: Definition) -> str:
    less, more = (pair.i, pair.j) if pair.shares[0] >= pair.shares[1] else (pair.j, pair.i)
    names = dict(zip((pair.i, pair.j), _called(a, b), strict=True))
    covered = set(coverage.covered(less, more))
    rest = [s for s in coverage.content[less] if s not in covered]
    count = f"{len(covered)} of the {len(coverage.content[less])} statements of {names[less]} stand in {names[more]}"
    return f"{count}; not so {_quoted(rest[0])}" if rest else count


def _merge(
    pair: Pair,
    definitions: Sequence[Definition],
    name: Sequence[Name],
    coverage: Coverage,
    evidence: Sequence[Evidence],
) -> str:
    a, b = definitions[pair.i], definitions[pair.j]
    counts = _counts(pair, coverage, a, b) + _example(evidence)
    if one_role(pair, definitions):
        return (
            f"Both claim the role of “{spelled(a, set(name[pair.i]))}” in one folder; {counts[0].lower()}{counts[1:]}"
        )
    if pair.nearest and pair.kin:
        subject = spelled(a, set(name[pair.i]) & set(name[pair.j]))
        return f"Each is the other's nearest and both are about “{subject}”; {counts}"
    return counts


def _siblings(
    pair: Pair,
    definitions: Sequence[Definition],
    name: Sequence[Name],
    coverage: Coverage,
    evidence: Sequence[Evidence],
) -> str:
    a, b = definitions[pair.i], definitions[pair.j]
    counts = _counts(pair, coverage, a, b) + _example(evidence)
    here, there = _called(a, b)
    left, right = (spelled(d, set(name[x]) - set(name[y])) for d, x, y in ((a, pair.i, pair.j), (b, pair.j, pair.i)))
    if not left and not right:
        return f"They have one name and little in common ({counts}): rename one, or say in each when to use the other"
    return f"{counts}, yet they differ in their object: for “{left or right}” use {here if left else there}" + (
        f", for “{right}” use {there}" if left and right else f", else {there if left else here}"
    )


def _counts(pair: Pair, coverage: Coverage, a: Definition, b: Definition) -> str:
    here, there = _called(a, b)
    i, j = pair.i, pair.j
    first = f"{len(coverage.covered(i, j))} of the {len(coverage.content[i])} statements of {here} stand in {there}"
    return f"{first}, {len(coverage.covered(j, i))} of {len(coverage.content[j])} the other way"


def _example(evidence: Sequence[Evidence]) -> str:
    return f", for example {_quoted(evidence[0].a)}" if evidence else ""


def _called(a: Definition, b: Definition) -> tuple[str, str]:
    return (a.name, b.name) if a.name != b.name else (a.path, b.path)


def _quoted(statement: Statement) -> str:
    text = squash(statement.text)
    return f"“{text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + '…'}”"


def _value(definition: Definition, key: str) -> str:
    field = definition.get(key)
    return squash(str(field.value)).casefold() if field else ""
