"""The command line: a module for each command.

Each takes arguments, calls one function, writes, prints, and returns the exit status.
Only click is imported at the top, so that ``agentmerge --help`` answers at once.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer import __version__
from analyzer.cli.analyze import analyze
from analyzer.cli.apply import apply
from analyzer.cli.audit import audit
from analyzer.cli.check import check
from analyzer.cli.decide import decide
from analyzer.cli.exits import Exit
from analyzer.cli.explain import explain
from analyzer.cli.review import review
from analyzer.cli.screen import printable
from analyzer.cli.undo import undo
from analyzer.errors import AgentMergeError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Exit", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run agentmerge with *arguments* (None: those of the process) and return its exit status."""
    _never_fail_on_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = int(agentmerge.main(given, prog_name="agentmerge", standalone_mode=False) or Exit.FINE)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return Exit.WRONG_USE
    except click.Abort:
        click.echo("agentmerge: interrupted.", err=True)
        return Exit.INTERRUPTED
    except AgentMergeError as error:
        click.echo(f"agentmerge: {printable(str(error))}", err=True)
        return Exit.WRONG_USE
    except Exception as error:  # noqa: BLE001 - the last one to see it: say so, and keep the traceback
        return _report_fault(error, verbose="--verbose" in given)
    return status


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def agentmerge() -> None:
    """Consolidate overlapping AI-agent definitions and prove that nothing was lost."""


for _command in (analyze, apply, audit, check, decide, explain, review, undo):
    agentmerge.add_command(_command)


def _never_fail_on_streams() -> None:
    """Let a terminal that lacks a letter show its escape, and a closed stream take nothing, where Python would stop."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open till the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as above
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _report_fault(error: Exception, *, verbose: bool) -> int:
    import tempfile
    import traceback

    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        # What is left in the buffer would be tried again, and fail again, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        click.echo("agentmerge: no space is left for what was to be printed or written. Make room.", err=True)
        return Exit.WRONG_USE
    trace = "".join(traceback.format_exception(error))
    what = f"agentmerge: a fault of ours ({type(error).__name__}), nothing you did; please report it."
    if verbose:
        click.echo(f"{trace}\n{what}", err=True)
    else:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", errors="backslashreplace", prefix="agentmerge-", suffix=".txt", delete=False
        ) as file:
            file.write(trace)
        click.echo(f"{what} The traceback is in {file.name}", err=True)
    return Exit.FAULT
