"""Where a tree speaks of what is absorbed: what is rewritten, what is listed, what is left alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from casefile import Case, read_cases

from analyzer.model import Move
from analyzer.references import references, rewrite

if TYPE_CHECKING:
    from pathlib import Path

TO = "agents/backend-lead.md"
NAMES = {
    TO: "backend-lead",
    "agents/api-expert.md": "api-expert",
    "agents/reviewer.md": "reviewer",
    "agents/twin-keeper.md": "twin-keeper",
    "plugins/a/plugin-keeper.md": "plugin-keeper",
    "skills/table-maker/SKILL.md": "table-maker",
    "agents/watch.md": "Night Watch",
    "http-agents/http-proxy.md": "http-proxy",
}
MOVES = tuple(Move("backend", path, name, TO, "backend-lead", "claude-agent") for path, name in NAMES.items())
DEFINITIONS = {**NAMES, "agents/other.md": "twin-keeper"}


def put(root: Path, path: str, data: str | bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data.encode() if isinstance(data, str) else data)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in read_cases("references.md")])
def test_case(tmp_path: Path, case: Case) -> None:
    (tmp_path / ".git").mkdir()
    path, _, text = case.given.partition("\n")
    content = f"\n{text}"  # so that the case's lines count from its own first
    put(tmp_path, path, content)
    found = references(tmp_path, MOVES, definitions=DEFINITIONS)
    expected, *looks = case.expected.split("\nlook ")
    assert rewrite(content, [r for r in found if r.safe]).strip("\n") == expected
    assert sorted(f"{r.span.start}: {r.reason}" for r in found if not r.safe) == looks


@pytest.mark.parametrize("name", ['a"b', "a b", "a\nb", "a)b", "a\\b", "a#b", "a,b", "a:b", "a\udcffb"])
def test_a_path_that_may_end_a_value_or_a_line_is_written_nowhere(tmp_path: Path, name: str) -> None:
    (tmp_path / ".git").mkdir()
    put(tmp_path, "plugin.json", '{"agents": ["agents/reviewer.md"]}')
    move = Move("team", "agents/reviewer.md", "reviewer", f"agents/{name}.md", "backend-lead", "claude-agent")
    [found] = references(tmp_path, [move], definitions={move.path: move.name, move.to_path: move.to_name})
    assert (found.safe, found.replacement) == (False, move.to_path)


def paths(root: Path) -> list[str]:
    return sorted({r.span.path for r in references(root, MOVES, definitions=DEFINITIONS)})


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root and Windows may look everywhere")
@pytest.mark.parametrize("mode", [0o000, 0o100, 0o400])
def test_a_folder_that_may_not_be_looked_into_hides_no_other(tmp_path: Path, mode: int) -> None:
    (tmp_path / ".git").mkdir()
    put(tmp_path, "a.md", "Ask `api-expert`.\n")
    put(tmp_path, "locked/more/a.md", "Ask `api-expert`.\n")
    (tmp_path / "locked").chmod(mode)
    try:
        assert paths(tmp_path) == ["a.md"]
    finally:
        (tmp_path / "locked").chmod(0o700)


def test_what_discover_ignores_and_what_is_no_text_stays_unread(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    put(tmp_path, ".gitignore", "drafts/\n*.log\n")
    put(tmp_path, "out/.agentmergeignore", "/report.md\n")
    said = "Ask `api-expert`.\n"
    for path in ("drafts/a.md", "b.log", ".git/c", "node_modules/d.md", "out/report.md", "out/.agentmerge-manifest"):
        put(tmp_path, path, said)
    put(tmp_path, "agentmerge-decisions.toml", said)
    put(tmp_path, ".agentmerge-journal/0001/old/0", said)
    put(tmp_path, "binary.bin", said.encode() + b"\0")
    put(tmp_path, "latin.txt", said.encode() + b"\xe9")
    put(tmp_path, "large.txt", said + "x" * 1024 * 1024)
    for path in ("README.md", "out/notes.md", ".github/copilot.md", "run.sh", "no-ending"):
        put(tmp_path, path, said)
    assert paths(tmp_path) == [".github/copilot.md", "README.md", "no-ending", "out/notes.md", "run.sh"]


def test_without_git_only_the_folder_of_the_definitions_is_searched(tmp_path: Path) -> None:
    here = {path: name for path, name in NAMES.items() if path.startswith("agents/")}
    for path in ("agents/notes.md", "README.md"):
        put(tmp_path, path, "Ask `api-expert`.\n")
    moves = [move for move in MOVES if move.path in here]
    assert {r.span.path for r in references(tmp_path, moves, definitions=here)} == {"agents/notes.md"}


def test_a_link_to_what_goes_is_told(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    put(tmp_path, "agents/api-expert.md", "x")
    (tmp_path / ".claude").mkdir()
    (tmp_path / ".claude/api.md").symlink_to("../agents/api-expert.md")
    (tmp_path / ".claude/other.md").symlink_to("../agents/other.md")
    (tmp_path / "loop").symlink_to(".")
    [found] = references(tmp_path, MOVES, definitions=DEFINITIONS)
    assert (found.span.path, found.text, found.replacement) == (
        ".claude/api.md",
        "../agents/api-expert.md",
        "../agents/backend-lead.md",
    )
    assert not found.safe


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({TO: "Rest.", "agents/api-expert.md": "- Ask the api-expert agent."}, True, id="of itself"),
        pytest.param(
            {
                TO: "",
                "agents/api-expert.md": 'description: "Ports.\\n* Ask the api-expert\\n  agent. Say \\"hello\\"."',
            },
            True,
            id="of itself, in quoted YAML",
        ),
        pytest.param({TO: "", "agents/reviewer.md": "Ask the api-expert agent."}, False, id="of another"),
        pytest.param(
            {TO: "Ask the api-expert agent.", "agents/api-expert.md": ""}, False, id="the survivor of another"
        ),
        pytest.param(
            {
                TO: "",
                "agents/api-expert.md": "Ask the api-expert agent.",
                "agents/reviewer.md": "Ask the api-expert agent.",
            },
            False,
            id="of itself and of another",
        ),
        pytest.param({TO: "", "agents/api-expert.md": "Ask nobody."}, False, id="put together"),
    ],
)
def test_the_canonical_may_speak_of_itself(tmp_path: Path, said: dict[str, str], *, expected: bool) -> None:
    (tmp_path / ".git").mkdir()
    put(tmp_path, TO, "# Lead\n\n1. Ask the api-expert agent.\n")
    texts = {path: said.get(path, "") for path in NAMES}
    [found] = references(tmp_path, MOVES, definitions=DEFINITIONS, sources=texts)
    assert (found.safe, found.replacement) == (expected, "backend-lead")


def test_two_families_that_share_a_name_leave_it_to_the_user(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    put(tmp_path, "README.md", "Ask `api-expert`.\n")
    other = Move("front", "front/api-expert.md", "api-expert", "front/lead.md", "front-lead", "claude-agent")
    [found] = references(tmp_path, [*MOVES, other], definitions=DEFINITIONS | {other.path: other.name})
    assert not found.safe


def test_line_ends_and_everything_else_stay(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    text = "\ufeffOne\r\n`api-expert`, `api-expert`\r\n\r\nLast `reviewer` agents/reviewer.md"
    put(tmp_path, "README.md", text)
    found = references(tmp_path, MOVES, definitions=DEFINITIONS)
    expected = text.replace("api-expert", "backend-lead").replace("agents/reviewer.md", "agents/backend-lead.md")
    assert rewrite(text, [r for r in found if r.safe]) == expected


def test_the_order_of_moves_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for n, case in enumerate(read_cases("references.md")):
        put(tmp_path, f"docs/{n}.md", case.given)
    found = references(tmp_path, MOVES, definitions=DEFINITIONS)
    assert found
    assert references(tmp_path, MOVES[::-1], definitions=dict(reversed(DEFINITIONS.items()))) == found
