"""What a merge changed in the front matter and in the order of steps: what is told, and what is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from casefile import Case, read_cases

from analyzer import audit
from analyzer.embed import HashEmbedder
from analyzer.model import Audit, Severity

if TYPE_CHECKING:
    from pathlib import Path

FRONT = "---\nname: keeper\ndescription: Keeps the database of the shop.\n{}---\n\nYou keep the database.\n"
BODY = FRONT.format("") + "\n## Workflow\n\n{}"


def judge(folder: Path, given: str, form: str) -> Audit:
    """Audit the merge of what stands before ``=>``, parted by ``&``, into what stands behind it."""
    before, after = given.split("=>\n")
    for number, text in enumerate(before.split("&\n")):
        (folder / "before").mkdir(exist_ok=True)
        (folder / "before" / f"{number}.md").write_text(form.format(text), encoding="utf-8")
    (folder / "after.md").write_text(form.format(after), encoding="utf-8")
    sides = (str(folder / "before"), str(folder / "after.md"))
    return audit(*sides, embedder=HashEmbedder(), cache=False)


@pytest.mark.parametrize("case", read_cases("front_matter_changed.md"), ids=lambda case: case.title)
def test_what_the_front_matter_has_otherwise_is_told_once(case: Case, tmp_path: Path) -> None:
    found = judge(tmp_path, case.given, FRONT)
    assert [f"{c.severity} {c.key}: {c.reason}" for c in found.front_matter] == case.expected.splitlines()
    assert (found.lost, found.reversed, found.invented, found.orders) == ((), (), (), ())


@pytest.mark.parametrize("case", read_cases("steps_reordered.md"), ids=lambda case: case.title)
def test_steps_in_another_order_are_told_once_for_each_list(case: Case, tmp_path: Path) -> None:
    found = judge(tmp_path, case.given, BODY)
    assert [f"{o.severity} {o.reason}" for o in found.orders] == case.expected.splitlines()
    assert found.front_matter == ()


def test_both_sides_of_a_changed_value_have_their_places(tmp_path: Path) -> None:
    [change] = judge(tmp_path, "model: opus\n&\nmodel: opus\n&\ncolor: red\n=>\nmodel: haiku\n", FRONT).front_matter
    sides = [(side.value, [str(span) for span in side.spans]) for side in (*change.before, change.after)]
    assert sides == [("opus", ["0.md:4", "1.md:4"]), ("", ["2.md:1"]), ("haiku", ["after.md:4"])]


def test_both_orders_of_steps_have_their_places(tmp_path: Path) -> None:
    given = "1. Read the schema\n2. Run it on the copy\n=>\n1. Run it on the copy\n2. Wait\n3. Read the schema\n"
    [order] = judge(tmp_path, given, BODY).orders
    assert [(s.text, str(s.span)) for s in order.before] == [
        ("Read the schema", "0.md:10"),
        ("Run it on the copy", "0.md:11"),
    ]
    assert [(s.text, str(s.span)) for s in order.after] == [
        ("Run it on the copy", "after.md:10"),
        ("Read the schema", "after.md:12"),
    ]


@pytest.mark.parametrize(
    ("given", "form", "fails_at"),
    [
        ("tools: Read\n=>\ntools: Read, Write\n", FRONT, {Severity.HIGH, Severity.MEDIUM, Severity.LOW}),
        ("model: opus\n=>\nmodel: haiku\n", FRONT, {Severity.MEDIUM, Severity.LOW}),
        ("1. Read schema\n2. Run job\n=>\n1. Run job\n2. Read schema\n", BODY, {Severity.MEDIUM, Severity.LOW}),
        ("model: opus\n&\nmodel: haiku\n=>\nmodel: haiku\n", FRONT, set()),
    ],
    ids=["a right", "a value", "an order", "a decision"],
)
def test_a_change_stands_against_the_merge_by_its_severity(
    given: str, form: str, fails_at: set[Severity], tmp_path: Path
) -> None:
    found = judge(tmp_path, given, form)
    assert {severity for severity in Severity if found.found(severity)} == fails_at


def test_a_name_that_no_source_has_is_told(tmp_path: Path) -> None:
    for name, path in (("keeper", "before.md"), ("warden", "after.md")):
        (tmp_path / path).write_text(FRONT.format("").replace("keeper", name), encoding="utf-8")
    found = audit(str(tmp_path / "before.md"), str(tmp_path / "after.md"), embedder=HashEmbedder(), cache=False)
    assert [(c.key, c.severity) for c in found.front_matter] == [("name", Severity.MEDIUM)]


def test_a_name_that_is_left_empty_is_that_of_the_file(tmp_path: Path) -> None:
    for path in ("before.md", "after.md"):
        (tmp_path / path).write_text("---\nname:\ndescription: Keeps it.\n---\nDust the clocks.\n", encoding="utf-8")
    found = audit(str(tmp_path / "before.md"), str(tmp_path / "after.md"), embedder=HashEmbedder(), cache=False)
    assert [(c.key, c.before[0].value, c.after.value) for c in found.front_matter] == [("name", "before", "after")]


@pytest.mark.parametrize("path", ["keeper.mdc", "AGENTS.md", "skills/keeper/SKILL.md", "notes/keeper.md"])
def test_what_no_source_had_a_word_for_is_told_all_the_same(path: str, tmp_path: Path) -> None:
    """A rule has no key for servers: an agent that is made of it and starts one is told of; its name is its own."""
    entries = "permissionMode: bypassPermissions\nmcpServers: [ledger]\nmaxTurns: 40\nbackground: false\n"
    file = tmp_path / "before" / path
    file.parent.mkdir(parents=True)
    file.write_text("---\ndescription: Keeps it.\n---\n\nYou keep the database.\n", encoding="utf-8")
    (tmp_path / "after.md").write_text(FRONT.format(entries), encoding="utf-8")
    found = audit(str(tmp_path / "before"), str(tmp_path / "after.md"), embedder=HashEmbedder(), cache=False)
    assert [f"{c.severity} {c.key}: {c.reason}" for c in found.front_matter if c.key != "name"] == [
        "high permissionMode: no source sets it",
        "high mcpServers: granted: ledger",
        "medium maxTurns: no source sets it",
    ]
    assert {str(span) for c in found.front_matter for side in c.before for span in side.spans} == {f"{path}:1"}


@pytest.mark.parametrize(
    ("sources", "result", "told"),
    [
        (["commands/keep.md"], "skills/keep/SKILL.md", ["medium loading: no source was read so"]),
        ([".claude/agents/keep.md"], ".cursorrules", ["medium loading: no source was read so"]),
        (
            [".claude/agents/keep.md", "commands/keep.md"],
            "commands/keep.md",
            ["low loading: the sources differ; the result is read as commands/keep.md was"],
        ),
        (["commands/keep.md"], ".opencode/command/keep.md", []),
        (["commands/keep.md"], "proposed.md", []),
        (["notes/keep.md"], "commands/keep.md", []),
    ],
    ids=["to a skill", "to an instruction", "one of two", "of another runtime", "not in place", "nobody read it"],
)
def test_another_way_to_be_read_is_told_where_paths_tell(
    sources: list[str], result: str, told: list[str], tmp_path: Path
) -> None:
    for path in [*(f"before/{source}" for source in sources), f"after/{result}"]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(FRONT.format(""), encoding="utf-8")
    found = audit(str(tmp_path / "before"), str(tmp_path / "after"), embedder=HashEmbedder(), cache=False)
    assert [f"{c.severity} {c.key}: {c.reason}" for c in found.front_matter] == told


def test_a_rule_that_says_itself_how_it_is_read_is_told_once(tmp_path: Path) -> None:
    for side, always in (("before", "true"), ("after", "false")):
        (tmp_path / side).mkdir()
        (tmp_path / side / "keep.mdc").write_text(f"---\nalwaysApply: {always}\n---\nKeep it.\n", encoding="utf-8")
    found = audit(str(tmp_path / "before"), str(tmp_path / "after"), embedder=HashEmbedder(), cache=False)
    assert [c.key for c in found.front_matter] == ["alwaysApply"]


def test_of_many_files_each_is_compared_with_the_one_that_took_its_place(tmp_path: Path) -> None:
    """One keeps its path, one its name, one lives on in another; what went for good and what is new have no match."""
    before = {
        "desk.md": ("desk", "model: opus", "- Greet each guest by name at the brass desk."),
        "old/kitchen.md": ("kitchen", "model: opus", "- Peel the quinces before the copper pots boil."),
        "cellar.md": ("cellar", "tools: Read", "- Turn the amber bottles on each second Tuesday."),
        "attic.md": ("attic", "model: opus", "- Dust the seven trunks below the skylight."),
    }
    after = {
        "desk.md": ("reception", "model: opus", "- Greet each guest by name at the brass desk."),
        "new/kitchen.md": ("kitchen", "model: haiku", "- Peel the quinces before the copper pots boil."),
        "vault.md": ("vault", "tools: Read, Write", "- Turn the amber bottles on each second Tuesday."),
        "stable.md": ("stable", "permissionMode: bypassPermissions", "- Brush the grey mare at dawn."),
    }
    for side, files in (("before", before), ("after", after)):
        for path, (name, entry, rule) in files.items():
            file = tmp_path / side / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"---\nname: {name}\ndescription: The {name}.\n{entry}\n---\n\n{rule}\n", encoding="utf-8")
    found = audit(str(tmp_path / "before"), str(tmp_path / "after"), embedder=HashEmbedder(), cache=False)
    assert [(c.before[0].spans[0].path, c.key, c.after.spans[0].path) for c in found.front_matter] == [
        ("cellar.md", "tools", "vault.md"),
        ("desk.md", "name", "desk.md"),
        ("old/kitchen.md", "model", "new/kitchen.md"),
        ("cellar.md", "name", "vault.md"),
    ]


def test_a_part_that_was_cut_off_is_compared_with_what_it_is_a_part_of(tmp_path: Path) -> None:
    """Its name has to be a new one; what it may do has not."""
    rules = [
        "- Turn the amber bottles on each second Tuesday.",
        "- Note the level of each cask in the ledger.",
        "- Wind the tall clock before the shop opens.",
        "- Oil the hinges of the cellar door in March.",
    ]
    for path, name, tools, own in (
        ("before/cellar.md", "cellar", "Read", rules),
        ("after/cellar.md", "cellar", "Read", rules[:2]),
        ("after/clock.md", "clock", "Read, Bash", rules[2:]),
    ):
        text = f"---\nname: {name}\ndescription: Keeps it.\ntools: {tools}\n---\n\n" + "\n".join(own) + "\n"
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    found = audit(str(tmp_path / "before"), str(tmp_path / "after"), embedder=HashEmbedder(), cache=False)
    assert [(c.key, c.severity, c.reason, c.after.spans[0].path) for c in found.front_matter] == [
        ("tools", Severity.HIGH, "granted: Bash", "clock.md")
    ]


@pytest.mark.parametrize(("path", "told"), [(".claude/agents/keep.md", True), ("AGENTS.md", False)])
def test_what_a_runtime_finds_by_its_description_needs_one(path: str, told: bool, tmp_path: Path) -> None:  # noqa: FBT001
    text = "---\nname: keep\n{}---\nDust the seven trunks below the skylight.\n"
    for side, described in (("before", "description: Looks after the attic.\n"), ("after", "")):
        file = tmp_path / side / path
        file.parent.mkdir(parents=True)
        file.write_text(text.format(described), encoding="utf-8")
    sides = (str(tmp_path / side) for side in ("before", "after"))
    changed = audit(*sides, embedder=HashEmbedder(), cache=False).front_matter
    assert [(c.severity, c.key) for c in changed] == ([(Severity.HIGH, "description")] if told else [])
