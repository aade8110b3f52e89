"""The front matter reads back, by a strict parser, as what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzer.verify.sheet import Sheet


def check_front_matter(sheet: Sheet) -> Iterator[Violation]:
    """Yield what had to be repaired to read the canonical, and the fields that read as another value than decided."""
    for problem in sheet.reread.problems:
        yield Violation(sheet.span((problem.span.start, problem.span.end)), "front-matter", problem.message)
    decided = {f.key: f.value for f in sheet.proposal.canonical.fields}
    read = {f.key: f.value for f in sheet.reread.fields}
    for key in sorted(decided.keys() | read.keys()):
        if key not in decided or key not in read or decided[key] != read[key]:
            line = next((f.span.start for f in sheet.reread.fields if f.key == key), 1)
            yield Violation(sheet.span((line, line)), "front-matter", f"{key} does not read as it was decided")
