"""Phrases of several things: what another says of one of them, or what else it names beside one."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from analyzer.merge.fusing.heads import PHRASE, one_head, qualified, stems_of
from analyzer.merge.fusing.labels import telling
from analyzer.merge.fusing.phrase import Phrase, Tail, Thing
from analyzer.merge.fusing.tails import all_tails, is_name, one_tail, shared
from analyzer.merge.light_words import HEADS
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHORT = 3
"""Words of what two heads do not share."""


def side_by_side(x: Thing, y: Thing) -> Phrase | None:
    """Return two things that share what their heads begin with: "Log shipping and rotation"."""
    pairs = zip(x.head, y.head, strict=False)
    n = len(list(takewhile(lambda pair: stems(pair[0]) and stems(pair[0]) == stems(pair[1]), pairs)))
    mine, theirs = x.head[n:], y.head[n:]
    named = n and x.head[n - 1][0].isupper() and any(rest and rest[0][0].isupper() for rest in (mine, theirs))
    tails = _for_both(x.tails, y.tails)
    if named or not (_is_rest(mine) and _is_rest(theirs)):
        return None
    if not tails and (x.limited or y.limited or (x.tails and y.tails)):
        return None
    told = telling(stems_of(x.head[:n]))
    if len(told) < PHRASE and not (told and tails):
        return None
    if x.tails and not y.tails:
        # What lists only one of them comes last: else it would list both.
        return Phrase((Thing((*x.head[:n], *theirs)), Thing(mine, x.tails)))
    return Phrase((Thing(x.head), Thing(theirs, tails or y.tails)))


def _for_both(x: tuple[Tail, ...], y: tuple[Tail, ...]) -> tuple[Tail, ...]:
    """Return what follows two things alike; empty where that is not much the same."""
    if x == y:
        return x
    if len(x) != 1 or len(y) != 1 or len(shared(x[0], y[0])) < min(PHRASE, len(x[0].items), len(y[0].items)):
        return ()
    both = one_tail(x[0], y[0])
    return (both,) if both and len(both.items) == max(len(x[0].items), len(y[0].items)) > 1 else ()


def _is_rest(words: Sequence[str]) -> bool:
    """Whether *words*, which others lean on, name something by themselves: "implementation" hangs on nothing."""
    told = set(stems_of(words)) - HEADS
    return bool(told) and len(words) <= _SHORT and not any(map(str.isdigit, "".join(words)))


def coordinate(a: Phrase, b: Phrase) -> Phrase | None:
    """Return the things of *a* and *b* as one list where they have just one in common, and several each."""
    if len(a.things) == 1 or len(b.things) == 1 or a.joint != b.joint or any(t.tails for t in b.things):
        return None
    both = [(i, j) for i, x in enumerate(a.things) for j, y in enumerate(b.things) if _is_one(x, y, first=i == j == 0)]
    if len(both) != 1:
        return None
    (i, j), things = both[0], a.things
    said = [stems_of(thing.head) for thing in things]
    before, after = (
        tuple(t for t in part if stems_of(t.head) not in said) for part in (b.things[:j], b.things[j + 1 :])
    )
    if a.things[-1].limited and (before or after):
        return None  # what is added would be limited too
    if before and i == 0 and len(stems_of(things[0].head)) > len(stems_of(b.things[j].head)):
        return None  # what comes first would lose the verb
    if {stems_of(t.head)[1:] for t in (*before, *after)} & {stems[1:] for stems in said if len(stems) > 1}:
        return None  # "fix tests" and "repair tests" are one thing, not two
    return replace(a, things=(*things[:i], *before, things[i], *after, *things[i + 1 :]))


def _is_one(x: Thing, y: Thing, *, first: bool) -> bool:
    """Whether *x*, but for a verb before it, is *y*; a single word may be short for more, unless it comes *first*."""
    many, few = stems_of(x.head), stems_of(y.head)
    if few == many:
        return len(few) >= PHRASE or (first and bool(few))
    return len(few) >= PHRASE and qualified(x, few)


def with_one(many: Phrase, one: Thing, *, first: bool) -> Phrase | None:
    """Return *many*, several things, with what *one* says; *one* comes *first* where it may stand so."""
    heads = [one_head(thing, one) for thing in many.things]
    if sum(map(bool, heads)) == 1:
        at = next(i for i, head in enumerate(heads) if head)
        return _with_tails(many, one, at, heads[at])
    short = [i for i, thing in enumerate(_spelled_out(many)) if stems_of(thing.head) == stems_of(one.head)]
    if len(short) == 1 and len(stems_of(one.head)) >= PHRASE:
        return _with_tails(many, one, short[0], many.things[short[0]].head)
    named = _of_names(many)
    if named:
        return _one_list(named, one)
    # Only a single word is sure to be short for more: "Log shipping and rotation".
    alone = all(len(t.head) == 1 and not t.tails for t in many.things[1:])
    pair = side_by_side(*((one, many.things[0]) if first else (many.things[0], one)))
    if any(heads) or pair is None or many.things[0].tails or not alone:
        return None
    mine, theirs = pair.things
    in_order = mine.head == many.things[0].head
    return Phrase((mine, *many.things[1:], theirs) if in_order else (mine, theirs, *many.things[1:]), many.joint)


def _spelled_out(phrase: Phrase) -> list[Thing]:
    """Return the things of *phrase*, single words with what they share with the first."""
    first, *rest = phrase.things
    shared_head = first.head[:-1]
    return [first, *(Thing((*shared_head, *t.head), t.tails) if len(t.head) == 1 else t for t in rest)]


def _with_tails(many: Phrase, one: Thing, at: int, head: tuple[str, ...]) -> Phrase | None:
    """Return *many* with what follows *one* behind the thing at *at*, which is the same and is written as *head*."""
    thing, last = many.things[at], many.things[-1]
    tails: tuple[Tail, ...] | None = thing.tails
    if (thing.limited or last.limited) and not one.limited:
        return None
    if one.tails not in ((), thing.tails):
        # Behind several things it would be taken for what they all have, unless it is in brackets.
        close = all(len(t.head) == 1 for t in many.things[1:]) and (at == 0 or len(one.head) == 1)
        close = close or not any(t.lead for t in one.tails)
        apart = (last.tails and thing is not last) or (thing.tails and not shared(thing.tails[0], one.tails[0]))
        tails = all_tails(thing.tails, one.tails) if close and not apart else None
        if tails is None or len(tails) > 1:
            return None
    things = list(many.things)
    things[at] = replace(thing, head=head)
    # What is one word has the head of the first, and may as well have what follows it.
    bearer = at if not tails or not tails[0].lead else len(things) - 1
    things[bearer] = replace(things[bearer], tails=tails or ())
    return replace(many, things=tuple(things))


def pieces(phrase: Phrase) -> Iterator[str]:
    """Yield what *phrase* is made of, each piece as it stands: things, and what follows them item by item."""
    named = _of_names(phrase)
    for thing in (named,) if named else phrase.things:
        yield " ".join(thing.head)
        yield from (item for tail in thing.tails for item in tail.items)


def _of_names(phrase: Phrase) -> Thing | None:
    """Return "Hemp, Nylon and Steel ropes" as ropes of three kinds; None where *phrase* names no kinds of one thing."""
    *others, last = phrase.things
    name, *noun = last.head
    names = [" ".join(t.head) for t in others] + [name]
    plain = not any(t.tails for t in others) and all(map(is_name, names)) and not any(w[0].isupper() for w in noun)
    return Thing(tuple(noun), (Tail("", tuple(names)), *last.tails)) if plain and len(noun) >= PHRASE else None


def _one_list(named: Thing, one: Thing) -> Phrase | None:
    """Return *one*, which lists what *named* is named by too, with all names."""
    noun = stems_of(named.head)
    if len(named.tails) != 1 or stems_of(one.head)[-len(noun) :] != noun:
        return None
    if len(one.tails) != 1 or not shared(named.tails[0], one.tails[0]):
        return None
    tails = all_tails(named.tails, one.tails)
    return Phrase((Thing(one.head, tails),)) if tails else None
