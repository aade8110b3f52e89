"""Consolidate overlapping AI-agent definitions and prove that nothing was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.pipeline import analyze, audit, relate

__version__ = "0.1.0"
__all__ = ["analyze", "audit", "relate"]


def __getattr__(name: str) -> object:
    """Load the pipeline when it is first asked for: the command line starts without it."""
    if name in __all__:
        from analyzer import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
