"""What the commands that change a tree say when they are interrupted."""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from analyzer.cli.screen import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def naming_the_way_back(root: Path) -> Iterator[None]:
    """Where an interrupt leaves the files below *root* half-way, say how they become what they were."""
    from analyzer.apply.transaction import unfinished

    try:
        yield
    except KeyboardInterrupt:
        if unfinished(root):
            undo = f"agentmerge undo --root {shlex.quote(str(root))}"
            click.echo(f"agentmerge: the files are half-way. Take them back with `{printable(undo)}`.", err=True)
        raise
