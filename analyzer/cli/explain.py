"""``agentmerge explain``: how two statements relate, and why."""

from __future__ import annotations

import click

from analyzer.cli.options import model_options


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@model_options
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
