"""Choose the definition whose structure, order and voice the canonical keeps."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from analyzer.model import Kind
from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Definition, Judgements, Statement

_SURE = 0.5
"""The least redundancy of what is taken for covered here."""


def choose_survivor(
    definitions: Sequence[Definition],
    statements: Sequence[Statement],
    judgements: Judgements,
    *,
    path: str | None,
    fitting: Sequence[Definition] = (),
) -> tuple[Definition, str]:
    """Return the survivor among *definitions* and the reason, a sentence.

    It is the definition at *path* where that is one of them, else the one that says most of what the family says: the
    most words of all *statements* that are its own or that it covers. Where some are *fitting*, by what somebody
    decided, it is one of those.
    """
    if path is not None:
        chosen = [d for d in definitions if d.path == path]
        if chosen:
            return chosen[0], "It was chosen by hand."
    body = [s for s in statements if s.kind is not Kind.METADATA]
    said = _words_said(body, judgements)
    total = sum(len(words(s.text)) for s in body) or 1
    best = min(fitting or definitions, key=lambda d: (-said[d.path], d.path))
    share = 100 * said[best.path] / total
    most = "the most of those that are read as it was decided" if fitting else "the most of them"
    return best, f"It says {share:.0f} % of what the {len(definitions)} definitions say, {most}."


def _words_said(statements: Sequence[Statement], judgements: Judgements) -> dict[str, int]:
    """Return for each definition the words of all *statements* that are its own or that it covers."""
    near = judgements.neighbours(_SURE)
    saying: dict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        saying[judgements.contexts[s]].append(s)
    said: dict[str, int] = defaultdict(int)
    for s in statements:
        text = judgements.contexts[s]
        others = [o for t in (text, *near.get(text, ())) for o in saying.get(t, ())]
        for path in {s.path, *(o.path for o in others if judgements.covers(o, s) >= _SURE)}:
            said[path] += len(words(s.text))
    return said
