"""The laws of reading, on definitions as people publish them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conservation import lost_words

from analyzer.discover import discover
from analyzer.parse import parse
from analyzer.segment import segment

if TYPE_CHECKING:
    from analyzer.model import Definition, Source

SHARED = Path(__file__).parent.parent.parent / "shared"
ENDINGS = {".md", ".mdc", ".yaml", ".xml", ".roomodes"}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the evaluation data is not beside the checkout"),
]


def sources(folder: str) -> list[Source]:
    """Return every text below *folder*, each named itself, so that none is passed over as no definition."""
    files = [f for f in sorted((SHARED / folder).rglob("*")) if f.suffix in ENDINGS or f.name in ENDINGS]
    found = discover(files)
    assert not found.problems
    return list(found.sources)


def strict(definition: Definition) -> bool:
    """Return whether its front matter is YAML as it stands."""
    return not any(problem.code == "front-matter-repaired" for problem in definition.problems)


@pytest.mark.parametrize("folder", ["seeds", "corpus", "eval/consolidations", "eval/losses"])
def test_nothing_is_lost_and_nothing_crashes(folder: str) -> None:
    lost = {source.path: words for source in sources(folder) if (words := lost_words(source))}
    assert lost == {}


def test_seeds_are_read_whole_though_three_are_no_yaml() -> None:
    definitions = [d for source in sources("seeds") for d in parse(source)]
    assert [strict(d) for d in definitions].count(False) == 3
    assert all(d.name.startswith("backend") and len(d.description) > 50 for d in definitions)
    assert {d.dialect.name for d in definitions} == {"claude-agent"}
    assert all(f.key in d.dialect.keys for d in definitions for f in d.fields)


def test_voltagent_front_matter_is_read_though_eight_are_no_yaml() -> None:
    definitions = [d for source in sources("corpus/VoltAgent+awesome-claude-code-subagents") for d in parse(source)]
    agents = [d for d in definitions if d.fields]
    assert [strict(d) for d in agents].count(False) == 8
    for agent in agents:
        assert [f.key for f in agent.fields][:3] == ["name", "description", "tools"]
        assert all(isinstance(f.value, str) and "\n" not in f.value for f in agent.fields if f.key != "description")


def test_cursor_rules_are_read_though_their_patterns_are_no_yaml() -> None:
    texts = [source for source in sources("corpus") if source.path.endswith(".mdc")]
    rules = [d for source in texts for d in parse(source) if d.fields]
    assert any(not strict(d) for d in rules)
    for rule in rules:
        assert {f.key for f in rule.fields} <= {
            "description",
            "globs",
            "alwaysApply",
            "title",
            "author",
            "tags",
            "name",
        }
        always = rule.get("alwaysApply")
        assert always is None or isinstance(always.value, bool) or always.value is None


def test_every_file_that_was_merged_counts_as_a_definition() -> None:
    for case in json.loads((SHARED / "eval/consolidations/truth.json").read_text(encoding="utf-8")):
        found = discover([SHARED / "eval/consolidations" / case["id"] / "before"])
        assert {source.path for source in found.sources} >= set(case["files_before"])
    for folder in sorted((SHARED / "eval/losses").glob("*/sources")):
        assert not discover([folder]).problems


def test_every_statement_stands_on_its_lines() -> None:
    for source in sources("corpus/wshobson+agents"):
        lines = source.text.split("\n")
        for statement in segment(parse(source)):
            here = "\n".join(lines[statement.span.start - 1 : statement.span.end])
            first = statement.text.split()[0].strip("*_`\"'")
            assert first in here
