"""Read the output folder of an analysis back: what it proposes, and whether it is still what was written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.apply.places import content, digest, place
from analyzer.errors import RefusedError
from analyzer.model import Move, Source
from analyzer.parse import parse
from analyzer.write import read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FORMAT_VERSION = 1
_REPORT = "report.json"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A family's proposal as it lies in the output folder."""

    name: str
    survivor: str
    moves: tuple[Move, ...]
    """One for each of its definitions, by path."""
    digests: Mapping[str, str]
    """Of the sources' bytes, by path."""
    canonical: str
    """Its file, as the user would name it."""
    content: bytes
    edited: bool
    """Whether the canonical is not what agentmerge wrote, or nobody can tell."""
    violations: int
    conflicts: int
    """Those that nobody has settled."""
    opposed: int
    """Of these, those of statements: both sides stand in the canonical."""


@dataclass(frozen=True, slots=True)
class Output:
    """What an output folder proposes."""

    proposals: tuple[Accepted, ...]
    unproposed: tuple[str, ...]
    """Families that the analysis found and proposes nothing for."""
    names: Mapping[str, str]
    """Of all definitions that were read, by path."""


def read_output(output: Path) -> Output:
    """Return what the folder *output* proposes; raise `RefusedError` where it is no analysis' output."""
    if not (output / _REPORT).is_file():
        raise RefusedError(f"{output} holds no {_REPORT}. Name the folder that `agentmerge analyze` wrote to.")
    written = read_manifest(output)
    data = content(place(output, _REPORT)) or b""
    if written and written.get(_REPORT) != digest(data):
        raise RefusedError(f"{output / _REPORT} was changed since agentmerge wrote it. Run analyze again.")
    try:
        report = json.loads(data)
        version = report["format_version"]
        if version != _FORMAT_VERSION:
            raise RefusedError(f"{output / _REPORT} has format version {version!r}, not 1. Run analyze again.")
        known = {_text(d["path"]): d for d in report["definitions"]}
        families = [family for family in report["families"] if "canonical" in family]
        return Output(
            tuple(_accepted(output, family, known, written) for family in families),
            tuple(_text(family["name"]) for family in report["families"] if "canonical" not in family),
            {path: _text(definition["name"]) for path, definition in known.items()},
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RefusedError(
            f"{output / _REPORT} is not as agentmerge writes it ({type(error).__name__}: {error}). Run analyze again."
        ) from error


def _accepted(
    output: Path, family: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], written: Mapping[str, str]
) -> Accepted:
    name, canonical, survivor = (_text(t) for t in (family["name"], family["canonical"], family["survivor"]["path"]))
    paths = [_text(path) for path in family["definitions"]]
    if survivor not in paths:
        raise ValueError(f"the survivor of {name!r} is none of its definitions")
    data = content(place(output, canonical))
    if data is None:
        raise RefusedError(f"{output / canonical} is gone. Run analyze again.")
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    title = parse(Source(survivor, text))[0].name
    undecided = [conflict for conflict in family["conflicts"] if not conflict.get("settled")]
    return Accepted(
        name=name,
        survivor=survivor,
        moves=tuple(
            Move(name, path, _text(known[path]["name"]), survivor, title, _text(known[path]["dialect"]))
            for path in paths
        ),
        digests={path: _text(known[path]["digest"]) for path in paths},
        canonical=(output / canonical).as_posix(),
        content=data,
        edited=written.get(canonical) != digest(data),
        violations=len(family["violations"]),
        conflicts=len(undecided),
        opposed=sum(not conflict["chosen"] for conflict in undecided),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
