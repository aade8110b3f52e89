"""The review: only its own page reaches the server, every decision is saved at once, and nothing is lost."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bakery import bakery

from analyzer import decisions
from analyzer.cli import main
from analyzer.embed import HashEmbedder
from analyzer.errors import RefusedError, UsageError
from analyzer.model import DecisionKind, FateKind, Statement
from analyzer.report.html import ids
from analyzer.review.desk import Desk
from analyzer.review.request import read_request
from analyzer.review.server import application, reserve
from analyzer.write import read_manifest

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

HOME = "http://127.0.0.1:5000"
NEW = "Take 7 cranes to the harbour."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, analysed."""
    monkeypatch.chdir(tmp_path)
    bakery(tmp_path)
    flags = ["--embedder", "hash", "--no-cache", "--together", "--survivor", "agents/baker.md", "--quiet"]
    assert main(["analyze", "agents", *flags]) == 0
    return tmp_path


class Reviewer:
    """A tab of the reviewer's browser."""

    def __init__(self, desk: Desk, client: FlaskClient | None = None) -> None:
        self.desk = desk
        if client is None:
            client = application(desk, "secret").test_client()
            assert client.get("/enter?token=secret", base_url=HOME).status_code == 303
        self.client = client
        self.load()

    def load(self) -> str:
        text = self.client.get("/", base_url=HOME).get_data(as_text=True)
        self.version = re.findall(r'data-version="(\w+)"', text)[0]
        return text

    def post(self, path: str, **body: object) -> TestResponse:
        return self.client.post(path, json={"version": self.version, **body}, base_url=HOME, headers={"Origin": HOME})

    def decide(self, act: str, name: str, reason: str = "the guild says so", **more: object) -> TestResponse:
        return self.post("/decisions", act=act, id=name, reason=reason, **more)

    def said(self, beginning: str) -> Statement:
        return next(s for s in self.desk.view.analysis.statements if s.text.startswith(beginning))

    def passage(self, beginning: str) -> str:
        return next(name for name, p in self.desk.view.subjects.passages.items() if p.text.startswith(beginning))


def opened(folder: Path) -> Desk:
    embedder = HashEmbedder()
    output = folder / "outputs"
    desk = Desk(output, folder, read_request(output, embedder.name), embedder, cache=False)
    desk.make()
    return desk


@pytest.fixture
def reviewer(folder: Path) -> Reviewer:
    return Reviewer(opened(folder))


def canonical(folder: Path) -> str:
    return next((folder / "outputs/families").glob("*/*.md")).read_text()


def outputs(folder: Path) -> dict[str, bytes]:
    return {path: (folder / "outputs" / path).read_bytes() for path in read_manifest(folder / "outputs")}


def test_only_the_served_page_reaches_the_server(reviewer: Reviewer) -> None:
    stranger = application(reviewer.desk, "secret").test_client()
    own = {"Origin": HOME}
    asked: dict[str, Any] = {"json": {"act": "drop"}}
    assert stranger.get("/", base_url=HOME).status_code == 401
    assert stranger.get("/status", base_url=HOME).status_code == 401
    assert stranger.get("/enter?token=guess", base_url=HOME).status_code == 403
    assert stranger.head("/enter?token=secret", base_url=HOME).status_code == 303
    assert stranger.get("/", base_url=HOME).status_code == 401
    answer = stranger.get("/enter?token=secret", base_url=HOME)
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(answer.headers["Set-Cookie"].split("; "))
    assert "secret" not in answer.headers["Location"]
    assert stranger.get("/enter?token=secret", base_url=HOME).status_code == 403
    assert stranger.get("/", base_url=HOME).status_code == 200
    assert stranger.get("/", base_url="http://evil.example:5000").status_code == 403
    assert stranger.get("/", base_url=HOME, headers={"Host": "evil.example"}).status_code == 403
    assert stranger.get("/", base_url=HOME, headers={"Origin": "http://evil.example"}).status_code == 403
    assert stranger.post("/decisions", base_url=HOME, **asked).status_code == 403
    assert stranger.post("/decisions", base_url=HOME, headers={"Origin": "null"}, **asked).status_code == 403
    assert stranger.post("/decisions", base_url=HOME, headers=own, data='{"act": "drop"}').status_code == 403
    assert stranger.post("/decisions", base_url=HOME, headers=own, **asked).status_code == 422
    assert stranger.post("/decisions", base_url=HOME, headers=own, json={"x": "y" * 70_000}).status_code in {413, 422}
    assert not Path(decisions.FILE).exists()


