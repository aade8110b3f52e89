"""Judge a merge that anyone made: what it lost, turned round, invented and moved."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from analyzer.losses.content import Lexicon
from analyzer.losses.gaps import gaps
from analyzer.losses.index import Index
from analyzer.losses.shifts import moved, turned
from analyzer.model import Audit, RelationKind, Shape
from analyzer.text import fold, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from analyzer.model import Definition, Gap, Relation, Shift, Statement, Vectors

__all__ = ["losses", "questions"]

_FLOOR, _NEAREST = 0.4, 5
_SURE = 0.5
_COVERS_FIRST = {RelationKind.SAME, RelationKind.B_COVERS_A}

Pairs = tuple[tuple[str, str], ...]


def questions(before: Sequence[Statement], after: Sequence[Statement], vectors: Vectors) -> Pairs:
    """Return the pairs of texts, one of each side, that may say the same in other words, sorted.

    What both sides have in the same words is not asked, nor is code; *vectors* holds the plain text of all else.
    """
    left, right = _texts(before), _texts(after)
    if not left or not right:
        return ()
    cosines = vectors.rows(left) @ vectors.rows(right).T
    pairs = {(left[i], right[j]) for i, j in _near(cosines)} | {(left[i], right[j]) for j, i in _near(cosines.T)}
    folded = {fold(text) for text in left} & {fold(text) for text in right}
    return tuple(sorted((a, b) for a, b in pairs if not {fold(a), fold(b)} <= folded))


def losses(
    sides: tuple[Sequence[Definition], Sequence[Definition]],
    statements: tuple[Sequence[Statement], Sequence[Statement]],
    relations: Mapping[tuple[str, str], Relation],
    weights: Mapping[str, float],
) -> Audit:
    """Return what became of the *statements* of the first of *sides* in the second.

    *relations* answers `questions`, read from the first side to the second; *weights* has the inverse document
    frequency of stems in general.
    """
    before, after = statements
    lexicon = Lexicon([*before, *after], weights)
    sources, result = Index(before, lexicon), Index(after, lexicon)
    reversed_ = _turned(before, after, result, relations)
    changed = {side for shift in reversed_ for side in (shift.before, shift.after)}
    return Audit(
        before=tuple(sides[0]),
        after=tuple(sides[1]),
        statements_before=len(before),
        statements_after=len(after),
        lost=_gaps(sides[0], [s for s in before if s not in changed], result, lexicon, _covered(relations)),
        reversed=reversed_,
        invented=_gaps(
            sides[1],
            [s for s in after if s not in changed],
            sources,
            lexicon,
            _covered({(b, a): relation.swapped for (a, b), relation in relations.items()}),
        ),
        moved=moved(before, result),
        problems=tuple(p for side in sides for d in side for p in d.problems),
    )


def _gaps(
    definitions: Sequence[Definition],
    statements: Sequence[Statement],
    other: Index,
    lexicon: Lexicon,
    covered: frozenset[str],
) -> tuple[Gap, ...]:
    titles = {(d.path, h.path): h for d in definitions for h in reversed(d.headings)}
    return gaps(statements, other, lexicon, covered, titles)


def _covered(relations: Mapping[tuple[str, str], Relation]) -> frozenset[str]:
    """Return the texts of the first side that one of the second says in other words."""
    return frozenset(a for (a, _), r in relations.items() if r.redundancy >= _SURE and r.kind in _COVERS_FIRST)


def _turned(
    before: Sequence[Statement],
    after: Sequence[Statement],
    result: Index,
    relations: Mapping[tuple[str, str], Relation],
) -> tuple[Shift, ...]:
    said = {plain(s.text): s for s in reversed(after)}
    near: dict[str, list[Statement]] = defaultdict(list)
    for (a, b), _ in sorted(relations.items(), key=lambda item: (-item[1].cosine, item[0])):
        near[a].append(said[b])
    return turned(before, result, near)


def _texts(statements: Sequence[Statement]) -> list[str]:
    return sorted({plain(s.text) for s in statements if s.shape is not Shape.CODE})


def _near(cosines: NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Yield row and column of the highest of each row."""
    count = min(_NEAREST, cosines.shape[1])
    columns = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
    for row, found in enumerate(columns.tolist()):
        yield from ((row, column) for column in found if cosines[row, column] >= _FLOOR)
