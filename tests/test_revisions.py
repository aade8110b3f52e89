"""What git says of files."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from analyzer.apply.repository import uncommitted
from analyzer.revisions import last_changes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def git(folder: Path, *arguments: str, time: int = 0, given: str = "") -> str:
    stamp = f"{1_700_000_000 + time} +0000"
    who = {f"GIT_{role}_{part}": "x" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    dates = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "GIT_CONFIG_GLOBAL": "/dev/null"}
    env = {"PATH": "/usr/bin:/bin", **who, **dates}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, env=env, input=given, text=True
    )
    return done.stdout.strip()


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


def watch_files(repository: Path, program: Path) -> None:
    git(repository, "config", "core.fsmonitor", str(program))


def check_signatures(repository: Path, program: Path) -> None:
    git(repository, "config", "log.showSignature", "true")
    git(repository, "config", "gpg.program", str(program))
    said, gap, message = git(repository, "cat-file", "commit", "HEAD").partition("\n\n")
    signature = "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----"
    signed = git(repository, "hash-object", "-t", "commit", "-w", "--stdin", given=f"{said}{signature}{gap}{message}\n")
    git(repository, "reset", "--hard", signed)


def filter_contents(repository: Path, program: Path, name: str = "all") -> None:
    git(repository, "config", f"filter.{name}.clean", str(program))
    git(repository, "config", f"filter.{name}.required", "true")
    (repository / ".git/info/attributes").write_text(f"* filter={name}\n")
    (repository / "agents/changed.md").write_text("Cake.\n")  # as long as what is committed: git has to read it


def filter_by_an_odd_name(repository: Path, program: Path) -> None:
    filter_contents(repository, program, "a=b")


def fetch_what_is_missing(repository: Path, program: Path) -> None:
    git(repository, "config", "extensions.partialClone", "other")
    git(repository, "config", "remote.other.promisor", "true")
    git(repository, "config", "remote.other.url", f"ext::{program}")
    git(repository, "config", "protocol.ext.allow", "always")
    tree = git(repository, "rev-parse", "HEAD~1:agents")
    (repository / ".git/objects" / tree[:2] / tree[2:]).unlink()


@pytest.mark.parametrize(
    "trap", [watch_files, check_signatures, filter_contents, filter_by_an_odd_name, fetch_what_is_missing]
)
def test_no_program_that_the_repository_names_is_started(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, trap: Callable[[Path, Path], None]
) -> None:
    folder = tmp_path_factory.mktemp("trap")
    program, ran = folder / "program", folder / "ran"
    program.write_text(f"#!/bin/sh\ntouch '{ran}'\n")
    program.chmod(0o755)
    trap(repository, program)
    for asked in (["status", "--", "agents"], ["log", "-1", "--", "agents"]):
        subprocess.run(["git", *asked], cwd=repository, check=False, capture_output=True)
    assert ran.exists(), "the trap is none"
    ran.unlink()
    paths = [f"agents/{name}.md" for name in ("added", "changed", "new", "old")]
    last_changes(str(repository), paths)
    assert "agents/added.md" in uncommitted(repository, paths)
    assert not ran.exists()
