"""Ask git what it would not bring back."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from analyzer import git

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def uncommitted(root: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Return those of *paths* below *root* that differ from what is committed, or never were; none without git."""
    try:
        return tuple(sorted(git.changed(str(root), paths)))
    except (FileNotFoundError, subprocess.CalledProcessError):
        return ()
