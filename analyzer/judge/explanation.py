"""The judge's reasons for one pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.facts import facts, missing
from analyzer.judge.features import features
from analyzer.judge.guards import guarded, likeliest
from analyzer.judge.network import COLUMNS, load_network
from analyzer.judge.readings import careful, cosines, probabilities, quick
from analyzer.model import Explanation, Reading, RelationKind, Sides
from analyzer.text import plain, stems, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analyzer.model import Embedder, Vectors


def explain(a: str, b: str, vectors: Vectors, reader: Embedder) -> Explanation:
    """Return how *a* and *b* relate, the same as `judge` says, and why.

    *vectors* holds both texts' vectors. *reader* is a `PairEncoder`, or a cache before one: its reading is given also
    where the judge would not have asked for it, and then has no part in the verdict.
    """
    pairs = [(a, b)]
    near = cosines(pairs, vectors)
    network = load_network()
    together = probabilities(pairs, near, reader)[0]
    first = quick(network, features(pairs, near, network.weights))
    said = {"network": first[0], "encoder": careful(pairs, reader, first)[0], "together": together}
    return Explanation(
        a=a,
        b=b,
        relation=guarded(a, b, together, float(near[0])),
        unguarded=likeliest(together),
        words=_words(a, b),
        facts=_facts(a, b),
        readings=tuple(Reading(judge, _by_kind(row)) for judge, row in said.items()),
    )


def _by_kind(row: NDArray[np.float32]) -> tuple[tuple[RelationKind, float], ...]:
    return tuple((RelationKind(name), float(p)) for name, p in zip(COLUMNS, row, strict=True))


def _words(a: str, b: str) -> Sides:
    in_a, in_b = set(stems(a)), set(stems(b))
    return Sides(
        tuple(w for w in _content(a) if set(stems(w)) <= in_b),
        tuple(w for w in _content(a) if not set(stems(w)) <= in_b),
        tuple(w for w in _content(b) if not set(stems(w)) <= in_a),
    )


def _content(text: str) -> list[str]:
    """Return the words of *text* that have a meaning of their own, each once."""
    return [word for word in dict.fromkeys(words(plain(text))) if stems(word)]


def _facts(a: str, b: str) -> Sides:
    only_a, only_b = missing(a, b), missing(b, a)
    return Sides(tuple(sorted(facts(a).concrete - set(only_a))), only_a, only_b)
