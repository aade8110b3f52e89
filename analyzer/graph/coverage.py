"""How much of each definition the others say too, statement by statement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analyzer.model import Evidence, Kind, RelationKind
from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analyzer.model import Judgements, Statement

COPY = 0.9
"""The share of both that makes two definitions copies of each other."""
_SURE = 0.5
_FEW = 3
"""What more definitions say than these is a template's phrase: it says little about two of its users."""
_TELLING_WORDS = 12
"""More words than these make no better evidence."""

Covering = dict[int, tuple[float, str]]
"""By definition: how surely it covers a text, and with which of its own."""


@dataclass(frozen=True, eq=False, slots=True)
class Coverage:
    """What every definition covers of every other. Definitions are numbered in the order of their paths."""

    content: tuple[tuple[Statement, ...], ...]
    """Per definition, the statements that a merge is about (no metadata, no tools), in reading order."""
    texts: tuple[tuple[str, ...], ...]
    """Per definition, the text that was judged for each statement of *content*."""
    judgements: Judgements
    covering: Mapping[str, Covering]
    rarity: Mapping[str, float]
    """What each text weighs: 1 where few definitions say it, near 0 for the phrases of a template."""
    shares: NDArray[np.float64]
    """Row i, column j: the share of i's words that j says too."""
    own: NDArray[np.float64]
    """The same for what is theirs: covered words count as much as they are rare, of all words of i."""
    verbatim: NDArray[np.float64]
    """Row i, column j: the share of i's words that stand in j as they are."""

    def covered(self, i: int, j: int) -> tuple[Statement, ...]:
        """Return the statements of definition *i* that *j* covers, in reading order."""
        return tuple(s for s, text in zip(self.content[i], self.texts[i], strict=True) if j in self.covering[text])

    def evidence(self, i: int, j: int, most: int) -> tuple[Evidence, ...]:
        """Return pairs of statements of *i* and *j*, one of which stands for the other, the most telling first."""
        pairs = set(self._pairs(i, j)) | {(s, t) for t, s in self._pairs(j, i)}
        seen: set[Statement] = set()
        best = []
        for s, t in sorted(pairs, key=lambda pair: (-self._telling(*pair), pair)):
            if s not in seen and t not in seen:
                best.append(Evidence(s, t, self.judgements.between(s, t)))
                seen |= {s, t}
        return tuple(best[:most])

    def _pairs(self, i: int, j: int) -> list[tuple[Statement, Statement]]:
        """Return each statement of *i* that *j* covers, with the statement of *j* that does."""
        saying = dict(zip(reversed(self.texts[j]), reversed(self.content[j]), strict=True))
        found = ((s, self.covering[text].get(j)) for s, text in zip(self.content[i], self.texts[i], strict=True))
        return [(s, saying[by[1]]) for s, by in found if by]

    def _telling(self, s: Statement, t: Statement) -> float:
        rarity = min(self.rarity[self.judgements.contexts[x]] for x in (s, t))
        length = min(len(words(s.text)), len(words(t.text)), _TELLING_WORDS)
        return rarity * length * self.judgements.between(s, t).redundancy


def cover(paths: Sequence[str], statements: Sequence[Statement], judgements: Judgements) -> Coverage:
    """Return what the definitions at *paths*, which are sorted, cover of each other."""
    number = {path: i for i, path in enumerate(paths)}
    content: list[list[Statement]] = [[] for _ in paths]
    for statement in sorted(statements):
        if statement.kind not in {Kind.METADATA, Kind.TOOL}:
            content[number[statement.path]].append(statement)
    texts = tuple(tuple(judgements.contexts[s] for s in own) for own in content)
    covering = _covering(texts, judgements)
    shares = _shares(texts, covering, dict.fromkeys(covering, 1.0))
    rarity = _rarity(covering, shares)
    own = _shares(texts, covering, rarity)
    return Coverage(tuple(map(tuple, content)), texts, judgements, covering, rarity, shares, own, _verbatim(texts))


def _covering(texts: Sequence[Sequence[str]], judgements: Judgements) -> dict[str, Covering]:
    said_in: dict[str, set[int]] = defaultdict(set)
    for i, own in enumerate(texts):
        for text in own:
            said_in[text].add(i)
    covering: dict[str, Covering] = {t: dict.fromkeys(sorted(said_in[t]), (1.0, t)) for t in sorted(said_in)}
    for (x, y), relation in sorted(judgements.relations.items(), key=lambda item: item[0]):
        if x not in said_in or y not in said_in or not relation.kind.redundant or relation.redundancy < _SURE:
            continue
        if relation.kind is not RelationKind.B_COVERS_A:
            _add(covering[y], said_in[x], relation.redundancy, x)
        if relation.kind is not RelationKind.A_COVERS_B:
            _add(covering[x], said_in[y], relation.redundancy, y)
    return covering


def _add(covering: Covering, where: set[int], surety: float, text: str) -> None:
    for i in sorted(where):
        if surety > covering.get(i, (0.0, ""))[0]:
            covering[i] = (surety, text)


def _rarity(covering: Mapping[str, Covering], shares: NDArray[np.float64]) -> dict[str, float]:
    """Return what each text weighs; copies of one definition say it once."""
    alike = (shares >= COPY) & (shares.T >= COPY)
    original = [int(np.argmax(row)) for row in alike | np.eye(len(alike), dtype=bool)]
    return {text: min(1.0, _FEW / len({original[i] for i in where})) for text, where in covering.items()}


def _verbatim(texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return the share of the words of each that stand in each other as they are, every text counted once."""
    column = {text: n for n, text in enumerate(sorted({text for own in texts for text in own}))}
    says = np.zeros((len(texts), len(column)), np.float32)
    for i, own in enumerate(texts):
        says[i, [column[text] for text in own]] = 1.0
    length = np.array([max(1, len(words(text))) for text in column], np.float32)
    both: NDArray[np.float64] = ((says * length) @ says.T).astype(np.float64)
    return both / np.maximum(np.diagonal(both), 1.0)[:, None]


def _shares(
    texts: Sequence[Sequence[str]], covering: Mapping[str, Covering], weights: Mapping[str, float]
) -> NDArray[np.float64]:
    said = np.zeros((len(texts), len(texts)))
    for i, own in enumerate(texts):
        length = {text: max(1, len(words(text))) for text in set(own)}
        for text in own:
            for j in covering[text]:
                said[i, j] += weights[text] * length[text]
        said[i] /= sum(length[text] for text in own) or 1.0
    return said
