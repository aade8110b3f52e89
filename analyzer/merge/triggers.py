"""Make the triggers of several descriptions one sentence: when to use the agent, said once."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.merge.light_words import USE
from analyzer.model import Kind
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.merge.orders import Orders
    from analyzer.model import Statement

_TRIGGER = re.compile(
    r"(?P<lead>(?:also |must be |should be |please )*(?:use|used|invoked?|call|choose|trigger|activate)\b[^,;:]*?\b"
    r"(?P<link>when(?:ever)?(?: (?:you|the user|users?|someone)(?: (?:(?:needs?|wants?)(?: to)?|asks? (?:for|to)))?)?"
    r"|for|after|before|if))\s+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_URGENT = re.compile(r"proactive|immediate|must|always", re.IGNORECASE)
_UNASKED = "urgent "
"""How what `_beginning` returns begins for one who is called unasked."""
_JOINT = re.compile(r"^(?:and|or|including|&)\s+", re.IGNORECASE)
_NO_LIST = re.compile(r"[:;()\[\]`\u2013\u2014]|\s-\s|[.!?]\s")
_CLAUSE = re.compile(r";\s+(?:or\s+)?(?=(?:when(?:ever)?|for|after|before|if)\s)", re.IGNORECASE)
_GERUND = re.compile(r"\w+ing\b", re.IGNORECASE)


def unite_triggers(prose: Sequence[Statement], orders: Orders) -> list[str]:
    """Return the texts of *prose* with its triggers made one sentence, where the first of them stands.

    Those of whoever is called unasked are a sentence of their own, and what that lists stands there alone.
    """
    groups: dict[object, list[Statement]] = defaultdict(list)
    for s in prose:
        beginnings = [] if s in orders.words or s.kind is not Kind.TRIGGER else [_beginning(t) for t in _clauses(s)]
        called = {beginning.startswith(_UNASKED) for beginning in beginnings}
        groups[called.pop() if len(called) == 1 and all(beginnings) else s].append(s)
    unasked = [item for found in _lists(groups.get(True, ())) for item in _items(found)]
    texts: list[str] = []
    for key, same in groups.items():
        told = unasked if key is False else []
        texts.append(_one_sentence(same, told) if isinstance(key, bool) else words_of(same[0], orders))
    return [text for text in texts if text]


def _clauses(trigger: Statement) -> list[str]:
    """Return what *trigger* says as sentences with one beginning each: "use it for A; or when B" is two."""
    first, *more = _CLAUSE.split(trigger.text.strip())
    found = _TRIGGER.fullmatch(first)
    return [first, *(f"{first[: found.start('link')]}{text}" for text in more)] if found else [trigger.text]


def _beginning(text: str) -> str:
    """Return how the trigger *text* begins, in a form that is equal for those that can go on with one list."""
    found = _TRIGGER.fullmatch(text)
    if not found or _NO_LIST.search(found["rest"]) or facts(text).negated:
        return ""
    link = found["link"].casefold()
    # Who is called unasked for one thing is not called so for all.
    urgent = _UNASKED if _URGENT.search(found["lead"]) else ""
    if link in {"for", "when", "whenever"} and _GERUND.match(found["rest"]):
        return f"{urgent}doing"
    if link == "for" or link.split()[-1] in {"need", "needs", "want", "wants", "to"}:
        return f"{urgent}{link}"
    return f"{urgent}{link} doing" if _GERUND.match(found["rest"]) else ""


def _lists(triggers: Sequence[Statement]) -> list[list[re.Match[str]]]:
    """Return *triggers*, those that begin alike together."""
    found: dict[str, list[re.Match[str]]] = defaultdict(list)
    for text in (text for s in triggers for text in _clauses(s)):
        match = _TRIGGER.fullmatch(text.rstrip("."))
        found[_beginning(text)] += [match] if match else []
    return list(found.values())


def _one_sentence(triggers: Sequence[Statement], told: Sequence[str]) -> str:
    """Return one sentence with what *triggers* list and is not *told*; empty where that is nothing."""
    lists = _lists(triggers)
    left = [_left(found, told) for found in lists]
    if len(triggers) == 1 and left == [found[0]["rest"] for found in lists]:
        return triggers[0].text.strip()
    said = [(found[0], rest) for found, rest in zip(lists, left, strict=True) if rest]
    clauses = [f"{first['link']} {rest}" for first, rest in said]
    if not said:
        return ""
    clauses[0] = f"{said[0][0]['lead']} {said[0][1]}"
    if len(clauses) > 1:
        clauses[-1] = f"or {clauses[-1]}"
    return f"{'; '.join(clauses)}."


def _left(found: Sequence[re.Match[str]], told: Sequence[str]) -> str:
    """Return what triggers that begin alike, as they are *found*, list and is not *told*, as far as it is of things."""
    every = _items(found)
    items = [i for i in every if found[0]["link"].casefold() != "for" or not _any_says(told, i)]
    if items and items[0] != every[0]:
        items = [every[0], *items]  # the list begins as somebody wrote it
    if len(found) == 1 and items == every:
        return found[0]["rest"]
    return f"{', '.join(items[:-1])}, or {items[-1]}" if len(items) > 1 else "".join(items)


def _items(found: Sequence[re.Match[str]]) -> list[str]:
    """Return all that triggers, which begin alike and are *found*, list; what two of them list stands once."""
    every = [_JOINT.sub("", item.strip()) for match in found for item in match["rest"].split(",")]
    items: list[str] = every[:1]
    for item in every[1:]:
        if item and not _any_says(items, item):
            # The first one stays: the sentence begins with it.
            items = [*items[:1], *(other for other in items[1:] if not _says(item, other)), item]
    return items


def _any_says(others: Sequence[str], item: str) -> bool:
    return any(_says(other, item) for other in others)


def _says(other: str, item: str) -> bool:
    """Whether *other* has what *item* names, word beside word."""
    wanted, there = (" ".join(stem for stem in stems(text) if stem not in USE) for text in (item, other))
    # "harbour support" is more than "harbour fees": a single word must be all of the other.
    whole = wanted == there if " " not in wanted else f" {wanted} " in f" {there} "
    return whole and not missing(item, other)


def words_of(statement: Statement, orders: Orders) -> str:
    """Return what is said for *statement*: what somebody decided to say, else its own words."""
    new = orders.reworded(statement)
    return new.text if new else statement.text.strip()
