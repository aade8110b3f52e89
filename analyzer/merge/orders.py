"""What people decided about statements and values of a family, ready to be followed."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analyzer.dialects import LOADING, entry, setting
from analyzer.dialects.values import common_key
from analyzer.fingerprint import fingerprint
from analyzer.merge.rights import shown
from analyzer.model import DecisionKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analyzer.model import Decision, Definition, Field, Statement

_BLOCK = re.compile(
    r"(?:[-+*>#|<]|\d+[.)])(?:\s|$)|#{1,6}\s|<[!/\w]|```|~~~|(?:[-=_*]\s*){3,}$|\*\*[^*]+\*\*:?$|\S[^:]{0,60}:$"
)
"""What would be read as a heading, a list, a quote, a rule, code, a tag or a label that heads something."""


@dataclass(frozen=True, slots=True)
class Orders:
    """Decisions by what they are about."""

    words: Mapping[Statement, Decision] = field(default_factory=dict)
    """To keep, drop or reword a statement, or to choose another one."""
    values: Mapping[str, tuple[Decision, Field | None]] = field(default_factory=dict)
    """The field whose value was chosen, by the key for all that runtimes call it; None where no value was."""
    refused: Mapping[Decision, str] = field(default_factory=dict)
    """Why a decision cannot be followed: one sentence."""

    def stays(self, statement: Statement) -> bool:
        """Whether *statement* is said for itself, whatever else says it."""
        return self._kind(statement) in {DecisionKind.KEEP, DecisionKind.REWORD}

    def goes(self, statement: Statement) -> bool:
        """Whether *statement* is not to be said."""
        return self._kind(statement) in {DecisionKind.DROP, DecisionKind.CHOOSE}

    def reworded(self, statement: Statement) -> Decision | None:
        """Return the decision that gives *statement* new words, or None."""
        return self.words[statement] if self._kind(statement) is DecisionKind.REWORD else None

    def subjects(self, decision: Decision) -> tuple[Statement, ...]:
        """Return the statements that *decision* is about."""
        return tuple(sorted(s for s, other in self.words.items() if other == decision))

    def _kind(self, statement: Statement) -> DecisionKind | None:
        found = self.words.get(statement)
        return found.kind if found else None


def read_orders(
    decisions: Sequence[Decision], definitions: Sequence[Definition], statements: Sequence[Statement]
) -> Orders:
    """Return what *decisions* ask of the canonical of *definitions*, which say *statements*.

    Where two are about one statement, the later one counts.
    """
    said: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in statements if decisions else ():
        said[s.path, fingerprint(s.text)].append(s)
    words: dict[Statement, Decision] = {}
    values: dict[str, tuple[Decision, Field | None]] = {}
    refused: dict[Decision, str] = {}
    for decision in decisions:
        value = _value(decision, definitions)
        found = [s for side in zip(decision.definitions, decision.fingerprints, strict=True) for s in said[side]]
        why = "" if value else _refusal(decision, found)
        if why:
            refused[decision] = why
        elif value:
            values[common_key(decision.topic)] = (decision, value[0])
        else:
            words.update(
                {s: decision for s in found if decision.kind is not DecisionKind.CHOOSE or _loses(s, decision)}
            )
    return Orders(words, values, refused)


def _value(decision: Decision, definitions: Sequence[Definition]) -> tuple[Field | None] | None:
    """Return the field that was chosen where *decision* is about a front-matter value, else None."""
    if decision.kind is not DecisionKind.CHOOSE:
        return None
    by_path = {d.path: d for d in definitions}
    texts = [entry(by_path[path], decision.topic) if path in by_path else "" for path in decision.definitions]
    sides = [setting(by_path[path], decision.topic) for path in decision.definitions if path in by_path]
    agreed = tuple(map(fingerprint, texts)) == decision.fingerprints
    if decision.topic == LOADING:
        return (None,) if agreed and decision.text in texts else None
    if not any(sides) or not agreed:
        return None
    chosen = [side for side in sides if side and decision.text in {str(side.value).strip(), shown(side.value).strip()}]
    first = next((f for d in definitions if (f := setting(d, decision.topic)) in chosen), None)
    return (first,) if first or not decision.text else None


def _refusal(decision: Decision, found: Sequence[Statement]) -> str:
    """Return why *decision* about the statements *found* cannot be followed; empty where it can."""
    if decision.kind is DecisionKind.CHOOSE:
        sides = {_loses(s, decision) for s in found}
        return "" if sides == {True, False} else "Its chosen side is none of those that it is about."
    if any(s.field and s.field != "description" for s in found):
        return "It is about a front-matter value: choose a side of its conflict, or use `agentmerge decide value`."
    if decision.kind is not DecisionKind.REWORD:
        return ""
    if any(s.shape.verbatim for s in found):
        return "Code, examples and HTML stay as they are: keep this or drop it."
    if len(decision.text.splitlines()) != 1 or _BLOCK.match(decision.text):
        return "Its new words would not be read as a sentence: write one line that begins with a word."
    return ""


def _loses(statement: Statement, decision: Decision) -> bool:
    return fingerprint(statement.text) != fingerprint(decision.text)
