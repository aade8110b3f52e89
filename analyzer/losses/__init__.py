"""Judge a merge that anyone made: what it lost, turned round, invented, changed and moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.losses.content import Lexicon
from analyzer.losses.gaps import gaps, unsaid
from analyzer.losses.heirs import merges
from analyzer.losses.index import Index
from analyzer.losses.left import left
from analyzer.losses.nearest import nearest
from analyzer.losses.renamed import renamed
from analyzer.losses.retitled import retitled
from analyzer.losses.shifts import again, contrary, loosened, moved, turned
from analyzer.losses.steps import changed_orders
from analyzer.losses.values import changed_values
from analyzer.model import Audit, Decided, Kind, RelationKind
from analyzer.text import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from analyzer.model import Definition, Gap, Relation, Statement, Vectors

    Relations = Mapping[tuple[str, str], Relation]
    Sides = tuple[Sequence[Statement], Sequence[Statement]]

__all__ = ["losses", "questions"]

_SURE = 0.5
_COVERS_FIRST = {RelationKind.SAME, RelationKind.B_COVERS_A}


def questions(statements: Sides, vectors: Vectors, weights: Mapping[str, float]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of texts that may say the same in other words, sorted: what words alone do not settle.

    *statements* are those before and after the merge. The first text of a pair is the one whose words the other side
    lacks. *vectors* holds the plain text of all but code; *weights* has the inverse document frequency of stems.
    """
    before, after = statements
    lexicon = Lexicon([*before, *after], weights)
    pairs: set[tuple[str, str]] = set()
    for side, other in ((before, after), (after, before)):
        near = nearest(unsaid(side, Index(other, lexicon), lexicon), other, vectors)
        pairs.update((text, plain(s.text)) for text, found in near.items() for s in found)
    return tuple(sorted(pairs))


def losses(  # noqa: PLR0913 - both sides, and what is known of them
    definitions: tuple[Sequence[Definition], Sequence[Definition]],
    statements: Sides,
    vectors: Vectors,
    relations: Relations,
    weights: Mapping[str, float],
    *,
    decided: Mapping[Statement, str],
) -> Audit:
    """Return what became of the *statements* before the merge in those after it; *relations* answers `questions`.

    *decided* has what somebody decided of statements of either side: they are no loss, and no invention.
    """
    before, after = statements
    lexicon = Lexicon([*before, *after], weights)
    sources, result = Index(before, lexicon, "the sources"), Index(after, lexicon, "the result")
    made = merges(definitions, statements, (sources, result))
    same = renamed(statements, made).union(decided)
    open_ = [s for s in before if not _grants(s) and s not in same and not result.same(s.text)]
    near = _near(open_, after, sources, vectors)
    same = same.union(again(open_, near))
    turns = turned([s for s in open_ if s not in same], near, sources)
    new = [s for s in after if s not in same and s not in {shift.after for shift in turns}]
    shifts = (*turns, *contrary(new, nearest(new, before, vectors), (sources, result)))
    changed = same.union(side for shift in shifts for side in (shift.before, shift.after))
    loose = loosened([s for s in open_ if s not in changed], near)
    away = left(made, ([s for s in before if s not in decided], after), (sources, result), lexicon, vectors)
    covered = frozenset(a for (a, _), r in relations.items() if r.redundancy >= _SURE and r.kind in _COVERS_FIRST)
    return Audit(
        before=tuple(definitions[0]),
        after=tuple(definitions[1]),
        statements_before=len(before),
        statements_after=len(after),
        lost=(
            *_gaps(definitions[0], [s for s in before if s not in changed], result, lexicon, covered),
            *loose,
            *away.gaps,
        ),
        reversed=(*shifts, *away.turns),
        invented=_gaps(definitions[1], [s for s in after if s not in changed], sources, lexicon, covered),
        moved=(*retitled(moved(before, sources, result), sources, result), *away.shifts),
        problems=tuple(p for side in definitions for d in side for p in d.problems),
        front_matter=changed_values(made),
        orders=changed_orders(made, statements),
        decided=tuple(Decided(s, decided[s]) for s in before if s in decided and not result.same(s.text)),
    )


def _near(
    statements: Sequence[Statement], after: Sequence[Statement], sources: Index, vectors: Vectors
) -> Mapping[str, Sequence[Statement]]:
    """Return what of *after* is nearest to each of *statements*: what is new first, then what the *sources* said."""
    new = [s for s in after if not sources.same(s.text)]
    old = [s for s in after if sources.same(s.text)]
    found = [nearest(statements, side, vectors) for side in (new, old)]
    texts = found[0].keys() | found[1].keys()
    return {text: (*found[0].get(text, ()), *found[1].get(text, ())) for text in texts}


def _gaps(
    definitions: Sequence[Definition],
    statements: Sequence[Statement],
    other: Index,
    lexicon: Lexicon,
    covered: AbstractSet[str],
) -> tuple[Gap, ...]:
    titles = {(d.path, h.path): h for d in definitions for h in reversed(d.headings)}
    open_ = [s for s in statements if not _grants(s) and plain(s.text) not in covered]
    return gaps(open_, other, lexicon, titles)


def _grants(statement: Statement) -> bool:
    """Whether *statement* is an entry of a list of tools: what such a list grants is compared, not its words."""
    return bool(statement.field) and statement.kind is Kind.TOOL
