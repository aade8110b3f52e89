"""The samples are what agents/README.md says: planted overlaps, planted conflicts, our own words."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest
import yaml

from analyzer import analyze

ROOT = Path(__file__).parent.parent
AGENTS = ROOT / "agents"
SHARED = ROOT / ".." / "shared"
README = (AGENTS / "README.md").read_text(encoding="utf-8")
SAMPLES = sorted(
    path.relative_to(AGENTS).as_posix()
    for path in AGENTS.rglob("*.md*")
    if path.is_file() and path != AGENTS / "README.md"
)


def read(sample: str) -> str:
    return (AGENTS / sample).read_text(encoding="utf-8")


def lines(sample: str) -> list[str]:
    return [line for line in read(sample).splitlines() if line.strip()]


def rejected(sample: str) -> bool:
    try:
        yaml.safe_load(read(sample).split("---\n")[1])
    except yaml.YAMLError:
        return True
    return False


def table_row(sample: str) -> str:
    return next(line for line in README.splitlines() if line.startswith(f"| [{sample}]"))


def test_the_table_lists_every_sample_and_no_other() -> None:
    assert sorted(re.findall(r"^\| \[[^\]]+\]\(([^)]+)\)", README, re.MULTILINE)) == SAMPLES


@pytest.mark.parametrize("sample", SAMPLES)
def test_strict_yaml_rejects_the_samples_that_say_so(sample: str) -> None:
    row = table_row(sample)
    assert rejected(sample) == ("strict YAML rejects" in row or "is not YAML" in row)


def test_the_drifted_copy_differs_in_four_lines() -> None:
    diff = difflib.ndiff(lines("review/code-reviewer.md"), lines("mobile/code-reviewer.md"))
    assert sum(line.startswith("- ") for line in diff) == 4


def test_the_superset_has_every_line_of_the_body_of_the_original() -> None:
    body = read("review/code-reviewer.md").split("---\n", 2)[2]
    larger = read("review/senior-code-reviewer.md")
    assert [line for line in body.splitlines() if line not in larger] == []


def test_the_testers_share_a_template_and_little_else() -> None:
    python, go, typescript = (set(lines(f"testing/{name}-tester.md")) for name in ("python", "go", "typescript"))
    shared = python & go & typescript
    assert {line for line in python if line.startswith("## ")} <= shared
    assert len(shared) < len(python) / 2


def test_the_conflicts_stand_in_the_samples() -> None:
    sides = re.findall(r"\| `([^`]+)` in ([\w-]+)(?= \|)", README)
    assert len(sides) == 8
    assert [words for words, name in sides if words not in read(f"backend/{name}.md")] == []


def _normal(line: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", line.lower()).strip()


def _long(text: str) -> set[str]:
    """Return the lines of *text* that are long enough to be somebody's sentence."""
    found = {_normal(cell) for line in text.splitlines() for cell in line.split("\t")}
    return {line for line in found if len(line) >= 60 and len(line.split()) >= 9}


@pytest.mark.shared
def test_no_sentence_is_taken_from_the_evaluation_data() -> None:
    if not SHARED.is_dir():
        pytest.skip("the evaluation data is not beside the checkout")
    ours = {line: sample for sample in SAMPLES for line in _long(read(sample))}
    kinds = {".md", ".mdc", ".txt", ".tsv", ".yaml", ".cursorrules"}
    for folder in ("seeds", "corpus", "eval"):
        for path in (SHARED / folder).rglob("*"):
            if path.is_file() and path.suffix in kinds:
                taken = ours.keys() & _long(path.read_text(encoding="utf-8", errors="ignore"))
                assert not taken, f"{path}: {taken}"


@pytest.fixture(scope="module")
def families() -> list[set[str]]:
    analysis = analyze(str(AGENTS), cache=False)
    return [{d.path.removeprefix("agents/") for d in family.definitions} for family in analysis.graph.families]


@pytest.mark.model
def test_the_reviewers_are_a_family(families: list[set[str]]) -> None:
    assert {"review/code-reviewer.md", "mobile/code-reviewer.md", "review/senior-code-reviewer.md"} in families


@pytest.mark.model
def test_the_backend_agents_are_a_family(families: list[set[str]]) -> None:
    backend = {sample for sample in SAMPLES if sample.startswith("backend/")}
    assert any(family <= backend and len(family) >= 2 for family in families)


@pytest.mark.model
@pytest.mark.parametrize("sample", [s for s in SAMPLES if not s.startswith(("backend/", "review/", "mobile/"))])
def test_what_is_different_stays_apart(families: list[set[str]], sample: str) -> None:
    assert not any(sample in family for family in families)
