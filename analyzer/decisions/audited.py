"""What a merge left out, or says in other words, because somebody decided it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.decisions.standing import holding, standings
from analyzer.fingerprint import fingerprint
from analyzer.model import DecisionKind, Kind
from analyzer.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Decision, Definition, Statement

_SENTENCES = r"(?:^|(?<=[.:;?!])\s){}(?:$|(?=[.:;!])|(?<=[?])\s)"
"""One sentence or more, whole, of a text that is folded: a word of it that stands somewhere is none."""


def accounted(
    decisions: Sequence[Decision],
    definitions: Sequence[Definition],
    statements: tuple[Sequence[Statement], Sequence[Statement]],
) -> dict[Statement, str]:
    """Return the *statements* for which *decisions* account, each with what was decided, and why.

    *definitions* are those before the merge, *statements* those before and after it: before, what was dropped, put in
    new words or not chosen; after, the new words. They count only where a text after the merge has them.
    """
    before, after = statements
    found: dict[Statement, str] = {}
    for decision in holding(standings(decisions, definitions, before)):
        new = _in_new_words(decision, after)
        if not (told := _told(decision, carried_out=bool(new))):
            continue
        gone = {
            (path, print_)
            for path, print_ in zip(decision.definitions, decision.fingerprints, strict=True)
            if print_ != fingerprint(decision.text)
        }
        old = (s for s in before if s.kind is not Kind.METADATA and (s.path, fingerprint(s.text)) in gone)
        found |= dict.fromkeys((*old, *new), told)
    return found


def _in_new_words(decision: Decision, after: Sequence[Statement]) -> list[Statement]:
    """Return those of *after* that say the new words of *decision*, a sentence or more each; none where some lack."""
    if decision.kind is not DecisionKind.REWORD:
        return []
    new = fold(decision.text)
    found = [s for s in after if (own := fold(s.text)) and re.search(_SENTENCES.format(re.escape(own)), new)]
    said = {word for s in found for word in words(fold(s.text))}
    return found if said.issuperset(words(new)) else []


def _told(decision: Decision, *, carried_out: bool) -> str:
    """Return what *decision* says of what went; empty where nothing goes by it."""
    match decision.kind:
        case DecisionKind.DROP:
            return f"dropped: {decision.reason}"
        case DecisionKind.CHOOSE if decision.text:
            return f"“{decision.text}” holds: {decision.reason}"
        case DecisionKind.REWORD if carried_out:
            return f"said as “{decision.text}”: {decision.reason}"
    return ""
