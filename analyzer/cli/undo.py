"""``agentmerge undo``: take back what apply did."""

from __future__ import annotations

import click

from analyzer.cli.interrupted import naming_the_way_back
from analyzer.cli.options import folder


@click.command(short_help="Take back the last apply, byte for byte.")
@click.option("--force", is_flag=True, help="Also where files were changed since: what they say now is lost.")
@click.option("--root", default=".", metavar="FOLDER", help="The folder that apply worked in.  [default: here]")
@click.option("--quiet", is_flag=True, help="Print errors only.")
def undo(*, force: bool, root: str, quiet: bool) -> None:
    """Take back the last apply, byte for byte, or what is left of one that was killed."""
    from analyzer.apply import undo as take_back
    from analyzer.report.plan_terminal import render_undone

    top = folder(root)
    with naming_the_way_back(top):
        undone = take_back(top, force=force)
    if not quiet:
        click.echo(render_undone(undone), nl=False)
