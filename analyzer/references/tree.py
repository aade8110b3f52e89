"""Read what may speak of definitions: every text of the tree that is not ignored."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.ignored import Ignored, is_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LARGEST = 1024 * 1024
_OURS = (".agentmerge", "agentmerge-")
"""How the files begin that agentmerge keeps for itself."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file's *text* as it is on disk, line ends included; *path* counts from the root."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link; *target* counts from the root, and lies below it."""

    path: str
    said: str
    target: str


def texts(root: Path, definitions: Sequence[str], replaced: Mapping[str, str | None]) -> Iterator[Text | Link]:
    """Yield the texts and links below *root*, as `references` says it, in the order of folders."""
    top = root if _in_git(root) else root / _shared(definitions)
    ignored = Ignored(top)
    for folder, folders, files in os.walk(top):
        here = Path(folder)
        ignored.enter(here)
        links = [name for name in folders if is_link(here / name)]
        folders[:] = sorted(name for name in folders if name not in links and not _passes_by(here / name, ignored))
        for name in sorted([*files, *links]):
            path = (here / name).relative_to(root).as_posix()
            if not name.startswith(_OURS) and not ignored.covers(here / name):
                yield from _item(root, path, replaced)


def _in_git(root: Path) -> bool:
    return any((folder / ".git").exists() for folder in (root, *root.parents))


def _shared(definitions: Sequence[str]) -> str:
    return posixpath.commonpath([posixpath.dirname(path) for path in definitions])


def _passes_by(folder: Path, ignored: Ignored) -> bool:
    return folder.name.startswith(_OURS) or ignored.passes_by(folder)


def _item(root: Path, path: str, replaced: Mapping[str, str | None]) -> Iterator[Text | Link]:
    file = root / path
    if is_link(file):
        said = os.readlink(file)  # noqa: PTH115 - as it is written
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), said))
        yield Link(path, said, target)
        return
    text = replaced[path] if path in replaced else _read(file)
    if text is not None:
        yield Text(path, text)


def _read(file: Path) -> str | None:
    try:
        if file.stat().st_size > _LARGEST or not file.is_file():
            return None
        data = file.read_bytes()
    except OSError:
        return None
    try:
        return None if b"\0" in data[:8192] else data.decode()
    except UnicodeDecodeError:
        return None
