"""Merge descriptions: what the agent is, when to use it, and examples, within what the runtime takes."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.merge.comparable import find_peers
from analyzer.merge.cover import cover
from analyzer.merge.light_words import USE
from analyzer.merge.settling import release, spared
from analyzer.merge.stand_ins import stand_ins
from analyzer.model import FieldDecision, Kind, Part, Shape
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from analyzer.merge.orders import Orders
    from analyzer.model import Decision, Definition, Examples, Judgements, Statement

_BUDGET = 1024
"""Characters of a description where the dialect names no limit, examples apart: it is loaded in every conversation."""
_TRIGGER = re.compile(
    r"(?P<lead>(?:also |must be |should be |please )*(?:use|used|invoked?|call|choose|trigger|activate)\b[^,;:]*?\b"
    r"(?P<link>when(?:ever)?(?: (?:you|the user|users?|someone)(?: (?:(?:needs?|wants?)(?: to)?|asks? (?:for|to)))?)?"
    r"|for|after|before|if))\s+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_URGENT = re.compile(r"proactive|immediate|must|always", re.IGNORECASE)
_IS = re.compile(r"\s*(?:this|the) agent (?:is|excels|provides|helps) (?!used\b|invoked\b)", re.IGNORECASE)
"""How a sentence begins that says what the agent is, though it may say too that it does so unasked."""
_UNASKED = "urgent "
"""How what `_beginning` returns begins for one who is called unasked."""
_JOINT = re.compile(r"^(?:and|or|including|&)\s+", re.IGNORECASE)
_NO_LIST = re.compile(r"[:;()\[\]`\u2013\u2014]|\s-\s|[.!?]\s")
_GERUND = re.compile(r"\w+ing\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Described:
    """The canonical's description, and what becomes of the statements that it does not say as they are."""

    decision: FieldDecision
    overflow: tuple[Statement, ...]
    """What there is no room for."""
    settled: Mapping[Statement, Decision]
    """Those whose fate somebody decided."""


def describe(  # noqa: PLR0913 - what is said, what is known of it, and two options
    said: Sequence[Statement],
    survivor: Definition,
    judgements: Judgements,
    *,
    floor: float,
    orders: Orders,
    fusion: bool,
    examples: Examples,
    unsaid: Mapping[Statement, tuple[Statement, ...]],
) -> Described:
    """Return the description of the canonical, and what of *said*, all sources' descriptions, it does not say.

    What the agent is comes in the *survivor*'s words first, then when to use it, then the examples. What is left
    *unsaid* by all of the body has the room that there is; of each such sentence it has all that it speaks for. With
    *fusion*, triggers that begin alike become one sentence. *orders* say what stays, what goes, and what has new words.
    """
    parts = [Part(s, 0, s.text) for s in said]
    elements = stand_ins(parts, judgements, find_peers(said, survivor=survivor.path), floor=floor)
    covered = cover(parts, elements, judgements, survivor=survivor.path)
    covered = release(covered, spared(elements, orders), parts, judgements, orders)
    stands = {p.statement: p.statement for p in covered.kept}
    stands |= {p.statement: other.statement for p, other in covered.stands.items()}
    stands |= _ordered(said, survivor, orders)
    settled = {s: orders.words[stands[s]] for s in said if stands[s] in orders.words}
    staying = [s for s in said if stands[s] is s and not orders.goes(s)]
    staying.sort(key=lambda s: (s.path != survivor.path, s))
    limit = survivor.dialect.description_budget
    told = [s for s in staying if s.shape is not Shape.EXAMPLE]
    chosen = _fitting(told, survivor, orders, fusion=fusion, unsaid=unsaid)
    prose = _prose(chosen, orders, fusion=fusion)
    shown: list[Statement] = []
    for s in (s for s in staying if s.shape is Shape.EXAMPLE and examples == "description"):
        if limit is None or len(_with_examples(prose, [*shown, s])) <= limit:
            shown.append(s)
    there = {*chosen, *shown}
    back = unsaid.keys() & there
    spoken = {s for role in back for s in unsaid[role]}  # the body still says what else is like it
    sources = tuple(s for s in said if s in spoken or (stands[s] in there and stands[s] not in back))
    overflow = tuple(s for s in said if s not in sources and not orders.goes(stands[s]))
    field = survivor.get("description")
    own = [s for s in said if s.path == survivor.path]
    unchanged = there == set(own) and not any(map(orders.reworded, there))
    if field and unchanged and all(field.span.start <= s.span.start <= field.span.end for s in own):
        reason = "It is the survivor's own text."
        return Described(FieldDecision("description", field.value, field.raw, sources, reason), overflow, settled)
    added = ", ".join(sorted({s.path for s in there} - {survivor.path}))
    reason = f"The survivor's, with what {added} adds." if added else "The survivor's, shortened."
    decision = FieldDecision("description", _with_examples(prose, shown), None, sources, reason)
    return Described(decision, overflow, settled)


