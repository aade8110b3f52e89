"""What the gate found, for code scanning: a result for each definition that is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.report import sarif
from analyzer.report.check import wording
from analyzer.report.places import place

if TYPE_CHECKING:
    from analyzer.model import Check, Finding


def render(check: Check) -> str:
    """Return *check* as a SARIF log."""
    return sarif.log([_result(finding) for finding in check.findings], check.problems)


def _result(finding: Finding) -> dict[str, object]:
    nearest = finding.matches[: wording.SHOWN]
    where = [(*place(finding.definition), ""), *((*place(m.other), m.other.path) for m in nearest)]
    message = f"{wording.headline(finding)}. {wording.reason(nearest[0])}"
    return sarif.result(finding.rule, message, where, finding.fingerprint, level="error")
