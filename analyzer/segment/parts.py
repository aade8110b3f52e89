"""Cut an enumeration into the parts that could as well be said elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.facts import facts
from analyzer.labels import read_label
from analyzer.model import Kind, Part, Shape
from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analyzer.model import Statement

_CUT = {Shape.ITEM, Shape.SENTENCE, Shape.STEP, Shape.FIELD}
_INTRODUCTIONS = {Kind.ROLE, Kind.TRIGGER}
_ORDERED = {Kind.STEP, Kind.INSTRUCTION, Kind.CHECK}
"""Kinds whose enumerations may be sequences of deeds, unless a bold label names their topic."""
_COORDINATION = re.compile(
    r"[,;:.]\s+|\s+(?:and|or|including|such as|as well as|&|who|that)\s+|\s+[-\u2013\u2014]\s+"
    r"|,?\s+(?:speciali[sz](?:ing|ed) in|focus(?:ing|ed) on|with (?:an? )?(?:(?:deep|extensive|strong|broad|proven) )?"
    r"(?:expertise|experience|knowledge|focus|emphasis) (?:in|of|on|across|with))\s+"
)
_LEAD = re.compile(r"^(.*\b(?:of|in|with|including|like|as|spans?|using|on|for))\s+(\S+(?:\s\S+)?)$")
_SENTENCE_END = re.compile(r"[.!?]\s+\S")
_LONGEST = 7
"""Words of a part; longer ones are clauses that lean on each other."""


def parts(statements: Iterable[Statement]) -> Iterator[Part]:
    """Yield the parts of *statements*: the items of each ``Label: a, b and c``, every other statement whole.

    An introduction that coordinates several things is followed by its clauses.
    """
    for statement in statements:
        cut = _enumeration(statement) if statement.shape in _CUT else None
        if cut is None:
            yield Part(statement, 0, statement.text)
            clauses = _clauses(statement) if statement.shape in _CUT else []
            yield from (Part(statement, n, text, clause=True) for n, text in enumerate(clauses, 1))
        else:
            label, items = cut
            yield from (Part(statement, n, item, label) for n, item in enumerate(items))


def _clauses(statement: Statement) -> list[str]:
    """Return what an introduction coordinates, two things or more; nothing of what says one thing, or what to do.

    Who an agent is may be told in several places. A deed with its object, means and condition is told in one, or not.
    """
    if statement.kind not in _INTRODUCTIONS or "`" in statement.text:
        return []
    found = [c.strip(" .:") for c in _COORDINATION.split(statement.text)]
    clauses = [c for c in found if words(c)]
    return clauses if len(clauses) > 1 else []


def _enumeration(statement: Statement) -> tuple[str, list[str]] | None:
    """Return what leads the enumeration in *statement*, and its items; None where it has none."""
    found = read_label(statement.text)
    label, rest = found if found and found.leads else ("", statement.text)
    if _SENTENCE_END.search(rest):
        return None
    items = _items(rest)
    if len(items) > 2:  # noqa: PLR2004 - two names are no list
        lead = _LEAD.match(items[0])
        if lead and all(_names(item) for item in (lead[2], *items[1:-1])):
            return f"{label} {lead[1]}".strip(), [lead[2], *items[1:]]
    deed = statement.kind is Kind.STEP and rest.rstrip().endswith(".")
    if deed or (statement.kind in _ORDERED and not label.startswith(("**", "__"))):
        return None
    if not label or len(items) < 2 or any(len(words(i)) > _LONGEST or not words(i) for i in items):  # noqa: PLR2004
        return None
    return label, items


def _names(item: str) -> bool:
    """Whether *item* looks like the name of a product."""
    found = words(item)
    return 0 < len(found) <= 3 and (found[0][0].isupper() or bool(facts(item).names))  # noqa: PLR2004 - Google Cloud Run


def _items(text: str) -> list[str]:
    """Return what stands between the commas of *text* that are in no brackets and no code."""
    items, current, depth, code = [], "", 0, False
    for letter in text.rstrip(" ."):
        code ^= letter == "`"
        depth += (letter in "([{") - (letter in ")]}")
        if letter in ",;" and depth <= 0 and not code:
            items.append(current)
            current = ""
        else:
            current += letter
    items.append(current)
    return [re.sub(r"^(?:and|or|&)\s+", "", item.strip()) for item in items if item.strip()]
