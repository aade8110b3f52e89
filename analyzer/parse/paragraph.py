"""Paragraphs: where one holds several statements' lines, and which of its lines are headings in disguise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOLD = re.compile(r"(\*\*|__)(?P<title>(?:(?!\1).)+)\1\s*(?P<colon>:?)")
_BOLD_LABEL = re.compile(r"(\*\*|__)(?:(?!\1).)+?(:\1|\1\s*:)")
_PLAIN_LABEL = re.compile(r"[A-Z][\w /&()+.-]{0,30}:\s+\S")
# Signs that writers put where Markdown wants a hyphen: bullets, ticks, arrows, emoji.
_BULLET = re.compile(
    r"[\u2022\u25aa\u25ab\u25b6\u25ba\u25cf\u25e6\u2023\u2043\u2190-\u21ff\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?\s"
)
_DRAWING = re.compile(r"[\u2500-\u257f]")
_TAGGED = re.compile(r"<(?P<tag>[A-Za-z][\w.:-]*)[^<>]*>.*</(?P=tag)>")
_HARD_BREAK = re.compile(r"( {2,}|\\|<br\s*/?>)$")
_SENTENCE_END = re.compile(r"[.!?]([*_`\")\]]*)(\s|$)")
_LONGEST_TITLE = 12
_LONGEST_BARE_TITLE = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines [start, end) of a paragraph, counted from 0: text, or a title of *form* ``bold`` or ``label``.

    *heads*: the title announces the list or code right below it, and nothing beyond.
    """

    text: str
    start: int
    end: int
    form: str = ""
    heads: bool = False


def cut_paragraph(content: str, *, heads: bool, followed: bool) -> list[Piece]:
    """Cut a paragraph's *content* into what stands on lines of its own.

    *heads*: a list, table or code block comes next, which a last line ``Label:`` heads. *followed*: anything but a
    heading comes next, so that a bold last line has something to head.
    """
    lines = content.split("\n")
    pieces: list[Piece] = []
    for start, end in _groups(lines):
        last = end == len(lines)
        form = _form(lines[start:end], heads=heads and last, followed=followed or not last)
        if not form and last and heads and end - start > 1 and _stands_apart(lines, end - 1):
            pieces.append(_text(lines, start, end - 1))
            start = end - 1  # noqa: PLW2901 - the last line is a title of its own
            form = "label"
        if form:
            text = " ".join(line.strip() for line in lines[start:end])
            announces = heads and last and text.rstrip("*_").endswith(":")
            pieces.append(Piece(title(text), start, end, form, announces))
        else:
            pieces.append(_text(lines, start, end))
    return pieces


def title(text: str) -> str:
    """Return *text* without the bold marks around all of it and the colon at its end."""
    text = text.strip()
    bold = _BOLD.fullmatch(text)
    if bold:
        text = bold["title"].strip()
    return text.removesuffix(":").strip()


def heads_list(text: str) -> bool:
    """Return whether a list item with *text* is the title of the list nested in it."""
    if _SENTENCE_END.search(text) or len(text.split()) > _LONGEST_TITLE:
        return False
    bare = len(text.split()) <= _LONGEST_BARE_TITLE and not re.search(r"[`\d,;]", text)
    return text.endswith((":", ":**")) or bool(_BOLD.fullmatch(text)) or bare


def is_laid_out(lines: Sequence[str]) -> bool:
    """Return whether *lines* must stay as they stand: a tree or a box drawn with characters, or data in braces."""
    drawn = 2 * sum(1 for line in lines if _DRAWING.search(line)) >= len(lines)
    return len(lines) > 1 and (drawn or (lines[0].rstrip().endswith("{") and lines[-1].strip() in {"}", "};", "},"}))


def _text(lines: Sequence[str], start: int, end: int) -> Piece:
    return Piece("\n".join(line.strip().removesuffix("\\").rstrip() for line in lines[start:end]), start, end)


def _groups(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return the runs of lines that are wrapped text, as [start, end)."""
    cuts = [0]
    for n in range(1, len(lines)):
        line, before = lines[n].strip(), lines[n - 1]
        tagged = _TAGGED.fullmatch(line) or _TAGGED.fullmatch(before.strip())
        own = (
            tagged
            or _BULLET.match(line)
            or _BOLD_LABEL.match(line)
            or _BOLD.fullmatch(line)
            or _BOLD.fullmatch(before.strip())
        )
        labels = _PLAIN_LABEL.match(line) and (_PLAIN_LABEL.match(before.strip()) or _BOLD_LABEL.match(before.strip()))
        if own or labels or _HARD_BREAK.search(before) or _is_label_line(before):
            cuts.append(n)
    return [(a, b) for a, b in zip(cuts, [*cuts[1:], len(lines)], strict=True)]


def _is_label_line(line: str) -> bool:
    return line.rstrip().endswith((":", ":**")) and len(line.split()) <= _LONGEST_BARE_TITLE


def _form(lines: Sequence[str], *, heads: bool, followed: bool) -> str:
    text = " ".join(line.strip() for line in lines)
    if len(text.split()) > _LONGEST_TITLE:
        return ""
    bold = _BOLD.fullmatch(text)
    if bold and followed and not _SENTENCE_END.search(bold["title"]):
        return "bold"
    if heads and len(lines) == 1 and text.endswith((":", ":**", ":*", ":_")) and not _SENTENCE_END.search(text):
        return "label"
    return ""


def _stands_apart(lines: Sequence[str], index: int) -> bool:
    """Return whether line *index* is a ``Label:`` after a line that ended its sentence."""
    before = lines[index - 1].rstrip()
    done = bool(_SENTENCE_END.search(before[-3:])) or before.endswith(":")
    return done and _form([lines[index]], heads=True, followed=True) != ""
