"""The tables say what report.json says, and keep their columns and types where there is nothing to say."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import Any

import pytest
import sample

from analyzer import report, tables
from analyzer.model import OverlapGraph
from analyzer.report import json as report_json

ANALYSIS = sample.analysis()
EMPTY = replace(ANALYSIS, definitions=(), statements=(), clusters=(), graph=OverlapGraph((), ()), proposals=())
OF_ANALYSIS = (tables.definitions, tables.statements, tables.clusters, tables.overlaps, tables.families)


def written() -> Any:  # noqa: ANN401 - JSON
    return json.loads(report_json.render(ANALYSIS))


def counted(entry: Any) -> Any:  # noqa: ANN401 - JSON
    return {key: len(value) if isinstance(value, list) else value for key, value in entry.items()}


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("definitions", ["path", "name", "dialect", "words", "description", "problems"]),
        ("statements", ["id", "definition", "kind", "shape", "field", "text"]),
        ("overlaps", ["a", "b", "verdict", "score", "evidence", "reason"]),
        ("families", ["name", "verdict", "definitions", "conflicts"]),
    ],
)
def test_the_values_are_those_of_the_report(name: str, columns: list[str]) -> None:
    rows = getattr(tables, name)(ANALYSIS)[columns].to_dict("records")
    assert rows == [{column: counted(entry)[column] for column in columns} for entry in written()[name]]


def test_coverage_and_sizes_are_those_of_the_report() -> None:
    overlaps, families = tables.overlaps(ANALYSIS), tables.families(ANALYSIS)
    both = [[o["coverage"]["a"], o["coverage"]["b"]] for o in written()["overlaps"]]
    assert overlaps[["coverage_a", "coverage_b"]].to_numpy().tolist() == both
    sizes = [[f["words"]["before"], f["words"]["after"]] for f in written()["families"]]
    assert families[["words_before", "words_after"]].to_numpy().tolist() == sizes
    assert families["survivor"].tolist() == [f["survivor"]["path"] for f in written()["families"]]


def test_each_statement_is_in_the_cluster_that_it_names() -> None:
    statements, clusters = tables.statements(ANALYSIS), tables.clusters(ANALYSIS)
    sizes = statements.groupby("cluster").size()
    assert sizes.to_dict() == dict(zip(clusters["id"], clusters["statements"], strict=True))
    assert clusters["statements"].sum() == len(statements)


def test_what_most_definitions_say_comes_first() -> None:
    assert tables.clusters(ANALYSIS)["definitions"].is_monotonic_decreasing


def test_the_family_is_that_of_its_definitions() -> None:
    named = tables.definitions(ANALYSIS).set_index("path")["family"]
    assert named["api/server-dev.md"] == "server-dev"
    assert named["ops/pager.md"] == ""


def test_the_ledger_has_the_rows_of_its_file() -> None:
    [proposal] = ANALYSIS.proposals
    table = tables.ledger(proposal)
    titles = tables.headings(proposal)
    assert len(table) + len(titles) == report.family.ledger(proposal).count("\n") - 1
    assert titles["canonical_line"].isna().tolist() == (titles["fate"] == "left out").tolist()
    assert table["canonical_start"].isna().tolist() == (table["fate"] == "dropped").tolist()


def test_the_places_of_the_ledger_are_whole_numbers() -> None:
    [proposal] = ANALYSIS.proposals
    table = tables.ledger(proposal)
    assert [str(table[column].dtype) for column in ("start", "canonical_start")] == ["int64", "Int64"]


def test_a_conflict_has_a_row_for_each_side_and_marks_the_one_chosen() -> None:
    [proposal] = ANALYSIS.proposals
    table = tables.conflicts(proposal)
    assert table[["value", "chosen"]].to_numpy().tolist() == [["200 lines", True], ["500 lines", False]]


def test_evidence_quotes_both_sides() -> None:
    table = tables.evidence(ANALYSIS.overlaps[0])
    assert table["relation"].tolist() == ["same", "conflict"]
    assert table["guards"].tolist() == ["", "200 stands on one side only."]


@pytest.mark.parametrize("table", OF_ANALYSIS)
def test_nothing_found_gives_an_empty_table_with_the_same_columns(table: Any) -> None:  # noqa: ANN401 - a function
    assert table(EMPTY).empty
    assert list(table(EMPTY)) == list(table(ANALYSIS))


def test_without_pandas_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ModuleNotFoundError, match="pip install pandas"):
        tables.overlaps(ANALYSIS)
