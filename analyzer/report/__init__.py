"""The formats: a module each, with one `render` that computes nothing, opens nothing and prints nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.report import family, graphml, html, json, markdown, sarif, svg
from analyzer.report.naming import folders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analyzer.model import Analysis

FORMATS: Mapping[str, Callable[[Analysis], str]] = {
    "report.html": html.render,
    "report.md": markdown.render,
    "report.json": json.render,
    "report.sarif": sarif.render,
    "overlap.graphml": graphml.render,
    "overlap.svg": svg.render,
}
"""What each file at the top of the output folder is made by."""


def documents(analysis: Analysis) -> dict[str, str]:
    """Return the text of every output file by its path below the output folder (POSIX)."""
    found = {name: render(analysis) for name, render in FORMATS.items()}
    for proposal, folder in zip(analysis.proposals, folders(analysis), strict=True):
        found |= {f"{folder}/{name}": text for name, text in family.render(proposal).items()}
    return dict(sorted(found.items()))
