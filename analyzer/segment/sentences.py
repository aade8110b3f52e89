"""Sentences: where they end, without losing a character or a line number."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from analyzer.facts import sense
from analyzer.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterator

# What may not be cut: code, links, quoted addresses; and a full stop between characters, as in names of files.
_WHOLE = re.compile(r"`+[^`\n]*`+|\[[^\]\n]*\]\([^)\n]*\)|https?://\S*[^\s.,;:!?)\]]")
# Closing marks that belong to the sentence before.
_CLOSING = re.compile(r"^(\*\*|__|[*_\"')\]\u201d\u2019])+(?=\s|$)")
_NUMBER_ONLY = re.compile(r"[*_(]*(\d+|[a-z])[.)]")
_MAY_END = re.compile(r"[.!?\u3002\uff01\uff1f\u2026]")
_SENTENCE = re.compile(r"[.!?](?:\s|$)")
_LABEL = re.compile(r"^[A-Z][^:.!?]{1,60}:\s+(?=\S)")
_OPENING = re.compile(r"^[a-z]")


def cut_sentences(text: str) -> list[str]:
    """Return the sentences of *text* in order; joined with single spaces they are *text* again, squashed."""
    text = squash(text)
    if not _MAY_END.search(text[:-1]):
        return [text] if text else []
    starts = [0, *(end for end in _ends(text))]
    return [piece for a, b in zip(starts, [*starts[1:], len(text)], strict=True) if (piece := text[a:b].strip())]


def sentences_within(text: str) -> tuple[str, ...]:
    """Return what *text* says sentence by sentence, without its label; nothing where that is all of it.

    A list item of several sentences says what each of them says, and is too long to be near to a short one.
    """
    label = _LABEL.match(text)
    if not _SENTENCE.search(text) or (label and sense(label[0].rstrip(" :"))):
        return ()  # what stands behind "Never:" means the opposite without it
    found = cut_sentences(text[label.end() :] if label else text)
    return tuple(found) if found != [squash(text)] else ()


def cut_lines(text: str) -> list[tuple[str, int, int]]:
    """Return the sentences of *text*, each with the 0-based lines on which it begins and ends."""
    joined, breaks = "", []
    for line in text.split("\n"):
        part = squash(line)
        joined = f"{joined} {part}" if joined and part else joined or part
        breaks.append(len(joined))
    found: list[tuple[str, int, int]] = []
    position = 0
    for sentence in cut_sentences(joined):
        start = joined.index(sentence, position)
        position = start + len(sentence)
        found.append((sentence, bisect_right(breaks, start), bisect_right(breaks, position - 1)))
    return found


def _ends(text: str) -> Iterator[int]:
    """Yield the offsets where a new sentence begins."""
    from sentencex import get_sentence_boundaries

    masked = _WHOLE.sub(lambda match: "X" + "x" * (len(match[0]) - 1), text)
    begin = 0
    for boundary in get_sentence_boundaries("en", masked):
        end = boundary["end_index"]
        closing = _CLOSING.match(masked[end:])
        if closing:
            end += closing.end()
        sentence = masked[begin:end].strip()
        if end >= len(text) or _NUMBER_ONLY.fullmatch(sentence) or _OPENING.match(masked[end:].lstrip()):
            continue
        yield end
        begin = end
