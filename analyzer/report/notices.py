"""What both sides of an audit say of the files that were not read, or only after a repair, each said once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model import Audit, Problem


def notices(audit: Audit) -> tuple[tuple[Problem, str], ...]:
    """Return each problem of the *audit* once, with the side that has it; empty where that is not known."""
    sides = {
        when: {problem for definition in side for problem in definition.problems}
        for when, side in (("before", audit.before), ("after", audit.after))
    }
    return tuple(
        (problem, " and ".join(when for when, theirs in sides.items() if times > 1 or problem in theirs))
        for problem, times in Counter(audit.problems).items()
    )
