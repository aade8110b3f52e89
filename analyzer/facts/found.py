"""The facts of one text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from analyzer.facts.names import known_names, name, names
from analyzer.facts.numbers import numbers

_CODE = re.compile(r"(?<!`)`++([^`]+)`+")
_URL = re.compile(r"\bhttps?://[^\s)>\]\"']+")
_PATH = re.compile(
    r"(?<![\w/.])(?!(?<=<)/[\w-]+>)(?:((?:~?\.{0,2}/[\w.@*{}-]+(?:/[\w.@*{}-]*)*|[\w.@-]++/(?:[\w.@*-]+/)+[\w.@*-]*"
    r"|[\w-]+(?:/[\w.-]+)*\.(?:md|mdc|py|ts|tsx|js|jsx|json|ya?ml|toml|sh|sql|go|rs|java|cs|rb|php|css|html|env|lock|txt))\b)"
    r"|[\w-]+)"
)
"""What begins no path is taken as well, in no group: to look for one behind each dash of it again is slow.

The end of a tag, ``</example>``, is none.
"""
_FLAG = re.compile(r"(?<![\w-])--?[A-Za-z][\w-]*(?:=[\w./-]+)?")
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")
"""A text that is nothing but a name: another name names another thing, however alike the two are."""
NEGATION = re.compile(
    r"\b(?:not(?!\s+(?:just|only|merely|simply|limited)\b)|never|no|none|nor|without|cannot|avoid(?:s|ed|ing)?|"
    r"don['\u2019]?t|doesn['\u2019]?t|won['\u2019]?t|isn['\u2019]?t|aren['\u2019]?t|can['\u2019]?t|shouldn['\u2019]?t|mustn['\u2019]?t|refuse|forbid(?:s|den)?|"
    r"prohibit(?:s|ed)?|defers?|out of scope|instead of|rather than)\b",
    re.IGNORECASE,
)
"""What negates a clause; "not only" says more, it takes nothing back. What is deferred is left to another."""
_BINDING = re.compile(
    r"\b(?:must|always|never|required?|requires|mandatory|shall|critical|non-negotiable)\b", re.IGNORECASE
)
_OPTIONAL = re.compile(
    r"\b(?:may|might|can|could|optional(?:ly)?|consider|prefer(?:ably|red)?|if possible)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one text, each in a form that is equal for equal facts."""

    numbers: frozenset[str]
    names: frozenset[str]
    """Products, standards, acronyms: lower case, without plural s."""
    code: frozenset[str]
    """Code spans, flags, paths, addresses: as written."""
    negated: bool
    binding: bool
    optional: bool

    @property
    def concrete(self) -> frozenset[str]:
        """All facts that are words of the text."""
        return self.numbers | self.names | self.code


@lru_cache(maxsize=100_000)
def facts(text: str) -> Facts:
    """Return the facts that *text* carries."""
    code = {c.strip() for c in _CODE.findall(text)}
    code |= {found.rstrip(".,;:!?*") for pattern in (_URL, _PATH, _FLAG) for found in pattern.findall(text)}
    code |= {text} if _IDENTIFIER.fullmatch(text) else set()
    prose = _URL.sub(" ", _CODE.sub(" ", text))
    counted = numbers(prose) - known_names()
    return Facts(
        numbers=counted,
        names=names(prose) - {n.lstrip("<>≤≥~$€±0123456789.") for n in counted},  # the MB of 5 MB is no acronym
        code=frozenset(c for c in code if c and not {name(c), c.casefold()} & known_names()),  # Node.js is no file
        negated=bool(NEGATION.search(prose)),
        binding=bool(_BINDING.search(prose)),
        optional=bool(_OPTIONAL.search(prose)),
    )
