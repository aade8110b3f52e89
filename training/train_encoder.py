"""Train the careful part of the judge: MiniLM that reads both statements together.

With ``--fold`` it trains without a fold and writes its predictions for the fold, for ``training.cross_validate``;
without, it trains on everything and writes the weights, for ``training.export_encoder``. On two cores an epoch over the
pairs takes about five minutes.
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
from training.pairs import add_arguments, load_pairs

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


@dataclass(frozen=True, slots=True)
class _Encoded:
    """A pair as tokens, in both orders, and the column that each order should be in."""

    ids: tuple[list[int], list[int]]
    targets: tuple[int, int]


def train(pairs: Sequence[Pair], *, epochs: float, seed: int = 0) -> PairClassifier:
    """Return a classifier trained on *pairs*, each seen once per epoch, in an order of its texts drawn at random."""
    torch.manual_seed(seed)
    dice = random.Random(seed)  # noqa: S311 - draws batches, not keys
    model = PairClassifier()
    model.enc.embeddings.word_embeddings.requires_grad_(requires_grad=False)
    encoded = _encode(pairs)
    steps = int(epochs * len(pairs) / _BATCH)
    optimizer, schedule = _optimizer(model, steps)
    model.train()
    for step, batch in enumerate(_batches(encoded, steps, dice), 1):
        orders = [dice.random() < 0.5 for _ in batch]  # noqa: PLR2004 - either order is as likely
        wanted = torch.tensor([p.targets[o] for p, o in zip(batch, orders, strict=True)])
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(*_padded([p.ids[o] for p, o in zip(batch, orders, strict=True)]))
            loss = torch.nn.functional.cross_entropy(logits.float(), wanted, label_smoothing=_SMOOTHING)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 0 or step == steps:
            print(f"step {step} of {steps}, loss {float(loss):.3f}", flush=True)
    return model.eval()


def predict(model: PairClassifier, pairs: Sequence[Pair]) -> NDArray[np.float32]:
    """Return probabilities, shape ``(len(pairs), 5)``: each pair read in one order, as the judge does."""
    encoded = _encode(pairs)
    turned = np.array([pair.a > pair.b for pair in pairs])
    said = np.zeros((len(pairs), 5), np.float32)
    order = sorted(range(len(pairs)), key=lambda i: len(encoded[i].ids[0]))
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            batch = order[start : start + 64]
            logits = model(*_padded([encoded[i].ids[int(turned[i])] for i in batch]))
            said[batch] = torch.softmax(logits, 1).numpy()
    said[turned] = said[turned][:, TURNED]
    return said


def _encode(pairs: Sequence[Pair]) -> list[_Encoded]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_TOKENS)
    forward = tokenizer.encode_batch([(p.a, p.b) for p in pairs])
    backward = tokenizer.encode_batch([(p.b, p.a) for p in pairs])
    return [
        _Encoded((f.ids, b.ids), (target(p.kind), target(p.kind, turned=True)))
        for p, f, b in zip(pairs, forward, backward, strict=True)
    ]


def _batches(encoded: Sequence[_Encoded], steps: int, dice: random.Random) -> Iterator[list[_Encoded]]:
    """Give *steps* batches of pairs that are alike in length, shuffled anew each epoch."""
    given = 0
    while given < steps:
        order = list(encoded)
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


def _optimizer(model: PairClassifier, steps: int) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    learnt = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in learnt if p.dim() > 1], "weight_decay": _DECAY},
        {"params": [p for p in learnt if p.dim() <= 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=_RATE)
    warm = max(1, int(steps * _WARM_UP))
    return optimizer, torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(step / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--fold", type=int, choices=range(FOLDS), help="leave this fold out, and predict it")
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--limit", type=int, help="use every so manieth pair only, to try the script")
    parser.add_argument("--output", type=Path, required=True, help=".npz with --fold, .pt without")
    arguments = parser.parse_args()
    pairs = load_pairs(arguments.corpus, arguments.evaluation)[0][:: arguments.limit]
    if arguments.fold is None:
        torch.save(train(pairs, epochs=arguments.epochs).state_dict(), arguments.output)
        return
    tested = [pair for pair in pairs if touches(pair, arguments.fold)]
    model = train([pair for pair in pairs if not touches(pair, arguments.fold)], epochs=arguments.epochs)
    np.savez(arguments.output, ids=np.array([p.id for p in tested]), probabilities=predict(model, tested))


if __name__ == "__main__":
    _main()
