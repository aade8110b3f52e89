"""Find what a definition that lives on no longer says, while others do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analyzer.losses.index import Index
from analyzer.losses.nearest import nearest
from analyzer.losses.partly import cut_clauses
from analyzer.losses.shifts import turned
from analyzer.model import Gap, Kind, Severity, Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.losses.content import Lexicon
    from analyzer.losses.heirs import Merge
    from analyzer.losses.index import Cover
    from analyzer.model import Statement, Vectors

_SAID = 0.8
"""The share of a statement's weight from which its own definition's heir still says it."""


class Left(NamedTuple):
    """What definitions that live on no longer say."""

    gaps: tuple[Gap, ...]
    """What others say that said it before: nobody lost it, but whoever reads only this one did; of low severity."""
    shifts: tuple[Shift, ...]
    """What another says that did not say it before."""
    turns: tuple[Shift, ...]
    """What others say, and the definition that said it says the opposite of."""


def left(
    made: Iterable[Merge],
    statements: tuple[Sequence[Statement], Sequence[Statement]],
    sides: tuple[Index, Index],
    lexicon: Lexicon,
    vectors: Vectors,
) -> Left:
    """Return what the sources of *made* said, word for word, and their results do not, while others say it.

    *statements* are those before and after, *sides* are asked who says them. What nobody says is lost, which is told
    elsewhere.
    """
    before, after = statements
    stood, everywhere = sides
    gaps: list[Gap] = []
    shifts: list[Shift] = []
    turns: list[Shift] = []
    for merge in made:
        path = merge.result.path
        written = [s for s in after if s.path == path]
        own = Index(written, lexicon)
        # What was absorbed is no more: where its content went is the merge's business.
        paths = {d.path for d in merge.sources if path == d.path or merge.result.name == d.name}
        said = (s for s in before if s.path in paths and s.kind not in {Kind.METADATA, Kind.TOOL})
        away = [s for s in said if not own.same(s.text) and everywhere.same(s.text)]
        against = turned(away, nearest(away, written, vectors), stood)
        turns += against
        for s in (s for s in away if s not in {shift.before for shift in against}):
            there, cover = everywhere.same(s.text), own.cover(s.text)
            if cover.share >= _SAID and not _cut(s, own):
                continue
            known = {other.path for other in stood.same(s.text)}
            new = next((other for other in there if other.path not in known), None)
            if new:
                shifts.append(Shift(s, new, f"from {path} to {new.path}"))
            else:
                gaps.append(_gap(s, path, there, cover, lexicon))
    return Left(tuple(gaps), tuple(shifts), tuple(turns))


def _cut(statement: Statement, own: Index) -> bool:
    """Whether its *own* definition's heir has the line of *statement* without one of its clauses."""
    line = own.shorter(statement.text)
    return line is not None and bool(cut_clauses(statement.text, line, own))


def _gap(statement: Statement, path: str, there: Sequence[Statement], cover: Cover, lexicon: Lexicon) -> Gap:
    places = ", ".join(sorted({str(s.span) for s in there}))
    return Gap(
        statement.text,
        (statement,),
        statement.span,
        Severity.LOW,
        lexicon.total(cover.missing),
        cover.share,
        (),
        f"no more in {path}; it still stands at {places}",
        there[0],
    )
