"""Choose the definition whose structure, order and voice the canonical keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Kind
from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Definition, Judgements, Statement


def choose_survivor(
    definitions: Sequence[Definition], statements: Sequence[Statement], judgements: Judgements, *, path: str | None
) -> tuple[Definition, str]:
    """Return the survivor among *definitions* and the reason, a sentence.

    It is the definition at *path* where that is one of them, else the one that says most of what the family says: the
    most words of all *statements* that are its own or that it covers.
    """
    if path is not None:
        chosen = [d for d in definitions if d.is_at(path)]
        if chosen:
            return chosen[0], "It was chosen by hand."
    body = [s for s in statements if s.kind is not Kind.METADATA]
    said = {d.path: _words_said(d.path, body, judgements) for d in definitions}
    total = sum(len(words(s.text)) for s in body) or 1
    best = min(definitions, key=lambda d: (-said[d.path], d.path))
    share = 100 * said[best.path] / total
    return best, f"It says {share:.0f} % of what the {len(definitions)} definitions say, the most of them."


def _words_said(path: str, statements: Sequence[Statement], judgements: Judgements) -> int:
    own = [s for s in statements if s.path == path]
    return sum(
        len(words(s.text)) for s in statements if s.path == path or any(judgements.covers(o, s, _SURE) for o in own)
    )


_SURE = 0.5
