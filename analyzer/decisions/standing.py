"""Whether decisions still hold in the light of what was read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from analyzer.decisions.making import same_subject, written
from analyzer.dialects import LOADING, entry, setting
from analyzer.errors import UsageError
from analyzer.fingerprint import fingerprint
from analyzer.graph.decided import decided
from analyzer.merge.orders import read_orders
from analyzer.model import DecisionKind, Ruling, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.model import Decision, Definition, Statement


def settle(
    decisions: Sequence[Decision], definitions: Sequence[Definition], statements: Sequence[Statement]
) -> tuple[Ruling, ...]:
    """Return for each of *decisions* whether it holds for *definitions*, whose statements are *statements*.

    Those that hold have the paths of *definitions*. Raises `UsageError` where two that hold contradict each other.
    """
    rulings = standings(decisions, definitions, statements)
    _refuse_contradictions(rulings)
    return rulings


def check(
    held: Sequence[Decision],
    new: Sequence[Decision],
    definitions: Sequence[Definition],
    statements: Sequence[Statement],
) -> None:
    """Raise `UsageError` where one of the *new* decisions cannot be followed, or contradicts one that is *held*."""
    for why in read_orders([d for d in new if not d.kind.of_definitions], definitions, statements).refused.values():
        raise UsageError(why)
    others = [d for d in held if not any(same_subject(d, one) for one in new)]
    settle([*others, *new], definitions, statements)


def standings(
    decisions: Sequence[Decision], definitions: Sequence[Definition], statements: Sequence[Statement]
) -> tuple[Ruling, ...]:
    """Return what `settle` does, also where decisions contradict each other."""
    said = _said(definitions, statements)
    return tuple(_ruling(decision, definitions, said) for decision in decisions)


def holding(rulings: Iterable[Ruling], *kinds: DecisionKind) -> list[Decision]:
    """Return the decisions of *rulings* that count; where *kinds* are given, those of them."""
    return [r.decision for r in rulings if r.holds and (not kinds or r.decision.kind in kinds)]


def _said(definitions: Sequence[Definition], statements: Sequence[Statement]) -> Mapping[str, set[str]]:
    """Return the fingerprints of all that can be decided about, by path."""
    said: dict[str, set[str]] = defaultdict(set)
    for d in definitions:
        said[d.path] |= {fingerprint(*written(d)), *(fingerprint(str(f.value)) for f in d.fields)}
        said[d.path].add(fingerprint(entry(d, LOADING)))
    for s in statements:
        said[s.path].add(fingerprint(s.text))
    return said


def _ruling(decision: Decision, definitions: Sequence[Definition], said: Mapping[str, set[str]]) -> Ruling:
    meant = [
        _meant(path, definitions, print_, said)
        for path, print_ in zip(decision.definitions, decision.fingerprints, strict=True)
    ]
    missing = [path for path, d in zip(decision.definitions, meant, strict=True) if d is None]
    if missing:
        return Ruling(decision, Standing.ELSEWHERE, f"{_listed(missing)} was not read.")
    found = [d for d in meant if d]
    changed = [
        d.path
        for d, print_ in zip(found, decision.fingerprints, strict=True)
        if print_ not in said[d.path] and not _unset(decision, d, print_)
    ]
    if changed:
        again = "Decide anew, or forget it."
        what = "changed since" if decision.kind.of_definitions else "does not say, or no longer, what it is about"
        return Ruling(decision, Standing.EXPIRED, f"{_listed(changed)} {what}. {again}")
    return Ruling(replace(decision, definitions=tuple(d.path for d in found)), Standing.HOLDS, "")


def _meant(
    path: str, definitions: Sequence[Definition], print_: str, said: Mapping[str, set[str]]
) -> Definition | None:
    """Return the definition at *path*, as it is seen from another folder too; of several the one that says it."""
    exact = [d for d in definitions if d.path == path]
    near = exact or [d for d in definitions if d.is_at(path) or path.endswith(f"/{d.path}")]
    sure = [d for d in near if print_ in said[d.path]] if len(near) > 1 else near
    return sure[0] if len(sure) == 1 else None


def _unset(decision: Decision, definition: Definition, print_: str) -> bool:
    """Whether the decision is about a field that *definition* does not set, now as then."""
    return bool(decision.topic) and setting(definition, decision.topic) is None and print_ == fingerprint("")


def _listed(paths: Sequence[str]) -> str:
    return " and ".join(dict.fromkeys(paths))


def _refuse_contradictions(rulings: Sequence[Ruling]) -> None:
    """Raise where two are to be kept apart that others make one, or where what one chooses is dropped by others."""
    _refuse_dropped_choices(rulings)
    merged = decided(holding(rulings, DecisionKind.MERGE))
    for decision in holding(rulings, DecisionKind.KEEP_APART):
        for a, b in combinations(decision.definitions, 2):
            if frozenset((a, b)) in merged:
                raise UsageError(
                    f"{a} and {b} are to be kept apart by one decision and to be merged by others. "
                    "See `agentmerge decide list`, and forget what no longer holds."
                )


def _refuse_dropped_choices(rulings: Sequence[Ruling]) -> None:
    """Raise where the side that one decision chooses would be said by nobody, as others drop all of it."""
    drops = holding(rulings, DecisionKind.DROP)
    dropped = {said for d in drops for said in zip(d.definitions, d.fingerprints, strict=True)}
    for decision in (d for d in holding(rulings, DecisionKind.CHOOSE) if d.text):
        print_ = fingerprint(decision.text)
        chosen = {s for s in zip(decision.definitions, decision.fingerprints, strict=True) if s[1] == print_}
        if chosen and chosen <= dropped:
            raise UsageError(
                f"“{decision.text}” was chosen by one decision and is to be dropped by another. "
                "See `agentmerge decide list`, and forget what no longer holds."
            )
