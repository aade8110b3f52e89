"""Change several files as one: all of them, or none, also where the process is killed half-way.

What is to be done is written down first, with the old and the new bytes, and reaches the disk before the first file of
the tree changes. Then each file changes by one rename or one removal. While the record is called ``applying`` or
``undoing`` there is one way to go, and whoever comes next goes it to its end: back to the old bytes.

::

    .agentmerge-journal/
      next/            being written; the tree is as it was
      applying/        the tree is changing; found after a kill, it leads back
      0001/  0002/     done: what `undo` takes back, the last first
      undoing/         the tree goes back; found after a kill, it leads back too
      trash/           of no use any more
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from analyzer.apply.places import content, digest, place
from analyzer.errors import RefusedError
from analyzer.ignored import JOURNAL, UNFINISHED
from analyzer.model import Move

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from analyzer.model import Change, Plan

FOLDER = JOURNAL
NEXT, TRASH = "next", "trash"
APPLYING, UNDOING = UNFINISHED

_FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Step:
    """A file that changes: digests of its bytes, *new* None where it goes; mode and time of the old one."""

    path: str
    old: str
    new: str | None
    mode: int
    modified: int


@dataclass(frozen=True, slots=True)
class Record:
    """What is done to a tree; the bytes of step number n lie beside it as ``old/n`` and ``new/n``."""

    families: tuple[str, ...]
    moves: tuple[Move, ...]
    steps: tuple[Step, ...]
    folders: tuple[tuple[str, int], ...]
    """Those that hold what goes, outermost first, with their modes: they may be empty then."""


def write_record(root: Path, plan: Plan) -> Record:
    """Write down what *plan* changes, on disk for good, under the name ``applying``; nothing of the tree changes."""
    journal = root / FOLDER
    journal.mkdir(exist_ok=True)
    (journal / ".gitignore").write_text("*\n", encoding="utf-8")
    folder = journal / NEXT
    for kind in ("old", "new"):
        (folder / kind).mkdir(parents=True)
    steps = tuple(_write_step(root, folder, number, change) for number, change in enumerate(plan.changes))
    record = Record(plan.families, plan.moves, steps, tuple(_folders(root, plan.changes)))
    text = json.dumps({"format_version": _FORMAT_VERSION, **asdict(record)}, indent=1)
    _write(folder / "journal.json", text.encode())
    for place_ in (folder / "old", folder / "new", folder):
        sync(place_)
    folder.rename(journal / APPLYING)
    sync(journal)
    sync(root)
    return record


def _write_step(root: Path, folder: Path, number: int, change: Change) -> Step:
    found = place(root, change.path).stat()
    mode = stat.S_IMODE(found.st_mode)
    _write(folder / "old" / str(number), change.before)
    if change.after is not None:
        new = folder / "new" / str(number)
        _write(new, change.after)
        new.chmod(mode)
    after = None if change.after is None else digest(change.after)
    return Step(change.path, digest(change.before), after, mode, found.st_mtime_ns)


def _folders(root: Path, changes: Sequence[Change]) -> Iterator[tuple[str, int]]:
    parents = {p for c in changes if c.after is None for p in (root / c.path).parents if p.is_relative_to(root)}
    for folder in sorted(parents - {root}):
        yield folder.relative_to(root).as_posix(), stat.S_IMODE(folder.stat().st_mode)


def read_record(folder: Path) -> Record:
    """Return the record in *folder*; raise `RefusedError` where it is none of ours."""
    try:
        read = json.loads((folder / "journal.json").read_bytes())
        if read["format_version"] != _FORMAT_VERSION:
            raise RefusedError(f"{folder} was written by another version of agentmerge. Undo it with that one.")
        return Record(
            tuple(map(str, read["families"])),
            tuple(Move(**{key: str(value) for key, value in move.items()}) for move in read["moves"]),
            tuple(_step(step) for step in read["steps"]),
            tuple((str(path), int(mode)) for path, mode in read["folders"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedError(
            f"{folder / 'journal.json'} cannot be read ({error}): what was done is not known any more, and nothing is "
            f"changed. The old bytes are in {folder / 'old'}; remove {folder} when you have what you need."
        ) from error


def _step(read: dict[str, object]) -> Step:
    new = read["new"]
    return Step(
        str(read["path"]),
        str(read["old"]),
        None if new is None else str(new),
        stat.S_IMODE(int(str(read["mode"]))),
        int(str(read["modified"])),
    )


def carry_out(root: Path, record: Record, started: list[Step]) -> None:
    """Change the files as the *record* under ``applying`` says; *started* tells the caller how far it came."""
    new = root / FOLDER / APPLYING / "new"
    for number, step in enumerate(record.steps):
        target = place(root, step.path)
        if target.stat().st_mtime_ns != step.modified:
            raise RefusedError(f"{step.path} was changed at this very moment; nothing was done. Run analyze again.")
        started.append(step)
        if step.new is None:
            target.unlink()
        else:
            (new / str(number)).replace(target)
    for path, _ in reversed(record.folders):
        with suppress(OSError):  # not empty
            place(root, path).rmdir()
    _sync_parents(root, record.steps)


def go_back(root: Path, name: str, steps: Sequence[Step], folders: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Give the files of *steps*, the first ones of the record *name*, their old bytes; return those that changed."""
    folder = root / FOLDER / name
    back = folder / "back"
    back.mkdir(exist_ok=True)
    changed = [(n, step) for n, step in enumerate(steps) if state(root, step) != step.old]
    for number, step in changed:
        data = (folder / "old" / str(number)).read_bytes()
        if digest(data) != step.old:
            raise RefusedError(f"{folder / 'old' / str(number)} is not what was written there. {step.path} stays.")
        _write(back / str(number), data)
        (back / str(number)).chmod(step.mode)
        os.utime(back / str(number), ns=(step.modified, step.modified))
    for number, (path, mode) in enumerate(folders):
        lost = place(root, path)
        if not lost.exists():
            made = back / f"folder-{number}"
            made.mkdir(exist_ok=True)
            made.chmod(mode)
            made.rename(lost)
    for number, step in reversed(changed):
        (back / str(number)).replace(place(root, step.path))
    _sync_parents(root, steps)
    return tuple(sorted(step.path for _, step in changed))


