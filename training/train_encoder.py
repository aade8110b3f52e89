"""Train the careful part of the judge: MiniLM that reads both statements together.

With ``--fold`` it trains without a fold and writes its predictions for the fold, for ``training.cross_validate``;
without, it trains on everything and writes the weights, for ``training.export_encoder``. On one core an epoch over the
pairs takes about four minutes.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from analyzer.judge.readings import TURNED
from training.examples import FOLDS, target, touches
from training.pair_classifier import BASE, PairClassifier
from training.pairs import add_arguments, load_pairs, second_readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from training.pairs import Pair

_TOKENS = 96
_BATCH = 32
_SORTED_TOGETHER = 40 * _BATCH
_RATE = 1.5e-4
_DECAY = 0.01
_WARM_UP = 0.1
_SMOOTHING = 0.05
SEEDS = 2
"""Trainings whose weights are averaged."""


@dataclass(frozen=True, slots=True)
class Example:
    """A pair as tokens, in both orders, and for each order the columns that are right."""

    ids: tuple[list[int], list[int]]
    allowed: tuple[tuple[int, ...], tuple[int, ...]]


def train(pairs: Sequence[Pair], *, epochs: float, start: Path | None = None, seeds: int = SEEDS) -> PairClassifier:
    """Return a classifier trained on *pairs*; *start* holds the weights to start from instead of the base model's.

    Its weights are the mean of *seeds* trainings. Where a second reader said something else of a doubted pair,
    both are right.
    """
    second = second_readings("doubted")
    said = [{pair.kind, second.get(pair.id, pair.kind)} for pair in pairs]
    allowed = [(_columns(kinds), _columns(kinds, turned=True)) for kinds in said]
    seen = examples([(pair.a, pair.b) for pair in pairs], allowed)
    return mean([_train(seen, epochs, start, seed) for seed in range(seeds)])


def _train(seen: Sequence[Example], epochs: float, start: Path | None, seed: int) -> PairClassifier:
    torch.manual_seed(seed)
    model = PairClassifier()
    if start is not None:
        model.load_state_dict(torch.load(start, weights_only=True))
    return learn(model, seen, epochs=epochs, rate=_RATE, seed=seed)


def mean(models: Sequence[PairClassifier]) -> PairClassifier:
    """Return a classifier whose weights are the mean of those of *models*, all trained from the same start."""
    states = [model.state_dict() for model in models]
    together = PairClassifier()
    together.load_state_dict(
        {
            name: torch.stack([state[name] for state in states]).mean(0) if first.is_floating_point() else first
            for name, first in states[0].items()
        }
    )
    return together.eval()


def _columns(kinds: set[str], *, turned: bool = False) -> tuple[int, ...]:
    return tuple(sorted({target(kind, turned=turned) for kind in kinds}))


def learn(
    model: PairClassifier, seen: Sequence[Example], *, epochs: float, rate: float, seed: int = 0
) -> PairClassifier:
    """Return *model* trained on *seen*, each once per epoch, in an order of its texts drawn at random."""
    dice = random.Random(seed)  # noqa: S311 - draws batches, not keys
    model.enc.embeddings.word_embeddings.requires_grad_(requires_grad=False)
    steps = int(epochs * len(seen) / _BATCH)
    optimizer, schedule = _optimizer(model, steps, rate)
    model.train()
    for step, batch in enumerate(_batches(seen, steps, dice), 1):
        orders = [dice.random() < 0.5 for _ in batch]  # noqa: PLR2004 - either order is as likely
        allowed = [p.allowed[o] for p, o in zip(batch, orders, strict=True)]
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(*_padded([p.ids[o] for p, o in zip(batch, orders, strict=True)]))
        loss = _loss(logits.float(), allowed)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 0 or step == steps:
            print(f"step {step} of {steps}, loss {float(loss.detach()):.3f}", flush=True)
    return model.eval()


def _loss(logits: Tensor, allowed: Sequence[tuple[int, ...]]) -> Tensor:
    """Return how unlikely the allowed columns are together, with a little for every column (label smoothing)."""
    wrong = torch.ones_like(logits, dtype=torch.bool)
    for row, columns in enumerate(allowed):
        wrong[row, list(columns)] = False
    said = torch.log_softmax(logits, 1)
    right = torch.logsumexp(said.masked_fill(wrong, -torch.inf), 1)
    return -((1 - _SMOOTHING) * right + _SMOOTHING * said.mean(1)).mean()


def predict(model: PairClassifier, pairs: Sequence[Pair], *, backward: bool = False) -> NDArray[np.float32]:
    """Return probabilities, shape ``(len(pairs), 5)``: each pair read once, the smaller text first or *backward*."""
    tokens = _tokens([(pair.a, pair.b) for pair in pairs])
    turned = np.array([(pair.a > pair.b) != backward for pair in pairs])
    said = np.zeros((len(pairs), 5), np.float32)
    order = sorted(range(len(pairs)), key=lambda i: len(tokens[i][0]))
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            batch = order[start : start + 64]
            logits = model(*_padded([tokens[i][int(turned[i])] for i in batch]))
            said[batch] = torch.softmax(logits, 1).numpy()
    said[turned] = said[turned][:, TURNED]
    return said


def examples(
    pairs: Sequence[tuple[str, str]], allowed: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]
) -> list[Example]:
    """Return *pairs* as tokens with the columns that are *allowed* for each, as it is and swapped."""
    return [Example(ids, columns) for ids, columns in zip(_tokens(pairs), allowed, strict=True)]


def _tokens(pairs: Sequence[tuple[str, str]]) -> list[tuple[list[int], list[int]]]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_TOKENS)
    forward = tokenizer.encode_batch(list(pairs))
    backward = tokenizer.encode_batch([(b, a) for a, b in pairs])
    return [(f.ids, b.ids) for f, b in zip(forward, backward, strict=True)]


def _batches(seen: Sequence[Example], steps: int, dice: random.Random) -> Iterator[list[Example]]:
    """Give *steps* batches of pairs that are alike in length, shuffled anew each epoch."""
    given = 0
    while given < steps:
        order = list(seen)
        dice.shuffle(order)
        batches = []
        for start in range(0, len(order), _SORTED_TOGETHER):
            near = sorted(order[start : start + _SORTED_TOGETHER], key=lambda p: len(p.ids[0]))
            here = [near[i : i + _BATCH] for i in range(0, len(near), _BATCH)]
            dice.shuffle(here)
            batches += here
        yield from batches[: steps - given]
        given += len(batches)


def _padded(rows: Sequence[list[int]]) -> tuple[Tensor, Tensor, Tensor]:
    """Return tokens, types and mask, each of shape ``(len(rows), tokens of the longest)``."""
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for k, row in enumerate(rows):
        ids[k, : len(row)] = torch.tensor(row)
        types[k, row.index(_SEPARATOR) + 1 : len(row)] = 1
        mask[k, : len(row)] = 1
    return ids, types, mask


_SEPARATOR = 102


def _optimizer(
    model: PairClassifier, steps: int, rate: float
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    learnt = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in learnt if p.dim() > 1], "weight_decay": _DECAY},
        {"params": [p for p in learnt if p.dim() <= 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate)
    warm = max(1, int(steps * _WARM_UP))
    return optimizer, torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(step / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--fold", type=int, choices=range(FOLDS), help="leave this fold out, and predict it")
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="trainings whose weights are averaged")
    parser.add_argument("--start", type=Path, help="weights to start from: what training.teach_inference wrote")
    parser.add_argument("--limit", type=int, help="use every so manieth pair only, to try the script")
    parser.add_argument("--output", type=Path, required=True, help=".npz with --fold, .pt without")
    arguments = parser.parse_args()
    pairs = load_pairs(arguments.corpus, arguments.evaluation)[0][:: arguments.limit]
    if arguments.fold is None:
        model = train(pairs, epochs=arguments.epochs, start=arguments.start, seeds=arguments.seeds)
        torch.save(model.state_dict(), arguments.output)
        return
    tested = [pair for pair in pairs if touches(pair, arguments.fold)]
    seen = [pair for pair in pairs if not touches(pair, arguments.fold)]
    model = train(seen, epochs=arguments.epochs, start=arguments.start, seeds=arguments.seeds)
    readings = {"forward": predict(model, tested), "backward": predict(model, tested, backward=True)}
    np.savez(arguments.output, ids=np.array([p.id for p in tested]), **readings)  # type: ignore[arg-type]


if __name__ == "__main__":
    _main()
