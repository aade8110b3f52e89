from __future__ import annotations

import re
from dataclasses import replace

import pytest
import sample

from analyzer.cli.screen import printable
from analyzer.model import (
    IDENTICAL,
    Audit,
    Change,
    ChangeKind,
    Explanation,
    Move,
    OverlapGraph,
    Plan,
    Problem,
    Reading,
    Reference,
    RelationKind,
    Shift,
    Sides,
    Span,
    Undone,
)
from analyzer.report import audit_terminal, explain, plan_terminal, terminal

READINGS = tuple(Reading(judge, ()) for judge in ("network", "together"))


def test_input_cannot_reach_the_terminal() -> None:
    analysis = sample.analysis()
    family = replace(analysis.proposals[0].family, name=sample.HOSTILE)
    odd = replace(
        analysis,
        proposals=(replace(analysis.proposals[0], family=family),),
        problems=(Problem(Span("\x1b]0;title\x07.md", 1, 1), "empty", sample.HOSTILE),),
        notes=("\x9b2J\r[red]note[/red]",),
    )
    text = terminal.render(odd)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    assert "[red]note[/red]" in text
    assert "[bold]x[/bold]" in text


@pytest.mark.parametrize("text", ["::stop-commands::x", " \t::error::x", ":::set-env::x", "##[error]x", "a ##[group]x"])
def test_input_gives_continuous_integration_no_commands(text: str) -> None:
    found = sample.analysis()
    said = replace(found.statements[0], span=Span(text, 1, 1))
    shift = Shift(said, said, text)
    audit = Audit((), (), 1, 1, (), (shift,), (), (shift,), (Problem(Span(text, 1, 1), "empty", text),))
    change = Change(text, ChangeKind.REMOVE, b"", None)
    sides = Sides((text,), (text,), (text,))
    shown = (
        terminal.render(replace(found, notes=(text,), problems=audit.problems)),
        audit_terminal.render(audit),
        plan_terminal.render(Plan((text,), (), (change,), ((text, text),), (), (text,))),
        plan_terminal.render_undone(Undone((text,), (text,), interrupted=False, left=0)),
        explain.render(Explanation(text, text, IDENTICAL, RelationKind.SAME, sides, sides, READINGS)),
        printable(text),
    )
    rows = [row.strip() for output in shown for row in output.splitlines()]
    assert [row for row in rows if row.startswith("::") or "##[" in row] == []
    assert "stop-commands" not in text or sum("stop-commands::x" in output for output in shown) == len(shown)


def test_a_heading_that_alone_says_what_is_gone_is_told() -> None:
    text = terminal.render(sample.analysis())
    assert "1 heading is left out with what no other line says:\n  api/server-helper.md:7: Ask @octocat" in text
    assert "Limits" not in text


def test_colour_is_all_that_colour_adds() -> None:
    plain = terminal.render(sample.analysis())
    coloured = terminal.render(sample.analysis(), colour=True)
    assert "\x1b[" in coloured
    assert [re.sub(r"\x1b\[[\d;]*m", "", row).rstrip() for row in coloured.splitlines()] == plain.splitlines()


def test_it_is_short_unless_asked() -> None:
    analysis = sample.crowd(300)
    assert terminal.render(analysis).count("\n") < 60
    assert "more: see report.md" in terminal.render(analysis)
    full = terminal.render(analysis, full=True)
    assert all(p.family.name in full for p in analysis.proposals)


def test_lines_fit() -> None:
    assert max(map(len, terminal.render(sample.crowd(40), width=60).splitlines()[:20])) <= 60


def test_one_definition_is_no_plural() -> None:
    found = sample.analysis()
    empty = replace(found, proposals=(), graph=OverlapGraph((), ()))
    alone = replace(empty, definitions=found.definitions[:1], statements=found.statements[:1])
    assert terminal.render(alone).startswith("1 definition, 1 statement. ")


@pytest.mark.parametrize(
    ("dry_run", "place"), [(True, "line 9 of the proposal for a.md: b: look"), (False, "a.md:9 b: look")]
)
def test_a_place_in_what_is_not_written_yet_is_a_line_of_the_proposal(*, dry_run: bool, place: str) -> None:
    move = Move("a", "b.md", "b", "a.md", "a", "claude-agent")
    spoken = Reference(Span("a.md", 9, 9), 0, "b", "", safe=False, reason="look", line="", move=move)
    written = Change("a.md", ChangeKind.WRITE, b"", b"x")
    assert f"  {place}\n" in plan_terminal.render(Plan(("a",), (move,), (written,), (), (spoken,)), dry_run=dry_run)
