"""Annotations of GitHub Actions: one command a line, at the definition that brought the overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.report.check import wording
from analyzer.report.escape import line, visible
from analyzer.report.places import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzer.model import Check, Finding


def render(check: Check) -> str:
    """Return *check* as workflow commands: an error for each finding, a notice for what is no error."""
    found = [_command("error", *place(f.definition), _title(f), "\n".join(_said(f, check))) for f in check.findings]
    found += [_command("notice", *place(f.definition), _title(f), line(_aside(f))) for f in check.aside]
    for ruling in check.expired:
        ends = " and ".join(map(line, ruling.decision.definitions))
        found.append(f"::warning title=agentmerge::{_data(f'Decided once, and open again: {ends}. {ruling.effect}')}\n")
    if check.gone:
        gone = f"{len(check.gone)} known overlaps are no more there; --update-baseline removes them."
        found.append(f"::notice title=agentmerge::{_data(gone)}\n")
    return "".join(found)


def _aside(finding: Finding) -> str:
    return f"{wording.headline(finding)}. It is not in the way, as --fail-on says."


def _title(finding: Finding) -> str:
    return f"agentmerge: {finding.rule}"


def _said(finding: Finding, check: Check) -> Iterator[str]:
    yield f"{line(wording.headline(finding))}."
    for match in finding.matches[: wording.SHOWN]:
        score = f" ({wording.score(match)})" if match.overlap else ""
        yield f"{match.found[0]}{score}: {line(match.other.path)}. {line(wording.reason(match), width=300)}"
    yield from map(line, wording.advice(check))


def _command(kind: str, file: str, number: int, title: str, message: str) -> str:
    return f"::{kind} file={_property(file)},line={number},title={_property(title)}::{_data(message)}\n"


def _data(text: str) -> str:
    """Return *text* as a command's message: what would end it, or start an escape, is escaped."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
