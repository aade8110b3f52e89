"""Proposals are put in place as a whole or not at all, and what was there comes back byte for byte."""

from __future__ import annotations

import codecs
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import proposed
import pytest
import sample
from proposed import contents, seen

from analyzer import report
from analyzer.apply import apply, journal, undo
from analyzer.apply.accepted import read_output
from analyzer.apply.places import digest
from analyzer.apply.repository import uncommitted
from analyzer.cli import main
from analyzer.discover import discover
from analyzer.errors import RefusedError
from analyzer.model import ChangeKind
from analyzer.parse import parse
from analyzer.write import write

if TYPE_CHECKING:
    from collections.abc import Callable

GONE = {"agents/berths", "agents/berths/berth-clerk.md", "agents/old/book-keeper.md", "agents/pilots/night-pilot.md"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "harbour"
    folder.mkdir()
    proposed.tree(folder)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return proposed.output(tmp_path / "out")


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def commit(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "All")


def test_the_canonical_stands_where_the_survivor_stood_and_the_absorbed_are_gone(root: Path, out: Path) -> None:
    before = contents(root)
    plan = apply(out, root=root)
    after = contents(root)
    assert plan.families == ("clerk", "pilot")
    assert before.keys() - after.keys() == GONE
    assert after["agents/clerk.md"] == proposed.CANONICAL.encode()
    assert (root / "agents/clerk.md").stat().st_mode & 0o777 == 0o755
    untouched = after.keys() - {"agents/clerk.md", "agents/pilots/pilot.md", "agents/latest.md"}
    assert {path: after[path] for path in untouched} == {path: before[path] for path in untouched}


@pytest.mark.parametrize("options", [{}, {"leave_pointers": True}, {"families": ["pilot"]}])
def test_undo_is_the_inverse_of_apply(root: Path, out: Path, options: dict[str, Any]) -> None:
    before = seen(root)
    apply(out, root=root, **options)
    assert seen(root) != before
    undone = undo(root)
    assert (undone.interrupted, undone.left) == (False, 0)
    assert seen(root) == before
    assert not (root / journal.FOLDER).exists()


def test_runs_are_taken_back_one_by_one_the_last_first(root: Path, out: Path) -> None:
    states = [seen(root)]
    for family in ("pilot", "clerk"):
        apply(out, root=root, families=[family])
        states.append(seen(root))
    assert undo(root).left == 1
    assert seen(root) == states[1]
    assert undo(root).families == ("pilot",)
    assert seen(root) == states[0]


def test_undo_outlives_the_outputs(root: Path, out: Path) -> None:
    before = seen(root)
    apply(out, root=root)
    shutil.rmtree(out)
    undo(root)
    assert seen(root) == before


def test_a_dry_run_says_the_same_and_changes_nothing(root: Path, out: Path) -> None:
    before = seen(root)
    plan = apply(out, root=root, dry_run=True)
    assert seen(root) == before
    assert not (root / journal.FOLDER).exists()
    assert apply(out, root=root) == plan


def test_the_journal_is_nothing_to_git_and_no_definition(root: Path, out: Path) -> None:
    commit(root)
    apply(out, root=root)
    assert journal.FOLDER not in git(root, "status", "--porcelain")
    assert not [s for s in discover([root]).sources if journal.FOLDER in s.path]


def test_what_is_committed_may_change_and_nothing_else(root: Path, out: Path) -> None:
    commit(root)
    (root / "docs/plan.md").write_text("Another file, and none of ours.\n")
    apply(out, root=root, families=["pilot"])
    new = proposed.report()
    file = root / "agents/clerk.md"
    file.write_bytes(file.read_bytes() + b"More.\n")
    new["definitions"][0]["digest"] = digest(file.read_bytes())
    proposed.output(out, said=new)
    with pytest.raises(RefusedError, match=r"Not committed: agents/clerk.md\."):
        apply(out, root=root, families=["clerk"])
    apply(out, root=root, families=["clerk"], force=True)
    undo(root)
    assert file.read_bytes().endswith(b"More.\n")


def test_a_folder_below_the_repository_is_asked_about_too(root: Path, out: Path) -> None:
    deep = root / "deep"
    deep.mkdir()
    proposed.tree(deep)
    commit(root)
    (deep / "agents/clerk.md").chmod(0o644)
    with pytest.raises(RefusedError, match=r"Not committed: agents/clerk.md\."):
        apply(out, root=deep)
    git(root, "commit", "--quiet", "--all", "--message", "Mode")
    apply(out, root=deep)


@pytest.mark.parametrize("ignored", ["/agents/old/book-keeper.md\n", "agents/old/\n"])
def test_what_git_ignores_is_not_committed(root: Path, out: Path, ignored: str) -> None:
    (root / ".gitignore").write_text(ignored)
    commit(root)
    before = seen(root)
    with pytest.raises(RefusedError, match=r"Not committed: agents/old/book-keeper\.md\."):
        apply(out, root=root)
    assert seen(root) == before


def test_where_git_cannot_say_what_is_committed_nothing_changes(root: Path, out: Path) -> None:
    commit(root)
    (root / ".git/config").write_text("[core\n")
    before = seen(root)
    with pytest.raises(RefusedError, match=r"bad config line 1.*--force"):
        apply(out, root=root)
    assert seen(root) == before
    apply(out, root=root, force=True)
    assert not (root / "agents/old/book-keeper.md").exists()


def test_another_file_whose_path_ends_alike_is_not_meant(root: Path) -> None:
    for path in ("a.md", "x/a.md"):
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text("Bake.\n")
    commit(root)
    (root / "x/a.md").write_text("Knead.\n")
    assert uncommitted(root, ["a.md", "x/a.md"]) == ("x/a.md",)
    assert uncommitted(root / "x", ["a.md"]) == ("a.md",)


def test_applied_twice_is_refused(root: Path, out: Path) -> None:
    apply(out, root=root, families=["clerk"])
    with pytest.raises(RefusedError, match="in place already"):
        apply(out, root=root, families=["clerk"])
    rest = apply(out, root=root)
    assert rest.families == ("pilot",)
    assert [name for name, _ in rest.left_out] == ["clerk"]
    with pytest.raises(RefusedError, match="Nothing to apply"):
        apply(out, root=root)


def change_source(root: Path, out: Path) -> None:  # noqa: ARG001 - all spoilers take the two
    (root / "agents/old/book-keeper.md").write_bytes(b"changed")


def remove_source(root: Path, out: Path) -> None:  # noqa: ARG001
    (root / "agents/old/book-keeper.md").unlink()


def link_source(root: Path, out: Path) -> None:  # noqa: ARG001
    (root / "agents/old").rename(root / "elsewhere")
    (root / "agents/old").symlink_to("../elsewhere")


def edit_canonical(root: Path, out: Path) -> None:  # noqa: ARG001
    (out / "families/clerk/clerk.md").write_text(proposed.CANONICAL + "And more.\n")


def edit_report(root: Path, out: Path) -> None:  # noqa: ARG001
    (out / "report.json").write_text(json.dumps(proposed.report(), indent=2))


def remove_canonical(root: Path, out: Path) -> None:  # noqa: ARG001
    (out / "families/clerk/clerk.md").unlink()


def remove_report(root: Path, out: Path) -> None:  # noqa: ARG001
    (out / "report.json").unlink()


def find_fault(root: Path, out: Path) -> None:  # noqa: ARG001
    said = proposed.report()
    said["families"][0]["violations"] = [{"path": "agents/clerk.md", "lines": [1, 1], "code": "x", "message": "y"}]
    proposed.output(out, said=said)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (change_source, r"book-keeper\.md was changed since the analysis"),
        (remove_source, r"book-keeper\.md is not in .*--root"),
        (link_source, "is a link"),
        (edit_canonical, r"not what agentmerge wrote.*agentmerge audit --before .*clerk\.md.*agentmerge review"),
        (edit_report, r"report\.json was changed"),
        (remove_canonical, "is gone"),
        (remove_report, r"holds no report\.json"),
        (find_fault, "1 fault that"),
    ],
)
def test_it_is_refused_and_nothing_changes(
    root: Path, out: Path, spoil: Callable[[Path, Path], None], message: str
) -> None:
    spoil(root, out)
    before = seen(root)
    with pytest.raises(RefusedError, match=message):
        apply(out, root=root)
    assert seen(root) == before
    assert not (root / journal.FOLDER).exists()


