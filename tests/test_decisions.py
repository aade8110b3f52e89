"""Decisions: what is written is read again, people's own lines stay, and none outlives the text that it is about."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer import analyze, decisions
from analyzer.cli import main
from analyzer.embed import HashEmbedder
from analyzer.errors import UsageError
from analyzer.model import Analysis, Decision, DecisionKind, Definition, Standing, Verdict

if TYPE_CHECKING:
    from pathlib import Path

KITCHEN = (
    "Weigh flour in grams and never in cups.",
    "Let the dough rest for forty minutes before it is shaped.",
    "Score each loaf with one long cut at an angle.",
    "Steam the oven during the first ten minutes.",
)
HARBOUR = (
    "Reef the mainsail before the wind reaches twenty knots.",
    "Coil each line clockwise and hang it on its own cleat.",
    "Log the barometer once an hour.",
)


def agent(name: str, lines: tuple[str, ...]) -> str:
    told = f"---\nname: {name}\ndescription: Work of a {name}.\ntools: Read\n---\n\n# Rules\n\n"
    return told + "".join(f"- {line}\n" for line in lines)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with two copies, one other agent and no decisions."""
    monkeypatch.chdir(tmp_path)
    for path, name, lines in (
        ("a/baker", "baker", KITCHEN),
        ("b/baker", "baker", KITCHEN),
        ("sailor", "sailor", HARBOUR),
    ):
        file = tmp_path / "agents" / f"{path}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(agent(name, lines))
    return tmp_path


def analysed(path: str = "agents") -> Analysis:
    return analyze(path, embedder=HashEmbedder(), cache=False, decisions=decisions.read())


def families(analysis: Analysis) -> list[set[str]]:
    return [{d.path for d in family.definitions} for family in analysis.graph.families]


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
prints = st.text("0123456789abcdef", min_size=16, max_size=16)


@st.composite
def made(draw: st.DrawFn) -> Decision:
    kind = draw(st.sampled_from(DecisionKind))
    many = kind in {DecisionKind.KEEP_APART, DecisionKind.MERGE}
    paths = tuple(draw(st.lists(texts, min_size=2 if many else 1, max_size=3 if many else 1, unique=True)))
    return Decision(
        kind,
        paths,
        tuple(draw(prints) for _ in paths),
        draw(texts).strip(),
        () if kind.of_definitions else tuple(draw(texts) for _ in paths),
        draw(texts).strip() if kind in {DecisionKind.REWORD, DecisionKind.CHOOSE} else "",
        draw(texts).strip() if kind is DecisionKind.CHOOSE else "",
    )


@settings(deadline=None, max_examples=60)  # files
@given(new=st.lists(made(), max_size=4, unique_by=lambda d: (d.kind, d.definitions)))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, new: list[Decision]) -> None:
    folder = tmp_path_factory.mktemp("kept")
    distinct = [d for i, d in enumerate(new) if not any(decisions.same_subject(d, e) for e in new[:i])]
    decisions.add(distinct, folder)
    assert list(decisions.read(folder)) == distinct
    before = (folder / decisions.FILE).read_bytes()
    decisions.add(distinct, folder)
    assert (folder / decisions.FILE).read_bytes() == before


def apart(*paths: str, reason: str = "two teams") -> Decision:
    return Decision(DecisionKind.KEEP_APART, paths, tuple("0" * 16 for _ in paths), reason)


OWN = """\
# Ours.

# The first, because of the audit.
[[decision]]  # see the minutes
kind = "keep apart"
definitions = ["a.md", "b.md"]
reason = "two teams"  # asked twice
fingerprints = ["0000000000000000", "0000000000000000"]

# About sailing:

# the second
[[decision]]
kind = 'survivor'
definitions = ["c.md"]
reason = '''the older one'''
fingerprints = ["0000000000000000"]
# the end
"""


def test_comments_and_order_stay(tmp_path: Path) -> None:
    file = tmp_path / decisions.FILE
    file.write_text(OWN)
    decisions.add([apart("x.md", "y.md")], tmp_path)
    assert file.read_text().startswith(OWN)
    decisions.add([apart("a.md", "b.md", reason="three teams")], tmp_path)
    text = file.read_text()
    assert [d.reason for d in decisions.read(tmp_path)] == ["three teams", "the older one", "two teams"]
    for comment in ("# Ours.", "# The first", "# see the minutes", "# About sailing:", "# the second", "# the end"):
        assert text.count(comment) == 1


