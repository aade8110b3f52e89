"""What the commands know of the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def terminal() -> tuple[int, bool]:
    """Return the columns of the terminal, and whether it shows colours."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return max(60, shutil.get_terminal_size((100, 24)).columns) if sys.stdout.isatty() else 100, colour


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[int, int], object] | None]:
    """Give a function that shows how many texts are done, of how many."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda done, total: bar.update(task, description="Comparing texts", completed=done, total=total)


def printable(text: str) -> str:
    """Return *text* on one line, with nothing that a terminal or continuous integration would obey."""
    from analyzer.report.escape import inert, line

    return inert(line(text))
