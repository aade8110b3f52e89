"""Find the passages of one side of a merge that the other side does not say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyzer.facts import as_written, facts
from analyzer.losses.content import identifier, lines, spelled, tokens
from analyzer.losses.partly import clauses, cut_clauses, gone_clauses, gone_facts
from analyzer.losses.united import united
from analyzer.losses.weaker import overrules
from analyzer.model import Gap, Kind, Severity, Shape, Span
from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.losses.content import Lexicon
    from analyzer.losses.index import Index
    from analyzer.model import Heading, Statement

_SAID = 0.6
"""The share of a statement's weight from which it counts as said."""
_LINE_SAID = 0.8
"""The same for a line of code, where a single other word is another command."""
_TITLE_SAID = 0.9
_WHOLE = 0.5
"""The share of a code block's lines above which it is shown whole: what stays of it serves other code."""
_TELLING = 5.0
"""The weight of a word that is not in general use."""
_LISTS = {Shape.ITEM, Shape.STEP, Shape.ROW}
_SHORT = 12
"""Words up to which the items of a list, or the rows of a table, are read together."""
_LISTED = 6


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is gone of one statement."""

    statement: Statement
    lines: tuple[str, ...]
    of: int
    """How many lines the statement has."""
    missing: frozenset[str]
    share: float
    nearest: Statement | None
    part: bool = False
    """Whether the lines are clauses, and the rest of the statement is said."""


def unsaid(statements: Iterable[Statement], other: Index, lexicon: Lexicon) -> list[Statement]:
    """Return those of *statements* whose words the *other* side does not have together."""
    return [s for s in statements if s.kind is not Kind.METADATA and _piece(s, other, lexicon)]


def gaps(
    statements: Iterable[Statement],
    other: Index,
    lexicon: Lexicon,
    titles: Mapping[tuple[str, tuple[str, ...]], Heading],
) -> tuple[Gap, ...]:
    """Return what of *statements* the *other* side does not say, the most important first.

    *titles* has the heading of each path and section.
    """
    groups = _paragraphs(_pieces(statements, other, lexicon))
    shown: set[tuple[str, tuple[str, ...]]] = set()
    found = [_gap(group, other, lexicon, _title(group[0], other, titles, shown)) for group in groups]
    return united(sorted(found, key=lambda g: (g.severity.rank, -g.weight, g.span)))


def _pieces(statements: Iterable[Statement], other: Index, lexicon: Lexicon) -> list[_Piece]:
    return [p for s in statements if s.kind is not Kind.METADATA and (p := _gone(s, other, lexicon))]


def _gone(statement: Statement, other: Index, lexicon: Lexicon) -> _Piece | None:
    """Return what is gone of *statement*, None where the *other* side says it, with its quantities in any form."""
    written = statement.text if statement.shape is Shape.CODE else other.written(statement.text)
    forms = dict.fromkeys((statement, replace(statement, text=written)))
    gone = [_piece(form, other, lexicon) or _part(form, other) for form in forms]
    return gone[0] if all(gone) else None


def _piece(statement: Statement, other: Index, lexicon: Lexicon) -> _Piece | None:
    """Return what is gone of *statement*, None where most of it is said."""
    code, every = statement.shape is Shape.CODE, lines(statement)
    covers = [(text, other.cover(text, alone=code)) for text in every if not other.same(text)]
    gone = [(text, cover) for text, cover in covers if cover.share < (_LINE_SAID if code else _SAID)]
    if not gone or (not code and not _rare(statement.text, other.left_over(statement.text), lexicon)):
        return None
    weights = [lexicon.total(tokens(text)) for text, _ in gone]
    texts = every if len(gone) > _WHOLE * len(every) else [text for text, _ in gone]
    heaviest = max(range(len(gone)), key=lambda i: (weights[i], -i))
    kept = sum(w * cover.share for w, (_, cover) in zip(weights, gone, strict=True))
    return _Piece(
        statement,
        tuple(texts),
        len(every),
        frozenset().union(*(cover.missing for _, cover in gone)),
        kept / (sum(weights) or 1.0),
        gone[heaviest][1].nearest,
    )


def _part(statement: Statement, other: Index) -> _Piece | None:
    """Return the clauses that are gone of *statement*, of which most is said; None where none is."""
    text = statement.text
    if statement.shape is Shape.CODE or other.same(text):
        return None
    gone, line = gone_clauses(text, other), None
    part = len(gone) < len(clauses(text))
    if not gone and (line := other.shorter(text)):
        gone = cut_clauses(text, line, other)
    if not gone:
        return None
    cover = other.cover(text)
    absent = other.absent(frozenset().union(*map(tokens, gone)))
    return _Piece(statement, tuple(gone) if part else (text,), 1, absent, cover.share, line or cover.nearest, part)


def _paragraphs(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """Return *pieces* one by one, the neighbouring sentences of a paragraph and short items of a list together."""
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups and _continues(groups[-1][-1].statement, piece.statement):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _continues(a: Statement, b: Statement) -> bool:
    if (a.path, a.shape, a.section, a.field) != (b.path, b.shape, b.section, b.field) or a.ordinal + 1 != b.ordinal:
        return False
    if a.shape is Shape.SENTENCE:
        return b.span.start <= a.span.end + 1
    return a.shape in _LISTS and max(len(words(a.text)), len(words(b.text))) <= _SHORT


def _title(
    piece: _Piece,
    other: Index,
    titles: Mapping[tuple[str, tuple[str, ...]], Heading],
    shown: set[tuple[str, tuple[str, ...]]],
) -> Heading | None:
    """Return the heading of *piece*'s section where it is gone too, once for each section."""
    key = (piece.statement.path, piece.statement.section)
    heading = titles.get(key)
    if heading is None or key in shown:
        return None
    shown.add(key)
    gone = not other.same(heading.title) and other.cover(heading.title, alone=True).share < _TITLE_SAID
    return heading if gone else None


