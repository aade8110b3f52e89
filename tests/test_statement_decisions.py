"""Decisions about statements: each does what it says, changes nothing else, and the verifier holds it to that."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bakery import COOK, bakery

from analyzer import analyze, decisions
from analyzer.embed import HashEmbedder
from analyzer.errors import UsageError
from analyzer.model import Analysis, Decision, DecisionKind, Fate, FateKind, Proposal, Source, Standing, Statement
from analyzer.parse import parse
from analyzer.report import terminal
from analyzer.segment import segment
from analyzer.verify import verify

if TYPE_CHECKING:
    from collections.abc import Mapping

KEEP, DROP, REWORD = DecisionKind.KEEP, DecisionKind.DROP, DecisionKind.REWORD


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with two definitions that say much the same."""
    monkeypatch.chdir(tmp_path)
    bakery(tmp_path)
    return tmp_path


@cache
def undecided() -> Analysis:
    """Return the analysis of the two as they are, without decisions; only once, as it takes its time."""
    return analysed()


def analysed(*held: Decision) -> Analysis:
    return analyze("agents", embedder=HashEmbedder(), cache=False, decisions=held, together=True, survivor="baker.md")


def fates(proposal: Proposal) -> dict[str, Fate]:
    return {fate.statement.id: fate for diff in proposal.diffs for fate in diff.fates}


def said(analysis: Analysis, beginning: str, path: str = "") -> Statement:
    found = [s for s in analysis.statements if s.text.startswith(beginning) and s.path.endswith(path)]
    assert len(found) == 1, found
    return found[0]


def about(kind: DecisionKind, statement: Statement, text: str = "") -> Decision:
    return decisions.about_statement(kind, statement, "the guild says so", text=text)


def decided(*held: Decision) -> Proposal:
    """Return the proposal under these decisions: the verifier finds no fault, every statement has one fate."""
    analysis = analysed(*held)
    (proposal,) = analysis.proposals
    assert proposal.violations == ()
    assert sorted(fates(proposal)) == sorted(s.id for s in analysis.statements)
    assert all(r.effect and r.families == (proposal.family.name,) for r in analysis.rulings)
    return proposal


CASES = [
    (KEEP, "weigh flour", "cook.md"),
    (KEEP, "**Flours**: buckwheat", "cook.md"),
    (KEEP, "Bakes bread for the whole", "cook.md"),
    (DROP, "Score each loaf", "baker.md"),
    (DROP, "Weigh flour", "baker.md"),
    (DROP, "**Flours**: rye", "baker.md"),
    (DROP, "**Flours**: buckwheat", "cook.md"),
    (DROP, "Ask the miller", "cook.md"),
    (DROP, "Use when the oven", "baker.md"),
    (DROP, "You are a baker", "baker.md"),
    (DROP, "Sweep the floor", "baker.md"),
    (REWORD, "Score each loaf", "baker.md"),
    (REWORD, "Weigh flour", "baker.md"),
    (REWORD, "weigh flour", "cook.md"),
    (REWORD, "**Flours**: rye", "baker.md"),
    (REWORD, "Ask the miller", "cook.md"),
    (REWORD, "Use when the oven", "baker.md"),
    (REWORD, "You are a baker", "baker.md"),
    (REWORD, "Sweep the floor", "baker.md"),
]
NEW = "Take 7 cranes to the harbour."


@pytest.mark.parametrize(("kind", "beginning", "path"), CASES)
def test_a_decision_does_what_it_says_and_changes_nothing_else(
    folder: Path, kind: DecisionKind, beginning: str, path: str
) -> None:
    del folder
    before = undecided()
    statement = said(before, beginning, path)
    decision = about(kind, statement, NEW if kind is REWORD else "")
    after = decided(decision)
    old, new = fates(before.proposals[0]), fates(after)
    mine = new[statement.id]
    if kind is KEEP:
        assert mine.kind is FateKind.KEPT
        assert statement.text in after.text
    elif kind is DROP:
        assert (mine.kind, mine.lines) == (FateKind.DROPPED, None)
        assert "the guild says so" in mine.reason
        assert statement.text not in after.text
        assert [i for i, fate in new.items() if fate.kind is FateKind.DROPPED] == [statement.id]
    else:
        assert (mine.kind, mine.text) == (FateKind.REWORDED, NEW)
        assert NEW in after.text
        assert "the guild says so" in mine.reason
    meant = {s.id for s in after.canonical.settlements[0].statements}
    with_it = {i for i, fate in old.items() if fate.text == old[statement.id].text}
    for name in old.keys() - meant - with_it:
        assert (old[name].kind, old[name].text) == (new[name].kind, new[name].text)


