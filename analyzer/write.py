"""Put the outputs on disk: all of them or none, and never over a file that agentmerge did not write."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from analyzer.errors import OutputError
from analyzer.ignored import OWN_IGNORE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MANIFEST = ".agentmerge-manifest"
"""Lists what was written, as ``sha256sum --check`` reads it."""
IGNORE = OWN_IGNORE_FILE
"""Lists the same files once more, so that no later run takes a proposal for a definition."""

_HEADER = "# Written by agentmerge: the next run replaces these files while they are unchanged.\n"
_STAGE = ".agentmerge-stage-"


def write(files: Mapping[str, str], folder: Path) -> None:
    """Make *folder* hold *files* (texts by POSIX path) in place of what an earlier run wrote there.

    Files that agentmerge did not write stay untouched. Raises `OutputError`, with nothing changed, where one stands in
    the way, where an output was changed by hand, or where the folder cannot be written.
    """
    contents = {path: text.encode("utf-8", "surrogateescape") for path, text in files.items()}
    contents[IGNORE] = _ignore(files)
    contents[MANIFEST] = _manifest(contents)
    try:
        earlier = read_manifest(folder)
        _refuse_edited(folder, earlier)
        _refuse_foreign(folder, contents, earlier)
        _replace(folder, contents, [*earlier, MANIFEST])
    except OSError as error:
        raise OutputError(
            f"{folder} cannot be written: {error.strerror or error}. Name another folder with -o."
        ) from error


def _ignore(paths: Iterable[str]) -> bytes:
    return "".join(["# Outputs of agentmerge: no definitions.\n", *(f"/{path}\n" for path in sorted(paths))]).encode()


def _manifest(contents: Mapping[str, bytes]) -> bytes:
    lines = [f"{_digest(content)}  {path}\n" for path, content in sorted(contents.items())]
    return (_HEADER + "".join(lines)).encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_manifest(folder: Path) -> dict[str, str]:
    """Return the digests of what an earlier run wrote to *folder*, by path."""
    if folder.is_symlink() and not folder.exists():
        raise OutputError(f"{folder} is a link to nothing. Remove it, or name another folder with -o.")
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is no folder. Name another one with -o.")
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return {}
    lines = [text for text in manifest.read_text("utf-8", "replace").splitlines() if text and text[0] != "#"]
    digests = {path: digest for digest, _, path in (text.partition("  ") for text in lines)}
    for path in digests:
        if not _inside(path):
            raise OutputError(f"{manifest} names {path!r}, which agentmerge never writes. Remove {folder} yourself.")
    return digests


def _inside(path: str) -> bool:
    """Whether a manifest's *path* stays in its folder."""
    pure = PurePosixPath(path)
    return bool(path) and not pure.is_absolute() and ".." not in pure.parts and "\\" not in path and ":" not in path


def _refuse_edited(folder: Path, earlier: Mapping[str, str]) -> None:
    for path, digest in earlier.items():
        target = folder / path
        if target.is_file() and _digest(target.read_bytes()) != digest:
            raise OutputError(
                f"{target} was changed since agentmerge wrote it. Move it away to keep it, or delete it, and run again."
                " To drop or reword a statement for good, decide so with `agentmerge review` or `agentmerge decide`."
            )


def _refuse_foreign(folder: Path, contents: Mapping[str, bytes], earlier: Mapping[str, str]) -> None:
    """Refuse to write over, through or in place of what agentmerge did not write."""
    ours = {*earlier, MANIFEST}
    for path in {*contents, *ours}:
        for parent in PurePosixPath(path).parents:
            place = folder / parent
            if parent.parts and (place.is_symlink() or (place.exists() and not place.is_dir())):
                raise OutputError(f"{place} is in the way of a folder. Move it away, or name another folder with -o.")
        target = folder / path
        if target.is_symlink() or target.is_dir() or (target.exists() and path not in ours):
            raise OutputError(
                f"{target} is in the way and not from agentmerge. Move it away, or name another folder with -o."
            )


def _replace(folder: Path, contents: Mapping[str, bytes], earlier: Iterable[str]) -> None:
    """Write *contents* aside, then change places with the *earlier* files; undo every step where one fails."""
    with ExitStack() as undo:
        _make(folder, undo)
        stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=folder))
        # Registered first, so that it runs last, when the earlier files are back in place.
        undo.callback(shutil.rmtree, stage, ignore_errors=True)
        for path, content in contents.items():
            place = stage / "new" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        for path in earlier:
            if (folder / path).exists():
                _move(folder / path, stage / "old" / path, undo)
        for path in contents:
            _move(stage / "new" / path, folder / path, undo)
        undo.pop_all()
    shutil.rmtree(stage, ignore_errors=True)
    _prune(folder, earlier)


def _make(folder: Path, undo: ExitStack) -> None:
    """Make *folder* and what it lies in."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir()
        undo.callback(_remove_empty, place)


def _move(source: Path, target: Path, undo: ExitStack) -> None:
    _make(target.parent, undo)
    source.replace(target)
    undo.callback(target.replace, source)


def _prune(folder: Path, earlier: Iterable[str]) -> None:
    """Remove the folders that held *earlier* files and hold nothing now."""
    for parent in sorted({parent for path in earlier for parent in PurePosixPath(path).parents}, reverse=True):
        if parent.parts:
            _remove_empty(folder / parent)


def _remove_empty(place: Path) -> None:
    with suppress(OSError):
        place.rmdir()
