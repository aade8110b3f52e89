from __future__ import annotations

import html
import re
import sys
import unicodedata
from dataclasses import replace

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from analyzer.decisions import about_conflict
from analyzer.model import FateKind, OverlapGraph, Problem, Reference, Ruling, Said, Span, Standing, Verdict
from analyzer.report import markdown
from analyzer.report.escape import cell, code, prose, visible

GITHUB = MarkdownIt("gfm-like", {"linkify": False, "html": True})
SNIPPETS = st.lists(
    st.sampled_from(
        ["|", "\\", "`", "``", "@octocat", "#1", "<b>", "https://x.test", "*", "_", "[a](b)", "&lt;", " ", "x"]
    ),
    max_size=8,
).map("".join)


def seen(inline: str) -> str:
    """Return what a reader sees of Markdown."""
    rendered = re.sub(r"</?p>|</?code>", "", GITHUB.render(inline)).strip()
    return html.unescape(rendered).replace("\u200b", "")


SEEN_MARKS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Format characters that are drawn: signs of numbers and the like."""
HIDDEN = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


@pytest.mark.parametrize("before", ["a", "", "\u0645", "\N{BREAD}"])
def test_nothing_without_a_shape_of_its_own_hides_in_what_is_shown(before: str) -> None:
    for letter in set(HIDDEN) - {*SEEN_MARKS, "\t", "\n"}:
        assert visible(f"{before}{letter} b") == f"{before}\N{REPLACEMENT CHARACTER} b", ascii(letter)


@pytest.mark.parametrize(
    "text",
    [
        "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}",
        "\N{HEAVY BLACK HEART}\ufe0f\N{ZERO WIDTH JOINER}\N{FIRE}",
        "\u0645\u06cc\N{ZERO WIDTH NON-JOINER}\u0634\u0648\u062f",  # Persian
        "\u1797\u17b6\u179f\u17b6\N{ZERO WIDTH SPACE}\u1781\u17d2\u1798\u17c2\u179a",  # Khmer
        SEEN_MARKS,
        "a\tb\nc\u00a0d",
    ],
)
def test_what_scripts_and_emoji_are_written_with_stays(text: str) -> None:
    assert visible(text) == text


@given(SNIPPETS)
def test_code_shows_the_text_and_nothing_in_it_is_live(text: str) -> None:
    flat = " ".join(text.split())
    rendered = GITHUB.render(f"x {code(text)} x").strip()
    assert html.unescape(rendered) == (f"<p>x <code>{flat}</code> x</p>" if flat else "<p>x  x</p>")


@given(SNIPPETS)
def test_a_table_cell_stays_one_cell(text: str) -> None:
    rendered = GITHUB.render(f"| a | b |\n|---|---|\n| {cell(code(text))} | end |")
    assert rendered.count("<td>") == 2
    assert "<td>end</td>" in rendered


@given(SNIPPETS)
def test_prose_shows_the_text_and_nothing_in_it_is_live(text: str) -> None:
    rendered = GITHUB.render(f"x {prose(text)} x")
    assert re.findall(r"<(\w+)", rendered) == ["p"]
    assert seen(f"x {prose(text)} x") == f"x {text} x"


@pytest.mark.parametrize(
    "text",
    [
        "@octocat",
        "see #12",
        "http://a.test",
        "www.a.test",
        "GH-4",
        "a/b#3",
        "me@a.test",
        "since 8350095",
        "a/b@6d20490f389ffb849c5dfb30124a7114683c0d3f",
        "a :shipit: too",
    ],
)
def test_what_hosts_bring_to_life_after_markdown_is_parted(text: str) -> None:
    assert "&#8203;" in prose(text)


@pytest.mark.parametrize("text", ["# a", "- a", "+ a", "1. a", "23) a", "---", "===", "> a", " # a", "~~~", "#12"])
def test_a_sentence_starts_no_block(text: str) -> None:
    rendered = GITHUB.render(f"above\n{prose(text)}\n\n- {prose(text)}")
    assert re.findall(r"<(\w+)", rendered) == ["p", "ul", "li"]


def test_hostile_text_makes_no_element() -> None:
    rendered = GITHUB.render(markdown.render(sample.analysis()))
    assert "<script" not in rendered
    assert "<img" not in rendered
    assert "<a " not in rendered
    assert "\x1b" not in rendered


@pytest.mark.parametrize("count", [1, 5, 40, 500, 3000])
def test_it_is_never_too_long_for_a_comment(count: int) -> None:
    text = markdown.render(sample.crowd(count))
    assert len(text.encode()) <= 65_000
    if count > 500:
        assert "left out here for length; report.json has all." in text


def test_endless_names_are_cut_too() -> None:
    long = tuple(Problem(Span("é/" * 2000 + f"{i}.md", 1, 1), "empty", "ü" * 5000) for i in range(50))
    assert len(markdown.render(replace(sample.crowd(50), problems=long, notes=("n" * 9000,))).encode()) <= 65_000


def test_what_both_say_word_for_word_is_quoted_once() -> None:
    [merge, *_] = sample.analysis().overlaps
    [evidence, *_] = merge.evidence
    alike = replace(evidence, b=replace(evidence.b, text=evidence.a.text))
    graph = OverlapGraph((replace(merge, evidence=(alike,)),), ())
    text = markdown.render(replace(sample.analysis(), graph=graph, proposals=()))
    assert text.count(evidence.a.text) == 1
    assert f"both say: `{evidence.a.text}` (`{evidence.a.span}`, `{evidence.b.span}`)" in text


def test_evidence_that_the_proposal_does_not_go_by_stands_last_and_says_so() -> None:
    [proposal] = sample.analysis().proposals
    [merge, *_] = sample.analysis().overlaps
    joined = merge.evidence[0]
    apart = replace(joined, a=proposal.canonical.passages[1].wording)
    first, second, *rest = proposal.canonical.passages
    passages = (replace(first, stands_for=(joined.a, joined.b)), second, *rest)
    text = markdown.render(
        replace(
            sample.analysis(),
            graph=OverlapGraph((replace(merge, evidence=(apart, joined)),), ()),
            proposals=(replace(proposal, canonical=replace(proposal.canonical, passages=passages)),),
        )
    )
    told = [line.strip() for line in text.splitlines() if line.startswith("   - say the same")]
    assert told[0].startswith(f"- say the same: `{joined.a.text}`")
    assert told[1].startswith(f"- say the same by themselves: `{apart.a.text}`")
    assert [line.endswith("; the proposal keeps both") for line in told] == [False, True]


def test_unrelated_definitions_are_not_counted_as_overlaps() -> None:
    merge, siblings = sample.analysis().overlaps
    graph = replace(sample.analysis().graph, overlaps=(merge, replace(siblings, verdict=Verdict.UNRELATED)))
    assert " 1 overlap found." in markdown.render(replace(sample.analysis(), graph=graph))


def test_it_says_the_verdict_then_the_table_then_the_graph_then_the_details() -> None:
    text = markdown.render(sample.analysis())
    assert text.startswith("# 2 definitions should become 1; 1 conflict to decide\n")
    places = [
        text.index(mark) for mark in ("| family |", "```mermaid", "### `server-dev`", "**To decide:", "## Overlaps")
    ]
    assert places == sorted(places)


def rows(text: str, of: str) -> list[list[str]]:
    """Return the cells of the rows of the folded table whose summary has *of*."""
    [table] = [part for part in text.split("<details>") if of in part.split("</summary>")[0]]
    return [row.strip("| ").split(" | ") for row in table.splitlines() if row.startswith("| `")]


def test_what_a_reader_may_doubt_stands_first_and_the_plain_covers_behind_it() -> None:
    [proposal] = sample.analysis().proposals
    text = markdown.render(sample.analysis())
    first = rows(text, "Look at these first: 3 statements")  # what is moved is verbatim
    assert [row[:2] for row in first] == [["`B:8`", "dropped"], ["`B:7`", "conflict"], ["`B:6`", "same as"]]
    assert first[-1][-1] == "not there: gets"
    dev, helper = proposal.diffs
    plain = replace(helper.fates[0], text="Each endpoint gets an integration test, and a name.")
    longer = replace(proposal, diffs=(dev, replace(helper, fates=(plain, *helper.fates[1:]))))
    text = markdown.render(replace(sample.analysis(), proposals=(longer,)))
    [same] = rows(text, "1 more statement ")
    assert same == ["`B:6`", "same as", f"`{plain.statement.text}`", f"`{plain.text}` at 6", "`Rules`", plain.reason]


def test_a_doubted_cover_tells_why_and_what_says_each_piece() -> None:
    [proposal] = sample.analysis().proposals
    first, second = proposal.diffs
    pieces = (Said("an integration test", (6, 6), "Test it."), Said("each endpoint", (8, 8), "All | endpoints."))
    split = replace(second.fates[0], kind=FateKind.COVERED_BY, also=((8, 8),), pieces=pieces)
    cut = replace(proposal, diffs=(first, replace(second, fates=(split, *second.fates[1:]))))
    text = markdown.render(replace(sample.analysis(), proposals=(cut,)))
    assert (
        "`an integration test` at 6 in `Test it.`; `each endpoint` at 8 in `All \\| endpoints.` |  | not there" in text
    )


def test_what_the_ledger_quotes_is_whole_where_there_is_room() -> None:
    [proposal] = sample.analysis().proposals
    first, second = proposal.diffs
    text = "No integration test, no release. " * 20
    fates = tuple(replace(fate, text=text) for fate in second.fates)
    long = replace(proposal, diffs=(first, replace(second, fates=fates)))
    assert f"`{text.strip()}`" in markdown.render(replace(sample.analysis(), proposals=(long,)))


def test_headings_that_are_gone_are_listed_and_what_they_alone_said_is_in_the_summary() -> None:
    text = markdown.render(sample.analysis())
    assert "Of 3 headings: 1 kept, 1 joined with others, 1 left out." in text
    told = text[text.index("**1 heading left out with what no other line says:**") :].splitlines()[0]
    assert "`Ask @octocat" in told
    assert "MCP" in told
    found = rows(text, "Headings: 2 headings that the proposal does not have")
    assert [row[1] for row in found] == ["left out", "joined"]
    assert found[1][:4] == ["`B:6`", "joined", "`Limits`", "`Rules` at line 5"]


@pytest.mark.parametrize(("staying", "told"), [(2, False), (1, True), (0, True)])
def test_a_heading_that_a_third_of_its_statements_left_is_listed(*, staying: int, told: bool) -> None:
    [proposal] = sample.analysis().proposals
    first, second = proposal.diffs
    kept, *others = second.headings
    below = 2 if staying else 1
    kept = replace(kept, below=below, staying=staying)
    hollow = replace(proposal, diffs=(first, replace(second, headings=(kept, *others))))
    text = markdown.render(replace(sample.analysis(), proposals=(hollow,)))
    assert ("; 1 heading that a third or more of it left" in text) is told


def test_it_says_how_long_the_canonical_is_beside_the_longest_source() -> None:
    text = markdown.render(sample.analysis())
    assert "The canonical has 44 words, the longest source 33: whoever used that one loads 1.3 times as much." in text
    assert "| 61 | 33 | 44 |" in text


def test_overlaps_that_are_not_drawn_are_counted() -> None:
    assert "more not drawn." in markdown.render(sample.crowd(300))
    assert "more not drawn." not in markdown.render(sample.analysis())


def test_nothing_to_merge_is_said() -> None:
    text = markdown.render(sample.crowd(1))
    assert text.startswith("# No definitions should become one\n")
    assert "No definitions should become one." in text
    assert "No two definitions overlap." in text


def test_what_is_to_decide_is_shown_in_full() -> None:
    [proposal] = sample.analysis().proposals
    reason = "; ".join(f"server-{n}.md may use what others may not" for n in range(30)) + "."
    side = " ".join(f"rule{n}" for n in range(90))
    [limits] = proposal.canonical.conflicts
    longer = replace(limits, reason=reason, sides=(replace(limits.sides[0], value=side), limits.sides[1]))
    canonical = replace(proposal.canonical, conflicts=(longer,))
    family = replace(proposal.family, reason=reason)
    text = markdown.render(
        replace(sample.analysis(), proposals=(replace(proposal, canonical=canonical, family=family),))
    )
    assert text.count(reason) == 2
    assert side in text


@pytest.mark.parametrize("settled", [False, True])
def test_of_opposite_statements_it_says_what_they_differ_in_and_how_to_settle_it(*, settled: bool) -> None:
    [proposal] = sample.analysis().proposals
    [limits] = proposal.canonical.conflicts
    sides = tuple(replace(side, statements=(sample.statement(side.spans[0].path, 1, "x"),)) for side in limits.sides)
    reason = "It was decided: r." if settled else "200 lines against 500 lines"
    opposed = replace(limits, topic="Rules", sides=sides, chosen="", reason=reason, settled=settled)
    canonical = replace(proposal.canonical, conflicts=(opposed,))
    text = markdown.render(replace(sample.analysis(), proposals=(replace(proposal, canonical=canonical),)))
    told = "**To decide, in `Rules`: 200 lines against 500 lines.** Both sides stand in the canonical until"
    assert (told in text) is not settled
    assert ("`agentmerge review` or `agentmerge decide choose`" in text) is not settled
    assert ("**Decided: `Rules`.** It was decided: r." in text) is settled


def test_what_is_decided_is_not_counted_as_to_decide() -> None:
    [proposal] = sample.analysis().proposals
    [limits] = proposal.canonical.conflicts
    canonical = replace(proposal.canonical, conflicts=(replace(limits, settled=True),))
    text = markdown.render(replace(sample.analysis(), proposals=(replace(proposal, canonical=canonical),)))
    assert text.startswith("# 2 definitions should become 1\n")


def test_a_value_in_conflict_is_told_where_it_is_to_be_decided_whatever_its_source_calls_it() -> None:
    [proposal] = sample.analysis().proposals
    [limits] = proposal.canonical.conflicts
    dev, helper = proposal.diffs
    grant = replace(helper.fates[0].statement, text="Bash", field="allowed-tools")
    fates = (replace(helper.fates[0], statement=grant, kind=FateKind.CONFLICT), *helper.fates[1:])
    canonical = replace(proposal.canonical, conflicts=(replace(limits, topic="tools"),))
    found = replace(proposal, canonical=canonical, diffs=(dev, replace(helper, fates=fates)))
    assert "`Bash`" not in markdown.render(replace(sample.analysis(), proposals=(found,)))


def test_of_a_choice_it_says_what_it_is_about_and_not_one_of_the_sides() -> None:
    sides = [("a.md", "opus"), ("b.md", "sonnet")]
    ruling = Ruling(about_conflict("model", sides, "sonnet", "cheap"), Standing.HOLDS, "“sonnet” holds.")
    text = markdown.render(replace(sample.analysis(), rulings=(ruling,)))
    assert "| choose | `a.md`, `b.md` `model` | cheap | holds | “sonnet” holds. |" in text


def test_counts_of_statements_say_which_are_counted() -> None:
    text = markdown.render(sample.analysis())
    assert "Of 8 source statements, front matter included: " in text
    assert "of its 4 statements below the front matter too." in text


def test_a_place_in_a_file_that_is_only_proposed_is_a_line_of_the_proposal() -> None:
    [proposal] = sample.analysis().proposals
    move = next(m for m in proposal.moves if m.absorbed)
    found = [
        Reference(Span(path, 40, 40), 0, "server-helper", "", safe=False, reason="look", line="", move=move)
        for path in ("api/server-dev.md", "README.md")
    ]
    text = markdown.render(replace(sample.analysis(), proposals=(replace(proposal, references=tuple(found)),)))
    assert "- **look** line 40 of the proposal for `api/server-dev.md`, `server-helper`: look" in text
    assert "- **look** `README.md:40` `server-helper`: look" in text
