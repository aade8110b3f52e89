"""Find the statements of the sources that the result turned round, or has in another place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.facts import contradiction, contrasts, facts, forbids_reverse, missing, restated, written_as
from analyzer.losses.weaker import DEGREES, POLARITY, narrower, slackened, weaker
from analyzer.model import Gap, Kind, Severity, Shape, Shift
from analyzer.text import fold, plain, stems, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.losses.index import Index
    from analyzer.model import Statement

_SAME_WORDS = 0.75
_LEAST = 3
_CROSS = re.compile("[\u274c\u2717\u2718\U0001f6ab]")
"""Signs that say no."""
_CODE = re.compile(r"`[^`]*`")
_ASIDE = re.compile(r"\([^)]*\)")
_CLAUSE_MARK = re.compile(r"[|.;:]")
_CLAUSE_END = re.compile(r"\s\|\s|[.;:]\s+|\s[\u2013\u2014]\s")
_INSTEAD = re.compile(r"\b(?:instead of|rather than)\b", re.IGNORECASE)
_CONDITION = frozenset(stems("only if when unless"))
_ONLY = re.compile(r"(?<!\bnot )\bonly\b", re.IGNORECASE)
_UNLESS = re.compile(r"\bunless\b", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|when)\b", re.IGNORECASE)
_LABELS = re.compile(r"\b(?:no|none|nor|without)\b", re.IGNORECASE)
"""Negations that a title may stand for: "no secrets" below one heading is "secrets" below another."""


def turned(
    statements: Iterable[Statement], near: Mapping[str, Sequence[Statement]], sources: Index
) -> tuple[Shift, ...]:
    """Return those of *statements* that one of the statements *near* their plain text contradicts, and none says.

    Where that one was among the *sources* already, they disagreed, and the merge took a side.
    """
    found = []
    for statement in statements:
        there = near.get(plain(statement.text), ())
        if statement.kind is Kind.METADATA or any(_says(other, statement) for other in there):
            continue
        against = ((_turn(statement, other), other) for other in there)
        reason, nearest = next(((r, other) for r, other in against if r), ("", None))
        if nearest:
            found.append(Shift(statement, nearest, reason, disagreed=bool(sources.same(nearest.text))))
    return tuple(found)


def again(statements: Iterable[Statement], near: Mapping[str, Sequence[Statement]]) -> frozenset[Statement]:
    """Return those of *statements* that one *near* them says by forbidding the opposite, and that one too."""
    pairs = ((s, other) for s in statements for other in near.get(plain(s.text), ()) if restated(s.text, other.text))
    return frozenset(side for pair in pairs for side in pair)


def contrary(
    new: Iterable[Statement], near: Mapping[str, Sequence[Statement]], sides: tuple[Index, Index]
) -> tuple[Shift, ...]:
    """Return what of the sources still stands in the result beside a *new* statement that contradicts it.

    *near* has what the sources said of what the new ones say; *sides* are the sources and the result. A statement that
    a source has in other words is not new.
    """
    sources, result = sides
    found = []
    for statement in new:
        there = near.get(plain(statement.text), ())
        if statement.kind is Kind.METADATA or sources.same(statement.text) or any(_says(s, statement) for s in there):
            continue
        text = statement.text
        against = ((contradiction(written_as(s.text, text), text), s) for s in there if result.same(s.text))
        reason, old = next(((r, s) for r, s in against if r), ("", None))
        if old:
            found.append(Shift(old, statement, f"{reason}; both stand in the result, and this one is new"))
    return tuple(found)


def loosened(statements: Iterable[Statement], near: Mapping[str, Sequence[Statement]]) -> tuple[Gap, ...]:
    """Return those of *statements* that bind, or hold for each, and of which what is *near* says all but that.

    Nothing is turned round by that, and many a rule is meant to bind without a word for it: of low severity.
    """
    found = []
    for s in statements:
        there = near.get(plain(s.text), ()) if s.kind is not Kind.METADATA else ()
        own = _content(s.text) - DEGREES
        same = [other for other in there if own <= _content(other.text) and own]
        less = ((slackened(s.text, o.text), o) for o in same if own == _content(o.text) - DEGREES)
        reason, line = next(((reason, o) for reason, o in less if reason), ("", None))
        if line and not any(facts(o.text).binding for o in same):
            found.append(Gap(s.text, (s,), s.span, Severity.LOW, 0.0, 1.0, (), reason, line))
    return tuple(found)


def moved(statements: Iterable[Statement], sources: Index, result: Index) -> tuple[Shift, ...]:
    """Return the *statements* that the *result* says only under headings that share no word with theirs.

    Where the *sources* said the same under such a heading as well, nothing came to it from elsewhere.
    """
    found = []
    for statement in statements:
        there = () if statement.kind is Kind.METADATA or statement.field else result.same(statement.text)
        stood = {s.section for s in sources.same(statement.text)}
        new = next((s for s in there if s.section not in stood), None)
        if new and all(_elsewhere(statement, s) for s in there):
            reason = f"from {statement.heading} to {new.heading}"
            found.append(Shift(statement, new, reason))
    return tuple(found)


def _elsewhere(a: Statement, b: Statement) -> bool:
    """Whether both have a section, and the title of neither's is among the titles above the other."""
    return bool(a.section and b.section) and not (
        _title_stems(a.section[-1:]) & _title_stems(b.section) | _title_stems(b.section[-1:]) & _title_stems(a.section)
    )


