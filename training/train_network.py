"""Train the quick part of the judge: perceptrons over the features. Takes about a minute.

Writes the weights, and their digest into ``analyzer/judge/network.py``. Must be run anew whenever the features, the
facts or the stems change, since the network has learnt what they were.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.judge import network
from training.examples import make_examples
from training.pairs import add_arguments, load_pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

LEARNT = "degh"
"""The sources of the pairs that the network learns: with the later ones it ranks definitions worse (MODEL_CARD.md)."""
_PERCEPTRONS = 3
_UNITS = 32
_MODULE = Path(network.__file__)


def train(
    seen: NDArray[np.float32], targets: NDArray[np.int64], weights: Mapping[str, float]
) -> dict[str, NDArray[Any]]:
    """Return the arrays of a network that predicts *targets* from *seen*; same input, same arrays.

    *weights* are the inverse document frequencies that *seen* was made with.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(seen)
    arrays: dict[str, NDArray[Any]] = {
        "mean": scaler.mean_.astype(np.float32),
        "scale": scaler.scale_.astype(np.float32),
        "count": np.array(_PERCEPTRONS),
        "stems": np.array(sorted(weights)),
        "idf": np.array([weights[stem] for stem in sorted(weights)], np.float32),
    }
    for seed in range(_PERCEPTRONS):
        perceptron = MLPClassifier((_UNITS,), alpha=3e-2, learning_rate_init=3e-3, max_iter=60, random_state=seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # sixty rounds are meant to be all
            perceptron.fit(scaler.transform(seen), targets)
        for name, layer in (("hidden", 0), ("output", 1)):
            stacked = np.vstack([perceptron.coefs_[layer], perceptron.intercepts_[layer]])
            arrays[f"{name}{seed}"] = stacked.astype(np.float32)
    return arrays


def as_network(arrays: Mapping[str, NDArray[Any]]) -> network.Network:
    """Return *arrays* as the judge uses them."""
    count = range(int(arrays["count"]))
    return network.Network(
        weights=dict(zip(arrays["stems"].tolist(), arrays["idf"].tolist(), strict=True)),
        mean=arrays["mean"].astype(np.float32),
        scale=arrays["scale"].astype(np.float32),
        hidden=tuple(arrays[f"hidden{i}"].astype(np.float32) for i in count),
        output=tuple(arrays[f"output{i}"].astype(np.float32) for i in count),
    )


def write_digest(weights: Path, module: Path) -> str:
    """Write the SHA-256 of the file *weights* into *module*, which checks it, and return it."""
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    text = module.read_text(encoding="utf-8")
    module.write_text(re.sub(r'_SHA256 = "[^"]*"', f'_SHA256 = "{digest}"', text), encoding="utf-8", newline="\n")
    return digest


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--limit", type=int, help="train on so many pairs only, to try the script")
    parser.add_argument("--output", type=Path, help="write here, and leave the judge alone")
    arguments = parser.parse_args()
    pairs, lost = load_pairs(arguments.corpus, arguments.evaluation)
    examples = make_examples([pair for pair in pairs if pair.id[0] in LEARNT][: arguments.limit])
    print(f"{len(examples.pairs)} pairs; {len(lost)} labels have no text here")
    seen, targets = examples.both_ways(np.ones(len(examples.pairs), bool))
    arrays = train(seen, targets, examples.weights)
    file = arguments.output or _MODULE.with_suffix(".npz")
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    print(hashlib.sha256(file.read_bytes()).hexdigest() if arguments.output else write_digest(file, _MODULE), file)


if __name__ == "__main__":
    _main()
