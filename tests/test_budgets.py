"""What is loaded before and after, and remarks about names and sizes."""

from __future__ import annotations

from dataclasses import replace

from analyzer.budgets import budgets, tokens
from analyzer.model import Definition, Family, Load, OverlapGraph, Source, Verdict
from analyzer.parse import parse
from analyzer.remarks import remarks

EMPTY = OverlapGraph((), ())


def agent(path: str, name: str, description: str = "Bakes bread.", body: str = "Knead it well.") -> Definition:
    return parse(Source(path, f"---\nname: {name}\ndescription: {description}\ntools: Read\n---\n\n{body}\n"))[0]


def codes(*definitions: Definition) -> list[str]:
    return [r.code for r in remarks(definitions, EMPTY, budgets(definitions, []))]


def test_long_words_and_marks_are_tokens_of_their_own() -> None:
    assert [tokens(text) for text in ("", "bread", "sourdough", "bread, salt.", "a_b")] == [0, 1, 2, 4, 3]


def test_the_front_matter_is_no_body_and_only_name_and_description_are_always_loaded() -> None:
    load = budgets([agent("a.md", "baker")], []).before
    assert load == Load(2, tokens("baker: Bakes bread."), 3, tokens("Knead it well."))


def test_a_mode_of_a_file_counts_by_itself() -> None:
    text = "customModes:\n  - slug: {0}\n    name: {0}\n    roleDefinition: You bake {1}.\n"
    both = parse(Source("m.yaml", text.format("a", "bread") + text.format("b", "cake").partition("\n")[2]))
    sizes = budgets(both, [])
    assert len(both) == 2
    assert sizes.definitions["m.yaml#a"] == sizes.definitions["m.yaml#b"]
    assert sizes.before.body_words == 2 * 4


def test_sums_are_those_of_the_parts_and_canonicals_take_the_place_of_their_sources() -> None:
    a, b, c = agent("a.md", "baker"), agent("b.md", "baker"), agent("c.md", "sailor", body="Reef early.")
    merged = agent("baker.md", "baker", body="Knead it well and long.")
    found = budgets([c, b, a], [(Family("baker", Verdict.COPY, (a, b), (), ""), merged)])
    assert found.before == sum(found.definitions.values(), Load())
    before, after = found.families["baker"]
    assert before == found.definitions["a.md"] + found.definitions["b.md"]
    assert found.after == found.definitions["c.md"] + after
    assert found == budgets([a, b, c], [(Family("baker", Verdict.COPY, (a, b), (), ""), merged)])


def test_the_runtimes_limit_is_for_its_own_dialect_and_remarked_on_when_passed() -> None:
    many = [agent(f"a{n}.md", f"a{n}", "Bakes bread. " * 500) for n in range(12)]
    rule = parse(Source("r.mdc", f"---\ndescription: {'word ' * 50_000}\nglobs: x\n---\n\nDo it.\n"))[0]
    few = budgets([many[0], rule], [])
    assert [(n.dialect.name, n.most) for n in few.limits] == [("claude-agent", 15_000)]
    assert few.limits[0].before < 15_000
    assert "descriptions-over-limit" not in codes(many[0], rule)
    assert codes(*many) == ["descriptions-over-limit"]


def test_a_description_longer_than_its_dialect_takes() -> None:
    skill = parse(Source("bake/SKILL.md", f"---\nname: bake\ndescription: {'bread ' * 200}\n---\n\nBake.\n"))[0]
    assert codes(skill) == ["description-long"]


def test_a_name_that_differs_from_the_files() -> None:
    assert codes(agent("agents/baker.md", "cook")) == ["name-not-file"]
    assert codes(agent("agents/bread-baker.md", "baker")) == []
    assert codes(agent("agents/bread-baker.md", "Bread Baker")) == []
    assert codes(agent("north/agents/baker.md", "north-baker")) == []
    assert codes(agent("north/agents/baker.md", "south-baker")) == ["name-not-file"]
    assert codes(agent("agents/c#-baker.md", "cook")) == ["name-not-file"]
    assert codes(parse(Source("agents/baker.md", "You bake.\n"))[0]) == []


def test_a_skill_is_called_as_its_folder_however_its_file_is_spelled() -> None:
    for file in ("SKILL.md", "skill.md"):
        assert codes(agent(f"skills/baker/{file}", "baker")) == []
        assert codes(agent(f"skills/baker/{file}", "cook")) == ["name-not-file"]


def test_a_name_that_occurs_twice_is_said_once_for_all_that_bear_it() -> None:
    bearers = [agent(f"{folder}/baker.md", "baker") for folder in "abcde"]
    [remark] = remarks(bearers, EMPTY, budgets(bearers, []))
    assert remark.code == "name-twice"
    assert [s.path for s in remark.spans] == [d.path for d in bearers]
    assert remarks(bearers[::-1], EMPTY, budgets(bearers, [])) == (remark,)


def test_one_name_in_two_dialects_is_told_apart() -> None:
    claude = agent("a/baker.md", "baker")
    other = replace(claude, path="b/baker/SKILL.md", dialect=replace(claude.dialect, name="x", title="Other"))
    [remark] = remarks([claude, other], EMPTY, budgets([claude, other], []))
    assert "Keep them in step" in remark.message