def _title_stems(titles: Sequence[str]) -> set[str]:
    return {stem for title in titles for stem in (fold(title), *stems(title))}


def _turn(a: Statement, b: Statement) -> str:
    """Return how *b* turns *a* round; empty where it does not, as far as spelling tells."""
    cells = Shape.ROW in {a.shape, b.shape}
    ours, theirs = _clauses(written_as(a.text, b.text)), _clauses(b.text)
    said = {fold(clause) for clause in theirs}
    other = [x for x in ours if fold(x) not in said]
    least = 0 if len(ours) == len(theirs) and len(other) == 1 else _LEAST
    pairs = ((x, y) for x in other if len(_content(x)) >= least for y in theirs)
    return next((reason for x, y in pairs if (reason := _turned_clause(x, y, cells=cells))), "")


def _says(there: Statement, wanted: Statement) -> bool:
    """Whether *there* says all that is *wanted* in its words, and nothing against it."""
    text = written_as(wanted.text, there.text)
    return _content(text) <= _content(there.text) and not missing(text, there.text) and not _turn(wanted, there)


def _clauses(text: str) -> list[str]:
    """Return what *text* says piece by piece: in a longer text a negation is seldom about all of it."""
    whole = _CODE.sub(lambda found: _CLAUSE_MARK.sub(" ", found.group()), _CROSS.sub(" not ", text))
    return [clause for clause in _CLAUSE_END.split(_ASIDE.sub(" ", whole)) if clause.strip()]


def _turned_clause(a: str, b: str, *, cells: bool) -> str:
    """Return how *b* turns *a* round; of *cells* a negation says little, as their column may say that all is wrong."""
    if cells and _negations(a) != _negations(b):
        return ""
    return contradiction(a, b) or (_turned_words(a, b) if _same_words(a, b) else "")


def _turned_words(a: str, b: str) -> str:
    """Return how *b*, which has the words of *a*, turns *a* round."""
    fa, fb = facts(a), facts(b)
    same = contrasts(a, b) or forbids_reverse(a, b)
    if _negations(a) != _negations(b) and _content(a) == _content(b) and not same:
        return "one says to do it, the other not to"
    if fa.binding and fb.optional and not fb.binding and not fa.optional:
        return "it was binding, now it is a choice"
    if fb.binding and fa.optional and not fa.binding and not fb.optional:
        return "it was a choice, now it is binding"
    if reason := _weaker(a, b) or _turned_condition(a, b):
        return reason
    gone, new = fa.numbers - fb.numbers, fb.numbers - fa.numbers
    if gone and new and sorted(map(_unit, gone)) == sorted(map(_unit, new)):
        return f"{', '.join(sorted(gone))} became {', '.join(sorted(new))}"
    return ""


def _weaker(a: str, b: str) -> str:
    """Return how *b*, which speaks of what *a* speaks of, asks less than *a*."""
    if _content(a) - DEGREES == _content(b) - DEGREES:
        return weaker(a, b)
    return narrower(a, b) if _content(a) < _content(b) else ""


def _turned_condition(a: str, b: str) -> str:
    """Return how *b*, which speaks of what *a* speaks of, turns round when or for whom *a* holds."""
    if _negations(a) != _negations(b) or _content(a) - _CONDITION != _content(b) - _CONDITION:
        return ""
    if bool(_ONLY.search(a)) != bool(_ONLY.search(b)):
        return "it held only so, now also otherwise" if _ONLY.search(a) else "now it holds only so"
    for one, other in ((a, b), (b, a)):
        if _UNLESS.search(one) and not _UNLESS.search(other) and _IF.search(other) and not _IF.search(one):
            return "one says unless, the other if"
    return ""


def _same_words(a: str, b: str) -> bool:
    sa, sb = _content(a), _content(b)
    if min(len(sa), len(sb)) >= _LEAST:
        return len(sa & sb) >= _SAME_WORDS * len(sa | sb)
    few = sa - _CONDITION - DEGREES
    return bool(few) and few == sb - _CONDITION - DEGREES and not (_LABELS.search(a) or _LABELS.search(b))


def _content(text: str) -> frozenset[str]:
    return frozenset(stem for stem in stems(text) if stem not in POLARITY and not any(c.isdigit() for c in stem))


def _negations(text: str) -> int:
    return sum(facts(word).negated for word in words(text)) + len(_INSTEAD.findall(text))


def _unit(number: str) -> str:
    return re.sub(r"[\d.,_]+", "", number)
