"""A letter for each source of a family, so that a report need not repeat its path on every line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzer.model import Proposal


def letter(number: int) -> str:
    """Return the name of a family's source: A to Z, then A2 to Z2 and so on."""
    again, place = divmod(number, 26)
    return chr(ord("A") + place) + (str(again + 1) if again else "")


def letters(proposal: Proposal) -> dict[str, str]:
    """Return a letter for each source of *proposal*, by path."""
    return {d.path: letter(n) for n, d in enumerate(proposal.family.definitions)}


def lettered(text: str, letters: Mapping[str, str]) -> str:
    """Return *text* with *letters* in place of the paths that have one, but for what it quotes: “see a.md” stays."""
    longest_first = sorted(letters, key=lambda path: (-len(path), path))
    known = "|".join(map(re.escape, longest_first))
    path = rf"“[^”]*”|(?<![\w./-])(?:{known})(?![\w/-]|\.\w)"
    return re.sub(path, lambda found: letters.get(found[0], found[0]), text) if known else text
