"""What ``agentmerge analyze`` prints: the answer in a screenful, and where to look next."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from analyzer.model import Standing
from analyzer.report.console import console
from analyzer.report.escape import inert, line, middle
from analyzer.report.sketch import labels, telling
from analyzer.text import counted

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from analyzer.model import Analysis

_FAMILIES, _TITLES, _OVERLAPS, _REMARKS, _DECISIONS, _PROBLEMS = 30, 5, 10, 5, 5, 5
_NUMBERS = 40  # columns for a verdict, three numbers and the space between


def render(analysis: Analysis, *, width: int = 100, colour: bool = False, full: bool = False) -> str:
    """Return the summary for a terminal *width* columns wide; *full* leaves nothing out."""
    out = io.StringIO()
    screen = console(out, width=width, colour=colour)
    for note in analysis.notes:
        screen.print(line(note))
    _print_families(screen, analysis, None if full else _FAMILIES)
    _print_overlaps(screen, analysis, None if full else _OVERLAPS)
    _print_remarks(screen, analysis, None if full else _REMARKS)
    _print_decisions(screen, analysis, None if full else _DECISIONS)
    _print_problems(screen, analysis, None if full else _PROBLEMS)
    return inert("\n".join(text.rstrip() for text in out.getvalue().splitlines()) + "\n")


def _print_families(screen: Console, analysis: Analysis, most: int | None) -> None:
    read = f"{counted(len(analysis.definitions), 'definition')}, {counted(len(analysis.statements), 'statement')}."
    if not analysis.proposals:
        screen.print(f"{read} No definitions should become one.")
        return
    screen.print(f"{read} Families proposed: {len(analysis.proposals)}")
    table = _table("family", "verdict", right=("definitions", "words before", "after", "conflicts"))
    for proposal in analysis.proposals[:most]:
        family, sizes = proposal.family, proposal.sizes
        counts = (
            len(family.definitions),
            sizes.words_before,
            sizes.words_after,
            len(proposal.canonical.open_conflicts),
        )
        table.add_row(line(family.name, width=60), family.verdict, *map(str, counts))
    screen.print(table)
    _print_rest(screen, len(analysis.proposals), most)
    _print_headings(screen, analysis, most)
    spoken = [reference for proposal in analysis.proposals for reference in proposal.references]
    if spoken:
        safe = sum(reference.safe for reference in spoken)
        screen.print(f"Other places that name what is absorbed: {len(spoken)}; apply changes {safe} of them.")


def _print_headings(screen: Console, analysis: Analysis, most: int | None) -> None:
    """Print the headings that say what no other line of their proposal says."""
    lost = [fate for proposal in analysis.proposals for fate in proposal.unsaid_titles]
    if lost:
        count = f"{len(lost)} headings are" if len(lost) > 1 else "1 heading is"
        screen.print(f"{count} left out with what no other line says:", style="yellow")
    for fate in lost[: None if most is None else _TITLES]:
        told = f"{fate.heading.span}: {fate.heading.title} ({', '.join(fate.unsaid)})"
        screen.print(f"  {line(told, width=200)}", soft_wrap=True)
    _print_rest(screen, len(lost), None if most is None else _TITLES)


def _print_overlaps(screen: Console, analysis: Analysis, most: int | None) -> None:
    overlaps, names = telling(analysis), labels(analysis)
    if not overlaps:
        screen.print("No two definitions overlap.")
        return
    screen.print("\nOverlaps, at most the three best of each family:")
    table = _table("first", "second", "verdict", right=("score", "covered", "covered"))
    room = max(20, (screen.width - _NUMBERS) // 2) if most is not None else 1000
    for overlap in overlaps[:most]:
        shares = (f"{overlap.score:.2f}", f"{overlap.coverage_a:.0%}", f"{overlap.coverage_b:.0%}")
        ends = (middle(names[path], width=room) for path in (overlap.a, overlap.b))
        table.add_row(*ends, overlap.verdict, *shares)
    screen.print(table)
    _print_rest(screen, len(overlaps), most)


def _print_remarks(screen: Console, analysis: Analysis, most: int | None) -> None:
    if not analysis.remarks:
        return
    screen.print(f"\nNames and sizes to see to: {len(analysis.remarks)}", style="yellow")
    for remark in analysis.remarks[:most]:
        screen.print(f"  {line(remark.message, width=400)}", soft_wrap=True)
    _print_rest(screen, len(analysis.remarks), most)


def _print_decisions(screen: Console, analysis: Analysis, most: int | None) -> None:
    """Print how many decisions are honoured, and those that are not."""
    if not analysis.rulings:
        return
    held = sum(r.honoured for r in analysis.rulings)
    idle = [r for r in analysis.rulings if not r.honoured and r.standing is not Standing.ELSEWHERE]
    screen.print(f"\nDecisions honoured: {held} of {len(analysis.rulings)}", style="yellow" if idle else None)
    for ruling in idle[:most]:
        about = " and ".join(ruling.decision.definitions)
        told = f"  {ruling.standing}: {ruling.decision.kind} {about}: {ruling.effect}"
        screen.print(line(told, width=200), soft_wrap=True)
    _print_rest(screen, len(idle), most)


def _print_problems(screen: Console, analysis: Analysis, most: int | None) -> None:
    if not analysis.problems:
        return
    screen.print(f"\nNot read, or read after a repair: {len(analysis.problems)}", style="yellow")
    for problem in analysis.problems[:most]:
        screen.print(f"  {line(str(problem.span))}: {line(problem.message, width=200)}", soft_wrap=True)
    _print_rest(screen, len(analysis.problems), most)


def _print_rest(screen: Console, count: int, most: int | None) -> None:
    if most is not None and count > most:
        screen.print(f"  and {count - most} more: see report.md, or run with --verbose")


def _table(*left: str, right: tuple[str, ...]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in left:
        table.add_column(title, overflow="fold", no_wrap=title == "verdict")
    for title in right:
        table.add_column(title, justify="right", no_wrap=True)
    return table
