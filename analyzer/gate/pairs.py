"""What could be in the way: two definitions that overlap, or that bear one name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from analyzer.model import DecisionKind, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from analyzer.model import Collection, Definition, Overlap


@dataclass(frozen=True, slots=True)
class Pair:
    """Two definitions of a collection; *a* sorts before *b*."""

    a: Definition
    b: Definition
    overlap: Overlap | None
    """None where its verdict is none that counts."""
    found: tuple[Rule, ...]
    """The gravest first; one or more."""

    @property
    def paths(self) -> tuple[str, str]:
        """Identify it."""
        return self.a.path, self.b.path

    @property
    def same_name(self) -> bool:
        """Whether both have one name."""
        return Rule.SAME_NAME in self.found


def pairs(collection: Collection, rules: AbstractSet[Rule]) -> list[Pair]:
    """Return the pairs of *collection* of which one of *rules* holds, sorted by their paths."""
    at = {d.path: d for d in collection.definitions}
    overlaps = {(o.a, o.b): o for o in collection.overlaps if _seen(o) in rules}
    named = set(_namesakes(collection.definitions)) if Rule.SAME_NAME in rules else set()
    found = []
    for a, b in sorted(overlaps.keys() | named):
        overlap = overlaps.get((a, b))
        of_both = (Rule(_seen(overlap)),) if overlap else ()
        found.append(Pair(at[a], at[b], overlap, (*of_both, *([Rule.SAME_NAME] if (a, b) in named else []))))
    return found


def kept_apart(collection: Collection) -> dict[tuple[str, str], str]:
    """Return the pairs of paths that are to stay apart by a decision that holds, each with the reason."""
    return {
        (a, b): ruling.decision.reason
        for ruling in collection.rulings
        if ruling.holds and ruling.decision.kind is DecisionKind.KEEP_APART
        for a, b in combinations(sorted(ruling.decision.definitions), 2)
    }


def _seen(overlap: Overlap) -> str:
    """Return what the texts alone say of *overlap*, whatever was decided."""
    return str(overlap.undecided or overlap.verdict)


def _namesakes(definitions: Iterable[Definition]) -> list[tuple[str, str]]:
    """Return the paths of definitions of one dialect that say to have one name: a runtime loads one of them only."""
    bearers: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for definition in definitions:
        if definition.get("name"):
            bearers[definition.dialect.name, definition.name].append(definition.path)
    return [pair for paths in bearers.values() for pair in combinations(sorted(paths), 2)]
