from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from casefile import Case, read_cases
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analyzer import relate
from analyzer.embed import HashEmbedder, embed
from analyzer.facts import denied, facts, missing
from analyzer.judge import judge
from analyzer.judge.encoder import PairEncoder, as_text
from analyzer.judge.guards import guarded, likeliest
from analyzer.judge.network import COLUMNS, load_network
from analyzer.judge.readings import DECIDED, TURNED, WORTH_READING
from analyzer.model import Relation, RelationKind
from analyzer.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analyzer.model import Embedder

RELATIONS = read_cases("relations.md")
PAIRS = [tuple(case.given.splitlines()) for case in (*RELATIONS, *read_cases("conflicts.md"), *read_cases("lost.md"))]
TEXTS = sorted({text for pair in PAIRS for text in pair})
PROVED = [
    tuple(case.given.splitlines())
    for case in (*read_cases("conflicts.md"), *read_cases("eased.md"))
    if case.expected != "nothing"
]
EVERY = [(a, b) for a in TEXTS for b in TEXTS]

rows = st.lists(st.integers(0, 100), min_size=5, max_size=5).filter(any)


class Dice:
    """A reader whose word has no sense but is always the same: whatever it says, the laws must hold."""

    name = "dice"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        drawn = np.array([list(hashlib.sha256(text.encode()).digest()[:5]) for text in texts], np.float32) + 1
        shares: NDArray[np.float32] = drawn / drawn.sum(axis=1, keepdims=True)
        return shares


def judged(pairs: Sequence[tuple[str, ...]], reader: Embedder | None = None) -> tuple[Relation, ...]:
    vectors = embed(TEXTS, HashEmbedder())
    return judge([(a, b) for a, b in pairs], vectors, reader)


def probabilities(drawn: list[int]) -> NDArray[np.float32]:
    return np.array(drawn, np.float32) / np.float32(sum(drawn))


@pytest.mark.parametrize("reader", [None, Dice()])
def test_swapping_the_two_swaps_the_relation(reader: Dice | None) -> None:
    there, back = judged(EVERY, reader), judged([(b, a) for a, b in EVERY], reader)
    assert [r.kind for r in there] == [r.kind.swapped for r in back]
    assert [set(r.swapped.guards) for r in there] == [set(r.guards) for r in back]
    assert [r.redundancy for r in there] == pytest.approx([r.redundancy for r in back], abs=1e-5)


@pytest.mark.parametrize("reader", [None, Dice()])
def test_a_judgement_does_not_depend_on_the_others(reader: Dice | None) -> None:
    together, turned = judged(EVERY, reader), judged(EVERY[::-1], reader)[::-1]
    assert [r.kind for r in together] == [r.kind for r in turned]
    some = EVERY[:: len(EVERY) // 20]
    alone = [judged([pair], reader)[0] for pair in some]
    assert [r.kind for r in alone] == [r.kind for r in judged(some, reader)]
    assert [r.redundancy for r in alone] == pytest.approx([r.redundancy for r in judged(some, reader)], abs=1e-5)


def test_no_pairs_no_judgements() -> None:
    assert judged([]) == ()


@pytest.mark.parametrize("reader", [None, Dice()])
def test_a_statement_is_the_same_as_itself(reader: Dice | None) -> None:
    for relation in judged([(text, text) for text in TEXTS], reader):
        assert (relation.kind, relation.redundancy) == (RelationKind.SAME, 1.0)


@pytest.mark.parametrize("reader", [None, Dice()])
def test_what_is_judged_redundant_loses_no_fact(reader: Dice | None) -> None:
    for (a, b), relation in zip(EVERY, judged(EVERY, reader), strict=True):
        assert_nothing_is_lost(a, b, relation)


@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS), rows)
@settings(max_examples=300)
def test_whatever_the_model_says_no_fact_is_lost(a: str, b: str, drawn: list[int]) -> None:
    row = probabilities(drawn)
    assume(abs(row[:3].sum() - DECIDED) > 1e-5)  # the last bit of a sum depends on its order
    relation = guarded(a, b, row, 0.5)
    assert_nothing_is_lost(a, b, relation)
    assert relation.kind.redundant == (relation.redundancy >= DECIDED)
    back = guarded(b, a, row[TURNED], 0.5)
    assert back.kind == relation.kind.swapped or row[1] == row[2]
    if relation.kind is not likeliest(row) and fold(a) != fold(b):
        assert relation.guards


