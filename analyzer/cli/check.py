"""``agentmerge check``: the gate for pull requests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli.exits import Exit
from analyzer.cli.files import put
from analyzer.cli.options import Several, check_output, model_options, output_options
from analyzer.cli.screen import progress_bar, terminal
from analyzer.config import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analyzer.config import Settings
    from analyzer.model import Check, Collection, Rule

_NEVER = "never"
_DEFAULT = ("copy", "subsumed", "merge", "same-name")


_FORMATS = ("text", "json", "github", "sarif", "gitlab", "summary")


class _FailOn(Several):
    several = ("--fail-on",)
    values = VERDICTS


@click.command(cls=_FailOn, short_help="Fail on definitions that newly overlap with others.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--against", metavar="REV", help="What this git revision has is known.")
@click.option("--baseline", metavar="FILE", help="What FILE lists is known.  [default: agentmerge-baseline.toml]")
@click.option("--update-baseline", is_flag=True, help="Take all that there is as known, and write it to the baseline.")
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(VERDICTS),
    metavar="VERDICT...",
    help=f"What is in the way: {', '.join(VERDICTS)}.  [default: {' '.join(_DEFAULT)}]",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="How to say it.",
)
@click.option("-o", "--output", metavar="FILE", help="Write there, not to the standard output.")
@click.option("--also", multiple=True, metavar="FORMAT=FILE", help="Write it in another format too.")
@model_options
@output_options
def check(  # noqa: PLR0913 - the options
    paths: tuple[str, ...],
    *,
    against: str | None,
    baseline: str | None,
    update_baseline: bool,
    fail_on: tuple[str, ...],
    style: str,
    output: str | None,
    also: tuple[str, ...],
    quiet: bool,
    verbose: bool,
    **flags: object,
) -> int:
    """Fail on definitions that newly overlap with others: the gate for pull requests.

    PATH is a file, or a folder that is searched. New is what neither the revision nor the baseline has.
    """
    from functools import partial

    from analyzer import config, gatekeeper
    from analyzer.baseline import BASELINE, write_baseline

    check_output(quiet=quiet, verbose=verbose)
    settings = config.settings({**flags, "fail_on": fail_on or None})
    if not (against or baseline or update_baseline):
        against, baseline = settings.against, settings.baseline
    if against and (baseline or update_baseline):
        raise click.UsageError("--against and a baseline cannot both hold. Give one.")
    more = [_parted(text) for text in also]
    in_the_way, file = settings.fail_on or _DEFAULT, Path(baseline or settings.baseline or BASELINE)
    rules = _rules(in_the_way)
    with progress_bar(shown=not quiet) as progress:
        compare = partial(_compare, settings=settings, progress=progress)
        if update_baseline:
            found, known = gatekeeper.renewed(paths, compare, file, rules)
            write_baseline(known, file)
        elif against:
            found = gatekeeper.check_against(paths, compare, against, rules)
        else:
            found = gatekeeper.check(paths, compare, file if baseline or file.exists() else None, rules)
    if output or not quiet:
        _write(found, style, output, full=verbose)
    for form, name in more:
        _write(found, form, name, full=True)
    return Exit.FOUND if found.findings and _NEVER not in in_the_way else Exit.FINE


def _rules(fail_on: Sequence[str]) -> frozenset[Rule]:
    """Return what to look for; with ``never`` alone, the same as by default."""
    from analyzer.model import Rule

    return frozenset(Rule(word) for word in fail_on if word != _NEVER) or frozenset(map(Rule, _DEFAULT))


def _compare(paths: Sequence[str], *, settings: Settings, progress: Callable[[int, int], object] | None) -> Collection:
    from analyzer import decisions, pipeline
    from analyzer.embed import load_embedder

    return pipeline.compare(
        paths,
        threshold=settings.threshold,
        decisions=decisions.read(),
        embedder=load_embedder(settings.model or settings.embedder),
        cache=settings.cache,
        progress=progress,
    )


def _parted(also: str) -> tuple[str, str]:
    form, _, name = also.partition("=")
    if form not in _FORMATS or not name:
        raise click.UsageError(f"--also {also} does not fit. Write it as FORMAT=FILE; formats: {', '.join(_FORMATS)}.")
    return form, name


def _write(found: Check, style: str, output: str | None, *, full: bool) -> None:
    from analyzer.report.check import FORMATS
    from analyzer.report.check import terminal as screen

    width, colour = terminal()
    if style == "text":
        text = screen.render(found, width=width, colour=colour and not output, full=full)
    else:
        text = FORMATS[style](found)
    put(text, output or "-")
