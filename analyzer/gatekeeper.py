"""Hold a collection against what is known: a git revision, or the baseline's file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.baseline import read_baseline
from analyzer.errors import UsageError
from analyzer.gate import accept, gate, told_aside
from analyzer.model import Age, Baseline, Collection
from analyzer.pipeline import read
from analyzer.revisions import inside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from analyzer.model import Check, Rule

    Compare = Callable[[Sequence[str]], Collection]


def check(paths: Sequence[str], compare: Compare, baseline: Path | None, rules: AbstractSet[Rule]) -> Check:
    """Return what *rules* find under *paths* that the file *baseline* does not know; without one, everything is new.

    *compare* relates what lies under paths.
    """
    known = read_baseline(baseline) if baseline else Baseline()
    return gate(compare(paths), known, rules, against=baseline.as_posix() if baseline else "")


def check_against(paths: Sequence[str], compare: Compare, revision: str, rules: AbstractSet[Rule]) -> Check:
    """Return what *rules* find under *paths* that was not so in the git *revision*; *compare* is as in `check`."""
    now, every = compare(paths), rules | told_aside(rules)
    with inside(revision, paths) as there:
        found = gate(now, accept(_read(there), every), rules, against=revision)
        # What a new definition brings is new. Of others, what they had in common before has to be known, and that
        # takes as long as the comparison of now.
        if any(finding.age is not Age.NEW for finding in (*found.findings, *found.aside)):
            found = gate(now, accept(compare(there), every), rules, against=revision)
    return replace(found, gone=())


def renewed(paths: Sequence[str], compare: Compare, baseline: Path, rules: AbstractSet[Rule]) -> tuple[Check, Baseline]:
    """Return the baseline that knows all that *rules* find under *paths*, with the notes of the file *baseline*.

    With it, what it makes of the collection; *compare* is as in `check`.
    """
    now = compare(paths)
    known = accept(now, rules, read_baseline(baseline) if baseline.exists() else None)
    return gate(now, known, rules, against=baseline.as_posix()), known


def _read(paths: Sequence[str]) -> Collection:
    """Return the definitions under *paths*; none is an answer too."""
    try:
        return read(paths)
    except UsageError:
        return Collection((), (), (), (), "")
