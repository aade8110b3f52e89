"""The verifier finds what is planted, and nothing in a proposal as it was made."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from analyzer import cli, pipeline
from analyzer.embed import load_embedder
from analyzer.model import OWN_TITLES, Fate, FateKind, HeadingFateKind, Part, Said, Source, Span, Violation
from analyzer.parse import parse
from analyzer.pipeline import analyze
from analyzer.segment import segment
from analyzer.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from analyzer.model import Analysis, HeadingFate, Proposal, Statement

LEFT = """\
---
name: ledger-keeper
description: Keeps the books of a small shop.
tools: Read, Grep
model: opus
---

# Ledger keeper

## Rules

- Run the nightly job with `books close --strict` on port 8080
- Never print a card number in a log
- Encrypt every backup before it leaves the machine
- A page must have at most 40 rows and a cell at most 12 words
- Write each correction to docs/corrections.md
- Settle the invoice before the refund
- Clear the tray with books tray -D at night
- Keep a receipt for 90 days

## Closing a month

1. Freeze the journal
2. Compare it with the bank, version 2.4.1 of the export

```sh
books freeze --month
books compare
```
"""
RIGHT = """\
---
name: till-clerk
description: Counts a till at closing time.
tools: Read, Bash
model: sonnet
---

# Till clerk

## Rules

- Freeze the journal
- Count the coins twice, then sign the sheet
- Ask the owner about any gap above 5 EUR
- Keep a receipt for 30 days

| Coin | Roll |
|------|------|
| 2 EUR | 25 pieces |
"""


@dataclass(frozen=True)
class Case:
    """A proposal with one of everything, and the statements of its family."""

    analysis: Analysis

    @property
    def proposal(self) -> Proposal:
        return self.analysis.proposals[0]

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.analysis.statements

    def check(self, proposal: Proposal) -> tuple[Violation, ...]:
        """Return what the verifier says of *proposal*, whose diffs are made to agree with its text."""
        reread = parse(Source(proposal.file_name, proposal.text))
        return verify(proposal, self.statements, reread[0], segment(reread))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder: Path = tmp_path_factory.mktemp("family")
    folder.joinpath("left.md").write_text(LEFT, encoding="utf-8")
    folder.joinpath("right.md").write_text(RIGHT, encoding="utf-8")
    return Case(
        analyze(
            str(folder), together=True, survivor="left.md", fusion=False, embedder=load_embedder("hash"), cache=False
        )
    )


# --- how to plant ----------------------------------------------------------------------------------------


def with_fates(proposal: Proposal, change: Callable[[Fate], list[Fate]]) -> Proposal:
    """Return *proposal* with each fate replaced by what *change* makes of it."""
    diffs = (replace(d, fates=tuple(new for f in d.fates for new in change(f))) for d in proposal.diffs)
    return replace(proposal, diffs=tuple(diffs))


def ledger(words: str, change: Callable[[Fate], list[Fate]]) -> Callable[[Proposal], Proposal]:
    """Plant: the fate of the statement that has *words* becomes what *change* makes of it."""

    def plant(proposal: Proposal) -> Proposal:
        assert sum(words in f.statement.text for d in proposal.diffs for f in d.fates) == 1
        return with_fates(proposal, lambda f: change(f) if words in f.statement.text else [f])

    return plant


def text(old: str, new: str, kind: FateKind | None = None) -> Callable[[Proposal], Proposal]:
    """Plant: the canonical says *new* for *old*, and ledger and diffs lie along; fates of it become *kind*."""

    def plant(proposal: Proposal) -> Proposal:
        assert proposal.text.count(old) == 1

        def lying(fate: Fate) -> list[Fate]:
            touched = old in fate.text
            return [replace(fate, text=fate.text.replace(old, new), kind=kind if kind and touched else fate.kind)]

        lied = with_fates(replace(proposal, text=proposal.text.replace(old, new)), lying)
        sources = {d.path: d.text for d in proposal.family.definitions}
        diffs = (replace(d, unified=unified(sources[d.path], lied.text, d.path)) for d in lied.diffs)
        return replace(lied, diffs=tuple(diffs))

    return plant


def unified(before: str, after: str, path: str) -> str:
    return "".join(difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), path, path))


def moved(fate: Fate, by: int) -> list[Fate]:
    assert fate.lines
    return [replace(fate, lines=(fate.lines[0] + by, fate.lines[1] + by))]


def elsewhere(words: str, other: str, kind: FateKind) -> Callable[[Proposal], Proposal]:
    """Plant: the statement that has *words* has what is true of the one that has *other*, and the *kind*."""

    def plant(proposal: Proposal) -> Proposal:
        to = next(f for d in proposal.diffs for f in d.fates if other in f.statement.text)
        return ledger(words, lambda f: [replace(to, statement=f.statement, kind=kind)])(proposal)

    return plant


def heading(title: str, change: Callable[[HeadingFate], list[HeadingFate]]) -> Callable[[Proposal], Proposal]:
    """Plant: the fate of the heading with *title* becomes what *change* makes of it."""

    def plant(proposal: Proposal) -> Proposal:
        assert sum(f.heading.title == title for f in proposal.headings) == 1
        diffs = (
            replace(d, headings=tuple(n for f in d.headings for n in (change(f) if f.heading.title == title else [f])))
            for d in proposal.diffs
        )
        return replace(proposal, diffs=tuple(diffs))

    return plant


def without_conflicts(proposal: Proposal) -> Proposal:
    return replace(proposal, canonical=replace(proposal.canonical, conflicts=()))


def with_part(proposal: Proposal) -> Proposal:
    first, *rest = proposal.canonical.passages
    false = replace(first, parts=(Part(first.wording, 0, "something else"),))
    return replace(proposal, canonical=replace(proposal.canonical, passages=(false, *rest)))


def broken_diff(proposal: Proposal) -> Proposal:
    *rest, last = proposal.diffs
    return replace(proposal, diffs=(*rest, replace(last, unified=last.unified.replace("\n+-", "\n -", 1))))


def in_pieces(fate: Fate, piece: str, by: int = 1) -> list[Fate]:
    """Return *fate* with one more place *by* lines after its own, and the *piece* that would be said there."""
    assert fate.lines
    other = (fate.lines[0] + by, fate.lines[1] + by)
    pieces = (Said(fate.statement.text, fate.lines, fate.text), Said(piece, other, fate.text))
    return [replace(fate, also=(other,), pieces=pieces)]


def gone(fate: HeadingFate) -> HeadingFate:
    return replace(fate, kind=HeadingFateKind.LEFT_OUT, line=None, title="")


def standing(title: str, kind: HeadingFateKind) -> Callable[[Proposal], Proposal]:
    """Plant: the heading with *title* is said to have become the survivor's last one, which has nothing of it."""

    def plant(proposal: Proposal) -> Proposal:
        line = proposal.text.split("\n").index("## Closing a month") + 1
        return heading(title, lambda f: [replace(f, kind=kind, line=line, title="Closing a month")])(proposal)

    return plant


