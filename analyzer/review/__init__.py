"""Review in the browser: the report's page, served on this machine alone, where decisions are made and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.review.desk import Desk
from analyzer.review.request import read_request
from analyzer.review.server import reserve, serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from analyzer.model import Embedder

__all__ = ["review"]


def review(  # noqa: PLR0913 - the front door: options are keyword-only
    output: Path, embedder: Embedder, *, port: int, cache: bool, ready: Callable[[str], object], root: Path
) -> None:
    """Serve what `analyze` wrote to *output*, and write it anew with every decision, until the user interrupts.

    Paths of the report count from *root*, where the decisions are kept. *ready* is told the page's address, which works
    once. *port* 0 takes any that is free. Raises `RefusedError` where *output* is no analysis' output, or another
    *embedder* made it, `UsageError` where the port is taken.
    """
    desk = Desk(output, root, read_request(output, embedder.name), embedder, cache=cache)
    with reserve(port) as reserved:
        desk.make()
        with desk:
            serve(desk, reserved, ready=ready)
