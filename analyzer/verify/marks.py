"""A mark in the canonical tells of a conflict that is listed, and of nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.model import Violation
from analyzer.text import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzer.verify.sheet import Sheet

_WORD = re.compile(r"\w+")
_OURS = set(_WORD.findall(f"{MARK} or stands until someone decides"))


def check_marks(sheet: Sheet) -> Iterator[Violation]:
    """Yield the marks that name no listed conflict with all its sides, or say more than it."""
    sources = "\n".join(d.text for d in sheet.proposal.family.definitions)
    for n, line in enumerate(sheet.proposal.text.split("\n"), 1):
        for mark in re.findall(rf"(?:#|<!--) {MARK}.*?(?: -->|$)", line):
            if mark not in sources and not _listed(mark, sheet):
                yield Violation(sheet.span((n, n)), "mark-unlisted", f"no listed conflict is this one: {mark}")


def _listed(mark: str, sheet: Sheet) -> bool:
    said = set(_WORD.findall(mark))
    for conflict in sheet.proposal.canonical.conflicts:
        places = [str(span) for side in conflict.sides for span in side.spans]
        known = _OURS.union(*map(_WORD.findall, (*places, conflict.chosen, *(side.value for side in conflict.sides))))
        if all(place in mark for place in places) and said <= known:
            return True
    return False
