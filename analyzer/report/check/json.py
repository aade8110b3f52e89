"""What the gate found, for other programs. ``check.schema.json`` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.report.check import wording
from analyzer.report.jsontext import json_text, problem
from analyzer.report.places import place

if TYPE_CHECKING:
    from analyzer.model import Accepted, Check, Finding, Known, Match, Ruling

FORMAT_VERSION = 1
# 1: the first.
# A new key leaves the number as it is; a key that changes its meaning, its type or goes raises it.


def render(check: Check) -> str:
    """Return *check* as JSON, ended by a line feed."""
    report = {
        "format_version": FORMAT_VERSION,
        "model": check.model,
        "against": check.against,
        "definitions": len(check.definitions),
        "passed": not check.findings,
        "findings": [_finding(f) for f in check.findings],
        "aside": [_finding(f) for f in check.aside],
        "known": [_known(k) for k in check.known],
        "gone": [_gone(e) for e in check.gone],
        "expired": [_expired(r) for r in check.expired],
        "problems": [problem(p) for p in check.problems],
    }
    return json_text(report)


def _finding(finding: Finding) -> dict[str, object]:
    _, line = place(finding.definition)
    return {
        "path": finding.definition.path,
        "line": line,
        "name": finding.definition.name,
        "age": finding.age,
        "rule": finding.rule,
        "message": wording.headline(finding),
        "fingerprint": finding.fingerprint,
        "matches": [_match(m, finding) for m in finding.matches],
    }


def _match(match: Match, finding: Finding) -> dict[str, object]:
    _, line = place(match.other)
    overlap = match.overlap
    if overlap is None:
        shares = None
    elif overlap.a == finding.definition.path:
        shares = {"own": round(overlap.coverage_a, 4), "other": round(overlap.coverage_b, 4)}
    else:
        shares = {"own": round(overlap.coverage_b, 4), "other": round(overlap.coverage_a, 4)}
    return {
        "path": match.other.path,
        "line": line,
        "found": list(match.found),
        "score": round(overlap.score, 4) if overlap else None,
        "coverage": shares,
        "reason": wording.reason(match),
    }


def _known(known: Known) -> dict[str, object]:
    ends = {"a": known.a.path, "b": known.b.path}
    return {**ends, "found": list(known.found), "note": known.note, "decided": known.decided}


def _gone(entry: Accepted) -> dict[str, object]:
    return {"a": entry.a, "b": entry.b, "found": list(entry.found), "note": entry.note}


def _expired(ruling: Ruling) -> dict[str, object]:
    return {
        "definitions": list(ruling.decision.definitions),
        "reason": ruling.decision.reason,
        "effect": ruling.effect,
    }
