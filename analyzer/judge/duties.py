"""What one text refuses and the other takes on: the same task, in so many words."""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer.text import plain, stems, words

_LONGEST = 30
"""Words of a text that says one thing."""
_QUOTES = ('"', "\u201c", "'")
"""What is quoted is somebody's example."""
_WORDS = r"[^.;:!?()\u2013\u2014]+"
_TASK = rf"(?P<task>{_WORDS})"
_REFUSED = re.compile(
    r"(?:^\W*|[.;:(,]\s+|\b(?:you|i|it|and|but)\s+)"
    r"(?:(?:will\s+not|does\s+not|won['\u2019]?t|doesn['\u2019]?t)"
    rf"|(?P<noun>not\s+responsible\s+for|out\s+of\s+scope|non-goals?))\b:?\s+{_TASK}",
    re.IGNORECASE,
)
_DEFERRED = re.compile(rf"\bdefers?\s+(?P<task>{_WORDS}?)\s+to\s+(?:the\s+)?[\w-]+", re.IGNORECASE)
_FORBIDDEN = re.compile(
    rf"^\W*(?:you\s+)?(?:never|do\s+not|don['\u2019]?ts?|must\s+(?:not|never))\b:?\s+{_TASK}[.!]?$", re.IGNORECASE
)
_LIMITED = re.compile(
    r"\b(?:beyond|outside|without|unless|except|only|until|before|after|while|when|if|where|in|into|on|to|for|with|from|"
    r"that|which|as|than|instead|by|at|so|just|alone|directly|non)\b",
    re.IGNORECASE,
)
"""What makes a refusal one of some cases only; behind a task, what ends it."""
_EXCEPTED = re.compile(
    r"\b(?:only|unless|except|without|after|never|not|no|redact\w*|mask\w*|if|when|until|avoid\w*|defers?|instead)\b",
    re.IGNORECASE,
)
"""What makes a task one that a refusal may leave room for."""
_NEGLECT = re.compile(
    r"\b(?:bypass|ignore|skip|omit|compromise|violate|break|expose|guess|assume|invent)\b", re.IGNORECASE
)
"""What nobody takes on: its object may well be another's task."""
_JOINTS = re.compile(r",\s*(?:and|or)?\s*|\s+(?:and|or)\s+|\s*[/&]\s*")
_ITEMS = re.compile(r"[.,;:!?()\u2013\u2014]\s*|\s-\s|\s+(?:and|or)\s+")
_LIGHT = frozenset(stems("handle manage perform do provide conduct take own cover support automation management"))
"""Stems that a task has or lacks without being another."""
_DOING = _LIGHT | frozenset(
    stems("implement create design write build make develop maintain run operate execute deploy")
)
"""What a task that is refused begins with."""
_THAT = {"this", "that", "these", "those"}
_ENOUGH = 2


_Parts = tuple[tuple[str, ...], ...]
"""The stems of each part of a task, in order."""


def opposed_duties(a: str, b: str) -> str:
    """Return which task the one of *a* and *b* refuses and the other takes on, as a reader would say it.

    A refusal with a condition leaves room and is passed over, as is a task of one word.
    """
    return _opposed(a, b) or _opposed(b, a)


@lru_cache(maxsize=50_000)
def refused(text: str) -> tuple[str, ...]:
    """Return the tasks that *text* refuses, in its words."""
    return tuple(said for _, said in (*_refusals(text), *_bans(text)))


def _opposed(text: str, other: str) -> str:
    if not refused(text) or not _takes_on(other):
        return ""
    for parts, said in _refusals(text):
        if any(_is_of(item, parts) for item in _items(other)):
            return f"one leaves it to others, the other does it: {said}"
    for ban, said in _bans(text):
        if _does(other, ban):
            return f"one says never to do it, the other does it: {said}"
    return ""


@lru_cache(maxsize=50_000)
def _takes_on(text: str) -> bool:
    """Whether *text* may take on a task: it refuses none, quotes nobody and makes no exception."""
    return not (refused(text) or text.startswith(_QUOTES) or _EXCEPTED.search(text))


def _is_of(item: frozenset[str], parts: _Parts) -> bool:
    """Whether *item* is one of *parts*, or what all of them are about, with no other word than theirs."""
    heads = {part[-1] for part in parts}
    whole = any(item.issuperset(part) for part in parts) or (len(parts) >= _ENOUGH and heads <= item)
    return len(item) >= _ENOUGH and whole and item <= frozenset().union(*parts)


@lru_cache(maxsize=50_000)
def _refusals(text: str) -> tuple[tuple[_Parts, str], ...]:
    """Return the stems of each part of each task that *text* leaves to others, with the words for the task."""
    if text.startswith(_QUOTES) or len(words(text)) > _LONGEST:
        return ()
    said = plain(text)
    tasks = [m["task"] for m in _REFUSED.finditer(said) if m["noun"] or set(stems(m["task"])[:1]) & _DOING]
    tasks += [m["task"] for m in _DEFERRED.finditer(said)]
    whole = [task.strip() for task in tasks if not _LIMITED.search(task) and not _NEGLECT.search(task)]
    cut = [tuple(part for p in _JOINTS.split(task) if (part := _heavy(p))) for task in whole]
    return tuple((parts, task) for parts, task in zip(cut, whole, strict=True) if parts)


@lru_cache(maxsize=50_000)
def _bans(text: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the words, verb and object, of all that *text* forbids without condition, and as one phrase."""
    match = _FORBIDDEN.match(plain(text))
    if not match or text.startswith(_QUOTES) or len(words(text)) > _LONGEST or _LIMITED.search(match["task"]):
        return ()
    first, *more = (words(task.casefold()) for task in _JOINTS.split(match["task"]) if task.strip())
    tasks = [first, *([first[0], *rest] for rest in more)]
    least = _ENOUGH if len(tasks) == 1 else _ENOUGH + 1  # "log tokens or addresses" may mean a verb of its own
    return tuple((tuple(task), " ".join(task)) for task in tasks if len(task) >= least)


def _does(text: str, ban: tuple[str, ...]) -> bool:
    """Whether *text* begins with *ban*, its verb and its whole object."""
    said = _first(text)
    own, rest = said[: len(ban)], said[len(ban) : len(ban) + 1]
    alike = own[:1] == [ban[0]] and stems(" ".join(own)) == stems(" ".join(ban))
    return alike and not _THAT & set(own) and (not rest or bool(_LIMITED.fullmatch(rest[0])))


@lru_cache(maxsize=50_000)
def _first(text: str) -> list[str]:
    """Return the words of the first thing that *text* says it does."""
    return words(_ITEMS.split(plain(text), maxsplit=1)[0].casefold())


@lru_cache(maxsize=50_000)
def _items(text: str) -> tuple[frozenset[str], ...]:
    """Return the stems of each thing that *text* says it does."""
    return tuple(frozenset(_heavy(item)) for item in _ITEMS.split(plain(text)) if item.strip())


def _heavy(text: str) -> tuple[str, ...]:
    return tuple(stem for stem in stems(text) if stem not in _LIGHT)