def state(root: Path, step: Step) -> str | None:
    """Return the digest of the file of *step* as it is now, None where it is gone."""
    data = content(place(root, step.path))
    return None if data is None else digest(data)


def done(root: Path) -> list[Path]:
    """Return the records that `undo` can take back, the first one first."""
    journal = root / FOLDER
    found = [p for p in journal.iterdir() if p.name.isdecimal() and p.is_dir()] if journal.is_dir() else []
    return sorted(found, key=lambda folder: int(folder.name))


def keep(root: Path) -> None:
    """Make the record under ``applying`` one that can be taken back: from here on the new tree stands."""
    journal = root / FOLDER
    last = max((int(folder.name) for folder in done(root)), default=0)
    kept = journal / f"{last + 1:04}"
    (journal / APPLYING).rename(kept)
    sync(journal)
    shutil.rmtree(kept / "new", ignore_errors=True)


def forget(root: Path, name: str) -> None:
    """Remove the record *name*, and the journal with the last one."""
    journal = root / FOLDER
    (journal / name).rename(journal / TRASH)
    sync(journal)
    sweep(root)


def sweep(root: Path) -> None:
    """Remove what no command needs any more."""
    journal = root / FOLDER
    for name in (NEXT, TRASH):
        shutil.rmtree(journal / name, ignore_errors=True)
    if journal.is_dir() and {p.name for p in journal.iterdir()} <= {".gitignore"}:
        shutil.rmtree(journal, ignore_errors=True)


def _write(file: Path, data: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _sync_parents(root: Path, steps: Sequence[Step]) -> None:
    for folder in sorted({place(root, step.path).parent for step in steps}):
        if folder.is_dir():
            sync(folder)


def sync(folder: Path) -> None:
    """Let the entries of *folder* reach the disk, where the system can say so."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
