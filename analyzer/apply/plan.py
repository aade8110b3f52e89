"""Decide what putting proposals in place does to each file, and refuse where it may not."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.apply.mentions import carry_names
from analyzer.apply.places import content, digest, place
from analyzer.apply.pointer import can_point, pointer
from analyzer.apply.repository import uncommitted
from analyzer.dialects import named_by_folder
from analyzer.discover import may_define
from analyzer.errors import RefusedError
from analyzer.model import Change, ChangeKind, Plan
from analyzer.report.places import file_of
from analyzer.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.apply.accepted import Accepted, Output
    from analyzer.apply.journal import Record

_SHOWN = 3


def plan(output: Output, root: Path, *, done: Sequence[Record], pointers: bool, force: bool) -> Plan:
    """Return what putting the proposals of *output* in place changes below *root*.

    *done* is what was put in place before. *pointers* leaves a pointer for each absorbed definition. Raises
    `RefusedError` where a proposal is unsound, where its sources are not what was analysed, or where, without *force*,
    a file is not committed or a canonical was edited.
    """
    fit, left_out = [], []
    for proposal in output.proposals:
        reason = _not_for_us(proposal, root, done)
        if reason:
            left_out.append((proposal.name, reason))
        else:
            fit.append(proposal)
    if not fit:
        raise RefusedError(_nothing(left_out))
    for proposal in fit:
        _refuse_unsound(proposal)
    changes = [c for p in fit for c in _changes(p, root, done, pointers=pointers)]
    _refuse_twice(changes)
    moves = tuple(move for p in fit for move in p.moves)
    earlier = [move for record in done for move in record.moves]
    carried, found = carry_names(root, changes, moves, earlier=earlier, names=output.names)
    if not force:
        _refuse_edited(fit)
        _refuse_uncommitted(root, carried)
    return Plan(
        families=tuple(p.name for p in fit),
        moves=moves,
        changes=tuple(sorted(carried, key=_order)),
        left_out=tuple(left_out),
        references=found,
        remarks=(
            *(r for p in fit for r in _remarks(p)),
            *(r for p in fit if pointers for r in _unpointed(p)),
            *_left_behind(root, carried),
        ),
    )


def _not_for_us(proposal: Accepted, root: Path, done: Sequence[Record]) -> str:
    """Return why *proposal* cannot be put in place however sound it is; empty where it can."""
    known = any(proposal.name in record.families for record in done)
    if known and any(_digest(root, m.path) != proposal.digests[m.path] for m in proposal.moves if m.absorbed):
        return "it is in place already; `agentmerge undo` takes it back"
    entry = next((m.path for m in proposal.moves if file_of(m.path) != m.path and not (root / m.path).exists()), "")
    if entry:
        return f"{entry} is an entry of a file that holds several: carry its canonical over by hand"
    return ""


def _digest(root: Path, path: str) -> str:
    data = content(place(root, path))
    return "" if data is None else digest(data)


def _nothing(left_out: Sequence[tuple[str, str]]) -> str:
    if not left_out:
        return "The analysis proposes nothing: there is nothing to apply."
    reasons = "; ".join(f"{name}: {reason}" for name, reason in left_out[:_SHOWN])
    return f"Nothing to apply. {reasons}{' ...' if len(left_out) > _SHOWN else ''}."


def _refuse_unsound(proposal: Accepted) -> None:
    if proposal.violations:
        raise RefusedError(
            f"The proposal for {proposal.name} has {counted(proposal.violations, 'fault')} that the verifier found, "
            "ours and not yours: it would lose something. Report them, and apply the others with --family NAME."
        )
    for move in proposal.moves:
        if not may_define(Path(move.path)):
            raise RefusedError(f"{move.path} is no file that defines an agent. Run analyze again.")


def _changes(proposal: Accepted, root: Path, done: Sequence[Record], *, pointers: bool) -> list[Change]:
    found = []
    for move in proposal.moves:
        before = _source(root, move.path, _expected(proposal.digests[move.path], move.path, done))
        if not move.absorbed:
            if before != proposal.content:
                found.append(Change(move.path, ChangeKind.WRITE, before, proposal.content))
        elif pointers and can_point(move):
            found.append(Change(move.path, ChangeKind.POINT, before, pointer(move)))
        else:
            found.append(Change(move.path, ChangeKind.REMOVE, before, None))
    return found


def _expected(digest_: str, path: str, done: Sequence[Record]) -> str:
    """Return the digest of *path* after what was *done* since the analysis, which may have carried names there."""
    for step in (step for record in done for step in record.steps):
        if (step.path, step.old) == (path, digest_) and step.new is not None:
            digest_ = step.new
    return digest_


def _source(root: Path, path: str, expected: str) -> bytes:
    data = content(place(root, path))
    if data is None:
        raise RefusedError(
            f"{path} is not in {root}. Paths count from the folder where analyze ran, or, where the files lie outside "
            "of it, from the folder that they share: name that one with --root. If the file is gone, run analyze again."
        )
    if digest(data) != expected:
        raise RefusedError(
            f"{path} was changed since the analysis: the proposal does not know what it says now. Run analyze again."
        )
    return data


def _order(change: Change) -> tuple[int, str]:
    """Order changes so that a reader finds everything somewhere at every moment."""
    return list(ChangeKind).index(change.kind), change.path


def _refuse_twice(changes: Sequence[Change]) -> None:
    paths = [change.path for change in changes]
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice:
        raise RefusedError(f"{twice} belongs to two families at once. Run analyze again.")


def _refuse_edited(proposals: Sequence[Accepted]) -> None:
    for proposal in (p for p in proposals if p.edited):
        raise RefusedError(
            f"{proposal.canonical} is not what agentmerge wrote, so nobody has proved that it loses nothing. "
            f"Look with `{_audit(proposal)}`; then --force puts it in place as it is. The next analysis keeps an edit "
            "only as a decision: drop or reword the statement with `agentmerge review` or `agentmerge decide`."
        )


def _audit(proposal: Accepted) -> str:
    before = " ".join(shlex.quote(move.path) for move in proposal.moves)
    return f"agentmerge audit --before {before} --after {shlex.quote(proposal.canonical)}"


def _refuse_uncommitted(root: Path, changes: Sequence[Change]) -> None:
    if dirty := uncommitted(root, [change.path for change in changes]):
        shown = ", ".join(dirty[:_SHOWN]) + f" and {len(dirty) - _SHOWN} more" * (len(dirty) > _SHOWN)
        raise RefusedError(
            f"Not committed: {shown}. Commit first, so that the merge is a commit of its own; --force goes on without."
        )


def _remarks(proposal: Accepted) -> list[str]:
    found = []
    if proposal.edited:
        found.append(f"{proposal.canonical} was edited by hand and is taken as it is. See `{_audit(proposal)}`.")
    values = proposal.conflicts - proposal.opposed
    stands = [f"of {values} the canonical's choice stands"] * bool(values)
    stands += [f"of {proposal.opposed} both sides stand in the canonical"] * bool(proposal.opposed)
    if stands:
        found.append(
            f"{proposal.name}: the sources disagree (conflicts: {proposal.conflicts}); {', '.join(stands)}. "
            "report.md lists them; `agentmerge review` or `agentmerge decide` settles them."
        )
    return found


def _unpointed(proposal: Accepted) -> list[str]:
    """Return which definitions leave no pointer, and why, where pointers are wanted."""
    gone = [move for move in proposal.moves if move.absorbed and not can_point(move)]
    if not gone:
        return []
    paths, leave = " and ".join(move.path for move in gone), "leaves" if len(gone) == 1 else "leave"
    name = gone[0].to_name
    return [f"{paths} {leave} no pointer: it would be another {name}, and the runtime might load it for the canonical."]


def _left_behind(root: Path, changes: Sequence[Change]) -> list[str]:
    """Return what to say of the files that belong to skills that go."""
    found = []
    for change in (c for c in changes if c.after is None and named_by_folder(c.path)):
        folder = (root / change.path).parent
        others = sorted(
            p.relative_to(root).as_posix() for p in folder.rglob("*") if p.is_file() and not named_by_folder(p.name)
        )
        if others:
            found.append(
                f"{folder.relative_to(root).as_posix()} keeps {counted(len(others), 'file')} of the skill that goes, "
                f"{others[0]} for one: move what the canonical needs, remove the rest."
            )
    return found
