"""The command line: take arguments, call one function, write, print, return the exit status.

Only click is imported at the top, so that ``agentmerge --help`` answers at once.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import ExitStack, contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer import __version__
from analyzer.errors import AgentMergeError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from analyzer.config import Settings
    from analyzer.model import Analysis, Audit


class Exit(IntEnum):
    """The exit statuses."""

    FINE = 0
    FOUND = 1
    """The gate or the audit found something."""
    WRONG_USE = 2
    """Wrong arguments, nothing read, or an output that cannot be written."""
    FAULT = 3
    """A fault of ours."""
    INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run agentmerge with *arguments* (None: those of the process) and return its exit status."""
    _never_fail_on_letters()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return int(agentmerge.main(given, prog_name="agentmerge", standalone_mode=False) or Exit.FINE)
    except click.ClickException as error:
        error.show()
        return Exit.WRONG_USE
    except click.Abort:
        click.echo("agentmerge: interrupted; nothing was written.", err=True)
        return Exit.INTERRUPTED
    except AgentMergeError as error:
        click.echo(f"agentmerge: {_printable(str(error))}", err=True)
        return Exit.WRONG_USE
    except Exception as error:  # noqa: BLE001 - the last one to see it: say so, and keep the traceback
        return _report_fault(error, verbose="--verbose" in given)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def agentmerge() -> None:
    """Consolidate overlapping AI-agent definitions and prove that nothing was lost."""


