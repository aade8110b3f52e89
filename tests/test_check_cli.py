"""The gate as its users meet it: in a git repository, with exit statuses and files."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest
from trades import SAYS, copy, text, write

from analyzer.baseline import BASELINE, write_baseline
from analyzer.cli import Exit, main
from analyzer.model import Baseline


@pytest.fixture
def agents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The definitions of a repository whose branch ``main`` has them, and a copy that is known."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AGENTMERGE_CACHE_DIR", str(tmp_path / ".git" / "cache"))
    folder = write(tmp_path / "agents")
    copy(folder, "brewer", "head-brewer")
    git("init", "--quiet", "--initial-branch=main")
    commit()
    return folder


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def commit() -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message=State")


def check(*arguments: str) -> int:
    return main(["check", "agents", "--embedder", "hash", *arguments])


def test_a_part_of_a_collection_leaves_what_the_baseline_has_of_the_rest(agents: Path) -> None:
    assert check("--update-baseline", "--quiet") == Exit.FINE
    known = Path(BASELINE).read_text("utf-8").replace('note = ""', 'note = "two shifts"')
    Path(BASELINE).write_text(known, "utf-8")
    (agents / "kitchen").mkdir()
    copy(agents, "brewer", "kitchen/cook")
    part = ["check", "agents/kitchen", "--embedder", "hash"]
    assert main([*part, "--update-baseline", "--quiet"]) == Exit.FINE
    now = Path(BASELINE).read_text("utf-8")
    assert 'note = "two shifts"' in now
    assert set(known.splitlines()) - set(now.splitlines()) == set()


@pytest.mark.usefixtures("agents")
def test_without_a_baseline_all_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    assert check() == Exit.FOUND
    out = capsys.readouterr().out
    assert "there is no baseline, so all is new" in out
    assert "agents/head-brewer.md (new) is a copy of agents/brewer.md" in out
    assert "agentmerge decide keep-apart agents/brewer.md agents/head-brewer.md --reason '...'" in out


MODES = "customModes:\n" + "".join(
    f"  - slug: {slug}\n    name: {slug}\n    roleDefinition: You brew a dark beer in winter.\n"
    for slug in ("day", "night")
)


@pytest.mark.parametrize("folder", [".", "agents", "elsewhere"])
@pytest.mark.parametrize("modes", ["", MODES], ids=["files", "entries"])
def test_the_command_that_it_names_works_where_it_was_run(
    agents: Path, folder: str, modes: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looked_at = agents.parent / "modes" if modes else agents
    if modes:
        looked_at.mkdir()
        (looked_at / "modes.yaml").write_text(modes)
    here = agents.parent / folder
    here.mkdir(exist_ok=True)
    monkeypatch.chdir(here)
    arguments = ["check", str(looked_at), "--embedder", "hash"]
    assert main(arguments) == Exit.FOUND
    told = capsys.readouterr().out.partition("Or say why not: ")[2].partition("\n")[0]
    assert main(shlex.split(told)[1:]) == Exit.FINE
    assert main(arguments) == Exit.FINE


def test_a_revision_knows_what_it_has(agents: Path) -> None:
    assert check("--against", "main") == Exit.FINE
    copy(agents, "brewer", "night-brewer")
    assert check("--against", "main") == Exit.FOUND
    commit()
    assert check("--against", "main") == Exit.FINE
    assert check("--against", "main~1") == Exit.FOUND


def test_against_a_revision_edits_and_moves_are_fine_until_they_bring_two_nearer(agents: Path) -> None:
    (agents / "brewer.md").write_text(text("brewer", [*SAYS["brewer"], "Taste it on the tenth day."]))
    assert check("--against", "main") == Exit.FINE
    (agents / "cellar").mkdir()
    (agents / "head-brewer.md").rename(agents / "cellar" / "chief.md")
    assert check("--against", "main") == Exit.FINE
    (agents / "beekeeper.md").write_text(text("bee-brewer", SAYS["brewer"]))
    assert check("--against", "main") == Exit.FOUND


def test_against_a_revision_from_a_folder_below(agents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(agents)
    arguments = ["check", ".", "--embedder", "hash", "--against", "main"]
    assert main(arguments) == Exit.FINE
    copy(agents, "beekeeper", "head-beekeeper")
    assert main(arguments) == Exit.FOUND


def test_what_the_revision_had_not_is_new(agents: Path) -> None:
    other = write(agents.parent / "plugins" / "agents")
    assert main(["check", str(other), "--embedder", "hash", "--against", "main"]) == Exit.FINE
    assert main(["check", ".", "--embedder", "hash", "--against", "main"]) == Exit.FOUND


@pytest.mark.usefixtures("agents")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--against", "nowhere"], "nowhere is no revision"),
        (["--against", "main", "--baseline", "x.toml"], "cannot both hold"),
        (["--against", "main", "--update-baseline"], "cannot both hold"),
        (["--baseline", "none.toml"], "none.toml: no such file"),
        (["--also", "sarif"], "Write it as FORMAT=FILE"),
        (["-o", "no/such/folder.txt"], "cannot be written"),
    ],
)
def test_wrong_use_is_said(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(*arguments) == Exit.WRONG_USE
    assert says in capsys.readouterr().err


def test_reading_nothing_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path), "--embedder", "hash"]) == Exit.WRONG_USE
    assert "No definition was read" in capsys.readouterr().err


def test_a_baseline_is_green_until_something_is_new_and_keeps_its_notes(agents: Path) -> None:
    assert check("--update-baseline") == Exit.FINE
    assert check() == Exit.FINE
    file = Path(BASELINE)
    file.write_text(file.read_text().replace('note = ""', 'note = "The night shift has its own."'))
    copy(agents, "bookbinder", "head-bookbinder")
    assert check() == Exit.FOUND
    assert check("--update-baseline", "--quiet") == Exit.FINE
    assert file.read_text().count("[[overlap]]") == 2
    assert 'note = "The night shift has its own."' in file.read_text()
    before = file.read_bytes()
    assert check("--update-baseline", "--quiet") == Exit.FINE
    assert file.read_bytes() == before


@pytest.mark.usefixtures("agents")
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--fail-on", "merge", "subsumed"], Exit.FINE),
        (["--fail-on", "merge", "copy"], Exit.FOUND),
        (["--fail-on", "never"], Exit.FINE),
    ],
)
def test_what_is_in_the_way_can_be_chosen(arguments: list[str], status: Exit) -> None:
    assert check(*arguments) == status
    assert main(["check", "--embedder", "hash", *arguments, "agents"]) == status


@pytest.mark.parametrize(
    ("kept", "arguments", "status"),
    [
        ('fail-on = ["siblings"]', [], Exit.FINE),
        ('fail-on = ["never"]', [], Exit.FINE),
        ('fail-on = ["siblings"]', ["--fail-on", "copy"], Exit.FOUND),
        ('against = "main"', [], Exit.FINE),
        ('against = "nowhere"', ["--against", "main"], Exit.FINE),
        ('against = "main"', ["--baseline", "known.toml"], Exit.FOUND),
        ('against = "main"', ["--baseline", "known.toml", "--update-baseline"], Exit.FINE),
        ('baseline = "known.toml"', [], Exit.FOUND),
        ('baseline = "known.toml"', ["--update-baseline"], Exit.FINE),
        ('baseline = "nowhere.toml"', ["--against", "main"], Exit.FINE),
        ('baseline = "nowhere.toml"', [], Exit.WRONG_USE),
        ('against = "main"\nbaseline = "known.toml"', [], Exit.WRONG_USE),
    ],
)
def test_its_settings_may_stand_in_the_file_and_a_flag_wins(
    agents: Path, kept: str, arguments: list[str], status: Exit
) -> None:
    (agents.parent / "agentmerge.toml").write_text(kept)
    write_baseline(Baseline(), Path("known.toml"))
    assert check(*arguments) == status
    assert not Path(BASELINE).exists()


def test_what_is_new_and_not_in_the_way_is_told(agents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--fail-on", "siblings", "--against", "main")
    assert check(*arguments) == Exit.FINE
    assert "way" not in capsys.readouterr().out
    copy(agents, "bookbinder", "head-bookbinder")
    for style in ("text", "github", "summary", "json"):
        assert check(*arguments, "--format", style) == Exit.FINE
        out = capsys.readouterr().out
        assert "agents/head-bookbinder.md" in out
        assert "brewer" not in out
        assert "No new overlaps." not in out
    assert json.loads(out)["passed"] is True
    commit()
    for name in ("bookbinder", "head-bookbinder"):
        (agents / f"{name}.md").write_text(text(name, SAYS["bookbinder"][1:]))
    assert check("--fail-on", "siblings", "--against", "main") == Exit.FINE
    assert "bookbinder" not in capsys.readouterr().out  # as near as they were


def test_one_run_writes_several_formats(agents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = agents.parent
    assert (
        check("--format", "github", "--also", f"json={where}/c.json", "--also", f"sarif={where}/c.sarif") == Exit.FOUND
    )
    assert capsys.readouterr().out.startswith("::error file=agents/head-brewer.md,line=2,")
    assert json.loads((where / "c.json").read_text())["passed"] is False
    assert json.loads((where / "c.sarif").read_text())["version"] == "2.1.0"
    assert check("-o", str(where / "said.txt")) == Exit.FOUND
    assert not capsys.readouterr().out
    assert "head-brewer" in (where / "said.txt").read_text()


def test_what_is_kept_apart_passes_until_it_changes(agents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ends = ("agents/brewer.md", "agents/head-brewer.md")
    assert main(["decide", "keep-apart", *ends, "--reason", "Two shifts."]) == Exit.FINE
    assert check() == Exit.FINE
    assert "1 kept apart, as decided." in capsys.readouterr().out
    assert check("--update-baseline", "--quiet") == Exit.FINE
    assert "[[overlap]]" not in Path(BASELINE).read_text()
    (agents / "brewer.md").write_text(text("brewer", [*SAYS["brewer"], "Taste it on the tenth day."]))
    assert check() == Exit.FOUND
    assert "Decided once, and open again: agents/brewer.md and agents/head-brewer.md." in capsys.readouterr().out
