"""Paths that come from a file are claims: only those that stay in their folder become places."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from analyzer.errors import RefusedError
from analyzer.ignored import JOURNAL

if TYPE_CHECKING:
    from pathlib import Path

_NOT_OURS = {".git", ".hg", ".svn", JOURNAL}
_ODD = re.compile(r"[\x00\\]|^[A-Za-z]:")


def place(root: Path, path: str) -> Path:
    """Return where *path* (POSIX, as a report prints it) lies below *root*.

    Raises `RefusedError` where it would leave *root*, goes through a link, is one, or belongs to version control or to
    agentmerge's journal.
    """
    pure = PurePosixPath(path)
    parts = pure.parts
    if not parts or pure.is_absolute() or ".." in parts or _ODD.search(path) or path != str(pure):
        raise RefusedError(f"{path!r} is no path below {root}: nothing is read or written there. Run analyze again.")
    if not _NOT_OURS.isdisjoint(part.casefold() for part in parts):
        raise RefusedError(f"{path!r} belongs to version control or to agentmerge itself. Run analyze again.")
    found = root
    for part in parts:
        found /= part
        if found.is_symlink():
            raise RefusedError(f"{found} is a link, and what it leads to may be anything. Analyse its target instead.")
    return found


def content(file: Path) -> bytes | None:
    """Return the bytes of *file*, None where there is no such file; raise `RefusedError` where it is something else."""
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise RefusedError(f"{file} cannot be read: {error.strerror or error}. Mend that, and try again.") from error


def digest(data: bytes) -> str:
    """Return the SHA-256 of *data* in hexadecimal, as reports say it of sources."""
    return hashlib.sha256(data).hexdigest()
