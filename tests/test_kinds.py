"""What a merge would change in how a runtime reads and runs its sources is for people to decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer import analyze, decisions
from analyzer.dialects import LOADING, canonical_file, loading
from analyzer.embed import HashEmbedder
from analyzer.model import Conflict, Decision, FateKind, Loading, Proposal, Source
from analyzer.parse import parse

BODY = "\n# Tides\n\n- Read the tide tables before a ferry leaves\n- Ring the fog bell twice\n"
SKILL, COMMAND, RULE = ".claude/skills/tides/SKILL.md", ".claude/commands/tides.md", "tides.instructions.md"
CURSOR = ".cursor/rules/tides.mdc"
AGENT, OTHER = ".claude/agents/tides.md", ".claude/agents/fog.md"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a current folder of its own."""
    monkeypatch.chdir(tmp_path)


def _merged(files: dict[str, str], survivor: str | None, *held: Decision) -> Proposal:
    for path, front in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(f"---\nname: tides\ndescription: Reads tides.\n{front}---\n{BODY}", encoding="utf-8")
    (proposal,) = analyze(
        ".", together=True, survivor=survivor, embedder=HashEmbedder(), cache=False, decisions=held
    ).proposals
    assert proposal.violations == ()
    return proposal


def _sides(conflicts: tuple[Conflict, ...]) -> dict[str, dict[str, list[str]]]:
    return {c.topic: {side.value: sorted(s.path for s in side.spans) for side in c.sides} for c in conflicts}


@pytest.mark.parametrize(
    ("path", "front", "way"),
    [
        (SKILL, "", Loading.DEMAND),
        ("plugin/commands/SKILL.md", "", Loading.DEMAND),
        (COMMAND, "model: opus\ntools: Read\n", Loading.TYPED),
        ("plugin/commands/tide/read.md", "", Loading.TYPED),
        (".opencode/command/tides.md", "", Loading.TYPED),
        ("tides.prompt.md", "", Loading.TYPED),
        (RULE, "", Loading.ALWAYS),
        ("AGENTS.md", "", Loading.ALWAYS),
        (".cursor/rules/tides.mdc", "", Loading.DEMAND),
        (".cursor/rules/tides.mdc", "alwaysApply: false\n", Loading.DEMAND),
        (".cursor/rules/tides.mdc", "globs: charts/**\nalwaysApply: true\n", Loading.ALWAYS),
        (".cursorrules", "", Loading.ALWAYS),
        (SKILL, "alwaysApply: true\n", Loading.DEMAND),
        (".roo/rules-code/tides.md", "", Loading.ALWAYS),
        (AGENT, "", Loading.AGENT),
        ("tides.agent.md", "", Loading.AGENT),
        ("notes/tides.md", "", None),
    ],
)
def test_where_a_definition_stands_tells_how_it_is_read(path: str, front: str, way: Loading | None) -> None:
    (definition,) = parse(Source(path, f"---\ndescription: Reads tides.\n{front}---\n{BODY}"))
    assert loading(definition) is way


def test_a_merge_across_kinds_is_for_people_to_decide() -> None:
    proposal = _merged({SKILL: "", COMMAND: "", RULE: ""}, SKILL)
    (conflict,) = proposal.canonical.open_conflicts
    assert _sides((conflict,)) == {LOADING: {Loading.DEMAND: [SKILL], Loading.TYPED: [COMMAND], Loading.ALWAYS: [RULE]}}
    assert conflict.chosen == Loading.DEMAND


def test_of_one_kind_there_is_nothing_to_decide() -> None:
    assert not _merged({AGENT: "", OTHER: ""}, AGENT).canonical.conflicts


@pytest.mark.parametrize(("way", "survivor"), [(Loading.DEMAND, SKILL), (Loading.TYPED, COMMAND)])
def test_how_the_canonical_is_read_can_be_decided(way: Loading, survivor: str) -> None:
    said = [(SKILL, str(Loading.DEMAND)), (COMMAND, str(Loading.TYPED))]
    decision = decisions.about_conflict(LOADING, said, way, "The crew asked for it.")
    proposal = _merged({SKILL: "", COMMAND: ""}, None, decision)
    assert proposal.canonical.survivor.path == survivor
    assert [(c.topic, c.chosen, c.settled) for c in proposal.canonical.conflicts] == [(LOADING, way, True)]
    assert [s.effect for s in proposal.canonical.settlements] == [f"“{way}” holds."]


def test_a_survivor_that_is_read_otherwise_holds_against_how_the_canonical_is_to_be_read() -> None:
    said = [(SKILL, str(Loading.DEMAND)), (COMMAND, str(Loading.TYPED))]
    decision = decisions.about_conflict(LOADING, said, Loading.TYPED, "The crew asked for it.")
    proposal = _merged({SKILL: "", COMMAND: ""}, SKILL, decision)
    assert [(c.topic, c.chosen, c.settled) for c in proposal.canonical.conflicts] == [(LOADING, Loading.DEMAND, False)]
    [effect] = [s.effect for s in proposal.canonical.settlements]
    assert effect == f"It changes nothing: the canonical is read as its survivor is, {SKILL}. Choose another survivor."


