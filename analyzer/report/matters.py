"""What ``report.md`` says of one proposal: what a reviewer has to see, the most urgent first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from analyzer.dialects.values import common_key
from analyzer.model import FateKind, HeadingFateKind
from analyzer.report import naming
from analyzer.report.doubts import standings
from analyzer.report.legend import letters
from analyzer.report.moves import moves
from analyzer.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analyzer.model import Conflict, Fate, HeadingFate, Proposal
    from analyzer.report.doubts import Standing

_MATTER = (
    FateKind.DROPPED,
    FateKind.REWORDED,
    FateKind.CONFLICT,
    FateKind.MOVED,
    FateKind.FUSED_INTO,
    FateKind.COVERED_BY,
    FateKind.SAME_AS,
)
"""What a reviewer has to see, the most urgent first."""
_OPEN = (FateKind.DROPPED, FateKind.REWORDED, FateKind.CONFLICT)
"""What a reviewer has to see whatever stands for it."""
_THIRD = 3
_SAID = {FateKind.SAME_AS, FateKind.MOVED}
"""Fates that have a statement's very words, or nearly."""


def matters(proposal: Proposal, folder: str) -> dict[str, Any]:
    """Return what the template says of one *proposal*, whose files are in *folder*."""
    found = standings(proposal)
    counts = Counter(fate.kind for fate, _ in found)
    canonical = proposal.canonical
    together, agreement = canonical.together, canonical.agreement
    told = [one for one in found if _needs_a_look(*one, canonical.conflicts)]
    return {
        "proposal": proposal,
        "letters": letters(proposal),
        "canonical": f"{folder}/{naming.canonical(proposal)}",
        "ledger": f"{folder}/{naming.LEDGER}",
        "counts": _counted(counts),
        "references": sorted(proposal.references, key=lambda r: (r.safe, r)),
        "shared": {
            diff.path: (
                agreement[diff.path][diff.path],
                sum(not f.statement.field for f in diff.fates),
            )
            for diff in proposal.diffs
        },
        "agreed": _counted(Counter(fate.kind for fate, _ in found if fate.statement in together)),
        "headings": Counter(str(fate.kind) for fate in proposal.headings),
        "gone": sorted((h for h in proposal.headings if h.kind is not HeadingFateKind.KEPT), key=_loss),
        "hollow": [h for h in proposal.headings if h.kind is HeadingFateKind.KEPT and _is_hollow(h)],
        "doubtful": sorted((one for one in told if _is_doubtful(*one)), key=_doubt),
        "plain": sorted((one for one in told if not _is_doubtful(*one)), key=_urgency),
        "moves": moves(proposal, found),
    }


def _counted(counts: Mapping[FateKind, int]) -> list[tuple[str, int]]:
    """Return the *counts* that are not 0, in the order of the fates."""
    return [(str(kind), counts[kind]) for kind in FateKind if counts.get(kind)]


def _needs_a_look(fate: Fate, standing: Standing, conflicts: Iterable[Conflict]) -> bool:
    """Whether the ledger of the report has *fate*: what stands as it was has no row, nor has a value in conflict.

    All of such a value is said where it is to be decided.
    """
    topics = {common_key(conflict.topic) for conflict in conflicts}
    if fate.kind is FateKind.CONFLICT and common_key(fate.statement.field) in topics:
        return False
    return bool(standing.doubts) or (fate.kind in _MATTER and not _verbatim(fate))


def _is_doubtful(fate: Fate, standing: Standing) -> bool:
    return bool(standing.doubts) or fate.kind in _OPEN


def _doubt(one: tuple[Fate, Standing]) -> tuple[int, int, tuple[int, str, int]]:
    """Rank what is gone or contradicted first, then what is doubted for most reasons."""
    fate, standing = one
    return _OPEN.index(fate.kind) if fate.kind in _OPEN else len(_OPEN), -len(standing.doubts), _urgency(one)


def _is_hollow(heading: HeadingFate) -> bool:
    """Whether a third or more of what stood under *heading* stands elsewhere."""
    return 0 < heading.below <= _THIRD * (heading.below - heading.staying)


def _verbatim(fate: Fate) -> bool:
    """Whether one place of the proposal says what *fate* is about, word for word."""
    return fate.kind in _SAID and not fate.also and squash(fate.text) == squash(fate.statement.text)


def _urgency(one: tuple[Fate, Standing]) -> tuple[int, str, int]:
    fate, _ = one
    return _MATTER.index(fate.kind), fate.statement.path, fate.statement.ordinal


def _loss(fate: HeadingFate) -> tuple[bool, bool, str, int]:
    return not fate.unsaid, fate.line is not None, fate.heading.span.path, fate.heading.span.start
