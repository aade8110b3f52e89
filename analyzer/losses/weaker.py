"""Tell where a text asks less than another one that speaks of the same: most for all, should for must."""

from __future__ import annotations

import re

from analyzer.facts import facts
from analyzer.text import stems

_BINDING = re.compile(r"\b(?:needs?|ha(?:s|ve))\s+to\b", re.IGNORECASE)
"""What binds too."""
_ADVICE = re.compile(r"\b(?:should|ought)\b", re.IGNORECASE)
_NEARLY = "usually normally generally typically mostly often sometimes occasionally rarely seldom"
_OFTEN = re.compile(rf"\b(?:{_NEARLY.replace(' ', '|')})\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?P<all>all|each|every|any)\s+(?:of\s+)?(?:the\s+)?(?P<what>[\w-]+)", re.IGNORECASE)
_MANY = "most many several few some"
_SOME = re.compile(rf"\b(?:{_MANY.replace(' ', '|')})\b(?!\s+(?:\w+ly|recent|\w+able)\b)", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|no|cannot)\b|n['\u2019]t\b", re.IGNORECASE)
_RULES = re.compile(
    r"\b(?:all|any|these|those|the|above|previous|earlier|other)\s+(?:\w+\s+){0,2}"
    r"(?:rules?|instructions?|guidelines?|requirements?|polic(?:y|ies)|steps?|checks?)\b",
    re.IGNORECASE,
)
_VOID = re.compile(
    r"\b(?:optional|suggestions?|ignored?|disregard(?:ed)?|overrid(?:e|es|den)|overruled?|waived?|bypass(?:ed)?|"
    r"skip(?:ped)?|not\s+(?:apply|binding|mandatory|required))\b",
    re.IGNORECASE,
)
POLARITY = frozenset(
    stems(
        "must should may might can could always never not no required optional shall consider prefer do instead rather"
    )
)
"""The stems of words that say whether a text asks for something or forbids it, and how firmly."""
DEGREES = frozenset(stems(f"{_NEARLY} {_MANY} avoid ought need"))
"""The stems of words that say how far a text holds, not of what."""


def weaker(a: str, b: str) -> str:
    """Return how *b*, which speaks of what *a* speaks of, takes back that *a* binds or holds for all; else nothing."""
    if _binds(a) and not _binds(b):
        if _ADVICE.search(b) and not _ADVICE.search(a):
            return "it was binding, now it is advice"
        if _OFTEN.search(b) and not _OFTEN.search(a):
            return f"it was binding, now it holds {_OFTEN.findall(b)[0].casefold()}"
    every, some = _ALL.search(a), _SOME.search(b)
    if every and some and not _ALL.search(b) and not _SOME.search(a):
        return f"{every['all'].casefold()} became {some[0].casefold()}"
    return ""


def narrower(a: str, b: str) -> str:
    """Return of what *b* says what *a* says of all of it: "each change" became "large change"; else nothing."""
    known = frozenset(stems(a))
    for every in _ALL.finditer(a):
        what = every["what"]
        kind = re.search(rf"\b(?:an?|the)\s+(?P<kind>[\w-]+)\s+{re.escape(what)}\b", b, re.IGNORECASE)
        if kind and not known.issuperset(stems(kind["kind"])) and not _ALL.search(b):
            return f"{every['all'].casefold()} {what} became {kind['kind']} {what}"
    return ""


def slackened(a: str, b: str) -> str:
    """Return what *b*, which speaks of what *a* speaks of, leaves out: that *a* binds, or holds for each; else nothing.

    To avoid something is less than never to do it.
    """
    if _binds(a) and not _binds(b) and bool(_NOT.search(a)) == facts(b).negated and not _NOT.search(b):
        return "it was binding; no word says so now"
    every = _ALL.search(a)
    if every and not _ALL.search(b) and re.search(rf"\ban?\s+{re.escape(every['what'])}\b", b, re.IGNORECASE):
        return f"{every['all'].casefold()} {every['what']} became a {every['what']}"
    return ""


def overrules(text: str) -> bool:
    """Whether *text* takes back what other rules say: "all rules above are optional"."""
    return bool(_RULES.search(text) and _VOID.search(text))


def _binds(text: str) -> bool:
    return facts(text).binding or bool(_BINDING.search(text))