def test_no_answer_can_be_framed_kept_or_sniffed(reviewer: Reviewer) -> None:
    answer = reviewer.client.get("/", base_url=HOME)
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', answer.get_data(as_text=True))[0]
    assert "default-src &#39;none&#39;" in policy
    assert "unsafe" not in policy


def test_each_kind_of_decision_is_saved_at_once_and_carried_out(folder: Path, reviewer: Reviewer) -> None:
    view = reviewer.desk.view
    model = next(name for name, (_, c) in view.subjects.conflicts.items() if c.topic == "model")
    dough = next(name for name, (_, c) in view.subjects.conflicts.items() if "90" in "".join(s.value for s in c.sides))
    side = next(n for n, s in enumerate(view.subjects.conflicts[dough][1].sides) if "90" in s.value)
    haiku = next(n for n, s in enumerate(view.subjects.conflicts[model][1].sides) if s.value == "haiku")
    twin = ids.statement(reviewer.said("weigh flour"))
    asked = [
        reviewer.decide("drop", reviewer.passage("Score each loaf")),
        reviewer.decide("reword", reviewer.passage("Ask the miller"), text=NEW),
        reviewer.decide("keep", twin),
        reviewer.decide("choose", model, side=haiku),
        reviewer.decide("choose", dough, side=side),
    ]
    assert [answer.status_code for answer in asked] == [202] * 5
    held = decisions.read(folder)
    kinds = [DecisionKind.DROP, DecisionKind.REWORD, DecisionKind.KEEP, DecisionKind.CHOOSE, DecisionKind.CHOOSE]
    assert [d.kind for d in held] == kinds
    assert {d.reason for d in held} == {"the guild says so"}
    reviewer.desk.make()
    text = canonical(folder)
    assert NEW in text
    assert "weigh flour in grams" in text
    assert "model: haiku" in text
    assert "90 minutes" in text
    assert "Score each loaf" not in text
    assert "40 minutes" not in text
    (proposal,) = reviewer.desk.view.analysis.proposals
    assert proposal.violations == ()
    page = reviewer.load()
    assert page.count("Decided: ") >= 4
    told = json.loads((folder / "outputs/report.json").read_text())["families"][0]["conflicts"]
    assert {c["topic"] for c in told if c["settled"]} >= {"model"}


def test_what_was_dropped_can_be_had_again(folder: Path, reviewer: Reviewer) -> None:
    first = outputs(folder)
    name = ids.statement(reviewer.said("Score each loaf"))
    reviewer.decide("drop", reviewer.passage("Score each loaf"))
    reviewer.desk.make()
    reviewer.load()
    assert reviewer.decide("keep", name).status_code == 202
    reviewer.desk.make()
    assert "Score each loaf" in canonical(folder)
    reviewer.load()
    assert reviewer.post("/forget", number=0).status_code == 202
    reviewer.desk.make()
    assert outputs(folder) == first


def test_an_enumeration_that_was_put_together_is_decided_about_as_one(folder: Path, reviewer: Reviewer) -> None:
    reviewer.decide("reword", reviewer.passage("**Flours**"), text="**Flours**: all of them.")
    reviewer.desk.make()
    assert canonical(folder).count("**Flours**") == 1
    reviewer.load()
    reviewer.decide("reword", reviewer.passage("**Flours**"), text="**Flours**: any of them.")
    assert len(decisions.read(folder)) == 1
    reviewer.desk.make()
    reviewer.load()
    reviewer.decide("drop", reviewer.passage("**Flours**"))
    reviewer.desk.make()
    assert "Flours" not in canonical(folder)


def test_what_several_sources_say_in_the_same_words_is_dropped_as_one(folder: Path, reviewer: Reviewer) -> None:
    assert reviewer.decide("drop", reviewer.passage("Steam the oven")).status_code == 202
    assert [d.definitions for d in decisions.read(folder)] == [("agents/baker.md",), ("agents/cook.md",)]
    reviewer.desk.make()
    assert "Steam the oven" not in canonical(folder)


