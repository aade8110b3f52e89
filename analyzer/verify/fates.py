"""The ledger: one fate for each statement, and what it says of the canonical is so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analyzer.dialects.values import common_key
from analyzer.model import FateKind, Shape, Violation
from analyzer.text import fold, squash, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.model import Fate, Proposal, Statement
    from analyzer.verify.sheet import Sheet

_OPEN = {FateKind.CONFLICT, FateKind.DROPPED, FateKind.REWORDED}
"""What may become of a statement that another contradicts: somebody decided, or has to."""
_VERBATIM = {FateKind.KEPT, FateKind.SAME_AS, FateKind.MOVED}


def check_fates(proposal: Proposal, statements: Sequence[Statement]) -> Iterator[Violation]:
    """Yield the *statements* that have no fate or several, and the fates of what is no statement of the family."""
    counted = Counter(fate.statement for diff in proposal.diffs for fate in diff.fates)
    for s in statements:
        if counted[s] != 1:
            code = "fate-missing" if not counted[s] else "fate-twice"
            yield Violation(s.span, code, f"{counted[s] or 'no'} fate{'s' * (counted[s] > 1)} for: {s.text}")
    disputed = {s for c in proposal.canonical.open_conflicts for side in c.sides for s in side.statements}
    known = set(statements)
    for diff in proposal.diffs:
        for fate in diff.fates:
            if fate.statement not in known or fate.statement.path != diff.path:
                yield Violation(
                    fate.statement.span, "fate-unknown", f"no statement of {diff.path}: {fate.statement.text}"
                )
            if fate.statement in disputed and fate.kind not in _OPEN:
                told = f"in an open conflict, and {fate.kind}: {fate.statement.text}"
                yield Violation(fate.statement.span, "conflict-untold", told)


def check_places(sheet: Sheet) -> Iterator[Violation]:
    """Yield the fates whose lines of the canonical do not hold what they say."""
    for fate in sheet.fates:
        found = _wrong_place(fate, sheet) or _wrong_kind(fate, sheet) or _wrong_pieces(fate, sheet)
        if found:
            code, message = found
            yield Violation(fate.statement.span, code, f"{message}: {fate.statement.text}")


def _wrong_place(fate: Fate, sheet: Sheet) -> tuple[str, str] | None:
    """Return code and message where nothing stands on the lines of *fate*, or something else than it says."""
    if fate.lines is None or fate.kind is FateKind.DROPPED:
        gone = fate.kind is FateKind.DROPPED or _is_unwritten(fate, sheet)
        told = gone and fate.lines is None and fate.reason.strip()
        return None if told else ("no-place", f"{fate.kind}, and neither place nor reason is given")
    for first, last in (fate.lines, *fate.also):
        if not sheet.holds((first, last)):
            return "wrong-place", f"nothing is on lines {first} to {last}, which should stand for it"
    if not fate.text.strip() or squash(fate.text) not in squash(sheet.text_at(fate.lines)):
        return "wrong-place", f"line {fate.lines[0]} does not hold what should stand for it"
    return None


def _wrong_pieces(fate: Fate, sheet: Sheet) -> tuple[str, str] | None:
    """Return code and message where *fate* has several places and does not tell truly which says what."""
    places = {place for place in (fate.lines, *fate.also) if place}
    if {said.lines for said in fate.pieces} != (places if fate.also else set()):
        return "piece-untold", "several places stand for it, and which says what is not told of each"
    own = {word.casefold() for word in words(fate.statement.text)}
    for said in fate.pieces:
        if not own.issuperset(word.casefold() for word in words(said.piece)) or not said.piece.strip():
            return "piece-untrue", f"{said.piece!r} is no piece of it"
        if not said.text.strip() or squash(said.text) not in squash(sheet.text_at(said.lines)):
            return "piece-untrue", f"line {said.lines[0]} does not hold what should say {said.piece!r}"
    return None


def _wrong_kind(fate: Fate, sheet: Sheet) -> tuple[str, str] | None:
    """Return code and message where what stands on the lines of *fate* is not what its kind promises."""
    if fate.kind is FateKind.CONFLICT and not _disputed(fate.statement, sheet.proposal):
        return "conflict-unlisted", "in conflict, and in no list of conflicts"
    if fate.undisputed in _VERBATIM and fate.lines and not _said_verbatim(fate, sheet, fate.lines):
        return "not-verbatim", f"{fate.kind}, but line {fate.lines[0]} has other words"
    return None


def _disputed(statement: Statement, proposal: Proposal) -> bool:
    mine = statement.span
    return any(
        span.path == mine.path and span.start <= mine.start and mine.end <= span.end
        for conflict in proposal.canonical.conflicts
        for side in conflict.sides
        for span in side.spans
    )


def _is_unwritten(fate: Fate, sheet: Sheet) -> bool:
    """Whether *fate* is that of a front-matter value that the canonical does not set until somebody decides."""
    key = common_key(fate.statement.field)
    disputed = {common_key(c.topic) for c in sheet.proposal.canonical.open_conflicts}
    return fate.kind is FateKind.CONFLICT and key in disputed - {common_key(f.key) for f in sheet.reread.fields}


def _said_verbatim(fate: Fate, sheet: Sheet, place: tuple[int, int]) -> bool:
    """Whether the statement of *fate* is at *place* in its own words, as far as its kind says so."""
    s, there = fate.statement, sheet.text_at(place)
    if s.shape is Shape.CODE:
        return any(w.shape is Shape.CODE and w.text == s.text for w in sheet.statements_at(place))
    if fate.undisputed is FateKind.SAME_AS:
        return fold(s.text) in fold(there)
    return squash(s.text) in squash(there)
