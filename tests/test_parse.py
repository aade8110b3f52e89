"""Reading files: front matter and Markdown, with the right lines."""

from __future__ import annotations

import pytest
from awkward import FILES
from casefile import Case, read_cases
from hypothesis import HealthCheck, given, settings

from analyzer.model import Definition, Source
from analyzer.parse import parse


def written(definition: Definition) -> str:
    """Return what was read, a line for each field, problem, heading and block, in the order of the file."""
    lines = [(f.span, 0, f"field {f.key} = {f.value!r}") for f in definition.fields]
    lines += [(p.span, 1, f"problem {p.code}") for p in definition.problems]
    lines += [(h.span, 2, f"{h.form} {h.level} {h.title}") for h in definition.headings]
    lines += [
        (b.span, 3, f"{b.shape} {b.marker or '.'} {b.depth} | {' > '.join(h.title for h in b.headings)} | {b.text!r}")
        for b in definition.blocks
    ]
    return "\n".join(f"{span.start}-{span.end} {text}" for span, _, text in sorted(lines))


@pytest.mark.parametrize("case", read_cases("parse.md"), ids=lambda case: case.title)
def test_case(case: Case) -> None:
    assert "\n".join(written(d) for d in parse(Source("clerk.md", case.given))) == case.expected


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FILES)
def test_places_are_lines_of_the_file_in_reading_order(text: str) -> None:
    (definition,) = parse(Source("clerk.md", text))
    last = text.count("\n") + 1
    for spans in (
        [field.span for field in definition.fields],
        [heading.span for heading in definition.headings],
        [block.span for block in definition.blocks],
    ):
        assert all(1 <= span.start <= span.end <= last for span in spans)
        assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert all(h.level == len(h.path) and h.path[-1] == h.title for h in definition.headings)
    assert all(h in definition.headings for b in definition.blocks for h in b.headings)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FILES)
def test_the_raw_lines_of_a_field_are_the_lines_of_the_file(text: str) -> None:
    lines = text.split("\n")
    for field in parse(Source("clerk.md", text))[0].fields:
        assert field.raw == "\n".join(lines[field.span.start - 1 : field.span.end])


@pytest.mark.parametrize(
    ("path", "front", "dialect", "name"),
    [
        ("agents/clerk.md", "name: tide\ndescription: x\ntools: Read", "claude-agent", "tide"),
        ("skills/clerk/SKILL.md", "description: x", "agent-skill", "clerk"),
        ("clerk.mdc", "globs: '*'", "cursor-rule", "clerk"),
        (".cursorrules", "", "cursor-rule", "cursorrules"),
        ("clerk.agent.md", "description: x", "copilot-agent", "clerk"),
        (".opencode/agent/clerk.md", "description: x\nmode: subagent", "opencode-agent", "clerk"),
        ("AGENTS.md", "", "agents-md", "AGENTS"),
        ("notes/clerk.md", "", "markdown", "clerk"),
    ],
)
def test_dialect_and_name(path: str, front: str, dialect: str, name: str) -> None:
    text = f"---\n{front}\n---\nRead the table.\n" if front else "Read the table.\n"
    (definition,) = parse(Source(path, text))
    assert (definition.dialect.name, definition.name) == (dialect, name)


MODES = """# harbour
customModes:
  - slug: tide-clerk
    name: Tide clerk
    roleDefinition: |-
      You are a tide clerk.

      Duties:
      - Read the table
    whenToUse: "Tides: any"
    groups: [read, [edit, {fileRegex: chart}]]
  # the second
  - slug: moon-clerk
    name: Moon clerk
    roleDefinition: >-
      You are a moon
      clerk.
"""