def test_without_the_decision_the_old_bytes_are_back(folder: Path) -> None:
    del folder
    first = undecided()
    decided(*(about(kind, said(first, text, path), NEW if kind is REWORD else "") for kind, text, path in CASES[3:6]))
    assert analysed() == first


HARBOUR = {
    "one": "- Check the tide tables before each ferry leaves the north quay.\n- Paint the cranes\n",
    "two": "- Check the tide tables\n- Sweep the pier\n- Wash the ropes by hand\n",
    "three": "- Check the tide tables before a ferry leaves.\n- Sweep the pier\n",
}


def _harbour(*held: Decision, bodies: Mapping[str, str] = HARBOUR) -> Proposal:
    for name, body in bodies.items():
        text = f"---\nname: {name}\ndescription: Keeps the harbour.\n---\n\n# Harbour\n\n{body}"
        Path(f"{name}.md").write_text(text, encoding="utf-8")
    found = analyze(
        ".", embedder=HashEmbedder(), cache=False, decisions=held, together=True, survivor="one.md"
    ).proposals[0]
    assert found.violations == ()
    return found


def _of_harbour(proposal: Proposal, beginning: str) -> list[Statement]:
    return [f.statement for d in proposal.diffs for f in d.fates if f.statement.text.startswith(beginning)]


def test_what_a_dropped_statement_stood_for_elsewhere_takes_its_place_or_its_next_stand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = _harbour()
    dropped, longer, short = _of_harbour(before, "Check the tide")
    after = _harbour(about(DROP, dropped))
    assert after.text == before.text.replace(dropped.text, longer.text)
    assert fates(after)[dropped.id].kind is FateKind.DROPPED
    assert fates(after)[longer.id].kind is FateKind.KEPT
    assert (fates(after)[short.id].kind, fates(after)[short.id].text) == (FateKind.COVERED_BY, longer.text)


def test_what_another_source_says_word_for_word_goes_when_both_are_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = _harbour()
    twins = _of_harbour(before, "Sweep the pier")
    for twin in twins:
        after = _harbour(about(DROP, twin))
        assert after.text == before.text
        assert "says it too" in after.canonical.settlements[0].effect
    both = _harbour(*(about(DROP, twin) for twin in twins))
    assert "Sweep" not in both.text
    assert {fates(both)[twin.id].kind for twin in twins} == {FateKind.DROPPED}


SWEPT = {
    "one": "- Sweep the pier\n- Paint the cranes\n\n# At night\n\n- Sweep the pier\n- Light the lamps\n",
    "two": "- Sweep the pier\n- Wash the ropes by hand\n",
}


def test_what_one_source_repeats_goes_with_it_and_another_source_that_says_it_too_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = _harbour(bodies=SWEPT)
    *mine, other = _of_harbour(before, "Sweep the pier")
    after = _harbour(about(DROP, mine[0]), bodies=SWEPT)
    assert after.text == before.text
    assert after.canonical.settlements[0].effect == f"It changes nothing: {other.span} says it too. Decide about that."
    both = _harbour(about(DROP, mine[0]), about(DROP, other), bodies=SWEPT)
    assert "Sweep" not in both.text
    assert [s.statements for s in both.canonical.settlements] == [tuple(mine), (other,)]


def test_what_is_kept_and_stands_word_for_word_already_stands_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bodies = {
        name: f"- Sweep the pier at dawn\n- {more}\n" for name, more in (("one", "Paint cranes"), ("two", "Wash ropes"))
    }
    before = _harbour(bodies=bodies)
    for said_by in _of_harbour(before, "Sweep the pier at dawn"):
        after = _harbour(about(KEEP, said_by), bodies=bodies)
        assert after.text == before.text
        assert [s.effect for s in after.canonical.settlements] == ["It stays in its own words."]


