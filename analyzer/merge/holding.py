"""Whether one part says what another says: as far as the judge, the words and the facts tell."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.labels import read_label
from analyzer.merge.comparable import is_like
from analyzer.merge.fusing.labels import same_topic
from analyzer.merge.leaning import content, leans, leans_apart, leans_widely, stemmed
from analyzer.merge.light_words import ALIKE, CARE, GENERIC, MANNER, SELF
from analyzer.merge.named import belongs_elsewhere
from analyzer.model import Kind, Part
from analyzer.text import plain, stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.merge.comparable import Peers
    from analyzer.model import Judgements

_INTRODUCTIONS = {Kind.ROLE, Kind.TRIGGER}
DEEDS = {Kind.INSTRUCTION, Kind.STEP}
"""Kinds whose first word says what to do."""
INTRODUCED = 0.3
"""The least redundancy that lets an introduction go: it tells who the agent is, not what to do."""
_CAUTION = 0.3
"""How much surer the judge must be where no word of what goes is said by what stays or above it."""
_VERY_SURE = 0.95
"""How sure the judge must be of such a statement under a title of another topic, which it does not read, and across
kinds."""
_AS_GOOD_AS_SAME = 0.98
"""How sure it must be where no verb helps: "monitoring" of a queue is not that of a server."""
_BETWEEN = 2
"""Stems of other things that may stand between those of one thing."""


def holds(  # noqa: PLR0913 - the two, where one stands, what is known of both, and the option
    other: Part, element: Part, judgements: Judgements, peers: Peers, *, floor: float, section: Sequence[str]
) -> bool:
    """Whether *other*, standing under *section*, says what *element* says; *peers* and *floor* are of `stand_ins`."""
    heading = " ".join(section)
    general = element.whole or not element.text
    if general and belongs_elsewhere(
        other.statement.text, f"{element.label} {element.text} {element.statement.heading}"
    ):
        return False
    if not element.text:
        wanted = frozenset(stems(element.label)) - GENERIC
        said = wanted <= stems_of(other) | stemmed(heading) or same_topic(label_of(other), element.label)
        return said and not missing(element.label, f"{other.label} {other.text}")
    if element.clause and (
        _repeats(other, element, judgements)
        or holds(other, whole_of(element), judgements, peers, floor=floor, section=section)
    ):
        return True
    return _says(other, element, judgements, peers, floor, section) and not missing(
        f"{element.label} {element.text}", f"{other.label} {other.text} {heading}"
    )


def whole_of(clause: Part) -> Part:
    """Return the statement that *clause* is of."""
    return Part(clause.statement, 0, clause.statement.text)


def _says(  # noqa: PLR0913, PLR0917 - as of `holds`
    other: Part, part: Part, judgements: Judgements, peers: Peers, floor: float, section: Sequence[str]
) -> bool:
    """Whether *other* says what *part* says, as far as the judge or, for a piece of a statement, its words tell."""
    if facts(part.text).negated and not facts(other.text).negated:
        return False
    if part.statement.kind is Kind.CHECK is not other.statement.kind and content(part.text) != content(other.text):
        # What is known or done in general is not thereby checked before this is done.
        return False
    around = stems_of(other) | stemmed(" ".join(section))
    if part.whole and _labels(other, part) and (part.statement.kind in DEEDS or not leans_apart(part, around, peers)):
        return True
    judged = _judged(other, part, judgements, peers, floor, around)
    return judged or (not part.whole and _worded(other, part, around))


def _judged(  # noqa: PLR0913, PLR0917 - as of `holds`
    other: Part, part: Part, judgements: Judgements, peers: Peers, floor: float, around: frozenset[str]
) -> bool:
    """Whether the judge is as sure as it must be that *other*, with the words *around* it, covers *part*."""
    covers = judgements.covers(other, part)
    own = content(part.text) - CARE
    if own and own <= around | SELF and _repeats(other, part, judgements):
        return True
    if own and own <= around:
        # All its words are there, if some only in the title: whether the other says more is no question any longer.
        covers = max(covers, judgements.between(other, part).redundancy)
    wanted = content(part.text)
    if _other_deed(other, part) or covers < _least_across(other, part, around, peers):
        return False
    if not wanted and leans(part, around, frozenset()):
        # "Best practices" are those of what their title names.
        return False
    if not own <= around and stems_of(other) - GENERIC - CARE - MANNER < own:
        # "Caching strategies" are not "build caching": what names less cannot say more.
        return False
    caution = _CAUTION * len(wanted - around) / max(1, len(wanted))
    least = INTRODUCED if part.statement.kind in _INTRODUCTIONS else floor
    return covers >= least + caution


def _repeats(other: Part, part: Part, judgements: Judgements) -> bool:
    """Whether *other* has word for word each sentence of *part*, which has several or has a label; a clause's own."""
    said = judgements.said_by(other)
    whole, *sentences = judgements.said_by(part.statement)
    if part.clause:
        text = plain(part.text)
        return any(text in own and own in said for own in (whole, *sentences))
    return part.whole and bool(sentences) and set(sentences) <= set(said)


