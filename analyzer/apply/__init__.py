"""Put accepted proposals in place, all or nothing, and take that back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.apply import transaction
from analyzer.apply.accepted import read_output
from analyzer.apply.plan import plan
from analyzer.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from analyzer.apply.accepted import Output
    from analyzer.model import Plan, Undone

__all__ = ["apply", "undo"]


def apply(  # noqa: PLR0913 - the front door: every option is keyword-only
    output: Path,
    *,
    root: Path,
    families: Sequence[str] = (),
    dry_run: bool = False,
    leave_pointers: bool = False,
    force: bool = False,
    recovered: Callable[[Undone], object] = lambda _: None,
) -> Plan:
    """Put the proposals in the folder *output* in place below *root*, and return what was done.

    *families* names those that are wanted, none means all. *dry_run* changes nothing. *recovered* is told what an
    earlier run, killed half-way, had left and was taken back first. Raises `RefusedError`, with nothing changed, where
    the files are not what was analysed.
    """
    proposed = _wanted(read_output(output), families)
    if dry_run:
        if transaction.unfinished(root):
            raise RefusedError(f"A run in {root} was killed half-way. Take it back first with `agentmerge undo`.")
        return plan(proposed, root, done=transaction.applied(root), pointers=leave_pointers, force=force)
    with transaction.alone(root):
        if (undone := transaction.recover(root)) is not None:
            recovered(undone)
        decided = plan(proposed, root, done=transaction.applied(root), pointers=leave_pointers, force=force)
        transaction.commit(root, decided)
    return decided


def undo(root: Path, *, force: bool = False) -> Undone:
    """Take back what a killed run left below *root*, or else what the last `apply` did there.

    Every file has its old bytes, mode and time again. Raises `RefusedError` where there is nothing to take back, or,
    without *force*, where a file was changed since.
    """
    with transaction.alone(root):
        return transaction.recover(root, force=force) or transaction.take_back(root, force=force)


def _wanted(output: Output, families: Sequence[str]) -> Output:
    names = [proposal.name for proposal in output.proposals]
    for family in families:
        if family in output.unproposed:
            raise RefusedError(f"Nothing is proposed for {family}; report.md says why. Merge it by hand.")
        if family not in names:
            raise RefusedError(f"No family is called {family}. There are: {', '.join(names) or 'none'}.")
    return replace(output, proposals=tuple(p for p in output.proposals if not families or p.name in families))
