"""Find what is no longer said where the canonical puts what was to say it.

A statement under another heading says another thing: "sessions" of authentication are not those of a cache. What
stands for something in its own definition must do so in the canonical too, or merging again would find it new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.merge.holding import holds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.merge.comparable import Peers
    from analyzer.merge.cover import Cover
    from analyzer.model import Judgements, Part, Passage


def displaced(  # noqa: PLR0913 - what was chosen, what is known of it, and the option
    elements: Mapping[Part, frozenset[Part]],
    covered: Cover,
    passages: Sequence[Passage],
    judgements: Judgements,
    peers: Peers,
    *,
    floor: float,
) -> Mapping[Part, frozenset[Part]]:
    """Return those of *elements* that nothing says where *passages* have it, each with the choices that cannot.

    *covered* is the choice that *passages* were made of, *peers* and *floor* are those of `stand_ins`.
    """
    sections = {s: p.section for p in passages for s in (p.wording, *(part.statement for part in p.parts))}
    out = {}
    for element in covered.stands:
        staying = elements[element] & covered.kept
        if not any(
            holds(other, element, judgements, peers, floor=floor, section=sections[other.statement])
            for other in staying
        ):
            out[element] = staying
    return out
