"""Claude Code subagents: Markdown files under ``.claude/agents/`` or a plugin's ``agents/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Dialect, Loading

if TYPE_CHECKING:
    from collections.abc import Collection

DIALECT = Dialect(
    name="claude-agent",
    title="Claude Code agent",
    keys=(
        "name",
        "description",
        "tools",
        "disallowedTools",
        "model",
        "permissionMode",
        "maxTurns",
        "skills",
        "mcpServers",
        "hooks",
        "memory",
        "background",
        "effort",
        "isolation",
        "initialPrompt",
        "color",
    ),
    loading=Loading.AGENT,
    canonical_name="<name>.md",
    descriptions_budget=15_000,
)
PATTERNS = (".claude/agents/*.md",)


def recognises(keys: Collection[str]) -> bool:
    """Return whether front matter with *keys* is an agent's: it says what it is for."""
    return "description" in keys and not {"name", "tools", "model", "color"}.isdisjoint(keys)
