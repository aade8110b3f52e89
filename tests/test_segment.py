"""Cutting into statements: where each begins and ends, and what it is for."""

from __future__ import annotations

from time import process_time

import pytest
from awkward import FILES
from casefile import Case, read_cases
from conservation import lost_words
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analyzer.model import Source
from analyzer.parse import parse
from analyzer.segment import segment
from analyzer.segment.sentences import cut_sentences, sentences_within
from analyzer.text import squash

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def written(text: str) -> str:
    """Return a line for each statement of *text*."""
    statements = segment(parse(Source("clerk.md", text)))
    return "\n".join(
        f"{s.span.start}-{s.span.end} | {s.kind} | {s.shape} | {s.field or ' > '.join(s.section)} | {s.text!r}"
        for s in statements
    )


@pytest.mark.parametrize("case", read_cases("segment.md"), ids=lambda case: case.title)
def test_case(case: Case) -> None:
    assert written(case.given) == case.expected


@pytest.mark.parametrize(
    "text",
    [
        f"---\nname: clerk\ndescription: {'<example>' * 16_000}\n---\nCount.\n",
        "".join(f"{' ' * 4 * n}<a{n}>\n\n" for n in range(300))
        + "".join(f"{' ' * 4 * n}</a{n}>\n" for n in reversed(range(300))),
    ],
    ids=["examples without an end", "tags within tags"],
)
def test_what_never_ends_takes_no_longer_than_it_is_long(text: str) -> None:
    start = process_time()
    written(text)
    assert process_time() - start < 3  # seconds; read again from each of its places, it takes ten


@many
@given(FILES)
def test_nothing_of_a_file_is_lost(text: str) -> None:
    assert lost_words(Source("clerk.md", text)) == []


def test_the_law_sees_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source("clerk.md", "# Tides\n\nRead the table.\n\n- Close the book\n")
    whole = segment(parse(source))
    monkeypatch.setattr("conservation.segment", lambda _: whole[:-1])
    assert lost_words(source) == [(5, "Close"), (5, "the"), (5, "book")]


@many
@given(FILES)
@example("...\n    > ")
def test_statements_are_numbered_in_reading_order_within_their_lines(text: str) -> None:
    statements = segment(parse(Source("clerk.md", text)))
    assert [s.ordinal for s in statements] == list(range(len(statements)))
    assert [s.span.start for s in statements] == sorted(s.span.start for s in statements)
    assert all(1 <= s.span.start <= s.span.end <= text.count("\n") + 1 for s in statements)
    assert all(s.text.strip() for s in statements)


@many
@given(FILES)
def test_reading_depends_on_nothing_but_the_text(text: str) -> None:
    first, other = Source("a.md", text), Source("b.md", text)
    alone = segment(parse(first))
    together = segment([*parse(other), *parse(first)])
    assert together[len(together) - len(alone) :] == alone


@many
@given(st.text(alphabet=st.sampled_from("abcAB .!?*_`()[]\"'\n1290:/e.g"), max_size=80))
def test_sentences_keep_every_character_but_the_blanks_between_them(text: str) -> None:
    assert "".join(cut_sentences(text)).replace(" ", "") == squash(text).replace(" ", "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Read the tables", ()),
        ("Read the tables.", ()),
        ("Tides: spring tides, neap tides", ()),
        ("Never do: Leave the bridge. Sleep on watch.", ()),
        ("Tides: Read the tables.", ("Read the tables.",)),
        ("Tides: Read the tables. Ask for the depth", ("Read the tables.", "Ask for the depth")),
        ("Read the tables. Ask for the depth.", ("Read the tables.", "Ask for the depth.")),
    ],
)
def test_a_long_text_has_sentences_within(text: str, found: tuple[str, ...]) -> None:
    assert sentences_within(text) == found
