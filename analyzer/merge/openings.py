"""Let the survivor's first sentence say for all sources who the agent is: one opening instead of one for each."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.merge.fusing.labels import inside, small_words
from analyzer.merge.fusing.opening import Opening, read_opening
from analyzer.merge.light_words import VOICE
from analyzer.merge.stand_ins import content
from analyzer.model import Kind, Part, Shape
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.model import Passage

_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_BOUNDS = re.compile(r"[,;:.()]")
_PROSE = {Shape.SENTENCE, Shape.FIELD}
_NOT_SAYING = {Kind.TRIGGER, Kind.EXAMPLE, Kind.METADATA}


def join_openings(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return *passages* without those sentences on who an agent is of which all is said, or can be, by the rest.

    What only they say goes into the list of the survivor's first such sentence. One whose list cannot be cut safely
    stays as it is, and so do all where the survivor has no such sentence.
    """
    openings = ((p, read_opening(p.text)) for p in passages if p.place is not None and _is_opening(p))
    host, opening = next(((p, o) for p, o in openings if o), (None, None))
    if host is None or opening is None:
        return tuple(passages)
    guests = [p for p in passages if p.place is None and _is_opening(p) and not p.parts]
    hall = _Hall(host, [p for p in passages if p not in guests])
    for guest in guests:
        hall.take(guest)
    changed = {p: _saying(p, pieces) for p, pieces in hall.behind.items()}
    changed[host] = _extended(changed.get(host, host), opening, hall.added, small_words(p.text for p in passages))
    return tuple(changed.get(p, p) for p in passages if p not in hall.gone)


def _is_opening(passage: Passage) -> bool:
    s = passage.wording
    return s.kind in {Kind.ROLE, Kind.EXPERTISE} and s.shape in _PROSE and not passage.decision


@dataclass(slots=True)
class _Hall:
    """Takes openings one by one, as far as they are or can be said."""

    host: Passage
    staying: list[Passage]
    gone: list[Passage] = field(default_factory=list)
    behind: dict[Passage, list[Part]] = field(default_factory=lambda: defaultdict(list))
    """What stays, with the pieces that it says of what goes."""
    added: list[Part] = field(default_factory=list)
    """What the host takes in."""
    known: set[str] = field(init=False)
    """Stems of what the survivor says of who the agent is."""

    def __post_init__(self) -> None:
        own = (p for p in self.staying if p.wording.path == self.host.wording.path and _is_opening(p))
        self.known = {stem for p in own for stem in stems(p.text)} | VOICE

    def take(self, guest: Passage) -> None:
        """Say what *guest* says in its stead; it stays where that is not safe."""
        said = facts(guest.text)
        if set(stems(guest.text)) <= self.known and not said.numbers and not said.negated:
            self._settle(guest, [(Part(guest.wording, 0, guest.text), self.host)])
            return
        opening = read_opening(guest.text)
        if opening is None or not set(stems(opening.who)) <= self.known:
            self.staying.append(guest)
            return
        pieces = list(self._pieces(guest, opening))
        new = [part for part, sayer in pieces if sayer is None]
        if not opening.who and guest.wording.kind is Kind.EXPERTISE and 2 * len(new) > len(pieces):
            self.staying.append(guest)  # a list of its own
            return
        self._settle(guest, pieces)

    def _settle(self, guest: Passage, pieces: Sequence[tuple[Part, Passage | None]]) -> None:
        self.gone.append(guest)
        others = [(part, self._said_by(part.text) or self.host) for part in guest.instead]
        for part, sayer in (*pieces, *others):
            if sayer is not None:
                self.behind[sayer].append(part)
            elif any(_has(other.text, part.text) for other in self.added):
                self.behind[self.host].append(part)
            else:
                self.added.append(part)

    def _pieces(self, guest: Passage, opening: Opening) -> Iterator[tuple[Part, Passage | None]]:
        """Yield the pieces of *guest* with what says them; what is in brackets apart, where all of that is said."""
        for n, piece in enumerate(opening.pieces):
            found = [(Part(guest.wording, n, text), self._said_by(text)) for text in _unbracketed(piece)]
            if piece == opening.who.strip():
                yield Part(guest.wording, n, piece), self.host
            elif all(sayer for _, sayer in found):
                yield from found
            else:
                yield Part(guest.wording, n, piece), None

    def _said_by(self, text: str) -> Passage | None:
        """Return what says *text*, the host first."""
        near = [self.host, *(p for p in self.staying if p is not self.host and _may_say(p))]
        return next((p for p in near if _has(p.text, text)), None)


def _may_say(passage: Passage) -> bool:
    return passage.wording.shape not in {Shape.CODE, Shape.EXAMPLE} and passage.wording.kind not in _NOT_SAYING


def _unbracketed(text: str) -> list[str]:
    """Return what *text* names before its brackets, and each thing in them."""
    inner = [thing for bracket in _BRACKET.findall(text) for thing in re.split(r",\s*", bracket)]
    return [_BRACKET.sub("", text), *inner]


def _has(text: str, piece: str) -> bool:
    """Whether *text* has what *piece* names, word near word."""
    wanted = content(piece)
    if facts(text).negated or missing(piece, text):
        return False
    return any(wanted <= set(run) for part in _BOUNDS.split(text) for run in _runs(part, len(wanted)))


def _runs(text: str, length: int) -> Iterator[Sequence[str]]:
    """Yield what *length* telling stems of *text* in a row there are."""
    there = [stem for stem in stems(text) if content(stem)]
    return (there[i : i + length] for i in range(max(1, len(there) - length + 1)))


def _saying(passage: Passage, pieces: Sequence[Part]) -> Passage:
    """Return *passage*, which says *pieces* too."""
    standing = tuple(sorted({*passage.stands_for, *(p.statement for p in pieces)}))
    return replace(passage, stands_for=standing, instead=tuple(sorted({*passage.instead, *pieces})))


def _extended(host: Passage, opening: Opening, added: Sequence[Part], small: frozenset[str]) -> Passage:
    """Return *host*, which says *opening*, with what was *added* to the last of its lists."""
    if not added:
        return host
    text = str(opening.with_items([inside(p.text, small) for p in added]))
    own = tuple(Part(host.wording, n, piece) for n, piece in enumerate(opening.pieces))
    standing = tuple(sorted({*host.stands_for, *(p.statement for p in added)}))
    others = ", ".join(sorted({str(p.statement.span) for p in added}))
    return replace(host, text=text, stands_for=standing, parts=(*own, *added), reason=f"One opening, with {others}.")
