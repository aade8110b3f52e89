"""Cursor rules: ``.mdc`` files, and the older single ``.cursorrules``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Dialect, Loading

if TYPE_CHECKING:
    from collections.abc import Collection

DIALECT = Dialect(
    name="cursor-rule",
    title="Cursor rule",
    keys=("description", "globs", "alwaysApply"),
    list_keys=("globs",),
    loading=Loading.ALWAYS,
    canonical_name="<name>.mdc",
)
PATTERNS = ("*.mdc", ".cursorrules", ".cursor/rules/*.md")


def recognises(keys: Collection[str]) -> bool:
    """Return whether front matter with *keys* is a Cursor rule's."""
    return not {"globs", "alwaysApply"}.isdisjoint(keys)
