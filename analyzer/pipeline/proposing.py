"""From families to proposals."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from analyzer.decisions import about, decided_survivor
from analyzer.diff import diff
from analyzer.emit import emit
from analyzer.model import Source
from analyzer.outline import outline
from analyzer.parse import parse
from analyzer.segment import segment
from analyzer.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from analyzer.model import Canonical, Definition, Family, Part, Proposal, Ruling, Statement


_STAGES = logging.getLogger("agentmerge.stages")


def propose(  # noqa: PLR0913 - what is proposed for, and the options of two stages
    families: Iterable[Family],
    statements: Sequence[Statement],
    pieces: Sequence[Part],
    merging: Callable[..., Canonical],
    rulings: Sequence[Ruling],
    *,
    survivor: str | None,
    marked: bool,
) -> tuple[tuple[Proposal, Definition], ...]:
    """Return for each of *families* that can be merged its proposal, and the canonical as it is read again.

    *merging* is `merge` with all but the family, what it says, its *survivor* and what *rulings* decide about it;
    *marked* shows conflicts in the canonical too.
    """
    found = []
    for family in families:
        if not family.unmergeable:
            _STAGES.info("Merging %s", family.name)
            decided = partial(merging, survivor=_survivor(family, survivor, rulings), decisions=about(rulings, family))
            found.append(_propose(family, statements, pieces, decided, marked=marked))
    return tuple(found)


def _survivor(family: Family, chosen: str | None, rulings: Sequence[Ruling]) -> str | None:
    """Return whose structure *family*'s canonical keeps: of what was *chosen* for this run, else decided before."""
    if chosen is not None and any(d.path == chosen for d in family.definitions):
        return chosen
    return decided_survivor(rulings, family)


def _propose(
    family: Family,
    statements: Sequence[Statement],
    pieces: Sequence[Part],
    merged: Callable[[Family, Sequence[Statement], Sequence[Part]], Canonical],
    *,
    marked: bool,
) -> tuple[Proposal, Definition]:
    """Return the proposal for *family*, and its canonical: *merged* decides, the rest writes, accounts and proves."""
    paths = {d.path for d in family.definitions}
    own = tuple(s for s in statements if s.path in paths)
    canonical = merged(family, own, [p for p in pieces if p.statement.path in paths])
    written = emit(canonical, marked=marked)
    proposal = diff(family, canonical, written, own)
    reread = parse(Source(proposal.file_name, proposal.text))
    proposal = outline(proposal, reread[0])
    violations = verify(proposal, own, reread[0], segment(reread))
    return replace(proposal, violations=violations), reread[0]
