"""What the survivor's opening, and all that stays, can say in the stead of other sources' openings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from analyzer.facts import facts, missing
from analyzer.merge.fusing.labels import inside
from analyzer.merge.fusing.opening import IS, read_opening
from analyzer.merge.light_words import GENERIC, VOICE
from analyzer.merge.said import each, has, is_kind_of
from analyzer.model import Kind, Part, Shape
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.merge.fusing.opening import Opening
    from analyzer.model import Passage

_PROSE = {Shape.SENTENCE, Shape.FIELD}
_MOST = 9
"""Things in one list of a sentence that one still reads."""
_SCATTERED = 6
"""Runs of words that a sentence may be said in: in more, nobody says it."""
_NOT_SAYING = {Kind.TRIGGER, Kind.EXAMPLE, Kind.METADATA}


def is_opening(passage: Passage) -> bool:
    """Whether *passage* is prose on who the agent is or what it knows."""
    s = passage.wording
    return s.kind in {Kind.ROLE, Kind.EXPERTISE} and s.shape in _PROSE and not passage.decision


class _Piece(NamedTuple):
    """A piece of an opening."""

    part: Part
    lead: str
    """What leads to it there; empty for who the agent is, and for what is in brackets."""
    sayer: Passage | None
    """What says it already."""


@dataclass(slots=True)
class Hall:
    """Takes openings one by one, as far as they are or can be said."""

    host: Passage
    opening: Opening
    """What the host says, with what it took in."""
    staying: list[Passage]
    gone: list[Passage] = field(default_factory=list)
    behind: dict[Passage, list[Part]] = field(default_factory=lambda: defaultdict(list))
    """What stays, with the pieces that it says of what goes."""
    added: list[Part] = field(default_factory=list)
    """What the host took in."""
    small: frozenset[str] = frozenset()
    """Stems of words that are written small."""
    known: set[str] = field(init=False)
    """Stems of what the survivor says of who the agent is."""
    everywhere: set[str] = field(init=False)
    """Stems of all that stays: what a description says of the agent needs no sentence of its own beside that."""

    def __post_init__(self) -> None:
        own = (p for p in self.staying if p.place is not None and is_opening(p))
        self.known = {stem for p in own for stem in stems(p.text)} | VOICE
        self.everywhere = {stem for p in self.staying if _may_say(p) for stem in stems(p.text)}

    def take(self, guest: Passage) -> None:
        """Say what *guest* says in its stead; it stays where that is not safe."""
        pieces = self._pieces(guest)
        others = [_Piece(part, "", self._said_by(part.text) or self._heir(part, pieces)) for part in guest.instead]
        grown = self._grown(guest, pieces)
        if grown is None or not all(piece.sayer for piece in others):
            self.staying.append(guest)
            return
        self.opening, pieces = grown
        self.gone.append(guest)
        for piece in (*pieces, *others):
            self.behind[piece.sayer or self.host].append(piece.part)
            self.added += [] if piece.sayer else [piece.part]

    def _pieces(self, guest: Passage) -> list[_Piece]:
        """Return the pieces of *guest* with what says them; none where it cannot be cut."""
        if facts(guest.text).negated:
            return []
        told = self.known | self.everywhere if guest.wording.shape is Shape.FIELD else self.known
        if set(stems(guest.text)) <= told:
            found = self._word_by_word(guest)
            if len(found) <= _SCATTERED and not any(map(self._misses, found)):
                return found
        opening = read_opening(guest.text)
        known = opening is not None and set(stems(opening.who)) <= self.known
        if opening is None or not (known or opening.titles):
            return []
        found = []
        pieces = opening.pieces if known else [*((t, IS) for t in opening.titles), *opening.listed]
        for n, (text, lead) in enumerate(pieces):
            apart = self._apart(guest, n, text, lead)
            if not lead or not all(piece.sayer for piece in apart):
                apart = [_Piece(Part(guest.wording, n, text), lead, None if lead else self.host)]
            found += apart
        return found

    def _apart(self, guest: Passage, n: int, text: str, lead: str) -> list[_Piece]:
        """Return what *text*, piece *n* of *guest*, names, with what says it: the host what the agent is called."""
        if lead == IS:
            named = set(stems(text)) <= self.known and not self.opening.outranked(text)
            return [_Piece(Part(guest.wording, n, text), lead, self.host if named else None)]
        return [_Piece(Part(guest.wording, n, t), "", self._said_by(t)) for t in each(text)]

    def _word_by_word(self, guest: Passage) -> list[_Piece]:
        """Return *guest*, all words of which are said, in runs as long as one passage says them."""
        others = (p for p in self.staying if p is not self.host and _may_say(p))
        near = [self.host, *sorted(others, key=lambda p: p.wording.kind is not Kind.ROLE)]
        there = [(p, set(stems(str(self.opening) if p is self.host else p.text)) | VOICE | GENERIC) for p in near]
        found: list[_Piece] = []
        run: list[str] = []
        for word in guest.text.split():
            longer = {*stems(" ".join([*run, word]))}
            sayer = next((p for p, said in there if longer <= said), None)
            if sayer is None or not run:
                run, sayer = [], next((p for p, said in there if set(stems(word)) <= said), self.host)
                found.append(_Piece(Part(guest.wording, len(found), word), "", sayer))
            run.append(word)
            found[-1] = _Piece(Part(guest.wording, len(found) - 1, " ".join(run)), "", sayer)
        return found

    def _misses(self, piece: _Piece) -> bool:
        """Whether what says *piece* lacks a fact of it."""
        there = self.host if piece.sayer is None else piece.sayer
        return bool(missing(piece.part.text, str(self.opening) if there is self.host else there.text))

    def _heir(self, part: Part, pieces: Sequence[_Piece]) -> Passage | None:
        """Return what says most of what its opening, cut into *pieces*, said instead of *part*."""
        wanted = set(stems(part.text))
        told = [set(stems(f"{piece.lead} {piece.part.text}")) for piece in pieces]
        shared = [(len(wanted & told[n]), -n, piece) for n, piece in enumerate(pieces)]
        most, _, heir = max(shared, default=(0, 0, None))
        return (heir.sayer or self.host) if heir and most else None

    def _grown(self, guest: Passage, pieces: Sequence[_Piece]) -> tuple[Opening, list[_Piece]] | None:
        """Return the host's opening with those of *pieces* that nothing says, and all of them with what says them.

        None where the opening has no room for them.
        """
        new = [piece for piece in pieces if piece.sayer is None]
        listing = guest.wording.kind is Kind.EXPERTISE  # mostly new, it is a list of its own
        if not pieces or (listing and 2 * len(new) > len(pieces)):
            return None
        grown, told = self.opening, []
        for piece in pieces:
            if piece.sayer is None and has(str(grown), piece.part.text):
                told.append(piece._replace(sayer=self.host))
                continue
            told.append(piece)
            if piece.sayer is None:
                longer = self._taking(grown, piece)
                if longer is None:
                    return None
                grown = longer
        return grown, told

    def _taking(self, opening: Opening, piece: _Piece) -> Opening | None:
        """Return *opening* with *piece*; None where there is no room for it."""
        text = inside(piece.part.text, self.small)
        if piece.lead == IS:
            return opening.with_title(text)
        at = opening.place_for(piece.lead)
        return None if at is None or len(opening.lists[at][1]) >= _MOST else opening.with_item(at, text)

    def _said_by(self, text: str) -> Passage | None:
        """Return what says *text*, the host first."""
        if has(str(self.opening), text) or any(is_kind_of(item, text) for item, _ in self.opening.listed):
            return self.host
        return next((p for p in self.staying if p is not self.host and _may_say(p) and has(p.text, text)), None)


def _may_say(passage: Passage) -> bool:
    return passage.wording.shape not in {Shape.CODE, Shape.EXAMPLE} and passage.wording.kind not in _NOT_SAYING
