"""Prove a proposal: read what was written as a stranger would, and hold it against the ledger and the sources.

Nothing here knows how the canonical was made. What is proved: every statement and every heading of a source has one
fate; what the ledger says stands there; no fact and no negation is lost; no word comes from nowhere; the diffs lead
where they say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.verify.fates import check_fates, check_places
from analyzer.verify.front_matter import check_front_matter
from analyzer.verify.headings import check_headings
from analyzer.verify.losses import check_losses
from analyzer.verify.marks import check_marks
from analyzer.verify.origins import check_origins
from analyzer.verify.patches import check_patches
from analyzer.verify.settlements import check_settlements
from analyzer.verify.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Definition, Proposal, Statement, Violation

__all__ = ["verify"]


def verify(
    proposal: Proposal, statements: Sequence[Statement], reread: Definition, written: Sequence[Statement]
) -> tuple[Violation, ...]:
    """Return what is wrong with *proposal*, sorted; nothing where it holds what it promises.

    *statements* are those of the family's definitions. *reread* is the canonical's text, parsed as any file is, and
    *written* its statements.
    """
    sheet = Sheet(proposal, reread, written)
    found = [
        *check_fates(proposal, statements),
        *check_places(sheet),
        *check_headings(sheet),
        *check_losses(sheet),
        *check_origins(sheet),
        *check_front_matter(sheet),
        *check_marks(sheet),
        *check_settlements(sheet),
        *check_patches(proposal),
    ]
    return tuple(sorted(set(found)))
