"""What ``agentmerge check`` prints: what is in the way, the nearest of what is there, and what to do."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from analyzer.model import Rule
from analyzer.report.check import wording
from analyzer.report.console import console
from analyzer.report.escape import inert, line

if TYPE_CHECKING:
    from rich.console import Console

    from analyzer.model import Check, Finding, Match

_FINDINGS, _ASIDE, _GONE = 20, 5, 5
_STYLES = {Rule.COPY: "red", Rule.SUBSUMED: "red", Rule.SIBLINGS: "cyan"}


def render(check: Check, *, width: int = 100, colour: bool = False, full: bool = False) -> str:
    """Return *check* for a terminal *width* columns wide; *full* leaves nothing out."""
    out = io.StringIO()
    screen = console(out, width=width, colour=colour)
    screen.print(line(wording.compared(check)), soft_wrap=True)
    _print_known(screen, check)
    screen.print(wording.verdict(check), style="bold red" if check.findings else "bold green")
    for finding in check.findings if full else check.findings[:_FINDINGS]:
        _print_finding(screen, finding, None if full else wording.SHOWN)
    _print_rest(screen, len(check.findings), None if full else _FINDINGS)
    if check.findings:
        screen.print()
        for sentence in wording.advice(check):
            screen.print(line(sentence), soft_wrap=True)
    _print_aside(screen, check, None if full else _ASIDE)
    _print_expired(screen, check)
    _print_gone(screen, check, None if full else _GONE)
    return inert("\n".join(text.rstrip() for text in out.getvalue().splitlines()) + "\n")


def _print_known(screen: Console, check: Check) -> None:
    kept = [known for known in check.known if known.decided]
    rest = [known for known in check.known if not known.decided]
    if kept:
        screen.print(f"{len(kept)} kept apart, as decided.")
    if rest:
        bare = sum(not known.note for known in rest)
        notes = f", {bare} of them without a note" if bare else ""
        screen.print(f"{len(rest)} known{notes}.")


def _print_finding(screen: Console, finding: Finding, most: int | None) -> None:
    style = _STYLES.get(finding.rule, "yellow")
    screen.print(f"\n- {line(wording.headline(finding))}", style=style, soft_wrap=True)
    for match in finding.matches[:most]:
        _print_match(screen, match)
    _print_rest(screen, len(finding.matches), most)


def _print_match(screen: Console, match: Match) -> None:
    head = f"  {match.found[0]!s:<9} {wording.score(match):>4}  {line(match.other.path)}"
    screen.print(head, soft_wrap=True)
    screen.print(f"    {line(wording.reason(match))}", soft_wrap=True)


def _print_aside(screen: Console, check: Check, most: int | None) -> None:
    if not check.aside:
        return
    screen.print(f"\n{wording.beside(check)}")
    for finding in check.aside[:most]:
        screen.print(f"  - {line(wording.headline(finding))}", soft_wrap=True)
    _print_rest(screen, len(check.aside), most)


def _print_expired(screen: Console, check: Check) -> None:
    for ruling in check.expired:
        ends = " and ".join(map(line, ruling.decision.definitions))
        screen.print(f"\nDecided once, and open again: {ends}. {line(ruling.effect)}", style="yellow", soft_wrap=True)


def _print_gone(screen: Console, check: Check, most: int | None) -> None:
    if not check.gone:
        return
    screen.print(f"\nKnown, and no more there: {len(check.gone)}. --update-baseline removes them.")
    for entry in check.gone[:most]:
        note = f" (note: {line(entry.note, width=80)})" if entry.note else ""
        screen.print(f"  - {line(entry.a)} and {line(entry.b)}{note}", soft_wrap=True)
    _print_rest(screen, len(check.gone), most)


def _print_rest(screen: Console, count: int, most: int | None) -> None:
    if most is not None and count > most:
        screen.print(f"  and {count - most} more: run with --verbose, or see --format json")
