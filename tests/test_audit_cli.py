"""The audit from outside: arguments, exit statuses, outputs, git, and whole reports."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sample

from analyzer.cli import Exit, main
from analyzer.model import Audit, ChangedOrder, ChangedValue, Decided, Gap, Problem, Severity, Shift, Side, Span, Step
from analyzer.report import audit_json, audit_markdown, audit_terminal
from analyzer.report.comment import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent / "golden-audit"
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
SOURCE = """---
name: gate-keeper
description: Guards the release gate.
---

# Gate keeper

## Rules

- Never open the gate while `smoke-7` is red.
- Keep the freeze at 45 minutes.
- Tell the harbour desk with `pager --route harbour`.
"""
OTHER = """---
name: gate-helper
description: Helps at the release gate.
---

# Gate helper

## Rules

- Weigh each parcel twice on the amber scale.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the sources and a merge that lost nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AGENTMERGE_CACHE_DIR", str(tmp_path / "cache"))
    Path("a.md").write_text(SOURCE)
    Path("b.md").write_text(OTHER)
    Path("merged.md").write_text(SOURCE + OTHER.rpartition("\n\n")[2] + "\nHelps at the release gate.\n")
    return tmp_path


def run(*arguments: str) -> int:
    return main(["audit", "--embedder", "hash", *arguments])


def rewrite(old: str, new: str, name: str = "merged.md") -> None:
    text = Path(name).read_text()
    assert old in text
    Path(name).write_text(text.replace(old, new))


def test_a_merge_that_lost_nothing_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--before", "a.md", "b.md", "--after", "merged.md", "--fail-on", "low") == Exit.FINE
    assert "Lost: 0" in capsys.readouterr().out


@pytest.mark.parametrize(("fail_on", "status"), [("high", 1), ("medium", 1), ("low", 1), ("never", 0)])
def test_a_lost_command_fails_the_audit(fail_on: str, status: int) -> None:
    rewrite("- Tell the harbour desk with `pager --route harbour`.\n", "")
    assert run("--before", "a.md", "b.md", "--after", "merged.md", "--fail-on", fail_on, "--quiet") == status


def test_a_lost_sentence_without_facts_fails_only_where_that_is_asked() -> None:
    rewrite("- Weigh each parcel twice on the amber scale.\n", "")
    given = ("--before", "a.md", "--before", "b.md", "--after", "merged.md", "--quiet")
    assert run(*given) == Exit.FINE
    assert run(*given, "--fail-on", "medium") == Exit.FOUND


@pytest.mark.parametrize(("fail_on_new", "status"), [("high", 0), ("medium", 1), ("low", 1), ("never", 0)])
def test_what_no_source_says_fails_only_where_that_is_asked(fail_on_new: str, status: int) -> None:
    with Path("merged.md").open("a") as merged:
        merged.write("\nEverything above is a quixotic suggestion.\n")
    given = ("--before", "a.md", "b.md", "--after", "merged.md", "--quiet")
    assert run(*given) == Exit.FINE
    assert run(*given, "--fail-on-new", fail_on_new) == status


def test_json_on_standard_output_stands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    rewrite("45", "90")
    rewrite("- Tell the harbour desk with `pager --route harbour`.\n", "")
    assert run("--before", "a.md", "b.md", "--after", "merged.md", "--json", "-") == Exit.FOUND
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["format_version"] == 1
    [lost] = found["lost"]
    assert (lost["path"], lost["lines"], lost["severity"]) == ("a.md", [12, 12], "high")
    [turned] = found["reversed"]
    assert (turned["lines"], turned["after"]["path"]) == ([11, 11], "merged.md")
    assert found["summary"]["lost"] == {"high": 1, "medium": 0, "low": 0}


