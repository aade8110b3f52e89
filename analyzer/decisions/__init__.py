"""Decisions that last: what people decided, kept in a file beside the settings, and whether it still holds."""

from __future__ import annotations

from analyzer.decisions.audited import accounted
from analyzer.decisions.effects import about, decided_survivor, effects, expired
from analyzer.decisions.file import FILE, add, forget, read
from analyzer.decisions.lookup import holding_here, meant, named
from analyzer.decisions.making import about_conflict, about_definitions, about_statement, about_wording, same_subject
from analyzer.decisions.standing import holding, settle

__all__ = [
    "FILE",
    "about",
    "about_conflict",
    "about_definitions",
    "about_statement",
    "about_wording",
    "accounted",
    "add",
    "decided_survivor",
    "effects",
    "expired",
    "forget",
    "holding",
    "holding_here",
    "meant",
    "named",
    "read",
    "same_subject",
    "settle",
]
