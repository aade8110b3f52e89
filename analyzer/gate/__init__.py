"""The gate for new definitions: which of them say what others say, or bear their names, and were not known to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.gate.findings import findings
from analyzer.gate.history import History
from analyzer.gate.pairs import kept_apart, pairs
from analyzer.model import Accepted, Baseline, Check, DecisionKind, Known, Rule, Standing

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from analyzer.gate.pairs import Pair
    from analyzer.model import Collection, Ruling

__all__ = ["accept", "gate", "told_aside"]


def gate(collection: Collection, baseline: Baseline, rules: AbstractSet[Rule], *, against: str = "") -> Check:
    """Return what of *collection* is in the way: what one of *rules* finds of it and nobody knows.

    Known is what *baseline* has, which a reader calls *against*, and what is kept apart by a decision.
    """
    history = History(collection, baseline)
    found = pairs(collection, rules)
    apart = kept_apart(collection)
    new, known = [], []
    for pair in found:
        if pair.paths in apart:
            known.append(Known(pair.a, pair.b, pair.found, apart[pair.paths], decided=True))
        elif history.knows(pair):
            entry = history.entry(pair)
            known.append(Known(pair.a, pair.b, pair.found, entry.note if entry else ""))
        else:
            new.append(pair)
    ours = {pair.paths for pair in new}
    others = pairs(collection, told_aside(rules))
    aside: list[Pair] = [p for p in others if p.paths not in ours | apart.keys() and not history.knows(p)]
    return Check(
        definitions=collection.definitions,
        findings=findings(new, history),
        known=tuple(known),
        gone=history.gone(found, rules),
        against=against,
        problems=collection.problems,
        model=collection.model,
        expired=tuple(filter(_no_longer_apart, collection.rulings)),
        aside=findings(aside, history),
        base=collection.base,
    )


def told_aside(rules: AbstractSet[Rule]) -> frozenset[Rule]:
    """Return what is told though *rules* do not have it. Siblings are not: to stay two is what they are for."""
    return frozenset(Rule) - rules - {Rule.SIBLINGS}


def accept(collection: Collection, rules: AbstractSet[Rule], earlier: Baseline | None = None) -> Baseline:
    """Return the baseline that knows all that *rules* find of *collection*, with the notes that *earlier* has.

    What *earlier* knows by other rules stays, and so does what it knows of definitions that nobody looked at. What is
    kept apart by a decision is left to that.
    """
    history = History(collection, earlier or Baseline())
    accepted, apart = history.unasked(rules), kept_apart(collection)
    for pair in pairs(collection, rules):
        if pair.paths not in apart:
            entry = history.entry(pair)
            accepted[pair.paths] = Accepted(*pair.paths, pair.found, entry.note if entry else "")
    return Baseline(tuple(sorted(history.remembered().values())), tuple(entry for _, entry in sorted(accepted.items())))


def _no_longer_apart(ruling: Ruling) -> bool:
    return ruling.standing is Standing.EXPIRED and ruling.decision.kind is DecisionKind.KEEP_APART
