"""Measure the judge on repositories that it did not learn from.

A fold is some repositories: tested on the pairs that touch one of them, trained on the pairs that touch none. The
network is trained here. The encoder's predictions are read from the files that ``training.train_encoder --fold`` wrote,
and the rows that need them cover the pairs that they hold. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analyzer.judge.guards import guarded
from analyzer.judge.readings import REDUNDANT, WORTH_READING, blended, quick, unsure
from training.examples import folds_of, make_examples
from training.pairs import add_arguments, load_pairs, second_readings
from training.scores import COLUMNS, judged, likeliest, scores
from training.train_network import LEARNT, as_network, train

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from training.examples import Examples


def held_out(examples: Examples) -> NDArray[np.float32]:
    """Return what networks that never saw a pair's repositories say of it, shape ``(len(examples.pairs), 5)``."""
    said = np.zeros((len(examples.pairs), 5), np.float32)
    folds = [folds_of(pair) for pair in examples.pairs]
    learnt = np.array([pair.id[0] in LEARNT for pair in examples.pairs])
    for tested in sorted(set(folds), key=sorted):
        unseen = np.array([not tested & other for other in folds])
        rows = np.array([tested == other for other in folds])
        network = as_network(train(*examples.both_ways(unseen & learnt), examples.weights))
        said[rows] = quick(network, examples.seen[rows])
    return said


def encoder_predictions(files: Sequence[Path], examples: Examples, network: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the encoder's probabilities from *files*, with a row of NaN where they hold none for a pair.

    As the judge does, the mean of both readings counts where one leaves encoder and *network* unsure.
    """
    found: dict[str, NDArray[np.float32]] = {}
    for file in files:
        with np.load(file, allow_pickle=False) as arrays:
            both = np.stack([arrays["forward"], arrays["backward"]], axis=1)
            found |= dict(zip(arrays["ids"].tolist(), both.astype(np.float32), strict=True))
    none = np.full((2, 5), np.nan, np.float32)
    readings = np.array([found.get(pair.id, none) for pair in examples.pairs])
    again = unsure(blended(readings[:, 0], network))
    return np.where(again[:, None], readings.mean(axis=1), readings[:, 0])


def table(
    examples: Examples, network: NDArray[np.float32], encoder: NDArray[np.float32]
) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Give pairs, judge and figures: of the evaluation's pairs and of all, the network alone, then where both spoke.

    The encoder that reads a pair of two folds was trained without one of them; "of one fold" leaves such pairs out.
    """
    read = ~np.isnan(encoder[:, 0])
    within = np.array([len(folds_of(pair)) == 1 for pair in examples.pairs])
    ours = np.array([pair.id[0] not in "de" for pair in examples.pairs])
    for name, chosen in (("evaluation", ~ours), ("all", np.ones(len(ours), bool))):
        yield name, "network", _figures(examples, chosen, network)
        for of, both in (("read by the encoder", chosen & read), ("of one fold", chosen & read & within)):
            if both.any():
                for judge, said in (("network", network), ("encoder", encoder), ("both", _together(network, encoder))):
                    yield f"{name}, {of}", judge, _figures(examples, both, said)
                yield f"{name}, {of}", "both, guarded", _guarded_figures(examples, both, said)


def read_twice(
    examples: Examples, network: NDArray[np.float32], encoder: NDArray[np.float32]
) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Give the figures of pairs drawn for a second reader: by the other's labels, then the judge's by both."""
    second = second_readings("at random")
    read = ~np.isnan(encoder[:, 0])
    rows = np.array([known and pair.id in second for known, pair in zip(read, examples.pairs, strict=True)])
    if not rows.any():
        return
    first = [pair for pair, chosen in zip(examples.pairs, rows, strict=True) if chosen]
    other = [replace(pair, kind=second[pair.id]) for pair in first]
    sure = np.array([float(pair.redundant) for pair in other], np.float32)
    yield "read twice", "second reader", scores(first, [pair.kind for pair in other], sure)
    said, near = _together(network, encoder)[rows], examples.cosines[rows].tolist()
    relations = [guarded(p.a, p.b, row, cosine) for p, row, cosine in zip(first, said, near, strict=True)]
    agreed = [i for i, (p, q) in enumerate(zip(first, other, strict=True)) if p.redundant == q.redundant]
    every = range(len(first))
    for name, pairs, chosen in (("first", first, every), ("second", other, every), ("agreed", first, agreed)):
        figures = scores([pairs[i] for i in chosen], *judged([relations[i] for i in chosen]))
        yield f"read twice, {name}", "both, guarded", figures


def _together(network: NDArray[np.float32], encoder: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what the judge makes of both: the encoder is not asked where the network sees nothing."""
    near = network[:, REDUNDANT].sum(axis=1) >= WORTH_READING
    return np.where(near[:, None], blended(encoder, network), network)


def _figures(examples: Examples, rows: NDArray[np.bool_], said: NDArray[np.float32]) -> dict[str, float]:
    return scores([examples.pairs[i] for i in np.flatnonzero(rows)], *likeliest(said[rows]))


def _guarded_figures(examples: Examples, rows: NDArray[np.bool_], said: NDArray[np.float32]) -> dict[str, float]:
    pairs = [examples.pairs[i] for i in np.flatnonzero(rows)]
    cosines = examples.cosines[rows].tolist()
    relations = [guarded(p.a, p.b, row, cosine) for p, row, cosine in zip(pairs, said[rows], cosines, strict=True)]
    return scores(pairs, *judged(relations))


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--encoder", type=Path, nargs="*", default=[], help="predictions of train_encoder --fold")
    parser.add_argument("--limit", type=int, help="use every so manieth pair only, to try the script")
    arguments = parser.parse_args()
    pairs, _ = load_pairs(arguments.corpus, arguments.evaluation)
    examples = make_examples(pairs[:: arguments.limit])
    network = held_out(examples)
    print(f"| pairs | judge | {' | '.join(COLUMNS)} |\n|{'---|' * (len(COLUMNS) + 2)}")
    encoder = encoder_predictions(arguments.encoder, examples, network)
    for name, judge, figures in (*table(examples, network, encoder), *read_twice(examples, network, encoder)):
        print(f"| {name} | {judge} | {int(figures['pairs'])} |", *(f"{figures[c]:.3f} |" for c in COLUMNS[1:]))


if __name__ == "__main__":
    _main()
