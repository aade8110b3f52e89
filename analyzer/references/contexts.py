"""Tell a definition's name from ordinary words, by what stands around it.

What may be rewritten must be a name and nothing else: a value under a key that names agents, a mention, a name of
several words in one (``code-reviewer``) in quotes, backticks or bold, or where English would want an article if it were
a common noun. A plain word that nothing marks as a name is not even listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Judged = tuple[bool, str]

_KEYS = r"(?:sub_?agents?(?:_?types?)?|agents?|skills?|modes?|hand_?offs?|delegates?(?:_to)?|commands?)"
_KEY_BEFORE = re.compile(rf"(?<![\w-]){_KEYS}[\"']?\s*[:=]\s*[\"'`]?$", re.IGNORECASE)
_LIST_BEFORE = re.compile(rf"^\s*[\"']?{_KEYS}[\"']?\s*[:=]\s*(\[[^\]]*|([\w-]+,\s*)+)$", re.IGNORECASE)
_LIST_KEY = re.compile(rf"^(\s*)[\"']?{_KEYS}[\"']?\s*[:=]\s*\[?\s*$", re.IGNORECASE)
_LIST_ENTRY = re.compile(r"^\s*(- )?[\"']?[\w./-]+[\"']?,?\s*(#.*)?$")
_ENTRY_BEFORE = re.compile(r"^(\s*)(- )?[\"']?$")
_NAME_BEFORE = re.compile(r"(?<![\w-])(name|id|slug)[\"']?\s*[:=]\s*[\"']?$", re.IGNORECASE)
_VALUE_AFTER = re.compile(r"[\"'`]?\s*($|[,\])}#])")
_NOUN = r"(?:sub-?agents?|agents?|skills?|modes?|commands?|rules?|prompts?|personas?)"
_NOUN_BEFORE = re.compile(rf"\b{_NOUN} $", re.IGNORECASE)
_NOUN_AFTER = re.compile(rf"^ {_NOUN}\b", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w.])@(agent-)?$")
_SLASH = re.compile(r"(^|[\s\"'`(])/$")
_PART_OF_MORE = re.compile(r"[-/\\]\w|\.\w|/")
_DETERMINER = re.compile(
    r"\b(an?|the|your|our|my|his|her|its|their|this|that|these|each|every|any|some|no|another|as)( [\w'-]+){0,2} $",
    re.IGNORECASE,
)
_ENDS_A_NOUN = re.compile(
    r"\s*($|[.,;:!?)\]→|\u2013\u2014]|--? )|'s\b"
    r"| (for|on|in|to|with|from|by|about|at|of|and|or|when|where|while|if|before|after|is|are|will|can|should|must)\b",
    re.IGNORECASE,
)
_DOES_WORK = re.compile(r"(er|or|ist|ian|ect|pro|expert|agent|lead|guru|analyst|master)$")
_SEVERAL = re.compile(r"\w+([-_]\w+)+")
_MARKS = (
    ("`", "`", "in backticks"),
    ("**", "**", "in bold"),
    ('"', '"', "in quotes"),
    ("'", "'", "in quotes"),
    ("[[", "]]", "as a link"),
    ("[", "](", "as a link"),
)
_CELL = (re.compile(r"\|\s*$"), re.compile(r"\s*\|"))
_DATA = (".json", ".jsonc", ".yaml", ".yml", ".toml", ".roomodes")


@dataclass(frozen=True, slots=True)
class Spot:
    """A name where it stands: *number* is its line, from 1."""

    lines: Sequence[str]
    number: int
    start: int
    name: str
    path: str

    @property
    def before(self) -> str:
        """The line up to the name."""
        return self.lines[self.number - 1][: self.start]

    @property
    def after(self) -> str:
        """The line behind the name."""
        return self.lines[self.number - 1][self.start + len(self.name) :]

    @property
    def several(self) -> bool:
        """Whether it is several words in one, which ordinary words rarely are."""
        return _SEVERAL.fullmatch(self.name) is not None


def judge_name(spot: Spot) -> Judged | None:
    """Return whether the name at *spot* may be rewritten, and why; None where it is no name."""
    begins = _MENTION.search(spot.before) or _SLASH.search(spot.before)
    if (spot.before.endswith(("/", "\\", ".", "-")) and not begins) or _PART_OF_MORE.match(spot.after):
        return None
    if re.search(r"[\w-]:$", spot.before):
        return False, "it stands behind a prefix, perhaps that of its plugin"
    return next((judged for rule in _RULES if (judged := rule(spot))), None)


def _value(spot: Spot) -> Judged | None:
    if not _VALUE_AFTER.match(spot.after):
        return None
    if _KEY_BEFORE.search(spot.before):
        return True, "the value of a key that names agents"
    if _LIST_BEFORE.match(spot.before) or _in_list(spot):
        return True, "an entry under a key that names agents"
    if _NAME_BEFORE.search(spot.before):
        return False, "the name of something, perhaps not of the agent"
    if spot.path.endswith(_DATA) and re.search(r"[:\[,-]\s*[\"']?$", spot.before):
        return spot.several, "a value" if spot.several else "a plain word as a value"
    return None


def _in_list(spot: Spot) -> bool:
    """Return whether the line is an entry of a list whose key stands on a line of its own above."""
    if not _ENTRY_BEFORE.match(spot.before):
        return False
    for line in reversed(spot.lines[max(0, spot.number - 50) : spot.number - 1]):
        if _LIST_KEY.match(line):
            return True
        if not _LIST_ENTRY.match(line):
            return False
    return False


def _mention(spot: Spot) -> Judged | None:
    found = _MENTION.search(spot.before)
    return (spot.several or bool(found[1]), "a mention") if found else None


def _marked(spot: Spot) -> Judged | None:
    before = spot.before.removesuffix("/")
    for opening, closing, how in _MARKS:
        if before.endswith(opening) and spot.after.startswith(closing):
            return spot.several, f"its name {how}" if spot.several else f"a plain word {how}"
    if _CELL[0].search(before) and _CELL[1].match(spot.after):
        return spot.several, "alone in the cell of a table"
    return None


def _command(spot: Spot) -> Judged | None:
    return (False, "it may be a command, or a path") if _SLASH.search(spot.before) else None


def _called_so(spot: Spot) -> Judged | None:
    if _NOUN_BEFORE.search(spot.before) or _NOUN_AFTER.match(spot.after):
        return spot.several, "called an agent" if spot.several else "a plain word that is called an agent"
    return None


def _prose(spot: Spot) -> Judged | None:
    if not spot.several:
        return (False, "these words in a text") if " " in spot.name else None
    if _DOES_WORK.search(spot.name) and _ENDS_A_NOUN.match(spot.after) and not _DETERMINER.search(spot.before):
        return True, "a name without an article"
    return False, "it may be ordinary words"


_RULES: tuple[Callable[[Spot], Judged | None], ...] = (_value, _mention, _marked, _command, _called_so, _prose)