def test_each_of_the_decisions_that_drop_one_thing_says_what_it_did(folder: Path) -> None:
    del folder
    first = undecided()
    both = [said(first, "Weigh flour"), said(first, "weigh flour")]
    for dropped in (both, both[::-1]):
        found = decided(*(about(DROP, s) for s in dropped)).canonical.settlements
        assert [(s.statements, s.subjects) for s in found] == [((s,), (s,)) for s in dropped]
        assert {s.effect.split(";")[0] for s in found} == {"The canonical does not say it"}


def test_many_decisions_hold_together(folder: Path) -> None:
    del folder
    first = undecided()
    held = {said(first, text, path): (kind, text) for kind, text, path in CASES}
    found = decided(*(about(kind, s, NEW if kind is REWORD else "") for s, (kind, _) in held.items()))
    assert found.text.count(NEW) == sum(kind is REWORD for kind, _ in held.values())


def test_what_was_put_together_gets_its_new_words_as_one(folder: Path) -> None:
    del folder
    first = undecided()
    both = [said(first, "**Flours**: rye"), said(first, "**Flours**: buckwheat")]
    found = decided(decisions.about_wording(both, "**Flours**: whatever the mill has.", "short"))
    assert {fates(found)[s.id].kind for s in both} == {FateKind.REWORDED}
    assert found.text.count("**Flours**") == 1


def test_a_value_that_is_chosen_holds_and_its_conflict_is_settled(folder: Path) -> None:
    del folder
    sides = [("agents/baker.md", "opus"), ("agents/cook.md", "haiku")]
    found = decided(decisions.about_conflict("model", sides, "haiku", "cheap"))
    assert "model: haiku" in found.text
    (settled,) = [c for c in found.canonical.conflicts if c.settled]
    assert (settled.topic, settled.chosen) == ("model", "haiku")
    assert fates(found)[next(s.id for s in segment(found.family.definitions) if s.text == "opus")].kind == "dropped"


def test_the_canonical_bears_the_name_that_was_chosen(folder: Path) -> None:
    del folder
    sides = [("agents/baker.md", "baker"), ("agents/cook.md", "bread-cook")]
    found = decided(decisions.about_conflict("name", sides, "bread-cook", "all call it so"))
    assert found.canonical.name == "bread-cook"
    assert "\nname: bread-cook\n" in found.text


@pytest.mark.parametrize(
    ("chosen", "expected"), [("Read, Bash", "tools: Read, Bash"), ("Read, Grep", "tools: Read, Grep")]
)
def test_a_list_that_is_chosen_holds_as_it_is(folder: Path, chosen: str, expected: str) -> None:
    del folder
    sides = [("agents/baker.md", "Read, Grep"), ("agents/cook.md", "Read, Bash")]
    found = decided(decisions.about_conflict("tools", sides, chosen, "enough"))
    assert f"\n{expected}\n" in found.text


def test_a_side_of_a_conflict_may_be_a_yaml_list(folder: Path) -> None:
    file = folder / "agents/cook.md"
    file.write_text(COOK.replace("tools: Read, Bash", "tools:\n  - Read\n  - Bash"))
    sides = [("agents/baker.md", "Read, Grep"), ("agents/cook.md", "['Read', 'Bash']")]
    found = decided(decisions.about_conflict("tools", sides, "['Read', 'Bash']", "enough"))
    assert [f.value for f in found.canonical.fields if f.key == "tools"] == [["Read", "Bash"]]


def test_no_value_can_be_chosen_too(folder: Path) -> None:
    file = folder / "agents/cook.md"
    file.write_text(COOK.replace("tools: Read, Bash\n", ""))
    sides = [("agents/baker.md", "Read, Grep"), ("agents/cook.md", "")]
    assert "tools" not in decided(decisions.about_conflict("tools", sides, "", "all of them")).text


def test_of_opposite_statements_the_chosen_one_stays(folder: Path) -> None:
    del folder
    first = undecided()
    sides = [said(first, "Let the dough rest for 40"), said(first, "Let the dough rest for 90")]
    (conflict,) = [
        c for c in first.proposals[0].canonical.conflicts if {x.value for x in c.sides} == {s.text for s in sides}
    ]
    choice = decisions.about_conflict(conflict.topic, [(s.path, s.text) for s in sides], sides[1].text, "rye is slow")
    found = decided(choice)
    assert "90 minutes" in found.text
    assert "40 minutes" not in found.text
    assert next(c for c in found.canonical.conflicts if c.topic == conflict.topic).chosen == sides[1].text
    effects = [s.effect for s in found.canonical.settlements]
    assert effects == [f"“{sides[1].text}” holds; gone: {sides[0].span}."]