def test_each_mode_of_a_file_is_a_definition_with_the_lines_of_the_file() -> None:
    tide, moon = parse(Source(".roomodes", MODES))
    assert (tide.path, tide.name, tide.dialect.name) == (".roomodes#tide-clerk", "Tide clerk", "roo-mode")
    assert [(b.text, b.span.start, b.field) for b in tide.blocks] == [
        ("You are a tide clerk.", 6, "roleDefinition"),
        ("Read the table", 9, "roleDefinition"),
    ]
    assert [h.title for h in tide.headings] == ["Duties"]
    assert [(b.text, b.span.start, b.span.end) for b in moon.blocks] == [("You are a moon clerk.", 15, 17)]
    assert moon.path == ".roomodes#moon-clerk"
    assert (tide.file, moon.file) == (".roomodes", ".roomodes")


@pytest.mark.parametrize("path", ["agents/c#-clerk.md", "c#/modes.yaml"])
def test_a_number_sign_in_a_files_own_path_is_no_entry(path: str) -> None:
    (definition,) = parse(Source(path, "roleDefinition: You are a tide clerk.\n"))
    assert (definition.path, definition.file) == (path, path)


@pytest.mark.parametrize(
    ("slugs", "told"),
    [("tide tide tide", "tide tide-2 tide-3"), ("tide-2 tide tide", "tide-2 tide tide-3"), ("a a-2 a", "a a-2 a-3")],
)
def test_modes_that_share_a_slug_have_paths_of_their_own(slugs: str, told: str) -> None:
    text = "customModes:\n" + "".join(f"  - slug: {slug}\n    roleDefinition: Read.\n" for slug in slugs.split())
    assert [d.path for d in parse(Source(".roomodes", text))] == [f".roomodes#{path}" for path in told.split()]


@pytest.mark.parametrize("text", ["", "on: push", "customModes: []", "customModes: [tide]", "- slug: tide"])
def test_yaml_without_modes_is_text(text: str) -> None:
    (definition,) = parse(Source("ci.yaml", text))
    assert (definition.path, definition.fields, definition.problems) == ("ci.yaml", (), ())
    assert "\n".join(block.text for block in definition.blocks) == text.removeprefix("- ")


@pytest.mark.parametrize("gap", [" ", "\n\n  "])
@pytest.mark.parametrize("path", [".roomodes", "modes.YAML", "modes.Yml"])
def test_modes_in_one_line_or_in_few_have_the_lines_of_the_file(path: str, gap: str) -> None:
    modes = [f"{{slug: {slug},{gap}name: {slug},{gap}roleDefinition: Read.}}" for slug in ("tide", "moon")]
    text = f"customModes: [{', '.join(modes)}]\n"
    lines = text.split("\n")
    found = parse(Source(path, text))
    assert [(d.path, d.name) for d in found] == [(f"{path}#{slug}", slug) for slug in ("tide", "moon")]
    for field in (field for definition in found for field in definition.fields):
        assert field.raw == "\n".join(lines[field.span.start - 1 : field.span.end])
        assert str(field.value) in field.raw


@pytest.mark.parametrize("text", ["customModes: [\nslug: tide", "slug: !!int tide\nroleDefinition: Read."])
def test_modes_that_are_no_yaml_are_read_as_text_and_reported(text: str) -> None:
    (definition,) = parse(Source("modes.yaml", text))
    assert [problem.code for problem in definition.problems] == ["not-yaml"]
    assert "\n".join(block.text for block in definition.blocks) == text


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_front_matter_nested_without_end_is_refused_not_a_crash(opening: str) -> None:
    text = f"---\nname: tide\ndescription: {opening * 5000}\n---\nRead.\n"
    (definition,) = parse(Source("clerk.md", text))
    assert definition.name == "tide"
    assert [problem.code for problem in definition.problems] == ["front-matter-repaired"]


def test_markdown_nested_without_end_is_no_crash_and_no_loss() -> None:
    text = "> " * 3000 + "deep\n\n" + "- " * 3000 + "deeper\n"
    (definition,) = parse(Source("clerk.md", text))
    assert [block.text for block in definition.blocks][:1] == ["deep"]
    assert "deeper" in definition.blocks[-1].text
