"""What cannot be followed together though the texts use other words: numbers, versions, duties."""

from __future__ import annotations

import pytest
from casefile import Case, read_cases

from analyzer.embed import HashEmbedder, context, embed, part_context
from analyzer.judge import disputed, judge
from analyzer.judge.duties import opposed_duties
from analyzer.judge.rivals import rival
from analyzer.judge.versions import rival_versions
from analyzer.model import Kind, Part, RelationKind, Shape, Span, Statement


@pytest.mark.parametrize("case", read_cases("rivals.md"), ids=lambda case: case.title)
def test_case(case: Case) -> None:
    a, b = case.given.splitlines()
    related = "(related)" in case.title
    assert rival(a, b, related=related) == case.expected
    assert bool(rival(b, a, related=related)) == bool(case.expected)


@pytest.mark.parametrize("case", read_cases("versions.md"), ids=lambda case: case.title)
def test_versions(case: Case) -> None:
    a, b = case.given.splitlines()
    assert rival_versions(a, b) == case.expected
    assert rival_versions(b, a) == case.expected


@pytest.mark.parametrize("case", read_cases("duties.md"), ids=lambda case: case.title)
def test_duties(case: Case) -> None:
    a, b = case.given.splitlines()
    assert opposed_duties(a, b) == case.expected
    assert opposed_duties(b, a) == case.expected


@pytest.mark.parametrize(
    "case", [c for name in ("versions.md", "duties.md") for c in read_cases(name)], ids=lambda case: case.title
)
def test_what_is_disputed_is_found_and_is_a_conflict(case: Case) -> None:
    a, b = sorted(case.given.splitlines())
    assert disputed([b, a, "Paint the quay."]) == ({(a, b)} if case.expected else set())
    relation = judge([(a, b)], embed([a, b], HashEmbedder()))[0]
    assert (relation.kind is RelationKind.CONFLICT) == bool(case.expected)
    if case.expected:
        assert relation.guards == (case.expected,)
        assert relation.redundancy == 0.0


@pytest.mark.parametrize(
    "heading", ["P1 - Storm (SEV-2)", "Severity 2", "Will Not", "Don'ts", "**Never:**", "Out of Scope"]
)
def test_a_heading_that_says_half_of_it_is_part_of_what_is_judged(heading: str) -> None:
    statement = _under(heading)
    assert context(statement).endswith(": Moor at the north quay")
    assert part_context(Part(statement, 1, "Moor at the north quay")) == context(statement)


@pytest.mark.parametrize("heading", ["Will", "Never skip the tide tables", "Moorings", "Phase 1", "P10"])
def test_other_headings_are_not(heading: str) -> None:
    assert context(_under(heading)) == "Moor at the north quay"


def _under(heading: str) -> Statement:
    place = Span("harbour.md", 3, 3)
    return Statement(place, 0, "Moor at the north quay", Kind.INSTRUCTION, Shape.ITEM, (heading,))
