"""Roo Code modes: YAML with one mode, or many under ``customModes``; the prompts are Markdown inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Dialect, Loading

if TYPE_CHECKING:
    from collections.abc import Collection

DIALECT = Dialect(
    name="roo-mode",
    title="Roo Code mode",
    keys=(
        "slug",
        "name",
        "description",
        "roleDefinition",
        "whenToUse",
        "customInstructions",
        "groups",
        "source",
        "iconName",
        "category",
        "subcategory",
        "version",
    ),
    loading=Loading.AGENT,
    canonical_name="<name>.yaml",
    mergeable=False,
)
PATTERNS = (".roomodes", "custom_modes.yaml", "custom_modes.yml")
_ENDINGS = (".yaml", ".yml", ".roomodes")
BODY_KEYS = ("roleDefinition", "customInstructions")
"""Entries whose value is a prompt in Markdown."""


def may_hold_modes(path: str) -> bool:
    """Return whether the file at *path* is YAML, by its ending: the other uses of that are many."""
    return path.lower().endswith(_ENDINGS)


def recognises(keys: Collection[str]) -> bool:
    """Return whether YAML with *keys* is a mode, or a list of modes."""
    return not {"roleDefinition", "customModes"}.isdisjoint(keys)