def test_a_forgotten_decision_takes_only_its_own_comment_along(tmp_path: Path) -> None:
    file = tmp_path / decisions.FILE
    file.write_text(OWN)
    assert [d.kind for d in decisions.forget([1], tmp_path)] == [DecisionKind.KEEP_APART]
    text = file.read_text()
    assert "# The first" not in text
    assert all(c in text for c in ("# Ours.", "# About sailing:", "# the second", "# the end"))
    decisions.forget([1], tmp_path)
    text = file.read_text()
    assert all(c in text for c in ("# Ours.", "# About sailing:", "# the end"))
    assert tomllib.loads(text) == {}
    decisions.add([apart("x.md", "y.md")], tmp_path)
    assert decisions.read(tmp_path) == (apart("x.md", "y.md"),)


def test_a_number_that_no_decision_has_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / decisions.FILE).write_text(OWN)
    with pytest.raises(UsageError, match="has no decision 3"):
        decisions.forget([1, 3], tmp_path)
    assert (tmp_path / decisions.FILE).read_text() == OWN


HEAD = "[[decision]]\n"
GOOD = 'kind = "survivor"\ndefinitions = ["a"]\nreason = "r"\nfingerprints = ["0"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("rule = 1\n", "unknown key 'rule'", id="another table"),
        pytest.param("decision = 1\n", r"Write \[\[decision\]\]", id="no list"),
        pytest.param(f"{HEAD}{GOOD}who = 'me'\n", "unknown key 'who'. Known: kind", id="another key"),
        pytest.param(f"{HEAD}{GOOD}".replace("survivor", "maybe"), "Known: keep apart, merge", id="another kind"),
        pytest.param(f"{HEAD}{GOOD}".replace('"r"', '" "'), "has no reason. Say why", id="no reason"),
        pytest.param(f"{HEAD}{GOOD}".replace('"r"', "7"), "takes a string", id="a number"),
        pytest.param(f"{HEAD}{GOOD}".replace('["0"]', "[]"), "0 fingerprints for 1", id="no fingerprint"),
        pytest.param(f"{HEAD}{GOOD}".replace("survivor", "merge"), "two definitions or more", id="one to merge"),
        pytest.param(f"{HEAD}{GOOD}".replace("survivor", "drop"), "a statement for each", id="no statement"),
        pytest.param(f"{HEAD}{GOOD}statements = ['s']\n", "no statements", id="a statement too many"),
        pytest.param("decision = \n", "cannot be read", id="no TOML"),
    ],
)
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / decisions.FILE).write_text(text)
    with pytest.raises(UsageError, match=said):
        decisions.read(tmp_path)


def test_kept_apart_until_a_text_changes(folder: Path) -> None:
    together = [{"agents/a/baker.md", "agents/b/baker.md"}]
    assert families(analysed()) == together
    assert main(["decide", "keep-apart", "agents/a/baker.md", "b/baker.md", "--reason", "two shops"]) == 0
    held = analysed()
    assert families(held) == []
    assert [r.standing for r in held.rulings] == [Standing.HOLDS]
    assert "proposed as one (copy)" in held.rulings[0].effect
    [overlap] = [o for o in held.overlaps if o.undecided]
    assert (overlap.verdict, overlap.undecided) == (Verdict.SIBLINGS, Verdict.COPY)
    assert "two shops" in overlap.reason
    (folder / "agents/a/baker.md").write_text(agent("baker", (*KITCHEN, "Sweep the floor.")))
    changed = analysed()
    assert families(changed) == together
    assert [r.standing for r in changed.rulings] == [Standing.EXPIRED]
    assert "agents/a/baker.md changed" in changed.rulings[0].effect
    assert held.notes == ()
    assert ["expired" in note for note in changed.notes] == [True]


def test_line_ends_change_no_text(folder: Path) -> None:
    main(["decide", "keep-apart", "agents/a/baker.md", "agents/b/baker.md", "--reason", "two shops"])
    file = folder / "agents/a/baker.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert [r.standing for r in analysed().rulings] == [Standing.HOLDS]


def test_merged_however_little_they_share(folder: Path) -> None:
    del folder
    assert main(["decide", "merge", "sailor", "agents/a/baker.md", "--reason", "one person does both"]) == 0
    found = analysed()
    assert families(found) == [{"agents/a/baker.md", "agents/b/baker.md", "agents/sailor.md"}]
    assert found.rulings[0].families == (found.graph.families[0].name,)
    assert "because of it" in found.rulings[0].effect


