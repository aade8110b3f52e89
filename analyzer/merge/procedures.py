"""Lists of bullets that tell what to do one after the other: without some of them they tell to do less."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from analyzer.merge.holding import DEEDS
from analyzer.model import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.model import SectionPath, Statement

_PROCEDURE = re.compile(r"\b(?:workflow|process|procedure|step|phase)(?:s|es)?\b", re.IGNORECASE)
"""In a title: that the lists below tell how to go about it; "Data processing" is a subject."""
_RULES = re.compile(r"\b(?:practice|principle|rule|guideline|tip|standard|pattern)s\W*$", re.IGNORECASE)
"""How a title of what holds in any order ends."""


def find_procedures(statements: Iterable[Statement]) -> frozenset[tuple[str, SectionPath]]:
    """Return path and section of each list among *statements* that is one.

    Most of it are orders, and it stands below a title on how to work: "Implementation workflow".
    """
    lists: dict[tuple[str, SectionPath], list[Statement]] = defaultdict(list)
    for s in statements:
        if s.shape is Shape.ITEM and s.section:
            lists[s.path, s.section].append(s)
    return frozenset(
        (path, section)
        for (path, section), members in lists.items()
        if any(map(_PROCEDURE.search, section))
        and not _RULES.search(section[-1])
        and 2 * sum(s.kind in DEEDS for s in members) > len(members)
    )
