"""Marks: where the sources disagree, said on the spot, in a form that no reader of the file takes for its content."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from analyzer.text import MARK, squash, unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Canonical, Conflict, Passage, Side

_LONGEST = 160
_CLOSING = re.compile(r"(?<=--)(?=!?>)")
"""Where a space keeps an arrow from ending an HTML comment; ``--!>`` ends one too."""


def field_mark(conflict: Conflict) -> str:
    """Return the YAML comment that tells of *conflict*."""
    return f"# {MARK} {_told(conflict)}"


def mark_lines(
    lines: Sequence[str], canonical: Canonical, places: Sequence[tuple[int, int]], *, offset: int
) -> list[str]:
    """Return *lines*, of which the first is line *offset* + 1, with a mark behind each passage that another opposes.

    *places* has first and last line of each passage of *canonical*.
    """
    marks: dict[int, list[str]] = defaultdict(list)
    for conflict in canonical.open_conflicts:
        for passage, (_, last) in zip(canonical.passages, places, strict=True):
            if not passage.wording.shape.verbatim and any(_takes(passage, side) for side in conflict.sides):
                marks[last].append(f"<!-- {MARK} {_CLOSING.sub(' ', _told(conflict))} -->")
    return [_marked(line, marks[n]) if n in marks else line for n, line in enumerate(lines, offset + 1)]


def _takes(passage: Passage, side: Side) -> bool:
    return any(s.text == side.value and s.span in side.spans and not s.field for s in passage.stands_for)


def _marked(line: str, marks: Sequence[str]) -> str:
    """Return *line* with *marks* at its end; inside of its last cell where it is a table's row."""
    told = " ".join(dict.fromkeys(marks))
    text = unmarked(line).rstrip()
    if text.endswith("|"):
        return f"{text[:-1].rstrip()} {told.replace('|', '/')} |"
    return f"{text} {told}"


def _told(conflict: Conflict) -> str:
    sides = " or ".join(f'"{_short(side.value)}" ({", ".join(map(str, side.spans))})' for side in conflict.sides)
    stands = f'; "{_short(conflict.chosen)}" stands until someone decides' if conflict.chosen else ""
    return f"{sides}{stands}"


def _short(text: str) -> str:
    """Return *text* on one line, without what YAML and HTML take for an end."""
    plain = squash("".join(letter if letter.isprintable() else " " for letter in text))
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST].rpartition(' ')[0] or plain[:_LONGEST]} …"
