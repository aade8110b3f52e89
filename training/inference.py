"""Public pairs of a premise and a hypothesis, and whether the second follows from the first.

They teach the encoder what it is for a statement to cover another before it sees our labels. The texts are not here:
check out the repositories in `FILES` side by side, each in a folder ``owner+name``.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = {
    "tommccoy1+hans": ("berts_of_a_feather/mnli_development_set_number_of_correct_responses.txt",),
    "verypluming+MED": ("MED.tsv",),
    "verypluming+HELP": ("output_en/leskexppmb_and.tsv", "output_en/leskexppmb_or.tsv"),
}
"""Tables with a line of names; SNLI's development and test pairs are lines of three files in `_SNLI`."""
_SNLI = "OanaMariaCamburu+e-SNLI/dataset/eSNLI"
_COLUMNS = (("premise", "hypothesis"), ("sentence1", "sentence2"), ("ori_sentence", "new_sentence"))
_SPACED = re.compile(r"\s+(?=[.,;:?!)]|'\w|n't\b)")


@dataclass(frozen=True, slots=True)
class Inference:
    """A premise, a hypothesis, and whether the second follows from the first."""

    premise: str
    hypothesis: str
    label: str
    """``entailment``, ``neutral`` or ``contradiction``."""


def load_inferences(folder: Path) -> tuple[Inference, ...]:
    """Return the pairs of all files, in the files' order; those whose readers did not agree are left out."""
    found = [pair for pair in (*_tables(folder), *_snli(folder)) if pair.label in _LABELS and pair.hypothesis]
    return tuple(dict.fromkeys(found))


_LABELS = frozenset({"entailment", "neutral", "contradiction"})


def _tables(folder: Path) -> Iterator[Inference]:
    for repository, files in FILES.items():
        for file in files:
            with (folder / repository / file).open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                    premise, hypothesis = next(pair for pair in _COLUMNS if pair[0] in row)
                    yield Inference(_text(row[premise]), _text(row[hypothesis]), row["gold_label"])


def _snli(folder: Path) -> Iterator[Inference]:
    for part in ("dev", "test"):
        columns = [
            (folder / _SNLI / f"{name}.{part}").read_text(encoding="utf-8").splitlines()
            for name in ("s1", "s2", "labels")
        ]
        for premise, hypothesis, label in zip(*columns, strict=True):
            yield Inference(_text(premise), _text(hypothesis), label)


def _text(tokens: str) -> str:
    """Return *tokens* as one writes a sentence: no space before a comma."""
    return _SPACED.sub("", " ".join(tokens.split()))
