"""What must not be lost: the concrete facts that a statement carries.

A fact is anything that cannot be guessed back once it is gone: a number with its unit, a version, a port, a path, a
command-line flag, a code span, the name of a product or standard, a negation, how binding the statement is. Facts are
found by spelling alone, so what is found can always be shown. Every stage that folds one statement into another asks
here first.
"""

from __future__ import annotations

from analyzer.facts.force import eased
from analyzer.facts.found import Facts, facts
from analyzer.facts.headings import level, sense
from analyzer.facts.lost import missing
from analyzer.facts.names import known_names, name
from analyzer.facts.numbers import as_written
from analyzer.facts.opposed import contradiction, contrasts, denied, limited, restated
from analyzer.facts.opposites import opposite
from analyzer.facts.quantities import written_as
from analyzer.facts.swapped import forbids_reverse

__all__ = [
    "Facts",
    "as_written",
    "contradiction",
    "contrasts",
    "denied",
    "eased",
    "facts",
    "forbids_reverse",
    "known_names",
    "level",
    "limited",
    "missing",
    "name",
    "opposite",
    "restated",
    "sense",
    "written_as",
]
