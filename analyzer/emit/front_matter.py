"""Front matter as YAML that strict parsers read, with its comments."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from analyzer.emit.marks import field_mark
from analyzer.strict_yaml import Refused, load_value
from analyzer.text import MARK, entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.model import Canonical, Field, FieldDecision

_SAFE = re.compile(r"[A-Za-z][\w ./*-]*")
"""What needs no quotes in a list on one line."""
_REMARK = re.compile(r"\s+#\s.*$")
"""A comment behind a value."""


def write_fields(canonical: Canonical, *, marked: bool) -> tuple[list[str], tuple[tuple[int, int], ...]]:
    """Return the lines of the front matter with its fences, and first and last line of each field.

    A field whose own lines are good YAML keeps them, comments and quoting included; one that is written anew keeps the
    survivor's comments. *marked* puts a comment below each field that the sources disagree on: simple readers want a
    key in the first line.
    """
    if not canonical.fields:
        return [], ()
    disputed = {c.topic: c for c in reversed(canonical.open_conflicts)}
    lines, places = ["---"], []
    for field in canonical.fields:
        comments, written = _lines(field, canonical.survivor.get(field.key))
        if marked:
            comments = [c for c in comments if not c.startswith(f"# {MARK}")]
        lines += comments
        places.append((len(lines) + 1, len(lines) + len(written)))
        lines += written
        if marked and field.key in disputed:
            lines.append(field_mark(disputed[field.key]))
    return [*lines, "---"], tuple(places)


def _lines(field: FieldDecision, own: Field | None) -> tuple[list[str], list[str]]:
    """Return the comments above *field* and its lines; *own* is what the survivor has under its key."""
    comments, kept = _cut(field.raw or (own.raw if own else ""))
    ways = [kept] if field.raw is not None else _extended(kept, own, field)
    for way in ways:
        if _reads_as("\n".join(way), field):
            return comments, way
    dumped = _dumped(field)
    remark = _REMARK.search(kept[0]) if len(kept) == len(dumped) == 1 else None
    with_remark = [f"{dumped[0]}{remark[0]}"] if remark else dumped
    return comments, with_remark if _reads_as("\n".join(with_remark), field) else dumped


def _cut(raw: str) -> tuple[list[str], list[str]]:
    """Return the comments that *raw* begins with, and its other lines."""
    lines = raw.rstrip("\n").split("\n") if raw.strip() else []
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    return lines[:first], lines[first:]


def _extended(kept: Sequence[str], own: Field | None, field: FieldDecision) -> Iterator[list[str]]:
    """Yield *kept*, the survivor's lines of a list, with what *field* adds to it behind the last entry."""
    before = entries(own.value) if own and isinstance(own.value, str) else own.value if own else None
    after = entries(field.value) if isinstance(field.value, str) else field.value
    if not kept or not isinstance(before, list) or not isinstance(after, list) or after[: len(before)] != before:
        return
    added = [str(entry) for entry in after[len(before) :]]
    *rest, last = kept
    value = _REMARK.sub("", last)
    remark = last[len(value) :]
    item = re.match(r"\s*-\s+", last)
    if item:
        yield [*kept, *(item[0] + entry for entry in added)]
        yield [*kept, *(item[0] + json.dumps(entry, ensure_ascii=False) for entry in added)]
    elif value.rstrip().endswith("]"):
        quoted = [entry if _SAFE.fullmatch(entry) else json.dumps(entry, ensure_ascii=False) for entry in added]
        yield [*rest, f"{', '.join([value.rstrip()[:-1].rstrip(), *quoted])}]{remark}"]
    else:
        yield [*rest, f"{', '.join([value, *added])}{remark}"]


def _dumped(field: FieldDecision) -> list[str]:
    import yaml

    class Blocks(yaml.SafeDumper):
        """Writes text of several lines as a literal block, as a person would."""

    Blocks.add_representer(
        str, lambda d, text: d.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)
    )
    dumped = yaml.dump({field.key: field.value}, Dumper=Blocks, sort_keys=False, allow_unicode=True, width=2**31)
    return str(dumped).rstrip("\n").split("\n")


def _reads_as(raw: str, field: FieldDecision) -> bool:
    """Whether our reader, and one that strictly keeps to the older YAML 1.1, read *raw* as the value of *field*."""
    import yaml

    try:
        # Ours comes first: it refuses what would keep the other one busy for ever.
        return bool(load_value(raw) == field.value and yaml.safe_load(raw) == {field.key: field.value})
    except (Refused, yaml.YAMLError, ValueError):
        return False
