"""AGENTS.md and its kin: standing instructions for a repository, plain Markdown with a fixed name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Dialect, Loading

if TYPE_CHECKING:
    from collections.abc import Collection

DIALECT = Dialect(name="agents-md", title="AGENTS.md", keys=(), loading=Loading.ALWAYS, canonical_name="AGENTS.md")
PATTERNS = ("AGENTS.md", "AGENT.md", "CLAUDE.md", "CLAUDE.local.md", "GEMINI.md", ".windsurfrules", ".clinerules")


def recognises(_keys: Collection[str]) -> bool:
    """Return False: only its name tells."""
    return False
