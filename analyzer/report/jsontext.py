"""JSON as every report writes it."""

from __future__ import annotations

import json


def json_text(value: object) -> str:
    """Return *value* as JSON, indented and ended by a line feed.

    Raises `ValueError` for a number that JSON has no word for.
    """
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    # A file name that is no UTF-8 has surrogates; as escapes they are JSON again.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
