"""What ``agentmerge audit --json`` writes is what its schema says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from analyzer.embed import load_embedder
from analyzer.model import Audit, Kind, Severity
from analyzer.pipeline import audit
from analyzer.report import audit_json

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = json.loads(Path(audit_json.__file__).with_name("audit.schema.json").read_text("utf-8"))
PARTS = ("lost", "reversed", "invented", "moved", "front_matter", "orders", "problems")
BEFORE = """\
---
name: gate-keeper
description: Guards the release gate: "always".
tools: Read, Grep
---

# Gate keeper

## Rules

- Never open the gate while `smoke-7` is red
- Keep the freeze at 45 minutes after each of the nightly deploys
- Tell the harbour desk with `pager --route harbour`

```sh
pager --route harbour
```

## Evening

- Weigh each parcel twice on the amber scale

## Morning

1. Unlock the tower with both brass keys
2. Ring the bell
"""
AFTER = """\
# Gate keeper

## Rules

- Open the gate while `smoke-7` is red
- Keep the freeze at 90 minutes after each of the nightly deploys
- Polish the brass bell on Sundays

## Night

- Weigh each parcel twice on the amber scale

## Morning

1. Ring the bell
2. Unlock the tower with both brass keys
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    folder = tmp_path_factory.mktemp("merge")
    for name, text in (("before.md", BEFORE), ("again.md", BEFORE), ("after.md", AFTER)):
        (folder / name).write_text(text, encoding="utf-8")
    before = [str(folder / name) for name in ("before.md", "again.md")]
    return audit(before, str(folder / "after.md"), embedder=load_embedder("hash"), cache=False)


def valid(report: object) -> bool:
    return bool(jsonschema.Draft202012Validator(SCHEMA).is_valid(report))


def test_an_audit_with_everything_is_what_the_schema_says(found: Audit) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    report = json.loads(audit_json.render(found))
    assert all(report[part] for part in PARTS)
    assert any(gap["also"] for gap in report["lost"])
    jsonschema.validate(report, SCHEMA, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda report: report.pop("summary"),
        lambda report: report.update(extra=1),
        lambda report: report.update(format_version=99),
        lambda report: report["lost"][0].update(severity="dreadful"),
        lambda report: report["lost"][0].update(lines=[0, 1]),
        lambda report: report["reversed"][0].pop("after"),
        lambda report: report["front_matter"][0]["before"][0].update(places=[]),
        lambda report: report["orders"][0]["after"].pop(),
    ],
    ids=["no summary", "another key", "another version", "no severity", "no line", "no after", "no place", "one step"],
)
def test_the_schema_refuses_what_is_not_so(found: Audit, spoil: Callable[[dict[str, Any]], object]) -> None:
    report = json.loads(audit_json.render(found))
    spoil(report)
    assert not valid(report)


def test_the_schema_knows_the_version_and_every_word() -> None:
    gap = SCHEMA["$defs"]["gap"]["properties"]
    assert SCHEMA["properties"]["format_version"]["const"] == audit_json.FORMAT_VERSION
    assert set(gap["kind"]["enum"]) == {kind.value for kind in Kind}
    assert SCHEMA["$defs"]["severity"]["enum"] == [severity.value for severity in Severity]
