"""Put the parts that stay back together: shorten enumerations, and join those under one label."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.merge.fusing.apart import Outlines
from analyzer.merge.fusing.labels import same_topic, small_words
from analyzer.merge.fusing.lists import is_list, listed, reads
from analyzer.text import fold, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.merge.cover import Cover
    from analyzer.merge.orders import Orders
    from analyzer.model import Part, Shape, Statement


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage without its place."""

    text: str
    wording: Statement
    stands_for: tuple[Statement, ...]
    parts: tuple[Part, ...]
    """Empty where the text is the verbatim statement."""
    instead: tuple[Part, ...]
    """What it says of statements that go; sorted."""

    def reason(self, otherwise: str) -> str:
        """Return why the text is as it is: *otherwise* for verbatim text."""
        if not self.parts:
            return otherwise
        sources = sorted({str(p.statement.span) for p in self.parts})
        return f"One enumeration of {', '.join(sources)}."


def fuse(covered: Cover, *, survivor: str, fusion: bool, orders: Orders) -> tuple[Draft, ...]:
    """Return the drafts that say all that stays according to *covered*, sorted by their wording.

    The parts of an enumeration keep their label and order. With *fusion*, enumerations of several sources under one
    label become one, the *survivor*'s first; one that no other joins is never cut: what it lists is its author's. What
    *orders* are about stands for itself, or with what is reworded as one with it.
    """
    kept = _by_statement(covered.kept)
    gone = _by_statement(p for p in covered.stands if p.label and p.text and p.statement in kept)
    groups = _under_one_label(covered, kept, survivor, orders, fusion=fusion)
    whole = {s for s, *others in groups if s in gone and not (others and reads(kept[s], gone[s]))}
    for s in whole:
        kept[s] += gone.pop(s)
    stands = {part: other for part, other in covered.stands.items() if part.statement not in whole}
    behind: dict[Part, set[Part]] = defaultdict(set)
    alone = {g[0]: kept[g[0]][0] for g in groups if len(g) == 1 and not orders.goes(g[0])}
    for part, other in (stands | _twins(stands, alone)).items():
        behind[other].add(part)
    common = small_words(p.text for p in (*covered.kept, *covered.stands))
    drafts = []
    for group in groups:
        parts = [p for s in group for p in sorted(kept[s])]
        wording = group[0]
        instead = tuple(sorted({gone for p in parts for gone in behind[p]}))
        standing = tuple(sorted({wording, *group, *(p.statement for p in instead)}))
        verbatim = len(group) == 1 and wording not in gone
        text = wording.text if verbatim else listed(parts, common)
        drafts.append(Draft(text, wording, standing, () if verbatim else tuple(parts), instead))
    return tuple(sorted(drafts, key=lambda d: d.wording))


def _by_statement(parts: Iterable[Part]) -> dict[Statement, list[Part]]:
    found: dict[Statement, list[Part]] = defaultdict(list)
    for part in sorted(parts):
        found[part.statement].append(part)
    return dict(found)


def _twins(stands: Mapping[Part, Part], alone: Mapping[Statement, Part]) -> dict[Part, Part]:
    """Return for each part of *stands* whose statement stays elsewhere word for word, what stays there.

    *alone* has a part of each statement that is joined with no other. The same words under the same heading come first.
    """
    cut = {part.statement for part in stands}
    same: dict[tuple[Shape, str], list[Statement]] = defaultdict(list)
    for s in sorted(alone.keys() - cut):
        same[s.shape, fold(s.text)].append(s)
    found = {s: same[s.shape, fold(s.text)] for s in cut if (s.shape, fold(s.text)) in same}
    nearest = {s: min(twins, key=lambda t: fold(t.heading) != fold(s.heading)) for s, twins in found.items()}
    return {part: alone[nearest[part.statement]] for part in stands if part.statement in nearest}


def _under_one_label(
    covered: Cover, kept: Mapping[Statement, Sequence[Part]], survivor: str, orders: Orders, *, fusion: bool
) -> list[list[Statement]]:
    """Return the statements that stay, in groups that become one; the first of a group gives the wording."""
    outlines = Outlines(p.statement for p in (*covered.kept, *covered.stands))
    groups: list[list[Statement]] = []
    near: dict[object, list[list[Statement]]] = defaultdict(list)
    for s in sorted(kept, key=lambda s: (s.path != survivor, s)):
        order = orders.reworded(s)
        free = fusion and s not in orders.words
        keys = [order] if order else sorted(set(stems(kept[s][0].label))) if free else []
        close = [g for key in keys for g in near[key]]
        fit = (g for g in close if order or all(_one_list(kept[s][0], kept[o][0], outlines) for o in g))
        group = next(fit, None)
        if group is None:
            group = []
            groups.append(group)
        group.append(s)
        for key in keys:
            near[key].append(group)
    return groups


def _one_list(a: Part, b: Part, outlines: Outlines) -> bool:
    """Whether *a* and *b* are of enumerations of one topic by two authors."""
    s, t = a.statement, b.statement
    lists = bool(a.label and b.label) and is_list(a) and is_list(b)
    return lists and s.kind is t.kind and same_topic(a.label, b.label) and outlines.may_be_one(s, t)
