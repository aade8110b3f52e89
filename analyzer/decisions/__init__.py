"""Decisions that last: what people decided, kept in a file beside the settings, and whether it still holds."""

from __future__ import annotations

from analyzer.decisions.audited import accounted
from analyzer.decisions.effects import about, decided_survivor, effects, expired
from analyzer.decisions.file import FILE, add, forget, read
from analyzer.decisions.lookup import check_here, holding_here, meant, named, stated
from analyzer.decisions.making import (
    about_conflict,
    about_definitions,
    about_sides,
    about_statement,
    about_value,
    about_wording,
    same_subject,
)
from analyzer.decisions.standing import check, holding, settle

__all__ = [
    "FILE",
    "about",
    "about_conflict",
    "about_definitions",
    "about_sides",
    "about_statement",
    "about_value",
    "about_wording",
    "accounted",
    "add",
    "check",
    "check_here",
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
    "stated",
]
