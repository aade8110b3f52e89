"""Find the definitions and statements that a user means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.decisions.standing import check, standings
from analyzer.discover import discover
from analyzer.errors import UsageError
from analyzer.parse import parse
from analyzer.segment import on_line, read_place, segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Decision, Definition, Ruling, Statement


def named(given: Sequence[str], folder: str = ".") -> tuple[Definition, ...]:
    """Return the definition that each of *given* means: its file or entry, the end of its path, or its name.

    The last two are looked for below *folder*. Raises `UsageError` where one means none, or several.
    """
    definitions, base = _read(given, folder)
    return tuple(meant(text, definitions, base) for text in given)


def stated(given: Sequence[str], folder: str = ".") -> tuple[Statement, ...]:
    """Return the statement at each place that is *given*: ``FILE:LINE``, or ``FILE:LINE:2`` for the second of several.

    What stands for FILE is as in `named`. Raises `UsageError` for what is no place, or holds no statement.
    """
    places = [place for text in given if (place := read_place(text))]
    if len(places) < len(given):
        wrong = next(text for text in given if not read_place(text))
        raise UsageError(f"{wrong} is no place. Give FILE:LINE, as the ledger has it.")
    definitions = named([path for path, _, _ in places], folder)
    return tuple(on_line(segment((d,)), place) for d, place in zip(definitions, places, strict=True))


def check_here(held: Sequence[Decision], new: Sequence[Decision], folder: str = ".") -> None:
    """Raise `UsageError` as `check` does, in the light of what lies below *folder*."""
    definitions, _ = _read([path for decision in (*held, *new) for path in decision.definitions], folder)
    check(held, new, definitions, segment(definitions))


def holding_here(decisions: Sequence[Decision], folder: str = ".") -> tuple[Ruling, ...]:
    """Return for each of *decisions* whether it holds for what lies below *folder*."""
    definitions, _ = _read([path for decision in decisions for path in decision.definitions], folder)
    return standings(decisions, definitions, segment(definitions))


def meant(text: str, definitions: Sequence[Definition], base: str) -> Definition:
    """Return the one of *definitions* that *text* means, as in `named`; their paths count from the folder *base*.

    Raises `UsageError` where it means none, or several.
    """
    return _only(text, _meant(text, definitions, Path(base)))


def _read(given: Sequence[str], folder: str) -> tuple[tuple[Definition, ...], str]:
    """Return the definitions below *folder* and in the files that are *given*, and where their paths count from."""
    files = [file for file in map(_file, given) if Path(file).is_file()]
    found = discover([*files, folder])
    return tuple(d for source in found.sources for d in parse(source)), found.base


def _file(text: str) -> str:
    """Return the file that *text* names, itself or by an entry of it (``modes.yaml#slug``)."""
    return text if "#" not in text or Path(text).is_file() else text.rpartition("#")[0]


def _meant(text: str, definitions: Sequence[Definition], base: Path) -> list[Definition]:
    path, place = Path(text).as_posix(), Path(os.path.abspath(text))  # noqa: PTH100 - resolve() would follow links
    there = [d for d in definitions if place in {base / d.file, base / d.path}]
    exact = there or [d for d in definitions if d.path == path]
    return exact or [d for d in definitions if d.is_at(path)] or [d for d in definitions if d.name == text]


def _only(text: str, found: Sequence[Definition]) -> Definition:
    if not found:
        raise UsageError(f"{text}: no definition has this path or name. Give its path from the current folder.")
    if len(found) > 1:
        places = ", ".join(d.path for d in found[:5])
        raise UsageError(f"{text}: {len(found)} definitions have this name: {places}. Give the path of one.")
    return found[0]