def test_the_decided_survivor_survives(folder: Path) -> None:
    del folder
    for path in ("agents/a/baker.md", "agents/b/baker.md"):
        main(["decide", "survivor", path, "--reason", "theirs is the better one"])
        assert analysed().proposals[0].canonical.survivor.path == path
        main(["decide", "forget", "1"])
    assert analysed().rulings == ()


def test_of_two_survivors_of_one_family_the_later_counts_and_that_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del folder
    for path in ("agents/b/baker.md", "agents/a/baker.md"):
        main(["decide", "survivor", path, "--reason", "mine"])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "survivors are decided" in line]
    assert line.endswith("Of those in one family the last counts: number 2, survivor: agents/a/baker.md (mine)")
    assert [r.standing for r in analysed().rulings] == [Standing.OVERRULED, Standing.HOLDS]
    main(["decide", "survivor", "agents/b/baker.md", "--reason", "no, mine"])
    assert "the last counts: number 2, survivor: agents/a/baker.md (mine)" in capsys.readouterr().out


def test_a_survivor_of_a_family_without_a_proposal_is_told_so(folder: Path) -> None:
    mode = "  - slug: {0}\n    name: {0}\n    roleDefinition: You weigh flour in grams and never in cups.\n"
    file = folder / "kitchen/custom_modes.yaml"
    file.parent.mkdir()
    file.write_text("customModes:\n" + mode.format("cook") + mode.format("baker"))
    main(["decide", "survivor", f"kitchen/{file.name}#cook", "--reason", "the older one"])
    found = analysed("kitchen")
    [family] = found.graph.families
    assert [(r.standing, r.families) for r in found.rulings] == [(Standing.HOLDS, ())]
    assert found.rulings[0].effect == f"It keeps no structure: nothing is proposed for the family {family.name}."


def test_contradictions_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a, b, c = "agents/a/baker.md", "agents/b/baker.md", "agents/sailor.md"
    for pair in ((a, c), (b, c)):
        main(["decide", "merge", *pair, "--reason", "one"])
    main(["decide", "keep-apart", a, b, "--reason", "two"])
    with pytest.raises(UsageError, match="forget what no longer holds"):
        analysed()
    # An answer to the same question takes the place of the earlier one.
    main(["decide", "forget", "1", "2", "3"])
    main(["decide", "merge", a, b, "--reason", "one"])
    assert "takes the place" not in capsys.readouterr().out
    main(["decide", "keep-apart", b, a, "--reason", "two"])
    assert [d.kind for d in decisions.read(folder)] == [DecisionKind.KEEP_APART]
    assert f"It takes the place of: merge: {a}, {b} (one)" in capsys.readouterr().out


def test_a_decision_holds_from_another_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["decide", "keep-apart", "agents/a/baker.md", "agents/b/baker.md", "--reason", "two shops"])
    kept = decisions.read()
    monkeypatch.chdir(folder / "agents")
    found = analyze(".", embedder=HashEmbedder(), cache=False, decisions=kept)
    assert [(r.standing, r.decision.definitions) for r in found.rulings] == [
        (Standing.HOLDS, ("a/baker.md", "b/baker.md"))
    ]
    elsewhere = analyze("sailor.md", embedder=HashEmbedder(), cache=False, decisions=kept)
    assert [r.standing for r in elsewhere.rulings] == [Standing.ELSEWHERE]


def test_a_name_that_several_have_is_refused(folder: Path) -> None:
    assert main(["decide", "survivor", "baker", "--reason", "r"]) == 2
    assert main(["decide", "survivor", "nobody", "--reason", "r"]) == 2
    assert not (folder / decisions.FILE).exists()


def test_a_file_is_known_by_every_path_that_leads_to_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ["agents/a/baker.md", "./agents/b/../a/baker.md", str(folder / "agents/a/baker.md")]
    assert {decisions.named([path])[0].path for path in paths} == {"agents/a/baker.md"}
    monkeypatch.chdir(folder / "agents/a")
    found = decisions.named(["../b/baker.md", str(folder / "agents/sailor.md"), "baker.md"])
    assert [d.path for d in found] == ["b/baker.md", "sailor.md", "a/baker.md"]


