"""Find the statement that a user names by its line: ``file:line``, or ``file:line:n`` for one of several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Statement

_PLACE = re.compile(r"(?P<path>\S.*?):(?P<line>\d+)(?::(?P<nth>\d+))?")


def read_place(text: str) -> tuple[str, int, int] | None:
    """Return file, line and which of several there (0: the only one) that *text* names; None where it names none."""
    match = _PLACE.fullmatch(text)
    return (match["path"], int(match["line"]), int(match["nth"] or 0)) if match else None


def on_line(statements: Sequence[Statement], place: tuple[str, int, int], *, otherwise: str = "") -> Statement:
    """Return the one of *statements* at *place*, as `read_place` reads it.

    Raises `UsageError` where none stands there, or several; *otherwise* is what else the user may do.
    """
    path, line, nth = place
    here = [s for s in statements if s.span.start <= line <= s.span.end]
    least = min((s.span.end - s.span.start for s in here), default=0)
    here = [s for s in here if s.span.end - s.span.start == least]
    if not here:
        near = sorted(statements, key=lambda s: (min(abs(s.span.start - line), abs(s.span.end - line)), s.span))
        nearest = f" The nearest is at {path}:{near[0].span.start}{otherwise}." if near else ""
        raise UsageError(f"{path}:{line} holds no statement.{nearest}")
    if nth > len(here) or (not nth and len(here) > 1):
        many = f"{len(here)} statements" if len(here) > 1 else "1 statement"
        last = f"{path}:{line}:{len(here)}"
        raise UsageError(f"{path}:{line} holds {many}. Say which, from {path}:{line}:1 to {last}{otherwise}.")
    return here[max(nth, 1) - 1]