def test_how_the_canonical_is_read_can_be_decided_in_no_way_that_no_source_is_read() -> None:
    said = [(SKILL, str(Loading.DEMAND)), (COMMAND, str(Loading.TYPED))]
    decision = decisions.about_conflict(LOADING, said, Loading.AGENT, "The crew asked for it.")
    proposal = _merged({SKILL: "", COMMAND: ""}, SKILL, decision)
    assert not proposal.canonical.conflicts[0].settled


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("model: opus", "opus"),
        ("permissionMode: plan", "plan"),
        ("disallowedTools: Bash", "Bash"),
        ("maxTurns: 7", "7"),
    ],
)
@pytest.mark.parametrize("survivor", [AGENT, OTHER])
def test_a_key_that_steers_the_runtime_and_that_one_source_sets_is_for_people_to_decide(
    line: str, value: str, survivor: str
) -> None:
    proposal = _merged({AGENT: f"{line}\n", OTHER: ""}, survivor)
    key = line.partition(":")[0]
    assert _sides(proposal.canonical.open_conflicts) == {key: {value: [AGENT], "none set": [OTHER]}}
    none = decisions.about_conflict(key, [(AGENT, value), (OTHER, "")], "", "Each as its runtime has it.")
    settled = _merged({AGENT: f"{line}\n", OTHER: ""}, survivor, none)
    assert not settled.canonical.open_conflicts
    assert line not in settled.text


@pytest.mark.parametrize("line", ["color: blue", "version: 3", "note: a tide", "license: MIT", "argument-hint: tide"])
def test_a_key_that_steers_nothing_needs_no_decision(line: str) -> None:
    assert not _merged({AGENT: f"{line}\n", OTHER: ""}, AGENT).canonical.conflicts


@pytest.mark.parametrize(("survivor", "key"), [(COMMAND, "allowed-tools"), (AGENT, "tools"), (SKILL, "allowed-tools")])
def test_a_list_of_tools_under_another_runtimes_key_is_a_list_of_tools(survivor: str, key: str) -> None:
    files = {COMMAND: "allowed-tools: Bash(git:*)\n", AGENT: "tools: Read, Bash\n", SKILL: ""}
    proposal = _merged(files, survivor)
    (conflict,) = (c for c in proposal.canonical.open_conflicts if c.topic != LOADING)
    free = {"none set, which allows all tools": [SKILL]}
    assert _sides((conflict,)) == {key: {"Bash(git:*)": [COMMAND], "Read, Bash": [AGENT], **free}}
    assert f"Without a list, {SKILL} may use every tool" in conflict.reason
    assert [f"{AGENT} calls it tools." in conflict.reason, f"{COMMAND} calls it allowed-tools." in conflict.reason] == [
        key != "tools",
        key == "tools",
    ]
    assert [line for line in proposal.text.split("\n") if "tools: " in line] in (
        [f"{key}: Read, Bash"],
        [f"{key}: Bash, Read"],
    )


@pytest.mark.parametrize(("chosen", "expected"), [("Bash(git:*)", ["allowed-tools: Bash(git:*)"]), ("", [])])
@pytest.mark.parametrize("topic", ["tools", "allowed-tools"])
def test_a_list_of_tools_under_another_runtimes_key_can_be_chosen(topic: str, chosen: str, expected: list[str]) -> None:
    files = {COMMAND: "allowed-tools: Bash(git:*)\n", AGENT: "tools: Read, Bash\n", SKILL: ""}
    said = [(COMMAND, "Bash(git:*)"), (AGENT, "Read, Bash"), (SKILL, "")]
    settled = _merged(files, COMMAND, decisions.about_conflict(topic, said, chosen, "The harbour master said so."))
    assert [line for line in settled.text.split("\n") if "tools: " in line] == expected
    assert {c.topic for c in settled.canonical.open_conflicts} == {LOADING}


def test_patterns_of_files_under_two_keys_are_one_list() -> None:
    proposal = _merged({CURSOR: "globs: charts/**\n", RULE: "applyTo: 'maps/**'\n"}, CURSOR)
    assert _sides(proposal.canonical.open_conflicts)["globs"] == {"charts/**": [CURSOR], "maps/**": [RULE]}
    assert "globs: charts/**, maps/**" in proposal.text.replace("'", "")
    assert "applyTo" not in proposal.text


