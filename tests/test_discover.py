"""Finding files: which are read, which are passed over, and what is said about those."""

from __future__ import annotations

import codecs
import hashlib
import os
import tempfile
from pathlib import Path

import pytest
from awkward import FILES
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analyzer.discover import discover
from analyzer.errors import UsageError

AGENT = "---\nname: clerk\ndescription: Keeps the tables.\n---\nYou are a clerk.\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "harbour"
    root.mkdir()
    return root


def put(root: Path, path: str, content: str | bytes = AGENT) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def read(*paths: Path) -> list[str]:
    return [source.path for source in discover(paths).sources]


def told(*paths: Path) -> list[tuple[str, str]]:
    return [(problem.span.path, problem.code) for problem in discover(paths).problems]


def test_yaml_without_modes_is_none_of_our_business(tree: Path) -> None:
    put(tree, ".github/workflows/ci.yaml", "on: push\n")
    assert (read(tree), told(tree)) == ([], [])


def test_folders_are_searched_to_any_depth_hidden_ones_too(tree: Path) -> None:
    for path in (".claude/agents/a.md", "b/c/d/SKILL.md", ".cursorrules", "rules/e.mdc", "commands/f.markdown"):
        put(tree, path)
    for path in (".git/a.md", "node_modules/x/a.md", "env/a.md", "env/pyvenv.cfg", "agents/tool.py", "pier.png"):
        put(tree, path)
    assert read(tree) == [".claude/agents/a.md", ".cursorrules", "b/c/d/SKILL.md", "commands/f.markdown", "rules/e.mdc"]
    assert told(tree) == []


def test_order_and_repetition_of_paths_change_nothing(tree: Path) -> None:
    files = [put(tree, f"agents/{name}.md") for name in "dbca"]
    once = discover([tree])
    paths = [tree, *files, tree / "agents"]
    for n in range(len(paths)):
        assert discover([*paths[n:], *paths[:n]]) == once
        assert discover([*paths[n:], *paths[:n]][::-1]) == once


def test_paths_are_relative_to_the_folder_given(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = put(tree, "x/agents/a.md"), put(tree, "y/b.md")
    assert read(tree / "x") == ["agents/a.md"]
    assert read(a) == ["a.md"]
    assert read(a, b) == ["x/agents/a.md", "y/b.md"]
    monkeypatch.chdir(tree)
    assert read(Path("x")) == ["x/agents/a.md"]
    assert read(Path()) == ["x/agents/a.md", "y/b.md"]


def test_a_missing_path_says_what_to_do(tree: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere: no such file or folder\. Check"):
        discover([tree / "nowhere"])
    with pytest.raises(UsageError, match="No path given"):
        discover([])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\0\0", "binary"),
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"caf\xe9 tables\n", "not-utf8"),
        (codecs.BOM_UTF16_LE + b"a", "not-utf8"),
        (b"a" * (2 * 1024 * 1024 + 1), "too-large"),
    ],
)
def test_what_cannot_be_read_is_reported(tree: Path, content: bytes, code: str) -> None:
    file = put(tree, "agents/a.md", content)
    assert (read(tree), told(tree)) == ([], [("agents/a.md", code)])
    assert told(file) == [("a.md", code)]


@pytest.mark.parametrize(
    "content",
    [
        b"a\r\nb\rc\n",
        codecs.BOM_UTF8 + b"a\nb\nc\n",
        codecs.BOM_UTF16_LE + "a\nb\nc\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "a\r\nb\nc\n".encode("utf-16-be"),
    ],
)
def test_encodings_and_line_ends_become_one(tree: Path, content: bytes) -> None:
    put(tree, "agents/a.md", content)
    [source] = discover([tree]).sources
    assert source.text == "a\nb\nc\n"
    assert source.digest == hashlib.sha256(content).hexdigest(), "the digest is that of the bytes, not of the text"


def test_ignore_files_of_every_level_count(tree: Path) -> None:
    (tree / ".git").mkdir()
    put(tree, ".gitignore", "drafts/\n*.tmp.md\n/packs/agents/c.md\n")
    put(tree, "packs/.gitignore", "!keep.tmp.md\n")
    put(tree, "packs/.agentmergeignore", "old-*.md\n")
    for name in ("a.md", "b.tmp.md", "keep.tmp.md", "old-a.md", "c.md", "drafts/d.md"):
        put(tree, f"packs/agents/{name}")
    assert read(tree / "packs") == ["agents/a.md", "agents/keep.tmp.md"]
    assert read(tree) == ["packs/agents/a.md", "packs/agents/keep.tmp.md"]


@pytest.mark.parametrize("line", ["!", "\\", "!\\", "drafts\\", "[z-a].md"])
def test_a_line_that_is_no_pattern_ignores_nothing_as_in_git(tree: Path, line: str) -> None:
    put(tree, ".gitignore", f"a.md\n{line}\nc.md\n")
    for name in "abc":
        put(tree, f"agents/{name}.md")
    assert read(tree) == ["agents/b.md"]


def test_what_is_named_is_read_though_ignored_or_no_definition(tree: Path) -> None:
    (tree / ".git").mkdir()
    put(tree, ".gitignore", "drafts/\n")
    readme, draft = put(tree, "README.md", "Boats.\n"), put(tree, "drafts/a.md")
    assert read(readme, draft) == ["README.md", "drafts/a.md"]
    assert read(tree / "drafts") == ["a.md"]