def test_definitions_are_kept_apart_and_survivors_chosen(folder: Path, reviewer: Reviewer) -> None:
    (family,) = reviewer.desk.view.subjects.families
    paths = ["agents/baker.md", "agents/cook.md"]
    assert "--together" in reviewer.decide("keep apart", family, definitions=paths).get_json()["message"]
    assert main(["analyze", "agents", "--embedder", "hash", "--no-cache", "--threshold", "0.1", "--quiet"]) == 0
    reviewer = Reviewer(opened(folder))
    (family,) = reviewer.desk.view.subjects.families
    assert reviewer.decide("keep apart", family, definitions=paths).status_code == 202
    assert reviewer.decide("keep apart", family, definitions=paths[:1]).status_code == 422
    assert reviewer.decide("survivor", family, definitions=paths[1:]).status_code == 202
    assert [d.kind for d in decisions.read(folder)] == [DecisionKind.KEEP_APART, DecisionKind.SURVIVOR]
    reviewer.desk.make()
    assert reviewer.desk.view.analysis.proposals == ()
    assert reviewer.load().count("data-back=") == 2


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"act": "drop", "id": "Score each loaf", "reason": " "}, "why"),
        ({"act": "reword", "id": "Score each loaf", "reason": "r", "text": ""}, "new text"),
        ({"act": "reword", "id": "Score each loaf", "reason": "r", "text": "# Heading"}, "one line"),
        ({"act": "shred", "id": "Score each loaf", "reason": "r"}, "shred"),
        ({"act": "drop", "id": "nowhere", "reason": "r"}, "no such statement"),
        ({"act": "choose", "id": "nowhere", "reason": "r", "side": 0}, "no such place"),
        ({"act": "survivor", "id": "nowhere", "reason": "r"}, "no such family"),
        ({"act": "drop", "id": 7, "reason": "r"}, "no text"),
    ],
)
def test_what_cannot_be_decided_says_why_and_changes_nothing(
    folder: Path, reviewer: Reviewer, body: dict[str, object], told: str
) -> None:
    name = reviewer.passage("Score each loaf") if body["id"] == "Score each loaf" else body["id"]
    answer = reviewer.post("/decisions", **{**body, "id": name})
    assert answer.status_code == 422
    assert told in answer.get_json()["message"]
    assert not (folder / decisions.FILE).exists()


def test_two_tabs_lose_nothing(folder: Path, reviewer: Reviewer) -> None:
    other = Reviewer(reviewer.desk, reviewer.client)
    loaf, miller = reviewer.passage("Score each loaf"), reviewer.passage("Ask the miller")
    assert reviewer.decide("drop", loaf, "nobody cuts").status_code == 202
    assert other.decide("drop", miller, "no miller").status_code == 202
    answer = other.decide("reword", loaf, "plainer", text=NEW)
    assert answer.status_code == 409
    assert "nobody cuts" in answer.get_json()["message"]
    assert [d.reason for d in decisions.read(folder)] == ["nobody cuts", "no miller"]
    reviewer.desk.make()
    other.load()
    name = ids.statement(other.said("Score each loaf"))
    assert other.decide("reword", name, "plainer", text=NEW).status_code == 202
    assert [d.reason for d in decisions.read(folder)] == ["plainer", "no miller"]


def test_an_editors_changes_stay(folder: Path, reviewer: Reviewer) -> None:
    file = folder / decisions.FILE
    reviewer.decide("drop", reviewer.passage("Score each loaf"), "nobody cuts")
    file.write_text(file.read_text().replace("nobody cuts", "nobody cuts loaves") + "# Ask Ida about rye.\n")
    assert reviewer.decide("drop", reviewer.passage("Ask the miller"), "no miller").status_code == 202
    assert "# Ask Ida about rye." in file.read_text()
    assert [d.reason for d in decisions.read(folder)] == ["nobody cuts loaves", "no miller"]
    assert reviewer.decide("drop", reviewer.passage("Score each loaf"), "mine").status_code == 409
    file.write_text("[[decision]\n")
    answer = reviewer.decide("drop", reviewer.passage("Sweep the floor"), "r")
    assert answer.status_code == 422
    assert "cannot be read" in answer.get_json()["message"]
    assert file.read_text() == "[[decision]\n"


def test_a_file_may_have_a_number_sign_in_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    bakery(tmp_path)
    (tmp_path / "agents/cook.md").rename(tmp_path / "agents/c#-cook.md")
    assert main(["analyze", "agents", "--embedder", "hash", "--no-cache", "--together", "--quiet"]) == 0
    reviewer = Reviewer(opened(tmp_path))
    assert reviewer.desk._signature() == reviewer.desk._done
    assert reviewer.decide("drop", reviewer.passage("Ask the miller"), "no miller").status_code == 202


def test_a_restart_loses_nothing(folder: Path, reviewer: Reviewer) -> None:
    reviewer.decide("drop", reviewer.passage("Score each loaf"), "nobody cuts")
    again = Reviewer(opened(folder))
    assert "nobody cuts" in again.load()
    assert "Score each loaf" not in canonical(folder)
    old = reviewer.version
    assert old != again.version
    again.version = old
    assert again.decide("drop", again.passage("Ask the miller")).status_code == 409
    reviewer.client = application(again.desk, "another").test_client()
    assert reviewer.decide("drop", "p/x").status_code == 401