def test_an_edited_canonical_is_taken_where_it_is_wanted(root: Path, out: Path) -> None:
    edit_canonical(root, out)
    plan = apply(out, root=root, force=True)
    assert (root / "agents/clerk.md").read_text().endswith("And more.\n")
    assert any("edited by hand" in remark and "agentmerge audit" in remark for remark in plan.remarks)


def test_modes_of_one_file_are_left_to_the_user(root: Path, out: Path) -> None:
    said = proposed.report()
    said["definitions"] += [{**said["definitions"][0], "path": f"modes.yaml#{name}"} for name in "ab"]
    paths = ["modes.yaml#a", "modes.yaml#b"]
    said["families"][1] |= {"definitions": paths, "survivor": {"path": paths[0], "reason": ""}}
    proposed.output(out, said=said)
    plan = apply(out, root=root)
    assert plan.families == ("clerk",)
    assert "entry of a file" in dict(plan.left_out)["pilot"]
    with pytest.raises(RefusedError, match="entry of a file"):
        apply(out, root=root, families=["pilot"])


def test_a_file_with_a_number_sign_that_is_gone_is_no_entry_of_another(root: Path, out: Path) -> None:
    said = proposed.report()
    said["definitions"].append({**said["definitions"][0], "path": "agents/c#-pilot.md"})
    said["families"][1]["definitions"].append("agents/c#-pilot.md")
    proposed.output(out, said=said)
    with pytest.raises(RefusedError, match=r"is not in .*--root"):
        apply(out, root=root)


