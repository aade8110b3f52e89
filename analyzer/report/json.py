"""``report.json``: everything that the analysis found, for other programs. ``report.schema.json`` describes it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from analyzer.report import naming
from analyzer.report.jsontext import json_text, located, problem
from analyzer.text import words

if TYPE_CHECKING:
    from analyzer.model import (
        Analysis,
        Budgets,
        Cluster,
        Conflict,
        Definition,
        Evidence,
        Family,
        HeadingFate,
        Landmarks,
        Overlap,
        Proposal,
        Reference,
        Remark,
        Ruling,
        Statement,
    )

FORMAT_VERSION = 1
# 1: the first (0.1.0).
# A new key leaves the number as it is; a key that changes its meaning, its type or goes raises it.


def render(analysis: Analysis) -> str:
    """Return the *analysis* as JSON, ended by a line feed; paths are relative to what was analysed."""
    proposed = {p.family.name: (p, f) for p, f in zip(analysis.proposals, naming.folders(analysis), strict=True)}
    report = {
        "format_version": FORMAT_VERSION,
        "model": analysis.model,
        "request": asdict(analysis.request),
        "notes": list(analysis.notes),
        "definitions": [_definition(d) for d in sorted(analysis.definitions, key=lambda d: d.path)],
        "statements": [_statement(s) for s in sorted(analysis.statements, key=lambda s: (s.path, s.ordinal))],
        "clusters": [_cluster(c) for c in analysis.clusters],
        "overlaps": [_overlap(o) for o in analysis.overlaps],
        "families": [_family(f) | _proposal(*proposed.get(f.name, (None, ""))) for f in analysis.graph.families],
        "graph": _landmarks(analysis.graph.landmarks),
        "budgets": _budgets(analysis.budgets),
        "remarks": [_remark(r) for r in analysis.remarks],
        "decisions": [_ruling(r) for r in analysis.rulings],
        "problems": [problem(p) for p in analysis.problems],
    }
    return json_text(report)


def _definition(definition: Definition) -> dict[str, object]:
    return {
        "id": definition.path,
        "path": definition.path,
        "name": definition.name,
        "dialect": definition.dialect.name,
        "digest": definition.digest,
        "words": sum(len(words(block.text)) for block in definition.body),
        "description": len(definition.description),
        "problems": [problem(p) for p in definition.problems],
    }


def _statement(statement: Statement) -> dict[str, object]:
    return {
        "id": statement.id,
        "definition": statement.path,
        "lines": [statement.span.start, statement.span.end],
        "kind": statement.kind,
        "shape": statement.shape,
        "section": list(statement.section),
        "field": statement.field,
        "text": statement.text,
    }


def _cluster(cluster: Cluster) -> dict[str, object]:
    return {
        "id": cluster.members[0].id,
        "members": [member.id for member in cluster.members],
        "cohesion": _number(cluster.cohesion),
    }


def _overlap(overlap: Overlap) -> dict[str, object]:
    return {
        "a": overlap.a,
        "b": overlap.b,
        "score": _number(overlap.score),
        "verdict": overlap.verdict,
        "coverage": {"a": _number(overlap.coverage_a), "b": _number(overlap.coverage_b)},
        "reason": overlap.reason,
        "undecided": overlap.undecided,
        "distinctions": list(overlap.distinctions),
        "evidence": [_evidence(e) for e in overlap.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, object]:
    return {
        "relation": evidence.relation.kind,
        "redundancy": _number(evidence.relation.redundancy),
        "guards": list(evidence.relation.guards),
        "a": _quote(evidence.a),
        "b": _quote(evidence.b),
    }


def _quote(statement: Statement) -> dict[str, object]:
    return {"id": statement.id, **located(statement.span), "text": statement.text}


def _family(family: Family) -> dict[str, object]:
    return {
        "name": family.name,
        "verdict": family.verdict,
        "reason": family.reason,
        "weakest": {"a": family.weakest.a, "b": family.weakest.b} if family.weakest else None,
        "definitions": [d.path for d in family.definitions],
    }


def _proposal(proposal: Proposal | None, folder: str) -> dict[str, object]:
    if proposal is None:
        return {}
    sizes = proposal.sizes
    named = zip(proposal.diffs, naming.diffs(proposal), strict=True)
    return {
        "survivor": {"path": proposal.canonical.survivor.path, "reason": proposal.canonical.survivor_reason},
        "canonical": f"{folder}/{naming.canonical(proposal)}",
        "diffs": [{"definition": diff.path, "path": f"{folder}/{name}"} for diff, name in named],
        "ledger": f"{folder}/{naming.LEDGER}",
        "headings": [_heading(fate) for fate in proposal.headings],
        "agreement": [
            {"definition": path, "any": row[path], "with": {other: n for other, n in row.items() if other != path}}
            for path, row in proposal.canonical.agreement.items()
        ],
        "conflicts": [_conflict(c) for c in proposal.canonical.conflicts],
        "violations": [problem(v) for v in proposal.violations],
        "references": [_reference(r) for r in proposal.references],
        "words": {"before": sizes.words_before, "longest": sizes.words_longest, "after": sizes.words_after},
        "description": {"before": sizes.description_before, "after": sizes.description_after},
    }


def _heading(fate: HeadingFate) -> dict[str, object]:
    heading = fate.heading
    return {
        "definition": heading.span.path,
        "lines": [heading.span.start, heading.span.end],
        "form": heading.form,
        "section": list(heading.path[:-1]),
        "title": heading.title,
        "fate": fate.kind,
        "line": fate.line,
        "heading": fate.title,
        "reason": fate.reason,
        "unsaid": list(fate.unsaid),
        "statements": fate.below,
        "staying": fate.staying,
    }


def _conflict(conflict: Conflict) -> dict[str, object]:
    return {
        "topic": conflict.topic,
        "sides": [{"value": side.value, "places": [located(s) for s in side.spans]} for side in conflict.sides],
        "chosen": conflict.chosen,
        "reason": conflict.reason,
        "settled": conflict.settled,
    }


def _landmarks(landmarks: Landmarks) -> dict[str, object]:
    return {
        "groups": [list(paths) for paths in landmarks.groups],
        "hubs": [{"definition": path, "overlaps": count} for path, count in landmarks.hubs],
        "bridges": [{"a": a, "b": b} for a, b in landmarks.bridges],
    }


def _budgets(budgets: Budgets) -> dict[str, object]:
    return {
        "before": asdict(budgets.before),
        "after": asdict(budgets.after),
        "definitions": [{"definition": path, **asdict(load)} for path, load in budgets.definitions.items()],
        "families": [
            {"family": name, "before": asdict(before), "after": asdict(after)}
            for name, (before, after) in budgets.families.items()
        ],
        "limits": [
            {"dialect": n.dialect.name, "most_tokens": n.most, "before": n.before, "after": n.after}
            for n in budgets.limits
        ],
    }


def _remark(remark: Remark) -> dict[str, object]:
    return {"code": remark.code, "places": [located(s) for s in remark.spans], "message": remark.message}


def _ruling(ruling: Ruling) -> dict[str, object]:
    decision = ruling.decision
    return {
        "kind": decision.kind,
        "definitions": list(decision.definitions),
        "statements": list(decision.statements),
        "text": decision.text,
        "topic": decision.topic,
        "reason": decision.reason,
        "standing": ruling.standing,
        "effect": ruling.effect,
        "families": list(ruling.families),
    }


def _reference(reference: Reference) -> dict[str, object]:
    return {
        **located(reference.span),
        "column": reference.column,
        "definition": reference.move.path,
        "text": reference.text,
        "replacement": reference.replacement,
        "safe": reference.safe,
        "reason": reference.reason,
    }


def _number(value: float) -> float:
    """Return *value* with as many digits as another machine's arithmetic gives too."""
    return round(float(value), 4)
