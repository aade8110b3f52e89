"""What a search of folders leaves alone: ignore files, version control, environments."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from pathspec import GitIgnoreSpec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JOURNAL = ".agentmerge-journal"
"""The folder in which `apply` keeps what `undo` needs."""

OWN_IGNORE_FILE = ".agentmergeignore"
IGNORE_FILES = (".gitignore", OWN_IGNORE_FILE)
"""The files that say what is left alone; our own is read last."""

UNFINISHED = ("applying", "undoing")
"""What stands in `JOURNAL` while the tree is neither what it was nor what it is to be."""

_NEVER = {".git", ".hg", ".svn", "node_modules", "__pycache__", ".tox", ".nox", ".venv", "site-packages", JOURNAL}


class Ignored:
    """What the ignore files say, from the git root (or *root*, where there is none) down to where the search is."""

    def __init__(self, root: Path) -> None:
        self._specs: dict[Path, GitIgnoreSpec] = {}
        for folder in reversed(list(_up_to_git(root))):
            self.enter(folder)
        if self.covers(root, is_folder=True):
            # Who names an ignored folder wants it read.
            self._specs.clear()

    def enter(self, folder: Path) -> None:
        """Take the ignore files of *folder* into account."""
        lines = [line for name in IGNORE_FILES for line in _lines(folder / name) if _is_pattern(line)]
        if lines:
            self._specs[folder] = GitIgnoreSpec.from_lines(lines)

    def passes_by(self, folder: Path) -> bool:
        """Return whether nothing below *folder* is to be looked at."""
        return folder.name in _NEVER or is_there(folder / "pyvenv.cfg") or self.covers(folder, is_folder=True)

    def covers(self, path: Path, *, is_folder: bool = False) -> bool:
        """Return whether *path* is ignored; the nearest ignore file that speaks of it decides."""
        for folder in path.parents:
            spec = self._specs.get(folder)
            if spec:
                told = spec.check_file(path.relative_to(folder).as_posix() + "/" * is_folder).include
                if told is not None:
                    return told
        return False


def is_there(path: Path) -> bool:
    """Return whether *path* is there, as far as may be seen."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises below a folder that may not be looked into


def is_link(path: Path) -> bool:
    """Return whether *path* is a symbolic link, as far as may be seen."""
    return os.path.islink(path)  # noqa: PTH114 - Path.is_symlink raises in a folder that may not be looked into


def _up_to_git(root: Path) -> Iterator[Path]:
    """Yield the folders above *root* that belong to its git repository, nearest first; none outside one."""
    if is_there(root / ".git"):
        return
    above = list(root.parents)
    top = next((n for n, folder in enumerate(above) if is_there(folder / ".git")), None)
    if top is not None:
        yield from above[: top + 1]


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _is_pattern(line: str) -> bool:
    """Return whether *line* says anything; git passes over one that does not, a lone ``!`` for example."""
    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True