def assert_nothing_is_lost(a: str, b: str, relation: Relation) -> None:
    if relation.kind.redundant:
        assert not denied(a, b)
    if relation.kind in {RelationKind.SAME, RelationKind.A_COVERS_B}:
        assert missing(b, a) == ()
        assert facts(a).negated or not facts(b).negated
    if relation.kind in {RelationKind.SAME, RelationKind.B_COVERS_A}:
        assert missing(a, b) == ()
        assert facts(b).negated or not facts(a).negated


@given(st.sampled_from(PROVED), rows)
def test_whatever_the_model_says_a_proved_conflict_is_one(pair: tuple[str, str], drawn: list[int]) -> None:
    relation = guarded(*pair, probabilities(drawn), 0.99)
    assert (relation.kind, relation.redundancy) == (RelationKind.CONFLICT, 0.0)
    assert relation.guards


@pytest.mark.parametrize(
    ("narrow", "wide", "alone"),
    [
        ("Only pilots may open the lock", "Pilots may open the lock", True),
        ("Open the lock only after a call", "Open the lock", True),
        ("Open the lock only after a call", "Open the lock when somebody requires it", False),
        ("Only pilots may open the lock", "Pilots and they exclusively may open the lock", False),
        ("Ask for what you need only", "Ask for what you need", False),
    ],
    ids=["somebody alone", "a condition", "a condition in other words", "somebody in other words", "no condition"],
)
def test_what_holds_for_some_alone_is_not_said_by_what_holds_for_all(narrow: str, wide: str, *, alone: bool) -> None:
    row = probabilities([96, 1, 1, 1, 1])
    relation = guarded(narrow, wide, row, 0.9)
    assert relation.kind in ({RelationKind.OVERLAP, RelationKind.A_COVERS_B} if alone else {RelationKind.SAME})
    assert (relation.b_covers == 0.0) is alone
    assert any("of what alone it holds" in guard for guard in relation.guards) is alone


class Listener:
    """A reader that always says the same, and remembers what it was asked."""

    name = "listener"

    def __init__(self, *said: float) -> None:
        self.said = np.array(said, np.float32)
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.extend(texts)
        return np.tile(self.said, (len(texts), 1))


def test_the_reader_is_asked_only_where_the_network_sees_something_in_common() -> None:
    listener = Listener(0.2, 0.2, 0.2, 0.2, 0.2)
    apart = ("Be kind.", "Listen on port 8081.")
    [alone] = judged([apart])
    assert alone.redundancy < WORTH_READING
    assert judged([apart], listener) == (alone,)
    assert listener.asked == []


def test_the_reader_reads_again_in_the_other_order_where_it_is_unsure() -> None:
    pair = ("Error handling", "Handling of errors")
    sure, unsure = Listener(0.996, 0.001, 0.001, 0.001, 0.001), Listener(0.1, 0.1, 0.1, 0.1, 0.6)
    judged([pair], sure)
    judged([pair], unsure)
    assert sure.asked == [as_text(*pair)]
    assert unsure.asked == [as_text(*pair), as_text(*reversed(pair))]


def test_what_the_reader_says_of_a_pair_does_not_depend_on_the_others() -> None:
    asked = [as_text(a, b) for a, b in PAIRS] * 2
    together = PairEncoder().embed(asked)
    assert PairEncoder().embed(asked[::-1])[::-1].tobytes() == together.tobytes()
    for pair, row in [*zip(asked, together, strict=True)][:: len(PAIRS) // 20]:
        assert PairEncoder().embed([pair])[0].tobytes() == row.tobytes()


def test_the_network_gives_probabilities() -> None:
    network = load_network()
    drawn = np.random.default_rng(0).normal(size=(50, len(network.mean))).astype(np.float32) * network.scale
    said = network.predict(drawn + network.mean)
    assert said.shape == (50, len(COLUMNS))
    assert (said >= 0).all()
    assert said.sum(axis=1) == pytest.approx(np.ones(50), abs=1e-5)


@pytest.mark.model
@pytest.mark.parametrize("case", RELATIONS, ids=lambda case: f"{case.expected}: {case.title}")
def test_the_relation_of_two_statements(case: Case) -> None:
    a, b = case.given.splitlines()
    there, back = relate([(a, b), (b, a)])
    assert there.kind.value == case.expected
    assert back.kind is there.kind.swapped


def test_a_relation_read_the_other_way_names_the_other_side() -> None:
    relation = Relation(RelationKind.A_COVERS_B, 0.9, 0.9, ("only the first has ddos", "200 against 500"))
    assert relation.swapped.guards == ("only the second has ddos", "200 against 500")
    assert relation.swapped.swapped == relation