@pytest.mark.parametrize(
    ("line", "value", "survivor", "other"),
    [
        ("applyTo: charts/**", "charts/**", COMMAND, RULE),
        ("permissionMode: plan", "plan", SKILL, AGENT),
        ("tools: Read, Bash", "Read, Bash", CURSOR, AGENT),
        ("model: opus", "opus", "AGENTS.md", AGENT),
        ("model: opus", "opus", CURSOR, "agents/tides.md"),
    ],
)
def test_a_key_that_the_canonicals_runtime_does_not_know_is_listed_and_not_written(
    line: str, value: str, survivor: str, other: str
) -> None:
    key = line.partition(":")[0]
    files = {survivor: "", other: f"{line}\n"}
    proposal = _merged(files, survivor)
    sides = _sides(proposal.canonical.open_conflicts)[key]
    assert (sides, line in proposal.text) == ({value: [other], "none set": [survivor]}, False)
    fates = [f for d in proposal.diffs for f in d.fates if f.statement.field == key]
    assert {(f.kind, f.lines) for f in fates} == {(FateKind.CONFLICT, None)}
    said = [(survivor, ""), (other, value)]
    kept = _merged(files, survivor, decisions.about_conflict(key, said, value, "Its other runtime reads it too."))
    assert line in kept.text
    gone = _merged(files, survivor, decisions.about_conflict(key, said, "", "Nobody needs it."))
    assert {f.kind for d in gone.diffs for f in d.fates if f.statement.field == key} == {FateKind.DROPPED}


@pytest.mark.parametrize(
    ("line", "survivor", "other"),
    [
        ("temperature: 0.1", "agents/tides.md", "agents/fog.md"),
        ("permissionMode: plan", "notes/tides.md", AGENT),
        ("license: MIT", CURSOR, SKILL),
        ("owner: crew", CURSOR, AGENT),
    ],
)
def test_a_key_stays_where_no_runtime_is_known_or_none_acts_on_it(line: str, survivor: str, other: str) -> None:
    assert line in _merged({survivor: "", other: f"{line}\n"}, survivor).text


def test_a_value_is_shown_as_it_is_written() -> None:
    front = {SKILL: "disable-model-invocation: true\n", COMMAND: ""}
    (conflict,) = (c for c in _merged(front, SKILL).canonical.open_conflicts if c.topic != LOADING)
    assert [side.value for side in conflict.sides] == ["true", "none set"]
    said = [(SKILL, "True"), (COMMAND, "")]
    kept = decisions.about_conflict(conflict.topic, said, "True", "The tide decides.")
    assert "disable-model-invocation: true" in _merged(front, SKILL, kept).text


@pytest.mark.parametrize("survivor", [AGENT, OTHER])
def test_the_ledger_says_of_each_value_that_others_lack_that_it_is_in_conflict(survivor: str) -> None:
    proposal = _merged({AGENT: "tools: Read, Bash\nmodel: opus\n", OTHER: "tools: Read, Grep\n"}, survivor)
    fates = [f for d in proposal.diffs for f in d.fates if f.statement.field in {"tools", "model"}]
    disputed = {(f.statement.text, f.stands) for f in fates if f.kind is FateKind.CONFLICT}
    assert disputed == {(text, FateKind.KEPT) for text in ("Bash", "Grep", "opus")}
    assert {f.kind for f in fates if f.statement.text == "Read"} == {FateKind.KEPT}
    assert all(f.lines and f.statement.text in f.text for f in fates)


@pytest.mark.parametrize("survivor", [AGENT, OTHER])
def test_a_rule_for_a_tool_may_go_where_a_wider_one_grants_it(survivor: str) -> None:
    proposal = _merged({AGENT: "tools: Bash(git:*)\n", OTHER: "tools: Read, Bash\n"}, survivor)
    assert "tools: Read, Bash" in proposal.text.split("\n")


def test_of_a_value_that_is_settled_the_ledger_tells_no_conflict() -> None:
    none = decisions.about_conflict("model", [(AGENT, "opus"), (OTHER, "")], "opus", "The pilots asked for it.")
    proposal = _merged({AGENT: "model: opus\n", OTHER: ""}, OTHER, none)
    assert {f.kind for d in proposal.diffs for f in d.fates if f.statement.field == "model"} == {FateKind.KEPT}


@pytest.mark.parametrize("line", ["model: inherit", "permissionMode: default", "background: false", "model:"])
def test_what_a_runtime_takes_anyway_needs_no_decision(line: str) -> None:
    assert not _merged({AGENT: f"{line}\n", OTHER: ""}, AGENT).canonical.conflicts


def test_what_a_runtime_takes_anyway_is_a_side_where_another_source_sets_something_else() -> None:
    proposal = _merged({AGENT: "model: inherit\n", OTHER: "model: opus\n", COMMAND: "model: inherit\n"}, AGENT)
    assert _sides(proposal.canonical.conflicts)["model"] == {"inherit": [AGENT, COMMAND], "opus": [OTHER]}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".github/instructions/tides.instructions.md", "pilot.instructions.md"),
        (".github/prompts/tides.prompt.md", "pilot.prompt.md"),
        (".github/agents/tides.md", "pilot.agent.md"),
        (".github/copilot-instructions.md", "copilot-instructions.md"),
        ("CLAUDE.md", "CLAUDE.md"),
        (".cursorrules", "pilot.mdc"),
        (".claude/skills/tides/SKILL.md", "SKILL.md"),
        ("tides.md", "pilot.md"),
    ],
)
def test_the_canonical_is_called_as_the_runtime_of_the_survivor_looks_for_its_like(path: str, expected: str) -> None:
    [survivor] = parse(Source(path, "Sound the depth."))
    assert canonical_file(survivor, "pilot") == expected