@pytest.mark.parametrize("name", ["book\tkeeper.md", "book\nkeeper.md", "book\x1bkeeper.md", 'book "keeper".md'])
@pytest.mark.parametrize("pointers", [False, True])
def test_what_a_file_may_be_called_is_no_obstacle(root: Path, out: Path, name: str, *, pointers: bool) -> None:
    path, said = "agents/old/book-keeper.md", json.dumps(proposed.report())
    (root / path).rename(root / "agents/old" / name)
    proposed.output(out, said=json.loads(said.replace(path, json.dumps(f"agents/old/{name}")[1:-1])))
    commit(root)
    before = seen(root)
    plan = apply(out, root=root, leave_pointers=pointers)
    assert f"agents/old/{name}" in {change.path for change in plan.changes}
    assert (root / "agents/old" / name).exists() == pointers
    undo(root)
    assert seen(root) == before


OUTSIDE = [
    "",
    ".",
    "../outside.md",
    "/etc/agent.md",
    "C:/agent.md",
    "agents/../../outside.md",
    "agents//clerk.md",
    "agents\\clerk.md",
    "agents/\x1bclerk.md",
    "agents/up/agent.md",
    "agents/run.py",
    ".git/hooks/agent.md",
    ".agentmerge-journal/agent.md",
]


