"""What a merge across kinds of definitions changes: how a runtime comes to read what they say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.dialects import LOADING, loading
from analyzer.model import Conflict, Side, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.merge.orders import Orders
    from analyzer.model import Definition


def across_kinds(definitions: Sequence[Definition], survivor: Definition, orders: Orders) -> list[Conflict]:
    """Return the disagreement of *definitions* on how they are read, if there is one; settled where *orders* say so.

    The canonical is read as the *survivor* is. A file that no runtime is known to read disagrees with none.
    """
    ways: dict[str, list[Span]] = defaultdict(list)
    for d in (survivor, *(d for d in definitions if d.path != survivor.path)):
        if way := loading(d):
            ways[way.value].append(Span(d.path, 1, 1))
    if len(ways) < 2:  # noqa: PLR2004 - two sides make a conflict
        return []
    sides = tuple(Side(way, tuple(spans)) for way, spans in ways.items())
    kept = loading(survivor) or ""
    order, _ = orders.values.get(LOADING, (None, None))
    if order is None:
        reason = (
            "The canonical is read as its survivor is, with all that the others say. Where that is not enough, choose "
            "another survivor or keep them apart."
        )
        return [Conflict(LOADING, sides, kept, reason)]
    return [Conflict(LOADING, sides, order.text, f"It was decided: {order.reason}", settled=True)]


def read_as_decided(definitions: Sequence[Definition], orders: Orders) -> list[Definition]:
    """Return those of *definitions* that are read as somebody decided that the canonical be."""
    order, _ = orders.values.get(LOADING, (None, None))
    return [d for d in definitions if order is not None and order.text == loading(d)]


def refuse_other_ways(orders: Orders, survivor: Definition) -> Orders:
    """Return *orders* without one that the canonical be read otherwise than *survivor*, whose place and form it has."""
    order, _ = orders.values.get(LOADING, (None, None))
    if order is None or order.text == loading(survivor):
        return orders
    why = f"It changes nothing: the canonical is read as its survivor is, {survivor.path}. Choose another survivor."
    values = {key: value for key, value in orders.values.items() if key != LOADING}
    return replace(orders, values=values, refused={**orders.refused, order: why})
