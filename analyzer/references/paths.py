"""Tell which file a path in a text means, and how the same text would name another one."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model import Move

_PLAIN = re.compile(r"[\w.@+/-]+")
"""The paths that mean the same in prose, in a link, as a value and in quotes."""


def resolve(said: str, file: str, move: Move) -> tuple[str, bool, str] | None:
    """Return what *said* in *file* becomes by *move*, whether that is safe, and why; None where it means another file.

    Paths count from the folder of *file*, or from one above it: a plugin's, the repository's.
    """
    folder = posixpath.dirname(file)
    for anchor in (folder, *(str(p) if str(p) != "." else "" for p in PurePosixPath(folder).parents if folder)):
        if posixpath.normpath(posixpath.join(anchor, said)) == move.path:
            return _renamed(said, anchor, move, own=anchor == folder)
    if said == posixpath.basename(move.path):
        return posixpath.basename(move.to_path), False, "only the file's name, which others may bear too"
    if move.path.endswith(f"/{said}"):
        return said, False, "the end of its path, which nothing here makes whole"
    return None


def _renamed(said: str, anchor: str, move: Move, *, own: bool) -> tuple[str, bool, str]:
    new = posixpath.relpath(move.to_path, anchor or ".")
    if not _PLAIN.fullmatch(new):
        return new, False, "the new path holds characters that may mean something else here"
    if not new.startswith("../"):
        return f"./{new}" if said.startswith("./") else new, True, "its path"
    if own and not said.startswith("./"):  # with it, a manifest wants what lies beside it
        return new, True, "its path, from here"
    return new, False, f"{move.to_path} lies outside of the folder that this path counts from"
