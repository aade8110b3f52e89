"""What ``agentmerge explain`` prints: the verdict, what the two share, and who said what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import RelationKind
from analyzer.report.escape import inert, line
from analyzer.report.jsontext import json_text, located

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzer.model import Explanation, Sides, Span

FORMAT_VERSION = 1
# 1: the first (0.1.0).
# A new key leaves the number as it is; a key that changes its meaning, its type or goes raises it.

_VERDICTS = {
    RelationKind.SAME: "The same: one of the two can go.",
    RelationKind.A_COVERS_B: "A covers B: B can go.",
    RelationKind.B_COVERS_A: "B covers A: A can go.",
    RelationKind.OVERLAP: "They overlap: each says something that the other does not.",
    RelationKind.DIFFERENT: "Different: both stay.",
    RelationKind.CONFLICT: "Conflict: they cannot both be followed.",
}
_NAMES = {
    RelationKind.SAME: "same",
    RelationKind.A_COVERS_B: "A covers B",
    RelationKind.B_COVERS_A: "B covers A",
    RelationKind.OVERLAP: "overlap",
    RelationKind.DIFFERENT: "different",
}
_INDENT = 16


def render(explanation: Explanation) -> str:
    """Return *explanation* for a terminal."""
    return inert("\n".join(_lines(explanation)) + "\n")


def render_json(explanation: Explanation) -> str:
    """Return *explanation* as JSON, ended by a line feed."""
    relation = explanation.relation
    report = {
        "format_version": FORMAT_VERSION,
        "a": {"text": explanation.a, **_place(explanation.places[0])},
        "b": {"text": explanation.b, **_place(explanation.places[1])},
        "kind": relation.kind,
        "redundancy": round(relation.redundancy, 4),
        "cosine": round(relation.cosine, 4),
        "guards": list(relation.guards),
        "kind_without_guards": explanation.unguarded,
        "words": _sides(explanation.words),
        "facts": _sides(explanation.facts),
        "readings": {r.judge: {k: round(p, 4) for k, p in r.probabilities} for r in explanation.readings},
    }
    return json_text(report)


def _lines(explanation: Explanation) -> Iterator[str]:
    relation = explanation.relation
    for name, text, place in zip("AB", (explanation.a, explanation.b), explanation.places, strict=True):
        yield f"{name}  {f'{line(str(place))}: ' if place else ''}{line(text)}"
    yield ""
    yield _VERDICTS[relation.kind]
    yield from _entry("redundancy", [f"{relation.redundancy:.2f}"])
    yield from _entry("cosine", [f"{relation.cosine:.2f}"])
    yield ""
    yield from _compared("words", explanation.words)
    yield from _compared("facts", explanation.facts)
    yield ""
    yield from _guards(explanation)
    yield ""
    yield " " * _INDENT + "  ".join(f"{_NAMES[kind]:>10}" for kind in _NAMES)
    for reading in explanation.readings:
        said = "  ".join(f"{p:>10.2f}" for _, p in reading.probabilities)
        yield f"{reading.judge:<{_INDENT}}{said}"
    if not _encoder_counts(explanation):
        yield "The encoder has no part in it: the network sees too little in common."


def _encoder_counts(explanation: Explanation) -> bool:
    said = {reading.judge: reading.probabilities for reading in explanation.readings}
    return said["together"] != said["network"]


def _compared(what: str, sides: Sides) -> Iterator[str]:
    yield from _entry(f"shared {what}", [", ".join(sides.shared)])
    yield from _entry("only in A", [", ".join(sides.only_a)])
    yield from _entry("only in B", [", ".join(sides.only_b)])


def _guards(explanation: Explanation) -> Iterator[str]:
    relation = explanation.relation
    alike = not relation.guards and relation.kind is not explanation.unguarded
    none = "not asked: the two differ at most in case, marks and end punctuation" if alike else "none spoke"
    yield from _entry("guards", relation.guards or [none])
    if relation.guards and relation.kind is not explanation.unguarded:
        yield from _entry("without them", [_VERDICTS[explanation.unguarded]])


def _entry(name: str, values: list[str] | tuple[str, ...]) -> Iterator[str]:
    for position, value in enumerate(values):
        yield f"{'' if position else name:<{_INDENT}}{line(value) or '-'}"


def _sides(sides: Sides) -> dict[str, list[str]]:
    return {"shared": list(sides.shared), "only_a": list(sides.only_a), "only_b": list(sides.only_b)}


def _place(place: Span | None) -> dict[str, object]:
    return {} if place is None else located(place)
