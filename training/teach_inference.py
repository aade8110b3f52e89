"""Teach MiniLM what it is for one sentence to follow from another, before it sees our labels.

A premise from which the hypothesis follows covers it or says the same. Where it does not follow, the hypothesis may
still cover the premise, overlap or differ; where it contradicts, it overlaps or differs. The classifier learns that one
of those columns is right, not which.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from analyzer.judge.readings import TURNED
from training.examples import KINDS
from training.inference import load_inferences
from training.pair_classifier import PairClassifier
from training.train_encoder import examples, learn

_RATE = 1e-4
_ALLOWED = {
    label: tuple(KINDS.index(kind) for kind in kinds)
    for label, kinds in (("entailment", "SA"), ("neutral", "BOD"), ("contradiction", "OD"))
}


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inference", type=Path, required=True, help="folder with the checkouts of the public pairs")
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--limit", type=int, help="use every so manieth pair only, to try the script")
    parser.add_argument("--output", type=Path, required=True, help=".pt for train_encoder --start")
    arguments = parser.parse_args()
    pairs = load_inferences(arguments.inference)[:: arguments.limit]
    torch.manual_seed(0)
    allowed = [(_ALLOWED[p.label], tuple(sorted(TURNED[k] for k in _ALLOWED[p.label]))) for p in pairs]
    seen = examples([(p.premise, p.hypothesis) for p in pairs], allowed)
    model = learn(PairClassifier(), seen, epochs=arguments.epochs, rate=_RATE)
    torch.save(model.state_dict(), arguments.output)


if __name__ == "__main__":
    _main()
