"""What stays is the choice of the costs, not of the solver."""

from __future__ import annotations

from itertools import combinations
from math import fsum

import pytest

from analyzer.merge.cover import _steps


@pytest.mark.parametrize("size", [1, 2, 3])
def test_no_two_choices_of_as_many_parts_cost_the_same(size: int) -> None:
    chosen = [fsum(choice) for choice in combinations(_steps(30), size)]
    assert len(set(chosen)) == len(chosen)


def test_what_comes_first_is_preferred_by_far_less_than_a_word() -> None:
    steps = [float(step) for step in _steps(1000)]
    assert steps == sorted(steps)
    assert steps[-1] < 0.001