def test_a_family_without_a_proposal_is_left_to_the_user(root: Path, out: Path) -> None:
    said = proposed.report()
    said["families"].append({"name": "modes", "definitions": [], "verdict": "merge", "reason": ""})
    proposed.output(out, said=said)
    with pytest.raises(RefusedError, match="Nothing is proposed for modes"):
        apply(out, root=root, families=["modes"])
    assert apply(out, root=root).families == ("clerk", "pilot")


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("role", ["absorbed", "survivor", "canonical"])
def test_a_hostile_report_reaches_nothing_outside(root: Path, out: Path, path: str, role: str) -> None:
    (root.parent / "outside.md").write_text("mine")
    (root / "agents/up").symlink_to("../..")
    (root / "agents/run.py").write_text("mine")
    for folder in (".git/hooks", journal.FOLDER):
        (root / folder).mkdir(parents=True)
        (root / folder / "agent.md").write_text("mine")
    said = proposed.report()
    family = said["families"][0]
    known = {**said["definitions"][0], "path": path, "digest": digest(b"mine")}
    if role == "canonical":
        family["canonical"] = path
    else:
        said["definitions"].append(known)
        family["definitions"].append(path)
    if role == "survivor":
        family["survivor"]["path"] = path
    proposed.output(out, said=said)
    before = seen(root.parent)
    with pytest.raises(RefusedError):
        apply(out, root=root, force=True)
    assert seen(root.parent) == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"format_version": 2}',
        '{"format_version": 1, "definitions": 3, "families": []}',
        '{"format_version": 1, "definitions": [{"path": {}}], "families": []}',
        '{"format_version": 1, "definitions": [], "families": [{"canonical": 1, "name": 2, "survivor": []}]}',
    ],
)
def test_a_report_that_is_none_is_refused(root: Path, out: Path, text: str) -> None:
    write({"report.json": text}, out)
    with pytest.raises(RefusedError, match=r"report\.json"):
        apply(out, root=root)


def test_a_real_report_is_read(tmp_path: Path) -> None:
    write(report.documents(sample.analysis()), tmp_path / "out")
    [family] = read_output(tmp_path / "out").proposals
    assert (family.name, family.edited, len(family.moves)) == ("server-dev", False, 2)
    [absorbed] = [move for move in family.moves if move.absorbed]
    assert (absorbed.path, absorbed.name, absorbed.to_name) == ("api/server-helper.md", "server-helper", "server-dev")


@pytest.mark.parametrize(
    ("conflicts", "told"),
    [
        ([("opus", False), ("", False)], "of 1 the canonical's choice stands, of 1 both sides stand in the canonical"),
        ([("", False), ("opus", True)], "(conflicts: 1); of 1 both sides stand"),
        ([("opus", False)], "(conflicts: 1); of 1 the canonical's choice stands. "),
        ([("opus", True)], ""),
    ],
)
def test_what_is_open_is_told_with_what_stands(
    root: Path, tmp_path: Path, conflicts: list[tuple[str, bool]], told: str
) -> None:
    said = proposed.report()
    said["families"][0]["conflicts"] = [{"chosen": chosen, "settled": settled} for chosen, settled in conflicts]
    found = apply(proposed.output(tmp_path / "out", said=said), root=root, dry_run=True).remarks
    open_ = [remark for remark in found if "disagree" in remark]
    assert len(open_) == bool(told)
    assert all(told in remark and "`agentmerge review`" in remark for remark in open_)


def test_undo_does_not_lose_what_was_written_since(root: Path, out: Path) -> None:
    before = seen(root)
    apply(out, root=root)
    (root / "agents/clerk.md").write_text("mine")
    new = root / "agents/old/book-keeper.md"
    new.write_text("mine too")
    applied = seen(root)
    with pytest.raises(RefusedError, match=r"agents/clerk\.md, agents/old/book-keeper\.md changed"):
        undo(root)
    assert seen(root) == applied
    undo(root, force=True)
    assert seen(root) == before


def test_what_git_brought_back_already_is_no_obstacle(root: Path, out: Path) -> None:
    commit(root)
    before = contents(root)
    apply(out, root=root)
    git(root, "checkout", "--quiet", "--", "agents/clerk.md")
    undo(root)
    assert contents(root) == before


def test_there_is_nothing_to_take_back_twice(root: Path, out: Path) -> None:
    apply(out, root=root)
    undo(root)
    with pytest.raises(RefusedError, match="Nothing was applied"):
        undo(root)


def test_a_pointer_is_a_definition_of_its_dialect_and_no_news_to_the_next_analysis(root: Path, out: Path) -> None:
    plan = apply(out, root=root, leave_pointers=True)
    pointers = [change.path for change in plan.changes if change.kind is ChangeKind.POINT]
    assert pointers == ["agents/berths/berth-clerk.md", "agents/old/book-keeper.md", "agents/pilots/night-pilot.md"]
    found = discover([root])
    assert {p.span.path for p in found.problems if p.code == "pointer"} == {
        (root / path).relative_to(found.base).as_posix() for path in pointers
    }
    [source] = discover([root / pointers[0]]).sources
    [definition] = parse(source)
    assert (definition.name, definition.dialect.name, definition.problems) == ("berth-clerk", "claude-agent", ())
    assert "harbour-clerk" in definition.description
    assert "`../clerk.md`" in source.text


