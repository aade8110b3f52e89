"""Make decisions of what was read, with the fingerprints of what they are about; refuse what is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.dialects import entry
from analyzer.dialects.values import common_key
from analyzer.errors import UsageError
from analyzer.fingerprint import fingerprint
from analyzer.model import Decision, DecisionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Definition, Statement


def about_definitions(kind: DecisionKind, definitions: Sequence[Definition], reason: str) -> Decision:
    """Return the decision to keep *definitions* apart, to merge them, or that the one of them is the survivor.

    Raises `UsageError` for a decision that cannot be.
    """
    ordered = sorted({d.path: d for d in definitions}.values(), key=lambda d: d.path)
    return checked(
        Decision(
            kind,
            tuple(d.path for d in ordered),
            tuple(fingerprint(*written(d)) for d in ordered),
            reason.strip(),
        )
    )


def about_statement(kind: DecisionKind, statement: Statement, reason: str, *, text: str = "") -> Decision:
    """Return the decision to keep or drop *statement*, or to reword it as *text*.

    Raises `UsageError` for a decision that cannot be.
    """
    print_ = fingerprint(statement.text)
    return checked(Decision(kind, (statement.path,), (print_,), reason.strip(), (statement.text,), text.strip()))


def about_wording(statements: Sequence[Statement], text: str, reason: str) -> Decision:
    """Return the decision to say *statements*, which the canonical may say as one, as *text*.

    Raises `UsageError` for a decision that cannot be.
    """
    ordered = sorted({(s.path, s.text) for s in statements})
    return checked(
        Decision(
            DecisionKind.REWORD,
            tuple(path for path, _ in ordered),
            tuple(fingerprint(said) for _, said in ordered),
            reason.strip(),
            tuple(said for _, said in ordered),
            text.strip(),
        )
    )


def about_conflict(topic: str, said: Sequence[tuple[str, str]], chosen: str, reason: str) -> Decision:
    """Return the decision that *chosen* holds where sources differ about *topic*.

    *said* has the path of each source with what it says there: a statement's text or a front-matter value, empty where
    the source sets none. Raises `UsageError` for a decision that cannot be.
    """
    sides = sorted(set(said))
    paths, texts = tuple(path for path, _ in sides), tuple(text for _, text in sides)
    prints = tuple(fingerprint(text) for text in texts)
    return checked(Decision(DecisionKind.CHOOSE, paths, prints, reason.strip(), texts, chosen.strip(), topic.strip()))


def about_sides(holds: Statement, others: Sequence[Statement], reason: str) -> Decision:
    """Return the decision that *holds* stands and the *others*, which contradict it, go.

    Raises `UsageError` for a decision that cannot be.
    """
    sides = (holds, *others)
    for s in sides:
        if s.field and s.field != "description":
            raise UsageError(f"{s.span} is a front-matter value. Use `agentmerge decide value {s.field} A B...`.")
    return about_conflict(holds.heading or "body", [(s.path, s.text) for s in sides], holds.text, reason)


def about_value(topic: str, definitions: Sequence[Definition], reason: str) -> Decision:
    """Return the decision that what the first of *definitions* has under *topic*, be it nothing, holds for all.

    *topic* is a front-matter key, or what `entry` takes besides. Raises `UsageError` for a decision that cannot be.
    """
    said = {d.path: entry(d, topic) for d in definitions}
    if len(set(said.values())) == 1:
        alike = "agree on it" if any(said.values()) else "do not set it"
        why = f"{' and '.join(said)} {alike if len(said) > 1 else 'is named alone'}"
        raise UsageError(f"There is nothing to decide about {topic}: {why}.")
    return about_conflict(topic, [*said.items()], said[definitions[0].path], reason)


def written(definition: Definition) -> tuple[str, ...]:
    """Return the text that is *definition*'s own; of an entry of a file, not the others'."""
    return (definition.text,) if definition.body else tuple(field.raw for field in definition.fields)


def same_subject(a: Decision, b: Decision) -> bool:
    """Whether *a* and *b* answer one question, so that the later one takes the other's place."""
    return _subject(a) == _subject(b)


def checked(decision: Decision) -> Decision:
    """Return *decision*; raise `UsageError` that says what is wrong, and what to do, where it cannot be."""
    kind, count = decision.kind, len(decision.definitions)
    if not decision.reason:
        wrong = "it has no reason. Say why, for those who will wonder"
    elif kind in {DecisionKind.KEEP_APART, DecisionKind.MERGE} and (count < 2 or count != len({*decision.definitions})):  # noqa: PLR2004 - one is no pair
        wrong = "it takes two definitions or more. Name each once"
    elif kind in {DecisionKind.SURVIVOR, DecisionKind.KEEP, DecisionKind.DROP} and count != 1:
        wrong = f"it is about one definition, and here are {count}. Write a decision for each"
    elif len(decision.fingerprints) != count:
        wrong = f"it has {len(decision.fingerprints)} fingerprints for {count} definitions. Write it anew"
    else:
        wrong = _wrong_about_statements(decision)
    if wrong:
        raise UsageError(f"The decision “{kind}” about {', '.join(decision.definitions) or 'nothing'}: {wrong}.")
    return decision


def _wrong_about_statements(decision: Decision) -> str:
    kind = decision.kind
    if len(decision.statements) != (0 if kind.of_definitions else len(decision.definitions)):
        least = "no statements" if kind.of_definitions else "a statement for each definition"
        return f"it takes {least}, and has {len(decision.statements)}. Write it anew"
    if kind is DecisionKind.REWORD and not (decision.text and decision.definitions):
        return "it has no new text, or nothing to say in it. Give the words that the canonical should have"
    if kind is DecisionKind.CHOOSE and not (decision.topic and decision.definitions):
        return "it names no topic, or nothing to choose between. Write it anew"
    if kind not in {DecisionKind.REWORD, DecisionKind.CHOOSE} and decision.text:
        return "it has a new text, and changes none. Use “reword” for that"
    return ""


def _subject(decision: Decision) -> tuple[object, ...]:
    kind = decision.kind
    if kind is DecisionKind.SURVIVOR:
        return (kind, decision.definitions)
    if kind.of_definitions:
        return ("together or apart", decision.definitions)
    if kind is DecisionKind.CHOOSE:
        return (kind, common_key(decision.topic), decision.definitions, decision.fingerprints)
    return ("wording", decision.definitions, decision.fingerprints)
