"""``agentmerge audit``: judge a merge that anyone made."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli.exits import Exit
from analyzer.cli.files import put
from analyzer.cli.options import Several, check_output, model_options, output_options
from analyzer.cli.screen import progress_bar, terminal

if TYPE_CHECKING:
    from analyzer.config import Settings
    from analyzer.model import Audit


class _Sides(Several):
    several = ("--before", "--after")


@click.command(cls=_Sides, short_help="Judge a merge, whoever made it.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--before", multiple=True, metavar="PATH...", help="Files or folders as they were before the merge.")
@click.option("--after", multiple=True, metavar="PATH...", help="Files or folders as the merge left them.")
@click.option("--before-ref", metavar="REV", help="Read the side before from this git revision, without a checkout.")
@click.option("--after-ref", metavar="REV", help="Read the side after from this git revision.")
@click.option(
    "--fail-on",
    type=click.Choice(["high", "medium", "low", "never"]),
    default="high",
    show_default=True,
    help="Exit with 1 where something was lost or changed that is at least this severe, or was turned round.",
)
@click.option(
    "--fail-on-new",
    type=click.Choice(["high", "medium", "low", "never"]),
    default="never",
    show_default=True,
    help="Exit with 1 too where something that no source says is at least this severe.",
)
@click.option("--json", "json_file", metavar="FILE|-", help="Write everything as JSON; - is the standard output.")
@click.option("--markdown", "markdown_file", metavar="FILE|-", help="Write a report for a pull request's comment.")
@model_options
@output_options
def audit(  # noqa: PLR0913 - the options
    paths: tuple[str, ...],
    before: tuple[str, ...],
    after: tuple[str, ...],
    *,
    before_ref: str | None,
    after_ref: str | None,
    fail_on: str,
    fail_on_new: str,
    json_file: str | None,
    markdown_file: str | None,
    quiet: bool,
    verbose: bool,
    **flags: object,
) -> int:
    """Judge a merge, whoever made it: what it lost, turned round, invented, changed and moved.

    With --before-ref, the paths are those of the repository, by default the current folder, and those after the merge
    are by default the same in the working tree or in --after-ref. They may then stand alone, without --before.
    """
    from analyzer import config
    from analyzer.model import Severity

    check_output(quiet=quiet, verbose=verbose)
    if json_file == markdown_file == "-":
        raise click.UsageError("--json - and --markdown - cannot share the standard output. Give one a file.")
    before, after = _sides(paths, before, after, alone=not before_ref and not after_ref)
    if not before and not before_ref:
        raise click.UsageError("Nothing to compare. Give --before PATH... or --before-ref REV.")
    if not after and not after_ref and not before_ref:
        raise click.UsageError("Nothing to compare with. Give --after PATH... or --after-ref REV.")
    if before_ref and not after_ref and after in {(), before}:
        _refuse_gone(before)
    found = _audit((before, before_ref), (after or before, after_ref), config.settings(flags), shown=not quiet)
    _write_audit(found, json_file, markdown_file)
    if not quiet and "-" not in {json_file, markdown_file}:
        _print_audit(found, full=verbose)
    against = fail_on != "never" and found.found(Severity(fail_on))
    new = fail_on_new != "never" and found.invents(Severity(fail_on_new))
    return Exit.FOUND if against or new else Exit.FINE


def _sides(
    paths: tuple[str, ...], before: tuple[str, ...], after: tuple[str, ...], *, alone: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the paths of both sides, those that were given as *paths* on the one or two that have none of their own.

    *alone* says that no side is a revision: then *paths* cannot be both.
    """
    given = " ".join(paths)
    if paths and alone:
        use = f"Give --before {given} --after PATH..., or --before-ref REV {given}."
        raise click.UsageError(f"Do {given} stand before the merge or after it? {use}")
    if paths and before:
        raise click.UsageError(f"--before has its own paths. Give {given} to --after, or leave --before out.")
    return before or paths, after or paths


def _refuse_gone(paths: tuple[str, ...]) -> None:
    """Raise `UsageError` where one of *paths*, which are meant for both sides, is not there after the merge."""
    from analyzer.errors import UsageError

    for path in paths:
        if not Path(path).exists():
            raise UsageError(
                f"{path}: no such file or folder after the merge. If the merge took all of it away, name the file or "
                "folder that it put it in: --after PATH..."
            )


def _audit(
    before: tuple[tuple[str, ...], str | None],
    after: tuple[tuple[str, ...], str | None],
    settings: Settings,
    *,
    shown: bool,
) -> Audit:
    from analyzer import decisions, pipeline
    from analyzer.embed import load_embedder
    from analyzer.revisions import revision

    kept = decisions.read()
    with ExitStack() as stack:
        sides = [
            [str(stack.enter_context(revision(ref, paths)))] if ref else list(paths or ["."])
            for paths, ref in (before, after)
        ]
        progress = stack.enter_context(progress_bar(shown=shown))
        return pipeline.audit(
            sides[0],
            sides[1],
            decisions=kept,
            embedder=load_embedder(settings.model or settings.embedder),
            cache=settings.cache,
            progress=progress,
        )


def _write_audit(found: Audit, json_file: str | None, markdown_file: str | None) -> None:
    from analyzer.report import audit_json, audit_markdown

    for file, render in ((json_file, audit_json.render), (markdown_file, audit_markdown.render)):
        if file:
            put(render(found), file)


def _print_audit(found: Audit, *, full: bool) -> None:
    from analyzer.report import audit_terminal

    width, colour = terminal()
    click.echo(audit_terminal.render(found, width=width, colour=colour, full=full), nl=False)