def test_a_changed_source_loses_nothing(folder: Path, reviewer: Reviewer) -> None:
    loaf, miller = reviewer.passage("Score each loaf"), reviewer.passage("Ask the miller")
    assert reviewer.decide("drop", loaf, "nobody cuts").status_code == 202
    file = folder / "agents/cook.md"
    file.write_text(file.read_text().replace("Ask the miller", "Ask the old miller"))
    answer = reviewer.decide("drop", miller, "no miller")
    assert answer.status_code == 409
    assert "agents/cook.md was changed" in answer.get_json()["message"]
    reviewer.desk.make()
    reviewer.load()
    assert reviewer.decide("drop", reviewer.passage("Ask the old miller"), "no miller").status_code == 202
    file = folder / "agents/baker.md"
    file.write_text(file.read_text().replace("Score each loaf", "Score every loaf"))
    reviewer.desk.make()
    assert "expired" in reviewer.load()
    assert [d.reason for d in decisions.read(folder)] == ["nobody cuts", "no miller"]


def test_the_worker_follows_decisions_and_files(folder: Path, reviewer: Reviewer) -> None:
    def settled(before: str) -> dict[str, str]:
        for _ in range(600):
            found: dict[str, str] = reviewer.client.get("/status", base_url=HOME).get_json()
            if found["state"] == "failed" or (found["state"] == "ready" and found["version"] != before):
                return found
            time.sleep(0.1)
        raise AssertionError(found)

    with reviewer.desk:
        reviewer.decide("reword", reviewer.passage("Ask the miller"), text=NEW)
        assert settled(reviewer.version)["state"] == "ready"
        assert NEW in canonical(folder)
        reviewer.load()
        file = folder / "agents/cook.md"
        file.write_text(file.read_text() + "- Lock the door at night.\n")
        assert settled(reviewer.version)["state"] == "ready"
        assert "Lock the door" in canonical(folder)
        reviewer.load()
        (folder / "outputs/report.md").write_text("mine")
        reviewer.decide("drop", reviewer.passage("Lock the door"))
        found = settled(reviewer.version)
        assert found["state"] == "failed"
        assert "report.md was changed" in found["message"]
        assert (folder / "outputs/report.md").read_text() == "mine"
        assert len(decisions.read(folder)) == 2


def test_nothing_is_made_anew_while_nothing_changes(folder: Path, reviewer: Reviewer) -> None:
    desk = reviewer.desk
    assert desk._signature() == desk._done
    (folder / "agents/cook.md").touch()
    assert desk._signature() != desk._done


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"request": None}, "does not say"),
        ({"model": "another"}, "was made with the model another"),
        ({"paths": ["../secrets"]}, "not as agentmerge writes it"),
        ({"paths": ["/etc"]}, "not as agentmerge writes it"),
        ({"paths": []}, "not as agentmerge writes it"),
        ({"together": "yes"}, "not as agentmerge writes it"),
    ],
)
def test_an_output_that_does_not_say_what_was_analysed_is_refused(
    tmp_path: Path, change: dict[str, object], told: str
) -> None:
    asked: dict[str, object] = {
        "paths": ["agents"],
        "together": False,
        "threshold": None,
        "survivor": None,
        "fusion": True,
        "conflicts": "list",
        "examples": "body",
        "tools": "union",
    }
    report: dict[str, object] = {"model": "hash-256", "request": {k: change.get(k, v) for k, v in asked.items()}}
    report |= {k: v for k, v in change.items() if k not in asked}
    (tmp_path / "report.json").write_text(json.dumps(report))
    with pytest.raises(RefusedError, match=told):
        read_request(tmp_path, "hash-256")


def test_fates_in_the_ledger_say_who_decided(folder: Path, reviewer: Reviewer) -> None:
    reviewer.decide("drop", reviewer.passage("Score each loaf"), "nobody cuts")
    reviewer.desk.make()
    ledger = next((folder / "outputs/families").glob("*/ledger.tsv")).read_text().splitlines()
    (row,) = [line for line in ledger if "Score each loaf" in line]
    assert f"\t{FateKind.DROPPED}\t" in row
    assert "nobody cuts" in row


def test_a_port_that_is_taken_is_told() -> None:
    with reserve(0) as taken, pytest.raises(UsageError, match="another --port"):
        reserve(taken.getsockname()[1])
