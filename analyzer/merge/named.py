"""Statements that tell what one product is for: they say of it alone what others say of anything."""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer.facts import facts, known_names
from analyzer.merge.light_words import CARE, GENERIC
from analyzer.text import plain, stems, words

_LED = re.compile(r"(?P<lead>[^:.()]{2,80}?)\s+for\s+\S|(?P<tool>[a-z][a-z0-9]*(?:-[a-z0-9]+)*):\s+\S")
_SPELLED = re.compile(r"[-\d]")
_JOINTS = {"and", "or"}


def belongs_elsewhere(other: str, text: str) -> bool:
    """Whether *other* tells what a product is for that *text* does not name: "Sextant Cloud for chart storage"."""
    led = _product(other)
    return bool(led) and not any(led.intersection(stems(word)) for word in words(text) if _is_name(word))


@lru_cache(maxsize=50_000)
def _product(text: str) -> frozenset[str]:
    """Return the stems of the name that *text* begins with and says the use of; none where it names a thing or deed."""
    found = _LED.match(plain(text))
    if not found:
        return frozenset()
    if found["tool"]:
        return frozenset(stems(found["tool"])) if _is_name(found["tool"]) else frozenset()
    lead = [w for w in words(found["lead"]) if w not in _JOINTS]
    first = frozenset(stems(lead[0])) if lead else frozenset()
    if not facts(found["lead"]).names or first & (GENERIC | CARE) or not all(map(_is_name, lead)):
        return frozenset()
    return frozenset(stems(found["lead"]))


def _is_name(word: str) -> bool:
    """Whether *word* is written as names are: "data catalog" names no Data Catalog."""
    return word[:1].isupper() or word.casefold() in known_names() or bool(_SPELLED.search(word))
