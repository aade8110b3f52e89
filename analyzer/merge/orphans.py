"""Give the last item of a section that else says nothing any more a place beside what its neighbours became."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.merge.rooms import is_labelled
from analyzer.model import Kind, Shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from analyzer.model import Passage, SectionPath, Statement


def house_orphans(
    passages: Sequence[Passage], statements: Sequence[Statement], new: AbstractSet[SectionPath]
) -> tuple[Passage, ...]:
    """Return *passages* with those moved that are alone in one of the *new* sections.

    Each goes to the list that says most of what its source, of whose *statements* it is one, has beside it, one of
    its form before others; without such a list it stays under its own title.
    """
    inside: dict[SectionPath, list[Passage]] = defaultdict(list)
    for p in passages:
        for n in range(1, len(p.section) + 1):
            inside[p.section[:n]].append(p)
    alone = {members[0] for path, members in inside.items() if path in new and len(members) == 1}
    said = {s: p for p in passages for s in p.stands_for}
    lists = {p.section for p in passages if p.wording.shape is Shape.ITEM and p not in alone}
    items = (p for p in alone if p.wording.shape is Shape.ITEM and p.wording.kind is not Kind.CHECK)
    homes = {p: _home(p, statements, said, lists) for p in items}
    return tuple(replace(p, section=homes.get(p, p.section)) for p in passages)


def _home(
    orphan: Passage, statements: Sequence[Statement], said: Mapping[Statement, Passage], lists: AbstractSet[SectionPath]
) -> SectionPath:
    """Return the one of *lists* where most of what stands beside *orphan* in its source is *said*, else its own."""
    own = orphan.wording
    beside = [s for s in statements if s.path == own.path and s.section == own.section and s != own and s in said]
    found = Counter((is_labelled(said[s].wording) == is_labelled(own), said[s].section) for s in beside)
    near = [(alike, count, path) for (alike, path), count in found.items() if path in lists]
    return max(near)[2] if near else orphan.section
