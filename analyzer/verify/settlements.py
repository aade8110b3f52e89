"""What people decided is done, and nothing else goes or has new words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import DecisionKind, FateKind, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzer.model import Fate, Settlement
    from analyzer.verify.sheet import Sheet

_GO = {DecisionKind.DROP, DecisionKind.CHOOSE}
_SAID = {FateKind.KEPT, FateKind.MOVED}


def check_settlements(sheet: Sheet) -> Iterator[Violation]:
    """Yield the fates that nobody decided and somebody should have, and the decisions that are not heeded."""
    for fate in sheet.fates:
        settling = sheet.settling(fate.statement)
        if fate.kind is FateKind.DROPPED and not any(s.decision.kind in _GO for s in settling):
            yield Violation(fate.statement.span, "undecided", f"nobody decided to drop: {fate.statement.text}")
        if fate.kind is FateKind.REWORDED and not any(_words(s) == fate.text for s in settling):
            yield Violation(fate.statement.span, "undecided", f"nobody decided these words: {fate.text}")
        for settlement in settling:
            if fate.statement in settlement.subjects and not _heeded(settlement, fate):
                told = f"“{settlement.decision.kind}” was decided, and it is {fate.kind}: {fate.statement.text}"
                yield Violation(fate.statement.span, "decision-unheeded", told)


def _words(settlement: Settlement) -> str:
    return settlement.decision.text if settlement.decision.kind is DecisionKind.REWORD else ""


def _heeded(settlement: Settlement, fate: Fate) -> bool:
    match settlement.decision.kind:
        case DecisionKind.KEEP:
            return fate.undisputed in _SAID
        case DecisionKind.REWORD:
            return fate.kind is FateKind.REWORDED and fate.text == settlement.decision.text
        case _:
            return fate.undisputed not in _SAID
