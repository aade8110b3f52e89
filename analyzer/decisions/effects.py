"""What decisions changed in an analysis."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.decisions.standing import holding
from analyzer.dialects.values import common_key
from analyzer.model import DecisionKind, Ruling, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.model import Canonical, Decision, Family, Overlap, OverlapGraph

_TOGETHER = "All that was given is one family, as you asked."


def decided_survivor(rulings: Iterable[Ruling], family: Family) -> str | None:
    """Return the path of *family*'s survivor where one was decided, the last of several."""
    inside = {d.path for d in family.definitions}
    wanted = [d.definitions[0] for d in holding(rulings, DecisionKind.SURVIVOR)]
    return next((path for path in reversed(wanted) if path in inside), None)


def about(rulings: Iterable[Ruling], family: Family) -> tuple[Decision, ...]:
    """Return the decisions that hold about statements and values of *family*'s definitions."""
    inside = {d.path for d in family.definitions}
    return tuple(d for d in holding(rulings) if not d.kind.of_definitions and inside.issuperset(d.definitions))


def effects(rulings: Sequence[Ruling], graph: OverlapGraph, canonicals: Mapping[str, Canonical]) -> tuple[Ruling, ...]:
    """Return *rulings* with what each changed in *graph*, and in the *canonicals* of its families (by name)."""
    return tuple(_told(r, graph, canonicals) if r.holds else r for r in rulings)


def expired(rulings: Iterable[Ruling]) -> tuple[str, ...]:
    """Return a sentence that no reader should miss where decisions of *rulings* have expired, else nothing."""
    count = sum(r.standing is Standing.EXPIRED for r in rulings)
    if not count:
        return ()
    which = "A decision has" if count == 1 else f"{count} decisions have"
    return (f"{which} expired, as what was decided about is not there as it was: not honoured, to be decided anew.",)


def _told(ruling: Ruling, graph: OverlapGraph, canonicals: Mapping[str, Canonical]) -> Ruling:
    if not ruling.decision.kind.of_definitions:
        return _told_of_statements(ruling, canonicals)
    paths = set(ruling.decision.definitions)
    families = tuple(f.name for f in graph.families if paths & {d.path for d in f.definitions})
    match ruling.decision.kind:
        case DecisionKind.KEEP_APART:
            return _told_apart(ruling, graph, families)
        case DecisionKind.MERGE:
            forced = any(o.undecided and not o.undecided.proposes for o in _between(graph, paths))
            why = "because of it" if forced else "and would without it"
            effect = f"They are in the family {' and '.join(families)}, {why}."
            return replace(ruling, effect=effect, families=families)
        case DecisionKind.SURVIVOR:
            return _told_survivor(ruling, families, canonicals)
    return ruling


def _told_survivor(ruling: Ruling, families: tuple[str, ...], canonicals: Mapping[str, Canonical]) -> Ruling:
    if not families:
        return replace(ruling, effect="It is in no family now.")
    family = families[0]
    if family not in canonicals:
        return replace(ruling, effect=f"It keeps no structure: nothing is proposed for the family {family}.")
    survivor = canonicals[family].survivor.path
    if survivor not in ruling.decision.definitions:
        effect = f"The family {family} has another survivor: {survivor}."
        return replace(ruling, standing=Standing.OVERRULED, effect=effect)
    return replace(ruling, effect=f"The canonical of {family} keeps its structure.", families=families)


def _told_of_statements(ruling: Ruling, canonicals: Mapping[str, Canonical]) -> Ruling:
    for family, canonical in canonicals.items():
        for settlement in canonical.settlements:
            if settlement.decision == ruling.decision:
                settles = _settles(ruling.decision, canonical)
                families = (family,) if settlement.subjects or settles else ()
                return replace(ruling, effect=settlement.effect, families=families)
    return replace(ruling, effect="It changes nothing now: what it is about is in no proposal.")


def _settles(decision: Decision, canonical: Canonical) -> bool:
    """Whether *decision* settles a conflict of *canonical*, be it that no statement goes by it."""
    chosen = common_key(decision.topic), decision.text
    return any(c.settled and (common_key(c.topic), c.chosen) == chosen for c in canonical.conflicts)


def _told_apart(ruling: Ruling, graph: OverlapGraph, families: tuple[str, ...]) -> Ruling:
    paths = set(ruling.decision.definitions)
    if any(len(paths & {d.path for d in f.definitions}) > 1 for f in graph.families):
        return replace(ruling, standing=Standing.OVERRULED, effect=_TOGETHER)
    else_one = sorted({str(o.undecided) for o in _between(graph, paths) if o.undecided and o.undecided.proposes})
    if else_one:
        effect = f"Without it they would be proposed as one ({', '.join(else_one)})."
        return replace(ruling, effect=effect, families=families)
    return replace(ruling, effect="It changes nothing now: they would not be proposed as one.")


def _between(graph: OverlapGraph, paths: set[str]) -> list[Overlap]:
    return [o for o in graph.overlaps if {o.a, o.b} <= paths]
