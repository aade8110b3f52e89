"""What runtimes make of front-matter keys: which change nothing, and what holds where one is not set."""

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


def is_default(key: str, value: object) -> bool:
    """Return whether a runtime would take *value* for *key* anyway."""
    return str(value).lower() == DEFAULTS.get(key)
