"""What ``agentmerge audit`` prints: how bad it is, then the losses that matter most."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

from analyzer.model import Severity
from analyzer.report.console import console
from analyzer.report.escape import inert, line, visible
from analyzer.report.notices import notices
from analyzer.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from analyzer.model import Audit, ChangedOrder, ChangedValue, Decided, Gap, Shift, Side

_SHOWN = {"lost": 20, "reversed": 20, "values": 10, "orders": 5, "invented": 5, "moved": 5, "decided": 5, "problems": 5}
_PLACES = 3
_LINES = 6
_REASON = 2000
"""Characters of what is said of a value: which tools each source gains stands at its end."""
_STYLES = {Severity.HIGH: "red", Severity.MEDIUM: "yellow", Severity.LOW: "dim"}


def render(audit: Audit, *, width: int = 100, colour: bool = False, full: bool = False) -> str:
    """Return the *audit* for a terminal *width* columns wide; *full* leaves nothing out."""
    out = io.StringIO()
    screen = console(out, width=width, colour=colour)
    _print_counts(screen, audit)
    _print_shifts(screen, "Turned round", audit.reversed, None if full else _SHOWN["reversed"])
    _print_values(screen, audit.front_matter, None if full else _SHOWN["values"])
    _print_orders(screen, audit.orders, None if full else _SHOWN["orders"])
    _print_gaps(screen, "Lost", audit.lost, None if full else _SHOWN["lost"])
    _print_gaps(screen, "In no source", audit.invented, None if full else _SHOWN["invented"])
    _print_shifts(screen, "Moved", audit.moved, None if full else _SHOWN["moved"])
    _print_decided(screen, audit.decided, None if full else _SHOWN["decided"])
    _print_problems(screen, audit, None if full else _SHOWN["problems"])
    return inert(out.getvalue())


def _print_counts(screen: Console, audit: Audit) -> None:
    counts = Counter(gap.severity for gap in audit.lost)
    screen.print(
        f"Before: {counted(len(audit.before), 'file')}, {counted(audit.statements_before, 'statement')}. "
        f"After: {counted(len(audit.after), 'file')}, {counted(audit.statements_after, 'statement')}."
    )
    losses = ", ".join(f"{counts[severity]} {severity}" for severity in Severity)
    screen.print(
        f"Lost: {len(audit.lost)} ({losses}). Turned round: {len(audit.reversed)}. "
        f"In no source: {len(audit.invented)}. Moved: {len(audit.moved)}."
    )
    changed = Counter(change.severity for change in audit.front_matter)
    changes = ", ".join(f"{changed[severity]} {severity}" for severity in Severity)
    screen.print(
        f"Front matter: {len(audit.front_matter)} changed ({changes}). Steps in another order: {len(audit.orders)}."
    )


def _print_gaps(screen: Console, title: str, gaps: Sequence[Gap], most: int | None) -> None:
    if not gaps:
        return
    screen.print(f"\n{title}", style="bold")
    for gap in gaps[:most]:
        _print_head(screen, gap.severity, f"{line(str(gap.span))}: {line(gap.reason, width=300)}")
        _print_text(screen, gap.text, "    ", None if most is None else _LINES)
        if gap.also:
            screen.print(f"    (the same in {len(gap.also)} more)")
    _print_rest(screen, len(gaps), most)


def _print_head(screen: Console, severity: Severity, told: str) -> None:
    screen.print(f"  {severity}", style=_STYLES[severity], end="")
    screen.print(f"  {told}", soft_wrap=True)


def _print_values(screen: Console, changes: Sequence[ChangedValue], most: int | None) -> None:
    if not changes:
        return
    screen.print("\nFront matter", style="bold")
    for change in changes[:most]:
        told = f"{line(str(change.after.spans[0]))}: {line(change.key)}: {line(change.reason, width=_REASON)}"
        _print_head(screen, change.severity, told)
        for side in change.before:
            _print_side(screen, "-", side, most)
        _print_side(screen, "+", change.after, most)
    _print_rest(screen, len(changes), most)


def _print_side(screen: Console, sign: str, side: Side, most: int | None) -> None:
    _print_text(screen, f"{_places(side, most)}: {side.value or 'none set'}", f"    {sign}", most)


def _places(side: Side, most: int | None) -> str:
    shown = side.spans if most is None else side.spans[:_PLACES]
    rest = len(side.spans) - len(shown)
    return ", ".join(line(str(span)) for span in shown) + (f" and {rest} more" if rest else "")


def _print_orders(screen: Console, orders: Sequence[ChangedOrder], most: int | None) -> None:
    if not orders:
        return
    screen.print("\nSteps in another order", style="bold")
    for order in orders[:most]:
        _print_head(screen, order.severity, f"{line(str(order.before[0].span))}: {line(order.reason, width=300)}")
        for sign, steps in (("-", order.before), ("+", order.after)):
            text = "\n".join(f"{line(str(step.span))}: {line(step.text)}" for step in steps)
            _print_text(screen, text, f"    {sign}", None if most is None else _LINES)
    _print_rest(screen, len(orders), most)


def _print_text(screen: Console, text: str, indent: str, most: int | None) -> None:
    shown = visible(text).replace("\t", "    ").split("\n")
    for row in shown[:most]:
        cut = row if most is None else line_cut(row, max(40, 2 * screen.width))
        screen.print(f"{indent}| {cut}", soft_wrap=True)
    if most is not None and len(shown) > most:
        screen.print(f"{indent}| ... {len(shown) - most} more lines")


def line_cut(text: str, width: int) -> str:
    """Return *text* with its indentation, cut at *width* characters."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _print_shifts(screen: Console, title: str, shifts: Sequence[Shift], most: int | None) -> None:
    if not shifts:
        return
    screen.print(f"\n{title}", style="bold")
    for shift in shifts[:most]:
        places = ", now ".join(line(str(s.span)) for s in (shift.before, shift.after))
        screen.print(f"  {places}: {line(shift.told, width=300)}", soft_wrap=True)
        _print_text(screen, shift.before.text, "    -", None if most is None else _LINES)
        if shift.after.text != shift.before.text:
            _print_text(screen, shift.after.text, "    +", None if most is None else _LINES)
    _print_rest(screen, len(shifts), most)


def _print_decided(screen: Console, decided: Sequence[Decided], most: int | None) -> None:
    if not decided:
        return
    screen.print(f"\nDecided: {len(decided)}", style="bold")
    for one in decided[:most]:
        screen.print(f"  {line(str(one.statement.span))}: {line(one.reason, width=300)}", soft_wrap=True)
        _print_text(screen, one.statement.text, "    -", None if most is None else _LINES)
    _print_rest(screen, len(decided), most)


def _print_problems(screen: Console, audit: Audit, most: int | None) -> None:
    if not (told := notices(audit)):
        return
    screen.print(f"\nNot read, or read after a repair: {len(told)}", style="yellow")
    for problem, side in told[:most]:
        where = f"{line(str(problem.span))}{f' ({side})' if side else ''}"
        screen.print(f"  {where}: {line(problem.message, width=200)}", soft_wrap=True)
    _print_rest(screen, len(told), most)


def _print_rest(screen: Console, count: int, most: int | None) -> None:
    if most is not None and count > most:
        screen.print(f"  and {count - most} more: run with --verbose, or see --json FILE")
