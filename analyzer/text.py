"""String helpers that two or more stages need. Pure, and no third drawer: at most a handful of functions."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import snowballstemmer

_SPACE = re.compile(r"\s+")
# Bounded, for each mark that nothing closes is read to the bound: without one, a long line of such marks takes seconds.
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1")
_WORD = re.compile(r"[^\W_]+(?:[.'\u2019+#/-][^\W_]+|\+\+|#)*")

MARK = "agentmerge: conflict,"
"""How a comment begins that tells where sources disagree; it is no content of the file that it stands in."""
_MARK = re.compile(rf"\s?<!-- {MARK} .*? -->")
_ANY_MARK = re.compile(rf"<!-- {MARK} .*? -->|^# {MARK} .*", re.MULTILINE)


def unmarked(line: str) -> str:
    """Return *line* without the marks of conflicts in it."""
    return _MARK.sub("", line) if MARK in line else line


def blanked(text: str) -> str:
    """Return *text* with spaces for the marks of conflicts in it, so that all else keeps its place."""
    return _ANY_MARK.sub(lambda mark: " " * len(mark[0]), text) if MARK in text else text


def squash(text: str) -> str:
    """Return *text* with every run of white space made one space, and none at the ends."""
    return _SPACE.sub(" ", text).strip()


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Return *text* as a reader sees it: without bold marks and code ticks, white space squashed."""
    return squash(_EMPHASIS.sub(r"\2", text).replace("`", ""))


def counted(count: int, what: str) -> str:
    """Return how many of *what*, a noun that takes a plain s, there are: "1 file", "2 files"."""
    return f"{count} {what}{'' if count == 1 else 's'}"


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return what is equal for texts that differ in case, marks, white space and end punctuation alone."""
    return plain(text).casefold().rstrip(".:;!").strip()


def lists(text: str, piece: str) -> bool:
    """Whether *piece* is a whole clause or a whole item of what *text* lists, and not just words in it."""
    edge = r"[,;:.()\u2013\u2014]"
    between = re.escape(re.sub(r"^(?:and|or) ", "", fold(piece)))
    return bool(between) and bool(re.search(rf"(?:^|{edge})\s*(?:and |or )?{between}\s*(?:$|{edge})", fold(text)))


def words(text: str) -> list[str]:
    """Return the words of *text* in order; ``Node.js``, ``CI/CD``, ``C++`` and ``read-only`` are one word each."""
    return _WORD.findall(text)


def entries(text: str) -> list[str]:
    """Return what *text* lists between commas, without commas between spaces; brackets belong to what is before them.

    ``Bash(git add:*, ls), Read`` lists two.
    """
    text = squash(text)
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    cut = _cut(text, ",")
    found = cut if len(cut) > 1 else _cut(text, " ")
    return [entry for part in found if (entry := part.strip().strip("\"'"))]


def _cut(text: str, separator: str) -> list[str]:
    """Cut *text* at each *separator* outside of brackets."""
    starts, depth = [0], 0
    for position, character in enumerate(text, 1):
        depth = max(0, depth + (character in "({") - (character in ")}"))
        if character == separator and not depth:
            starts.append(position)
    return [text[a:b].rstrip(separator) for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


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
    return tuple(map(_stem, kept))


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    stem: str = _stemmer().stemWord(word)
    return stem