def test_where_a_pointer_would_bear_the_name_of_the_canonical_there_is_none_and_that_is_said(
    root: Path, out: Path
) -> None:
    said = proposed.report()
    for definition in said["definitions"]:
        if definition["path"] in {"agents/berths/berth-clerk.md", "agents/old/book-keeper.md"}:
            definition["name"] = "Harbour-Clerk"
    proposed.output(out, said=said)
    plan = apply(out, root=root, leave_pointers=True, dry_run=True)
    [remark] = [remark for remark in plan.remarks if "pointer" in remark]
    assert remark.startswith("agents/berths/berth-clerk.md and agents/old/book-keeper.md leave no pointer")
    assert "harbour-clerk" in remark
    gone = [change.path for change in plan.changes if change.kind is ChangeKind.REMOVE]
    assert gone == ["agents/berths/berth-clerk.md", "agents/old/book-keeper.md"]
    assert not [r for r in apply(out, root=root, dry_run=True).remarks if "pointer" in r]


def speak(root: Path) -> None:
    """Let the tree speak of what goes."""
    (root / "README.md").write_bytes(
        b"Ask `berth-clerk` (agents/berths/berth-clerk.md).\r\nA berth-clerk is patient.\r\n"
    )
    (root / "docs/plan.md").write_bytes(b"\xef\xbb\xbf@night-pilot")
    (root / "docs/plan.md").chmod(0o640)


def test_names_are_carried_on_where_they_can_be_nothing_else(root: Path, out: Path) -> None:
    speak(root)
    commit(root)
    before = seen(root)
    plan = apply(out, root=root)
    assert [c.path for c in plan.changes if c.kind is ChangeKind.UPDATE] == ["README.md", "docs/plan.md"]
    assert (root / "README.md").read_bytes() == (
        b"Ask `harbour-clerk` (agents/clerk.md).\r\nA berth-clerk is patient.\r\n"
    )
    assert (root / "docs/plan.md").read_bytes() == b"\xef\xbb\xbf@pilot"
    assert [str(r.span) for r in plan.references if not r.safe] == ["README.md:2"]
    undo(root)
    assert seen(root) == before


def test_a_file_that_speaks_of_what_goes_must_be_committed_too(root: Path, out: Path) -> None:
    commit(root)
    speak(root)
    with pytest.raises(RefusedError, match=r"Not committed: README\.md, docs/plan\.md\."):
        apply(out, root=root)


@pytest.mark.parametrize("order", [["clerk", "pilot"], ["pilot", "clerk"]])
def test_families_that_speak_of_each_other_may_come_one_by_one(root: Path, out: Path, order: list[str]) -> None:
    said = proposed.report()
    for path, text in (("agents/clerk.md", b"Ask @night-pilot.\n"), ("agents/pilots/pilot.md", b"Ask @berth-clerk.\n")):
        file = root / path
        file.write_bytes(file.read_bytes() + text)
        next(d for d in said["definitions"] if d["path"] == path)["digest"] = digest(file.read_bytes())
    canonicals = {"clerk": proposed.CANONICAL + "Ask @night-pilot.\n", "pilot": "You pilot. Ask @berth-clerk.\n"}
    texts = {f"families/{name}/{name}.md": text for name, text in canonicals.items()}
    write({"report.json": json.dumps(said), **texts}, out)
    before = seen(root)
    for family in order:
        apply(out, root=root, families=[family])
    one_by_one = contents(root)
    assert one_by_one["agents/clerk.md"] == (proposed.CANONICAL + "Ask @pilot.\n").encode()
    pilot = one_by_one["agents/pilots/pilot.md"]
    assert pilot == b"You pilot. Ask @harbour-clerk.\n"
    undo(root)
    undo(root)
    assert seen(root) == before
    apply(out, root=root)
    assert contents(root) == one_by_one


