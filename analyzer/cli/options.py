"""Options that several commands take."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., Any]


class Several(click.Command):
    """A command whose options may be followed by several values: ``--before A B`` is ``--before A --before B``."""

    several: tuple[str, ...] = ()
    """The options for which this holds."""
    values: tuple[str, ...] = ()
    """All that may follow; empty where anything may."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before each further value."""
        spread: list[str] = []
        option = ""
        for argument in args:
            if argument.startswith("-") and argument != "-":
                option = ""
            elif option and spread[-1] != option:
                if self.values and argument not in self.values:
                    option = ""
                else:
                    spread.append(option)
            spread.append(argument)
            option = argument if argument in self.several else option
        return super().parse_args(ctx, spread)


def model_options(command: Command) -> Command:
    """Give *command* what chooses the embedding model, and whether its vectors are kept."""
    for option in (
        click.option("--cache/--no-cache", default=None, help="Keep vectors between runs."),
        click.option("--embedder", type=click.Choice(["minilm", "hash"]), help="hash needs no model, and sees less."),
        click.option("--model", metavar="NAME|FOLDER", help="Another sentence-transformers model."),
    ):
        command = option(command)
    return command


def output_options(command: Command) -> Command:
    """Give *command* how much it prints."""
    for option in (
        click.option("--verbose", is_flag=True, help="Leave nothing out."),
        click.option("--quiet", is_flag=True, help="Print errors only."),
    ):
        command = option(command)
    return command


def check_output(*, quiet: bool, verbose: bool) -> None:
    """Refuse the two together."""
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose cannot both hold. Give one.")


def folder(given: str) -> Path:
    """Return the folder that the user means by *given*, from the top; links stay what they are."""
    if not Path(given).is_dir():
        raise click.UsageError(f"{given} is no folder. Name the one that the report's paths count from.")
    return Path(os.path.abspath(given))  # noqa: PTH100 - resolve() would follow links
