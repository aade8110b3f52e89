"""From what a reviewer clicked to decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer import decisions
from analyzer.errors import UsageError
from analyzer.model import DecisionKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzer.model import Decision, Statement
    from analyzer.review.subjects import Subjects

_OF_FAMILIES = {"keep apart": DecisionKind.KEEP_APART, "survivor": DecisionKind.SURVIVOR}


def decided(asked: Mapping[str, Any], subjects: Subjects) -> tuple[Decision, ...]:
    """Return the decisions that are *asked* for: an ``act`` on the one of *subjects* called ``id``, with a ``reason``.

    Raises `UsageError` for what cannot be decided.
    """
    act, name, reason = (_text(asked, key) for key in ("act", "id", "reason"))
    if not reason:
        raise UsageError("Say why: those who come after you will wonder.")
    if act == "choose":
        side = asked.get("side")
        return (subjects.choice(name, side if isinstance(side, int) else -1, reason),)
    if act in _OF_FAMILIES:
        return (_about_definitions(act, name, asked, subjects, reason),)
    about = _statements(name, subjects)
    return _about_words(act, subjects.worded(about) if act == "drop" else about, _text(asked, "text"), reason)


def _about_words(act: str, about: tuple[Statement, ...], text: str, reason: str) -> tuple[Decision, ...]:
    if act == "reword":
        return (decisions.about_wording(about, text, reason),)
    if act not in {"keep", "drop"}:
        raise UsageError(f"“{act}” is nothing that can be decided here.")
    return tuple(decisions.about_statement(DecisionKind(act), s, reason) for s in about)


def _about_definitions(act: str, name: str, asked: Mapping[str, Any], subjects: Subjects, reason: str) -> Decision:
    if act == "keep apart" and subjects.together:
        raise UsageError(
            "All that was given is one family, as asked. Run analyze without --together to keep any apart."
        )
    if name not in subjects.families:
        raise UsageError("The page has no such family any more. Load it again.")
    wanted = asked.get("definitions")
    chosen = [d for d in subjects.families[name].family.definitions if isinstance(wanted, list) and d.path in wanted]
    return decisions.about_definitions(_OF_FAMILIES[act], chosen, reason)


def _statements(name: str, subjects: Subjects) -> tuple[Statement, ...]:
    """Return the statements that are decided about as what is called *name*."""
    if name in subjects.passages:
        return subjects.wording(subjects.passages[name])
    if name in subjects.statements:
        return (subjects.statements[name][1],)
    raise UsageError("The page has no such statement any more. Load it again.")


def _text(asked: Mapping[str, Any], key: str) -> str:
    value = asked.get(key, "")
    if not isinstance(value, str):
        raise UsageError(f"{key} is no text.")
    return value.strip()