def test_list_prints_what_forget_takes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del folder
    main(["decide", "list"])
    main(["decide", "survivor", "sailor", "--reason", "old\x1b[31m hand"])
    main(["decide", "list"])
    out = capsys.readouterr().out
    assert "Nothing was decided." in out
    assert "1. survivor: agents/sailor.md (old" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ("", "tools: none set holds, not “Read, Grep”"),
        ("Read, Grep", "tools: “Read, Grep” holds"),
    ],
)
def test_list_says_which_side_was_chosen(
    folder: Path, capsys: pytest.CaptureFixture[str], chosen: str, told: str
) -> None:
    del folder
    sides = [("agents/a/baker.md", "Read, Grep"), ("agents/sailor.md", "")]
    decisions.add([decisions.about_conflict("tools", sides, chosen, "two teams")])
    main(["decide", "list"])
    line = capsys.readouterr().out
    assert line.startswith(f"1. choose: agents/a/baker.md, agents/sailor.md: {told} (two teams)")


def test_list_says_which_words_were_chosen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del folder
    sides = [
        ("agents/a/baker.md", "400 loaves"),
        ("agents/b/baker.md", "600 loaves"),
        ("agents/sailor.md", "600 loaves"),
    ]
    decisions.add([decisions.about_conflict("Rules", sides, "600 loaves", "two teams")])
    main(["decide", "list"])
    assert "sailor.md: Rules: “600 loaves” holds, not “400 loaves” (two teams)" in capsys.readouterr().out


def test_list_says_what_no_longer_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for definitions in (["keep-apart", "agents/a/baker.md", "agents/sailor.md"], ["survivor", "agents/b/baker.md"]):
        main(["decide", *definitions, "--reason", "r"])
    main(["decide", "merge", "agents/a/baker.md", "agents/b/baker.md", "agents/sailor.md", "--reason", "one"])
    said = next(s for s in analyze("agents", embedder=HashEmbedder(), cache=False).statements if s.text == KITCHEN[0])
    decisions.add([decisions.about_statement(DecisionKind.DROP, said, "r")])
    capsys.readouterr()
    main(["decide", "list"])  # also where two contradict each other: it is the way out
    assert all(line.endswith(("(r)", "(one)")) for line in capsys.readouterr().out.splitlines())
    (folder / "agents/a/baker.md").write_text(agent("baker", KITCHEN[1:]))
    (folder / "agents/b/baker.md").unlink()
    main(["decide", "list"])
    apart, survivor, merge, drop = capsys.readouterr().out.splitlines()
    assert apart.endswith("(r); expired: agents/a/baker.md changed since. Decide anew, or forget it.")
    assert survivor.endswith("(r); elsewhere: agents/b/baker.md was not read.")
    assert merge.endswith("(one); elsewhere: agents/b/baker.md was not read.")
    assert "expired: agents/a/baker.md does not say, or no longer, what it is about. Decide anew" in drop


def read_definitions(path: str) -> tuple[Definition, ...]:
    return analyze(path, embedder=HashEmbedder(), cache=False).definitions


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["drop", "sailor:9", "agents/a/baker.md:10"], [("drop", HARBOUR[0], ""), ("drop", KITCHEN[1], "")]),
        (["keep", "agents/sailor.md:10"], [("keep", HARBOUR[1], "")]),
        (
            ["reword", "sailor:9", "sailor:10", "--as", "Reef early."],
            [("reword", HARBOUR[1], HARBOUR[0], "Reef early.")],
        ),
        (["choose", "sailor:10", "agents/a/baker.md:9"], [("choose", KITCHEN[0], HARBOUR[1], HARBOUR[1])]),
        (["value", "name", "sailor", "agents/a/baker.md"], [("choose", "baker", "sailor", "sailor")]),
        (["value", "model", "cook", "sailor"], [("choose", "opus", "", "opus")]),
        (["value", "model", "sailor", "cook"], [("choose", "opus", "", "")]),
    ],
)
def test_statements_and_values_are_decided_by_the_places_where_they_stand(
    folder: Path, arguments: list[str], expected: list[tuple[str, ...]]
) -> None:
    (folder / "agents/cook.md").write_text("---\nname: cook\ndescription: Cooks.\nmodel: opus\n---\nCook the soup.\n")
    assert main(["decide", *arguments, "--reason", "the guild says so"]) == 0
    held = decisions.read()
    assert [(str(d.kind), *d.statements, d.text) for d in held] == expected
    assert [r.standing for r in analysed().rulings] == [Standing.HOLDS] * len(held)