def _least_across(other: Part, part: Part, around: frozenset[str], peers: Peers) -> float:
    """Return how sure the judge must be where *part* is of another kind than *other*, or one of them leans on a title.

    Less is asked of what names the same thing first under a title that has a word in common.
    """
    apart = leans(part, around, frozenset())
    leaning = apart or leans_widely(part, other, around, peers)
    if leaning and part.statement.kind not in DEEDS:
        return _VERY_SURE if not apart and _begins_with(other, part) else _AS_GOOD_AS_SAME
    return _VERY_SURE if leaning or not is_like(other.statement.kind, part.statement.kind) else 0.0


def _begins_with(other: Part, part: Part) -> bool:
    wanted = stems(part.text)
    return stems(other.text)[: len(wanted)] == wanted


def _worded(other: Part, piece: Part, around: frozenset[str]) -> bool:
    """Whether *other* has the words of *piece*, near each other and neither counted nor negated otherwise."""
    wanted, own = content(piece.text), facts(piece.text)
    if not is_like(other.statement.kind, piece.statement.kind):
        return False
    if not wanted or own.numbers or own.negated != facts(other.text).negated or not _together(wanted, other):
        return False
    # A single word says little: "AWS" as a cloud is not the "AWS" of a queue.
    alone = wanted == stemmed(other.text)
    return len(wanted) > 1 or piece.clause or alone or bool(stemmed(piece.label) & around)


def _other_deed(other: Part, part: Part) -> bool:
    """Whether *part* tells to do another thing than *other*: who verifies a plan has not made one."""
    own, theirs = _verb(part), _verb(other)
    alike = any({own, theirs} <= verbs for verbs in ALIKE)
    return part.whole and bool(own) and bool(theirs) and own not in stems_of(other) and not alike


def _verb(part: Part) -> str:
    """Return the stem of the verb that *part* begins with, where it tells what to do and not just to see to it."""
    first = stems(part.text)[:1] if part.statement.kind in DEEDS else ()
    return first[0] if first and first[0] not in GENERIC | CARE else ""


def _together(wanted: frozenset[str], other: Part) -> bool:
    """Whether *other* has all of the *wanted* stems near each other: far apart, they belong to other things."""
    there = [stem for stem in stems(f"{other.label} {other.text}") if stem not in GENERIC]
    length = len(wanted) + _BETWEEN
    return any(wanted <= set(there[i : i + length]) for i in range(max(1, len(there) - length + 1)))


def _labels(other: Part, part: Part) -> bool:
    """Whether all that *part* says is the label of *other*; what to do it says only in the same order.

    "Design berths" is not what a line "For berth design" tells.
    """
    own, label = stems(part.text), stems(label_of(other))
    if part.statement.kind in DEEDS and own[:1] != label[:1] and not CARE.intersection(own[:1]):
        return False
    return bool(label) and frozenset(own) - CARE == frozenset(label)


def label_of(part: Part) -> str:
    """Return the label of *part*: that of its enumeration, or its own bold one."""
    found = read_label(part.text)
    return part.label or (found.label if found and found.bold else "")


@lru_cache(maxsize=100_000)
def stems_of(part: Part) -> frozenset[str]:
    """Return the stems of *part* and its label."""
    return stemmed(f"{part.label} {part.text}")