def test_links_out_of_the_folder_loops_and_broken_ones(tree: Path) -> None:
    outside = put(tree.parent, "elsewhere/agents/x.md")
    put(tree, "agents/a.md")
    (tree / "agents/loop").symlink_to(tree)
    (tree / "agents/same.md").symlink_to(tree / "agents/a.md")
    (tree / "agents/out.md").symlink_to(outside)
    (tree / "agents/out").symlink_to(outside.parent)
    (tree / "agents/gone.md").symlink_to(tree / "gone.md")
    (tree / "agents/self.md").symlink_to("self.md")
    (tree / "agents/round.md").symlink_to("self.md")
    assert read(tree) == ["agents/a.md"]
    assert told(tree) == [
        ("agents/gone.md", "broken-link"),
        ("agents/out", "outside-link"),
        ("agents/out.md", "outside-link"),
        ("agents/round.md", "broken-link"),
        ("agents/self.md", "broken-link"),
    ]
    assert read(tree / "agents/out.md") == ["out.md"]
    way = tree.parent / "way"
    way.symlink_to(tree)
    assert discover([way]).problems == discover([tree]).problems


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_is_reported_and_not_waited_for(tree: Path) -> None:
    put(tree, "agents/a.md")
    os.mkfifo(tree / "agents/pipe.md")
    assert (read(tree), told(tree)) == (["agents/a.md"], [("agents/pipe.md", "unreadable")])
    assert told(tree / "agents/pipe.md") == [("pipe.md", "unreadable")]


locked_out = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root and Windows may look everywhere"
)


@locked_out
@pytest.mark.parametrize(
    ("mode", "unread"),
    [(0o000, ["locked"]), (0o100, ["locked"]), (0o400, ["locked/a.md", "locked/b.md", "locked/more"])],
)
def test_folders_that_may_not_be_looked_into_are_reported(tree: Path, mode: int, unread: list[str]) -> None:
    put(tree, "agents/a.md")
    put(tree, "locked/more/agents/a.md")
    (tree / "locked/b.md").symlink_to(put(tree, "locked/a.md"))
    (tree / "locked").chmod(mode)
    try:
        searched, inside = (read(tree), told(tree)), told(tree / "locked")
    finally:
        (tree / "locked").chmod(0o700)
    assert searched == (["agents/a.md"], [(path, "unreadable") for path in unread])
    assert inside == [(path.removeprefix("locked").removeprefix("/") or ".", "unreadable") for path in unread]


@locked_out
def test_a_named_path_that_may_not_be_looked_at_is_as_good_as_missing(tree: Path) -> None:
    file = put(tree, "locked/a.md")
    file.parent.chmod(0o000)
    try:
        with pytest.raises(UsageError, match="no such file or folder"):
            discover([file])
    finally:
        file.parent.chmod(0o700)


@pytest.mark.parametrize(
    ("path", "text", "reads"),
    [
        ("README.md", "# Harbour\n\nYou are welcome.\n", False),
        ("agents/README.md", "# Agents\n", False),
        (".claude/agents/README.md", "# Agents\n", False),
        ("CHANGELOG.md", "# 1.0\n", False),
        ("README.zh-CN.md", "# Harbour\n", False),
        ("docs/tides.md", "# Tides\n\nThey come and go.\n", False),
        ("skills/tide/SKILL.md", "# Tide\n", True),
        ("skills/tide/references/moon.md", "# Moon\n", False),
        ("skills/ebb/skill.md", "# Ebb\n", True),
        ("skills/ebb/references/moon.md", "# Moon\n", False),
        ("security-clerk.md", "You are a clerk.\n", True),
        ("docs/clerk.md", "# Clerk\n\nYou are a clerk.\n", True),
        ("agents/clerk.md", "# Clerk\n\nTables.\n", True),
        ("notes/clerk.md", AGENT, True),
        ("readme.md", AGENT, True),
        ("notes/cook.md", "----\nYou are a cook.\n", True),
        ("notes/cook.md", "--- draft\ndescription: Cooks.\n---\nYou are a cook.\n", True),
        ("notes/till.md", "----\ndescription: Tills.\n----\n", False),
        ("notes/till.md", "\n \n---\ndescription: Tills.\n---\n", True),
        ("AGENTS.md", "Build with make.\n", True),
        ("modes/tide.yaml", "slug: tide\nroleDefinition: You are a clerk.\n", True),
        (".roomodes", "customModes:\n  - slug: tide\n    roleDefinition: x\n", True),
    ],
)
def test_what_counts_as_a_definition(tree: Path, path: str, text: str, *, reads: bool) -> None:
    if "references" in path:
        put(tree, "skills/tide/SKILL.md")
        put(tree, "skills/ebb/skill.md")
    put(tree, path, text)
    assert (path in read(tree)) is reads
    assert ((path, "not-a-definition") in told(tree)) is not reads


@given(st.lists(FILES, min_size=1, max_size=3), st.text(alphabet="!\\\\/*?#a \n"))
@example(["----\nYou are a cook.\n"], "!")
@example(["--- draft\n"], "[z-a]")
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_file_of_a_folder_is_read_or_told(texts: list[str], ignored: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [put(Path(folder), f"{n}.md", text).name for n, text in enumerate(texts)]
        put(Path(folder), "drafts/.gitignore", ignored.encode("utf-8", "surrogatepass"))
        put(Path(folder), "drafts/notes.txt")
        found = discover([folder])
    assert sorted([source.path for source in found.sources] + [p.span.path for p in found.problems]) == paths
