"""What a statement is for, by its wording and the titles above it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.model import Kind, Shape
from analyzer.text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROLE = re.compile(
    r"(you(['\u2019]re| are) (an? |the |operating as)|act as |you (operate|serve|act|function) as |your role is)", re.I
)
_TRIGGER = re.compile(
    r"((use|invoke|call|choose|select|trigger|engage|deploy|delegate to) (this|it|the \S+)? ?((sub-?)?agent|skill|mode|rule|command|proactively|when|for|if|after|before|whenever|to\b)"
    r"|(should|must|can|may) be used|(use )?proactively|when to use|triggers?( on|s)?:|not for\b|do not use (this|when|for)|don't use)",
    re.I,
)
_COLLABORATION = re.compile(
    r"(?:\b(?:collaborate|coordinate|work|partner|sync|consult|hand(?:s|ed)? ?off|delegate|escalate|defer)\w*\b[^.]{0,40}\b[a-z]+-[a-z-]*[a-z]\b(?:\s+(?:on|for|to|when|about|with)|$)"
    r"|\b(?:other|another|peer|specialist|sub-?) ?agents?\b|@[a-z][\w-]+-[\w-]+)",
    re.I,
)
_FACT = re.compile(r"(:\s*`?(\d{2,5}\b|[~./][\w./-]+|https?://)|\bports? \d{2,5}\b|localhost:\d+)", re.I)
_SECTIONS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.CHECK,
        re.compile(
            r"check-?list|acceptance criteria|definition of done|quality (gates?|standards?|criteria)|success criteria",
            re.I,
        ),
    ),
    (Kind.EXAMPLE, re.compile(r"\bexamples?\b|example (interactions?|usage|prompts?|queries)|sample", re.I)),
    (
        Kind.FACT,
        re.compile(
            r"your (project|stack|environment|codebase|repo\w*|tech(nology)? stack)|project('s)? (context|stack|facts|specific\w*|structure|info\w*|setup|details|overview)|(current|existing) (stack|setup|architecture|tech\w*)|tech(nology)? stack|environment variables",
            re.I,
        ),
    ),
    (
        Kind.COLLABORATION,
        re.compile(
            r"integration with (other )?(agents?|sub-?agents?)|other agents|collaborat|coordinat|hand-?offs?|delegat|escalat|agent interaction|works? with",
            re.I,
        ),
    ),
    (
        Kind.TRIGGER,
        re.compile(r"when to (use|invoke|call|activate)|use (this|me|cases?)|triggers?\b|when not to|activation", re.I),
    ),
    (
        Kind.STYLE,
        re.compile(
            r"communicat|\bstyle\b(?! ?(guide|sheet|d|s\b))|\btone\b|voice|personality|persona\b|writing style|response (format|style)|output format",
            re.I,
        ),
    ),
    (
        Kind.TOOL,
        re.compile(
            r"^(mcp )?tools?( suite| set| access| usage| integration)?$|available tools|tool (suite|set|usage)|mcp tool",
            re.I,
        ),
    ),
    (Kind.ROLE, re.compile(r"^(your )?(role|identity|mission|purpose)\b|role definition|who you are", re.I)),
    (
        Kind.EXPERTISE,
        re.compile(
            r"expertise|capabilit|competenc|specialt|specializ|skills?\b|mastery|knowledge|proficien|focus areas?|technologies|strengths|domains?\b",
            re.I,
        ),
    ),
)
_STYLE = re.compile(
    r"\b(tone|be (concise|clear|brief|friendly|polite|direct|professional)|communicate (in|with|clearly)|respond (in|with)|jargon)\b",
    re.I,
)
_VERB = re.compile(
    r"(?:always|never|do not|don't|avoid|must|should|ensure|make sure|use|create|write|run|check|verify|add|implement|provide|include|follow|keep|analy[sz]e|review|identify|define|design|build|test|apply|consider|document|validate|monitor|set|define|update|remove|return|handle|prefer|maintain|read|report|ask|start|stop|wait|when|if|before|after|only|no|not|read|fix|find|focus|think|explain|suggest|reference|optimi[sz]e|establish|develop|configure|assess|determine|understand|plan|prioriti[sz]e|generate|deploy|track|measure|support|enable|guide|help|lead|work|collaborate|coordinate|query|gather|evaluate|confirm|limit|store|log|export|import|call|break|split|group|name|list|show|state|treat|give|let|get|put|make|choose|select|install|commit|push|open|close|move|replace|extract|map|convert|save|load|send|fetch|pass|wrap|avoid|reduce|increase|improve|enforce|require|you)\b",
    re.I,
)
_SENTENCE = re.compile(r"[.!?:]$|\b(is|are|was|were|must|should|will|can|has|have|do|does)\b")
_LABELLED = re.compile(r"(?:\*\*|__)?[^:*_]{1,40}(?:\*\*|__)?:\s*(?:\*\*|__)?\s*(?P<rest>.*)", re.S)
_LONGEST_PHRASE = 14


def description_kind(text: str) -> Kind:
    """Return the kind of a sentence of a description: who the agent is, or when to use it."""
    return (
        Kind.TRIGGER
        if _TRIGGER.search(text) or re.match(r"(examples?( include)?\b|when\b|also use)", text, re.I)
        else Kind.ROLE
    )


def body_kind(text: str, shape: Shape, section: Sequence[str], marker: str) -> Kind:
    """Return the kind of a body statement *text* of *shape* below the titles in *section*.

    What the words say outright counts first, then the nearest title that tells, then the shape.
    """
    if shape is Shape.EXAMPLE:
        return Kind.EXAMPLE
    if marker.endswith("]"):
        return Kind.CHECK
    said = _by_wording(plain(text)) if shape is not Shape.CODE else None
    if said:
        return said
    for heading in reversed(section):
        for kind, pattern in _SECTIONS:
            if pattern.search(heading):
                return kind
    return _by_shape(plain(text), shape)


def _by_wording(text: str) -> Kind | None:
    if _ROLE.match(text):
        return Kind.ROLE
    if _TRIGGER.match(text):
        return Kind.TRIGGER
    if _COLLABORATION.search(text):
        return Kind.COLLABORATION
    if _FACT.search(text):
        return Kind.FACT
    return Kind.STYLE if _STYLE.match(text) else None


def _by_shape(text: str, shape: Shape) -> Kind:
    if shape is Shape.STEP:
        return Kind.STEP
    if shape in {Shape.ITEM, Shape.ROW} and _is_noun_phrase(text):
        return Kind.EXPERTISE
    return Kind.INSTRUCTION


def _is_noun_phrase(text: str) -> bool:
    labelled = _LABELLED.fullmatch(text)
    phrase = labelled["rest"] if labelled and labelled["rest"] else text
    return not _VERB.match(phrase) and not _SENTENCE.search(phrase) and len(phrase.split()) <= _LONGEST_PHRASE
