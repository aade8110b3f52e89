"""JSON as every report writes it, and a place in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model import Problem, Span, Violation


def json_text(value: object) -> str:
    """Return *value* as JSON, indented and ended by a line feed.

    Raises `ValueError` for a number that JSON has no word for.
    """
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    # A file name that is no UTF-8 has surrogates; as escapes they are JSON again.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def located(span: Span) -> dict[str, object]:
    """Return the path and the first and last line of *span*."""
    return {"path": span.path, "lines": [span.start, span.end]}


def problem(found: Problem | Violation) -> dict[str, object]:
    """Return what is wrong, and where."""
    return located(found.span) | {"code": found.code, "message": found.message}
