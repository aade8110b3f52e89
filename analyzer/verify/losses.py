"""What is concrete in a source is in what stands for it: numbers, names, code, paths, flags, and what must not be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.dialects.tool_rules import covers
from analyzer.dialects.values import common_key
from analyzer.facts import contradiction, facts, missing
from analyzer.model import DecisionKind, FateKind, Kind, Violation
from analyzer.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzer.model import Fate, Statement
    from analyzer.verify.sheet import Sheet

_DIGITS = re.compile(r"(?<![\w.,-])\d+(?:[.,:]\d+)*(?!\w)")
_CLAUSE = re.compile(r"[.;:!?\n]\s")
_EXEMPT = {FateKind.CONFLICT, FateKind.KEPT, FateKind.MOVED}
"""Disputed values are listed with their reason; statements that are kept are held to every word."""
_DECIDED = {FateKind.DROPPED, FateKind.REWORDED}
"""Here somebody decided what is said: of facts, only those that what they decided about has may go."""
_TAKE = {DecisionKind.DROP, DecisionKind.CHOOSE, DecisionKind.REWORD}


def check_losses(sheet: Sheet) -> Iterator[Violation]:
    """Yield the facts and negations of source statements that what stands for them does not have."""
    everywhere = {w.casefold() for w in words(sheet.proposal.text)} | facts(sheet.proposal.text).names
    for fate in sheet.fates:
        s = fate.statement
        if fate.undisputed in _EXEMPT or (fate.lines is None and not sheet.settling(s)) or _is_granted(s, sheet):
            continue
        places = [place for place in (*([fate.lines] if fate.lines else []), *fate.also) if sheet.holds(place)]
        there = "\n".join(part for place in places for part in (sheet.text_at(place), *sheet.titles_at(place)))
        there += _taken(sheet, s)
        names = facts(s.text).names
        lost = [f for f in missing(s.text, there) if f not in names or f not in everywhere]
        # -d deletes what is merged, -D deletes it anyway: here case counts.
        lost += sorted(c for c in facts(s.text).code - set(lost) if c.startswith("-") and c not in there)
        lost += sorted(set(_DIGITS.findall(s.text)) - set(_DIGITS.findall(there)) - set(lost))
        if lost:
            yield Violation(s.span, "fact-lost", f"{', '.join(lost)} is not {_where(fate)}: {s.text}")
        if fate.kind not in _DECIDED and _turned(fate, there):
            yield Violation(s.span, "turned-round", f"{s.text} -- became -- {fate.text}")


def _is_granted(statement: Statement, sheet: Sheet) -> bool:
    """Whether *statement* is a tool's rule, and a wider one of the canonical's grants, or denies, all that it does."""
    key = common_key(statement.field)
    rules = (w.text for w in sheet.written if w.kind is Kind.TOOL and common_key(w.field) == key)
    return statement.kind is Kind.TOOL and any(covers(rule, statement.text) for rule in rules)


def _taken(sheet: Sheet, statement: Statement) -> str:
    """Return what was decided not to be said, or to be said in other words, where that made *statement*'s fate."""
    taken = [
        text
        for settlement in sheet.settling(statement)
        if settlement.decision.kind in _TAKE
        for subject in settlement.subjects
        for text in (subject.text, *subject.section)
    ]
    return "".join(f"\n{text}" for text in taken)


def _where(fate: Fate) -> str:
    return f"at line {fate.lines[0]}" if fate.lines else "in what was decided about"


def _turned(fate: Fate, there: str) -> bool:
    """Whether what stands for a statement forbids what it asks for, or no longer forbids what it forbids."""
    text = fate.statement.text
    if facts(text).negated and not facts(there).negated:
        return True
    others = _CLAUSE.split(fate.text)
    said = {fold(other) for other in others}
    return any(
        facts(other).negated != facts(clause).negated and contradiction(clause, other)
        for clause in _CLAUSE.split(text)
        if fold(clause) not in said
        for other in others
    )
