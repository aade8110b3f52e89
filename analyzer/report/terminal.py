"""What ``agentmerge analyze`` prints: the answer in a screenful, and where to look next."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from analyzer.report.escape import line, middle
from analyzer.report.sketch import labels, telling

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from analyzer.model import Analysis

_FAMILIES, _OVERLAPS, _PROBLEMS = 10, 10, 5
_NUMBERS = 40  # columns for a verdict, three numbers and the space between


def render(analysis: Analysis, *, width: int = 100, colour: bool = False, full: bool = False) -> str:
    """Return the summary for a terminal *width* columns wide; *full* leaves nothing out."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    for note in analysis.notes:
        console.print(line(note))
    _print_families(console, analysis, None if full else _FAMILIES)
    _print_overlaps(console, analysis, None if full else _OVERLAPS)
    _print_problems(console, analysis, None if full else _PROBLEMS)
    return "\n".join(text.rstrip() for text in out.getvalue().splitlines()) + "\n"


def _print_families(console: Console, analysis: Analysis, most: int | None) -> None:
    read = f"{len(analysis.definitions)} definitions, {len(analysis.statements)} statements."
    if not analysis.proposals:
        console.print(f"{read} No definitions should become one.")
        return
    console.print(f"{read} Families proposed: {len(analysis.proposals)}")
    table = _table("family", "verdict", right=("definitions", "words before", "after", "conflicts"))
    for proposal in analysis.proposals[:most]:
        family, sizes = proposal.family, proposal.sizes
        counts = (len(family.definitions), sizes.words_before, sizes.words_after, len(proposal.canonical.conflicts))
        table.add_row(line(family.name, width=60), family.verdict, *map(str, counts))
    console.print(table)
    _print_rest(console, len(analysis.proposals), most)


def _print_overlaps(console: Console, analysis: Analysis, most: int | None) -> None:
    overlaps, names = telling(analysis), labels(analysis)
    if not overlaps:
        console.print("No two definitions overlap.")
        return
    console.print("\nOverlaps, at most the three best of each family:")
    table = _table("first", "second", "verdict", right=("score", "covered", "covered"))
    room = max(20, (console.width - _NUMBERS) // 2) if most is not None else 1000
    for overlap in overlaps[:most]:
        shares = (f"{overlap.score:.2f}", f"{overlap.coverage_a:.0%}", f"{overlap.coverage_b:.0%}")
        ends = (middle(names[path], width=room) for path in (overlap.a, overlap.b))
        table.add_row(*ends, overlap.verdict, *shares)
    console.print(table)
    _print_rest(console, len(overlaps), most)


def _print_problems(console: Console, analysis: Analysis, most: int | None) -> None:
    if not analysis.problems:
        return
    console.print(f"\nNot read, or read after a repair: {len(analysis.problems)}", style="yellow")
    for problem in analysis.problems[:most]:
        console.print(f"  {line(str(problem.span))}: {line(problem.message, width=200)}", soft_wrap=True)
    _print_rest(console, len(analysis.problems), most)


def _print_rest(console: Console, count: int, most: int | None) -> None:
    if most is not None and count > most:
        console.print(f"  and {count - most} more: see report.md, or run with --verbose")


def _table(*left: str, right: tuple[str, ...]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in left:
        table.add_column(title, overflow="fold", no_wrap=title == "verdict")
    for title in right:
        table.add_column(title, justify="right", no_wrap=True)
    return table
