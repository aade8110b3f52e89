from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from analyzer import analyze
from analyzer.embed import HashEmbedder
from analyzer.model import Said
from analyzer.report import documents, family, naming
from analyzer.report.escape import row
from analyzer.write import write

if TYPE_CHECKING:
    from pathlib import Path

    from analyzer.model import Proposal

LONG = "\u667a\u80fd" * 50
"""Few enough letters for a file's name, and too many bytes."""
NAMES = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["../up", "CON", "con.md", "a/b", "a__b", "A/B", "a//b", "...", "-x", "x" * 400, LONG, "\u00e9", "e\u0301", "a\nb"]
)


def proposal() -> Proposal:
    return sample.analysis().proposals[0]


def rows(ledger: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(ledger), delimiter="\t"))


def test_the_ledger_has_a_row_for_every_fate() -> None:
    fates = [fate for diff in proposal().diffs for fate in diff.fates]
    header, *found = rows(family.ledger(proposal()))
    said = [r for r in found if r[2] != "heading"]
    assert [(r[0], r[5]) for r in said] == [(fate.statement.path, fate.kind) for fate in fates]
    assert len(header) == 11
    assert family.ledger(proposal()).count("\n") == len(fates) + len(proposal().headings) + 1


def test_the_ledger_has_a_row_for_every_heading_above_what_stood_under_it() -> None:
    found = rows(family.ledger(proposal()))
    helper = [r for r in found if r[0] == "api/server-helper.md"]
    assert [(r[2] == "heading", r[1]) for r in helper] == [
        (True, "5"),
        (True, "6"),
        (False, "6"),
        (True, "7"),
        (False, "7"),
        (False, "8"),
        (False, "9"),
    ]
    assert [(r[4][:6], r[5], r[6], r[7]) for r in helper if r[2] == "heading"] == [
        ("Rules", "kept", "5", "Rules"),
        ("Limits", "joined", "5", "Rules"),
        ("Ask @o", "left out", "", ""),
    ]


def test_the_ledger_quotes_all_that_stands_for_a_statement_piece_by_piece() -> None:
    first, second = proposal().diffs
    pieces = (Said("an integration test", (6, 6), "Test it."), Said("each endpoint", (8, 8), "All endpoints."))
    fates = tuple(replace(fate, also=((8, 8),), text="Test it.", pieces=pieces) for fate in second.fates[:1])
    found = rows(family.ledger(replace(proposal(), diffs=(first, replace(second, fates=fates)))))
    assert [r[6:8] for r in found if r[5] == "same as"] == [["6, 8", "Test it.\\nAll endpoints."]]


def test_the_ledger_has_all_the_lines_that_stand_for_a_statement() -> None:
    first, second = proposal().diffs
    fates = tuple(replace(fate, also=((12, 14), (20, 20))) for fate in second.fates)
    found = rows(family.ledger(replace(proposal(), diffs=(first, replace(second, fates=fates)))))
    assert [r[6] for r in found if r[0] == second.path and r[2] != "heading"] == [
        "6, 12..14, 20",
        "8, 12..14, 20",
        "",
        "10, 12..14, 20",
    ]


def test_no_cell_of_the_ledger_is_a_formula() -> None:
    assert not [c for r in rows(family.ledger(proposal())) for c in r if c.startswith(("=", "+", "-", "@"))]


@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("\n\t")), min_size=1))
def test_a_row_is_one_line_and_reads_back(cells: list[str]) -> None:
    line = row(cells)
    assert line.count("\n") == 1
    [found] = rows(line) or [[""]]
    assert [_original(c) for c in found or [""]] == cells


def _original(found: str) -> str:
    parts = found.removeprefix("'").split("\\\\")
    return "\\".join(part.replace("\\n", "\n").replace("\\t", "\t") for part in parts)


@given(st.lists(NAMES, max_size=8))
def test_file_names_are_safe_and_never_one_file(paths: list[str]) -> None:
    one = proposal()
    diffs = tuple(replace(one.diffs[0], path=path) for path in paths)
    found = naming.diffs(replace(one, diffs=diffs))
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in found}) == len(paths)
    for name in found:
        folder, _, file = name.partition("/")
        assert folder == "diffs"
        assert not set(file) & set('/\\:*?"<>|\n\r\t ')
        assert len(file.encode()) < 120
        assert not file.startswith(".")


def test_long_names_that_begin_alike_are_told_apart_whatever_else_is_there() -> None:
    one = proposal()
    first, second = (replace(one.diffs[0], path=f"agents/{LONG}{end}.md") for end in "ab")
    both = naming.diffs(replace(one, diffs=(first, second)))
    assert both[::-1] == naming.diffs(replace(one, diffs=(second, first)))
    assert [naming.diffs(replace(one, diffs=(d,))) for d in (first, second)] == [[name] for name in both]
    assert all(name.endswith(".md.diff") for name in both)


@pytest.mark.parametrize("name", ["ledger.tsv/x", "diffs/x", LONG], ids=["ledger", "diffs", "long"])
def test_what_a_definition_calls_itself_is_in_the_way_of_nothing(tmp_path: Path, name: str) -> None:
    for file in ("a.md", "b.md"):
        text = f"---\nname: {name}\ndescription: Tends gardens.\n---\n\n- Water the roses every morning.\n"
        (tmp_path / file).write_text(text, encoding="utf-8")
    found = analyze(str(tmp_path), embedder=HashEmbedder(), cache=False)
    write(documents(found), tmp_path / "outputs")
    (canonical,) = (tmp_path / "outputs/families").glob("*/*.md")
    assert canonical.read_text(encoding="utf-8") == found.proposals[0].text


def test_two_families_of_one_name_have_two_folders() -> None:
    one = sample.analysis()
    second = replace(proposal(), family=replace(proposal().family, name="Server-Dev"))
    files = documents(replace(one, proposals=(*one.proposals, second)))
    assert "families/server-dev/ledger.tsv" in files
    assert "families/Server-Dev-2/ledger.tsv" in files


def test_a_canonical_may_want_a_folder_of_its_own() -> None:
    assert naming.canonical(replace(proposal(), file_name="server-dev/SKILL.md")) == "server-dev/SKILL.md"
    assert naming.canonical(replace(proposal(), file_name="../../etc/passwd")) == "_/_/etc/passwd"
