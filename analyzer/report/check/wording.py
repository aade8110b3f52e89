"""What every format of the gate says in the same words."""

from __future__ import annotations

import posixpath
import shlex
from typing import TYPE_CHECKING

from analyzer.model import Rule, Verdict
from analyzer.report.escape import line

if TYPE_CHECKING:
    from collections.abc import Callable

    from analyzer.model import Check, Finding, Match

_ALL = 1 - 1e-9
"""The share above which nothing is left, but for rounding."""
SHOWN = 3
"""How many of the nearest definitions each finding names."""


def headline(finding: Finding) -> str:
    """Return one sentence on *finding*: its definition and the nearest other, as paths."""
    nearest = finding.matches[0]
    more = len(finding.matches) - 1
    others = f" and {more} more" if more else ""
    return f"{finding.definition.path} ({finding.age}) {_relation(finding, nearest)} {nearest.other.path}{others}"


def reason(match: Match) -> str:
    """Return why the two are no strangers, a sentence or two."""
    sentences = [f"Both have the name {match.other.name}."] if Rule.SAME_NAME in match.found else []
    if match.overlap:
        sentences.append(match.overlap.reason)
    if match.before:
        sentences.append(f"The baseline has less of the two: {', '.join(match.before)}.")
    return " ".join(sentences)


def score(match: Match) -> str:
    """Return how near the two are; nothing where they only share a name."""
    return f"{match.overlap.score:.2f}" if match.overlap else ""


def compared(check: Check, mark: Callable[[str], str] = str) -> str:
    """Return what was read, and what it was held against; *mark* writes a name as its format wants."""
    count = len(check.definitions)
    read = f"{count} definition{'' if count == 1 else 's'} read"
    against = f", held against {mark(check.against)}." if check.against else "; there is no baseline, so all is new."
    return read + against


def verdict(check: Check) -> str:
    """Return the answer in one sentence."""
    count = len(check.findings)
    if not count:
        return "No new overlaps that are in the way." if check.aside else "No new overlaps."
    return f"{count} definition{'' if count == 1 else 's'} overlap{'s' if count == 1 else ''} with others in a new way."


def beside(check: Check) -> str:
    """Return how many there are that are in nobody's way."""
    return f"New too, and not in the way, as --fail-on says: {len(check.aside)}"


def advice(check: Check, command: Callable[[str], str] = str) -> tuple[str, ...]:
    """Return what to do about the findings, a sentence each; *command* writes a command as its format wants."""
    first = check.findings[0]
    ends = sorted((first.definition.path, first.matches[0].other.path))
    a, b = (shlex.quote(line(posixpath.normpath(posixpath.join(check.base, path)))) for path in ends)
    apart = f"agentmerge decide keep-apart {a} {b} --reason '...'"
    renew = "agentmerge check PATH... --update-baseline"
    return (
        f"Merge them: {command('agentmerge analyze')} shows how, statement by statement.",
        f"Or say why not: {command(apart)}",
        f"Or take all as known: {command(renew)}, and write the reasons in the notes.",
    )


def _relation(finding: Finding, match: Match) -> str:
    if match.overlap is None:
        return "has the name of"
    less = match.overlap.coverage_a if match.overlap.a == finding.definition.path else match.overlap.coverage_b
    other = match.overlap.coverage_b if match.overlap.a == finding.definition.path else match.overlap.coverage_a
    return {
        Verdict.COPY: "is a copy of",
        Verdict.SUBSUMED: _subsumed(less, other),
        Verdict.MERGE: "should be one with",
        Verdict.SIBLINGS: "shares a template with",
    }.get(match.overlap.verdict, "overlaps with")


def _subsumed(own: float, others: float) -> str:
    """Return how two relate of which one is needless; *own* and *others* are their covered shares."""
    every = max(own, others) > _ALL
    if own >= others:
        return "says nothing new beside" if every else "says little new beside"
    return "says all of" if every else "says most of"
