"""What ``agentmerge apply`` and ``agentmerge undo`` print: each file, and what is left to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import ChangeKind
from analyzer.report.escape import line

if TYPE_CHECKING:
    from analyzer.model import Plan, Undone

_WORDS = {
    ChangeKind.WRITE: "becomes the canonical",
    ChangeKind.UPDATE: "names what is there now",
    ChangeKind.POINT: "says where it went",
    ChangeKind.REMOVE: "is removed",
}


def render(plan: Plan, *, dry_run: bool = False) -> str:
    """Return what the *plan* does to each file, as done or, for a *dry_run*, as it would be."""
    names = ", ".join(line(name) for name in plan.families)
    said = [f"{'To put in place' if dry_run else 'Put in place'}: {names}", ""]
    said += [f"  {line(change.path)} {_WORDS[change.kind]}" for change in plan.changes]
    said += ["", *(f"Left out: {line(name)}: {line(reason)}." for name, reason in plan.left_out)]
    said += [line(remark) for remark in plan.remarks]
    said.append("Nothing was changed." if dry_run else "`agentmerge undo` takes it back.")
    return "\n".join(said) + "\n"


def render_undone(undone: Undone) -> str:
    """Return which files are as they were, and what can be taken back still."""
    names = ", ".join(line(name) for name in undone.families)
    what = "Taken back what a killed run had begun" if undone.interrupted else "Taken back"
    said = [f"{what}: {names}", "", *(f"  {line(path)} is as it was" for path in undone.paths)]
    if not undone.paths:
        said.append("  Every file was as before already.")
    if undone.left:
        said += ["", f"Runs that can be taken back still: {undone.left}."]
    return "\n".join(said) + "\n"
