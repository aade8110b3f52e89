"""``agentmerge analyze``: find overlaps, propose merges, write both."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli.exits import Exit
from analyzer.cli.options import check_output, model_options, output_options
from analyzer.cli.screen import STAGES, printable, progress_bar, terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from analyzer.config import Settings
    from analyzer.model import Analysis


def _one(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> str | None:
    """Return what was *given* once, None where it was not."""
    if len(given) > 1:
        raise click.BadParameter("given twice. `agentmerge decide survivor` names one for each family.")
    return given[0] if given else None


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True), metavar="PATH...")
@click.option("-o", "--output", metavar="FOLDER", help="Where to write.  [default: outputs]")
@click.option("--together/--no-together", default=None, help="Make one family of all that was given.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="The share in common that proposes a merge.")
@click.option("--survivor", multiple=True, callback=_one, metavar="FILE", help="Keep the structure of this definition.")
@click.option("--fusion/--no-fusion", default=None, help="Join wordings, or take every statement word for word.")
@click.option(
    "--conflicts", type=click.Choice(["list", "inline"]), help="Tell them in the reports, or mark them in the text too."
)
@click.option("--examples", type=click.Choice(["description", "body"]), help="Where examples of descriptions go.")
@click.option(
    "--tools", type=click.Choice(["union", "intersection"]), help="Those that any source may use, or that all may."
)
@model_options
@output_options
def analyze(paths: tuple[str, ...], *, quiet: bool, verbose: bool, **flags: object) -> int:
    """Find definitions that overlap, and propose one for each family.

    PATH is a file, or a folder that is searched.
    """
    from analyzer import config, report, write

    check_output(quiet=quiet, verbose=verbose)
    settings = config.settings(flags)
    with progress_bar(shown=not quiet) as progress:
        analysis = _analyze(paths, settings, progress)
        STAGES.info("Writing the reports")
        write.write(report.documents(analysis), Path(settings.output))
    if not quiet:
        _print_summary(analysis, settings.output, full=verbose)
    return _report_violations(analysis)


def _report_violations(analysis: Analysis) -> int:
    """Say which proposals are not to be used, and return the exit status."""
    for proposal in (p for p in analysis.proposals if p.violations):
        first = proposal.violations[0]
        click.echo(
            f"agentmerge: do not use the proposal for {printable(proposal.family.name)}: the verifier found "
            f"{len(proposal.violations)} faults in it, ours and not yours; please report them. The first, at "
            f"{printable(str(first.span))}: {printable(first.message)}",
            err=True,
        )
    return Exit.FAULT if any(p.violations for p in analysis.proposals) else Exit.FINE


def _analyze(paths: tuple[str, ...], settings: Settings, progress: Callable[[int, int], object] | None) -> Analysis:
    from analyzer import decisions, pipeline
    from analyzer.embed import load_embedder

    return pipeline.analyze(
        paths,
        together=settings.together,
        threshold=settings.threshold,
        survivor=settings.survivor,
        decisions=decisions.read(),
        fusion=settings.fusion,
        conflicts=settings.conflicts,
        examples=settings.examples,
        tools=settings.tools,
        embedder=load_embedder(settings.model or settings.embedder),
        cache=settings.cache,
        progress=progress,
    )


def _print_summary(analysis: Analysis, output: str, *, full: bool) -> None:
    from analyzer.report.terminal import render

    width, colour = terminal()
    click.echo(render(analysis, width=width, colour=colour, full=full), nl=False)
    folder = printable(output).rstrip("/")
    click.echo(
        f"\nOpen {folder}/report.html first; {folder}/report.md is for a pull request.", nl=not analysis.proposals
    )
    if analysis.proposals:
        click.echo(f" The proposals, with a diff for each source, are in {folder}/families.")