@agentmerge.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True), metavar="PATH...")
@click.option("-o", "--output", metavar="FOLDER", help="Where to write.  [default: outputs]")
@click.option("--together/--no-together", default=None, help="Make one family of all that was given.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="The share in common that proposes a merge.")
@click.option("--survivor", metavar="FILE", help="Keep the structure of this definition.")
@click.option("--fusion/--no-fusion", default=None, help="Join wordings, or take every statement word for word.")
@click.option("--model", metavar="NAME|FOLDER", help="Another sentence-transformers model.")
@click.option("--embedder", type=click.Choice(["minilm", "hash"]), help="hash needs no model, and sees less.")
@click.option("--cache/--no-cache", default=None, help="Keep vectors between runs.")
@click.option("--quiet", is_flag=True, help="Print errors only.")
@click.option("--verbose", is_flag=True, help="Leave nothing out.")
def analyze(paths: tuple[str, ...], *, quiet: bool, verbose: bool, **flags: object) -> int:
    """Find definitions that overlap, and propose one for each family.

    PATH is a file, or a folder that is searched.
    """
    from analyzer import config, report, write

    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose cannot both hold. Give one.")
    settings = config.settings(flags)
    with _progress(shown=not quiet and sys.stderr.isatty()) as progress:
        analysis = _analyze(paths, settings, progress)
    write.write(report.documents(analysis), Path(settings.output))
    if not quiet:
        _print_summary(analysis, settings.output, full=verbose)
    return _report_violations(analysis)


def _report_violations(analysis: Analysis) -> int:
    """Say which proposals are not to be used, and return the exit status."""
    for proposal in (p for p in analysis.proposals if p.violations):
        first = proposal.violations[0]
        click.echo(
            f"agentmerge: do not use the proposal for {_printable(proposal.family.name)}: the verifier found "
            f"{len(proposal.violations)} faults in it, ours and not yours; please report them. The first, at "
            f"{_printable(str(first.span))}: {_printable(first.message)}",
            err=True,
        )
    return Exit.FAULT if any(p.violations for p in analysis.proposals) else Exit.FINE


class _Several(click.Command):
    """A command whose options may be followed by several values: ``--before A B`` is ``--before A --before B``."""

    several = ("--before", "--after")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before each further value."""
        spread: list[str] = []
        option = ""
        for argument in args:
            if argument.startswith("-") and argument != "-":
                option = ""
            elif option and spread[-1] != option:
                spread.append(option)
            spread.append(argument)
            option = argument if argument in self.several else option
        return super().parse_args(ctx, spread)


@agentmerge.command(cls=_Several)
@click.option("--before", multiple=True, metavar="PATH...", help="Files or folders as they were before the merge.")
@click.option("--after", multiple=True, metavar="PATH...", help="Files or folders as the merge left them.")
@click.option("--before-ref", metavar="REV", help="Read the side before from this git revision, without a checkout.")
@click.option("--after-ref", metavar="REV", help="Read the side after from this git revision.")
@click.option(
    "--fail-on",
    type=click.Choice(["high", "medium", "low", "never"]),
    default="high",
    show_default=True,
    help="Exit with 1 where something was lost that is at least this severe, or was turned round.",
)
@click.option("--json", "json_file", metavar="FILE|-", help="Write everything as JSON; - is the standard output.")
@click.option("--markdown", "markdown_file", metavar="FILE|-", help="Write a report for a pull request's comment.")
@click.option("--model", metavar="NAME|FOLDER", help="Another sentence-transformers model.")
@click.option("--embedder", type=click.Choice(["minilm", "hash"]), help="hash needs no model, and sees less.")
@click.option("--cache/--no-cache", default=None, help="Keep vectors between runs.")
@click.option("--quiet", is_flag=True, help="Print errors only.")
@click.option("--verbose", is_flag=True, help="Leave nothing out.")
def audit(  # noqa: PLR0913 - the options
    before: tuple[str, ...],
    after: tuple[str, ...],
    *,
    before_ref: str | None,
    after_ref: str | None,
    fail_on: str,
    json_file: str | None,
    markdown_file: str | None,
    quiet: bool,
    verbose: bool,
    **flags: object,
) -> int:
    """Judge a merge, whoever made it: what it lost, turned round, invented and moved.

    With --before-ref, the paths are those of the repository, by default the current folder, and those after the merge
    are by default the same in the working tree or in --after-ref.
    """
    from analyzer import config
    from analyzer.model import Severity

    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose cannot both hold. Give one.")
    if json_file == markdown_file == "-":
        raise click.UsageError("--json - and --markdown - cannot share the standard output. Give one a file.")
    if not before and not before_ref:
        raise click.UsageError("Nothing to compare. Give --before PATH... or --before-ref REV.")
    if not after and not after_ref and not before_ref:
        raise click.UsageError("Nothing to compare with. Give --after PATH... or --after-ref REV.")
    found = _audit((before, before_ref), (after or before, after_ref), config.settings(flags), shown=not quiet)
    _write_audit(found, json_file, markdown_file)
    if not quiet and "-" not in {json_file, markdown_file}:
        _print_audit(found, full=verbose)
    return Exit.FOUND if fail_on != "never" and found.found(Severity(fail_on)) else Exit.FINE


@agentmerge.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--model", metavar="NAME|FOLDER", help="Another sentence-transformers model.")
@click.option("--embedder", type=click.Choice(["minilm", "hash"]), help="hash needs no model, and sees less.")
@click.option("--cache/--no-cache", default=None, help="Keep vectors between runs.")
def explain(first: str, second: str, *, as_json: bool, **flags: object) -> None:
    """Say how two statements relate, and why.

    A and B are each a statement's text, or FILE:LINE where it stands; FILE:LINE:2 is the second of several there.
    """
    from analyzer import config
    from analyzer.embed import load_embedder
    from analyzer.explain import explain as reasons
    from analyzer.report.explain import render, render_json

    settings = config.settings(flags)
    found = reasons(first, second, embedder=load_embedder(settings.model or settings.embedder), cache=settings.cache)
    click.echo((render_json if as_json else render)(found), nl=False)


def _audit(
    before: tuple[tuple[str, ...], str | None],
    after: tuple[tuple[str, ...], str | None],
    settings: Settings,
    *,
    shown: bool,
) -> Audit:
    from analyzer import pipeline
    from analyzer.embed import load_embedder
    from analyzer.revisions import revision

    with ExitStack() as stack:
        sides = [
            [str(stack.enter_context(revision(ref, paths)))] if ref else list(paths or ["."])
            for paths, ref in (before, after)
        ]
        progress = stack.enter_context(_progress(shown=shown and sys.stderr.isatty()))
        return pipeline.audit(
            sides[0],
            sides[1],
            embedder=load_embedder(settings.model or settings.embedder),
            cache=settings.cache,
            progress=progress,
        )


def _write_audit(found: Audit, json_file: str | None, markdown_file: str | None) -> None:
    from analyzer.report import audit_json, audit_markdown

    for file, render in ((json_file, audit_json.render), (markdown_file, audit_markdown.render)):
        if file == "-":
            click.echo(render(found), nl=False)
        elif file:
            try:
                Path(file).write_text(render(found), encoding="utf-8", errors="backslashreplace", newline="\n")
            except OSError as error:
                raise OutputError(f"{file} cannot be written: {error.strerror or error}. Name another file.") from error


def _print_audit(found: Audit, *, full: bool) -> None:
    from analyzer.report import audit_terminal

    width, colour = _terminal()
    click.echo(audit_terminal.render(found, width=width, colour=colour, full=full), nl=False)


def _terminal() -> tuple[int, bool]:
    """Return the columns of the terminal, and whether it shows colours."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return max(60, shutil.get_terminal_size((100, 24)).columns) if sys.stdout.isatty() else 100, colour


def _analyze(paths: tuple[str, ...], settings: Settings, progress: Callable[[int, int], object] | None) -> Analysis:
    from analyzer import pipeline
    from analyzer.embed import load_embedder

    return pipeline.analyze(
        paths,
        together=settings.together,
        threshold=settings.threshold,
        survivor=settings.survivor,
        fusion=settings.fusion,
        embedder=load_embedder(settings.model or settings.embedder),
        cache=settings.cache,
        progress=progress,
    )


def _print_summary(analysis: Analysis, output: str, *, full: bool) -> None:
    from analyzer.report import terminal

    width, colour = _terminal()
    click.echo(terminal.render(analysis, width=width, colour=colour, full=full), nl=False)
    folder = _printable(output).rstrip("/")
    click.echo(f"\nRead {folder}/report.md first.", nl=not analysis.proposals)
    if analysis.proposals:
        click.echo(f" The proposals, with a diff for each source, are in {folder}/families.")


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[[int, int], object] | None]:
    """Give a function that shows how many texts are done, of how many."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda done, total: bar.update(task, description="Comparing texts", completed=done, total=total)


def _never_fail_on_letters() -> None:
    """Let a terminal that lacks a letter show its escape, where Python would stop."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _printable(text: str) -> str:
    from analyzer.report.escape import line

    return line(text)


def _report_fault(error: Exception, *, verbose: bool) -> int:
    import tempfile
    import traceback

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