def renamed(title: str, other: str) -> Callable[[Proposal], Proposal]:
    """Plant: the source has the *other* title, which goes without a word."""

    def plant(proposal: Proposal) -> Proposal:
        called = heading(title, lambda f: [replace(gone(f), heading=replace(f.heading, title=other))])(proposal)
        family = replace(
            called.family,
            definitions=tuple(
                replace(d, headings=tuple(replace(h, title=other) if h.title == title else h for h in d.headings))
                for d in called.family.definitions
            ),
        )
        return replace(called, family=family)

    return plant


KEEPS, JOINS = HeadingFateKind.KEPT, HeadingFateKind.JOINED
COVERED, KEPT, DROPPED = FateKind.COVERED_BY, FateKind.KEPT, FateKind.DROPPED
CODE = "books freeze --month\nbooks compare"
PLANTED = [
    ("a dropped flag", text(" --strict", "", COVERED), "fact-lost"),
    ("a flag in another case", text("-D", "-d", COVERED), "fact-lost"),
    ("a lost command", text("`books close --strict`", "care", COVERED), "fact-lost"),
    ("another number", text("8080", "8081", COVERED), "fact-lost"),
    (
        "two numbers swapped",
        text("40 rows and a cell at most 12", "12 rows and a cell at most 40", COVERED),
        "invented",
    ),
    ("another version", text("2.4.1", "2.4.2", COVERED), "fact-lost"),
    ("a lost path", text("docs/corrections.md", "a file", COVERED), "fact-lost"),
    ("a lost name", text("at most 40 rows", "at most rows", COVERED), "fact-lost"),
    ("a negation removed", text("Never print", "Print", COVERED), "turned-round"),
    ("a negation added", text("Encrypt every", "Never encrypt every", COVERED), "turned-round"),
    ("must became may", text("must have", "may have", COVERED), "invented"),
    ("an order turned round", text("invoice before the refund", "refund before the invoice", COVERED), "invented"),
    ("an invented sentence", text("- Encrypt", "- Smile at guests\n- Encrypt"), "invented"),
    ("an invented sentence of known words", text("- Encrypt", "- Print every backup\n- Encrypt"), "invented"),
    ("an invented title", text("## Closing a month", "## Closing a year"), "invented"),
    ("a title of our own in the wrong words", text("# Ledger keeper", "# Project truths"), "invented"),
    ("kept, in other words", text("Encrypt every backup", "Encrypt backup"), "not-verbatim"),
    ("a changed code block", text("books compare\n", "books compare --all\n"), "not-verbatim"),
    ("a code block in other quotes", text("```sh\n", "~~~sh\n"), "not-verbatim"),
    ("two fates", ledger("Count the coins", lambda f: [f, f]), "fate-twice"),
    ("no fate", ledger("Count the coins", lambda _: []), "fate-missing"),
    (
        "a fate of nothing",
        ledger("Count the coins", lambda f: [f, replace(f, statement=replace(f.statement, text="Hum"))]),
        "fate-unknown",
    ),
    ("a wrong line", ledger("Encrypt", lambda f: moved(f, 1)), "wrong-place"),
    ("a line beyond the end", ledger("Encrypt", lambda f: moved(f, 1000)), "wrong-place"),
    ("a further line that is blank", ledger("Encrypt", lambda f: [replace(f, also=((7, 7),))]), "wrong-place"),
    ("no text", ledger("Encrypt", lambda f: [replace(f, text="")]), "wrong-place"),
    ("no place", ledger("Encrypt", lambda f: [replace(f, lines=None)]), "no-place"),
    (
        "dropped for no reason",
        ledger("Encrypt", lambda f: [Fate(f.statement, DROPPED, None, "", " ")]),
        "no-place",
    ),
    ("the same as what it is not", elsewhere("Count the coins", "Ask the owner", FateKind.SAME_AS), "not-verbatim"),
    ("covered by what has not its facts", elsewhere("Ask the owner", "Count the coins", COVERED), "fact-lost"),
    (
        "several places, and none is told of",
        ledger("Encrypt", lambda f: [replace(f, also=((13, 13),))]),
        "piece-untold",
    ),
    ("a piece of something else", ledger("Encrypt", lambda f: in_pieces(f, "every coin")), "piece-untrue"),
    ("a piece in a wrong place", ledger("Encrypt", lambda f: in_pieces(f, "every backup", -1)), "piece-untrue"),
    ("a heading without a fate", heading("Coin | Roll", lambda _: []), "heading-missing"),
    ("a heading with two fates", heading("Coin | Roll", lambda f: [f, f]), "heading-twice"),
    (
        "a fate of no heading",
        heading("Coin | Roll", lambda f: [f, replace(f, heading=replace(f.heading, title="Hum"))]),
        "heading-unknown",
    ),
    (
        "a heading kept elsewhere",
        heading("Coin | Roll", lambda f: [replace(f, line=(f.line or 0) + 1)]),
        "heading-untrue",
    ),
    ("a heading kept in other words", standing("Till clerk", KEEPS), "heading-untrue"),
    ("a heading that stands and is left out", heading("Coin | Roll", lambda f: [gone(f)]), "heading-untrue"),
    ("a heading joined with one of nothing", standing("Till clerk", JOINS), "heading-untrue"),
    ("a left-out heading with a place", heading("Till clerk", lambda f: [replace(gone(f), line=9)]), "heading-untrue"),
    ("a title gone with its name", renamed("Till clerk", "Till clerk of ACME-7"), "title-hidden"),
    ("an unlisted conflict", without_conflicts, "conflict-unlisted"),
    (
        "a conflict that the ledger does not tell",
        ledger("for 90 days", lambda f: [replace(f, kind=KEPT)]),
        "conflict-untold",
    ),
    ("a part of nothing", with_part, "invented"),
    ("a diff that leads elsewhere", broken_diff, "diff"),
    ("no strict YAML", text("model: opus", "model: opus: new"), "front-matter"),
    (
        "a mark of no listed conflict",
        text("- Encrypt", '- Encrypt <!-- agentmerge: conflict, "a" (left.md:1) or "b" (right.md:1) -->'),
        "mark-unlisted",
    ),
    ("another value", text("model: opus", "model: haiku"), "front-matter"),
]


