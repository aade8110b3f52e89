"""What may stand for what, however sure the judge is."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

import pytest
from sample import statement

from analyzer.merge.comparable import Peers, find_peers
from analyzer.merge.cover import nearest
from analyzer.merge.holding import holds
from analyzer.merge.named import belongs_elsewhere
from analyzer.model import Kind, Part, Relation, RelationKind
from analyzer.segment import sentences_within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzer.model import Judgements, Statement


PEERS = Peers("", frozenset(), frozenset({"harbour"}))
"""All of this family is about harbours."""


class Sure:
    """A judge that calls every pair the same, and is this sure of it; it has read these *sentences* of texts."""

    def __init__(self, sure: float = 0.99, sentences: Mapping[str, tuple[str, ...]] = MappingProxyType({})) -> None:
        self._sure = sure
        self._sentences = sentences

    def said_by(self, said: Statement | Part) -> tuple[str, ...]:
        return (said.text, *self._sentences.get(said.text, ()))

    def covers(self, _other: Part, _part: Part) -> float:
        return self._sure

    def between(self, _other: Part, _part: Part) -> Relation:
        return Relation(RelationKind.SAME, redundancy=self._sure, cosine=0.9, a_covers=self._sure, b_covers=self._sure)


@pytest.mark.parametrize(
    ("says", "section", "gone", "may"),
    [
        ("Rope storage in dry lockers", ("Duties",), "Rope storage", True),
        ("Storage strategies", ("Duties",), "Rope storage", False),
        ("Storage strategies", ("Ropes",), "Rope storage", True),
        ("Lockers for hawsers", ("Duties",), "Rope storage", True),
        ("Caching strategies", ("Duties",), "Build caching", False),
        ("Cipher practices", ("Duties",), "Cipher and key management", False),
        ("Best practices", ("Ropes",), "Best practices", False),
    ],
    ids=[
        "more",
        "less",
        "less, and the rest in its title",
        "other words",
        "a build that is a thing",
        "keys of a lock",
        "of something else",
    ],
)
def test_what_names_less_stands_for_nothing_that_names_more(
    says: str, section: tuple[str, ...], gone: str, *, may: bool
) -> None:
    other, part = (
        Part(found, 0, found.text)
        for found in (statement("a.md", 0, says, Kind.EXPERTISE), statement("b.md", 0, gone, Kind.EXPERTISE))
    )
    assert holds(other, part, cast("Judgements", Sure()), PEERS, floor=0.5, section=section) is may


@pytest.mark.parametrize(
    ("says", "gone", "may"),
    [
        ("Enhance the mooring plan and the tug orders", "Improve the mooring plan", True),
        ("Analyze the mooring plan and the tug orders", "Review the mooring plan", True),
        ("Verify the mooring plan and the tug orders", "Write the mooring plan", False),
        ("Check the mooring plan, then write the tug orders", "Write the mooring plan", True),
    ],
    ids=["verbs alike", "verbs of looking", "another deed", "a verb that it has elsewhere"],
)
def test_a_deed_stands_for_another_where_their_verbs_are_alike(says: str, gone: str, *, may: bool) -> None:
    other, part = (
        Part(found, 0, found.text)
        for found in (statement("a.md", 0, says, Kind.INSTRUCTION), statement("b.md", 0, gone, Kind.INSTRUCTION))
    )
    assert holds(other, part, cast("Judgements", Sure()), PEERS, floor=0.5, section=("Duties",)) is may


@pytest.mark.parametrize(
    ("says", "gone", "may"),
    [
        ("**For berth design**: a chart of all depths", "Design berths", False),
        ("**Design berths**: draw a chart of all depths", "Design berths", True),
        ("**Berths**: draw a chart of all depths", "Maintain berths", True),
    ],
    ids=["what the design is for", "the order itself", "just to see to it"],
)
def test_what_to_do_is_no_label_that_only_has_its_words(says: str, gone: str, *, may: bool) -> None:
    other, part = (Part(found, 0, found.text) for found in (statement("a.md", 0, says), statement("b.md", 0, gone)))
    assert holds(other, part, cast("Judgements", Sure(0.1)), PEERS, floor=0.5, section=("Duties",)) is may


@pytest.mark.parametrize(("section", "may"), [("Engines", False), ("Sails and spars", True), ("Core skills", False)])
def test_a_label_is_of_what_its_title_names(section: str, *, may: bool) -> None:
    other, part = (
        Part(replace(statement(path, 0, text, Kind.EXPERTISE), section=(under,)), 0, text)
        for path, text, under in (
            ("a.md", "**Cost control**: count the hours", section),
            ("b.md", "Cost control", "Sails"),
        )
    )
    assert holds(other, part, cast("Judgements", Sure(0.5)), PEERS, floor=0.5, section=(section,)) is may


@pytest.mark.parametrize(
    ("path", "section", "text", "may"),
    [
        ("b.md", "Radio logs", "Error handling", False),
        ("b.md", "Sail making", "Error handling", True),
        ("a.md", "Radio logs", "Error handling", True),
        ("b.md", "Radio logs", "Handling: error", False),
        ("b.md", "Radio logs", "Handled errors", True),
        ("b.md", "Radio logs", "Error handling on every watch", True),
    ],
    ids=[
        "another title",
        "a title with a word in common",
        "another author",
        "the same turned round",
        "other forms",
        "more words",
    ],
)
def test_what_one_author_says_in_few_words_under_two_titles_is_meant_twice(
    path: str, section: str, text: str, *, may: bool
) -> None:
    other = replace(statement(path, 1, text, Kind.EXPERTISE), section=(section,))
    own = replace(statement("b.md", 0, "Error handling", Kind.EXPERTISE), section=("Sails",))
    assert PEERS.comparable(other, own) is may


@pytest.mark.parametrize(
    ("says", "section", "gone", "sure", "may"),
    [
        ("Weekly repair and cleaning", ("Engines",), "Repair and cleaning", 0.97, False),
        ("Weekly repair and cleaning", ("Sails",), "Repair and cleaning", 0.97, True),
        ("Weekly repair and cleaning", ("Engines",), "Repair and cleaning", 0.99, True),
        ("Weekly repair and cleaning of spars", ("Engines",), "Repair and cleaning of the spars", 0.97, True),
    ],
    ids=["another title", "the same title", "as good as the same", "words that need no title"],
)
def test_a_short_line_is_read_with_its_title(
    says: str, section: tuple[str, ...], gone: str, sure: float, *, may: bool
) -> None:
    other, part = (
        Part(replace(statement(path, 0, text, Kind.EXPERTISE), section=under), 0, text)
        for path, text, under in (("a.md", says, section), ("b.md", gone, ("Sails",)))
    )
    assert holds(other, part, cast("Judgements", Sure(sure)), PEERS, floor=0.5, section=section) is may


@pytest.mark.parametrize(
    ("says", "under", "gone", "title", "sure", "may"),
    [
        ("Log keeping with daily entries", "Harbour radio", "Log keeping", "Harbour pilots", 0.97, True),
        ("Radios with log keeping", "Harbour radio", "Log keeping", "Harbour pilots", 0.97, False),
        ("Radios with log keeping", "Harbour radio", "Log keeping", "Harbour radio", 0.97, True),
        ("Daily log keeping", "Radio techniques", "Log keeping", "Pilot techniques", 0.97, False),
        ("Radio logs", "Watches", "Log tools", "Tool racks", 0.97, False),
        ("Log setup", "Radio", "Set up the log", "Approach", 0.97, False),
        ("Log setup", "Radio", "Set up the radio log", "Approach", 0.97, True),
    ],
    ids=[
        "named first, under a title that is of the family too",
        "named last",
        "named last under the same title",
        "titles that share a word of all titles",
        "a title that adds a word",
        "of one title, for what is said of all",
        "of one title, for what names that",
    ],
)
def test_a_word_of_all_titles_makes_no_two_lists_one(  # noqa: PLR0913 - two lines, and what may be
    says: str, under: str, gone: str, title: str, sure: float, *, may: bool
) -> None:
    other, part = (
        Part(replace(statement(path, 0, text, Kind.EXPERTISE), section=(heading,)), 0, text)
        for path, text, heading in (("a.md", says, under), ("b.md", gone, title))
    )
    assert holds(other, part, cast("Judgements", Sure(sure)), PEERS, floor=0.5, section=(under,)) is may


@pytest.mark.parametrize(
    ("says", "gone", "may"),
    [
        ("Structures each log as a table", "Create structure", False),
        ("Create the structure of each log", "Create log structure", True),
        ("Comprehensive structure", "Create structure", True),
    ],
    ids=["a word", "two words", "the same word alone"],
)
def test_an_order_of_one_word_leans_on_what_is_around_it(says: str, gone: str, *, may: bool) -> None:
    other, part = (
        Part(replace(statement(path, 0, text), section=("Approach",)), 0, text)
        for path, text in (("a.md", says), ("b.md", gone))
    )
    assert holds(other, part, cast("Judgements", Sure(0.9)), PEERS, floor=0.5, section=("Duties",)) is may


@pytest.mark.parametrize(
    ("says", "kind", "may"),
    [
        ("Sound the depth of the whole channel daily", Kind.EXPERTISE, False),
        ("Sound the depth of the whole channel daily", Kind.CHECK, True),
        ("Sound the channel depth", Kind.INSTRUCTION, True),
    ],
    ids=["what one does", "another check", "the same words"],
)
def test_what_is_to_be_checked_is_said_by_a_check_or_in_its_own_words(says: str, kind: Kind, *, may: bool) -> None:
    other, part = (
        Part(statement(path, 0, text, of), 0, text)
        for path, text, of in (("a.md", says, kind), ("b.md", "Sound channel depth", Kind.CHECK))
    )
    assert holds(other, part, cast("Judgements", Sure()), PEERS, floor=0.5, section=("Rules",)) is may


@pytest.mark.parametrize(
    ("says", "gone", "elsewhere"),
    [
        ("GPSD and OpenCPN for chart storage and sharing", "Chart storage", True),
        ("GPSD and OpenCPN for chart storage and sharing", "Chart storage in OpenCPN", False),
        ("GPSD Tide Table for tide warnings", "Keep a tide table", True),
        ("Chart storage with OpenCPN", "Chart storage", False),
        ("Lockers for chart storage", "Chart storage", False),
        ("Use OpenCPN for chart storage", "Chart storage", False),
        ("chart-server: Chart storage, tide tables", "Tide tables", True),
        ("Charts: storage and tide tables", "Tide tables", False),
    ],
    ids=[
        "two products",
        "which it names",
        "words of a name",
        "the thing first",
        "a thing",
        "an order",
        "a tool",
        "a label",
    ],
)
def test_what_one_product_is_for_is_not_all_there_is_to_say(says: str, gone: str, *, elsewhere: bool) -> None:
    assert belongs_elsewhere(says, gone) is elsewhere


def test_a_provider_is_a_thing_and_what_is_provided_is_not() -> None:
    other, part = (
        Part(found, 0, found.text)
        for found in (
            statement("a.md", 0, "Berth allocation with Ledger", Kind.EXPERTISE),
            statement("b.md", 0, "Berth allocation (Ledger, Provider)", Kind.EXPERTISE),
        )
    )
    assert not holds(other, part, cast("Judgements", Sure(0.5)), PEERS, floor=0.5, section=("Berths",))


def test_of_several_that_say_it_the_one_under_a_title_of_its_own_is_named() -> None:
    far, near, part = (
        Part(replace(statement(path, n, text, Kind.EXPERTISE), section=(title,)), 0, text)
        for n, (path, text, title) in enumerate(
            (
                ("a.md", "Chart storage in lockers", "Fire drill"),
                ("a.md", "Storage for charts", "Charts and tides"),
                ("b.md", "Chart storage", "Charts"),
            )
        )
    )
    assert nearest(part, frozenset({far, near}), cast("Judgements", Sure())) == near


def test_words_common_to_many_titles_tell_no_list_from_another() -> None:
    titles = ("Ropes", "Sails", "Charts", "Tides", "Berths", "Fenders")
    statements = [
        replace(statement("a.md", n, "Care"), section=(f"Harbour {title}",)) for n, title in enumerate(titles)
    ]
    assert find_peers(statements, survivor="a.md").common == {"harbour"}


WAX = "Wax the twine."
DRY = "Dry the sails in the loft."


@pytest.mark.parametrize(
    ("says", "gone", "may"),
    [
        (f"Mending: Sew each seam. {WAX} {DRY}", f"Mending: {WAX} {DRY}", True),
        (f"Mending: Sew each seam. {WAX} {DRY}", f"Washing: {WAX} {DRY}", False),
        (f"Mending: Sew each seam. {WAX} Do not dry the sails.", f"Mending: {WAX} {DRY}", False),
        (WAX, f"Role: {WAX}", True),
    ],
    ids=["both sentences", "both behind another label", "one of two", "a label on the agent itself"],
)
def test_what_has_each_sentence_word_for_word_says_it(says: str, gone: str, *, may: bool) -> None:
    other, part = (
        Part(found, 0, found.text)
        for found in (statement("a.md", 0, says, Kind.EXPERTISE), statement("b.md", 0, gone, Kind.EXPERTISE))
    )
    judge = Sure(0.1, {text: sentences_within(text) for text in (says, gone)})
    assert holds(other, part, cast("Judgements", judge), PEERS, floor=0.5, section=("Sails",)) is may


def test_a_clause_is_said_where_its_sentence_stands_word_for_word() -> None:
    whole = f"Role: Senior sail maker. {WAX}"
    other, role = statement("a.md", 0, WAX), statement("b.md", 0, whole, Kind.ROLE)
    judge = cast("Judgements", Sure(0.1, {whole: sentences_within(whole)}))
    clauses = [Part(role, n, text, clause=True) for n, text in enumerate(("Senior sail maker", "Wax the twine"), 1)]
    said = [holds(Part(other, 0, WAX), c, judge, PEERS, floor=0.5, section=("Sails",)) for c in clauses]
    assert said == [False, True]