def test_what_was_chosen_is_not_dropped_as_well(folder: Path) -> None:
    del folder
    first = undecided()
    sides = [said(first, "Let the dough rest for 40"), said(first, "Let the dough rest for 90")]
    choice = decisions.about_conflict("Dough", [(s.path, s.text) for s in sides], sides[1].text, "rye is slow")
    gone = about(DROP, sides[1])
    for held in ((choice, gone), (gone, choice)):
        with pytest.raises(UsageError, match=r"90 minutes.*to be dropped by another.*decide list"):
            analysed(*held)
    assert analysed(choice, about(DROP, sides[0])).proposals


@pytest.mark.parametrize("words", ["# A heading", "- an item", "```", "Label:", "<!-- x", "two\nlines", "---"])
def test_new_words_that_would_be_no_sentence_are_not_taken(folder: Path, words: str) -> None:
    del folder
    first = undecided()
    after = analysed(about(REWORD, said(first, "Score each loaf"), words))
    assert after.proposals[0].text == first.proposals[0].text
    assert "one line" in after.rulings[0].effect


def test_what_cannot_be_followed_says_why(folder: Path) -> None:
    del folder
    first = undecided()
    asked = {
        about(DROP, next(s for s in first.statements if s.field == "model")): "front-matter value",
        about(DROP, said(first, "weigh flour")): "says it too",
        decisions.about_conflict(
            "model", [("agents/baker.md", "opus"), ("agents/cook.md", "haiku")], "gpt", "r"
        ): "side",
    }
    after = analysed(*asked)
    assert after.proposals[0].text == first.proposals[0].text
    for ruling, expected in zip(after.rulings, asked.values(), strict=True):
        assert ruling.standing is Standing.HOLDS
        assert not ruling.honoured
        assert expected in ruling.effect
    assert "Decisions honoured: 0 of 3" in terminal.render(after)


def test_the_later_of_two_decisions_about_one_statement_counts(folder: Path) -> None:
    del folder
    first = undecided()
    pair = [said(first, "**Flours**: rye"), said(first, "**Flours**: buckwheat")]
    both = analysed(about(DROP, pair[0]), decisions.about_wording(pair, "**Flours**: any.", "short"))
    assert "later decision" in both.rulings[0].effect
    assert "**Flours**: any." in both.proposals[0].text


def _proved(proposal: Proposal) -> set[str]:
    own = segment(proposal.family.definitions)
    reread = parse(Source(proposal.file_name, proposal.text))
    return {violation.code for violation in verify(proposal, own, reread[0], segment(reread))}


@pytest.mark.parametrize("kind", [KEEP, DROP, REWORD])
def test_the_verifier_accepts_only_what_somebody_decided(folder: Path, kind: DecisionKind) -> None:
    del folder
    first = undecided()
    statement = said(first, "Score each loaf")
    found = decided(about(kind, statement, NEW if kind is REWORD else ""))
    (settlement,) = found.canonical.settlements
    unasked = replace(found, canonical=replace(found.canonical, settlements=()))
    assert ("undecided" in _proved(unasked)) == (kind is not KEEP)
    other = replace(settlement, statements=(), subjects=(said(first, "Ask the miller"),))
    wrong = replace(found, canonical=replace(found.canonical, settlements=(settlement, other)))
    assert ("decision-unheeded" in _proved(wrong)) == (kind is not KEEP)


def test_no_fact_goes_with_a_drop_that_the_dropped_statement_does_not_have(folder: Path) -> None:
    del folder
    first = undecided()
    dropped, other = said(first, "Score each loaf"), said(first, "Let the dough rest for 90")
    found = decided(about(DROP, dropped))
    (settlement,) = found.canonical.settlements
    more = replace(settlement, statements=(dropped, other))
    gone = Fate(other, FateKind.DROPPED, None, "", "It went too.")
    diffs = tuple(
        replace(d, fates=tuple(gone if fate.statement == other else fate for fate in d.fates)) for d in found.diffs
    )
    assert "fact-lost" in _proved(replace(found, diffs=diffs, canonical=replace(found.canonical, settlements=(more,))))
