"""The files of the trained parts of the judge, as they were released."""

from __future__ import annotations

import hashlib
from importlib.resources import files

from analyzer.errors import ModelError


def read_released(file: str, sha256: str) -> bytes:
    """Return the bytes of the packaged *file*; raise `ModelError` where they have not the digest *sha256*."""
    data = files("analyzer.judge").joinpath(file).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ModelError(f"analyzer/judge/{file} is not the file that was released. Reinstall agentmerge.")
    return data
