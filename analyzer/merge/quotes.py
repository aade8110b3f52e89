"""Quote for each piece of a statement that is said in several places the place that says it best."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.labels import read_label
from analyzer.merge.leaning import content
from analyzer.merge.light_words import HOLLOW
from analyzer.merge.named import belongs_elsewhere
from analyzer.model import Kind, Part
from analyzer.text import lists, squash, stems

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from analyzer.merge.comparable import Peers
    from analyzer.model import Passage, Statement

_BETWEEN = 2
"""Stems of other things that may stand between those of a piece."""
_SAMPLES = {Kind.TRIGGER, Kind.EXAMPLE, Kind.METADATA}

_Piece = tuple[Part, "Passage"]


def quote_best(passages: Sequence[Passage], peers: Peers) -> tuple[Passage, ...]:
    """Return *passages*, each saying those pieces of other statements that it says best.

    Words that say nothing alone ("This agent excels at writing") are no piece: they go with what they lead to. What is
    said in one place stays there, and so does what no other place has more words of. *peers* tells what may be quoted.
    """
    said: dict[Statement, list[_Piece]] = defaultdict(list)
    for passage in passages:
        for part in passage.instead:
            said[part.statement].append((part, passage))
    own = {p.statement for passage in passages for p in passage.parts}
    scattered = {s: found for s, found in said.items() if s in own or len({passage for _, passage in found}) > 1}
    shelf = _Shelf(passages, peers)
    told: dict[Passage, set[Part]] = {p: {q for q in p.instead if q.statement not in scattered} for p in passages}
    for s, found in scattered.items():
        pieces = [(part, shelf.best(part, passage)) for part, passage in _joined(s, sorted(found, key=_order))]
        for part, passage in _labelled(pieces):
            told[passage].add(part)
    return tuple(_telling(p, told[p], scattered) for p in passages)


def _order(piece: _Piece) -> Part:
    return piece[0]


def _joined(statement: Statement, pieces: Sequence[_Piece]) -> list[_Piece]:
    """Return *pieces* of *statement* with those that say nothing alone joined to the next one; the last are left out.

    Where none says anything, they stay as they are.
    """
    text, end, begin = squash(statement.text), 0, -1
    found: list[_Piece] = []
    for part, passage in pieces:
        start = text.find(part.text, end) if part.text and not part.label else -1
        if start < 0:
            found.append((part, passage))
            continue
        end = start + len(part.text)
        begin = start if begin < 0 else begin
        if not _is_hollow(part.text):
            found.append((replace(part, text=text[begin:end]), passage))
            begin = -1
    return found or list(pieces)


def _labelled(pieces: list[_Piece]) -> list[_Piece]:
    """Return *pieces* with a label joined to what follows it, where only the title of what is quoted for it says it."""
    if len(pieces) == 1 or pieces[0][0].text:
        return pieces
    (label, passage), (first, other), *rest = pieces
    told = not _is_hollow(label.label) and content(label.label) <= set(stems(passage.text))
    if told or missing(label.label, other.text):
        return pieces
    return [(replace(first, text=f"{label.label} {first.text}"), other), *rest]


def _is_hollow(text: str) -> bool:
    return set(stems(text)) <= HOLLOW and not facts(text).concrete


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Finds what says a piece."""

    passages: Sequence[Passage]
    peers: Peers
    by_stem: dict[str, list[Passage]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for passage in self.passages:
            if not passage.wording.shape.verbatim and passage.wording.kind not in _SAMPLES:
                for stem in set(stems(passage.text)):
                    self.by_stem[stem].append(passage)

    def best(self, part: Part, passage: Passage) -> Passage:
        """Return what has most words of *part* near each other, *passage* before others that have as many.

        A label stays where what it names is said.
        """
        if not part.text:
            return passage
        wanted = (content(part.text) - HOLLOW) or content(part.text) or frozenset(stems(part.label))
        near = (p for stem in sorted(wanted) for p in self.by_stem[stem])
        able = [p for p in dict.fromkeys(near) if p is not passage and self._may_say(p, part, passage)]
        return max([passage, *able], key=lambda p: _share(p, part, wanted))

    def _may_say(self, other: Passage, part: Part, passage: Passage) -> bool:
        """Whether *other* loses nothing of *part* that *passage* has."""
        said = f"{part.label} {part.text}"
        return (
            self.peers.comparable(other.wording, part.statement)
            and not belongs_elsewhere(other.text, f"{said} {part.statement.heading}")
            and facts(other.text).negated == facts(part.text).negated
            and set(missing(said, other.text)) <= set(missing(said, passage.text))
        )


def _share(passage: Passage, part: Part, wanted: frozenset[str]) -> tuple[int, bool, int, bool]:
    """Return how many of the *wanted* stems of *part* are near each other in *passage*, and of its label's anywhere.

    The same many are more where they are an item of its own, in a statement of its kind, and where they are all that
    one lists something of.
    """
    there = stems(passage.text)
    length = len(wanted) + _BETWEEN
    near = max(len(wanted.intersection(there[i : i + length])) for i in range(max(1, len(there) - length + 1)))
    around = {*there, *stems(" ".join(passage.section))}
    label = read_label(passage.text)
    alike = passage.wording.kind is part.statement.kind or (label is not None and content(label.title) == wanted)
    return near, lists(passage.text, part.text), len(content(part.label) & around), alike


def _telling(passage: Passage, told: Iterable[Part], moved: Container[Statement]) -> Passage:
    """Return *passage* saying what is *told*; of what was *moved*, it stands for no more."""
    instead = tuple(sorted(told))
    own = {passage.wording, *(p.statement for p in passage.parts), *(p.statement for p in instead)}
    standing = tuple(s for s in passage.stands_for if s in own or s not in moved)
    return replace(passage, instead=instead, stands_for=tuple(sorted({*standing, *own})))
