"""Killed at any moment, apply and undo leave the old tree or the new one, or what the next command makes one of them.

A forked child does the work, and dies by SIGKILL just before the nth thing that it would do to the disk.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import warnings
from itertools import count
from typing import TYPE_CHECKING

import proposed
import pytest
from proposed import contents, seen

from analyzer.apply import apply, journal, undo
from analyzer.apply.transaction import unfinished
from analyzer.discover import discover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.utime", "os.link", "os.truncate"}
"""What Python's audit calls all that can change the disk, but for opening a file, which is asked about apart."""


class Trees:
    """The tree before and after apply, and fresh copies of the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = proposed.output(folder / "out")
        self.old = folder / "old"
        self.old.mkdir()
        proposed.tree(self.old)
        new = self.fresh()
        apply(self.out, root=new)
        self.before, self.after = seen(self.old), contents(new)

    def fresh(self) -> Path:
        """Return the tree before apply, in a folder of that one's name."""
        copy = self.folder / "tree"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.old, copy, symlinks=True)
        return copy


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed process loses nothing that the system has: what reaches the disk matters where the power fails."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Trees:
    return Trees(tmp_path_factory.mktemp("killed"))


def survives(act: Callable[[], object], moment: int) -> bool:
    """Let a child *act*, and die before it changes the disk for the *moment*-th time; return whether it ended well."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of libraries: the child needs none of them
        child = os.fork()
    if not child:
        left = moment

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            if event in CHANGES or writing:
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return not os.WIFSIGNALED(status)


def deaths(trees: Trees, act: Callable[[Path], object], *, after: Callable[[Path], object]) -> Iterator[Path]:
    """Yield a tree for each moment at which *act* can be killed, as it is then; *after* prepares it."""
    for moment in count(1):
        root = trees.fresh()
        after(root)
        if survives(lambda root=root: act(root), moment):  # type: ignore[misc]
            return
        yield root


def nothing(_: Path) -> None:
    pass


def test_apply_is_all_or_nothing_whenever_it_is_killed(trees: Trees) -> None:
    moments = mixed = 0
    for root in deaths(trees, lambda root: apply(trees.out, root=root), after=nothing):
        moments += 1
        left = contents(root)
        half = left not in (contents(trees.old), trees.after)
        mixed += half
        told = any(problem.code == "half-applied" for problem in discover([root]).problems)
        assert told == unfinished(root)
        assert told or not half, "a tree that is neither must say so"
        said = {content for content in left.values() if isinstance(content, bytes)}
        canonicals = {trees.after[path] for path in ("agents/clerk.md", "agents/pilots/pilot.md")}
        assert left.keys() >= contents(trees.old).keys() or canonicals <= said, (
            "what is new stands before anything goes"
        )
        undo(root) if (root / journal.FOLDER).exists() and (unfinished(root) or journal.done(root)) else None
        assert seen(root) == trees.before
    assert moments >= 20
    assert mixed >= 4, "some of the moments must lie between the first change and the last"


def test_the_next_apply_takes_the_killed_one_back_and_goes_on(trees: Trees) -> None:
    moments = 0
    for root in deaths(trees, lambda root: apply(trees.out, root=root), after=nothing):
        moments += 1
        if contents(root) != trees.after or unfinished(root):
            apply(trees.out, root=root)
        assert contents(root) == trees.after
        undo(root)
        assert seen(root) == trees.before
    assert moments >= 20


def test_undo_is_all_or_nothing_whenever_it_is_killed(trees: Trees) -> None:
    moments = 0
    for root in deaths(trees, undo, after=lambda root: apply(trees.out, root=root)):
        moments += 1
        if unfinished(root) or journal.done(root):
            undo(root)
        assert seen(root) == trees.before
    assert moments >= 10


def test_a_recovery_may_be_killed_too(trees: Trees) -> None:
    apply_there = deaths(trees, lambda root: apply(trees.out, root=root), after=nothing)
    last = max(moment for moment, root in enumerate(apply_there, 1) if unfinished(root))

    def killed(root: Path) -> None:
        assert not survives(lambda: apply(trees.out, root=root), last)

    for root in deaths(trees, undo, after=killed):
        if unfinished(root):
            undo(root)
        assert seen(root) == trees.before
