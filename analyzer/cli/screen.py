"""What the commands know of the terminal."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import time
from collections import deque
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STAGES = logging.getLogger("agentmerge.stages")
"""What is being done at the moment: the pipeline says it there."""
_EVERY = 15.0
"""Seconds without a sign of life that somebody who reads a log should not have to bear."""


def terminal() -> tuple[int, bool]:
    """Return the columns of the terminal, and whether it shows colours."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return max(60, shutil.get_terminal_size((100, 24)).columns) if sys.stdout.isatty() else 100, colour


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[int, int], object] | None]:
    """Give a function that shows how many texts are done, of how many, and show what is being done meanwhile.

    On a terminal that is a bar; in a log, a line on standard error for each `_EVERY` seconds that it takes.
    """
    if not shown:
        yield None
    elif sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        with _lines() as progress:
            yield progress


@contextmanager
def _bar() -> Iterator[Callable[[int, int], object]]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)

        def show(what: str) -> None:
            clear()
            bar.update(task, visible=False)
            bar.add_task(escape(what), total=None)

        def compare(done: int, total: int) -> None:
            clear()
            bar.update(task, description="Comparing texts", completed=done, total=total, visible=True)

        def clear() -> None:
            for earlier in bar.task_ids[1:]:
                bar.remove_task(earlier)

        with _told(show):
            yield compare


@contextmanager
def _lines() -> Iterator[Callable[[int, int], object]]:
    started, over, doing = time.monotonic(), Event(), deque(["Reading"], maxlen=1)

    def show() -> None:
        while not over.wait(_EVERY):
            with suppress(OSError, ValueError):  # nobody may be listening any longer
                click.echo(f"agentmerge: {doing[-1]} ({time.monotonic() - started:.0f} s so far)", err=True)

    thread = Thread(target=show, daemon=True)
    thread.start()
    try:
        with _told(doing.append):
            yield lambda done, total: doing.append(f"Comparing texts: {done} of {total}")
    finally:
        over.set()
        thread.join()


@contextmanager
def _told(show: Callable[[str], object]) -> Iterator[None]:
    """Have *show* called with what is being done whenever that changes: the pipeline says it to a logger."""
    handler = logging.Handler()
    handler.emit = lambda record: show(printable(record.getMessage()))  # type: ignore[method-assign, assignment]
    before = STAGES.level
    STAGES.addHandler(handler)
    STAGES.setLevel(logging.INFO)
    try:
        yield
    finally:
        STAGES.removeHandler(handler)
        STAGES.setLevel(before)


def printable(text: str) -> str:
    """Return *text* on one line, with nothing that a terminal or continuous integration would obey."""
    from analyzer.report.escape import inert, line

    return inert(line(text))
