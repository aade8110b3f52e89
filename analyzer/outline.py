"""Account for every heading of every source: whether its title stands, and where what stood under it is now.

Headings say what the statements below them are about. They have a list of fates of their own, made from the outline of
the canonical and the places of the statements; the statements' fates do not hang on it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyzer.facts import facts
from analyzer.labels import unnumbered
from analyzer.model import HeadingFate, HeadingFateKind
from analyzer.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.model import Block, Definition, Fate, Heading, Proposal

_COUNTED = re.compile(r"([^\W\d_]+) (\d+(?:\.\d+)*)(?!\w)")
"""A word with the number behind it: "Phase 2"."""
_NAMED = 3
"""Headings that a reason names where what stood under one is spread."""


def outline(proposal: Proposal, reread: Definition) -> Proposal:
    """Return *proposal* with a fate for each heading of its sources; *reread* is its canonical, parsed as any file."""
    there = _Outline(proposal.text, reread)
    sources = zip(proposal.family.definitions, proposal.diffs, strict=True)
    return replace(proposal, diffs=tuple(replace(diff, headings=_fates(d, diff.fates, there)) for d, diff in sources))


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a statement stands in the canonical."""

    over: frozenset[Heading]
    """All headings above it."""
    nearest: Heading | None
    """None where it stands before any heading."""


class _Outline:
    """The canonical's headings, and what stands under them."""

    def __init__(self, text: str, reread: Definition) -> None:
        self._lines = _by_line(reread)
        self._stated = facts(text).concrete | {w.casefold() for w in words(text)}
        self._text = fold(text)
        self._titled: dict[str, list[Heading]] = defaultdict(list)
        for heading in reread.headings:
            self._titled[_key(heading)].append(heading)
        tops = {b.headings[:1] for b in reread.body}
        self.root = next(iter(tops)) if len(tops) == 1 else ()
        """The one heading that everything stands under, where there is one: it tells no place."""

    def titled(self, heading: Heading) -> Sequence[Heading]:
        """Return the canonical's headings with *heading*'s title."""
        return self._titled.get(_key(heading), ())

    def home(self, fate: Fate) -> _Home | None:
        """Return where the statement of *fate* stands; None where nothing stands for it."""
        places = (fate.lines, *fate.also) if fate.lines else ()
        chains = [b.headings for first, last in places for n in range(first, last + 1) for b in self._lines.get(n, ())]
        if not places:
            return None
        return _Home(frozenset(h for chain in chains for h in chain), chains[0][-1] if chains and chains[0] else None)

    def unsaid(self, title: str) -> tuple[str, ...]:
        """Return the numbers, names and code in *title* that the canonical states nowhere."""
        title = unnumbered(title)
        as_written = {w.casefold(): w for w in words(title)}
        wanted = facts(title).concrete | {w for w in as_written if any(map(str.isdigit, w))}
        # The 2 of "Phase 2" stands somewhere in every text: it says something with its word alone.
        counted = {f"{word} {number}": number for word, number in _COUNTED.findall(title)}
        lost = {f for f in wanted - {*counted.values()} if f.casefold() not in self._stated}
        lost |= {c for c in counted if not re.search(rf"(?<!\w){re.escape(c.casefold())}(?!\w)", self._text)}
        return tuple(sorted(as_written.get(fact, fact) for fact in lost))


def _by_line(definition: Definition) -> Mapping[int, Sequence[Block]]:
    """Return the blocks of *definition*'s body that stand on each of its lines."""
    found: dict[int, list[Block]] = defaultdict(list)
    for block in definition.body:
        for n in range(block.span.start, block.span.end + 1):
            found[n].append(block)
    return found


def _key(heading: Heading) -> str:
    """Return what is equal for headings with one title."""
    return fold(unnumbered(heading.title))


