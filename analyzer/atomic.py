"""Change a text file in one step."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_atomically(file: Path, text: str) -> None:
    """Put *text* in the place of *file*, all of it or nothing, with the permissions that it had.

    A link that stands there is replaced and not followed. Raises `OSError`, and `UnicodeEncodeError` for a text that is
    no Unicode; nothing is left behind then.
    """
    # A name that nobody can guess: what stands under one that can be is another's, or a trap.
    handle, aside = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as opened:
            opened.write(text)
        Path(aside).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        Path(aside).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(aside).unlink()
        raise
