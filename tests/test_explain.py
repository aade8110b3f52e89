from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from casefile import read_cases

from analyzer.cli import Exit, main
from analyzer.embed import HashEmbedder, embed
from analyzer.errors import UsageError
from analyzer.explain import explain
from analyzer.facts import facts
from analyzer.judge import PairEncoder, judge
from analyzer.judge.explanation import explain as reasons
from analyzer.model import Explanation, RelationKind, Span
from analyzer.report.explain import render, render_json

PAIRS = [
    (a, b)
    for name in ("relations.md", "conflicts.md")
    for a, b in (case.given.splitlines() for case in read_cases(name))
]
DEFINITION = """\
---
name: keeper
description: Keeps the tide tables.
---

# Rules

- Publish the tables before noon.
- Redis

Check the source. Sign the file.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with ``keeper.md``, and a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AGENTMERGE_CACHE_DIR", str(tmp_path / "cache"))
    Path("keeper.md").write_text(DEFINITION, encoding="utf-8")
    return tmp_path


def explained(a: str, b: str) -> Explanation:
    return explain(a, b, embedder=HashEmbedder(), cache=False)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_the_verdict_explained_is_the_verdict_given(a: str, b: str) -> None:
    vectors = embed([a, b], HashEmbedder())
    found = reasons(a, b, vectors, PairEncoder())
    assert (found.relation,) == judge([(a, b)], vectors, PairEncoder())
    if found.relation.kind is not found.unguarded:
        assert found.relation.guards


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_each_word_and_fact_is_on_one_side_or_shared(a: str, b: str) -> None:
    there, back = explained(a, b), explained(b, a)
    assert (there.words.only_a, there.words.only_b) == (back.words.only_b, back.words.only_a)
    assert (there.facts.only_a, there.facts.only_b) == (back.facts.only_b, back.facts.only_a)
    assert {*there.facts.shared, *there.facts.only_a} == facts(a).concrete
    for sides in (there.words, there.facts):
        assert not set(sides.shared) & {*sides.only_a, *sides.only_b}


def test_every_part_of_the_judge_is_heard() -> None:
    found = explained("Error handling", "Handling of errors")
    assert [reading.judge for reading in found.readings] == ["network", "encoder", "together"]
    for reading in found.readings:
        assert [kind for kind, _ in reading.probabilities] == [
            k for k in RelationKind if k is not RelationKind.CONFLICT
        ]
        assert sum(p for _, p in reading.probabilities) == pytest.approx(1, abs=1e-4)


def test_a_place_is_the_statement_that_stands_there() -> None:
    found = explained("keeper.md:8", "keeper.md:11:2")
    assert (found.a, found.b) == ("Publish the tables before noon.", "Sign the file.")
    assert found.places == (Span("keeper.md", 8, 8), Span("keeper.md", 11, 11))


def test_a_single_word_is_read_with_its_heading_as_the_analysis_does() -> None:
    assert explained("keeper.md:9", "Redis").a == "Rules: Redis"


@pytest.mark.parametrize(
    "text", ["Listen on localhost:8080", "Ratio 3:4", "keep it under:200", "`keeper.md`", "Open keeper.md", "Makefile"]
)
def test_a_text_may_end_like_a_place(text: str) -> None:
    Path("Makefile").write_text("all:\n", encoding="utf-8")
    found = explained(text, "keeper.md:8")
    assert (found.a, found.places[0]) == (text, None)


@pytest.mark.parametrize(
    ("place", "what"),
    [
        pytest.param(
            "keeper.md:10", "keeper.md:10 holds no statement. The nearest is at keeper.md:9;", id="blank line"
        ),
        pytest.param("keeper.md:99", "keeper.md:99 holds no statement. The nearest is at keeper.md:11;", id="beyond"),
        pytest.param("keeper.md:11", "keeper.md:11 holds 2 statements. Say which, from keeper.md:11:1", id="several"),
        pytest.param("keeper.md:11:3", "keeper.md:11 holds 2 statements. Say which", id="too many"),
        pytest.param("missing.md:1", "missing.md: no such file or folder. Check the spelling", id="no file"),
        pytest.param("empty.md:1", "empty.md: nothing was read from it", id="empty"),
        pytest.param(
            "keeper.md", "keeper.md is a file and no statement. Say the line too, keeper.md:LINE", id="no line"
        ),
        pytest.param("the keeper.md", "the keeper.md is a file and no statement.", id="no line, and a space"),
        pytest.param("missing.md", "missing.md: no such file", id="no file, no line"),
        pytest.param(" ", "A statement is empty. Give its text, or file:line.", id="nothing"),
    ],
)
def test_what_cannot_be_explained_is_said_with_a_way_out(place: str, what: str) -> None:
    Path("empty.md").write_text("", encoding="utf-8")
    Path("the keeper.md").write_text(DEFINITION, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        explained("Redis", place)
    assert str(error.value).startswith(what)


def run(*arguments: str) -> int:
    return main(["explain", "--embedder", "hash", *arguments])


def test_the_terminal_shows_verdict_words_facts_and_guards(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Sessions expire after 15 minutes.", "Sessions expire after 30 minutes.") == Exit.FINE
    out, err = capsys.readouterr()
    assert err == ""
    rows = {row[:16].strip(): row[16:] for row in out.splitlines()}
    assert "Conflict: they cannot both be followed." in out
    assert rows["shared words"] == "Sessions, expire, after, minutes"
    assert rows["guards"] == "15 min against 30 min"
    assert re.search(r"^only in A +15 ?min$", out, re.MULTILINE)
    assert {"network", "encoder", "together"} <= rows.keys()


def test_json_has_what_the_terminal_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json", "keeper.md:8", "Never publish the tables before noon.") == Exit.FINE
    report = json.loads(capsys.readouterr().out)
    assert report["a"] == {"text": "Publish the tables before noon.", "path": "keeper.md", "lines": [8, 8]}
    assert report["kind"] == "conflict"
    assert report["guards"] == ["one says to do it, the other not to"]
    assert report["words"]["only_b"] == ["Never"]
    assert set(report["readings"]) == {"network", "encoder", "together"}


def test_a_mistake_is_a_sentence_and_a_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("keeper.md:10", "Redis") == Exit.WRONG_USE
    assert capsys.readouterr().err.startswith("agentmerge: keeper.md:10 holds no statement.")


def test_texts_bring_nothing_to_life() -> None:
    found = explained("Clear \x1b[31m the screen", "line\u2028two")
    assert "\x1b" not in render(found)
    assert "\u2028" not in render(found)
    assert json.loads(render_json(found))["a"]["text"] == "Clear \x1b[31m the screen"


@pytest.mark.parametrize("broken", ["\udcff Rotate logs.", "Rotate the \ud800 logs."])
def test_text_that_is_no_unicode_is_explained(broken: str) -> None:
    assert explained(broken, "Rotate the logs every day.").readings


def test_texts_that_differ_in_marks_alone_need_no_guard() -> None:
    out = render(explained("**Run** the linter.", "run the linter"))
    assert "The same: one of the two can go." in out
    assert "differ at most in case, marks and end punctuation" in out or "none spoke" in out
