"""How much of each definition the others say too, statement by statement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analyzer.model import Evidence, Kind
from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analyzer.model import Judgements, Statement

_SURE = 0.5
_COMMON = 3
"""What stands in more definitions than this weighs less: a template's phrases say nothing about two of its users."""

Covering = dict[int, tuple[float, str]]
"""By definition: how surely it covers a text, and with which of its own."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """What every definition covers of every other. Definitions are numbered in the order of *paths*."""

    paths: tuple[str, ...]
    content: tuple[tuple[Statement, ...], ...]
    """The statements of each definition that say something to be merged, in reading order."""
    judgements: Judgements
    covering: Mapping[str, Covering]

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """Row i, column j: the share of i's words that j says too."""
        return self._shares(dict.fromkeys(self.covering, 1.0))

    @cached_property
    def own_shares(self) -> NDArray[np.float64]:
        """The same, where statements weigh less the more definitions say them."""
        return self._shares({text: self.rarity(text) for text in self.covering})

    def rarity(self, text: str) -> float:
        """Return what *text* weighs: 1 where few definitions say it, near 0 for the phrases of a template."""
        return min(1.0, _COMMON / len(self.covering[text]))

    def covered(self, i: int, j: int) -> tuple[Statement, ...]:
        """Return the statements of definition *i* that *j* covers, in reading order."""
        return tuple(s for s in self.content[i] if j in self.covering[self.judgements.contexts[s]])

    def evidence(self, i: int, j: int, most: int) -> tuple[Evidence, ...]:
        """Return pairs of statements of *i* and *j*, one of which stands for the other: the most telling first."""
        pairs = {(s, t) for s, t in self._pairs(i, j)} | {(s, t) for t, s in self._pairs(j, i)}
        ranked = sorted(pairs, key=lambda pair: (-self._telling(*pair), pair))
        seen: set[Statement] = set()
        best = []
        for s, t in ranked:
            if s not in seen and t not in seen:
                best.append(Evidence(s, t, self.judgements.between(s, t)))
                seen |= {s, t}
        return tuple(best[:most])

    def _pairs(self, i: int, j: int) -> list[tuple[Statement, Statement]]:
        contexts = self.judgements.contexts
        saying: dict[str, Statement] = {}
        for t in self.content[j]:
            saying.setdefault(contexts[t], t)
        found = ((s, self.covering[contexts[s]].get(j)) for s in self.content[i])
        return [(s, saying[cover[1]]) for s, cover in found if cover]

    def _telling(self, s: Statement, t: Statement) -> float:
        """Return how much a pair shows: rare, sure and long."""
        rarity = min(self.rarity(self.judgements.contexts[x]) for x in (s, t))
        length = min(len(words(s.text)), len(words(t.text)), 12)
        return rarity * self.judgements.between(s, t).redundancy * length

    def _shares(self, weights: Mapping[str, float]) -> NDArray[np.float64]:
        said = np.zeros((len(self.paths), len(self.paths)))
        for i, statements in enumerate(self.content):
            total = 0.0
            for statement in statements:
                text = self.judgements.contexts[statement]
                weight = weights[text] * max(1, len(words(statement.text)))
                total += weight
                for j in self.covering[text]:
                    said[i, j] += weight
            said[i] /= total or 1.0
        return said


def cover(paths: Sequence[str], statements: Sequence[Statement], judgements: Judgements) -> Coverage:
    """Return what the definitions at *paths* cover of each other."""
    number = {path: i for i, path in enumerate(paths)}
    content: list[list[Statement]] = [[] for _ in paths]
    said_in: dict[str, set[int]] = defaultdict(set)
    for statement in sorted(statements):
        if statement.kind not in {Kind.METADATA, Kind.TOOL}:
            content[number[statement.path]].append(statement)
            said_in[judgements.contexts[statement]].add(number[statement.path])
    return Coverage(tuple(paths), tuple(map(tuple, content)), judgements, _covering(said_in, judgements))


def _covering(said_in: Mapping[str, set[int]], judgements: Judgements) -> dict[str, Covering]:
    covering: dict[str, Covering] = {
        text: dict.fromkeys(sorted(said_in[text]), (1.0, text)) for text in sorted(said_in)
    }
    for (x, y), relation in sorted(judgements.relations.items()):
        if x not in said_in or y not in said_in or not relation.kind.redundant or relation.redundancy < _SURE:
            continue
        if relation.kind != relation.kind.B_COVERS_A:
            _add(covering[y], said_in[x], relation.redundancy, x)
        if relation.kind != relation.kind.A_COVERS_B:
            _add(covering[x], said_in[y], relation.redundancy, y)
    return covering


def _add(covering: Covering, where: set[int], surety: float, text: str) -> None:
    for i in where:
        if surety > covering.get(i, (0.0, ""))[0]:
            covering[i] = (surety, text)
