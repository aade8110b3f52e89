"""Cursor rules: ``.mdc`` files, and the older single ``.cursorrules``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Dialect, Loading

if TYPE_CHECKING:
    from collections.abc import Collection

    from analyzer.model import Definition

DIALECT = Dialect(
    name="cursor-rule",
    title="Cursor rule",
    keys=("description", "globs", "alwaysApply"),
    loading=Loading.DEMAND,
    canonical_name="<name>.mdc",
)
PATTERNS = ("*.mdc", ".cursorrules", ".cursor/rules/*.md")


def recognises(keys: Collection[str]) -> bool:
    """Return whether front matter with *keys* is a Cursor rule's."""
    return not {"globs", "alwaysApply"}.isdisjoint(keys)


def is_always_loaded(definition: Definition) -> bool:
    """Return whether the rule *definition* says that it is loaded in any case, not for some files or tasks alone."""
    always = definition.get("alwaysApply")
    return always is not None and str(always.value).lower() == "true"
