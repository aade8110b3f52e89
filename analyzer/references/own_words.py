"""Tell where a canonical speaks in the words of the definition whose name stands there, and so of itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.text import squash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.model import Move

_MARKER = re.compile(r"^\s*(?:[-*+>]|\d+[.)]|#+)\s+")
_ESCAPED = re.compile(r"\\[nt]")
"""What quoted YAML writes for line ends and tabs: descriptions with examples are full of them."""


class OwnWords:
    """What the definitions of each family say, made once for all places."""

    def __init__(self, moves: Sequence[Move], sources: Mapping[str, str]) -> None:
        """Read *sources*, the texts of the definitions of *moves* as they were, by path."""
        self._moves = moves
        self._said = {path: _flat(text) for path, text in sources.items()}

    def alone(self, line: str, bearers: Sequence[Move]) -> bool:
        """Whether *line* of a canonical is said by some of *bearers*, and by no other source of their family."""
        wanted = squash(_MARKER.sub("", line))
        family = [move for move in self._moves if move.family == bearers[0].family]
        if any(move.path not in self._said for move in family):
            return False
        saying = [move for move in family if wanted in self._said[move.path]]
        return bool(saying) and all(move in bearers for move in saying)


def _flat(text: str) -> str:
    return squash(_ESCAPED.sub(" ", text).replace('\\"', '"'))
