"""What the gate found, as GitLab's code quality report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Rule
from analyzer.report.check import wording
from analyzer.report.escape import line
from analyzer.report.jsontext import json_text
from analyzer.report.places import place

if TYPE_CHECKING:
    from analyzer.model import Check, Finding

_SEVERITIES = {Rule.COPY: "major", Rule.SUBSUMED: "major", Rule.MERGE: "minor", Rule.SIBLINGS: "info"}


def render(check: Check) -> str:
    """Return *check* as JSON, ended by a line feed: a list with an entry for each definition in the way."""
    return json_text([_issue(finding) for finding in check.findings])


def _issue(finding: Finding) -> dict[str, object]:
    file, number = place(finding.definition)
    return {
        "description": line(f"{wording.headline(finding)}. {wording.reason(finding.matches[0])}", width=1000),
        "check_name": f"agentmerge/{finding.rule}",
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES.get(finding.rule, "minor"),
        "location": {"path": file, "lines": {"begin": number}},
    }
