"""What the exit status says."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses."""

    FINE = 0
    FOUND = 1
    """The gate or the audit found something."""
    WRONG_USE = 2
    """Wrong arguments, nothing read, or an output that cannot be written."""
    FAULT = 3
    """A fault of ours."""
    INTERRUPTED = 130
