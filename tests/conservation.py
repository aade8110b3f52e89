"""The law of reading: nothing that a file says is in no statement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.parse import parse
from analyzer.segment import segment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.model import Source, Span

_WORD = re.compile(r"[^\W_]+")
# A list's numbers: they stand in `marker` where the item has text, and say nothing where it has none.
_LIST_MARKS = re.compile(r"[\s>]*(?:(?:[-*+]|\d+[.)])(?:\s+|$))*")
_CLOSING_TAG = re.compile(r"[\s>]*</([A-Za-z][\w.:-]*)\s*>\s*")


def lost_words(source: Source) -> list[tuple[int, str]]:
    """Return line and word of whatever *source* holds that no statement, heading or field accounts for.

    A word is a maximal run of letters and digits. It is accounted for on its line where it occurs in the text or the
    marker of a statement, in the title of a heading or in the raw lines of a field, whose span covers that line. The
    numbers of a list and the end of a tag that heads a section are no words.
    """
    found: dict[int, set[str]] = {}

    def account(span: Span, *texts: str) -> None:
        words = {word for text in texts for word in _WORD.findall(text)}
        for line in range(span.start, span.end + 1):
            found.setdefault(line, set()).update(words)

    definitions = parse(source)
    tags = set()
    for definition in definitions:
        for field in definition.fields:
            account(field.span, field.raw)
        for heading in definition.headings:
            account(heading.span, heading.title)
            if heading.form == "tag":
                tags.add(heading.title.split()[0])
    for statement in segment(definitions):
        account(statement.span, statement.text, statement.marker)
    return [
        (number, word)
        for number, line in enumerate(source.text.split("\n"), 1)
        for word in _words(line, tags)
        if word not in found.get(number, ())
    ]


def _words(line: str, tags: Iterable[str]) -> list[str]:
    closing = _CLOSING_TAG.fullmatch(line)
    if closing and closing[1] in tags:
        return []
    marks = _LIST_MARKS.match(line)
    return _WORD.findall(line[marks.end() if marks else 0 :])
