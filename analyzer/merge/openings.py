"""Let the survivor's first sentence say for all sources who the agent is: one opening instead of one for each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.labels import read_label
from analyzer.merge.fusing.labels import small_words
from analyzer.merge.fusing.opening import read_opening
from analyzer.merge.hall import Hall, is_opening
from analyzer.model import Part
from analyzer.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.merge.fusing.opening import Opening
    from analyzer.model import Passage

_SELF = {"Role", "Identity", "Persona"}
"""Labels behind which a source says who the agent is."""


def join_openings(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return *passages* without those sentences on who an agent is of which all is said, or can be, by the rest.

    What only they say goes into the list of the survivor's first such sentence, and what one without a subject looks at
    most into one that says "Your focus". One whose list cannot be cut safely stays as it is, and so do all where the
    survivor has no such sentence; what stays stands under its own title where the survivor has that.
    """
    openings = ((p, read_opening(p.text)) for p in passages if p.place is not None and is_opening(p))
    host, opening = next(((p, o) for p, o in openings if o), (None, None))
    if host is None or opening is None:
        return tuple(passages)
    guests = [p for p in passages if p.place is None and is_opening(p)]
    joined = _received(passages, host, opening, guests)
    left = [p for p in joined if p.place is None and is_opening(p)]
    if not host.text.startswith("**"):
        plain = {p: _unlabelled(p) for p in left}
        joined = tuple(plain.get(p, p) for p in joined)
        left = list(plain.values())
    second = next(((p, o) for p in left if p.text.startswith("Your") and (o := read_opening(p.text))), None)
    if second:
        joined = _received(joined, *second, [p for p in left if not p.text.startswith("You")])
    return _housed(joined, host)


def _received(
    passages: Sequence[Passage], host: Passage, opening: Opening, guests: Sequence[Passage]
) -> tuple[Passage, ...]:
    """Return *passages* without those *guests* that *host*, which says *opening*, and the rest can speak for."""
    staying = [p for p in passages if p not in guests]
    hall = Hall(host, opening, staying, small=small_words(p.text for p in passages))
    for guest in guests:
        hall.take(guest)
    changed = {p: _saying(p, pieces) for p, pieces in hall.behind.items()}
    if hall.added:
        changed[host] = _extended(changed[host], opening, hall)
    return tuple(changed.get(p, p) for p in passages if p not in hall.gone)


def _housed(passages: Sequence[Passage], host: Passage) -> tuple[Passage, ...]:
    """Return *passages*, those beside *host* under the title of their source where the survivor has it."""
    own = {p.section for p in passages if p.place is not None} - {host.section, ()}
    rooms = {fold(section[-1]): section for section in sorted(own, reverse=True)}
    beside = {p for p in passages if p.place is None and is_opening(p) and p.section == host.section}
    moved = {p: replace(p, section=rooms.get(fold(p.wording.heading), p.section)) for p in beside}
    return tuple(moved.get(p, p) for p in passages)


def _saying(passage: Passage, pieces: Sequence[Part]) -> Passage:
    """Return *passage*, which says *pieces* too."""
    standing = tuple(sorted({*passage.stands_for, *(p.statement for p in pieces)}))
    return replace(passage, stands_for=standing, instead=tuple(sorted({*passage.instead, *pieces})))


def _unlabelled(passage: Passage) -> Passage:
    """Return *passage* without a label that says that it is on the agent's role: it stands where that is told."""
    label = read_label(passage.text)
    if label is None or label.title not in _SELF:
        return passage
    text = label.rest
    reason = f"{passage.reason} It needs no label there."
    return replace(passage, text=text, parts=(Part(passage.wording, 0, text),), reason=reason)


def _extended(host: Passage, opening: Opening, hall: Hall) -> Passage:
    """Return *host*, which says *opening*, with what *hall* added to it."""
    own = tuple(Part(host.wording, n, text) for n, (text, _) in enumerate(opening.pieces))
    instead = tuple(p for p in host.instead if p not in hall.added)
    sources = ", ".join(sorted({str(p.statement.span) for p in (*own, *hall.added)}))
    reason = f"One opening of {sources}."
    return replace(host, text=str(hall.opening), parts=(*own, *hall.added), instead=instead, reason=reason)
