"""What went by a decision is told apart by the audit, and fails nothing; what went beside it is told as ever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer import decisions
from analyzer.cli import Exit, main
from analyzer.model import Decision, DecisionKind, Source, Statement
from analyzer.parse import parse
from analyzer.segment import segment

GATE = """---
name: gate-{name}
description: Guards the release gate.
---

# Gate

## Rules

{rules}
"""
CHOSEN = "Never open the gate while `smoke-7` is red."
OTHER = "Open the gate while `smoke-7` is red."
DROPPED = "Keep the freeze at 45 minutes."
OLD, NEW = "Weigh each parcel twice on the amber scale.", "Weigh parcels at dawn. The brass scale is for that."
KEPT = "Tell the harbour desk with `pager --route harbour`."
REASON = "The guild says so."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder, with two sources and what became of them: one side, one rule less and one in new words."""
    monkeypatch.chdir(tmp_path)
    for name, rules in (
        ("agents/one", [CHOSEN, DROPPED, KEPT]),
        ("agents/two", [OTHER, OLD, KEPT]),
        ("merged", [CHOSEN, NEW, KEPT]),
    ):
        Path(name).parent.mkdir(exist_ok=True)
        text = GATE.format(name="one", rules="\n".join(f"- {rule}" for rule in rules))
        Path(f"{name}.md").write_text(text, encoding="utf-8")


def statement(text: str) -> Statement:
    sources = (Source(path.as_posix(), path.read_text(encoding="utf-8")) for path in Path("agents").iterdir())
    [found] = {s for source in sources for s in segment(parse(source)) if s.text == text}
    return found


def decide() -> tuple[Decision, Decision, Decision]:
    sides = [(statement(text).path, text) for text in (CHOSEN, OTHER)]
    return (
        decisions.about_conflict("Rules", sides, CHOSEN, REASON),
        decisions.about_statement(DecisionKind.DROP, statement(DROPPED), REASON),
        decisions.about_statement(DecisionKind.REWORD, statement(OLD), REASON, text=NEW),
    )


def run(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    given = ["--before", "agents", "--after", "merged.md", "--embedder", "hash", "--no-cache"]
    status = main(["audit", *given, "--fail-on", "low", "--json", "-"])
    return status, json.loads(capsys.readouterr().out)


def test_what_went_by_a_decision_is_told_apart_and_fails_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    decisions.add(decide())
    status, found = run(capsys)
    assert status == Exit.FINE
    assert [(one["path"], one["text"], one["reason"]) for one in found["decided"]] == [
        ("agents/one.md", DROPPED, f"dropped: {REASON}"),
        ("agents/two.md", OTHER, f"“{CHOSEN}” holds: {REASON}"),
        ("agents/two.md", OLD, f"said as “{NEW}”: {REASON}"),
    ]
    assert (found["lost"], found["reversed"], found["invented"], found["moved"]) == ([], [], [], [])
    assert found["summary"]["decided"] == 3


@pytest.mark.parametrize("missing", range(3))
def test_each_is_a_loss_without_its_decision(missing: int, capsys: pytest.CaptureFixture[str]) -> None:
    made = decide()
    decisions.add([*made[:missing], *made[missing + 1 :]])
    status, found = run(capsys)
    assert status == Exit.FOUND
    assert len(found["decided"]) == 2
    assert found["lost"] or found["reversed"]


def test_new_words_that_the_result_does_not_have_account_for_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    decisions.add(decide())
    merged = Path("merged.md")
    merged.write_text(merged.read_text(encoding="utf-8").replace(f"- {NEW}\n", ""), encoding="utf-8")
    status, found = run(capsys)
    assert status == Exit.FOUND
    assert [gap["text"] for gap in found["lost"]] == [OLD]


def test_words_of_the_new_ones_that_stand_here_and_there_account_for_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    decisions.add(decide())
    merged = Path("merged.md")
    merged.write_text(
        merged.read_text(encoding="utf-8").replace(NEW, "Dawn\n- Weigh parcels at dawn."), encoding="utf-8"
    )
    status, found = run(capsys)
    assert status == Exit.FOUND
    assert [gap["text"] for gap in found["lost"]] == [OLD]
    assert [one["reason"] for one in found["decided"] if one["text"] == OLD] == []


def test_a_side_that_was_chosen_and_is_gone_as_well_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    decisions.add(decide())
    merged = Path("merged.md")
    merged.write_text(merged.read_text(encoding="utf-8").replace(f"- {CHOSEN}\n", ""), encoding="utf-8")
    status, found = run(capsys)
    assert status == Exit.FOUND
    assert [gap["text"] for gap in found["lost"]] == [CHOSEN]


def test_a_decision_about_a_text_that_has_changed_since_accounts_for_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    decisions.add(decide())
    one = Path("agents/one.md")
    one.write_text(one.read_text(encoding="utf-8").replace("45 minutes", "50 minutes"), encoding="utf-8")
    status, found = run(capsys)
    assert status == Exit.FOUND
    assert [gap["text"] for gap in found["lost"]] == ["Keep the freeze at 50 minutes."]
