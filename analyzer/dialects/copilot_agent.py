"""GitHub Copilot custom agents, chat modes, prompts and instructions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Dialect, Loading

if TYPE_CHECKING:
    from collections.abc import Collection

DIALECT = Dialect(
    name="copilot-agent",
    title="GitHub Copilot agent",
    keys=(
        "name",
        "description",
        "target",
        "tools",
        "model",
        "disable-model-invocation",
        "user-invocable",
        "infer",
        "mcp-servers",
        "metadata",
        "argument-hint",
        "agents",
        "handoffs",
        "mode",
        "agent",
        "applyTo",
        "excludeAgent",
    ),
    loading=Loading.AGENT,
    canonical_name="<name>.agent.md",
)
PATTERNS = (
    "*.agent.md",
    "*.chatmode.md",
    "*.prompt.md",
    "*.instructions.md",
    ".github/copilot-instructions.md",
    ".github/agents/*.md",
)


def recognises(keys: Collection[str]) -> bool:
    """Return whether front matter with *keys* is Copilot's."""
    return not {"applyTo", "handoffs", "mcp-servers"}.isdisjoint(keys)
