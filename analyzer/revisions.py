"""Read definitions as they stood in a git revision, without a checkout."""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from analyzer.dialects import named_as_definition
from analyzer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ENDINGS = {".md", ".mdc", ".markdown", ".yaml", ".yml", ".roomodes"}
_NAMES = {".gitignore", ".agentmergeignore", ".roomodes"}
_FILES = {"100644", "100755"}
"""The modes of files; links and submodules are left out."""


@contextmanager
def revision(name: str, paths: Sequence[str]) -> Iterator[Path]:
    """Give a folder that holds the Markdown and YAML files below *paths* as they stood in the revision *name*.

    *paths* are relative to the current folder, and need not exist any more; none means all of the current folder. The
    files lie where the repository has them. Raises `UsageError` where git does not know the revision.
    """
    commit = _git(
        ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"],
        f"{name} is no revision of a git repository here. Name a commit, branch or tag, or go to the repository.",
    )
    listed = _git(
        ["ls-tree", "-r", "-z", "--full-name", commit.decode().strip(), "--", *paths], f"{name} cannot be listed."
    )
    with tempfile.TemporaryDirectory(prefix="agentmerge-") as folder:
        root = Path(folder).resolve()
        for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
            info, _, path = entry.partition("\t")
            if path and info.split()[0] in _FILES and _wanted(path):
                _put(root / path, _git(["cat-file", "blob", info.split()[2]], f"{path} of {name} cannot be read."))
        yield root


def _wanted(path: str) -> bool:
    pure = PurePosixPath(path)
    safe = not pure.is_absolute() and ".." not in pure.parts
    return safe and (pure.suffix.lower() in _ENDINGS or pure.name in _NAMES or named_as_definition(pure.name))


def _put(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def _git(arguments: list[str], refused: str) -> bytes:
    try:
        return subprocess.run(["git", *arguments], capture_output=True, check=True).stdout  # noqa: S603, S607 - the user's git
    except FileNotFoundError as error:
        raise UsageError("git is not installed. Install it, or give the files of both sides.") from error
    except subprocess.CalledProcessError as error:
        raise UsageError(refused) from error
