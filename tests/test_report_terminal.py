from __future__ import annotations

import re
from dataclasses import replace

import sample

from analyzer.model import Problem, Span
from analyzer.report import terminal


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
