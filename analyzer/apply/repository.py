"""Ask git what it would not bring back."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from analyzer import git
from analyzer.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


_NOWHERE = b"not a git repository (or any"
"""What git says where no folder above has a repository; where one is broken, it says something else."""


def uncommitted(root: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """Return those of *paths* below *root* that differ from what is committed, or never were; none without git.

    Raises `RefusedError` where there is a repository and git does not say.
    """
    try:
        return tuple(sorted(git.changed(str(root), paths)))
    except FileNotFoundError:
        return ()
    except subprocess.CalledProcessError as error:
        if _NOWHERE in error.stderr:
            return ()
        said = error.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise RefusedError(
            f"git does not say what is committed in {root} ({said}). Mend that, and try again; --force goes on without."
        ) from error
