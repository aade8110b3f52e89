"""``agentmerge audit --markdown``: what a reviewer of a merge reads, short enough for a pull request's comment."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from analyzer.model import Severity
from analyzer.report.comment import longest_that_fits
from analyzer.report.escape import cell, code, line, middle, prose, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Audit, Gap, Shift, Span

_SHOWN = {"lost": 200, "reversed": 60, "invented": 60, "moved": 60, "problems": 20, "lines": 40}
_WIDTH = 400


def render(audit: Audit) -> str:
    """Return the *audit* as GitHub's Markdown of at most `LONGEST` bytes; what is left out for length is counted."""
    return longest_that_fits(lambda divisor: _fill(audit, divisor), (1, 2, 3, 4, 6, 8, 12, 20, 40, 200))


def _fill(audit: Audit, divisor: int) -> str:
    most = {name: max(1, count // divisor) for name, count in _SHOWN.items()}
    blocks = [
        "# Audit of a merge",
        _counts(audit),
        *_shifts("Turned round", audit.reversed, most["reversed"]),
        *_gaps("Lost", audit.lost, most["lost"], most["lines"]),
        *_gaps("In no source", audit.invented, most["invented"], most["lines"]),
        *_shifts("Moved to another section", audit.moved, most["moved"]),
        *_problems(audit, most["problems"]),
    ]
    return "\n\n".join(blocks) + "\n"


def _counts(audit: Audit) -> str:
    severities = Counter(gap.severity for gap in audit.lost)
    rows = [
        ("statements before", audit.statements_before),
        ("statements after", audit.statements_after),
        *((f"lost, {severity}", severities[severity]) for severity in Severity),
        ("turned round", len(audit.reversed)),
        ("in no source", len(audit.invented)),
        ("moved", len(audit.moved)),
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
    return f"| {' | '.join(cell(side) for side in sides)} | {cell(_told(shift.reason))} |"


def _problems(audit: Audit, most: int) -> list[str]:
    if not audit.problems:
        return []
    rows = [f"- {_place(p.span)}: {_told(p.message)}" for p in audit.problems[:most]]
    return ["## Not read, or read after a repair", "\n".join(rows), *_more(len(audit.problems), most)]


def _place(span: Span) -> str:
    return code(middle(str(span), width=_WIDTH))


def _told(sentence: str) -> str:
    return prose(line(sentence, width=2 * _WIDTH))


def _more(count: int, shown: int) -> list[str]:
    return [f"{count - shown} more left out here for length; the JSON has all."] if count > shown else []
