"""What is lost where one text stands for another."""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer.facts.found import facts
from analyzer.facts.names import name, parts
from analyzer.facts.numbers import numbers
from analyzer.text import plain, words

_BELOW = re.compile(r"\b(?:under|below|(?:less|fewer) than)\s+(?=\d)", re.IGNORECASE)
_ABOVE = re.compile(r"\b(?:over|above|more than)\s+(?=\d)", re.IGNORECASE)
_FILE = re.compile(r"([A-Za-z][\w-]*)\.[a-z]{2,4}$")
_SIGN = re.compile(r"\s*([^\w\s])\s*")
_SHORT_FLAG = re.compile(r"(?<![\w-])-[A-Za-z]\b")
_EDGE, _END = r"(?<![\w@-])(?<!\w/)", r"(?![\w]|-\w)"


def missing(text: str, other: str) -> tuple[str, ...]:
    """Return the facts of *text* that *other* does not state, sorted: what is lost if *other* stands for *text*."""
    mine, theirs = facts(text), facts(other)
    if mine.concrete <= theirs.concrete:
        return ()
    there = _stated(other)
    lost = [n for n in mine.names - theirs.names if n not in there]
    counted = [n for n in mine.numbers - theirs.numbers if n not in there]
    if counted and not _signed_numbers(text) <= _signed_numbers(other):
        lost += counted
    lost += [c for c in mine.code - theirs.code if not _has_code(other, c)]
    return tuple(sorted(lost))


@lru_cache(maxsize=50_000)
def _signed_numbers(text: str) -> frozenset[str]:
    """Return the numbers of *text*, with limits as signs: "under 5 minutes" is "< 5 minutes"."""
    return numbers(_BELOW.sub("<", _ABOVE.sub(">", text)))


@lru_cache(maxsize=100_000)
def _stated(text: str) -> frozenset[str]:
    """Return all that *text* may state a name or a number with: its words in every form, files without their suffix."""
    every = words(text) + sorted(parts(text))
    every += [m[1] for w in every if (m := _FILE.match(w))]
    return frozenset({w.casefold() for w in every} | {name(w) for w in every} | _initials(text))


def _initials(text: str) -> set[str]:
    """Return the acronyms that *text* could spell out: the initials of two to five words in a row."""
    heads = "".join(p[0] for w in words(text.casefold()) for p in re.split(r"[/-]", w) if p)
    return {heads[i : i + n] for n in range(2, 6) for i in range(len(heads) - n + 1)}


def _has_code(text: str, code: str) -> bool:
    """Whether *text* has *code* as a word of its own; case counts where it has a flag of one letter."""
    there, wanted = _tight(text), _tight(code)
    if not _SHORT_FLAG.search(code):
        there, wanted = _folded(text), wanted.casefold()
    if wanted not in there:  # the pattern below looks behind each character: slow in the text of a whole side
        return False
    pattern = rf"{_EDGE if wanted[:1].isalnum() else ''}{re.escape(wanted)}{_END if wanted[-1:].isalnum() else ''}"
    return re.search(pattern, there) is not None


@lru_cache(maxsize=1_000)
def _tight(text: str) -> str:
    """Return *text* as a reader sees it, without white space beside signs."""
    return _SIGN.sub(r"\1", plain(text))


@lru_cache(maxsize=1_000)
def _folded(text: str) -> str:
    return _tight(text).casefold()
