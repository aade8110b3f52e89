"""What is left where a definition was, so that its old name still leads somewhere."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from analyzer.errors import RefusedError
from analyzer.model import POINTER_MARK
from analyzer.report.escape import code

if TYPE_CHECKING:
    from analyzer.model import Move

_FRONT: dict[str, tuple[tuple[str, object], ...]] = {
    "claude-agent": (("name", ""), ("description", "")),
    "agent-skill": (("name", ""), ("description", "")),
    "copilot-agent": (("description", ""),),
    "opencode-agent": (("description", ""),),
    "cursor-rule": (("description", ""), ("alwaysApply", False)),
    "agents-md": (),
    "markdown": (),
}
"""The front matter that each dialect asks for; empty values are filled in."""


def can_point(move: Move) -> bool:
    """Return whether a pointer helps: not where it would take the name of the canonical."""
    named = any(key == "name" for key, _ in _FRONT.get(move.dialect, ()))
    return not named or move.name.casefold() != move.to_name.casefold()


def pointer(move: Move) -> bytes:
    """Return a definition in the dialect of *move* that says what to use instead, and where that stands.

    Raises `RefusedError` for a dialect whose files cannot say that.
    """
    import yaml

    if move.dialect not in _FRONT:
        raise RefusedError(
            f"{move.path} is a {move.dialect}, which cannot point elsewhere. Apply {move.family} without "
            "--leave-pointers."
        )
    values = {"name": move.name, "description": f"Moved. Use {move.to_name} instead."}
    fields = {key: values.get(key, value) for key, value in _FRONT[move.dialect]}
    front = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=2**31) if fields else ""
    link = posixpath.relpath(move.to_path, posixpath.dirname(move.path) or ".")
    body = (
        f"{code(move.name)} is part of {code(move.to_name)} now. Read {code(move.to_path)} (from this file: "
        f"{code(link)}) and follow what it says.\n\n{POINTER_MARK}\n"
    )
    return (f"---\n{front}---\n\n{body}" if front else body).encode("utf-8", "surrogateescape")
