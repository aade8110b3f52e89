"""Fingerprints: whether a text still says what it said when somebody decided about it."""

from __future__ import annotations

import hashlib

from analyzer.text import squash


def fingerprint(*texts: str) -> str:
    """Return 16 hexadecimal digits that are equal for equal *texts* in this order, however their lines are broken."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(squash(text).encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()[:16]