def _ordered(said: Sequence[Statement], survivor: Definition, orders: Orders) -> dict[Statement, Statement]:
    """Return what stands for those of *said* that stay: each for itself, the first of those reworded as one for all."""
    first: dict[object, Statement] = {}
    mine = sorted(filter(orders.stays, said), key=lambda s: (s.path != survivor.path, s))
    return {s: first.setdefault(orders.reworded(s) or s, s) for s in mine}


def _fitting(
    prose: Sequence[Statement], survivor: Definition, orders: Orders, *, fusion: bool, unsaid: Container[Statement]
) -> list[Statement]:
    """Return those of *prose* that there is room for: the *survivor*'s, then others' triggers, then what others are.

    Of that, what is mostly said by the rest is only there where it is *unsaid* elsewhere.
    """
    limit = survivor.dialect.description_budget
    chosen: list[Statement] = []
    mine = {s for s in prose if s.path == survivor.path}
    # What comes back from the body takes no room from what never was there.
    for s in sorted(prose, key=lambda s: (s in unsaid, s not in mine, s not in mine and s.kind is Kind.ROLE)):
        free = s in mine and limit is None
        fits = len(_prose([*chosen, s], orders, fusion=fusion)) <= (limit or _BUDGET)
        if free or not chosen or (fits and (s.kind is not Kind.ROLE or s in unsaid or _tells(s, chosen))):
            chosen.append(s)
    return chosen


def _tells(role: Statement, chosen: Sequence[Statement]) -> bool:
    """Whether most of *role* is not in what is *chosen*: what an agent is, is said once."""
    own = set(stems(role.text)) - USE
    return 2 * len(own - {stem for s in chosen for stem in stems(s.text)}) > len(own)


def _prose(chosen: Sequence[Statement], orders: Orders, *, fusion: bool) -> str:
    """Return *chosen* as one paragraph: first all of the kind that the first one is of."""
    first = chosen[0].kind if chosen else Kind.ROLE
    ordered = sorted(chosen, key=lambda s: (Kind.ROLE if fusion and _IS.match(s.text) else s.kind) is not first)
    texts = _united(ordered, orders) if fusion else [_words(s, orders) for s in ordered]
    return " ".join(t if t.endswith((".", "!", "?", ":")) else f"{t}." for t in texts)


def _with_examples(prose: str, examples: Sequence[Statement]) -> str:
    return "\n\n".join([prose, *(s.text.strip() for s in examples)]).strip()


def _words(statement: Statement, orders: Orders) -> str:
    new = orders.reworded(statement)
    return new.text if new else statement.text.strip()


def _united(prose: Sequence[Statement], orders: Orders) -> list[str]:
    """Return the texts of *prose* with its triggers made one sentence, where the first of them stands.

    Those of whoever is called unasked are a sentence of their own, and what that lists stands there alone.
    """
    groups: dict[object, list[Statement]] = defaultdict(list)
    for s in prose:
        beginning = "" if s in orders.words else _beginning(s)
        groups[beginning.startswith(_UNASKED) if beginning else s].append(s)
    unasked = [item for found in _lists(groups.get(True, ())) for item in _items(found)]
    texts: list[str] = []
    for key, same in groups.items():
        told = unasked if key is False else []
        texts.append(_one_sentence(same, told) if isinstance(key, bool) else _words(same[0], orders))
    return [text for text in texts if text]


def _beginning(statement: Statement) -> str:
    """Return how the trigger *statement* begins, in a form that is equal for those that can go on with one list."""
    found = _TRIGGER.fullmatch(statement.text.strip())
    if not found or statement.kind is not Kind.TRIGGER or _NO_LIST.search(found["rest"]) or facts(found[0]).negated:
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
    for s in triggers:
        match = _TRIGGER.fullmatch(s.text.strip().rstrip("."))
        found[_beginning(s)] += [match] if match else []
    return list(found.values())


def _one_sentence(triggers: Sequence[Statement], told: Sequence[str]) -> str:
    """Return one sentence with what *triggers* list and is not *told*; empty where that is nothing."""
    lists = _lists(triggers)
    left = [_left(found, told) for found in lists]
    if len(triggers) == 1 and left[0] == lists[0][0]["rest"]:
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
