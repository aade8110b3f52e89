"""New overlaps, told by the definition that brought them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from analyzer.fingerprint import fingerprint
from analyzer.model import Finding, Match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.gate.history import History
    from analyzer.gate.pairs import Pair
    from analyzer.model import Definition


def findings(new: Iterable[Pair], history: History) -> tuple[Finding, ...]:
    """Return the definitions that the *new* pairs speak of: of each pair the newer one, in path order."""
    of: defaultdict[str, list[Match]] = defaultdict(list)
    at: dict[str, Definition] = {}
    for pair in new:
        one, other = _newer_first(pair, history)
        entry = history.entry(pair)
        at[one.path] = one
        of[one.path].append(Match(other, pair.overlap, pair.found, entry.found if entry else ()))
    return tuple(_finding(at[path], sorted(of[path], key=_nearness), history) for path in sorted(of))


def _newer_first(pair: Pair, history: History) -> tuple[Definition, Definition]:
    """Return the two of *pair*, the one first that changed more; where both did, the one that sorts last."""
    b_first = history.age(pair.b).rank <= history.age(pair.a).rank
    return (pair.b, pair.a) if b_first else (pair.a, pair.b)


def _nearness(match: Match) -> tuple[float, str]:
    return (-match.overlap.score if match.overlap else 1.0, match.other.path)


def _finding(definition: Definition, matches: list[Match], history: History) -> Finding:
    others = sorted(history.marks[m.other.path].fingerprint for m in matches)
    identity = fingerprint(history.marks[definition.path].fingerprint, *others)
    return Finding(definition, history.age(definition), tuple(matches), identity)
