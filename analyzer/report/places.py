"""Where a definition stands, for hosts that mark a line of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model import Definition

_ENTRY = re.compile(r"(\.(?:ya?ml|roomodes))#.*", re.DOTALL)


def place(definition: Definition) -> tuple[str, int]:
    """Return the file of *definition* and the line that speaks for it: its name's, else its first."""
    named = definition.get("name") or next(iter(definition.fields), None)
    return definition.file, named.span.start if named else 1


def file_of(path: str) -> str:
    """Return the file that *path* leads to; an entry of a file has the file's path and its own word."""
    return _ENTRY.sub(r"\1", path)
