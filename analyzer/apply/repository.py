"""Ask git what it would not bring back."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def uncommitted(root: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Return those of *paths* below *root* that differ from what is committed, or never were; none without git."""
    if not paths:
        return ()
    command = [
        *("git", "--literal-pathspecs", "--no-optional-locks", "-c", "core.fsmonitor=false", "-C", str(root)),
        *("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", *paths),
    ]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - the user's git
    except FileNotFoundError:
        return ()
    entries = done.stdout.decode("utf-8", "surrogateescape").split("\0") if done.returncode == 0 else []
    # Git names paths from the repository's top, which may lie above *root*.
    return tuple(p for p in sorted(paths) if any(e[3:] == p or e[3:].endswith(f"/{p}") for e in entries))
