"""Two versions of one thing: a definition that asks for the one cannot be followed together with the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from analyzer.facts import known_names, name

_CODE = re.compile(r"`[^`]*`")
_QUOTES = ('"', "\u201c", "'")
"""What is quoted is somebody's example."""
_VERSION = re.compile(
    r"(?<![\w.-])(?:(?P<first>[A-Z][\w.]*)\s)?(?P<name>[A-Za-z][A-Za-z.#+]*)\s(?:[>\u2265]=?\s?)?v?"
    r"(?P<number>\d{1,3}(?:\.\d+){0,2})(?:\.x)?(?P<more>\+)?(?![\w%:/-]|\.\d|,\d)"
)
_LISTED = re.compile(r"\s*(?:/|[-\u2013\u2014]|,|&|\bto\b|\bor\b|\band\b)\s*v?\d")
"""What follows a version that is one of several."""
_COUNTED = re.compile(
    r"\s(?:times?|nodes?|replicas?|instances?|shards?|brokers?|pods?|workers?|clusters?|projects?|apps?|services?|"
    r"files?|days?|weeks?|months?|years?|hours?|minutes?|seconds?|items?|steps?|points?|lines?|chapters?)\b"
)
_CHANGE = re.compile(
    r"\b(?:migrat\w*|upgrad\w*|legacy|since|until|deprecat\w*|introduc\w*|before|older|earlier|previous|backward\w*|"
    r"compatib\w*|from|below|pre)\b",
    re.IGNORECASE,
)
"""What speaks of a version that is not the one to use."""
_NUMBERED = frozenset({
    "iso", "soc", "pep", "rfc", "pci", "nist", "cve", "cwe", "owasp", "http", "ipv", "utf", "sha", "asc",
    "top", "level", "section", "part",
})  # fmt: skip
"""What is numbered but has no versions: ISO 9001 is another standard than ISO 27001."""
_MIXED = re.compile(r"[a-z]+[A-Z]|[A-Z][a-z]+[A-Z]")
"""How only names are spelled: iOS."""


@dataclass(frozen=True, slots=True)
class _Version:
    of: str
    """What it is a version of, as the text writes it."""
    number: tuple[int, ...]
    more: bool
    """Whether later ones will do."""

    @property
    def said(self) -> str:
        """The version as the text asks for it: "0.82+" where later ones will do."""
        return ".".join(map(str, self.number)) + "+" * self.more


def rival_versions(a: str, b: str) -> str:
    """Return which versions *a* and *b* ask for that exclude each other, as a reader would say it; else nothing."""
    mine, theirs = _versions(a), _versions(b)
    for key in sorted(mine.keys() & theirs.keys()):
        x, y = sorted((mine[key], theirs[key]), key=lambda v: (v.number, v.of))
        if not _agree(x, y):
            return f"{min(x.of, y.of)} {x.said} against {y.said}"
    return ""


def versioned(text: str) -> frozenset[str]:
    """Return what *text* asks for a version of."""
    return frozenset(_versions(text))


def _agree(low: _Version, high: _Version) -> bool:
    """Whether *high* will do where *low* is asked for, and the other way round."""
    same = high.number[: len(low.number)] == low.number or low.number[: len(high.number)] == high.number
    return same or (low.more and not high.more)


@lru_cache(maxsize=50_000)
def _versions(text: str) -> dict[str, _Version]:
    """Return what *text* asks for by what it is a version of; nothing that it gives several versions of."""
    if text.startswith(_QUOTES) or not any(letter.isdigit() for letter in text):
        return {}
    prose = _CODE.sub(" ", text)
    found: dict[str, _Version | None] = {}
    for match in _VERSION.finditer(prose):
        of = _product(match)
        if of:
            rest = prose[match.end() :]
            version = _Version(of, tuple(map(int, match["number"].split("."))), bool(match["more"]))
            alone = not _LISTED.match(rest) and not _CHANGE.search(prose)
            key = name(of)
            found[key] = version if alone and found.get(key, version) == version else None
    return {key: version for key, version in found.items() if version}


def _product(match: re.Match[str]) -> str:
    """Return what the number of *match* is a version of; nothing where it counts something."""
    first, word = match["first"] or "", match["name"]
    bare = "." not in match["number"] and not match["more"]
    if word.casefold() in _NUMBERED or first.casefold() in _NUMBERED:
        return ""
    if bare and _COUNTED.match(match.string[match.end() :]):
        return ""
    if name(word) in known_names() or word.casefold() in known_names() or _MIXED.match(word):
        return word if not (bare and word.islower()) else ""
    known = first and (name(first) in known_names() or not bare)
    return f"{first} {word}" if known and word[0].isupper() else ""
