"""Find the definitions that a user means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.discover import discover
from analyzer.errors import UsageError
from analyzer.parse import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Definition


def named(given: Sequence[str], folder: str = ".") -> tuple[Definition, ...]:
    """Return the definition that each of *given* means: its file, the end of its path, or its name below *folder*.

    Raises `UsageError` where one means none, or several.
    """
    files = [text for text in given if Path(text).is_file()]
    found = discover([*files, folder])
    definitions = tuple(d for source in found.sources for d in parse(source))
    return tuple(_only(text, _meant(text, definitions, Path(found.base))) for text in given)


def _meant(text: str, definitions: Sequence[Definition], base: Path) -> list[Definition]:
    path, place = Path(text).as_posix(), Path(os.path.abspath(text))  # noqa: PTH100 - resolve() would follow links
    exact = [d for d in definitions if base / d.file == place] or [d for d in definitions if d.path == path]
    return exact or [d for d in definitions if d.is_at(path)] or [d for d in definitions if d.name == text]


def _only(text: str, found: Sequence[Definition]) -> Definition:
    if not found:
        raise UsageError(f"{text}: no definition has this path or name. Give its path from the current folder.")
    if len(found) > 1:
        places = ", ".join(d.path for d in found[:5])
        raise UsageError(f"{text}: {len(found)} definitions have this name: {places}. Give the path of one.")
    return found[0]
