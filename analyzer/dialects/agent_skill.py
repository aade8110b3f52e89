"""Agent Skills: a folder with a ``SKILL.md`` (agentskills.io)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Dialect, Loading

if TYPE_CHECKING:
    from collections.abc import Collection

DIALECT = Dialect(
    name="agent-skill",
    title="Agent Skill",
    keys=(
        "name",
        "description",
        "license",
        "compatibility",
        "metadata",
        "allowed-tools",
        "argument-hint",
        "disable-model-invocation",
        "user-invocable",
        "model",
        "context",
        "agent",
        "hooks",
        "version",
    ),
    description_budget=1024,
    loading=Loading.DEMAND,
    canonical_name="SKILL.md",
)
PATTERNS = ("SKILL.md",)


def recognises(keys: Collection[str]) -> bool:
    """Return whether front matter with *keys* is a skill's, whatever the file is called."""
    return "description" in keys and not {"license", "allowed-tools", "user-invocable"}.isdisjoint(keys)
