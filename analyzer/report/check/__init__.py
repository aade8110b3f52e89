"""The gate's formats: a module each, with one `render`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.report.check import github, gitlab, json, sarif, summary, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analyzer.model import Check

FORMATS: Mapping[str, Callable[[Check], str]] = {
    "text": terminal.render,
    "json": json.render,
    "github": github.render,
    "sarif": sarif.render,
    "gitlab": gitlab.render,
    "summary": summary.render,
}
"""What each value of ``--format`` is made by."""
