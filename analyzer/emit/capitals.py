"""The case of titles: what is added has that of the survivor's, where all of those have one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model import Definition

_LINKS = """
    a an and as at but by for from if in into nor of off on onto or out over per so than that the then to up upon via
    vs when while with within without yet
"""
_SMALL = frozenset(_LINKS.split())
"""Words that stay small within a title."""
_PLAIN = re.compile(r"(?=[a-z]*[aeiouy])[a-z]{3,}(?:['\u2019-][a-z]+)*[:,;.!?)]*")
"""A word that may have a capital: a shorter one, or one without a vowel, is an acronym, what has other marks a name."""
_CLAUSE = re.compile(r"\b(i|you|we|they|it|is|are|must|should|will|can|do|does)\b", re.IGNORECASE)
"""What makes a title a part of a sentence: "When you review"."""
_SMALL_START = re.compile(r"[a-z]")
_TITLED = {"atx", "setext", "bold"}
_ENOUGH = 2
"""Titles of several words that tell how all are written."""


def has_capitals(survivor: Definition) -> bool:
    """Whether every title of several words in *survivor* has a capital at each word, small ones apart."""
    titles = [h.title.split() for h in survivor.headings if h.form in _TITLED]
    several = [title for title in titles if len(title) > 1]
    return len(several) >= _ENOUGH and not any(_is_small(w) for first, *rest in several for w in (first, *rest))


def with_capitals(title: str) -> str:
    """Return *title* with a capital at each word; what may be a name, an acronym or code stays as it is.

    So does a title that is part of a sentence.
    """
    if _CLAUSE.search(title):
        return title
    parts = re.split(r"(\s+)", title)
    return "".join(p[:1].upper() + p[1:] if _is_small(p) and _PLAIN.fullmatch(p) else p for p in parts)


def _is_small(word: str) -> bool:
    """Whether *word* would have a capital in a title that has one at each word, and does not."""
    return bool(_SMALL_START.match(word)) and word.strip("(),:;.!?") not in _SMALL
