"""What runtimes make of front-matter keys: which mean the same, which change nothing, what holds without one."""

from __future__ import annotations

ORNAMENTS = {
    "argument-hint",
    "category",
    "color",
    "compatibility",
    "iconName",
    "license",
    "metadata",
    "source",
    "subcategory",
    "title",
    "version",
}
"""What changes nothing in how an agent works."""
PROSE = {"description", "whenToUse", "roleDefinition", "customInstructions", "prompt"}
"""What is text for the agent, to be read sentence by sentence."""
NAMES = {"name", "slug"}
ALIASES = {
    "allowed-tools": "tools",
    "disallowed-tools": "disallowedTools",
    "applyTo": "globs",
    "mcp-servers": "mcpServers",
    "maxSteps": "steps",
}
"""The same in the words of another runtime."""
DEFAULTS = {
    "alwaysApply": "false",
    "background": "false",
    "disable": "false",
    "disable-model-invocation": "false",
    "hidden": "false",
    "model": "inherit",
    "permissionMode": "default",
    "user-invocable": "true",
}
"""What a runtime takes where nothing is set."""


def common_key(key: str) -> str:
    """Return one key for all that runtimes call what *key* means."""
    return ALIASES.get(key, key)


def is_default(key: str, value: object) -> bool:
    """Return whether a runtime would take *value* for *key* anyway."""
    return str(value).lower() == DEFAULTS.get(key)
