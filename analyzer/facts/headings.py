"""Headings without which what stands under them says something else, or its opposite."""

from __future__ import annotations

import re
from functools import lru_cache

_LEVEL = re.compile(r"^\W*(?P<kind>P|SEV|Severity|Priority)[\s-]?(?P<number>[0-5])\b", re.IGNORECASE)
_REFUSES = re.compile(
    r"^\W*(?:(?:(?:what\s+)?(?:you|it|i)\s+)?(?:will\s+not|won['\u2019]?t|does\s+not|doesn['\u2019]?t|do\s+not|"
    r"don['\u2019]?ts?|must\s+not|never|cannot)(?:\s+do)?|not\s+responsible\s+for|out\s+of\s+scope|non-goals?)\W*$",
    re.IGNORECASE,
)
REFUSED = "refused"
"""The sense of a heading under which stands what is not done."""
_KINDS = {"p": "p", "priority": "p", "sev": "sev", "severity": "sev"}


@lru_cache(maxsize=10_000)
def sense(heading: str) -> str:
    """Return what *heading* makes of all that stands under it: `REFUSED`, or a level of severity; mostly nothing.

    Where it is something, what stands under the heading means nothing without it.
    """
    return REFUSED if _REFUSES.match(heading) else level(heading)


def level(text: str) -> str:
    """Return the level of severity that *text* begins with: ``p1``, ``sev2``; empty where it begins with none."""
    found = _LEVEL.match(text)
    return f"{_KINDS[found['kind'].casefold()]}{found['number']}" if found else ""
