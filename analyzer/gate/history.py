"""What a baseline knows of the definitions that there are now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.fingerprint import fingerprint
from analyzer.model import Age, Mark, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from analyzer.gate.pairs import Pair
    from analyzer.model import Accepted, Baseline, Collection, Definition


def marks(collection: Collection) -> dict[str, Mark]:
    """Return how each definition of *collection* is known again, by path.

    What it says counts, in any order, and its name does not: moved lines and a new name leave it what it was.
    """
    said: defaultdict[str, list[str]] = defaultdict(list)
    for statement in collection.statements:
        if statement.field != "name":
            said[statement.path].append(statement.text)
    for definition in collection.definitions:
        said[definition.path] += [heading.title for heading in definition.headings]
    return {d.path: Mark(d.path, fingerprint(*sorted(said[d.path]))) for d in collection.definitions}


class History:
    """A *baseline*, read with the eyes of a *collection*."""

    def __init__(self, collection: Collection, baseline: Baseline) -> None:
        self.marks = marks(collection)
        self._looked_at = collection.looked_at
        self._baseline = baseline
        self._before = _before(self.marks, baseline)
        now = {old.path: path for path, old in self._before.items()}
        self._entries = {frozenset((now.get(e.a, e.a), now.get(e.b, e.b))): e for e in baseline.accepted}

    def age(self, definition: Definition) -> Age:
        """Return what became of *definition*."""
        before = self._before.get(definition.path)
        if before is None:
            return Age.NEW
        same = before.fingerprint == self.marks[definition.path].fingerprint
        return Age.UNCHANGED if same else Age.CHANGED

    def entry(self, pair: Pair) -> Accepted | None:
        """Return what the baseline has of *pair*, as it was or as it is."""
        return self._entries.get(frozenset(pair.paths))

    def knows(self, pair: Pair) -> bool:
        """Whether *pair* is no more than the baseline has of it.

        Two that nobody touched are known however they were judged: verdicts also hang on what else there is.
        """
        before = entry.found if (entry := self.entry(pair)) else ()
        named = not pair.same_name or Rule.SAME_NAME in before
        untouched = {self.age(pair.a), self.age(pair.b)} == {Age.UNCHANGED}
        return named and (untouched or _gravity(pair.found) <= _gravity(before))

    def unasked(self, rules: AbstractSet[Rule]) -> dict[tuple[str, str], Accepted]:
        """Return by their paths what the baseline has of definitions that nobody looked at, or by others than *rules*.

        Of what was looked at only what is there.
        """
        there = self.marks.keys()
        kept = {
            tuple(sorted(ends)): e
            for ends, e in self._entries.items()
            if not self._seen(e) or (ends <= there and rules.isdisjoint(e.found))
        }
        return {(a, b): replace(entry, a=a, b=b) for (a, b), entry in kept.items()}

    def gone(self, found: Iterable[Pair], rules: AbstractSet[Rule]) -> tuple[Accepted, ...]:
        """Return what the baseline has by *rules* and is not among those *found*."""
        there = {frozenset(pair.paths) for pair in found}
        still = {entry for ends, entry in self._entries.items() if ends in there}
        asked = (e for e in self._baseline.accepted if self._seen(e) and not rules.isdisjoint(e.found))
        return tuple(e for e in asked if e not in still)

    def remembered(self) -> dict[str, Mark]:
        """Return how each definition is known again: as it is, or as the baseline has it where nobody looked at it."""
        outside = {m.path: m for m in self._baseline.definitions if not self._looked_at(m.path)}
        return outside | self.marks

    def _seen(self, entry: Accepted) -> bool:
        return self._looked_at(entry.a) and self._looked_at(entry.b)


def _gravity(found: Iterable[Rule]) -> int:
    """Return how much two say of the same, by what was *found*: 0 where nothing is known."""
    return max((len(Rule) - rule.rank for rule in found if rule is not Rule.SAME_NAME), default=0)


def _before(marks: dict[str, Mark], baseline: Baseline) -> dict[str, Mark]:
    """Return the mark that the *baseline* has of each definition, by the path that it has now.

    One that is not where it was is looked for by what it says among those that are new at their place.
    """
    old = {m.path: m for m in baseline.definitions}
    found = {path: old[path] for path in marks if path in old}
    moved: defaultdict[str, list[Mark]] = defaultdict(list)
    for mark in sorted(old.values(), reverse=True):
        if mark.path not in found:
            moved[mark.fingerprint].append(mark)
    for path, mark in sorted(marks.items()):
        if path not in found and moved[mark.fingerprint]:
            found[path] = moved[mark.fingerprint].pop()
    return found
