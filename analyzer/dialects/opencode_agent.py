"""OpenCode agents: Markdown files under ``.opencode/agent/``; the file's name is the agent's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Dialect, Loading

if TYPE_CHECKING:
    from collections.abc import Collection

DIALECT = Dialect(
    name="opencode-agent",
    title="OpenCode agent",
    keys=(
        "description",
        "mode",
        "model",
        "prompt",
        "temperature",
        "top_p",
        "steps",
        "maxSteps",
        "disable",
        "hidden",
        "tools",
        "permission",
        "color",
    ),
    loading=Loading.AGENT,
    canonical_name="<name>.md",
)
PATTERNS = (
    ".opencode/agent/*.md",
    ".opencode/agents/*.md",
    ".opencode/command/*.md",
    ".opencode/commands/*.md",
)


def recognises(keys: Collection[str]) -> bool:
    """Return whether front matter with *keys* is OpenCode's."""
    return "description" in keys and not {"permission", "top_p", "temperature"}.isdisjoint(keys)
