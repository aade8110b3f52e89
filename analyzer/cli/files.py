"""Where a command puts what it was asked to write."""

from __future__ import annotations

from pathlib import Path

import click

from analyzer.errors import OutputError


def put(text: str, file: str) -> None:
    """Write *text* to *file*; ``-`` is the standard output. Raises `OutputError` where that cannot be."""
    if file == "-":
        click.echo(text, nl=False)
        return
    try:
        Path(file).write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror or error}. Name another file.") from error
