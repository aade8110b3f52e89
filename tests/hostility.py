"""Two definitions that overlap and mean harm, one of them by its file's name, for the tests of the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analyzer import pipeline
from analyzer.embed import HashEmbedder

if TYPE_CHECKING:
    from analyzer.model import Analysis

FILES = {"gardener.md": "gardener.md", "helper;'\"<b>&amp; #1?.md": "garden-helper.md"}
HUGE = ("x" * 60_000, "[" * 2_000, "<" * 2_000, "1," * 2_000, "a-" * 2_000, "**a " * 2_000)


def analysis(folder: Path) -> Analysis:
    """Write the two to *folder*, the first with lines that have no end, and return what is found in them."""
    for name, file in FILES.items():
        text = (Path(__file__).parent / "hostile" / file).read_text(encoding="utf-8")
        more = "".join(f"- {line}\n" for line in HUGE) if file == "gardener.md" else ""
        (folder / name).write_text(text + more, encoding="utf-8", newline="\n")
    return pipeline.analyze(str(folder), together=True, embedder=HashEmbedder(), cache=False)