def _fates(definition: Definition, fates: Sequence[Fate], there: _Outline) -> tuple[HeadingFate, ...]:
    """Return the fate of each heading of *definition*, whose statements have *fates*."""
    lines = _by_line(definition)
    below: dict[Heading, list[_Home | None]] = defaultdict(list)
    for fate in (f for f in fates if not f.statement.field):
        s, home = fate.statement, there.home(fate)
        inside = (b for b in lines.get(s.span.start, ()) if tuple(h.title for h in b.headings) == s.section)
        for heading in next((b.headings for b in inside), ()):
            below[heading].append(home)
    return tuple(_fate(h, below[h], there, whole=h.path == definition.root) for h in definition.headings)


def _fate(heading: Heading, below: Sequence[_Home | None], there: _Outline, *, whole: bool) -> HeadingFate:
    """Return the fate of *heading*, with what stood *below* it; *whole* tells that all of its file did."""
    homes = [home for home in below if home]
    counts = Counter(h for home in homes for h in home.over)
    same = sorted(there.titled(heading), key=lambda h: (-counts[h], h.path != heading.path, h.span))
    if same and (counts[same[0]] or not homes):
        why, staying = _kept(same[0], below), counts[same[0]]
        at = same[0]
        return HeadingFate(heading, HeadingFateKind.KEPT, at.span.start, at.title, why, (), len(below), staying)
    unsaid = there.unsaid(heading.title)
    note = f" Its title stands at line {same[0].span.start}, over other statements." if same else ""
    note += f" Nothing else says: {', '.join(unsaid)}." if unsaid else ""
    if there.root:
        counts[there.root[0]] = sum(home.nearest == there.root[0] for home in homes)
    least = len(homes) if whole else len(homes) // 2 + 1
    taken = [h for h in counts if counts[h] >= max(1, least)]
    if taken:
        at = max(taken, key=lambda h: (counts[h], h.level, -h.span.start))
        said = _of(counts[at], below, "stands there", "stand there") + _within(at, homes)
        why = said + note
        return HeadingFate(
            heading, HeadingFateKind.JOINED, at.span.start, at.title, why, unsaid, len(below), counts[at]
        )
    why = _left_out(homes, below) + note
    return HeadingFate(heading, HeadingFateKind.LEFT_OUT, None, "", why, unsaid, len(below))


def _of(count: int, below: Sequence[object], one: str, many: str) -> str:
    """Return a sentence about *count* of the statements *below* a heading."""
    if count == len(below):
        return f"What stood under it {one}."
    return f"{count} of the {len(below)} statements that stood under it {one if count == 1 else many}."


def _kept(at: Heading, below: Sequence[_Home | None]) -> str:
    if not below:
        return "Nothing stood under it."
    here = [home for home in below if home and at in home.over]
    elsewhere = [home for home in below if home and at not in home.over]
    more = f" Of the others {_spread(elsewhere)}." if elsewhere else ""
    return _of(len(here), below, "still stands under it", "still stand under it") + more


def _within(at: Heading, homes: Sequence[_Home]) -> str:
    """Return under which headings below *at* those of *homes* are whose heading it is not itself, where most are."""
    there = [home for home in homes if at in home.over]
    below = sum(home.nearest != at for home in there)
    return f" There {_spread(there)}." if 2 * below > len(there) else ""


def _left_out(homes: Sequence[_Home], below: Sequence[_Home | None]) -> str:
    if not homes:
        return "Nothing of what stood under it stands." if below else "Nothing stood under it."
    if len(homes) == 1 or len({home.nearest for home in homes}) == 1:
        return f"What stood under it stands {_name(homes[0].nearest)}."
    return f"What stood under it is spread: of {len(below)} statements {_spread(homes)}."


def _spread(homes: Sequence[_Home]) -> str:
    """Return how many of *homes* are where, the most first."""
    counts = Counter(home.nearest for home in homes)
    ranked = sorted(counts, key=lambda h: (-counts[h], h.span.start if h else 0))
    named = [f"{counts[h]} {'stands' if counts[h] == 1 else 'stand'} {_name(h)}" for h in ranked[:_NAMED]]
    rest = sum(counts[h] for h in ranked[_NAMED:])
    return ", ".join([*named, *([f"{rest} elsewhere"] if rest else [])])


def _name(heading: Heading | None) -> str:
    return f"under “{heading.title}” (line {heading.span.start})" if heading else "before any heading"
