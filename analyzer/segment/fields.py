"""Statements of the front matter: a field, a tool, a sentence or an example of the description each."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from analyzer.model import Kind, Shape, Span, Statement
from analyzer.segment.kinds import description_kind
from analyzer.segment.sentences import cut_sentences
from analyzer.text import entries, squash, words

if TYPE_CHECKING:
    from analyzer.model import Field

_TOOL_KEYS = frozenset({"tools", "allowed-tools", "disallowedTools", "disallowed-tools", "groups"})
_PROSE_KEYS = frozenset({"description", "whenToUse", "when_to_use", "roleDefinition", "customInstructions", "prompt"})
_TRIGGER_KEYS = frozenset({"whenToUse", "when_to_use"})
# One without an end takes all the rest: behind it none ends either, and to look again from each is slow.
_EXAMPLE = re.compile(
    r"(?:^[ \t]*[-*][ \t]+)?<example\b(?:[^>]*>.*?(?P<end></example>)|.*)", re.DOTALL | re.IGNORECASE | re.MULTILINE
)
# What only announces the examples that follow it.
_ANNOUNCED = re.compile(r"(?:^|(?<=[.\s]))(?:some |for )?examples?(?: include| usage)?:\s*$", re.IGNORECASE)
_ITEM = re.compile(r"^\s*([-*\u2022]|\(?\d+[.)])\s+")
_NEARBY = 500  # words

_Part = tuple[str, Kind, Shape]


def field_statements(field: Field) -> list[Statement]:
    """Return the statements of *field*, not yet numbered; none where it has no value."""
    if field.key in _PROSE_KEYS and isinstance(field.value, str):
        parts = _prose(field.value, field.key)
    elif field.key in _TOOL_KEYS:
        parts = [(tool, Kind.TOOL, Shape.FIELD) for tool in _tools(field.value)]
    else:
        text = _written(field.value)
        return [Statement(field.span, 0, text, Kind.METADATA, Shape.FIELD, field=field.key)] if text else []
    spans = _places([text for text, _, _ in parts], field)
    return [
        Statement(span, 0, text, kind, shape, field=field.key)
        for (text, kind, shape), span in zip(parts, spans, strict=True)
    ]


def _prose(text: str, key: str) -> list[_Part]:
    parts: list[_Part] = []
    position = 0
    for match in _EXAMPLE.finditer(text):
        if not match["end"]:
            break
        before = text[position : match.start()]
        parts += _sentences(_ANNOUNCED.sub("", before), key)
        parts.append((_ITEM.sub("", match[0], count=1).strip(), Kind.EXAMPLE, Shape.EXAMPLE))
        position = match.end()
    return parts + _sentences(text[position:], key)


def _sentences(text: str, key: str) -> list[_Part]:
    """Cut *text* at blank lines and list marks first: they end a sentence whatever its punctuation."""
    paragraphs: list[str] = [""]
    for line in text.split("\n"):
        if not line.strip() or _ITEM.match(line):
            paragraphs.append("")
        paragraphs[-1] = f"{paragraphs[-1]} {line}"
    found = [s for paragraph in paragraphs for s in cut_sentences(_ITEM.sub("", paragraph, count=1))]
    return [(s, Kind.TRIGGER if key in _TRIGGER_KEYS else description_kind(s), Shape.FIELD) for s in found]


def _tools(value: object) -> list[str]:
    if isinstance(value, dict):
        return [f"{key}: {_written(item)}" for key, item in value.items()]
    if isinstance(value, list):
        return [text for item in value if (text := _written(item))]
    return entries(_written(value))


def _written(value: object) -> str:
    """Return *value* on one line, as YAML's flow style would have it."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    return squash(str(value))


def _places(texts: list[str], field: Field) -> list[Span]:
    """Return each text's lines: its words are looked up in the raw lines in order; failing that, all that remain."""
    raw = [(word, number) for number, line in enumerate(field.raw.split("\n")) for word in words(line)]
    here = [word for word, _ in raw]
    position = first = 0
    spans: list[Span] = []
    for text in texts:
        own = words(text)
        last = field.span.end - field.span.start
        nearby = here[position : position + _NEARBY]
        if own and own[0] in nearby:
            start = position + nearby.index(own[0])
            position = min(start + len(own), len(here))
            first, last = raw[start][1], raw[position - 1][1]
        spans.append(Span(field.span.path, field.span.start + first, field.span.start + last))
    return spans
