"""Where one text denies what another says."""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer.facts.found import NEGATION, facts
from analyzer.facts.opposites import opposite
from analyzer.facts.swapped import forbids_reverse, same_order, swapped
from analyzer.text import stems, words

_CLAUSE_END = re.compile(r"[.;:!?)\u2013\u2014,]|\s-\s|\bbut\b")
_ENOUGH = 2
_SAME_WORDS = 0.8
_NO_CONTENT = frozenset({
    "not", "never", "no", "none", "nor", "without", "cannot", "avoid", "do", "don't", "doesn't", "always", "must",
    "should", "may", "can", "shall", "refuse", "forbid", "achieved", "confirmed", "verified", "maintained",
    "exceeding", "exceed", "least", "most", "over", "under", "above", "below", "more", "less", "than", "at", "keep",
})  # fmt: skip
"""Words of polarity, modality and comparison: what is left of a text is what it speaks of."""
_LIMITS = (
    (re.compile(r"\bnot?\s+more\s+than\b", re.IGNORECASE), "at most"),
    (re.compile(r"\bnot?\s+(?:less|fewer)\s+than\b", re.IGNORECASE), "at least"),
)
"""Negations that deny nothing: they set a limit."""


def contradiction(a: str, b: str) -> str:
    """Return why *a* and *b* cannot both be followed, as far as spelling proves it; empty where it does not.

    Two texts that use the same content words contradict each other where one is negated and the other not, where they
    give different numbers of the same unit for them, where what one says of them excludes what the other says, or where
    one says the other way round what comes first, or which code is right.
    """
    a, b = limited(a), limited(b)
    fa, fb = facts(a), facts(b)
    rest_a, rest_b = _content(a), _content(b)
    if not rest_a or not rest_b or min(len(rest_a), len(rest_b)) < _ENOUGH:
        return ""
    same = len(rest_a & rest_b) / len(rest_a | rest_b)
    excluding: tuple[str, ...] = opposite(a, b) or ()
    twice = bool(excluding) and _forbids(a, excluding[0]) != _forbids(b, excluding[1])
    denies = fa.negated != fb.negated and not (twice or contrasts(a, b) or forbids_reverse(a, b))
    if denies and same >= _SAME_WORDS and (fa.binding or fb.binding or same == 1.0):
        return "one says to do it, the other not to"
    only_a, only_b = fa.numbers - fb.numbers, fb.numbers - fa.numbers
    if same == 1.0 and _units(only_a) & _units(only_b):
        return " against ".join(sorted([_listed(only_a), _listed(only_b)]))
    if same >= _SAME_WORDS and (swapped(a, b) or (_forbidden(a, b) and _forbidden(b, a))):
        return "one says it the other way round"
    restated = twice or (set(excluding) == {"before", "after"} and same_order(a, b))
    said = _content(" ".join(excluding))
    if excluding and not restated and len(rest_a & rest_b) >= _SAME_WORDS * len((rest_a | rest_b) - said) > 0:
        return " against ".join(sorted(excluding))
    return ""


def denied(a: str, b: str) -> bool:
    """Whether one of the two is negated and the other not, and the one may deny what the other says.

    It does not where every word of both stands outside of its negated clauses: "Test first, not last" denies nothing
    of "Test first".
    """
    if facts(a).negated == facts(b).negated:
        return False
    text, other = (a, b) if facts(a).negated else (b, a)
    shared = set(stems(text)) & set(stems(other))
    return not shared or not shared <= set(stems(_affirmed(text)))


def contrasts(a: str, b: str) -> bool:
    """Whether one of the two says what the other says, and beside it what not to do: "use tabs, never spaces"."""
    if facts(a).negated == facts(b).negated:
        return False
    if not all(_content(text[start:end]) for text in (a, b) for start, end in _denials(text)):
        return False  # "will not:" is about what follows
    return not (denied(a, b) or _forbidden(a, b) or _forbidden(b, a))


def restated(a: str, b: str) -> bool:
    """Whether one of the two forbids the opposite of what the other says: "do not skip" is "always run"."""
    excluding = opposite(a, b)
    if not excluding or _forbids(a, excluding[0]) == _forbids(b, excluding[1]):
        return False
    said = _content(" ".join(excluding))
    same = _content(a) - said == _content(b) - said != frozenset()
    return same and facts(a).concrete == facts(b).concrete


def limited(text: str) -> str:
    """Return *text* with limits in words that negate nothing: "no more than two" is "at most two"."""
    for pattern, limit in _LIMITS:
        text = pattern.sub(limit, text)
    return text


def _forbids(text: str, word: str) -> bool:
    """Whether a negation stands before *word* in its clause of *text*: "do not accept" is to reject."""
    before = re.split(rf"\b{re.escape(word)}\b", text, maxsplit=1, flags=re.IGNORECASE)[0]
    return bool(NEGATION.search(_CLAUSE_END.split(before)[-1]))


def _affirmed(text: str) -> str:
    """Return *text* without its negated clauses."""
    for start, end in reversed(_denials(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def _denials(text: str) -> list[tuple[int, int]]:
    """Return where the negated clauses of *text* stand, each from the negation to the next mark."""
    found: list[tuple[int, int]] = []
    for negation in NEGATION.finditer(text):
        if not found or negation.start() >= found[-1][1]:
            length = len(_CLAUSE_END.split(text[negation.end() :], maxsplit=1)[0])
            found.append((negation.start(), negation.end() + length))
    return found


def _forbidden(a: str, b: str) -> frozenset[str]:
    """Return the code that *a* forbids and *b* does not."""
    return (facts(a).code - facts(_affirmed(a)).code) & facts(_affirmed(b)).code


def _units(numbers: frozenset[str]) -> set[str]:
    """Return what *numbers* count: ``ms``, ``%``, a comparison, a version, a long number; an ordinal counts nothing."""
    bare = re.compile(r"\d+\.[\d.]+|\d{3,}")
    return {re.sub(r"[\d.,]+", "", n) or ("number" if bare.fullmatch(n) else "") for n in numbers} - {""}


def _listed(numbers: frozenset[str]) -> str:
    """Return *numbers* as a reader writes them: "400 lines"."""
    return ", ".join(re.sub(r"(?<=\d)(?=[a-z]{2})", " ", n) for n in sorted(numbers))


@lru_cache(maxsize=100_000)
def _content(text: str) -> frozenset[str]:
    """Return the stems of *text* that are neither numbers nor words of polarity or modality."""
    kept = (w for w in words(text.casefold()) if w not in _NO_CONTENT and not any(c.isdigit() for c in w))
    return frozenset(stems(" ".join(kept)))
