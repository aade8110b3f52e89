"""Find what speaks of an absorbed definition by the name or path of what took its place."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.losses.heirs import Merge
    from analyzer.model import Statement

    Sides = tuple[Sequence[Statement], Sequence[Statement]]


def renamed(statements: Sides, made: Iterable[Merge]) -> frozenset[Statement]:
    """Return those of *statements* that differ only in what they call a definition that was absorbed.

    *made* tells whose place each definition took. Whoever puts a merge in place rewrites what speaks of the absorbed:
    that loses nothing, and invents nothing.
    """
    before, after = statements
    names = _names(merge for merge in made if not merge.part)
    if not names:
        return frozenset()
    every = "|".join(re.escape(old) for old in sorted(names, key=lambda old: (-len(old), old)))
    gone = re.compile(rf"(?<![\w./-])(?:{every})(?![\w/-]|\.\w)")
    there: dict[str, list[Statement]] = defaultdict(list)
    for s in after:
        there[s.text].append(s)
    now = {s: gone.sub(lambda match: names[match[0]], s.text) for s in before}
    said = {s: there[text] for s, text in now.items() if text != s.text and text in there}
    return frozenset((*said, *(other for others in said.values() for other in others)))


def _names(made: Iterable[Merge]) -> dict[str, str]:
    """Return the paths and names that are gone, each with what took its place."""
    found: dict[str, str] = {}
    for merge in made:
        for source in merge.sources:
            if source.path != merge.result.path:
                found[source.path] = merge.result.path
            if source.name != merge.result.name:
                found[source.name] = merge.result.name
    return found
