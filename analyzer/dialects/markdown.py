"""Plain Markdown: whatever no other dialect claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Dialect

if TYPE_CHECKING:
    from collections.abc import Collection

DIALECT = Dialect(name="markdown", title="Markdown", keys=("name", "title", "description"), canonical_name="<name>.md")
PATTERNS = (".roo/rules*/*.md", ".clinerules/*.md", ".windsurf/rules/*.md", ".claude/commands/*.md")


def recognises(_keys: Collection[str]) -> bool:
    """Return True: it takes what the others leave."""
    return True
