"""What sources contradict each other in is listed once, with all places, and neither side stands for the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer import analyze, decisions
from analyzer.embed import HashEmbedder
from analyzer.model import FateKind

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from analyzer.model import Decision, Proposal

HARBOUR = """\
---
name: harbour-{name}
description: Keeps the harbour.
---

# Harbour

{body}
"""


def _merged(folder: Path, one: str, two: str, *held: Decision) -> Proposal:
    for name, body in (("one", one), ("two", two)):
        (folder / f"{name}.md").write_text(HARBOUR.format(name=name, body=body), encoding="utf-8")
    (proposal,) = analyze(str(folder), together=True, embedder=HashEmbedder(), cache=False, decisions=held).proposals
    assert not proposal.violations
    return proposal


def _opposed(proposal: Proposal) -> list[tuple[str, list[list[str]]]]:
    front = {"name", "description", "model", "tools"}
    return [
        (c.reason, [[f"{s.path.rpartition('/')[2]}:{s.start}" for s in side.spans] for side in c.sides])
        for c in proposal.canonical.conflicts
        if c.topic not in front
    ]


ONE = """\
- Describe all berths in OpenAPI 3.0
- Deliver a complete OpenAPI 3.0 file at the end of the season, with a page for every berth and quay
"""
TWO = """\
- OpenAPI 3.1 compliance of the harbour
- Mooring by the north quay
"""


def test_one_matter_is_one_conflict_with_all_its_places(tmp_path: Path) -> None:
    proposal = _merged(tmp_path, one=ONE, two=TWO)
    assert _opposed(proposal) == [("OpenAPI 3.0 against 3.1", [["one.md:8", "one.md:9"], ["two.md:8"]])]


def test_what_one_definition_says_on_both_sides_is_no_matter_for_it(tmp_path: Path) -> None:
    assert not _opposed(_merged(tmp_path, one=ONE, two=f"{TWO}- OpenAPI 3.0 files are read as well\n"))


def test_a_level_is_timed_twice_wherever_its_name_stands(tmp_path: Path) -> None:
    table = "## P1 - Storm (SEV-2)\n\n- **Impact**: The quay is closed\n- **Response**: < 1 hour acknowledgment\n"
    line = "- **P1**: Storm. Ferries are held. Response within 20 minutes.\n"
    assert _opposed(_merged(tmp_path, one=table, two=line)) == [
        ("1 hour against 20 minutes", [["one.md:11"], ["two.md:8"]])
    ]


def test_neither_side_stands_for_the_other(tmp_path: Path) -> None:
    ban = "- Never log berth numbers\n- Paint the north quay\n"
    deed = "- Log berth numbers so that a mooring can be replayed\n- Paint the north quay\n"
    proposal = _merged(tmp_path, one=ban, two=deed)
    assert [reason for reason, _ in _opposed(proposal)] == [
        "one says never to do it, the other does it: log berth numbers"
    ]
    fates = [f for d in proposal.diffs for f in d.fates if "berth numbers" in f.statement.text]
    assert [f.stands for f in fates] == [FateKind.KEPT, FateKind.KEPT]


def test_the_ledger_says_of_each_statement_what_it_contradicts_and_where_it_stands(tmp_path: Path) -> None:
    proposal = _merged(tmp_path, one=ONE, two=TWO)
    fates = {str(f.statement.span).rpartition("/")[2]: f for d in proposal.diffs for f in d.fates}
    disputed = {place for place, f in fates.items() if f.kind is FateKind.CONFLICT and not f.statement.field}
    assert disputed == {"one.md:8", "one.md:9", "two.md:8"}
    for place in disputed:
        fate = fates[place]
        assert fate.lines
        assert fate.statement.text in proposal.text.split("\n")[fate.lines[0] - 1]
        assert "OpenAPI 3.0 against 3.1" in fate.reason
    assert "one.md:8" in fates["two.md:8"].reason
    assert "one.md:9" in fates["two.md:8"].reason
    assert "two.md:8" in fates["one.md:9"].reason


def test_what_is_settled_is_no_conflict_in_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (conflict,) = [c for c in _merged(tmp_path, one=ONE, two=TWO).canonical.conflicts if "OpenAPI" in c.reason]
    said = [(s.path, s.text) for side in conflict.sides for s in side.statements]
    chosen = decisions.about_conflict(conflict.topic, said, "OpenAPI 3.1 compliance of the harbour", "It is newer.")
    fates = [f for d in _merged(tmp_path, ONE, TWO, chosen).diffs for f in d.fates if "OpenAPI" in f.statement.text]
    assert [f.kind for f in fates] == [FateKind.DROPPED, FateKind.DROPPED, FateKind.KEPT]


def test_what_is_refused_under_a_title_stands_for_nothing_that_is_done(tmp_path: Path) -> None:
    refused = "## Will Not\n\n- Repair the harbour cranes\n- Paint the north quay\n"
    done = "- Repair the harbour cranes\n- Sweep the south quay\n"
    proposal = _merged(tmp_path, one=refused, two=done)
    fates = [f for d in proposal.diffs for f in d.fates if "cranes" in f.statement.text]
    assert [f.stands for f in fates] == [FateKind.KEPT, FateKind.KEPT]
    passages = {(p.text, p.section[-1]) for p in proposal.canonical.passages}
    assert ("Repair the harbour cranes", "Will Not") in passages
    assert ("Sweep the south quay", "Will Not") not in passages


def test_the_matter_of_a_list_behind_a_label_is_its_label(tmp_path: Path) -> None:
    lead = "**Keeping the Gate**: To keep it shut, you will:\n\n- {} the gate `north` at night\n"
    proposal = _merged(tmp_path, one=lead.format("Open"), two=lead.format("Close"))
    assert [c.topic for c in proposal.canonical.conflicts if "against" in c.reason] == ["Keeping the Gate"]
