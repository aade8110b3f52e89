"""String helpers that two or more stages need. Pure, and no third drawer: at most a handful of functions."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import snowballstemmer

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


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "both",
        "but",
        "by",
        "for",
        "from",
        "has",
        "have",
        "how",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "our",
        "so",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "via",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "why",
        "will",
        "with",
        "within",
        "you",
        "your",
        "i",
        "me",
        "my",
        "also",
        "any",
        "all",
        "each",
        "every",
        "etc",
        "e.g",
        "i.e",
    ]
)


@lru_cache(maxsize=100_000)
def stems(text: str) -> tuple[str, ...]:
    """Return the Snowball stems of the content words of *text*, in order; stop words and marks are left out."""
    found = (w.removesuffix(".js") for w in words(plain(text).casefold()))  # Node.js is Node
    kept = [p for w in found for p in re.split(r"[-/]", w) if p and p not in _STOP]
    return tuple(_stemmer().stemWords(kept))
