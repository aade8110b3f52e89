"""What is proposed for small families: the whole text, and what a human has to decide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from casefile import Case, read_cases

from analyzer.embed import load_embedder
from analyzer.errors import UsageError
from analyzer.pipeline import analyze

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.model import Analysis, Side


def proposed(given: str, folder: Path) -> Analysis:
    """Return the analysis of the files in *given*, as one family.

    Lines before the first file are options; ``=== NAME`` begins a file.
    """
    head, *files = re.split(r"^=== (.+)\n", given, flags=re.MULTILINE)
    options: dict[str, Any] = dict(line.split("=", 1) for line in head.split())
    paths = [folder / name for name in files[::2]]
    for path, text in zip(paths, files[1::2], strict=True):
        path.write_text(text, encoding="utf-8")
    return analyze([str(path) for path in paths], together=True, embedder=load_embedder("hash"), cache=False, **options)


def written(analysis: Analysis) -> str:
    """Return the canonical, then a line for each conflict."""
    proposal = analysis.proposals[0]
    told = [
        f"conflict: {c.topic}: {' | '.join(map(_side, c.sides))} -> {c.chosen or 'both'}: {c.reason}"
        for c in proposal.canonical.conflicts
    ]
    return "\n".join([proposal.text.rstrip("\n"), *told])


def _side(side: Side) -> str:
    return f"{side.value} ({', '.join(map(str, side.spans))})"


@pytest.mark.parametrize("case", read_cases("canonical.md"), ids=lambda case: case.title)
def test_case(case: Case, tmp_path: Path) -> None:
    analysis = proposed(case.given, tmp_path)
    assert analysis.proposals[0].violations == ()
    assert written(analysis) == case.expected


def test_marks_of_conflicts_are_no_words_of_the_proposal(tmp_path: Path) -> None:
    files = "".join(
        f"=== {name}.md\n---\nname: pilot\nmodel: {model}\n---\n- Keep a speed of {knots} knots in the harbour basin\n"
        for name, model, knots in (("a", "opus", 6), ("b", "haiku", 9))
    )
    told, marked = (proposed(f"survivor=a.md\nconflicts={way}\n{files}", tmp_path) for way in ("list", "inline"))
    assert marked.proposals[0].text.count("agentmerge: conflict,") == 3
    assert marked.proposals[0].sizes == told.proposals[0].sizes
    assert marked.budgets == told.budgets
    assert marked.proposals[0].references == ()


PILOTS = {
    "night/pilot.md": "---\nname: night-pilot\n---\n- Guide ships by radar\n- Show lights\n- Sound the horn in fog\n",
    "pilot.md": "---\nname: pilot\n---\n- Guide ships by radar\n",
    "cook.md": "---\nname: cook\n---\n- Bake bread at dawn\n",
    "chef.md": "---\nname: cook\n---\n- Count the herrings twice\n",
}


def surviving(folder: Path, survivor: str, *paths: str, together: bool) -> Analysis:
    """Return the analysis of those of PILOTS at *paths* below *folder*, with *survivor* chosen."""
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(PILOTS[path], encoding="utf-8")
    given = [str(folder / path) for path in paths]
    return analyze(given, survivor=survivor, together=together, embedder=load_embedder("hash"), cache=False)


@pytest.mark.parametrize("here", ["", "night", "elsewhere"])
@pytest.mark.parametrize("survivor", ["{from_here}/pilot.md", "{folder}/pilot.md", "pilot.md", "pilot"])
def test_a_survivor_is_named_by_its_path_however_spelled_or_by_its_name(
    tmp_path: Path, here: str, survivor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / here).mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / here)
    named = survivor.format(folder=tmp_path, from_here=".." if here else ".")
    found = surviving(tmp_path, named, "pilot.md", "night/pilot.md", together=True)
    assert found.proposals[0].canonical.survivor.path == "pilot.md"
    assert found.request.survivor == "pilot.md"


@pytest.mark.parametrize(
    ("survivor", "said"), [("no.md", "no.md: no definition"), ("cook", r"2 definitions .*: chef\.md, cook\.md")]
)
def test_a_survivor_that_none_or_several_are_is_refused(tmp_path: Path, survivor: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        surviving(tmp_path, survivor, *PILOTS, together=True)


def test_a_survivor_in_no_family_is_told_to_change_nothing(tmp_path: Path) -> None:
    [note] = surviving(tmp_path, "./cook.md", "cook.md", "pilot.md", together=False).notes
    assert "cook.md is in no family" in note
    assert not surviving(tmp_path, "cook.md", "cook.md", "pilot.md", together=True).notes


def test_code_that_is_added_below_an_item_keeps_the_ends_of_its_lines(tmp_path: Path) -> None:
    item = "1. Ask the harbour office by radio:\n   ```\n   radio call office\n   ```\n"
    other = "## Ask the harbour office by radio\n\n```\nradio repeat office  \n\n  \nradio end\n```\n"
    head = "---\nname: pilot\n---\n"
    found = proposed(f"survivor=a.md\n=== a.md\n{head}{item}=== b.md\n{head}{other}", tmp_path).proposals[0]
    assert found.violations == ()
    assert "   radio repeat office  \n\n     \n   radio end\n" in found.text


MERGED = "{a0: &a0 {k: v}, " + ", ".join(f"a{n + 1}: &a{n + 1} {{<<: [*a{n}, *a{n}]}}" for n in range(40)) + "}"


@pytest.mark.parametrize("value", ["[" * 600, "[{" * 300, MERGED, ".nan", "!!int abc"])
def test_a_value_that_no_yaml_reader_should_take_is_proposed_as_text(value: str, tmp_path: Path) -> None:
    given = "".join(f"=== {n}.md\n---\nname: pilot\ntide: {value}\n---\nGuide ships.\n" for n in "ab")
    found = proposed(f"survivor=a.md\n{given}", tmp_path).proposals[0]
    assert found.violations == ()
    assert {field.key: str(field.value) for field in found.canonical.fields}["tide"] == value


def test_nothing_is_proposed_for_prompts_inside_of_yaml_and_that_is_said(tmp_path: Path) -> None:
    modes = "customModes:\n" + "".join(
        f"  - slug: {slug}\n    name: {slug}\n    roleDefinition: You guide big ships into the harbour.\n"
        for slug in ("pilot", "guide")
    )
    (tmp_path / "custom_modes.yaml").write_text(modes, encoding="utf-8")
    found = analyze(str(tmp_path), together=True, embedder=load_embedder("hash"), cache=False)
    assert found.graph.families
    assert not found.proposals
    assert "custom_modes.yaml#guide and others stand inside of YAML" in found.notes[0]
