"""What a statement is for, by its wording and by the titles above it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from analyzer.model import Kind, Shape
from analyzer.segment.orders import is_order, unlabelled
from analyzer.text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_ROLE = _any(
    r"you(['\u2019]re| are) (?!responsible|done|not )([\w&/-]+( [\w&/-]+){0,3}, )?(an? |the |operating as |my |our )",
    r"you(['\u2019]re| are) (\*\*(?!not|never|only)|`?[a-z0-9]+(-[a-z0-9]+)+`?\W*$)",
    r"(act|operate|serve|function) as (an? |the )",
    r"you (act|operate|serve|function|specialize) (as|in) ",
    r"your (role|mission|purpose|identity|goal|aim) is ",
    r"your ((deep|core|primary|main) )?(experience|expertise|strengths?|background|knowledge|focus) "
    r"(is|lies?|spans?|includes?|covers?) ",
    r"you (excel|speciali[sz]e|are known|have mastered|master) ",
    r"you (have|possess|bring|combine) (an? )?(deep|extensive|strong|broad|proven|years|decades|over|\d+)",
    r"as an? [\w -]{3,40}, (you|your) ",
)
_TRIGGER = _any(
    r"(use|invoke|call|choose|select|trigger|engage|deploy|delegate to|activate|launch) (this|the) ([\w-]+ )?"
    r"(sub-?agent|agent|skill|mode|rule|command|specialist)\b",
    r"(do not|don't|never) (use|invoke|activate) (this|it|when|for) ?(agent|skill|mode|rule|when|for|to)?\b",
    r"(must be used|should be used|use) (proactively|immediately|whenever)\b",
    r"use (it )?(when|whenever|if|for|after|before|during|to) ",
    r"(also )?(use|invoke) (it )?when(ever)? ",
    r"(this|the) (agent|skill|mode|rule) (should|must|can|may) be (used|invoked)",
    r"(triggers?|activates?)( on| when| for| if|:)",
    r"not (for|when|to be used) ",
)
# As descriptions begin, which some bodies repeat.
_OCCUPATION = _any(
    r"(an? |the )?([\w/&.+#-]+ ){0,6}(specialist|expert|engineer|developer|architect|analyst|consultant|professional|"
    r"reviewer|designer|auditor|strategist|agent),? "
    r"(speciali[sz]ing|speciali[sz]ed|who|that|with|focused|focusing|responsible|for|-|in) ",
    r"(masters|expert (in|at|guidance on)|speciali[sz]es in|focuses on|handles|excels (at|in)) ",
    r"this agent (is|excels|provides|helps) ",
)
# Only where a description or a title already speaks of use.
_TRIGGER_INSIDE = _any(
    r"\b(use|used|invoke|invoked) (this (agent|skill|mode)|when|proactively|after|before|for|it when)\b",
    r"\bproactively\b|\bwhen (the user|users?|you|asked|working|building|implementing|creating|writing)\b",
    r"^(examples?( include)?\b|when\b|for (tasks|requests|questions)\b)",
    r"^(must|should|may|can) be (used|invoked|called)\b",
)
_ABOUT = re.compile(
    r"(?P<role>role|identity|persona): |(core )?(expertise|skills|competenc(e|ies)|speciali[sz]ations?): ",
    re.IGNORECASE,
)
_AGENT_NAME = r"`?@?[a-z][a-z0-9]*(-[a-z0-9]+)*-(agent|expert|engineer|developer|architect|specialist|reviewer|manager|"
_AGENT_NAME += r"auditor|pro|analyst|designer|writer|tester|debugger|admin|administrator|lead|master|orchestrator)`?"
_COLLABORATION = _any(
    r"\b(collaborate|coordinate|work|partner|sync|consult|support|guide|help|assist|align|engage)\b[^.]{0,30}"
    rf"\b{_AGENT_NAME}(?=\s|$|,|\.)",
    r"\b(hand(s|ed)? ?(off|over)|delegate|escalate|defer)\b[^.]{0,60}\b(agents?|" + _AGENT_NAME + r")(?=\W|$)",
    r"\b(with|to|by|from) (the )?(other|another|peer|fellow|specialist) (sub-?)?agents?\b",
)
_FACT = _any(
    r"\b(on|at|uses?|using)? ?port:? `?\d{2,5}\b",
    r"\blocalhost:\d+",
    r"^[^:]{2,40}:\s*`?(~|\.{1,2})?/[\w.-]+(/[\w.-]*)*`?$",
    r"\b(our|this) (project|repository|repo|codebase|app|application|stack|team) (uses|is|runs|lives|has)\b",
)
_STYLE = _any(
    r"(be|stay|remain) (concise|clear|brief|friendly|polite|direct|professional|respectful|honest|empathetic)\b",
    r"(communicate|respond|reply|answer|speak|write) (in|with|clearly|concisely)\b",
    r"(use|keep|adopt|maintain) (an? |your )?[\w, -]{0,30}\b(tone|language style|voice)\b",
    r"your (communication|tone|writing|voice|responses?)( style)? (is|are|stays?) ",
)
# The nearest title that tells decides. A title may tell several things: the first here counts.
_SECTIONS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.CHECK,
        _any(
            r"check-?list",
            r"acceptance criteria",
            r"definition of done",
            r"quality (gates?|criteria|assurance checks?)",
            r"success criteria",
        ),
    ),
    (Kind.EXAMPLE, _any(r"\bexamples?\b", r"\bsample (prompts?|queries|interactions?|output|dialog\w*)")),
    (
        Kind.FACT,
        _any(
            r"your (project|stack|environment|codebase|repo\w*|tech(nology)? stack)\b",
            r"^((this|current|the) )?project('s)?[ -](context|stack|facts|specific\w*|structure|info\w*|setup|details|"
            r"overview|layout)\b(?!.*\b(query|request|assessment|management|patterns|best)\b)",
            r"^(current|existing|our) (stack|setup|architecture|tech\w*|codebase|environment)",
            r"^(technology|tech) stack$|^environment variables$|^key (files|paths|directories)$",
        ),
    ),
    (
        Kind.COLLABORATION,
        _any(
            r"integration with (other )?(sub-?)?agents?",
            r"(other|related|peer|sub-?) ?agents\b|\bagent (coordination|interaction|collaboration|hand-?offs?)",
            r"^(collaborat|coordinat|hand-?offs?\b|delegat|escalat|works? with\b)",
        ),
    ),
    (
        Kind.TRIGGER,
        _any(
            r"when (not )?to (use|invoke|call|activate|apply)",
            r"^(use|invoke|activate) (this|me|when|cases?)\b",
            r"^(auto-?)?(triggers?|activation)\b|trigger (conditions|phrases|patterns)",
        ),
    ),
    (
        Kind.STYLE,
        _any(
            r"communication (style|guidelines|approach|principles|preferences)|^(your )?communication$",
            r"^(your )?(tone|voice|personality)\b|\btone of voice|^(response|writing|interaction|behaviou?ral) style",
        ),
    ),
    (
        Kind.TOOL,
        _any(r"^(\w+ )?tools?( suite| set| access| usage| available)?$", r"available tools|mcp (tools?|servers?)"),
    ),
    (
        Kind.ROLE,
        _any(
            r"^(your |core |agent )?(role|identity|mission|purpose|persona)\b",
            r"role definition|who you are",
        ),
    ),
    (
        Kind.EXPERTISE,
        _any(
            r"expertise|capabilit|competenc|specialt|specializ|speciali[sz]ations?|\bskills\b|mastery|knowledge",
            r"proficien|focus areas?|^technologies|strengths|\bdomains?$",
        ),
    ),
)
# Numbers that count rules, where elsewhere they put steps in order.
_COUNTED = re.compile(
    r"\b(practice|principle|rule|guideline|tip|consideration|standard|pattern|pitfall|mistake)s\W*$", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?:]$|\b(is|are|was|were|must|should|will|can|has|have|do|does|don't)\b", re.IGNORECASE)
_TELLING = 1000  # characters that a kind is read from: more would only cost time
_LONGEST_PHRASE = 16


def description_kind(text: str) -> Kind:
    """Return the kind of a sentence of a description: when to use the agent, or else what it is."""
    text = text[:_TELLING]
    return Kind.TRIGGER if _TRIGGER.match(text) or _TRIGGER_INSIDE.search(text) else Kind.ROLE


def body_kind(text: str, shape: Shape, section: Sequence[str], marker: str) -> Kind:
    """Return the kind of a body statement *text* of *shape* below the titles in *section*.

    What the words say outright counts first, then the nearest title that tells, then the form.
    """
    if shape is Shape.EXAMPLE:
        return Kind.EXAMPLE
    if "[" in marker and shape.listed:
        return Kind.CHECK
    seen = plain(text[:_TELLING])
    said = None if shape is Shape.CODE else _by_label(seen, shape) or _by_wording(seen)
    told = _by_section(tuple(section))
    orders = is_order(unlabelled(seen))
    if (told is Kind.FACT and is_order(seen)) or (told is Kind.ROLE and shape is not Shape.SENTENCE):
        told = None  # how to treat a project is no fact of it; a list below "Mission" says what to do
    if told is Kind.EXPERTISE and orders and _SENTENCE.search(seen):
        told = None  # what to do in a field is no mere name of it
    return said or told or _by_form(seen, shape, section[-1] if section else "")


def _by_label(text: str, shape: Shape) -> Kind | None:
    """Return what the label of a paragraph says that it is about; an order is none the less one."""
    found = _ABOUT.match(text)
    told = text[found.end() :] if found else ""
    # "Test engineer for" is no order, nor are "test tools, linters, profilers".
    named = found and (_OCCUPATION.match(told) if found["role"] else told.count(", ") > 1)
    if shape is not Shape.SENTENCE or not found or (is_order(told) and not named):
        return None
    return Kind.ROLE if found["role"] else Kind.EXPERTISE


def _by_wording(text: str) -> Kind | None:
    told = ((Kind.ROLE, _ROLE), (Kind.TRIGGER, _TRIGGER), (Kind.STYLE, _STYLE))
    first = next((kind for kind, pattern in told if pattern.match(text)), None)
    inside = ((Kind.COLLABORATION, _COLLABORATION), (Kind.FACT, _FACT))
    return first or next((kind for kind, pattern in inside if pattern.search(text)), None)


@lru_cache(maxsize=10_000)
def _by_section(section: tuple[str, ...]) -> Kind | None:
    return next(
        (kind for title in reversed(section) for kind, told in _SECTIONS if told.search(plain(title[:_TELLING]))), None
    )


def _by_form(text: str, shape: Shape, title: str) -> Kind:
    if shape is Shape.STEP and not _COUNTED.search(title):
        return Kind.STEP
    if shape in {Shape.ITEM, Shape.STEP, Shape.ROW} and _names_a_thing(text):
        return Kind.EXPERTISE
    if shape is Shape.SENTENCE and not is_order(text) and _OCCUPATION.match(text):
        return Kind.ROLE
    return Kind.INSTRUCTION


def _names_a_thing(text: str) -> bool:
    phrase = unlabelled(text) or text
    return not is_order(phrase) and not _SENTENCE.search(phrase) and len(phrase.split()) <= _LONGEST_PHRASE
