"""Each diff turns its source into the canonical."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.model import Span, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzer.model import Proposal

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@")
_NO_END = "\\ No newline at end of file"


def check_patches(proposal: Proposal) -> Iterator[Violation]:
    """Yield the sources that have no diff, or one that does not lead from them to the canonical."""
    diffs = {diff.path: diff.unified for diff in proposal.diffs}
    for d in proposal.family.definitions:
        before = d.text if d.original is None else d.original
        if d.path not in diffs or _applied(diffs[d.path], before) != proposal.file_text:
            yield Violation(Span(d.path, 1, 1), "diff", "its diff does not lead to the canonical")


def _applied(unified: str, text: str) -> str | None:
    """Return *text* with the hunks of *unified* applied; None where a hunk does not fit."""
    source = text.split("\n")
    source = [f"{line}\n" for line in source[:-1]] + ([source[-1]] if source[-1] else [])
    result: list[str] = []
    position = 0
    for line in _hunk_lines(unified):
        hunk = _HUNK.match(line)
        if hunk:
            start = int(hunk[1]) - (hunk[2] != "0")
            result += source[position:start]
            position = start
        elif line[0] == "+":
            result.append(line[1:])
        elif position < len(source) and source[position] == line[1:]:
            position += 1
            result += [line[1:]] * (line[0] == " ")
        else:
            return None
    return "".join(result + source[position:])


def _hunk_lines(unified: str) -> list[str]:
    """Return the lines from the first hunk on, line ends included; a remark tells of a line without one."""
    lines: list[str] = []
    for line in unified.split("\n")[2:-1]:
        if line == _NO_END:
            lines[-1] = lines[-1].removesuffix("\n")
        else:
            lines.append(f"{line}\n")
    return lines
