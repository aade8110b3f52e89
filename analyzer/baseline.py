"""The gate's file: the overlaps that are known, each with a note on why both stay.

TOML, for people to read and to write notes in; sorted, so that a change of one agent is a change of a few lines.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from analyzer.atomic import write_atomically
from analyzer.errors import OutputError, UsageError
from analyzer.model import Accepted, Baseline, Mark, Rule

if TYPE_CHECKING:
    from pathlib import Path

BASELINE = "agentmerge-baseline.toml"
"""The name of the file where nobody names another."""

_VERSION = 1
_HEADER = (
    "Overlaps that `agentmerge check` knows and lets pass. Say in each note why both stay.",
    "`agentmerge check PATH... --update-baseline` writes this file anew: it keeps the notes, and nothing else that",
    "was changed by hand.",
)
_KEYS = {"a": str, "b": str, "found": list, "note": str}
_REQUIRED = {"a", "b", "found"}


def read_baseline(file: Path) -> Baseline:
    """Return what *file* says is known. Raises `UsageError` where it cannot be read, or is not a baseline."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{file}: no such file. Write it with agentmerge check PATH... --update-baseline.") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"{file} cannot be read: {error}. Mend it, or write it anew with --update-baseline."
        ) from error
    if table.get("format_version") != _VERSION:
        raise UsageError(
            f"{file} has no format_version = {_VERSION}. Another agentmerge wrote it, or it is no baseline."
        )
    definitions, overlaps = table.get("definitions", {}), table.get("overlap", [])
    if not isinstance(definitions, dict) or not isinstance(overlaps, list):
        raise UsageError(f"{file}: write definitions as a table and each overlap below [[overlap]].")
    return Baseline(
        tuple(sorted(Mark(str(path), str(found)) for path, found in definitions.items())),
        tuple(_accepted(f"{file}: overlap {number}", entry) for number, entry in enumerate(overlaps, 1)),
    )


def baseline_text(baseline: Baseline) -> str:
    """Return *baseline* as the text of its file."""
    import tomlkit

    document = tomlkit.document()
    for sentence in _HEADER:
        document.add(tomlkit.comment(sentence))
    document.add("format_version", tomlkit.item(_VERSION))
    overlaps = tomlkit.aot()
    for entry in baseline.accepted:
        overlaps.append(tomlkit.item(_entry(entry)))
    if baseline.accepted:
        document.add("overlap", overlaps)
    document.add("definitions", tomlkit.item({_utf8(m.path): m.fingerprint for m in baseline.definitions}))
    return tomlkit.dumps(document)


def write_baseline(baseline: Baseline, file: Path) -> None:
    """Put *baseline* in the place of *file*, all of it or nothing. Raises `OutputError` where that cannot be."""
    try:
        write_atomically(file, baseline_text(baseline))
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror or error}. Name another file.") from error


def _entry(entry: Accepted) -> dict[str, object]:
    found = [str(rule) for rule in entry.found]
    return {"a": _utf8(entry.a), "b": _utf8(entry.b), "found": found, "note": _utf8(entry.note)}


def _accepted(place: str, entry: object) -> Accepted:
    if not isinstance(entry, dict) or not set(entry) >= _REQUIRED:
        raise UsageError(f"{place} needs {', '.join(sorted(_REQUIRED))}.")
    for key, value in entry.items():
        if key not in _KEYS or not isinstance(value, _KEYS[key]):
            raise UsageError(f"{place}: {key} = {value!r} does not fit. a, b and note take text, found a list.")
    rules = [str(rule) for rule in Rule]
    unknown = [word for word in entry["found"] if word not in rules]
    if unknown:
        raise UsageError(f"{place}: {unknown[0]!r} is nothing that is found. Known: {', '.join(rules)}.")
    found = sorted({Rule(word) for word in entry["found"]}, key=lambda rule: rule.rank)
    return Accepted(entry["a"], entry["b"], tuple(found), entry.get("note", ""))


def _utf8(text: str) -> str:
    """Return *text* with what is no UTF-8, as in some names of files, spelled out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
