"""Find which definition after a merge took the place of each one before it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.losses.index import Index
    from analyzer.model import Definition, Statement

_MOST = 1 / 3
"""The share of a definition's statements that are nearest to one of another from which that one has its content."""


class Merge(NamedTuple):
    """A definition after the merge, and those before it whose place it took, or the one that it is a part of."""

    sources: tuple[Definition, ...]
    result: Definition
    part: bool = False
    """Whether it took nobody's place, but has its content from one that goes on elsewhere."""


def merges(
    definitions: tuple[Sequence[Definition], Sequence[Definition]],
    statements: tuple[Iterable[Statement], Iterable[Statement]],
    sides: tuple[Index, Index],
) -> tuple[Merge, ...]:
    """Return who took whose place: a single definition all others', else the one of that path, name or content.

    What took nobody's place is a part of the source that says the most of it. *statements* are those before and
    after the merge, *sides* are asked who says them. What has no heir, or is new, is left out.
    """
    before, after = definitions
    said, written = map(_by_file, statements)
    by_path, by_name = {d.path: d for d in after}, _by_name(after)
    sources: dict[str, list[Definition]] = defaultdict(list)
    for source in before:
        named = by_path.get(source.path) or by_name.get(source.name)
        heir = after[0] if len(after) == 1 else named or by_path.get(_nearest(said[source.path], sides[1]))
        if heir:
            sources[heir.path].append(source)
    wholes = {d.path: d for d in before}
    found = []
    for result in after:
        if result.path in sources:
            found.append(Merge(tuple(sources[result.path]), result))
        elif whole := wholes.get(_nearest(written[result.path], sides[0])):
            found.append(Merge((whole,), result, part=True))
    return tuple(found)


def _by_file(statements: Iterable[Statement]) -> Mapping[str, list[Statement]]:
    said: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        said[statement.path].append(statement)
    return said


def _by_name(definitions: Iterable[Definition]) -> Mapping[str, Definition]:
    """Return the *definitions* that alone have their name."""
    found: dict[str, list[Definition]] = defaultdict(list)
    for definition in definitions:
        found[definition.name].append(definition)
    return {name: same[0] for name, same in found.items() if len(same) == 1}


def _nearest(statements: Sequence[Statement], others: Index) -> str:
    """Return the path of who says the most of *statements*; empty where nobody says much."""
    near = (others.cover(s.text, alone=True).nearest for s in statements)
    votes = Counter(s.path for s in near if s)
    path, count = min(votes.items(), key=lambda vote: (-vote[1], vote[0]), default=("", 0))
    return path if count > _MOST * len(statements) else ""
