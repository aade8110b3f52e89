"""``report.sarif``: overlaps and conflicts for code scanning, as SARIF 2.1.0.

Code scanning tells one finding from another by its fingerprint; ours are made of what the definitions say, so that a
moved line or a renamed file is no new finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import quote

from analyzer.fingerprint import fingerprint
from analyzer.report.escape import line
from analyzer.report.jsontext import json_text
from analyzer.report.places import file_of, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from analyzer.model import Analysis, Conflict, Overlap, Problem, Proposal, Remark, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
RULES = {
    "copy": ("A definition is a copy of another", "Keep one, or say in a decision why both stay."),
    "subsumed": ("A definition says all that another says", "Keep the larger, or say in a decision why both stay."),
    "merge": ("Two definitions say much of the same", "Review the proposal of agentmerge analyze, or keep them apart."),
    "siblings": ("Two definitions share a template", "Keep both, and make their descriptions tell them apart."),
    "same-name": (
        "Two definitions of one runtime have the same name",
        "Rename one: the runtime loads one of them only.",
    ),
    "conflict": ("Definitions that should be one contradict each other", "Decide which side holds."),
    "name-twice": ("Several definitions have the same name", "Merge them, or rename all but one."),
    "same-name-apart": ("Definitions that do different things have the same name", "Rename all but one."),
    "name-not-file": ("A definition has another name than its file", "Give both one name."),
    "description-long": ("A description is longer than its runtime takes", "Shorten it."),
}
"""What may be found and what to do about it, the gravest first."""

_MOST = 5000
"""Results: code scanning shows no more of one upload."""

Location = tuple[str, int, str]
"""A path, a line from 1, and what is there."""


def render(analysis: Analysis) -> str:
    """Return as a SARIF log what the *analysis* would make one, what contradicts itself, and what to do about names."""
    conflicts = (_conflict(p, c) for p in analysis.proposals for c in p.canonical.open_conflicts)
    found = [*_overlaps(analysis), *conflicts, *(_remark(r) for r in analysis.remarks if r.spans and r.code in RULES)]
    return log(found[:_MOST], analysis.problems, left_out=len(found) - _MOST)


def log(results: Sequence[Mapping[str, object]], problems: Iterable[Problem], *, left_out: int = 0) -> str:
    """Return *results* as a SARIF log, ended by a line feed, with the *problems* of reading as its notifications."""
    notes = [_notification(p.message, p.code, [_location((p.span.path, p.span.start, ""))]) for p in problems]
    if left_out > 0:
        notes.append(_notification(f"{left_out} more results left out here for length.", "left-out", []))
    driver = {
        "name": "agentmerge",
        "rules": [_rule(name) for name in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": results,
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def result(
    rule: str, message: str, where: Sequence[Location], identity: str, *, level: str = "warning"
) -> dict[str, object]:
    """Return one result: it stands at the first place *where*, and is related to the others.

    *identity* tells it from others, in this log and in later ones.
    """
    first, *others = where
    found: dict[str, object] = {
        "ruleId": rule,
        "ruleIndex": list(RULES).index(rule),
        "level": level,
        "message": {"text": _text(message)},
        "locations": [_location((first[0], first[1], ""))],
        "partialFingerprints": {"agentmerge/v1": identity, "primaryLocationLineHash": f"{identity}:1"},
    }
    if others:
        found["relatedLocations"] = [{"id": n, **_location(other)} for n, other in enumerate(others, 1)]
    return found


def _rule(name: str) -> dict[str, object]:
    said, advice = RULES[name]
    return {
        "id": name,
        "shortDescription": {"text": f"{said}."},
        "fullDescription": {"text": f"{said}. {advice}"},
        "help": {"text": advice},
        "defaultConfiguration": {"level": "warning"},
    }


def _overlaps(analysis: Analysis) -> Iterator[dict[str, object]]:
    """Yield what should become one, best first: at the definition that would go, related to the one that stays."""
    at = {d.path: d for d in analysis.definitions}
    says: defaultdict[str, list[str]] = defaultdict(list)
    for statement in analysis.statements:
        if statement.field != "name":
            says[statement.path].append(statement.text)
    survivors = {p.canonical.survivor.path for p in analysis.proposals}
    for o in analysis.overlaps:
        if o.verdict.proposes:
            one, other = (o.a, o.b) if o.b in survivors else (o.b, o.a)
            places = [(*place(at[one]), ""), (*place(at[other]), other)]
            identity = fingerprint(o.verdict, *sorted(text for path in (o.a, o.b) for text in says[path]))
            yield result(o.verdict, f"{one} and {other}: {o.reason}", [*places, *_evidence(o, one)], identity)


def _evidence(overlap: Overlap, one: str) -> Iterator[Location]:
    for evidence in overlap.evidence[:3]:
        ends = (evidence.a, evidence.b) if evidence.a.path == one else (evidence.b, evidence.a)
        for end in ends:
            yield file_of(end.path), end.span.start, line(end.text, width=200)


def _conflict(proposal: Proposal, conflict: Conflict) -> dict[str, object]:
    sides = "; ".join(f"{line(side.value, width=100) or 'nothing'} in {_listed(side.spans)}" for side in conflict.sides)
    where = [(file_of(span.path), span.start, line(s.value, width=200)) for s in conflict.sides for span in s.spans[:3]]
    message = f"To decide for {proposal.family.name}, {conflict.topic}: {sides}. {conflict.reason}"
    identity = fingerprint("conflict", conflict.topic, *(side.value for side in conflict.sides), proposal.family.name)
    first = place(proposal.canonical.survivor)
    return result("conflict", message, where or [(*first, "")], identity, level="note")


def _remark(remark: Remark) -> dict[str, object]:
    where = [(file_of(span.path), span.start, "") for span in remark.spans]
    identity = fingerprint(remark.code, *(path for path, _, _ in where), remark.message)
    return result(remark.code, remark.message, where, identity, level="note")


def _listed(spans: Sequence[Span]) -> str:
    more = f" and {len(spans) - 3} more" if len(spans) > 3 else ""  # noqa: PLR2004 - as many as are related
    return ", ".join(map(str, spans[:3])) + more


def _location(where: Location) -> dict[str, object]:
    path, number, said = where
    physical = {"artifactLocation": {"uri": _uri(path)}, "region": {"startLine": max(1, number)}}
    found: dict[str, object] = {"physicalLocation": physical}
    return found | ({"message": {"text": _text(said)}} if said else {})


def _uri(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def _notification(message: str, code: str, locations: Sequence[Mapping[str, object]]) -> dict[str, object]:
    return {
        "descriptor": {"id": code},
        "level": "warning",
        "message": {"text": _text(message)},
        "locations": locations,
    }


def _text(message: str) -> str:
    """Return *message* as a reader sees it, without what SARIF takes as a link or as a place for an argument."""
    return re.sub(r"\{(?=\d)", "{ ", line(message, width=2000).replace("](", "] ("))