@pytest.mark.parametrize("file", ["SKILL.md", "skill.md"])
def test_resources_of_a_skill_that_goes_are_named(root: Path, out: Path, file: str) -> None:
    old, new = "agents/old/book-keeper.md", f"agents/old/{file}"
    (root / old).rename(root / new)
    proposed.output(out, said=json.loads(json.dumps(proposed.report()).replace(old, new)))
    plan = apply(out, root=root)
    assert any("keeps 1 file of the skill that goes, agents/old/notes.txt" in remark for remark in plan.remarks)


def test_a_journal_that_is_a_link_is_not_followed(root: Path, out: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere/applying").mkdir(parents=True)
    (root / journal.FOLDER).symlink_to(tmp_path / "elsewhere")
    before = seen(tmp_path)
    for act in (lambda: apply(out, root=root), lambda: undo(root)):
        with pytest.raises(RefusedError, match="is a link"):
            act()
    assert seen(tmp_path) == before


@pytest.mark.parametrize("path", ["../outside.md", ".git/config", "/etc/passwd", ".agentmerge-journal/.gitignore"])
def test_a_hostile_journal_reaches_nothing_outside(root: Path, out: Path, path: str) -> None:
    apply(out, root=root)
    file = root / journal.FOLDER / "0001" / "journal.json"
    said = json.loads(file.read_text())
    said["steps"][0]["path"] = path
    file.write_text(json.dumps(said))
    before = seen(root.parent)
    with pytest.raises(RefusedError):
        undo(root, force=True)
    assert seen(root.parent) == before


def test_a_file_that_cannot_change_stops_all(root: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = seen(root)

    def fail(self: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "unlink", fail)
    with pytest.raises(RefusedError, match=r"Permission denied\. Nothing was changed"):
        apply(out, root=root)
    monkeypatch.undo()
    assert seen(root) == before
    assert not (root / journal.FOLDER).exists()


def test_the_command_line_says_what_it_does(
    root: Path, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    assert main(["apply", str(out), "--dry-run"]) == 0
    assert "Nothing was changed." in capsys.readouterr().out
    assert main(["apply", str(out)]) == 0
    assert "agents/old/book-keeper.md is removed" in capsys.readouterr().out
    assert main(["apply", str(out)]) == 2
    assert "in place already" in capsys.readouterr().err
    monkeypatch.chdir(root.parent)
    assert main(["undo"]) == 2
    assert "--root" in capsys.readouterr().err
    assert main(["undo", "--root", str(root)]) == 0
    assert "agents/clerk.md is as it was" in capsys.readouterr().out
    assert main(["apply", str(out), "--root", "nowhere"]) == 2
    assert main(["apply", str(out), "--root", str(root), "--family", "nobody"]) == 2
    assert "clerk, pilot" in capsys.readouterr().err


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_interrupt_that_leaves_the_tree_half_way_names_the_way_back(
    root: Path, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, where = seen(root), ["--root", str(root)]
    for command, moment in ((["apply", str(out)], "keep"), (["undo"], "forget")):
        with monkeypatch.context() as patched:
            patched.setattr(journal, moment, interrupt)
            assert main([*command, *where]) == 130
        assert f"agentmerge undo --root {root}" in capsys.readouterr().err
    assert main(["undo", *where]) == 0
    assert seen(root) == before


def test_an_interrupt_that_is_taken_back_asks_for_nothing(
    root: Path, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seen(root)
    monkeypatch.setattr(journal, "carry_out", interrupt)
    assert main(["apply", str(out), "--root", str(root)]) == 130
    assert capsys.readouterr().err.strip() == "agentmerge: interrupted."
    assert seen(root) == before


def test_the_name_of_a_proposal_is_read_behind_a_byte_order_mark(out: Path) -> None:
    moves = [accepted.moves for accepted in read_output(out).proposals]
    for file in out.glob("families/*/*.md"):
        file.write_bytes(codecs.BOM_UTF8 + file.read_bytes())
    assert [accepted.moves for accepted in read_output(out).proposals] == moves
