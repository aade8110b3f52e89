"""The action and the hooks, run as their hosts run them: in a git repository, with the steps' own shell."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from trades import SAYS, copy, text, write

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
GUIDE = (ROOT / "docs" / "pull-requests.md").read_text("utf-8")
EXAMPLES = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)]

PYTHON = """\
#!/bin/sh
# Stands for the host's Python: environments hold the agentmerge of this checkout, and nothing is installed.
case "$1 $2" in
  "-m venv")
    mkdir -p "$3/bin"
    cp "$0" "$3/bin/python"
    printf '#!/bin/sh\\nexec "{python}" -m analyzer "$@"\\n' > "$3/bin/agentmerge"
    chmod +x "$3/bin/agentmerge" ;;
  "-m pip") echo "pip $*" >> "$PIP_LOG" ;;
  *) exec "{python}" "$@" ;;
esac
"""


@dataclass
class Host:
    """What GitHub gives a composite action."""

    folder: Path
    environment: dict[str, str]
    given: dict[str, str] = field(default_factory=dict)
    base: str = ""
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    said: str = ""

    def run(self) -> int:
        """Run the steps that are shell, up to the first that fails; return its exit status."""
        for number, step in enumerate(ACTION["runs"]["steps"]):
            if "run" in step and (status := self._step(step, number)):
                return status
        return 0

    def output(self, name: str) -> str:
        return self._value(ACTION["outputs"][name]["value"])

    def summary(self) -> str:
        return "".join(path.read_text("utf-8") for path in sorted(self.folder.glob("summary-*")))

    def _step(self, step: dict[str, Any], number: int) -> int:
        files = {name: self.folder / f"{name}-{number}" for name in ("script", "output", "summary")}
        files["script"].write_text(step["run"], "utf-8")
        files["output"].touch()
        environment = self.environment | {name: self._value(value) for name, value in step.get("env", {}).items()}
        environment |= {"GITHUB_OUTPUT": str(files["output"]), "GITHUB_STEP_SUMMARY": str(files["summary"])}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(files["script"])],
            cwd=self.folder / "repository" / self._value(step.get("working-directory", ".")),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        lines = files["output"].read_text("utf-8").splitlines()
        self.outputs[step.get("id", "")] = dict(line.split("=", 1) for line in lines)
        self.said += done.stdout + done.stderr
        return done.returncode

    def _value(self, value: str) -> str:
        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", self._context, value)

    def _context(self, expression: re.Match[str]) -> str:
        kind, _, name = expression[1].partition(".")
        if kind == "inputs":
            return self.given.get(name, str(ACTION["inputs"][name]["default"]))
        if kind == "steps":
            step, _, output = name.partition(".outputs.")
            return self.outputs.get(step, {}).get(output, "")
        return {
            "github.action_path": str(ROOT),
            "runner.temp": str(self.folder / "temporary"),
            "github.event.pull_request.base.sha": self.base,
        }[expression[1]]


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    """A host with a repository whose first commit is on its remote's main, as a shallow checkout of a branch."""
    programs = tmp_path / "bin"
    for folder in (programs, tmp_path / "temporary", tmp_path / "home"):
        folder.mkdir()
    (programs / "python").write_text(PYTHON.format(python=sys.executable))
    (programs / "python").chmod(0o755)
    (programs / "agentmerge").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m analyzer "$@"\n')
    (programs / "agentmerge").chmod(0o755)
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(ROOT),
        "PIP_LOG": str(tmp_path / "pip.log"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Tester",
        "GIT_AUTHOR_EMAIL": "tester@example.org",
        "GIT_COMMITTER_NAME": "Tester",
        "GIT_COMMITTER_EMAIL": "tester@example.org",
    }
    origin = tmp_path / "origin"
    write(origin / "agents")
    (origin / "agentmerge.toml").write_text('embedder = "hash"\n')
    monkeypatch.setattr(os, "environ", os.environ | environment)
    git(origin, "init", "--quiet", "--initial-branch=main")
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")
    base = commit(origin)
    git(origin, "checkout", "--quiet", "-b", "topic")
    (origin / "agents" / "sailor.md").write_text(text("sailor", ["Reef before you think of it."]))
    commit(origin)
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=topic", f"file://{origin}", "repository")
    return Host(tmp_path, os.environ | environment, base=base)


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=State")
    return git(folder, "rev-parse", "HEAD")


def test_a_pull_request_that_adds_no_overlap_passes(host: Host) -> None:
    assert host.run() == 0, host.said
    assert (host.output("passed"), host.output("findings")) == ("true", "0")
    assert "No new overlaps." in host.summary()
    assert f"held against `{host.base}`" in host.summary()
    assert "::error" not in host.said


