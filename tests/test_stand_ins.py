"""What may stand for what, however sure the judge is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from sample import statement

from analyzer.merge.cover import nearest
from analyzer.merge.stand_ins import holds
from analyzer.model import Kind, Part, Relation, RelationKind

if TYPE_CHECKING:
    from analyzer.model import Judgements


class Sure:
    """A judge that calls every pair the same, and is this sure of it."""

    def __init__(self, sure: float = 0.99) -> None:
        self._sure = sure

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
    assert holds(other, part, cast("Judgements", Sure()), floor=0.5, section=section) is may


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
    assert holds(other, part, cast("Judgements", Sure()), floor=0.5, section=("Duties",)) is may


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
    assert holds(other, part, cast("Judgements", Sure(sure)), floor=0.5, section=section) is may


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
