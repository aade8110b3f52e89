"""Every heading has a fate: where its title stands, or where what stood under it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analyzer.embed import load_embedder
from analyzer.model import HeadingFateKind
from analyzer.pipeline import analyze

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.model import HeadingFate, Proposal

SURVIVOR = """\
---
name: harbour-pilot
---

# Harbour pilot

You bring ships to their berth.

## Mooring

- Tie the bow line before the stern line
- Report the berth to the harbour office
- Leave slack in every line for the tide

## Tides

- Read the tide table before each trip
- Ask the office about spring tides
"""
OTHER = """\
---
name: line-handler
---

# Line handler

## Lines

1. Tie the bow line before the stern line
2. Report the berth to the harbour office

## 2. Tides

- Read the tide table before each trip
- Leave slack in every line for the tide

## Phase 2: VTS handover

- Report the berth to the harbour office
- Ask the office about spring tides

## Paint

| Colour | Place |
|--------|-------|
| red    | bow   |

## Nothing yet
"""


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> Proposal:
    folder: Path = tmp_path_factory.mktemp("harbour")
    folder.joinpath("pilot.md").write_text(SURVIVOR, encoding="utf-8")
    folder.joinpath("lines.md").write_text(OTHER, encoding="utf-8")
    found = analyze(
        str(folder), together=True, survivor="pilot.md", embedder=load_embedder("hash"), cache=False
    ).proposals[0]
    assert found.violations == ()
    return found


def fate(proposal: Proposal, title: str) -> HeadingFate:
    [found] = [f for f in proposal.headings if f.heading.title == title]
    return found


def test_every_heading_has_one_fate_in_reading_order(proposal: Proposal) -> None:
    for definition, diff in zip(proposal.family.definitions, proposal.diffs, strict=True):
        assert tuple(f.heading for f in diff.headings) == definition.headings


def test_a_heading_is_kept_where_its_title_stands_over_what_stood_under_it(proposal: Proposal) -> None:
    lines = proposal.text.split("\n")
    for title in ("Harbour pilot", "Mooring", "Tides", "Paint"):
        found = fate(proposal, title)
        assert found.kind is HeadingFateKind.KEPT
        assert found.line
        assert lines[found.line - 1].strip("# ") == title == found.title


def test_a_number_among_its_neighbours_is_no_part_of_a_title(proposal: Proposal) -> None:
    found = fate(proposal, "2. Tides")
    assert (found.kind, found.title, found.unsaid) == (HeadingFateKind.KEPT, "Tides", ())
    assert found.reason == (
        "1 of the 2 statements that stood under it still stands under it. "
        "Of the others 1 stands under “Mooring” (line 9)."
    )
    assert (found.below, found.staying) == (2, 1)


def test_the_header_of_a_table_is_a_heading(proposal: Proposal) -> None:
    found = fate(proposal, "Colour | Place")
    assert found.kind is HeadingFateKind.KEPT
    assert proposal.text.split("\n")[(found.line or 0) - 1] == "| Colour | Place |"


def test_a_heading_is_joined_where_another_has_most_of_what_stood_under_it(proposal: Proposal) -> None:
    found = fate(proposal, "Lines")
    assert (found.kind, found.line, found.title) == (HeadingFateKind.JOINED, 9, "Mooring")
    assert found.reason == "What stood under it stands there."


def test_a_heading_is_left_out_where_what_stood_under_it_is_spread(proposal: Proposal) -> None:
    found = fate(proposal, "Phase 2: VTS handover")
    assert (found.kind, found.line, found.title) == (HeadingFateKind.LEFT_OUT, None, "")
    tides = proposal.text.split("\n").index("## Tides") + 1
    assert f"1 stands under “Mooring” (line 9), 1 stands under “Tides” (line {tides})" in found.reason


def test_the_title_of_a_whole_file_joins_no_section_for_having_most_in_it(proposal: Proposal) -> None:
    assert fate(proposal, "Line handler").kind is HeadingFateKind.LEFT_OUT


def test_a_heading_over_nothing_is_left_out_where_its_title_is(proposal: Proposal) -> None:
    found = fate(proposal, "Nothing yet")
    assert (found.kind, found.reason) == (HeadingFateKind.LEFT_OUT, "Nothing stood under it.")


def test_what_only_a_title_says_is_told(proposal: Proposal) -> None:
    assert fate(proposal, "Phase 2: VTS handover").unsaid == ("Phase 2", "VTS")
    assert [f.heading.title for f in proposal.unsaid_titles] == ["Phase 2: VTS handover"]


def test_of_a_heading_joined_with_a_wide_one_it_is_told_where_most_of_it_stands(tmp_path: Path) -> None:
    cranes, ropes = "- Grease the crane.\n- Lower the hook.\n", "- Coil the rope.\n"
    above = "".join(f"- Sweep pier {n}.\n" for n in range(3, 9))
    (tmp_path / "yard.md").write_text(
        f"---\nname: yard\n---\n# Yard\n## Gear\n### Cranes\n{cranes}### Ropes\n{ropes}## Piers\n{above}",
        encoding="utf-8",
    )
    (tmp_path / "hand.md").write_text(f"---\nname: hand\n---\n# Hand\n## Daily\n{cranes}{ropes}", encoding="utf-8")
    found = analyze(str(tmp_path), together=True, survivor="yard.md", embedder=load_embedder("hash"), cache=False)
    joined = fate(found.proposals[0], "Daily")
    assert (joined.kind, joined.title, joined.below, joined.staying) == (HeadingFateKind.JOINED, "Gear", 3, 3)
    assert "There 2 stand under “Cranes” (line 6), 1 stands under “Ropes” (line 9)." in joined.reason
