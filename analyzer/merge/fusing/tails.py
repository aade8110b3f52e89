"""What follows two things, as what follows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.facts import facts
from analyzer.merge.fusing.heads import key
from analyzer.merge.fusing.phrase import Tail

if TYPE_CHECKING:
    from collections.abc import Sequence

_LISTING = {"", "with", "using", "including", "like"}
"""What leads to a list of names; brackets have no word for it."""
_OPEN = {"with", "using", "including", "like", "for", "of", "in", "across", "via", "through", "by", "on"}
"""Leads that may lead to more than the author said; those of places and limits may not."""
_RANK = {"of": 0, "": 2, "with": 3, "using": 3, "via": 3, "through": 3, "by": 3, "including": 4, "like": 4}


def all_tails(x: Sequence[Tail], y: Sequence[Tail]) -> tuple[Tail, ...] | None:
    """Return *x* and *y* as one; None where one would limit what only the other says."""
    found = list(x)
    matched: set[int] = set()
    grown, new = 0, 0
    for tail in y:
        at = next((i for i, other in enumerate(found) if _is_one(other, tail)), None)
        if at is None:
            found.append(tail)
            new += 1
            continue
        both = one_tail(found[at], tail)
        if both is None:
            return None
        grown += len(both.items) > len(found[at].items) and not shared(found[at], tail)
        found[at] = both
        matched.add(at)
    alone = [tail for i, tail in enumerate(found) if i not in matched]
    if any(tail.limits for tail in alone) or grown > 1 or (grown and alone):
        return None
    if new and len(found) > 1:
        found.sort(key=lambda t: _RANK.get(t.lead, 1))
    return tuple(found)


def _is_one(x: Tail, y: Tail) -> bool:
    if x.lead == y.lead:
        return True
    if "" not in {x.lead, y.lead} or not {x.lead, y.lead} <= _LISTING:
        return False
    return bool(shared(x, y)) or all(map(is_name, (*x.items, *y.items)))


def shared(x: Tail, y: Tail) -> set[tuple[str, ...]]:
    """Return what *x* and *y* both list: where they do, they are pieces of one list."""
    return set(map(key, x.items)) & set(map(key, y.items)) if {x.lead, y.lead} <= _LISTING else set()


def is_name(item: str) -> bool:
    """Whether *item* looks like the name of a product."""
    return item[:1].isupper() and (bool(facts(item).names) or " " not in item)


def one_tail(x: Tail, y: Tail) -> Tail | None:
    """Return the items of *x* and *y* behind one lead; None where that may lead to no more than the author said."""
    known = set(map(key, x.items))
    more = tuple(i for i in y.items if key(i) not in known)
    joints = {t.joint for t in (x, y)} - {""}
    if not more and x.lead == y.lead:
        return x
    if len(joints) > 1 or (x.lead == y.lead and x.lead and x.lead not in _OPEN):
        return None
    worded, bracketed = (x, y) if x.lead else (y, x)
    # Brackets take "and" away, which is no loss; "or" is one.
    kept = worded if "or" in joints else bracketed
    items = (*x.items, *more)
    return Tail(kept.lead, items, (joints or {"and"}).pop() if kept.lead and len(items) > 1 else "")
