"""``agentmerge audit --json``: what a merge lost, turned round, invented, changed and moved, for other programs.

``audit.schema.json`` describes it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analyzer.model import Severity
from analyzer.report.jsontext import json_text, located, problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.model import Audit, ChangedOrder, ChangedValue, Gap, Shift, Side, Statement

FORMAT_VERSION = 1
# 1: the first (0.1.0).
# A new key leaves the number as it is; a key that changes its meaning, its type or goes raises it.


def render(audit: Audit) -> str:
    """Return the *audit* as JSON, ended by a line feed, the most important of each list first."""
    report = {
        "format_version": FORMAT_VERSION,
        "model": audit.model,
        "lost": [_gap(g) for g in audit.lost],
        "reversed": [_shift(s) for s in audit.reversed],
        "invented": [_gap(g) for g in audit.invented],
        "moved": [_shift(s) for s in audit.moved],
        "front_matter": [_value(c) for c in audit.front_matter],
        "orders": [_order(o) for o in audit.orders],
        "decided": [{**_statement(d.statement), "reason": d.reason} for d in audit.decided],
        "summary": _summary(audit),
        "problems": [problem(p) for p in audit.problems],
    }
    return json_text(report)


def _gap(gap: Gap) -> dict[str, object]:
    return {
        "text": gap.text,
        **located(gap.span),
        "section": list(gap.statements[0].section),
        "kind": gap.statements[0].kind,
        "severity": gap.severity,
        "reason": gap.reason,
        "facts": list(gap.facts),
        "said": round(gap.share, 4),
        "nearest": _statement(gap.nearest) if gap.nearest else None,
        "also": [located(span) for span in gap.also],
    }


def _shift(shift: Shift) -> dict[str, object]:
    why = {"reason": shift.reason, "disagreed": shift.disagreed}
    return {**_statement(shift.before), **why, "after": _statement(shift.after)}


def _value(change: ChangedValue) -> dict[str, object]:
    return {
        "key": change.key,
        "severity": change.severity,
        "reason": change.reason,
        "before": [_side(side) for side in change.before],
        "after": _side(change.after),
    }


def _side(side: Side) -> dict[str, object]:
    return {"value": side.value or None, "places": [located(span) for span in side.spans]}


def _order(order: ChangedOrder) -> dict[str, object]:
    before, after = ([{"text": s.text, **located(s.span)} for s in steps] for steps in (order.before, order.after))
    return {
        "section": list(order.section),
        "severity": order.severity,
        "reason": order.reason,
        "before": before,
        "after": after,
    }


def _statement(statement: Statement) -> dict[str, object]:
    return {"text": statement.text, **located(statement.span), "section": list(statement.section)}


def _summary(audit: Audit) -> dict[str, object]:
    return {
        "definitions_before": len(audit.before),
        "definitions_after": len(audit.after),
        "statements_before": audit.statements_before,
        "statements_after": audit.statements_after,
        "lost": _counts(gap.severity for gap in audit.lost),
        "reversed": len(audit.reversed),
        "invented": len(audit.invented),
        "moved": len(audit.moved),
        "front_matter": _counts(change.severity for change in audit.front_matter),
        "orders": len(audit.orders),
        "decided": len(audit.decided),
    }


def _counts(severities: Iterable[Severity]) -> dict[str, int]:
    counted = Counter(severities)
    return {severity.value: counted[severity] for severity in Severity}
