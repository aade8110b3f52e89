"""What a maintainer does, in a git repository, with the program itself: analyse, decide, apply, guard, take back."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from proposed import contents

from analyzer.cli import Exit

ROOT = Path(__file__).parent.parent
PUBLIC = ROOT.parent / "shared" / "corpus" / "lst97+claude-code-sub-agents" / "agents"

COLLECTIONS = [
    pytest.param(
        ROOT / "agents",
        [
            ["merge", "api-expert.md", "backend-architect.md", "backend-developer.md", "backend-guide.md"],
            ["survivor", "agents/review/code-reviewer.md"],
        ],
        "agents/review/code-reviewer.md",
        id="samples",
    ),
    pytest.param(
        PUBLIC,
        [
            ["merge", "devops-incident-responder", "incident-responder"],
            ["merge", "frontend-developer", "mobile-developer"],
        ],
        "agents/development/mobile-developer.md",
        id="public",
        marks=[
            pytest.mark.shared,
            pytest.mark.skipif(not PUBLIC.is_dir(), reason="the evaluation data does not lie beside the checkout"),
        ],
    ),
]


class Repository:
    """A git repository that holds a collection, and the program run in it."""

    def __init__(self, folder: Path, collection: Path) -> None:
        self.folder = folder
        shutil.copytree(collection, folder / "agents")
        (folder / "README.md").write_text(
            "Ask `api-expert`, `code-reviewer` or @frontend-developer.\n", encoding="utf-8"
        )
        self.git("init", "--quiet")
        self.commit("What there is")

    def git(self, *arguments: str) -> str:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
        command = ["git", *who, *arguments]
        return subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True).stdout

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def agentmerge(self, *arguments: str, status: Exit = Exit.FINE) -> str:
        """Run the program and return what it printed; fail where its exit status is not *status*."""
        command = [sys.executable, "-m", "analyzer", *arguments]
        done = subprocess.run(command, cwd=self.folder, check=False, capture_output=True, text=True)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.mark.model
@pytest.mark.parametrize(("collection", "decisions", "canonical"), COLLECTIONS)
def test_a_collection_is_merged_guarded_and_brought_back(
    tmp_path: Path, collection: Path, decisions: list[list[str]], canonical: str
) -> None:
    repository = Repository(tmp_path, collection)
    for decision in decisions:
        repository.agentmerge("decide", *_known(tmp_path, decision), "--reason", "We talked about it")
    repository.agentmerge("analyze", "agents", "--quiet")
    (tmp_path / ".gitignore").write_text("/outputs/\n", encoding="utf-8")
    repository.commit("What we decided")
    before = contents(tmp_path)

    planned = repository.agentmerge("apply", "outputs", "--dry-run", "--verbose")
    assert contents(tmp_path) == before
    done = repository.agentmerge("apply", "outputs", "--verbose")
    assert _without_last_line(done) == _as_done(_without_last_line(planned))
    after = contents(tmp_path)
    assert len(after) < len(before)
    assert re.search(r"README\.md:1 \S+ -> \S+", done), "the README names what is there now"
    for family in sorted(path for path in (tmp_path / "outputs" / "families").iterdir()):
        [proposal] = family.glob("*.md")
        [place] = [path for path, text in after.items() if text == proposal.read_bytes() and path.startswith("agents/")]
        patched = _patched(tmp_path, repository, family, place)
        assert patched == proposal.read_bytes(), "the diff that was reviewed leads to what was put in place"

    assert "No new overlaps" in repository.agentmerge("check", "agents", "--against", "HEAD")
    repository.commit("One agent for one job")
    copy = tmp_path / "agents" / "drifted.md"
    text = (tmp_path / canonical).read_text(encoding="utf-8")
    copy.write_text(text.replace(" the ", " any ", 1), encoding="utf-8")
    red = repository.agentmerge("check", "agents", "--against", "HEAD", "--format", "github", status=Exit.FOUND)
    assert re.search(r"^::error file=agents/drifted\.md,line=\d+,", red, re.MULTILINE)
    assert canonical in red

    copy.unlink()
    repository.agentmerge("undo")
    assert contents(tmp_path) == before
    repository.git("add", "--all")
    assert repository.git("diff", "--cached", "--stat", "HEAD~1") == "", "git sees the files and modes of before"


def _known(folder: Path, decision: list[str]) -> list[str]:
    """Return *decision* with the path of each definition that it names by its file."""
    found = {path.name: path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}
    return [found.get(word, word) for word in decision]


def _as_done(planned: str) -> str:
    """Return what is *planned* as it is told when it is done: then lines of a proposal are lines of a file."""
    planned = re.sub(r"line (\d+) of the proposal for (\S+): ", r"\2:\1 ", planned)
    return planned.replace("To put in place", "Put in place")


def _without_last_line(printed: str) -> str:
    return printed.rstrip("\n").rpartition("\n")[0]


def _patched(folder: Path, repository: Repository, family: Path, place: str) -> bytes | None:
    """Return what the survivor's committed text becomes by the diff that a reviewer read."""
    diffs = [p for p in (family / "diffs").iterdir() if p.read_text(encoding="utf-8").startswith(f"--- {place}\n")]
    old = repository.git("show", f"HEAD:{place}").encode()
    if not diffs:
        return old
    file = folder.parent / "patched.md"
    file.write_bytes(old)
    subprocess.run(["patch", "--quiet", str(file), str(diffs[0])], check=True)
    return file.read_bytes()
