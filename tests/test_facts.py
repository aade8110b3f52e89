from __future__ import annotations

from time import process_time

import pytest
from casefile import Case, read_cases

from analyzer.facts import contradiction, denied, eased, facts, missing
from analyzer.text import fold, plain

FACTS, LOST, CONFLICTS, DENIED, EASED = (
    read_cases(f"{name}.md") for name in ("facts", "lost", "conflicts", "denied", "eased")
)
TEXTS = [case.given.rstrip("\n") for case in FACTS]
SECONDS = 3
"""Far more than a text of this length takes, far less than one takes that is read again from each of its places."""


def title(case: Case) -> str:
    return case.title


def described(text: str) -> str:
    found = facts(text)
    sets = {name: ", ".join(sorted(getattr(found, name))) for name in ("numbers", "names", "code")}
    stance = [name for name in ("negated", "binding", "optional") if getattr(found, name)]
    return "\n".join([*(f"{name}: {values}" for name, values in sets.items() if values), *stance]) or "nothing"


@pytest.mark.parametrize("case", FACTS, ids=title)
def test_the_facts_of_a_text(case: Case) -> None:
    assert described(case.given.rstrip("\n")) == case.expected


@pytest.mark.parametrize("case", LOST, ids=title)
def test_what_is_lost_when_the_second_stands_for_the_first(case: Case) -> None:
    first, second = case.given.splitlines()
    assert (", ".join(missing(first, second)) or "nothing") == case.expected


@pytest.mark.parametrize("case", CONFLICTS, ids=title)
def test_what_spelling_proves_to_be_a_conflict(case: Case) -> None:
    first, second = case.given.splitlines()
    assert (contradiction(first, second) or "nothing") == case.expected
    assert bool(contradiction(second, first)) == (case.expected != "nothing")


@pytest.mark.parametrize("case", DENIED, ids=title)
def test_whether_one_may_deny_the_other(case: Case) -> None:
    first, second = case.given.splitlines()
    assert denied(first, second) == denied(second, first) == (case.expected == "denied")


@pytest.mark.parametrize("case", EASED, ids=title)
def test_what_asks_for_less(case: Case) -> None:
    first, second = case.given.splitlines()
    assert (eased(first, second) or "nothing") == case.expected
    assert not eased(second, first)


@pytest.mark.parametrize("piece", ["1,", "12,", "-", "a-", "`", "**a "])
def test_a_line_of_one_thing_takes_no_longer_than_it_is_long(piece: str) -> None:
    start = process_time()
    facts(piece * 16_000)
    plain(piece * 16_000)
    assert process_time() - start < SECONDS


def test_many_commands_are_looked_for_in_a_long_text_at_once() -> None:
    """The audit looks for each command of a source in all that the result says."""
    long = "Coil the rope, then ring the bell twice. " * 8_000
    start = process_time()
    gone = [missing(f"Run `moor --berth-{number}`.", long) for number in range(2_000)]
    assert all(gone)
    assert process_time() - start < SECONDS


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_lacks_nothing_that_it_says_and_does_not_contradict_itself(text: str) -> None:
    assert missing(text, text) == ()
    assert contradiction(text, text) == ""


@pytest.mark.parametrize("more", ["Ask first.", "Be brief and friendly."])
@pytest.mark.parametrize("text", TEXTS)
def test_what_is_added_takes_no_fact_away(text: str, more: str) -> None:
    assert missing(text, f"{text} {more}") == ()


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_lost_is_a_fact_of_the_text(text: str) -> None:
    assert set(missing(text, "Be kind.")) <= facts(text).concrete


@pytest.mark.parametrize("text", TEXTS)
def test_case_marks_and_end_punctuation_hide_no_fact(text: str) -> None:
    assert missing(text, fold(text)) == () == missing(fold(text), text)