def test_files_are_written_and_the_summary_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run("--before", "a.md", "b.md", "--after", "merged.md", "--json", "x.json", "--markdown", "x.md") == Exit.FINE
    )
    assert "Lost: 0" in capsys.readouterr().out
    assert json.loads(Path("x.json").read_text())["lost"] == []
    assert Path("x.md").read_text().startswith("# Audit of a merge")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--after", "merged.md"],
        ["--before", "a.md"],
        ["--before", "missing.md", "--after", "merged.md"],
        ["--before", "a.md", "--after", "merged.md", "--fail-on", "grave"],
        ["--before", "a.md", "--after", "merged.md", "--json", "-", "--markdown", "-"],
        ["--before", "a.md", "--after", "merged.md", "--json", "no/such/folder.json"],
        ["--before", "a.md", "--after", "merged.md", "--quiet", "--verbose"],
        ["a.md", "merged.md"],
        ["a.md", "--after", "merged.md"],
        ["--before-ref", "HEAD", "--before", "a.md", "--json", "x.json", "b.md"],
        ["--before-ref", "HEAD"],
    ],
)
def test_wrong_use_is_said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == Exit.WRONG_USE
    assert capsys.readouterr().err


def git(*arguments: str) -> bytes:
    who = ["-c", "user.name=Someone", "-c", "user.email=someone@example.com", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *who, *arguments], check=True, capture_output=True).stdout


def state() -> tuple[bytes, bytes]:
    """Return what git says of the working tree, and which commit is checked out."""
    return git("status", "--porcelain", "--", "agents"), git("rev-parse", "HEAD")


@pytest.fixture
def repository() -> None:
    """A repository: its first commit has two agents, its second one, merged; the working tree lost a rule more."""
    git("init", "-q", ".")
    for name, text in (("agents/gate-keeper.md", SOURCE), ("agents/gate-helper.md", OTHER)):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text)
    git("add", "agents")
    git("commit", "-qm", "two")
    Path("agents/gate-helper.md").unlink()
    Path("agents/gate-keeper.md").write_text(Path("merged.md").read_text())
    git("add", "-u", "agents")
    git("commit", "-qm", "one")
    rewrite("- Never open the gate while `smoke-7` is red.\n", "", "agents/gate-keeper.md")


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--before-ref", "HEAD~1", "--after-ref", "HEAD"], Exit.FINE),
        (["--before-ref", "HEAD~1"], Exit.FOUND),
        (["--before-ref", "HEAD~1", "--after", "agents"], Exit.FOUND),
        (["--before-ref", "HEAD~1", "--before", "agents/gate-helper.md", "--after", "agents"], Exit.FINE),
        (["--before-ref", "nowhere"], Exit.WRONG_USE),
        (["--before-ref", "--output=x"], Exit.WRONG_USE),
    ],
)
def test_revisions_are_read_without_a_checkout(arguments: list[str], status: Exit) -> None:
    before = state()
    if "--before" not in arguments:
        arguments = [*arguments, "--before", "agents"]
    assert run(*arguments, "--quiet") == status
    assert state() == before


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--before-ref", "HEAD~1", "--after-ref", "HEAD", "agents"], Exit.FINE),
        (["--before-ref", "HEAD~1", "agents"], Exit.FOUND),
        (["agents/gate-keeper.md", "--before-ref", "HEAD~1"], Exit.FOUND),
        (["--before-ref", "HEAD~1", "agents/gate-helper.md", "--after", "agents"], Exit.FINE),
    ],
)
def test_with_a_revision_the_paths_may_stand_alone(arguments: list[str], status: Exit) -> None:
    assert run(*arguments, "--quiet") == status


