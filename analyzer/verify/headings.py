"""The headings' list: one fate for each heading of each source, and what it says of the canonical is so."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from analyzer.facts import facts
from analyzer.labels import unnumbered
from analyzer.model import HeadingFateKind, Violation
from analyzer.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.model import Definition, Fate, Heading, HeadingFate, SourceDiff, Statement
    from analyzer.verify.sheet import Sheet


def check_headings(sheet: Sheet) -> Iterator[Violation]:
    """Yield the headings of sources that have no fate or several, and the fates that are not so."""
    diffs = {diff.path: diff for diff in sheet.proposal.diffs}
    for d in (d for d in sheet.proposal.family.definitions if d.path in diffs):
        diff = diffs[d.path]
        yield from _counted(d, diff)
        over = {fate.statement: _titles_over(fate, sheet) for fate in diff.fates if fate.lines}
        for fate in diff.headings:
            wrong = _untrue(fate, [over[s] for s in _below(fate.heading, d, diff) if s in over], sheet)
            told = fate.heading.title
            if wrong:
                yield Violation(fate.heading.span, "heading-untrue", f"{fate.kind}, but {wrong}: {told}")
            elif not fate.unsaid and _hides(fate, sheet):
                yield Violation(fate.heading.span, "title-hidden", f"it alone says what is gone, untold: {told}")


def _counted(definition: Definition, diff: SourceDiff) -> Iterator[Violation]:
    """Yield the headings of *definition* without exactly one fate in *diff*, and fates of what it has not."""
    found = Counter(fate.heading for fate in diff.headings)
    for heading in definition.headings:
        if found[heading] != 1:
            code = "heading-twice" if found[heading] else "heading-missing"
            yield Violation(heading.span, code, f"{found[heading] or 'no'} fate for the heading: {heading.title}")
    for fate in diff.headings:
        if fate.heading not in definition.headings:
            yield Violation(fate.heading.span, "heading-unknown", f"no heading of {diff.path}: {fate.heading.title}")


def _titles_over(fate: Fate, sheet: Sheet) -> list[str]:
    """Return the titles over all places in the canonical of what stands for the statement of *fate*."""
    return [title for place in (fate.lines, *fate.also) if place for title in sheet.titles_at(place)]


def _below(heading: Heading, definition: Definition, diff: SourceDiff) -> list[Statement]:
    """Return the statements of *definition* under *heading*, and under none of the same titles that comes later."""
    start = heading.span.start
    end = min((o.span.start for o in definition.headings if o.path == heading.path and o.span.start > start), default=0)
    said = (fate.statement for fate in diff.fates)
    return [
        s
        for s in said
        if s.section[: len(heading.path)] == heading.path and start <= s.span.start and (s.span.start < end or not end)
    ]


def _untrue(fate: HeadingFate, over: Sequence[Sequence[str]], sheet: Sheet) -> str:
    """Return what *fate* says wrongly, nothing where it is true; *over* has the titles over each of its statements."""
    mine = _key(fate.heading.title)
    stays = any(mine in map(_key, titles) for titles in over)
    if fate.kind is not HeadingFateKind.KEPT and stays:
        return "some of what stood under it stands under its title"
    if fate.kind is HeadingFateKind.LEFT_OUT:
        return "it has a place" if fate.line is not None or fate.title else ""
    at = [h for h in sheet.reread.headings if h.span.start == fate.line and h.title == fate.title]
    if not at:
        return f"no such heading is on line {fate.line}"
    if fate.kind is HeadingFateKind.KEPT:
        if _key(fate.title) != mine:
            return f"line {fate.line} has another title"
        return "nothing that stood under it stands there" if over and not stays else ""
    most = sum(fate.title in titles for titles in over) * 2 > len(over)
    return "" if most else f"most of what stood under it does not stand under line {fate.line}"


def _hides(fate: HeadingFate, sheet: Sheet) -> bool:
    """Whether a number or a name in the title of *fate* stands nowhere in the canonical."""
    title = unnumbered(fate.heading.title)
    wanted = {w.casefold() for w in words(title) if re.search(r"\d", w)} | facts(title).names
    text = sheet.proposal.text.casefold()
    return any(fact not in text for fact in wanted - facts(sheet.proposal.text).concrete)


def _key(title: str) -> str:
    return fold(unnumbered(title))
