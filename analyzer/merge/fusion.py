"""Put the parts that stay back together: shorten enumerations, and join those under one label."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.merge.standing import topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.merge.cover import Cover
    from analyzer.merge.orders import Orders
    from analyzer.model import Part, Statement

_LAST_AND = re.compile(r"\band [^,;]+$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage without its place."""

    text: str
    wording: Statement
    stands_for: tuple[Statement, ...]
    parts: tuple[Part, ...]
    """Empty where the text is the verbatim statement."""

    def reason(self, otherwise: str) -> str:
        """Return why the text is as it is: *otherwise* for verbatim text."""
        if not self.parts:
            return otherwise
        others = sorted({str(p.statement.span) for p in self.parts if p.statement != self.wording})
        return f"One enumeration, with {', '.join(others)}." if others else "The rest of it is said elsewhere."


def fuse(covered: Cover, *, survivor: str, fusion: bool, orders: Orders) -> tuple[Draft, ...]:
    """Return the drafts that say all that stays according to *covered*, sorted by their wording.

    The parts of an enumeration that stay keep their label and order. With *fusion*, enumerations under one label become
    one, the *survivor*'s first; what *orders* are about stands for itself, or with what is reworded as one with it.
    """
    kept: dict[Statement, list[Part]] = defaultdict(list)
    behind: dict[Part, set[Statement]] = defaultdict(set)
    for part in sorted(covered.kept):
        kept[part.statement].append(part)
    for part, other in covered.stands.items():
        behind[other].add(part.statement)
    shortened = {p.statement for p in covered.stands if p.label}
    drafts = []
    for group in _under_one_label(kept, survivor, orders, fusion=fusion):
        parts = [p for s in group for p in sorted(kept[s])]
        wording = group[0]
        standing = tuple(sorted({wording, *group, *(s for p in parts for s in behind[p])}))
        verbatim = len(group) == 1 and wording not in shortened
        text = wording.text if verbatim else _enumeration(parts, wording)
        drafts.append(Draft(text, wording, standing, () if verbatim else tuple(parts)))
    return tuple(sorted(drafts, key=lambda d: d.wording))


def _under_one_label(
    kept: dict[Statement, list[Part]], survivor: str, orders: Orders, *, fusion: bool
) -> list[tuple[Statement, ...]]:
    """Return the statements that stay, in groups that become one; the first of a group gives the wording."""
    groups: dict[object, list[Statement]] = defaultdict(list)
    for s in sorted(kept, key=lambda s: (s.path != survivor, s)):
        label = kept[s][0].label
        name = topic(label)
        own = orders.reworded(s) or s
        groups[(s.kind, name) if name and fusion and s not in orders.words else own].append(s)
    return [tuple(group) for group in groups.values()]


def _enumeration(parts: Sequence[Part], wording: Statement) -> str:
    """Return *parts* behind the label of the first, joined as *wording* joins its own."""
    texts = list(dict.fromkeys(p.text for p in parts))
    last = " and " if _LAST_AND.search(wording.text) and len(texts) > 1 else ", "
    comma = "," if last == " and " and len(texts) > 2 else ""  # noqa: PLR2004 - a serial comma
    joined = ", ".join(texts[:-1]) + f"{comma}{last}{texts[-1]}" if len(texts) > 1 else texts[0]
    return f"{parts[0].label} {joined}{'.' * wording.text.rstrip().endswith('.')}"
