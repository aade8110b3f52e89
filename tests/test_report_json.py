from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import sample

from analyzer import report
from analyzer.model import Analysis, OverlapGraph
from analyzer.report import json as report_json

SCHEMA = json.loads((Path(report_json.__file__).with_name("report.schema.json")).read_text("utf-8"))
EMPTY = replace(
    sample.analysis(), definitions=(), statements=(), clusters=(), graph=OverlapGraph((), ()), proposals=(), problems=()
)


def loaded(analysis: Analysis) -> Any:  # noqa: ANN401 - JSON
    return json.loads(report_json.render(analysis))


@pytest.mark.parametrize("analysis", [sample.analysis(), sample.crowd(12), EMPTY], ids=["sample", "crowd", "empty"])
def test_it_is_what_the_schema_says(analysis: Analysis) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(loaded(analysis), SCHEMA, jsonschema.Draft202012Validator)


def test_the_schema_is_that_of_the_version() -> None:
    assert SCHEMA["properties"]["format_version"]["const"] == report_json.FORMAT_VERSION


def test_every_reference_leads_somewhere() -> None:
    found = loaded(sample.analysis())
    definitions = {d["id"] for d in found["definitions"]}
    statements = {s["id"]: s for s in found["statements"]}
    files = report.documents(sample.analysis())
    assert {s["definition"] for s in statements.values()} <= definitions
    members = [member for cluster in found["clusters"] for member in cluster["members"]]
    assert sorted(members) == sorted(statements)
    for overlap in found["overlaps"]:
        assert {overlap["a"], overlap["b"]} <= definitions
        for evidence in overlap["evidence"]:
            for side in (evidence["a"], evidence["b"]):
                assert statements[side["id"]]["text"] == side["text"]
    for family in found["families"]:
        assert set(family["definitions"]) <= definitions
        assert {family["canonical"], family["ledger"], *(d["path"] for d in family["diffs"])} <= set(files)


def test_texts_arrive_as_they_are() -> None:
    assert sample.HOSTILE in [s["text"] for s in loaded(sample.analysis())["statements"]]


def test_a_path_that_is_no_utf8_still_makes_valid_json() -> None:
    odd = replace(sample.analysis(), notes=("caf\udce9",))
    assert json.loads(report_json.render(odd).encode("utf-8"))["notes"] == ["caf\udce9"]
