"""Let the survivor's first sentence say for all sources who the agent is: one opening instead of one for each."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from analyzer.facts import facts, missing
from analyzer.labels import read_label
from analyzer.merge.fusing.labels import inside, small_words
from analyzer.merge.fusing.opening import Opening, read_opening
from analyzer.merge.leaning import content
from analyzer.merge.light_words import GENERIC, VOICE
from analyzer.model import Kind, Part, Shape
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.model import Passage

_SELF = {"Role", "Identity", "Persona"}
"""Labels behind which a source says who the agent is."""
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_BOUNDS = re.compile(r"[,;:()]|\.(?:\s|$)")
_PROSE = {Shape.SENTENCE, Shape.FIELD}
_MOST = 8
"""Things in one list of a sentence that one still reads."""
_SCATTERED = 6
"""Runs of words that a sentence may be said in: in more, nobody says it."""
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
    guests = [p for p in passages if p.place is None and _is_opening(p)]
    staying = [p for p in passages if p not in guests]
    hall = _Hall(host, opening, staying, small=small_words(p.text for p in passages))
    for guest in guests:
        hall.take(guest)
    changed = {p: _unlabelled(p) for p in guests if p not in hall.gone and not host.text.startswith("**")}
    changed |= {p: _saying(changed.get(p, p), pieces) for p, pieces in hall.behind.items()}
    if hall.added:
        changed[host] = _extended(changed[host], opening, hall)
    return tuple(changed.get(p, p) for p in passages if p not in hall.gone)


def _is_opening(passage: Passage) -> bool:
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
class _Hall:
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
        own = (p for p in self.staying if p.place is not None and _is_opening(p))
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
        if set(stems(guest.text)) <= told and not missing(guest.text, str(self.opening)):
            found = self._word_by_word(guest)
            if len(found) <= _SCATTERED:
                return found
        opening = read_opening(guest.text)
        if opening is None or not set(stems(opening.who)) <= self.known:
            return []
        found = []
        for n, (text, lead) in enumerate(opening.pieces):
            apart = [_Piece(Part(guest.wording, n, t), "", self._said_by(t)) for t in _unbracketed(text)]
            if not lead or not all(piece.sayer for piece in apart):
                apart = [_Piece(Part(guest.wording, n, text), lead, None if lead else self.host)]
            found += apart
        return found

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

    def _heir(self, part: Part, pieces: Sequence[_Piece]) -> Passage | None:
        """Return what says most of what its opening, cut into *pieces*, said instead of *part*."""
        wanted = set(stems(part.text))
        shared = [(len(wanted & set(stems(piece.part.text))), -n, piece) for n, piece in enumerate(pieces)]
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
            if piece.sayer is None and _has(str(grown), piece.part.text):
                told.append(piece._replace(sayer=self.host))
                continue
            told.append(piece)
            if piece.sayer is None:
                at = grown.place_for(piece.lead)
                if at is None or len(grown.lists[at][1]) >= _MOST:
                    return None
                grown = grown.with_item(at, inside(piece.part.text, self.small))
        return grown, told

    def _said_by(self, text: str) -> Passage | None:
        """Return what says *text*, the host first."""
        if _has(str(self.opening), text):
            return self.host
        return next((p for p in self.staying if p is not self.host and _may_say(p) and _has(p.text, text)), None)


def _may_say(passage: Passage) -> bool:
    return passage.wording.shape not in {Shape.CODE, Shape.EXAMPLE} and passage.wording.kind not in _NOT_SAYING


def _unbracketed(text: str) -> list[str]:
    """Return what *text* names before its brackets, and each thing in them."""
    inner = [thing for bracket in _BRACKET.findall(text) for thing in re.split(r",\s*", bracket)]
    return [_BRACKET.sub("", text), *inner]


def _has(text: str, piece: str) -> bool:
    """Whether *text* has what *piece* names, word near word."""
    wanted = content(piece)
    wanted = wanted if len(wanted) > 1 else frozenset(stems(piece))  # "frameworks" are not "framework development"
    if facts(text).negated or missing(piece, text):
        return False
    return any(wanted <= set(run) for part in _BOUNDS.split(text) for run in _runs(part, wanted))


def _runs(text: str, wanted: frozenset[str]) -> Iterator[Sequence[str]]:
    """Yield what stems of *text* there are in a row, as many as *wanted*; words that tell little do not count."""
    there = [stem for stem in stems(text) if stem in wanted or stem not in GENERIC]
    return (there[i : i + len(wanted)] for i in range(max(1, len(there) - len(wanted) + 1)))


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


def _extended(host: Passage, opening: Opening, hall: _Hall) -> Passage:
    """Return *host*, which says *opening*, with what *hall* added to it."""
    own = tuple(Part(host.wording, n, text) for n, (text, _) in enumerate(opening.pieces))
    instead = tuple(p for p in host.instead if p not in hall.added)
    sources = ", ".join(sorted({str(p.statement.span) for p in (*own, *hall.added)}))
    reason = f"One opening of {sources}."
    return replace(host, text=str(hall.opening), parts=(*own, *hall.added), instead=instead, reason=reason)
