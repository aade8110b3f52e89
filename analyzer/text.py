"""String helpers that two or more stages need. Pure, and no third drawer: at most a handful of functions."""

from __future__ import annotations

import re

_SPACE = re.compile(r"\s+")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_WORD = re.compile(r"[^\W_]+(?:[.'\u2019+#/-][^\W_]+|\+\+|#)*")


def squash(text: str) -> str:
    """Return *text* with every run of white space made one space, and none at the ends."""
    return _SPACE.sub(" ", text).strip()


def plain(text: str) -> str:
    """Return *text* as a reader sees it: without bold marks and code ticks, white space squashed."""
    return squash(_EMPHASIS.sub(r"\2", text).replace("`", ""))


def fold(text: str) -> str:
    """Return what is equal for texts that differ in case, marks, white space and end punctuation alone."""
    return plain(text).casefold().rstrip(".:;!").strip()


def words(text: str) -> list[str]:
    """Return the words of *text* in order; ``Node.js``, ``CI/CD``, ``C++`` and ``read-only`` are one word each."""
    return _WORD.findall(text)
