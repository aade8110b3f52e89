"""Two phrases about one thing as one phrase, in which each of them is still said."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from analyzer.facts import facts
from analyzer.merge.fusing.labels import LIGHT, inside, small_words, telling
from analyzer.merge.fusing.phrase import Phrase, Tail, Thing
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

_LISTING = {"", "with", "using", "including", "like"}
"""What leads to a list of names; brackets have no word for it."""
_OPEN = {"with", "using", "including", "like", "for", "of", "in", "across", "via", "through", "by", "on"}
"""Leads that may lead to more than the author said; those of places and limits may not."""
_RANK = {"of": 0, "": 2, "with": 3, "using": 3, "via": 3, "through": 3, "by": 3, "including": 4, "like": 4}
_PHRASE = 2
"""Stems that make a head; one word names no thing."""
_ADJECTIVE = re.compile(r"(?:ed|ing|al|ive|ous|able|ible|ful|ic)$")
_SHORT = 3
"""Words of what two heads do not share."""


def unite(a: Phrase, b: Phrase) -> Phrase | None:
    """Return what *a* and *b* say as one phrase, *a*'s words first; None where they are about two things."""
    if within(b, a):
        return a
    if within(a, b):
        return b
    if len(a.things) == len(b.things) == 1:
        x, y = a.things[0], b.things[0]
        thing = _same(x, y)
        return Phrase((thing,)) if thing else _side_by_side(x, y)
    return _coordinated(a, b)


def within(few: Phrase, many: Phrase) -> bool:
    """Whether *few* is one thing that *many* names with more words about it."""
    one = few.things[0]
    wanted = _stems(one.head)
    if len(few.things) > 1 or one.tails or len(telling(wanted)) < _PHRASE:
        return False
    return any(_qualified(_stems(t.head), wanted, t.head[0]) for t in many.things)


def _qualified(many: Sequence[str], few: Sequence[str], first: str) -> bool:
    return many == few or (many[1:] == few and _ADJECTIVE.search(first.casefold()) is not None)


def _same(x: Thing, y: Thing) -> Thing | None:
    """Return *x* with what follows *y*, where the two are one thing."""
    head = _one_head(x, y)
    tails = _all_tails(x.tails, y.tails) if head else None
    return Thing(head, tails) if head and tails is not None else None


def _one_head(x: Thing, y: Thing) -> tuple[str, ...]:
    """Return the head of both, the longer one; empty where they are no heads of one thing."""
    short, long = sorted((x.head, y.head), key=lambda head: len(_stems(head)))
    few, many = _stems(short), _stems(long)
    if len(few) < _PHRASE or few != many[: len(few)] or not telling(few):
        return ()
    if few == many:
        return x.head
    more = set(many[len(few) :])
    shared = {_key(i) for t in x.tails for i in t.items} & {_key(i) for t in y.tails for i in t.items}
    return long if more <= LIGHT or shared else ()


def _stems(head: Sequence[str]) -> tuple[str, ...]:
    return stems(" ".join(head))


def _key(item: str) -> tuple[str, ...]:
    return stems(item) or (item,)


def _all_tails(x: Sequence[Tail], y: Sequence[Tail]) -> tuple[Tail, ...] | None:
    """Return *x* and *y* as one; None where one would limit what only the other says."""
    found = list(x)
    grown, new = 0, 0
    for tail in y:
        at = next((i for i, other in enumerate(found) if _one_list(other, tail)), None)
        if at is None:
            found.append(tail)
            new += 1
            continue
        both = _one_tail(found[at], tail)
        if both is None:
            return None
        grown += len(both.items) > len(found[at].items) and not _share(found[at], tail)
        found[at] = both
    alone = len(found) - len(y)
    if new and len(found) > 1:
        found.sort(key=lambda t: _RANK.get(t.lead, 1))
    if (grown and (new or alone)) or grown > 1 or (new and alone and len(found) > 2):  # noqa: PLR2004 - one of each
        return None
    return tuple(found)


def _one_list(x: Tail, y: Tail) -> bool:
    if x.lead == y.lead:
        return True
    if "" not in {x.lead, y.lead} or not {x.lead, y.lead} <= _LISTING:
        return False
    return _share(x, y) or all(map(_is_name, (*x.items, *y.items)))


def _share(x: Tail, y: Tail) -> bool:
    """Whether *x* and *y* list something in common: then they are pieces of one list."""
    return {x.lead, y.lead} <= _LISTING and bool(set(map(_key, x.items)) & set(map(_key, y.items)))


def _is_name(item: str) -> bool:
    return item[:1].isupper() and (bool(facts(item).names) or " " not in item)


def _one_tail(x: Tail, y: Tail) -> Tail | None:
    keys = [_key(i) for i in x.items]
    more = tuple(i for i in y.items if _key(i) not in keys)
    joints = {t.joint for t in (x, y)} - {""}
    if not more and x.lead == y.lead:
        return x
    if len(joints) > 1 or (x.lead == y.lead and x.lead and x.lead not in _OPEN):
        return None
    worded = x if x.lead else y
    if x.lead != y.lead and "or" not in joints:
        worded = y if x.lead else x  # brackets take "and" away, which is no loss
    items = (*x.items, *more)
    return Tail(worded.lead, items, (joints or {"and"}).pop() if worded.lead and len(items) > 1 else "")


