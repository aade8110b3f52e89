"""Run the user's git on a tree that may be anyone's: no program that the tree's own configuration names is started."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CALM = (
    *("git", "--literal-pathspecs", "--no-optional-locks"),
    *("-c", "core.fsmonitor=false", "-c", "log.showSignature=false"),
)
_STATUS = ("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=no", "--ignore-submodules=all")
_KEYS = ("clean=", "process=", "required=false")
"""How a filter is turned off."""
_OF_THE_TREE = {"local", "worktree"}
"""The scopes of what the repository itself configures."""


def run(arguments: Sequence[str], folder: str = ".", *, fetch: bool = False) -> bytes:
    """Return what git prints when it is run with *arguments* in *folder*.

    *fetch* lets it get from a remote what a partial clone left there. Raises `FileNotFoundError` where git is not
    installed, and `CalledProcessError`, with what git said in English, where it fails.
    """
    # A remote may be a program, and so may be what connects to it.
    environment = os.environ | {"LC_ALL": "C"} | ({} if fetch else {"GIT_ALLOW_PROTOCOL": ""})
    command = [*_CALM, "-C", folder, *arguments]
    return subprocess.run(command, capture_output=True, check=True, env=environment).stdout  # noqa: S603 - the user's git


def changed(folder: str, paths: Sequence[str]) -> set[str]:
    """Return those of *paths*, relative to *folder*, that differ from what is committed, or never were.

    Raises as `run` does.
    """
    if not paths:
        return set()
    filters = _filters(folder)
    if any("=" in name for name in filters):
        return set(paths)  # -c cannot name them
    off = [o for name in sorted(filters) for key in _KEYS for o in ("-c", f"{name}.{key}")]
    prefix = _text(run(["rev-parse", "--show-prefix"], folder)).removesuffix("\n")
    known = _split(run(["ls-files", "-z", "--", *paths], folder))
    # Git names what differs from the repository's top, which may lie above *folder*.
    differ = {entry[3:].removeprefix(prefix) for entry in _split(run([*off, *_STATUS, "--", *paths], folder))}
    return {path for path in paths if path not in known or path in differ}


def _filters(folder: str) -> set[str]:
    """Return what the repository calls the programs that change a file's bytes before git compares them."""
    listed = _text(run(["config", "--list", "--show-scope", "--name-only", "-z"], folder)).split("\0")
    keys = {key for scope, key in zip(listed[::2], listed[1::2], strict=False) if scope in _OF_THE_TREE}
    return {key.rpartition(".")[0] for key in keys if key.startswith("filter.")}


def _split(said: bytes) -> set[str]:
    return set(_text(said).split("\0")) - {""}


def _text(said: bytes) -> str:
    return said.decode("utf-8", "surrogateescape")
