"""Numbers that cannot both hold, though the texts use other words."""

from __future__ import annotations

import pytest
from casefile import Case, read_cases

from analyzer.judge.rivals import rival


@pytest.mark.parametrize("case", read_cases("rivals.md"), ids=lambda case: case.title)
def test_case(case: Case) -> None:
    a, b = case.given.splitlines()
    related = "(related)" in case.title
    assert rival(a, b, related=related) == case.expected
    assert bool(rival(b, a, related=related)) == bool(case.expected)