def _gap(group: Sequence[_Piece], other: Index, lexicon: Lexicon, title: Heading | None) -> Gap:
    statements = tuple(p.statement for p in group)
    code = statements[0].shape is Shape.CODE
    between = " " if statements[0].shape is Shape.SENTENCE else "\n"
    body = between.join(text for p in group for text in p.lines)
    text = f"{title.title}\n{body}" if title else body
    missing = frozenset().union(*(p.missing for p in group), tokens(title.title) if title else ())
    gone = other.absent(missing)
    absent = _absent_facts(body, gone, other)
    first = min(statements[0].span.start, title.span.start if title else statements[0].span.start)
    severity = _severity(body, gone, absent, lexicon, code=code)
    return Gap(
        text=text,
        statements=statements,
        span=Span(statements[0].path, first, statements[-1].span.end),
        severity=severity,
        weight=lexicon.total(gone),
        share=sum(p.share for p in group) / len(group),
        facts=absent,
        reason=_reason(group[0], _shown(text, absent) or _rare(text, gone, lexicon), other.name),
        nearest=max(group, key=lambda p: p.share).nearest,
    )


def _absent_facts(text: str, gone: frozenset[str], other: Index) -> tuple[str, ...]:
    """Return the facts of *text* that stand nowhere on the other side, as they are spelled."""
    known = facts(text)
    concrete = known.names | known.numbers
    lost = {f for f in gone_facts(text, other) if f in known.numbers or (f in known.code and tokens(f) & gone)}
    return tuple(sorted(lost | {w for w in spelled(text, gone) if w.casefold() in concrete or identifier(w)}))


def _shown(text: str, found: Sequence[str]) -> list[str]:
    """Return the facts *found* as *text* writes them, each once, without what is a part of a longer one."""
    written = as_written(text)
    shown = list(dict.fromkeys(written.get(fact, fact) for fact in found))
    return [one for one in shown if not any(one != other and _has(other, one) for other in shown)]


def _has(text: str, part: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None


def _severity(text: str, gone: frozenset[str], absent: tuple[str, ...], lexicon: Lexicon, *, code: bool) -> Severity:
    known = facts(text)
    telling = any(lexicon.weight(token) >= _TELLING for token in gone) or not known.numbers.isdisjoint(absent)
    if overrules(text) or (telling and (code or absent or known.negated or known.binding)):
        return Severity.HIGH
    return Severity.MEDIUM if telling or absent else Severity.LOW


def _reason(piece: _Piece, rare: Sequence[str], other: str) -> str:
    size = "in part" if piece.part else ""
    size = f"{len(piece.lines)} of {piece.of} lines" if piece.of > len(piece.lines) else size
    void = "it takes other rules back" if any(map(overrules, piece.lines)) else ""
    if rare:
        return _joined(size, void, f"nowhere in {other}: {_listed(rare)}")
    if piece.part:
        return _joined(size, f"nothing near it in {other} says so")
    return _joined(size, f"all its words stand in {other}, but {piece.share:.0%} of it at most in one place")


def _rare(text: str, gone: frozenset[str], lexicon: Lexicon) -> list[str]:
    """Return the words of *text* that are *gone* and not in general use, the rarest first."""
    weights = {word: lexicon.total(tokens(word)) for word in spelled(text, gone)}
    return sorted((w for w in weights if weights[w] >= _TELLING / 2), key=lambda w: (-weights[w], w))


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _listed(found: Sequence[str]) -> str:
    more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    return ", ".join(found[:_LISTED]) + more