def test_a_pull_request_that_adds_a_copy_fails_with_annotations(host: Host) -> None:
    copy(host.folder / "repository" / "agents", "brewer", "head-brewer")
    assert host.run() == 1
    assert "::error file=agents/head-brewer.md,line=2,title=agentmerge%3A copy::" in host.said
    assert (host.output("passed"), host.output("findings")) == ("false", "1")
    assert "agents/head-brewer.md" in host.summary()
    for name in ("json", "sarif", "summary"):
        assert Path(host.output(name)).is_file()
    assert (host.folder / "home" / ".cache" / "agentmerge-action" / "vectors").is_dir()


def test_a_baseline_counts_before_the_base(host: Host) -> None:
    repository = host.folder / "repository"
    copy(repository / "agents", "brewer", "head-brewer")
    subprocess.run(["agentmerge", "check", ".", "--update-baseline"], cwd=repository, check=True, capture_output=True)
    assert host.run() == 0, host.said
    assert "held against `agentmerge-baseline.toml`" in host.summary()


def test_inputs_choose_what_is_checked_and_what_fails(host: Host) -> None:
    copy(host.folder / "repository" / "agents", "brewer", "head-brewer")
    host.given = {"paths": "\n  agents/brewer.md\nagents/head-brewer.md\n", "fail-on": "merge subsumed"}
    assert host.run() == 0, host.said
    assert "2 definitions read" in host.summary()
    host.given = {"fail-on": "never", "working-directory": "agents"}
    assert host.run() == 0, host.said
    assert (host.output("passed"), host.output("findings")) == ("false", "1")


@pytest.mark.parametrize("given", [{"paths": "nowhere"}, {"against": "no-such-branch"}])
def test_what_cannot_be_checked_fails_and_says_so(host: Host, given: dict[str, str]) -> None:
    host.given = given
    assert host.run() > 1
    assert not host.output("passed")


def test_inputs_are_never_part_of_a_script(host: Host) -> None:
    assert not [step for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")]
    host.given = {"paths": "$(touch pwned)\n`touch pwned`; touch pwned", "fail-on": "copy; touch pwned"}
    assert host.run() > 1
    assert not list(host.folder.rglob("pwned"))


def test_what_is_installed_is_what_was_tried(host: Host) -> None:
    assert host.run() == 0, host.said
    torch, tool = (host.folder / "pip.log").read_text("utf-8").splitlines()
    assert re.search(r"torch==[\d.]+ --index-url https://download\.pytorch\.org/whl/cpu$", torch)
    assert f"--constraint {ROOT}/constraints.txt {ROOT}" in tool


def test_other_actions_are_pinned() -> None:
    used = [step["uses"] for step in ACTION["runs"]["steps"] if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name)] == []


def test_the_guide_uses_inputs_outputs_and_hooks_that_exist() -> None:
    steps = [step for example in EXAMPLES if isinstance(example, list) for step in example]
    steps += [step for example in EXAMPLES if "jobs" in example for step in example["jobs"]["overlaps"]["steps"]]
    ours = [step for step in steps if step.get("uses", "").startswith("agentmerge/")]
    assert ours
    assert {name for step in ours for name in step.get("with", {})} <= set(ACTION["inputs"])
    assert set(re.findall(r"steps\.overlaps\.outputs\.(\w+)", GUIDE)) <= set(ACTION["outputs"])
    hooks = [h["id"] for example in EXAMPLES if "repos" in example for repo in example["repos"] for h in repo["hooks"]]
    assert hooks
    assert set(hooks) <= {hook["id"] for hook in HOOKS}


def test_the_hook_lets_through_what_is_new_and_stops_a_copy(host: Host) -> None:
    hooks = host.folder / "hooks"
    hooks.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    git(hooks, "init", "--quiet")
    revision = commit(hooks)
    repository = host.folder / "repository"
    config = {"repos": [{"repo": str(hooks), "rev": revision, "hooks": [{"id": "agentmerge-check-system"}]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    assert pre_commit(repository).returncode == 0
    copy(repository / "agents", "brewer", "head-brewer")
    stopped = pre_commit(repository)
    assert stopped.returncode == 1
    assert "agents/head-brewer.md (new) is a copy of agents/brewer.md" in stopped.stdout
    (repository / "agents" / "head-brewer.md").write_text(text("head-brewer", SAYS["bookbinder"][:1]))
    assert pre_commit(repository).returncode == 0


def pre_commit(repository: Path) -> subprocess.CompletedProcess[str]:
    git(repository, "add", "--all")
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"],
        cwd=repository,
        env=os.environ | {"PRE_COMMIT_HOME": str(repository.parent / "pre-commit")},
        capture_output=True,
        text=True,
        check=False,
    )
