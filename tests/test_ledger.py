"""The ledger can be checked: which piece is said where, and word for word before in other words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from analyzer.diff import _how
from analyzer.embed import load_embedder
from analyzer.merge.comparable import Peers
from analyzer.merge.cover import Cover
from analyzer.merge.fusion import fuse
from analyzer.merge.orders import Orders
from analyzer.merge.quotes import quote_best
from analyzer.model import FateKind, Kind, Part, Passage, Said, Shape, Span, Statement
from analyzer.pipeline import analyze
from analyzer.text import lists

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.model import Fate, Proposal

SURVIVOR = """\
---
name: clerk
---
## Writing

- **Guides**: harbour guides, crew guides, radio tutorials
- **Notes**: berth notes, tide logs, storm notes

## Tides

- Read the tide table before each trip
"""
OTHER = """\
---
name: writer
---
## Writing

- **Writing**: harbour guides, berth notes, radio tutorials
- Read the tide table before each trip
"""


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> Proposal:
    folder: Path = tmp_path_factory.mktemp("harbour")
    folder.joinpath("clerk.md").write_text(SURVIVOR, encoding="utf-8")
    folder.joinpath("writer.md").write_text(OTHER, encoding="utf-8")
    found = analyze(
        str(folder), together=True, survivor="clerk.md", embedder=load_embedder("hash"), cache=False
    ).proposals[0]
    assert found.violations == ()
    return found


def fate(proposal: Proposal, words: str) -> Fate:
    [found] = [f for d in proposal.diffs if d.path == "writer.md" for f in d.fates if words in f.statement.text]
    return found


def test_of_a_statement_in_pieces_each_piece_has_its_line_and_what_says_it(proposal: Proposal) -> None:
    guides = "**Guides**: harbour guides, crew guides, radio tutorials"
    notes = "**Notes**: berth notes, tide logs, storm notes"
    found = fate(proposal, "berth notes")
    assert (found.kind, found.lines, found.also) == (FateKind.COVERED_BY, (6, 6), ((7, 7),))
    assert found.pieces == (
        Said("**Writing**: harbour guides", (6, 6), guides),
        Said("berth notes", (7, 7), notes),
        Said("radio tutorials", (6, 6), guides),
    )
    assert "“berth notes” at line 7; “radio tutorials” at line 6" in found.reason


def test_the_same_words_under_another_heading_are_told_with_that_heading(proposal: Proposal) -> None:
    found = fate(proposal, "tide table")
    assert (found.kind, found.lines, found.pieces) == (FateKind.SAME_AS, (11, 11), ())
    assert found.reason == "clerk.md:11 says the same, under “Tides”."


def test_the_same_words_stand_for_a_statement_before_others_that_cover_it() -> None:
    def item(path: str, ordinal: int, text: str, title: str) -> Statement:
        return Statement(
            Span(path, ordinal + 5, ordinal + 5), ordinal, text, Kind.INSTRUCTION, Shape.ITEM, (title,), "-"
        )

    def whole(s: Statement) -> Part:
        return Part(s, 0, s.text)

    looser = item("a.md", 0, "Read every table and log before each trip", "Tides")
    far = item("a.md", 1, "Read the tide table", "Radio")
    near = item("a.md", 2, "Read the tide table.", "Rules")
    gone = item("b.md", 0, "Read the tide table", "Rules")
    covered = Cover(frozenset(map(whole, (looser, far, near))), {whole(gone): whole(looser)})
    drafts = {d.wording: d for d in fuse(covered, survivor="a.md", fusion=True, orders=Orders())}
    assert [s for s, d in drafts.items() if gone in d.stands_for] == [near]
    assert drafts[near].instead == (whole(gone),)


def test_each_piece_is_quoted_from_the_place_that_has_most_of_its_words() -> None:
    logs, patrols, near = (
        passage(text, n) for n, text in enumerate(("Log each trip", "Cargo patrols", "**Storms**: Harbour patrols"))
    )
    gone = statement("b.md", 0, "**Storms**: harbour patrols, trip logs")
    one, two = items(gone, "**Storms**:", "harbour patrols", "trip logs")
    told = quote_best([saying(logs, two), saying(patrols, one), near], Peers("a.md", frozenset(), frozenset()))
    assert [p.pieces(gone) for p in told] == [(two,), (), (one,)]
    assert [gone in p.stands_for for p in told] == [True, False, True]


def test_words_that_say_nothing_alone_belong_to_the_piece_that_they_lead_to() -> None:
    writing, tides, ports = (
        passage(text, n) for n, text in enumerate(("Write the trip log", "Clear tide tables", "Small ports"))
    )
    gone = statement("b.md", 0, "This agent excels at writing clear tide tables across multiple small ports.")
    cut = ("This agent excels at writing", "clear tide tables", "across multiple", "small ports.")
    lead, what, joint, where = (Part(gone, n, text) for n, text in enumerate(cut))
    told = quote_best(
        [saying(writing, lead, joint), saying(tides, what), saying(ports, where)],
        Peers("a.md", frozenset(), frozenset()),
    )
    assert [[p.text for p in passage.pieces(gone)] for passage in told] == [
        [],
        ["This agent excels at writing clear tide tables"],
        ["across multiple small ports."],
    ]
    assert gone not in told[0].stands_for


def test_a_label_that_only_a_title_says_belongs_to_its_first_item() -> None:
    lists, charts = passage("Charts and lists", 0), passage("Old tide tables", 1)
    gone = statement("b.md", 0, "**Expertise**: tide tables, charts")
    label, tables, maps = Part(gone, -1, "", "**Expertise**:"), *items(gone, "**Expertise**:", "tide tables", "charts")
    told = quote_best([saying(lists, label, maps), saying(charts, tables)], Peers("a.md", frozenset(), frozenset()))
    assert [[p.text for p in passage.pieces(gone)] for passage in told] == [["charts"], ["**Expertise**: tide tables"]]


def test_a_piece_is_quoted_from_where_it_is_an_item_before_where_its_words_lead_to_another_thing() -> None:
    tides, close, listed = (
        passage(text, n)
        for n, text in enumerate(
            ("Tide tables", "The harbour runs at night for its safety alone", "Speed, safety, calm")
        )
    )
    gone = statement("b.md", 0, "Focus on tide tables, safety")
    one, two = Part(gone, 0, "Focus on tide tables"), Part(gone, 1, "safety")
    told = quote_best([saying(tides, one), saying(close, two), listed], Peers("a.md", frozenset()))
    assert [p.pieces(gone) for p in told] == [(one,), (), (two,)]


@pytest.mark.parametrize(
    ("text", "piece", "told"),
    [
        ("Speed, safety, and calm", "and safety", True),
        ("**Speed**: calm (safety)", "Safety", True),
        ("Safety", "safety.", True),
        ("Run for safety", "safety", False),
        ("Safety first, speed", "safety", False),
        ("Speed", "and", False),
    ],
)
def test_a_piece_is_listed_where_it_is_a_whole_item(text: str, piece: str, *, told: bool) -> None:
    assert lists(text, piece) is told


def test_the_reason_claims_no_more_of_a_piece_than_its_place_says() -> None:
    assert _how(Said("safety", (3, 3), "Speed, safety")) == ""
    assert _how(Said("the safety of boats", (3, 3), "Boats are kept in safety at night")) == ", its words"
    assert _how(Said("safety", (3, 3), "Nobody gets hurt")) == ", in other words"
    assert _how(Said("**Safety**:", (3, 3), "**Safety**: calm")) == ""
    assert _how(Said("**Safety**:", (3, 3), "**Boats**: calm, safety")) == ", its words"


def test_what_is_said_in_one_place_stays_there() -> None:
    here, there = passage("Tide tables for pilots", 0), passage("Tide tables", 1)
    gone = statement("b.md", 0, "Tide tables")
    before = (saying(here, Part(gone, 0, gone.text)), there)
    assert quote_best(before, Peers("a.md", frozenset(), frozenset())) == before


def statement(path: str, ordinal: int, text: str) -> Statement:
    return Statement(Span(path, ordinal + 5, ordinal + 5), ordinal, text, Kind.EXPERTISE, Shape.ITEM, ("Harbour",), "-")


def items(gone: Statement, label: str, *texts: str) -> tuple[Part, ...]:
    return tuple(Part(gone, n, text, label) for n, text in enumerate(texts))


def passage(text: str, ordinal: int) -> Passage:
    own = statement("a.md", ordinal, text)
    return Passage(text, own, (own,), own.section, "The survivor says it.", own)


def saying(passage: Passage, *pieces: Part) -> Passage:
    standing = sorted({*passage.stands_for, *(p.statement for p in pieces)})
    return replace(passage, stands_for=tuple(standing), instead=tuple(sorted(pieces)))