def _side_by_side(x: Thing, y: Thing) -> Phrase | None:
    """Return two things that share what their heads begin with: "Log shipping and rotation"."""
    pairs = zip(x.head, y.head, strict=False)
    n = len(list(takewhile(lambda pair: stems(pair[0]) and stems(pair[0]) == stems(pair[1]), pairs)))
    mine, theirs = x.head[n:], y.head[n:]
    named = n and x.head[n - 1][0].isupper() and any(rest and rest[0][0].isupper() for rest in (mine, theirs))
    if named or not (_is_rest(mine) and _is_rest(theirs)) or (x.tails and y.tails and x.tails != y.tails):
        return None
    told = telling(_stems(x.head[:n]))
    if len(told) < _PHRASE and not (told and x.tails == y.tails != ()):
        return None
    if x.tails and not y.tails:
        # What only one of them is for comes last: else it would limit both.
        return Phrase((Thing((*x.head[:n], *theirs)), Thing(mine, x.tails)))
    return Phrase((Thing(x.head), Thing(theirs, y.tails)))


def _is_rest(words: Sequence[str]) -> bool:
    return 0 < len(words) <= _SHORT and not any(map(str.isdigit, "".join(words)))


def _coordinated(a: Phrase, b: Phrase) -> Phrase | None:
    """Return *a* and *b*, one of which has several things, as one phrase."""
    if len(b.things) == 1:
        return _with_one(a, b.things[0], first=False)
    return _with_one(b, a.things[0], first=True) if len(a.things) == 1 else coordinate(a, b)


def coordinate(a: Phrase, b: Phrase) -> Phrase | None:
    """Return the things of *a* and *b* as one list where they have just one in common, and several each."""
    if len(a.things) == 1 or len(b.things) == 1 or a.joint != b.joint or any(t.tails for t in b.things):
        return None
    both = [(i, j) for i, x in enumerate(a.things) for j, y in enumerate(b.things) if _is_one(x, y, first=i == j == 0)]
    if len(both) != 1:
        return None
    (i, j), things = both[0], a.things
    before, after = b.things[:j], b.things[j + 1 :]
    if before and i == 0 and len(_stems(things[0].head)) > len(_stems(b.things[j].head)):
        return None  # what comes first would lose the verb
    return replace(a, things=(*things[:i], *before, things[i], *after, *things[i + 1 :]))


def _is_one(x: Thing, y: Thing, *, first: bool) -> bool:
    """Whether *x*, but for a verb before it, is *y*; a single word may be short for more, unless it comes *first*."""
    many, few = _stems(x.head), _stems(y.head)
    if few == many:
        return len(few) >= _PHRASE or (first and bool(few))
    return len(few) >= _PHRASE and _qualified(many, few, x.head[0])


def _with_one(many: Phrase, one: Thing, *, first: bool) -> Phrase | None:
    """Return *many* with what *one* says; *one* comes *first* where it may stand so."""
    found = [i for i, thing in enumerate(many.things) if _one_head(thing, one)]
    if len(found) == 1:
        return _with_tails(many, one, found[0])
    pair = _side_by_side(*((one, many.things[0]) if first else (many.things[0], one)))
    # Only a single word is sure to be short for more: "Log shipping and rotation".
    alone = all(len(t.head) == 1 and not t.tails for t in many.things[1:])
    if found or pair is None or many.things[0].tails or not alone:
        return None
    at = 1 if pair.things[0].head == many.things[0].head else 0
    rest = many.things[1:]
    return Phrase((pair.things[0], *rest, pair.things[1]) if at else (*pair.things, *rest), many.joint)


def _with_tails(many: Phrase, one: Thing, at: int) -> Phrase | None:
    """Return *many* with what follows *one* behind the thing at *at*, which is the same."""
    thing, last = many.things[at], many.things[-1]
    head = _one_head(thing, one)
    tails = thing.tails
    if one.tails not in ((), tails):
        if last.tails or len(one.tails) > 1:
            return None
        tail = one.tails[0]
        # Behind all things it would be taken for what they all have.
        tails = (tail if not tail.lead or thing is last else Tail("", (str(tail),)),)
    things = list(many.things)
    things[at] = Thing(head, tails)
    return replace(many, things=tuple(things))


def written(phrase: Phrase, like: Sequence[str]) -> str:
    """Return *phrase* as a list item: capitals and commas as in the texts *like*, the first of which it begins like."""
    first, *rest = phrase.things
    small = small_words(like)
    others = [replace(t, head=tuple(inside(" ".join(t.head), small).split())) for t in rest]
    text = str(replace(phrase, things=(first, *others)))
    if not any(mark in t for t in like for mark in (", and ", ", or ", ", & ")):
        for joint in ("and", "or", "&"):
            text = text.replace(f", {joint} ", f" {joint} ")
    return text[0].upper() + text[1:] if like[0][0].isupper() else text
