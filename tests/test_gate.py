"""The laws of the gate: what is known stays known, however it is moved, and what is new is found."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from trades import SAYS, copy, text, write

from analyzer.baseline import baseline_text, read_baseline, write_baseline
from analyzer.embed import HashEmbedder
from analyzer.errors import OutputError, UsageError
from analyzer.gate import accept, gate
from analyzer.model import Accepted, Age, Baseline, Collection, Mark, Rule
from analyzer.pipeline import compare

if TYPE_CHECKING:
    from pathlib import Path

RULES = frozenset({Rule.COPY, Rule.SUBSUMED, Rule.MERGE, Rule.SAME_NAME})


@pytest.fixture
def agents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three definitions that have nothing in common."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "agents")


def look() -> Collection:
    return compare(["agents"], embedder=HashEmbedder(), cache=False)


def found(collection: Collection, baseline: Baseline) -> list[tuple[str, str, str]]:
    return [
        (f.definition.path, str(f.rule), m.other.path)
        for f in gate(collection, baseline, RULES).findings
        for m in f.matches
    ]


@pytest.mark.usefixtures("agents")
def test_strangers_pass_without_a_baseline() -> None:
    assert found(look(), Baseline()) == []


def test_a_copy_is_found_and_told_by_the_new_one(agents: Path) -> None:
    before = accept(look(), RULES)
    copy(agents, "brewer", "head-brewer")
    assert found(look(), before) == [("agents/head-brewer.md", "copy", "agents/brewer.md")]


def test_a_copy_that_drifted_is_found_whatever_it_is_called(agents: Path) -> None:
    lines = [line for name in SAYS for line in SAYS[name]]
    (agents / "brewer.md").write_text(text("brewer", lines))
    (agents / "cellar-hand.md").write_text(text("cellar-hand", lines[1:]))
    assert ("agents/cellar-hand.md", "copy", "agents/brewer.md") in found(look(), Baseline())


def test_what_was_accepted_is_known(agents: Path) -> None:
    copy(agents, "brewer", "head-brewer")
    now = look()
    checked = gate(now, accept(now, RULES), RULES)
    assert (checked.findings, checked.gone) == ((), ())
    assert [(k.a.name, k.b.name, k.found) for k in checked.known] == [("brewer", "head-brewer", (Rule.COPY,))]


def test_moved_lines_change_no_fingerprint(agents: Path) -> None:
    before = accept(look(), RULES)
    for name, lines in SAYS.items():
        (agents / f"{name}.md").write_text(text(name, lines[::-1]).replace("# Rules\n", "# Rules\n\n\n"))
    assert accept(look(), RULES).definitions == before.definitions


def test_a_renamed_file_is_the_same(agents: Path) -> None:
    copy(agents, "brewer", "head-brewer")
    before = accept(look(), RULES)
    (agents / "cellar").mkdir()
    (agents / "cellar" / "stout.md").write_text(
        (agents / "brewer.md").read_text().replace("name: brewer", "name: stout")
    )
    (agents / "brewer.md").unlink()
    now = look()
    assert found(now, before) == []
    assert [e.note for e in accept(now, RULES, noted(before, "both stay")).accepted] == ["both stay"]


def test_an_edit_keeps_what_is_known_unless_it_brings_them_nearer(agents: Path) -> None:
    target = copy(agents, "brewer", "head-brewer")
    target.write_text(text("head-brewer", [*SAYS["brewer"], *SAYS["beekeeper"]]))
    before = accept(look(), RULES)
    assert {e.found for e in before.accepted} == {(Rule.SUBSUMED,)}
    target.write_text(text("head-brewer", [*SAYS["brewer"], *SAYS["beekeeper"], "Taste it on the tenth day."]))
    assert found(look(), before) == []
    copy(agents, "brewer", "head-brewer")
    [finding] = gate(look(), before, RULES).findings
    assert (finding.age, finding.rule, finding.matches[0].before) == (Age.CHANGED, Rule.COPY, (Rule.SUBSUMED,))


def test_another_copy_is_new_however_many_there_are(agents: Path) -> None:
    copy(agents, "brewer", "head-brewer")
    before = accept(look(), RULES)
    copy(agents, "brewer", "night-brewer")
    assert {path for path, _, _ in found(look(), before)} == {"agents/night-brewer.md"}


def test_a_name_that_occurs_twice_is_found_where_it_is_new(agents: Path) -> None:
    before = accept(look(), RULES)
    (agents / "brewers").mkdir()
    (agents / "brewers" / "tea.md").write_text(text("brewer", ["Warm the pot.", "Steep green leaves at 80 degrees."]))
    now, only_names = look(), frozenset({Rule.SAME_NAME})
    [finding] = gate(now, before, only_names).findings
    assert (finding.definition.path, finding.rule) == ("agents/brewers/tea.md", Rule.SAME_NAME)
    assert [m.other.path for m in finding.matches] == ["agents/brewer.md"]
    assert gate(now, accept(now, only_names), only_names).findings == ()


@pytest.mark.usefixtures("agents")
def test_the_order_of_paths_changes_nothing() -> None:
    paths = [f"agents/{name}.md" for name in SAYS]
    texts = {
        baseline_text(accept(compare(list(order), embedder=HashEmbedder(), cache=False), RULES))
        for order in permutations(paths)
    }
    assert len(texts) == 1


def test_what_is_gone_is_said_and_goes(agents: Path) -> None:
    target = copy(agents, "brewer", "head-brewer")
    before = accept(look(), RULES)
    target.unlink()
    now = look()
    assert gate(now, before, RULES).gone == before.accepted
    assert accept(now, RULES, before).accepted == ()


def test_what_other_rules_accepted_stays(agents: Path) -> None:
    copy(agents, "brewer", "head-brewer")
    before = noted(accept(look(), RULES), "on purpose")
    only_names = frozenset({Rule.SAME_NAME})
    assert accept(look(), only_names, before) == before
    assert gate(look(), before, only_names).gone == ()


def noted(baseline: Baseline, note: str) -> Baseline:
    return replace(baseline, accepted=tuple(replace(entry, note=note) for entry in baseline.accepted))


def test_the_file_holds_what_is_known_word_for_word(tmp_path: Path) -> None:
    awkward = 'b "b" \\ c\x7f\x01\n# d.md'
    known = Baseline(
        (Mark("a.md", "0123456789abcdef"), Mark(awkward, "f" * 16)),
        (Accepted("a.md", awkward, (Rule.MERGE, Rule.SAME_NAME), "two\nlines, '''quoted'''"),),
    )
    write_baseline(known, tmp_path / "known.toml")
    assert read_baseline(tmp_path / "known.toml") == known
    assert [path.name for path in tmp_path.iterdir()] == ["known.toml"]


def test_the_file_replaces_a_link_and_touches_nothing_else(tmp_path: Path) -> None:
    others = tmp_path / "others.txt"
    others.write_text("not ours\n")
    (tmp_path / "linked.toml").symlink_to(others)
    (tmp_path / "known.toml.new").symlink_to(others)
    for name in ("known.toml", "linked.toml"):
        write_baseline(Baseline((), ()), tmp_path / name)
        assert read_baseline(tmp_path / name) == Baseline((), ())
    assert others.read_text() == "not ours\n"
    assert {path.name for path in tmp_path.iterdir()} == {"known.toml", "known.toml.new", "linked.toml", "others.txt"}


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder\n")
    (tmp_path / "folder").mkdir()
    for file in (tmp_path / "file/known.toml", tmp_path / "folder"):
        with pytest.raises(OutputError, match="cannot be written"):
            write_baseline(Baseline((), ()), file)
    assert {path.name for path in tmp_path.iterdir()} == {"file", "folder"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("= no TOML", "cannot be read"),
        ("format_version = 9", "format_version = 1"),
        ("format_version = 1\ndefinitions = 1", "as a table"),
        ("format_version = 1\noverlap = [1]", "overlap 1 needs a, b, found"),
        ('format_version = 1\n[[overlap]]\na = "x"\nb = 2\nfound = []', "b = 2 does not fit"),
        ('format_version = 1\n[[overlap]]\na = "x"\nb = "y"\nfound = ["twin"]', "'twin' is nothing that is found"),
        ('format_version = 1\n[[overlap]]\na = "x"\nb = "y"\nfound = []\nwhy = ""', "why = '' does not fit"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused_with_the_reason(tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "known.toml"
    file.write_text(content)
    with pytest.raises(UsageError, match=says):
        read_baseline(file)


def test_a_baseline_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--update-baseline"):
        read_baseline(tmp_path / "none.toml")
