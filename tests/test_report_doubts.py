"""What a reviewer is told to look at: covers that a reader may doubt, and what stands under another heading."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sample

from analyzer.model import (
    Fate,
    FateKind,
    Heading,
    HeadingFate,
    HeadingFateKind,
    Kind,
    Passage,
    Said,
    SourceDiff,
    Span,
    Statement,
)
from analyzer.report.doubts import standings
from analyzer.report.legend import lettered, letters
from analyzer.report.moves import moves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Proposal

DEV, HELPER = "api/server-dev.md", "api/server-helper.md"
AT = (20, 20)


def statement(text: str, section: str, kind: Kind = Kind.EXPERTISE, *, path: str = HELPER, line: int = 7) -> Statement:
    return replace(sample.statement(path, line - 6, text, kind), section=(section,) if section else ())


def proposal(
    fates: Sequence[Fate], passages: Sequence[tuple[Statement, str]], headings: Sequence[HeadingFate] = ()
) -> Proposal:
    """Return one with *fates* whose *passages*, each with the title that it stands under, are lines 20, 21 ..."""
    [known] = sample.analysis().proposals
    said = tuple(Passage(s.text, s, (s,), (under,) if under else (), "r") for s, under in passages)
    diff = SourceDiff(HELPER, "", tuple(fates), tuple(headings))
    places = tuple((line, line) for line in range(20, 20 + len(said)))
    return replace(known, canonical=replace(known.canonical, passages=said), places=places, diffs=(diff,))


def doubts(said: Statement, by: Statement, *, pieces: tuple[Said, ...] = (), kind: str = "covered by") -> list[str]:
    also = tuple(piece.lines for piece in pieces[1:])
    fate = Fate(said, FateKind(kind), AT, by.text, "r", also, pieces)
    [(_, standing)] = standings(proposal([fate], [(by, by.heading)]))
    assert standing.under == by.heading
    return list(standing.doubts)


@pytest.mark.parametrize(
    ("said", "by", "told"),
    [
        (("Bake rolls twice daily", "Oven"), ("Bake rolls and bread", "Oven"), ["not there: twice, daily"]),
        (
            ("Message queues", "Tools"),
            ("Message queues with RabbitMQ", "Tools"),
            ["says it of RabbitMQ only", "2 words"],
        ),
        (("Rye dough", "Recipes"), ("Rye dough, wheat dough", "Recipes"), []),
        (("Cooling racks", "Bread"), ("Cooling racks", "Trucks"), ["it stood under “Bread”", "2 words"]),
        (("Cool the racks at night", "Bread"), ("Cool the racks at night, all of them", "Trucks"), []),
        (("Cooling racks", "Bread baking"), ("Cooling racks", "Baking"), []),
        (("Cooling racks", ""), ("Cooling racks", "Trucks"), ["it stood before any heading", "2 words"]),
        (("Cooling strategies for racks", "Bread"), ("Cooling racks", "Bread"), []),
    ],
)
def test_a_cover_is_doubted_for_what_a_reader_sees(said: tuple[str, str], by: tuple[str, str], told: list[str]) -> None:
    assert doubts(statement(*said), statement(*by, path=DEV)) == told


def test_what_is_to_be_done_is_doubted_where_what_somebody_knows_says_it() -> None:
    step, known = statement("Weigh the flour", "Oven", Kind.STEP), statement("Weigh the flour", "Oven", path=DEV)
    assert doubts(step, known) == ["workflow step said by expertise", "3 words"]
    assert doubts(known, step) == []
    assert doubts(step, step) == []


def test_what_is_said_in_many_places_is_doubted() -> None:
    said = statement("Rye, wheat and oats for every baker in town", "Oven")
    pieces = tuple(
        Said(word, (line, line), f"{word} for every baker in town")
        for line, word in enumerate(("Rye", "wheat", "oats"), 20)
    )
    assert doubts(said, statement(pieces[0].text, "Oven", path=DEV), pieces=pieces) == ["in 3 places"]
    assert doubts(said, statement(pieces[0].text, "Oven", path=DEV), pieces=pieces[:2]) == ["not there: oats"]


def test_what_stands_in_its_own_words_is_not_doubted() -> None:
    own = statement("Cooling racks", "Bread")
    assert doubts(own, replace(own, section=("Trucks",)), kind="kept") == []
    assert doubts(own, replace(own, section=("Trucks",)), kind="same as") != []


def heading(title: str, kind: HeadingFateKind, at: tuple[int, str], counts: tuple[int, int]) -> HeadingFate:
    own = Heading(title, 1, "label", Span(HELPER, 5, 5), (title,))
    return HeadingFate(own, kind, *at, "r", (), *counts)


def test_what_stands_under_another_heading_is_told_with_what_moved_along_and_strays_first() -> None:
    said = [
        statement("Proof the dough", "Dough", line=7),
        statement("Knead the dough", "Dough", line=8),
        statement("Wash the van", "Van", line=9),
        statement("Fuel the van", "Van", line=10),
    ]
    under = ["Baking", "Baking", "Baking", "Van"]
    found = proposal(
        [Fate(s, FateKind.KEPT, (line, line), s.text, "r") for line, s in enumerate(said, 20)],
        list(zip(said, under, strict=True)),
        [
            heading("Dough", HeadingFateKind.JOINED, (3, "Baking"), (2, 2)),
            heading("Van", HeadingFateKind.KEPT, (9, "Van"), (2, 1)),
        ],
    )
    stray, along = moves(found, standings(found))
    assert [fate.statement.text for fate in stray.fates] == ["Wash the van"]
    assert (stray.was, stray.under, stray.lines) == ("Van", "Baking", [22])
    assert stray.why == "Its heading stands at line 9, over 1 of 2 statements."
    assert (along.was, along.under, along.lines) == ("Dough", "Baking", [20, 21])
    assert along.why == "Its heading is joined with this one, over 2 of 2 statements."


def test_a_letter_takes_the_place_of_a_path_and_of_no_part_of_another() -> None:
    known = letters(sample.analysis().proposals[0])
    assert known == {DEV: "A", HELPER: "B"}
    text = f"{DEV}:7 says this; so does {HELPER}, not x/{DEV} or {DEV}/y or {DEV}.bak."
    assert lettered(text, known) == f"A:7 says this; so does B, not x/{DEV} or {DEV}/y or {DEV}.bak."
    assert lettered(f"{DEV}:7 says “look into {HELPER}”.", known) == f"A:7 says “look into {HELPER}”."
    assert lettered("a.md", {}) == "a.md"
