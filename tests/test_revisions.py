"""What git says of files."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from analyzer.revisions import last_changes

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *arguments: str, time: int = 0) -> None:
    stamp = f"{1_700_000_000 + time} +0000"
    who = {f"GIT_{role}_{part}": "x" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "GIT_CONFIG_GLOBAL": "/dev/null"}
    subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", **who, **dates}
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "agents"
    folder.mkdir()
    git(tmp_path, "init", "-q")
    for time, name in enumerate(("old.md", "new.md", "changed.md")):
        (folder / name).write_text("Bake.\n")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-qm", name, time=time)
    (folder / "changed.md").write_text("Knead.\n")
    (folder / "added.md").write_text("Weigh.\n")
    return tmp_path


def test_the_later_commit_is_the_larger_and_what_git_does_not_know_is_left_out(repository: Path) -> None:
    paths = ["old.md", "new.md", "changed.md", "added.md", "missing.md"]
    found = last_changes(str(repository / "agents"), paths)
    assert sorted(found, key=lambda path: found[path]) == ["old.md", "new.md"]
    assert last_changes(str(repository), [f"agents/{path}" for path in paths]) == {
        f"agents/{p}": t for p, t in found.items()
    }


def test_without_git_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Bake.\n")
    assert last_changes(str(tmp_path), ["a.md"]) == {}
