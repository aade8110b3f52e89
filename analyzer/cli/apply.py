"""``agentmerge apply``: put proposals in place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli.interrupted import naming_the_way_back
from analyzer.cli.options import check_output, folder, output_options

if TYPE_CHECKING:
    from analyzer.model import Undone


@click.command(short_help="Put proposals in place.")
@click.argument("output_dir", type=click.Path(exists=True, file_okay=False), metavar="OUTPUT_DIR")
@click.option("--family", "families", multiple=True, metavar="NAME", help="Only this family; may be given again.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.option("--leave-pointers", is_flag=True, help="Leave a file that says where each definition went.")
@click.option("--force", is_flag=True, help="Also where files are not committed, or a canonical was edited.")
@click.option("--root", default=".", metavar="FOLDER", help="What the report's paths count from.  [default: here]")
@output_options
def apply(  # noqa: PLR0913 - the options
    output_dir: str,
    *,
    families: tuple[str, ...],
    leave_pointers: bool,
    root: str,
    quiet: bool,
    verbose: bool,
    **flags: bool,
) -> None:
    """Put proposals in place: write the canonicals, remove what they absorb.

    OUTPUT_DIR is what analyze wrote. All is done or nothing, and `agentmerge undo` takes it back.
    """
    from analyzer.apply import apply as put_in_place
    from analyzer.report.plan_terminal import render

    check_output(quiet=quiet, verbose=verbose)
    top = folder(root)
    with naming_the_way_back(top):
        plan = put_in_place(
            Path(output_dir),
            root=top,
            families=families,
            leave_pointers=leave_pointers,
            recovered=_say_recovered,
            **flags,
        )
    if not quiet:
        click.echo(render(plan, dry_run=flags["dry_run"], full=verbose), nl=False)


def _say_recovered(undone: Undone) -> None:
    from analyzer.report.plan_terminal import render_undone

    click.echo(render_undone(undone), err=True, nl=False)
