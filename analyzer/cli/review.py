"""``agentmerge review``: look at proposals in the browser, and decide."""

from __future__ import annotations

import os
from pathlib import Path

import click

from analyzer.cli.options import folder, model_options


@click.command(short_help="Review proposals in the browser.")
@click.argument("output_dir", type=click.Path(exists=True, file_okay=False), metavar="OUTPUT_DIR")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port; 0 is any that is free.")
@click.option("--open/--no-open", "open_", default=True, help="Open the browser.")
@click.option("--root", default=".", metavar="FOLDER", help="What the report's paths count from.  [default: here]")
@model_options
def review(output_dir: str, *, port: int, open_: bool, root: str, **flags: object) -> None:
    """Review proposals in the browser: keep, drop, reword, choose, keep apart.

    OUTPUT_DIR is what analyze wrote. Each decision is saved at once in agentmerge-decisions.toml, and OUTPUT_DIR is
    made anew with it. Only this machine can reach the page. Ctrl-C ends it.
    """
    from analyzer import config
    from analyzer.embed import load_embedder
    from analyzer.review import review as serve

    output, top = Path(output_dir).absolute(), folder(root)
    os.chdir(top)
    settings = config.settings(flags)

    def ready(address: str) -> None:
        click.echo(f"Review at {address}\nThe address works once. Ctrl-C ends the review; all decisions are kept.")
        if open_:
            click.launch(address)

    click.echo("Reading and comparing; this takes as long as analyze did.", err=True)
    serve(
        output,
        load_embedder(settings.model or settings.embedder),
        port=port,
        cache=settings.cache,
        ready=ready,
        root=top,
    )
