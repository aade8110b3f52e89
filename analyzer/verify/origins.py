"""Where the canonical's words come from: from what the ledger says stands there, in the order of a source."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from analyzer.model import OWN_TITLES, FateKind, Violation
from analyzer.text import fold, squash, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analyzer.model import Passage, Statement
    from analyzer.verify.sheet import Sheet

_WORD = re.compile(r"[^\W_]+")
_JOINTS = frozenset({"and", "or"})
"""Words that may join what several sources say."""
_BREAK = re.compile(r"[.,;:!?()\[\]{}\"|/\\<>\n\u2013\u2014\u2022-]+|\*\*")
_LIST_NUMBER = re.compile(r"^[\s>]*\d+[.)]\s+")


def check_origins(sheet: Sheet) -> Iterator[Violation]:
    """Yield the statements, titles and lines of the canonical that say what no source says."""
    yield from _invented_titles(sheet)
    yield from _invented_lines(sheet)
    fused = {fate.statement for fate in sheet.fates if fate.undisputed is FateKind.FUSED_INTO}
    for w in sheet.written:
        sources = _sources(sheet, w)
        known = [*(s.text for s in sources), *(text for s in sources for text in sheet.decided_words(s))]
        new = [] if fused.intersection(sources) else _new_pairs(w.text, known)
        if new:
            yield Violation(
                sheet.span((w.span.start, w.span.end)), "invented", f"{new[0]!r} is said by no source: {w.text}"
            )
    for passage in sheet.proposal.canonical.passages:
        yield from _invented_parts(passage)


def _invented_titles(sheet: Sheet) -> Iterator[Violation]:
    said = [h.title for d in sheet.proposal.family.definitions for h in d.headings]
    said += [*OWN_TITLES, *(fate.statement.text for fate in sheet.fates)]
    known = {fold(form) for title in said for form in (title, _LIST_NUMBER.sub("", title))}
    for heading in sheet.reread.headings:
        if fold(heading.title) not in known:
            place = (heading.span.start, heading.span.end)
            yield Violation(sheet.span(place), "invented", f"a title that no source has: {heading.title}")


def _invented_lines(sheet: Sheet) -> Iterator[Violation]:
    """Yield the lines of the body with a word that none of those has of whom the ledger says that they stand there."""
    body = max((f.span.end + 1 for f in sheet.reread.fields), default=0)
    titles: dict[int, set[str]] = {}
    tags = {h.title.split()[0] for h in sheet.reread.headings if h.form == "tag"}
    for h in sheet.reread.headings:
        for n in range(h.span.start, h.span.end + 1):
            titles.setdefault(n, set()).update(_words(h.title))
    for n, line in enumerate(sheet.lines, 1):
        allowed = {w for s in sheet.claimed.get(n, ()) for w in _words(f"{s.text} {s.marker}")} | titles.get(n, set())
        allowed |= {w for s in sheet.claimed.get(n, ()) for text in sheet.decided_words(s) for w in _words(text)}
        new = [w for w in _words(_LIST_NUMBER.sub("", line)) if w not in allowed and w not in _JOINTS]
        if n > body and new and not _closes(line, tags):
            yield Violation(sheet.span((n, n)), "invented", f"{new[0]!r} is said by no source: {squash(line)}")


def _closes(line: str, tags: Iterable[str]) -> bool:
    return line.strip().removeprefix("</").removesuffix(">").strip() in tags


def _sources(sheet: Sheet, statement: Statement) -> list[Statement]:
    """Return the source statements that stand on the lines of *statement*, those of its field where it has one."""
    lines = range(statement.span.start, statement.span.end + 1)
    return [s for n in lines for s in sheet.claimed.get(n, ())]


def _new_pairs(text: str, sources: Iterable[str]) -> list[str]:
    """Return the neighbouring words of *text*, nothing between them, that are neighbours in none of *sources*."""
    known = {pair for source in sources for pair in pairwise(_words(source))}
    singles = {word for source in sources for word in _words(source)}
    found = []
    for run in _BREAK.split(text):
        own = _words(run)
        found += [w for w in own if w not in singles and w not in _JOINTS]
        found += [f"{a} {b}" for a, b in pairwise(own) if (a, b) not in known and not {a, b} & _JOINTS]
    return found


def _invented_parts(passage: Passage) -> Iterator[Violation]:
    """Yield the parts of *passage* that are not in the statement named for them, or not all said in its text."""
    for part in passage.parts:
        if squash(part.text) not in squash(part.statement.text) or not _in_order(
            _words(part.text), _words(passage.text)
        ):
            yield Violation(part.statement.span, "invented", f"no part of it, or not said: {part.text}")


def _in_order(few: list[str], many: list[str]) -> bool:
    """Whether all of *few* are in *many*, in their order; inflection and what joins them apart."""
    rest = iter([_stem(word) for word in many])
    return all(_stem(word) in rest for word in few if word not in _JOINTS)


def _stem(word: str) -> str:
    return (*stems(word), word)[0]


def _words(text: str) -> list[str]:
    return [w.casefold() for w in _WORD.findall(text)]
