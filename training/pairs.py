"""The labelled pairs: references to public files, resolved to texts where those files lie on this machine.

``python -m training.pairs --corpus FOLDER [--evaluation pairs.tsv]`` says how many can be resolved, and which not.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LABELS = Path(__file__).with_name("labels.tsv")
"""Label, and for each side the repository, path, line and digest of the text; commits.tsv has the commits."""
SECOND_READINGS = Path(__file__).with_name("second_readings.tsv")
"""What a second reader said of some of the pairs, and why they were read again."""
LEARNT, UNSEEN = "deghijk", "lm"
"""The first letters of the ids of the rounds that the judge that ships has learnt from, and of those it has not."""

_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?(.*)$")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_MARKS = re.compile(r"\*\*|__|`")
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a text stands: a list item or a sentence of a paragraph that is one line of a file."""

    repo: str
    path: str
    line: int
    digest: str
    """The first 12 hexadecimal digits of the SHA-256 of the text."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader said of two texts."""

    id: str
    """Its first letter is the source: d and e from the evaluation data, g to m from the rounds of our own."""
    kind: str
    """S, A, B, O, D or C, as the guide of the evaluation data has it."""
    a: Reference
    b: Reference


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair with its texts."""

    id: str
    kind: str
    a: str
    b: str
    repos: frozenset[str]

    @property
    def redundant(self) -> bool:
        """Whether one of the two can go without loss."""
        return self.kind in {"S", "A", "B"}


def load_pairs(
    corpus: Path, evaluation: Path | None = None, *, rounds: str = LEARNT
) -> tuple[tuple[Pair, ...], tuple[Label, ...]]:
    """Return the pairs of *rounds* whose texts were found, in the order of the labels, and the labels without texts.

    *corpus* has one folder ``owner+name`` for each repository, at the commit that commits.tsv names. *evaluation* is
    the ``pairs.tsv`` of the evaluation data: its texts serve where the corpus lacks a file.
    """
    checkouts = _Checkouts(corpus)
    spare = _evaluation_texts(evaluation) if evaluation else {}
    pairs, lost = [], []
    for label in (known for known in read_labels() if known.id[0] in rounds):
        a, b = (checkouts.text(r) or spare.get(r.digest) for r in (label.a, label.b))
        if a is None or b is None:
            lost.append(label)
        else:
            pairs.append(Pair(label.id, label.kind, a, b, frozenset((label.a.repo, label.b.repo))))
    return tuple(pairs), tuple(lost)


def read_labels() -> Iterator[Label]:
    """Give the labels of labels.tsv in their order."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            sides = (
                Reference(row[f"repo_{s}"], row[f"path_{s}"], int(row[f"line_{s}"]), row[f"digest_{s}"]) for s in "ab"
            )
            yield Label(row["id"], row["label"], *sides)


def second_readings(chosen: str = "") -> Mapping[str, str]:
    """Return what a second reader, who did not know the first one's labels, said of some pairs, by their ids.

    Those *chosen* "at random", or "doubted" by the judge more than others; else all.
    """
    with SECOND_READINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {row["id"]: row["label"] for row in rows if chosen in {"", row["chosen"]}}


def digest(text: str) -> str:
    """Return what a reference knows its text by."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


class _Checkouts:
    """The folders of the repositories, each file read once."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._lines: dict[tuple[str, str], list[str]] = {}

    def text(self, reference: Reference) -> str | None:
        """Return the text at *reference*, or None where no text there has its digest."""
        lines = self._read(reference.repo, reference.path)
        if reference.line > len(lines):
            return None
        return next((t for t in _texts(lines[reference.line - 1]) if digest(t) == reference.digest), None)

    def _read(self, repo: str, path: str) -> list[str]:
        key = (repo, path)
        if key not in self._lines:
            file = self._corpus / repo.replace("/", "+", 1) / path
            found = file.read_text(encoding="utf-8", errors="ignore") if file.is_file() else ""
            self._lines[key] = found.split("\n")
        return self._lines[key]


def _texts(line: str) -> Iterator[str]:
    """Give what *line* could be a label's text for: its item, else its paragraph and each sentence."""
    item = _ITEM.match(line)
    for text in [item[1]] if item else [line, *_SENTENCE_END.split(line)]:
        yield _MARKS.sub("", text).strip().rstrip(":")


def _evaluation_texts(file: Path) -> Mapping[str, str]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {digest(row[side]): row[side] for row in rows for side in "ab"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where the texts are."""
    parser.add_argument("--corpus", type=Path, required=True, help="folder with one checkout owner+name per repository")
    parser.add_argument("--evaluation", type=Path, help="pairs.tsv of the evaluation data, for what the corpus lacks")


def counted(labels: Iterable[Pair | Label]) -> str:
    """Return how many there are by source and by kind."""
    found = list(labels)
    sources = Counter(label.id[0] for label in found)
    kinds = Counter(label.kind for label in found)
    return f"{len(found)} by source {dict(sorted(sources.items()))}, by label {dict(sorted(kinds.items()))}"


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--missing", action="store_true", help="list the pairs that were not found")
    arguments = parser.parse_args()
    pairs, lost = load_pairs(arguments.corpus, arguments.evaluation, rounds=LEARNT + UNSEEN)
    print(f"found {counted(pairs)}\nlost  {counted(lost)}")
    for label in lost if arguments.missing else ():
        print(label.id, *(f"{r.repo} {r.path}:{r.line}" for r in (label.a, label.b)), sep="\t")


if __name__ == "__main__":
    _main()
