"""``agentmerge decide``: write down what was decided, so that it lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from analyzer.cli.screen import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Decision

_REASON = click.option("--reason", required=True, metavar="TEXT", help="Why, for those who will wonder.")


_PLACES = click.argument("places", nargs=-1, required=True, metavar="FILE:LINE...")


@click.group()
def decide() -> None:
    """Decide what lasts, about definitions, statements and values.

    Decisions stand in agentmerge-decisions.toml in the current folder. Each holds until a text that it is about
    changes. A definition is named by its path, or by its name where only one has it; a statement by FILE:LINE where it
    stands, as the ledger has it (report.md has a letter for each file, and says which), and FILE:LINE:2 is the second
    of several there. The next analysis follows what was decided.
    """


@decide.command(name="keep-apart")
@click.argument("definitions", nargs=-1, required=True, metavar="A B...")
@_REASON
def keep_apart(definitions: tuple[str, ...], *, reason: str) -> None:
    """Never propose these definitions as one."""
    _about_definitions("keep apart", definitions, reason)


@decide.command()
@click.argument("definitions", nargs=-1, required=True, metavar="A B...")
@_REASON
def merge(definitions: tuple[str, ...], *, reason: str) -> None:
    """Propose these definitions as one, whatever they have in common."""
    _about_definitions("merge", definitions, reason)


@decide.command()
@click.argument("definition", metavar="A")
@_REASON
def survivor(definition: str, *, reason: str) -> None:
    """Let the canonical of this definition's family keep its structure."""
    _about_definitions("survivor", (definition,), reason)


@decide.command()
@_PLACES
@_REASON
def keep(places: tuple[str, ...], *, reason: str) -> None:
    """Let the canonical say these statements in their own words."""
    _about_statements("keep", places, reason)


@decide.command()
@_PLACES
@_REASON
def drop(places: tuple[str, ...], *, reason: str) -> None:
    """Let the canonical not say these statements."""
    _about_statements("drop", places, reason)


@decide.command()
@_PLACES
@click.option("--as", "text", required=True, metavar="TEXT", help="The new words: one line.")
@_REASON
def reword(places: tuple[str, ...], *, text: str, reason: str) -> None:
    """Let the canonical say these statements, as one, in new words."""
    from analyzer import decisions

    _write([decisions.about_wording(decisions.stated(places), text, reason)])


@decide.command()
@click.argument("place", metavar="FILE:LINE")
@click.argument("others", nargs=-1, required=True, metavar="OTHER...")
@_REASON
def choose(place: str, others: tuple[str, ...], *, reason: str) -> None:
    """Let the first of statements in conflict hold, the others go."""
    from analyzer import decisions

    holds, *rest = decisions.stated((place, *others))
    _write([decisions.about_sides(holds, rest, reason)])


@decide.command()
@click.argument("key", metavar="KEY")
@click.argument("definition", metavar="A")
@click.argument("others", nargs=-1, required=True, metavar="B...")
@_REASON
def value(key: str, definition: str, others: tuple[str, ...], *, reason: str) -> None:
    """Let what A has under KEY hold, be it nothing, and not B's."""
    from analyzer import decisions

    _write([decisions.about_value(key, decisions.named((definition, *others)), reason)])


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


def _about_definitions(kind: str, definitions: tuple[str, ...], reason: str) -> None:
    from analyzer import decisions
    from analyzer.model import DecisionKind

    _write([decisions.about_definitions(DecisionKind(kind), decisions.named(definitions), reason)])


def _about_statements(kind: str, places: tuple[str, ...], reason: str) -> None:
    from analyzer import decisions
    from analyzer.model import DecisionKind

    _write([decisions.about_statement(DecisionKind(kind), s, reason) for s in decisions.stated(places)])


def _write(new: Sequence[Decision]) -> None:
    from analyzer import decisions
    from analyzer.model import DecisionKind

    held = decisions.read()
    if not all(decision.kind.of_definitions for decision in new):
        decisions.check_here(held, new)
    replaced = decisions.add(new)
    for decision in new:
        click.echo(f"Written to {decisions.FILE}: {_told(decision)}")
    for earlier in replaced:
        click.echo(f"It takes the place of: {_told(earlier)}")
    if any(decision.kind is DecisionKind.SURVIVOR for decision in new):
        _say_which_survives(decisions.read())


def _say_which_survives(held: Sequence[Decision]) -> None:
    from analyzer.model import DecisionKind

    numbers = [n for n, decision in enumerate(held, 1) if decision.kind is DecisionKind.SURVIVOR]
    if len(numbers) > 1:
        told = f"number {numbers[-1]}, {_told(held[numbers[-1] - 1])}"
        click.echo(f"{len(numbers)} survivors are decided. Of those in one family the last counts: {told}")


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
