"""The documentation cannot lie: what it shows is run and compared, what it names exists."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from analyzer import __version__, cli, model

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "agents/README.md", "docs/pull-requests.md")
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TRANSCRIPTS = re.findall(r"^```console\n\$ agentmerge (.*)\n((?:.*\n)*?)```$", README, re.MULTILINE)
COMMANDS = sorted(cli.agentmerge.commands)
RECIPES = re.findall(r"^([a-z]+):.*  ## ", MAKEFILE, re.MULTILINE)
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))


def compare(arguments: str, shown: str, folder: Path) -> None:
    printed = run(arguments, folder)
    if UPDATE:
        page, head = ROOT / "README.md", f"$ agentmerge {arguments}\n"
        page.write_text(page.read_text(encoding="utf-8").replace(head + shown, head + printed), encoding="utf-8")
    else:
        assert printed == shown, "after reading the difference, run `make golden`"


def run(arguments: str, folder: Path) -> str:
    command = [sys.executable, "-m", "analyzer", *arguments.split()]
    environment = os.environ | {"COLUMNS": "80"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(("arguments", "shown"), [case for case in TRANSCRIPTS if "--help" in case[0]])
def test_the_help_in_the_readme_is_what_the_program_prints(arguments: str, shown: str) -> None:
    compare(arguments, shown, ROOT)


def test_the_readme_shows_the_help_of_every_command() -> None:
    shown = {arguments for arguments, _ in TRANSCRIPTS}
    assert {"--help", *(f"{name} --help" for name in COMMANDS)} <= shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name: str) -> None:
    command = cli.agentmerge.commands[name]
    assert command.help
    assert [p.name for p in command.params if isinstance(p, click.Option) and not p.help] == []


def test_the_readme_has_every_exit_status() -> None:
    shown = {int(number) for number in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert shown == {int(status) for status in cli.Exit}


@pytest.mark.parametrize("words", [model.Verdict, model.FateKind])
def test_the_readme_explains_every_word_of_the_report(words: type[model.Verdict | model.FateKind]) -> None:
    explained = set(re.findall(r"^\| ([a-z ]+) \|", README, re.MULTILINE))
    assert {word.value for word in words} <= explained


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)]+)\)", text) if not t.startswith("http")]
    assert [t for t in targets if t and not ((ROOT / page).parent / t).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_recipes_that_are_named_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) <= set(RECIPES)


def test_the_guide_names_every_recipe() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [recipe for recipe in RECIPES if recipe != "help" and f"`make {recipe}`" not in guide] == []


def test_every_room_is_in_the_guide() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = {p.stem for p in (ROOT / "analyzer").iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
    described = set(re.findall(r"^\| `(\w+)/?` \|", guide, re.MULTILINE))
    assert described == rooms - {"__init__", "__main__"}


def test_the_changelog_leads_with_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(\d[^\]]*)\]", changelog, re.MULTILINE)
    assert versions[0] == __version__


@pytest.mark.model
def test_the_analysis_in_the_readme_is_what_the_program_prints(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "agents", tmp_path / "agents")
    [(arguments, shown)] = [case for case in TRANSCRIPTS if case[0].startswith("analyze") and "--help" not in case[0]]
    compare(arguments, shown, tmp_path)
    tree = re.search(r"^```\noutputs/\n((?:.*\n)*?)```$", README, re.MULTILINE)
    assert tree
    promised = [name for line in tree[1].splitlines() for name in re.findall(r"[\w.]+\.\w+", line.split("   ")[0])]
    written = {path.name for path in (tmp_path / "outputs").rglob("*")}
    assert set(promised) <= written


@pytest.mark.model
def test_the_python_in_the_readme_runs(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "agents", tmp_path / "agents")
    [code] = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "merge" in done.stdout