def test_what_runtimes_call_otherwise_is_one_question(folder: Path) -> None:
    cook = folder / "agents/cook.md"
    cook.write_text("---\nname: cook\ndescription: Cooks.\nallowed-tools: Bash\n---\nCook the soup.\n")
    assert main(["decide", "value", "tools", "cook", "sailor", "--reason", "first"]) == 0
    assert main(["decide", "value", "allowed-tools", "sailor", "cook", "--reason", "then"]) == 0
    assert [(d.text, d.reason) for d in decisions.read()] == [("Read", "then")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["drop", "sailor:2"], "It is about a front-matter value"),
        (["drop", "sailor:6"], "sailor:6 holds no statement. The nearest is at sailor:4."),
        (["drop", "agents/sailor.md"], "agents/sailor.md is no place. Give FILE:LINE"),
        (["drop", "agents/nobody.md:3"], "no definition has this path"),
        (["reword", "sailor:9", "--as", "# Reef"], "would not be read as a sentence"),
        (["choose", "agents/a/baker.md:9", "agents/b/baker.md:9"], "none of those that it is about"),
        (
            ["choose", "sailor:2", "agents/a/baker.md:2"],
            "sailor.md:2 is a front-matter value. Use `agentmerge decide value",
        ),
        (["value", "tools", "sailor", "agents/a/baker.md"], "agree on it"),
        (["value", "model", "sailor", "agents/a/baker.md"], "do not set it"),
        (["value", "tools", "sailor", "sailor"], "agents/sailor.md is named alone"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["decide", *arguments, "--reason", "r"]) == 2
    assert said in capsys.readouterr().err
    assert not (folder / decisions.FILE).exists()


def test_a_decision_about_statements_may_be_written_by_hand(folder: Path) -> None:
    about = f'definitions = ["agents/sailor.md"]\nstatements = ["{HARBOUR[0]}"]\n'
    (folder / decisions.FILE).write_text(f'[[decision]]\nkind = "drop"\nreason = "r"\n{about}')
    assert [r.standing for r in analysed().rulings] == [Standing.HOLDS]
    (folder / "agents/sailor.md").write_text(agent("sailor", HARBOUR[1:]))
    assert [r.standing for r in analysed().rulings] == [Standing.EXPIRED]


def test_statements_are_found_until_they_say_something_else(folder: Path) -> None:
    analysis = analysed()
    said = next(s for s in analysis.statements if s.text == KITCHEN[0])
    decisions.add([decisions.about_statement(DecisionKind.REWORD, said, "shorter", text="Weigh flour.")])
    found = analysed()
    (proposal,) = found.proposals
    assert [s.id for s in proposal.canonical.settlements[0].subjects] == [said.id]
    assert "- Weigh flour.\n" in proposal.text
    file = folder / said.path
    file.write_text(agent("baker", (*KITCHEN[1:], "Sweep.")))
    assert [r.standing for r in analysed().rulings] == [Standing.EXPIRED]


def test_a_choice_holds_while_every_side_says_what_it_said(folder: Path) -> None:
    file = folder / "agents/b/baker.md"
    file.write_text(file.read_text().replace("tools: Read\n", ""))
    said = [("agents/a/baker.md", "Read"), ("agents/b/baker.md", "")]
    decisions.add([decisions.about_conflict("tools", said, "Read", "enough")])
    assert [r.standing for r in analysed().rulings] == [Standing.HOLDS]
    file.write_text(file.read_text().replace("name: baker\n", "name: baker\ntools: Bash\n"))
    assert [r.standing for r in analysed().rulings] == [Standing.EXPIRED]


def test_those_that_count_are_told_by_their_kind(folder: Path) -> None:
    main(["decide", "merge", "agents/a/baker.md", "agents/b/baker.md", "--reason", "one"])
    main(["decide", "survivor", "agents/sailor.md", "--reason", "the best"])
    rulings = analysed().rulings
    assert [d.kind for d in decisions.holding(rulings)] == [DecisionKind.MERGE, DecisionKind.SURVIVOR]
    assert [d.kind for d in decisions.holding(rulings, DecisionKind.SURVIVOR)] == [DecisionKind.SURVIVOR]
    (folder / "agents/sailor.md").write_text(agent("sailor", HARBOUR[1:]))
    assert decisions.holding(analysed().rulings, DecisionKind.SURVIVOR) == []
