"""Cases as data: a title, a line ``.``, the input, a line ``.``, what is expected, a line ``.``."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Case(NamedTuple):
    """One case of a file."""

    title: str
    given: str
    expected: str


def read_cases(name: str) -> list[Case]:
    """Return the cases of ``tests/cases/<name>``; ``\\u`` escapes in the input stand for the character."""
    cases: list[Case] = []
    parts: list[list[str]] = [[]]
    for line in (Path(__file__).parent / "cases" / name).read_text(encoding="utf-8").split("\n"):
        if line != ".":
            parts[-1].append(line)
            continue
        parts.append([])
        if len(parts) > 3:
            title, given, expected = ("\n".join(part) for part in parts[:3])
            cases.append(Case(title.strip().removeprefix("# "), given + "\n", expected))
            parts = [[]]
    return cases
