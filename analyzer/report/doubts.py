"""Why a reviewer should look at a statement that others are said to stand for, and where it stands now.

Nothing that the merge goes by: what a reader sees who compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.labels import unnumbered
from analyzer.merge.light_words import CARE, HEADS, HOLLOW
from analyzer.model import FateKind, Kind
from analyzer.text import counted, fold, plain, stems, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analyzer.model import Fate, Passage, Proposal, SectionPath

_SAID_BY_OTHERS = {FateKind.SAME_AS, FateKind.COVERED_BY}
_TO_DO = {Kind.INSTRUCTION, Kind.STEP, Kind.CHECK}
"""Kinds of what is to be done or checked: what somebody knows, or does elsewhere, is not that."""
_LIGHT = HOLLOW | HEADS | CARE
"""Words that are not missed where they do not stand."""
_SHORT = 3
"""Words of a statement that says little without what stands around it."""
_NAMED = 3
"""Names that a doubt lists."""
_PLACES = 2
"""Places that may say a statement together before it is taken apart."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a statement stands now, and what speaks for a second look at that."""

    section: SectionPath | None
    """Titles of the canonical's sections that what stands for it is in; None for front matter, and where nothing is."""
    doubts: tuple[str, ...] = ()
    """What a reader would ask, the most telling first; empty where there is nothing to ask."""

    @property
    def under(self) -> str:
        """The title that it stands under; empty where there is none."""
        return unnumbered(self.section[-1]) if self.section else ""


def standings(proposal: Proposal) -> list[tuple[Fate, Standing]]:
    """Return each fate of the *proposal* with where its statement stands, in reading order."""
    at = dict(zip(proposal.places, proposal.canonical.passages, strict=True))
    return [(fate, _standing(fate, at)) for diff in proposal.diffs for fate in diff.fates]


def moved(fate: Fate, standing: Standing) -> bool:
    """Whether the statement of *fate* stands under a heading of another title than in its source."""
    return standing.section is not None and fold(unnumbered(fate.statement.heading)) != fold(standing.under)


def _standing(fate: Fate, at: Mapping[tuple[int, int], Passage]) -> Standing:
    passage = at.get(fate.lines) if fate.lines else None
    if passage is None:
        return Standing(None)
    standing = Standing(passage.section)
    if fate.undisputed not in _SAID_BY_OTHERS:
        return standing
    found = [*_doubts(fate, passage)]
    length = len(words(fate.statement.text))
    if (found or length <= _SHORT) and not fate.pieces:  # a whole sentence says what it is about
        found += _torn(fate, standing)
    if found and length <= _SHORT:
        found.append(counted(length, "word"))
    return replace(standing, doubts=tuple(found))


def _doubts(fate: Fate, passage: Passage) -> Iterator[str]:
    s = fate.statement
    texts = " ".join([fate.text, *(said.text for said in fate.pieces)])
    lacking = unsaid(s.text, f"{texts} {' '.join(passage.section[-1:])}")
    if lacking:
        yield f"not there: {', '.join(lacking)}"
    if s.kind in _TO_DO and s.kind is not passage.wording.kind and not fate.pieces:
        yield f"{s.kind} said by {passage.wording.kind}"
    if len(fate.also) >= _PLACES:
        yield f"in {len(fate.also) + 1} places"
    if not fate.pieces and "," not in fate.text:  # of a list's items, one says it
        named = facts(fate.text).names
        more = [fact for fact in missing(fate.text, f"{s.text} {' '.join(s.section)}") if fact in named]
        if more:
            written = {fact: w for w in words(fate.text) for fact in facts(w).names}
            told = ", ".join(written.get(fact, fact) for fact in more[:_NAMED])
            yield f"says it of {told}{' …' if len(more) > _NAMED else ''} only"


def _torn(fate: Fate, standing: Standing) -> list[str]:
    """Return that the statement of *fate* stood under another heading, where nothing there says what that one did."""
    s = fate.statement
    there = {*stems(fate.text), *stems(standing.under)}
    if not moved(fate, standing) or not there.isdisjoint(stems(s.heading)):
        return []
    return [f"it stood under “{s.heading}”" if s.heading else "it stood before any heading"]


def unsaid(text: str, other: str) -> tuple[str, ...]:
    """Return the words of *text* that tell something, each once, of which *other* has no form."""
    said = {*stems(other), *_LIGHT}
    found = {w.casefold(): w for w in reversed(words(plain(text))) if not set(stems(w)) <= said}
    return tuple(reversed(found.values()))
