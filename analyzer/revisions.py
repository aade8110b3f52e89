"""Read definitions as they stood in a git revision, without a checkout."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import chdir, contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from analyzer import git
from analyzer.discover import may_define
from analyzer.errors import UsageError
from analyzer.ignored import IGNORE_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FILES = {"100644", "100755"}
"""The modes of files; links and submodules are left out."""


@contextmanager
def revision(name: str, paths: Sequence[str]) -> Iterator[Path]:
    """Give a folder that holds the Markdown and YAML files below *paths* as they stood in the revision *name*.

    *paths* are relative to the current folder, and need not exist any more; none means all of the current folder. The
    files lie where the repository has them. Raises `UsageError` where git does not know the revision.
    """
    with tempfile.TemporaryDirectory(prefix="agentmerge-") as folder:
        root = Path(folder).resolve()
        _put_all(name, paths, root)
        yield root


@contextmanager
def inside(name: str, paths: Sequence[str]) -> Iterator[list[str]]:
    """Make the current folder what it was in the revision *name*, and give those of *paths* that it had, relative.

    Raises `UsageError` where git does not know the revision, or there is no repository.
    """
    here = "The current folder is in no git repository. Go to one."
    top, prefix = (
        _git(["rev-parse", what], here).decode().rstrip("\n") for what in ("--show-toplevel", "--show-prefix")
    )
    relative = [os.path.relpath(path) for path in paths]
    with tempfile.TemporaryDirectory(prefix="agentmerge-") as folder:
        # Named like the repository: some files are definitions because of the folder that they lie in.
        root = Path(folder).resolve() / (Path(top).name or "root")
        (root / prefix).mkdir(parents=True)
        _put_all(name, relative, root)
        with chdir(root / prefix):
            yield [path for path in relative if Path(path).exists()]


def _put_all(name: str, paths: Sequence[str], root: Path) -> None:
    """Write the files below *paths* as they stood in the revision *name* to *root*."""
    commit = _git(
        ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"],
        f"{name} is no revision of a git repository here. Name a commit, branch or tag, or go to the repository.",
    )
    listed = _git(
        ["ls-tree", "-r", "-z", "--full-name", commit.decode().strip(), "--", *paths],
        f"{name} is a revision of the repository that the current folder lies in, and has nothing to do with what lies "
        f"outside of that: {', '.join(paths)}. Go to the repository of these files.",
    )
    for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
        info, _, path = entry.partition("\t")
        if path and info.split()[0] in _FILES and _wanted(path):
            _put(root / path, _git(["cat-file", "blob", info.split()[2]], f"{path} of {name} cannot be read."))


def last_changes(folder: str, paths: Sequence[str]) -> dict[str, int]:
    """Return when each of *paths*, relative to *folder*, last changed in a commit: seconds, the larger the later.

    What git does not know, or what was changed since its last commit, is left out; so is all where there is no git.
    """
    try:
        changed = git.changed(folder, paths)
        said = {p: git.run(["log", "-1", "--format=%ct", "--", p], folder).strip() for p in paths if p not in changed}
    except (FileNotFoundError, subprocess.CalledProcessError):
        return {}
    return {path: int(time) for path, time in said.items() if time}


def _wanted(path: str) -> bool:
    pure = PurePosixPath(path)
    safe = not pure.is_absolute() and ".." not in pure.parts
    return safe and (may_define(pure) or pure.name in IGNORE_FILES)


def _put(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def _git(arguments: list[str], refused: str) -> bytes:
    try:
        return git.run(arguments, fetch=True)
    except FileNotFoundError as error:
        raise UsageError("git is not installed. Install it, or give the files of both sides.") from error
    except subprocess.CalledProcessError as error:
        raise UsageError(refused) from error