def test_paths_alone_without_a_revision_are_told_which_side_they_lack(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("a.md", "merged.md") == Exit.WRONG_USE
    assert "--before a.md merged.md" in capsys.readouterr().err


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("left", [[], ["README.md"]])
@pytest.mark.parametrize("given", [["gates"], ["--before", "gates"]])
def test_a_folder_that_the_merge_emptied_names_the_way_out(
    left: list[str], given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("gates").mkdir()
    Path("gates/helper.md").write_text(OTHER)
    git("add", "gates")
    git("commit", "-qm", "three")
    git("rm", "-q", "gates/helper.md")
    for name in left:
        Path("gates").mkdir(exist_ok=True)
        Path("gates", name).write_text("Gates.\n")
    assert run("--before-ref", "HEAD", *given) == Exit.WRONG_USE
    said = capsys.readouterr().err
    assert "after the merge" in said
    assert "--after PATH..." in said
    assert run("--before-ref", "HEAD", "gates", "--after", "agents", "--quiet") in {Exit.FINE, Exit.FOUND}


@pytest.mark.usefixtures("repository")
def test_a_folder_of_another_repository_is_told_as_such(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "a.md").write_text(OTHER)
    assert run("--before-ref", "HEAD", str(other)) == Exit.WRONG_USE
    assert f"outside of that: {other}. Go to the repository" in capsys.readouterr().err


def test_one_file_is_counted_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    run("--before", "a.md", "b.md", "--after", "merged.md")
    assert re.match(r"Before: 2 files, \d+ statements\. After: 1 file, \d+ statements\.", capsys.readouterr().out)


def test_the_end_of_what_is_said_of_a_list_of_tools_is_shown() -> None:
    granted = "grants what no source had: " + ", ".join(f"tool-{n}" for n in range(99)) + "; api/b.md gains Bash"
    one = made()
    text = audit_terminal.render(replace(one, front_matter=(replace(one.front_matter[0], reason=granted),)))
    assert granted in text


@pytest.mark.usefixtures("repository")
def test_paths_of_a_revision_are_those_of_the_repository(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--before-ref", "HEAD~1", "--before", "agents", "--json", "-") == Exit.FOUND
    assert [loss["path"] for loss in json.loads(capsys.readouterr().out)["lost"]] == ["agents/gate-keeper.md"]


def made(texts: int = 1) -> Audit:
    """Return an audit made by hand, with hostile texts."""
    whole = sample.analysis()
    ours, theirs = whole.statements[0], replace(whole.statements[1], text=sample.HOSTILE)
    code = "curl --fail\n\x1b[31m```\nrm -r build"
    lost = (
        Gap(code, (ours,), Span("api/a.md", 4, 9), Severity.HIGH, 9, 0.1, ("--fail",), "nowhere: --fail", theirs),
        Gap(sample.HOSTILE, (theirs,), theirs.span, Severity.LOW, 1, 0.5, (), sample.HOSTILE, None, (ours.span,)),
    )
    places = tuple(Span(f"api/{letter}.md", 3, 3) for letter in "abcde")
    none, written = Side("", places[:1]), Side(sample.HOSTILE, places)
    values = (
        ChangedValue(
            "permissionMode",
            (Side("plan", places[:2]),),
            Side("bypassPermissions", places[2:3]),
            Severity.HIGH,
            "no source has this value",
        ),
        ChangedValue(sample.HOSTILE, (written, none), none, Severity.LOW, sample.HOSTILE),
    )
    steps = (Step("Read the plan", Span("api/a.md", 7, 7)), Step(sample.HOSTILE, Span("api/a.md", 8, 9)))
    order = ChangedOrder(("Steps",), steps, steps[::-1], Severity.MEDIUM, "steps 1, 2 stand in the order 2, 1")
    return Audit(
        whole.definitions,
        whole.definitions[:1],
        9,
        4,
        lost * texts,
        (
            Shift(ours, theirs, "one says to do it, the other not to"),
            Shift(theirs, ours, "45min became 90min", disagreed=True),
        ),
        lost[1:],
        (Shift(ours, replace(ours, section=("Elsewhere",)), "from Rules to Elsewhere"),),
        whole.problems,
        "hash-256",
        values * texts,
        (order,) * texts,
        (Decided(ours, sample.HOSTILE), Decided(theirs, "dropped: no more")) * texts,
    )


REPORTS: dict[str, Callable[[Audit], str]] = {
    "audit.json": audit_json.render,
    "audit.md": audit_markdown.render,
    "audit.txt": audit_terminal.render,
    "audit-colour.txt": lambda audit: audit_terminal.render(audit, width=72, colour=True, full=True),
}


@pytest.mark.parametrize("name", REPORTS)
def test_document(name: str) -> None:
    text = REPORTS[name](made()).encode()
    if UPDATE:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_bytes(text)
    assert text == (GOLDEN / name).read_bytes(), "golden/README.md says what to do"


@pytest.mark.parametrize("render", [audit_markdown.render, audit_terminal.render])
def test_what_both_sides_have_repaired_is_told_once_with_its_sides(render: Callable[[Audit], str]) -> None:
    both, before = (Problem(Span(f"api/{n}.md", 2, 4), "front-matter-repaired", f"repaired {n}") for n in "ab")
    one = made()
    left, right = (replace(one.before[0], problems=p) for p in ((both, before), (both,)))
    text = render(replace(one, before=(left,), after=(right,), problems=(both, before, both)))
    assert [text.count(f"repaired {n}") for n in "ab"] == [1, 1]
    assert re.findall(r"api/[ab]\.md:2(?:-4)?`? \((.*?)\): repaired", text) == ["before and after", "before"]


def test_notices_are_folded_in_a_comment() -> None:
    told = audit_markdown.render(made()).rpartition("## Not read")[2]
    assert re.search(r"<details><summary>[^<]+</summary>\n\n- .+\n\n</details>\n$", told, re.DOTALL)


def test_the_markdown_fits_a_comment_and_counts_what_it_leaves_out() -> None:
    text = audit_markdown.render(made(2000))
    assert len(text.encode()) <= LONGEST
    assert "more left out here for length" in text


@pytest.mark.parametrize("piece", ["x", "`", "|", "<", "@a", "\N{BREAD}", "`a``b", "line\n"])
def test_no_text_however_long_makes_the_markdown_longer_than_a_comment(piece: str) -> None:
    long = piece * 80_000
    span = Span(f"{piece.strip() * 1000}.md", 1, 1)
    one = made()
    said = replace(one.moved[0].before, text=long, span=span)
    shift, problem = Shift(said, said, long), Problem(span, "empty", long)
    gap = Gap(long, (said,), span, Severity.HIGH, 1, 0, (), long, said)
    side, step = Side(long, (span,)), Step(long, span)
    value = ChangedValue(long, (side,) * 900, side, Severity.HIGH, long)
    order = ChangedOrder((long,), (step,) * 900, (step,) * 900, Severity.MEDIUM, long)
    text = audit_markdown.render(
        replace(
            one,
            lost=(gap,) * 9,
            reversed=(shift,),
            invented=(gap,),
            moved=(shift,),
            problems=(problem,),
            front_matter=(value,),
            orders=(order,),
            decided=(Decided(said, long),),
        )
    )
    assert len(text.encode()) <= LONGEST
    assert text.count("\n## ") == 8


def test_a_path_with_a_line_feed_stays_on_its_line_of_the_terminal() -> None:
    place = Span("up\ndown.md", 3, 3)
    side, step = Side("Read", (place,)), Step("Ring the bell", place)
    value = ChangedValue("tools", (side,), side, Severity.HIGH, "granted: Read")
    order = ChangedOrder(("Steps",), (step,), (step,), Severity.MEDIUM, "another order")
    text = audit_terminal.render(replace(made(), front_matter=(value,), orders=(order,)))
    assert [row for row in text.split("\n") if "down.md" in row and "up" not in row] == []


def test_nothing_hostile_is_live_in_markdown() -> None:
    text = audit_markdown.render(made())
    prose = re.sub(r"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)", "", re.sub(r"(?ms)^(`{3,})text$.*?^\1$", "", text))
    assert "octocat" in prose
    assert [live for live in ("<script", "<img", "@octocat", "#12", "![x](", "\x1b") if live in prose] == []
    assert "\x1b" not in text
