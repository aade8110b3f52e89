"""Consolidate overlapping AI-agent definitions and prove that nothing was lost."""

__version__ = "0.1.0"
