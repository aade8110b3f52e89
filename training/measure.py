"""Measure the judge that ships on the labelled pairs that it has not learnt from.

Its texts it may have met in other pairs. Prints a table in Markdown: each round alone, then both.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analyzer.cache import CachedEmbedder, cache_directory
from analyzer.embed import embed, load_embedder
from analyzer.judge import PairEncoder
from analyzer.judge.guards import guarded
from analyzer.judge.readings import cosines, probabilities
from training.pairs import UNSEEN, add_arguments, load_pairs
from training.scores import COLUMNS, judged, scores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.model import Relation
    from training.pairs import Pair


def judgements(pairs: Sequence[Pair]) -> list[Relation]:
    """Return what the judge says of each of *pairs*."""
    texts = sorted({text for pair in pairs for text in (pair.a, pair.b)})
    sides = [(pair.a, pair.b) for pair in pairs]
    near = cosines(sides, embed(texts, CachedEmbedder(load_embedder(), cache_directory())))
    said = probabilities(sides, near, CachedEmbedder(PairEncoder(), cache_directory()))
    return [guarded(a, b, row, float(cosine)) for (a, b), row, cosine in zip(sides, said, near, strict=True)]


def table(pairs: Sequence[Pair]) -> Iterator[tuple[str, dict[str, float]]]:
    """Give the figures of each round of *pairs*, and of all."""
    relations = judgements(pairs)
    for rounds in (*UNSEEN, UNSEEN):
        rows = [i for i, pair in enumerate(pairs) if pair.id[0] in rounds]
        if rows:
            yield rounds, scores([pairs[i] for i in rows], *judged([relations[i] for i in rows]))


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    arguments = parser.parse_args()
    pairs, _ = load_pairs(arguments.corpus, arguments.evaluation, rounds=UNSEEN)
    print(f"| rounds | {' | '.join(COLUMNS)} |\n|{'---|' * (len(COLUMNS) + 1)}")
    for rounds, figures in table(pairs):
        print(f"| {rounds} | {int(figures['pairs'])} |", *(f"{figures[c]:.3f} |" for c in COLUMNS[1:]))


if __name__ == "__main__":
    _main()
