"""Tell where two texts ask for the same with other force: must and should, all and most, now and when convenient."""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer.text import stems

_POSSIBLE = "possible|practical|practicable|feasible|convenient|appropriate|applicable|reasonable|needed|necessary"
_SOFT = re.compile(
    r"\b(?:should|ought|may|might|can|could|prefer(?:ably|red)?|consider|ideally|optional(?:ly)?|try(?:ing)?\s+(?:not\s+)?to|"
    r"(?:en|dis)couraged?|recommended|usually|normally|generally|typically|mostly|often|sometimes|occasionally|rarely|"
    rf"seldom|(?:as\s+far\s+as|where(?:ver)?|when(?:ever)?|if)\s+(?:it(?:'s|\s+is)?\s+)?(?:{_POSSIBLE}))\b",
    re.IGNORECASE,
)
"""What leaves room: advice, what is allowed, what mostly holds or where it can."""
_ALL = re.compile(r"\b(?:all|each|every|any)\b", re.IGNORECASE)
_MANY = re.compile(r"\b(?:most|many|several|few|some)\b(?!\s+\w+(?:ly|able)\b)", re.IGNORECASE)
_AT_ONCE = re.compile(r"\b(?:immediately|instantly|promptly|at\s+once|(?:right|straight)\s+away)\b", re.IGNORECASE)
_FIRM = re.compile(
    r"\b(?:must|shall|always|have\s+to|has\s+to|needs?\s+to|(?:is|are)\s+(?:required\s+to|forbidden\s+to)|mandatory|do)\b",
    re.IGNORECASE,
)
_IF_ANY = re.compile(r"\b(?:if|when|unless)\s+any\b", re.IGNORECASE)
_IF_ALL = re.compile(r"\b(?:if|when|unless)\s+(?:all|every|each)\b", re.IGNORECASE)
_FORMS = frozenset(stems("a an the is are be it to for of you we as never not only"))
"""Words that change with those of force."""


def eased(text: str, other: str) -> str:
    """Return the word by which *other* asks for less than *text*, where nothing else tells the two apart.

    Empty where they say different things, or with the same force: "consider caching" is no rule about "caching" eased.
    """
    if _core(text) != _core(other) or not _core(text):
        return ""
    soft, some = _SOFT.search(other), _MANY.search(other)
    if soft and not _SOFT.search(text):
        return soft[0]
    if some and _ALL.search(text) and not _MANY.search(text):
        return some[0]
    if _IF_ANY.search(text) and (every := _IF_ALL.search(other)):
        return every[0]
    at_once = _AT_ONCE.search(text)
    return f"without “{at_once[0]}”" if at_once and not _AT_ONCE.search(other) else ""


@lru_cache(maxsize=100_000)
def _core(text: str) -> frozenset[str]:
    """Return the stems of *text* without the words of force."""
    for words in (_SOFT, _AT_ONCE, _FIRM, _ALL, _MANY):
        text = words.sub(" ", text)
    return frozenset(stems(text)) - _FORMS