def test_a_proposal_as_made_holds(case: Case) -> None:
    assert case.proposal.violations == ()
    assert case.check(case.proposal) == ()


@pytest.mark.parametrize(("plant", "code"), [p[1:] for p in PLANTED], ids=[p[0] for p in PLANTED])
def test_what_is_planted_is_found(case: Case, plant: Callable[[Proposal], Proposal], code: str) -> None:
    planted = plant(case.proposal)
    assert planted != case.proposal
    found = case.check(planted)
    assert code in {violation.code for violation in found}
    assert all(violation.message and violation.span.start >= 1 for violation in found)


def test_our_own_titles_are_those_of_the_merge() -> None:
    from analyzer.merge import sections

    assert {sections._FACTS, sections._EXAMPLES, sections._TRIGGERS, sections._MORE} == set(OWN_TITLES)


def test_a_violation_is_said_wherever_one_looks(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    violation = Violation(Span("left.md", 4, 4), "fact-lost", "--strict is nowhere")
    broken = replace(case.analysis, proposals=(replace(case.proposal, violations=(violation,)),))
    monkeypatch.setattr(pipeline, "analyze", lambda *_, **__: broken)
    assert cli.main(["analyze", str(tmp_path), "--embedder", "hash", "-o", str(tmp_path / "out")]) == cli.Exit.FAULT
    assert "--strict is nowhere" in capsys.readouterr().err
    assert "--strict is nowhere" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    told = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert [v["code"] for v in told["families"][0]["violations"]] == ["fact-lost"]
