"""What ``agentmerge apply`` and ``agentmerge undo`` print: each file, and what is left to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import ChangeKind
from analyzer.report.escape import inert, line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzer.model import Plan, Undone

_WORDS = {
    ChangeKind.WRITE: "becomes the canonical",
    ChangeKind.UPDATE: "names what is there now",
    ChangeKind.POINT: "says where it went",
    ChangeKind.REMOVE: "is removed",
}


_REFERENCES = 20


def render(plan: Plan, *, dry_run: bool = False, full: bool = False) -> str:
    """Return what the *plan* does to each file, or would do in a *dry_run*; *full* leaves nothing out."""
    names = ", ".join(line(name) for name in plan.families)
    said = [f"{'To put in place' if dry_run else 'Put in place'}: {names}", ""]
    said += [f"  {line(change.path)} {_WORDS[change.kind]}" for change in plan.changes]
    said += ["", *_references(plan, None if full else _REFERENCES, dry_run=dry_run)]
    said += [*(f"Left out: {line(name)}: {line(reason)}." for name, reason in plan.left_out)]
    said += [line(remark) for remark in plan.remarks]
    said.append("Nothing was changed." if dry_run else "`agentmerge undo` takes it back.")
    return inert("\n".join(said) + "\n")


def _references(plan: Plan, most: int | None, *, dry_run: bool) -> Iterator[str]:
    """Yield what the user has to look at, and what was changed, or would be in a *dry_run*."""
    proposed = {change.path for change in plan.changes if change.kind is ChangeKind.WRITE} if dry_run else set()
    for title, safe in (("Left to you:", False), ("Named anew:", True)):
        found = [reference for reference in plan.references if reference.safe is safe]
        if found:
            yield title
        for reference in found[:most]:
            text, new, reason = line(reference.text), line(reference.replacement), line(reference.reason)
            span = reference.span
            place = f"line {span.start} of the proposal for {span.path}:" if span.path in proposed else str(span)
            yield f"  {line(place)} {text}{f' -> {new}' if safe else ''}: {reason}"
        if most is not None and len(found) > most:
            yield f"  and {len(found) - most} more: --verbose shows all"
        if found:
            yield ""


def render_undone(undone: Undone) -> str:
    """Return which files are as they were, and what can be taken back still."""
    names = ", ".join(line(name) for name in undone.families)
    what = "Taken back what a killed run had begun" if undone.interrupted else "Taken back"
    said = [f"{what}: {names}", "", *(f"  {line(path)} is as it was" for path in undone.paths)]
    if not undone.paths:
        said.append("  Every file was as before already.")
    if undone.left:
        said += ["", f"Runs that can be taken back still: {undone.left}."]
    return inert("\n".join(said) + "\n")
