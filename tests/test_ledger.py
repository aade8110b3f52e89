"""The ledger can be checked: which piece is said where, and word for word before in other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analyzer.embed import load_embedder
from analyzer.merge.cover import Cover
from analyzer.merge.fusion import fuse
from analyzer.merge.orders import Orders
from analyzer.model import FateKind, Kind, Part, Said, Shape, Span, Statement
from analyzer.pipeline import analyze

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
        Said("**Writing**:", (6, 6), guides),
        Said("harbour guides", (6, 6), guides),
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
