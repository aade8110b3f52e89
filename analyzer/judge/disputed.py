"""The pairs that contradict each other however far apart their texts are: a version, a level, a task in a long text."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from analyzer.facts import level
from analyzer.judge.duties import opposed_duties, refused
from analyzer.judge.rivals import rival
from analyzer.judge.versions import rival_versions, versioned
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def disputed(texts: Iterable[str]) -> set[tuple[str, str]]:
    """Return the pairs of *texts*, the smaller first, that ask for rival versions, times or duties."""
    every = sorted(set(texts))
    of: dict[str, list[str]] = defaultdict(list)
    levels: dict[str, list[str]] = defaultdict(list)
    for text in every:
        for product in versioned(text):
            of[product].append(text)
        if level(text):
            levels[level(text)].append(text)
    found = {pair for group in of.values() for pair in combinations(group, 2) if rival_versions(*pair)}
    found |= {pair for group in levels.values() for pair in combinations(group, 2) if rival(*pair, related=False)}
    return found | _refused(every)


def _refused(texts: Sequence[str]) -> set[tuple[str, str]]:
    """Return the pairs of *texts* of which one refuses what the other takes on: the two share a verb and its object."""
    saying: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for stem in set(stems(text)):
            saying[stem].append(text)
    found = set()
    for text in (t for t in texts if refused(t)):
        shared = Counter(other for stem in set(stems(" ".join(refused(text)))) for other in saying[stem])
        near = (other for other, count in shared.items() if count > 1 and other != text)
        found |= {(min(text, other), max(text, other)) for other in near if opposed_duties(text, other)}
    return found
