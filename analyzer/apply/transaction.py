"""Make changes, take them back, and take back what was never finished."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from analyzer.apply import journal
from analyzer.errors import RefusedError
from analyzer.ignored import UNFINISHED
from analyzer.model import Undone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from analyzer.model import Plan


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keep other runs of agentmerge from changing *root* meanwhile; a run that is killed lets go by itself."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock
        yield
        return
    held = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise RefusedError(
            f"Another agentmerge is changing {root} at this moment. Try again when it is done."
        ) from error
    finally:
        os.close(held)


def commit(root: Path, plan: Plan) -> None:
    """Make all changes of *plan*, or none: where one fails, those before it are taken back."""
    started: list[journal.Step] = []
    record = None
    try:
        record = journal.write_record(root, plan)
        journal.carry_out(root, record, started)
    except BaseException as error:
        if record is not None:
            journal.go_back(root, journal.APPLYING, started, record.folders)
            journal.forget(root, journal.APPLYING)
        journal.sweep(root)
        if isinstance(error, OSError):
            raise RefusedError(
                f"{error.filename or root} cannot be changed: {error.strerror or error}. Nothing was changed."
            ) from error
        raise
    journal.keep(root)


def unfinished(root: Path) -> bool:
    """Return whether a run was killed while it changed the tree."""
    return any((_journal(root) / name).exists() for name in UNFINISHED)


def recover(root: Path, *, force: bool = False) -> Undone | None:
    """Take back what a killed run left half done below *root*, and return it; None where there is nothing."""
    _journal(root)
    journal.sweep(root)
    for name in UNFINISHED:
        if (root / journal.FOLDER / name).exists():
            return _go_back(root, name, force=force, interrupted=True)
    return None


def take_back(root: Path, *, force: bool = False) -> Undone:
    """Give the files that the last run changed their old bytes, modes and times.

    Raises `RefusedError` where there is nothing to take back, or, without *force*, where one was changed since.
    """
    if not (records := journal.done(root)):
        raise RefusedError(f"Nothing was applied in {root}. Go to the folder where apply ran, or name it with --root.")
    last = records[-1]
    _refuse_changed(root, journal.read_record(last), force=force)
    last.rename(root / journal.FOLDER / journal.UNDOING)
    journal.sync(root / journal.FOLDER)
    return _go_back(root, journal.UNDOING, force=force, interrupted=False)


def applied(root: Path) -> tuple[journal.Record, ...]:
    """Return what was done and can be taken back, the first first."""
    _journal(root)
    return tuple(journal.read_record(folder) for folder in journal.done(root))


def _go_back(root: Path, name: str, *, force: bool, interrupted: bool) -> Undone:
    record = journal.read_record(root / journal.FOLDER / name)
    _refuse_changed(root, record, force=force)
    try:
        paths = journal.go_back(root, name, record.steps, record.folders)
        journal.forget(root, name)
    except OSError as error:
        raise RefusedError(
            f"{error.filename or root} cannot be changed: {error.strerror or error}. Mend that, then run "
            "`agentmerge undo` to go on."
        ) from error
    return Undone(record.families, paths, interrupted, len(journal.done(root)))


def _refuse_changed(root: Path, record: journal.Record, *, force: bool) -> None:
    theirs = [s.path for s in record.steps if journal.state(root, s) not in {s.old, s.new}]
    if theirs and not force:
        shown = ", ".join(theirs[:3]) + f" and {len(theirs) - 3} more" * (len(theirs) > 3)  # noqa: PLR2004 - as many as shown
        raise RefusedError(
            f"{shown} changed after agentmerge wrote there: to go back would lose that. Keep a copy of what you need, "
            "then run `agentmerge undo --force`."
        )


def _journal(root: Path) -> Path:
    """Return the journal's folder; raise `RefusedError` where it is a link, which agentmerge never makes."""
    folder = root / journal.FOLDER
    inner = folder.iterdir() if folder.is_dir() else ()
    for path in (folder, *inner):
        if path.is_symlink():
            raise RefusedError(f"{path} is a link, and not from agentmerge. Remove it, and try again.")
    return folder
