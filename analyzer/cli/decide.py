"""``agentmerge decide``: write down what was decided, so that it lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from analyzer.cli.screen import printable

if TYPE_CHECKING:
    from analyzer.model import Decision

_REASON = click.option("--reason", required=True, metavar="TEXT", help="Why, for those who will wonder.")


@click.group()
def decide() -> None:
    """Decide what lasts: keep apart, merge, survivor; list and forget.

    Decisions stand in agentmerge-decisions.toml in the current folder. Each holds until a text that it is about
    changes. A definition is named by its path, or by its name where only one has it.
    """


@decide.command(name="keep-apart")
@click.argument("definitions", nargs=-1, required=True, metavar="A B...")
@_REASON
def keep_apart(definitions: tuple[str, ...], *, reason: str) -> None:
    """Never propose these definitions as one."""
    _decide("keep apart", definitions, reason)


@decide.command()
@click.argument("definitions", nargs=-1, required=True, metavar="A B...")
@_REASON
def merge(definitions: tuple[str, ...], *, reason: str) -> None:
    """Propose these definitions as one, whatever they have in common."""
    _decide("merge", definitions, reason)


@decide.command()
@click.argument("definition", metavar="A")
@_REASON
def survivor(definition: str, *, reason: str) -> None:
    """Let the canonical of this definition's family keep its structure."""
    _decide("survivor", (definition,), reason)


@decide.command(name="list")
def list_() -> None:
    """Print what was decided, with the numbers that `forget` takes."""
    from analyzer import decisions

    found = decisions.read()
    for number, ruling in enumerate(decisions.holding_here(found) if found else (), 1):
        since = "" if ruling.holds else f"; {ruling.standing}: {printable(ruling.effect)}"
        click.echo(f"{number}. {_told(ruling.decision)}{since}")
    if not found:
        click.echo("Nothing was decided.")


@decide.command()
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="N...")
def forget(numbers: tuple[int, ...]) -> None:
    """Take decisions back, by the numbers that `list` prints."""
    from analyzer import decisions

    for decision in decisions.forget(numbers):
        click.echo(f"Forgotten: {_told(decision)}")


def _decide(kind: str, definitions: tuple[str, ...], reason: str) -> None:
    from analyzer import decisions
    from analyzer.model import DecisionKind

    decision = decisions.about_definitions(DecisionKind(kind), decisions.named(definitions), reason)
    replaced = decisions.add([decision])
    click.echo(f"Written to {decisions.FILE}: {_told(decision)}")
    for earlier in replaced:
        click.echo(f"It takes the place of: {_told(earlier)}")


def _told(decision: Decision) -> str:
    if decision.topic:
        chosen = f"“{decision.text}”" if decision.text else "none set"
        others = ", ".join(
            f"“{text}”" for text in dict.fromkeys(decision.statements) if text not in {"", decision.text}
        )
        held = f"{decision.topic}: {chosen} holds{f', not {others}' * bool(others)}"
        return printable(
            f"{decision.kind}: {', '.join(dict.fromkeys(decision.definitions))}: {held} ({decision.reason})"
        )
    about = [f"“{text}”" for text in (*decision.statements, decision.text) if text]
    return printable(f"{decision.kind}: {', '.join((*decision.definitions, *about))} ({decision.reason})")
