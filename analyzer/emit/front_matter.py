"""Front matter as YAML that strict parsers read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import FieldDecision

_ODD_LINE_END = re.compile("[\x85\u2028\u2029]")
"""Line ends to YAML and to nobody else: such text is written in escapes."""


def write_fields(fields: Sequence[FieldDecision]) -> tuple[list[str], tuple[tuple[int, int], ...]]:
    """Return the lines of the front matter with its fences, and first and last line of each field.

    A field whose own lines are good YAML keeps them, comments and quoting included.
    """
    if not fields:
        return [], ()
    lines, places = ["---"], []
    for field in fields:
        written = _lines(field)
        places.append((len(lines) + 1, len(lines) + len(written)))
        lines += written
    return [*lines, "---"], tuple(places)


def _lines(field: FieldDecision) -> list[str]:
    import yaml

    if field.raw is not None and _reads_as(field.raw, field):
        return field.raw.rstrip("\n").split("\n")

    class Blocks(yaml.SafeDumper):
        """Writes text of several lines as a literal block, as a person would."""

    Blocks.add_representer(
        str, lambda d, text: d.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)
    )
    dumped = yaml.dump({field.key: field.value}, Dumper=Blocks, sort_keys=False, allow_unicode=True, width=2**31)
    return str(dumped).rstrip("\n").split("\n")


def _reads_as(raw: str, field: FieldDecision) -> bool:
    """Whether a strict parser reads *raw* as the value of *field*."""
    import yaml

    try:
        return not _ODD_LINE_END.search(raw) and bool(yaml.safe_load(raw) == {field.key: field.value})
    except (yaml.YAMLError, ValueError):
        return False
