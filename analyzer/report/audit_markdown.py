"""``agentmerge audit --markdown``: what a reviewer of a merge reads, short enough for a pull request's comment."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from analyzer.model import Severity
from analyzer.report.comment import longest_that_fits
from analyzer.report.escape import cell, code, line, middle, prose, visible
from analyzer.report.notices import notices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Audit, ChangedOrder, ChangedValue, Decided, Gap, Shift, Side, Span, Step

_SHOWN = {
    "lost": 200,
    "reversed": 60,
    "values": 60,
    "orders": 40,
    "invented": 60,
    "moved": 60,
    "decided": 40,
    "problems": 20,
    "lines": 40,
}
_WIDTH = 360


def render(audit: Audit) -> str:
    """Return the *audit* as GitHub's Markdown of at most `LONGEST` bytes; what is left out for length is counted."""
    return longest_that_fits(lambda divisor: _fill(audit, divisor), (1, 2, 3, 4, 6, 8, 12, 20, 40, 200))


def _fill(audit: Audit, divisor: int) -> str:
    most = {name: max(1, count // divisor) for name, count in _SHOWN.items()}
    blocks = [
        "# Audit of a merge",
        _counts(audit),
        *_shifts("Turned round", audit.reversed, most["reversed"]),
        *_values(audit.front_matter, most["values"], most["lines"]),
        *_orders(audit.orders, most["orders"], most["lines"]),
        *_gaps("Lost", audit.lost, most["lost"], most["lines"]),
        *_gaps("In no source", audit.invented, most["invented"], most["lines"]),
        *_shifts("Moved to another section", audit.moved, most["moved"]),
        *_decided(audit.decided, most["decided"]),
        *_problems(audit, most["problems"]),
    ]
    return "\n\n".join(blocks) + "\n"


def _counts(audit: Audit) -> str:
    severities = Counter(gap.severity for gap in audit.lost)
    changed = Counter(change.severity for change in audit.front_matter)
    rows = [
        ("statements before", audit.statements_before),
        ("statements after", audit.statements_after),
        *((f"lost, {severity}", severities[severity]) for severity in Severity),
        ("turned round", len(audit.reversed)),
        *((f"front matter changed, {severity}", changed[severity]) for severity in Severity),
        ("steps in another order", len(audit.orders)),
        ("in no source", len(audit.invented)),
        ("moved", len(audit.moved)),
        ("decided", len(audit.decided)),
    ]
    return "\n".join(["| what | count |", "|---|--:|", *(f"| {what} | {count} |" for what, count in rows)])


def _gaps(title: str, gaps: Sequence[Gap], most: int, lines: int) -> list[str]:
    if not gaps:
        return []
    blocks = [f"## {title}"]
    for severity in Severity:
        found = [gap for gap in gaps[:most] if gap.severity is severity]
        blocks += [f"### {severity.capitalize()}", *(_gap(gap, lines) for gap in found)] if found else []
    return blocks + _more(len(gaps), most)


def _gap(gap: Gap, lines: int) -> str:
    also = f" (also in {len(gap.also)} more)" if gap.also else ""
    parts = [f"{_place(gap.span)}{also}: {_told(gap.reason)}", _quoted(gap.text, lines)]
    if gap.nearest:
        parts.append(f"Nearest, {_place(gap.nearest.span)}: {code(gap.nearest.text, width=_WIDTH)}")
    return "\n\n".join(parts)


def _quoted(text: str, lines: int) -> str:
    """Return *text* as a fenced block, in which nothing is live."""
    rows = [row if len(row) <= _WIDTH else row[: _WIDTH - 1] + "…" for row in visible(text).split("\n")]
    rest = [f"... {len(rows) - lines} more lines"] if len(rows) > lines else []
    fence = "`" * max(3, 1 + max((len(run) for row in rows for run in re.findall("`+", row)), default=0))
    return "\n".join([f"{fence}text", *rows[:lines], *rest, fence])


def _shifts(title: str, shifts: Sequence[Shift], most: int) -> list[str]:
    if not shifts:
        return []
    head = ["| before | after | what |", "|---|---|---|"]
    return [f"## {title}", "\n".join([*head, *(_shift(shift) for shift in shifts[:most])]), *_more(len(shifts), most)]


def _shift(shift: Shift) -> str:
    sides = (f"{_place(s.span)} {code(s.text, width=_WIDTH)}" for s in (shift.before, shift.after))
    return f"| {' | '.join(cell(side) for side in sides)} | {cell(_told(shift.told))} |"


def _values(changes: Sequence[ChangedValue], most: int, sides: int) -> list[str]:
    if not changes:
        return []
    head = ["| severity | key | before | after | what |", "|---|---|---|---|---|"]
    rows = [_value(change, sides) for change in changes[:most]]
    return ["## Front matter", "\n".join([*head, *rows]), *_more(len(changes), most)]


def _value(change: ChangedValue, sides: int) -> str:
    before = [_side(side) for side in change.before[:sides]]
    rest = [f"{len(change.before) - sides} more"] if len(change.before) > sides else []
    cells = (code(change.key, width=_WIDTH), "; ".join(before + rest), _side(change.after), _told(change.reason))
    return f"| {change.severity} | {' | '.join(map(cell, cells))} |"


def _side(side: Side) -> str:
    also = f" (and {len(side.spans) - 1} more)" if len(side.spans) > 1 else ""
    return f"{_place(side.spans[0])}{also} {code(side.value, width=_WIDTH) or 'none set'}"


def _orders(orders: Sequence[ChangedOrder], most: int, steps: int) -> list[str]:
    if not orders:
        return []
    head = ["| severity | before | after | what |", "|---|---|---|---|"]
    rows = [
        f"| {o.severity} | {_steps(o.before, steps)} | {_steps(o.after, steps)} | {cell(_told(o.reason))} |"
        for o in orders[:most]
    ]
    return ["## Steps in another order", "\n".join([*head, *rows]), *_more(len(orders), most)]


def _steps(steps: Sequence[Step], most: int) -> str:
    shown = [f"{n}. {code(step.text, width=_WIDTH)}" for n, step in enumerate(steps[:most], 1)]
    rest = [f"{len(steps) - most} more"] if len(steps) > most else []
    return cell(f"{_place(steps[0].span)} {'; '.join(shown + rest)}")


def _decided(decided: Sequence[Decided], most: int) -> list[str]:
    if not decided:
        return []
    rows = [
        f"| {cell(f'{_place(d.statement.span)} {code(d.statement.text, width=_WIDTH)}')} "
        f"| {cell(prose(line(d.reason, width=_WIDTH)))} |"
        for d in decided[:most]
    ]
    return ["## Decided", "\n".join(["| before | decided |", "|---|---|", *rows]), *_more(len(decided), most)]


def _problems(audit: Audit, most: int) -> list[str]:
    """Return what was not read or repaired, folded: it is no finding, and may be longer than those."""
    if not (told := notices(audit)):
        return []
    rows = [f"- {_place(p.span)}{f' ({side})' if side else ''}: {_told(p.message)}" for p, side in told[:most]]
    opening = f"<details><summary>Places: {len(told)}</summary>"
    return [
        "## Not read, or read after a repair",
        opening,
        "\n".join(rows),
        *_more(len(told), most),
        "</details>",
    ]


def _place(span: Span) -> str:
    return code(middle(str(span), width=_WIDTH))


def _told(sentence: str) -> str:
    return prose(line(sentence, width=2 * _WIDTH))


def _more(count: int, shown: int) -> list[str]:
    return [f"{count - shown} more left out here for length; the JSON has all."] if count > shown else []
