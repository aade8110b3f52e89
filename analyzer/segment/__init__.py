"""Cut definitions into statements: the smallest units that a reader would keep, move or drop as one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.model import Shape, Span, Statement
from analyzer.segment.fields import field_statements
from analyzer.segment.kinds import body_kind
from analyzer.segment.lines import on_line, read_place
from analyzer.segment.parts import parts
from analyzer.segment.sentences import cut_lines, sentences_within
from analyzer.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analyzer.model import Block, Definition, Heading

__all__ = ["on_line", "parts", "read_place", "segment", "sentences_within"]

_CUT = {Shape.SENTENCE, Shape.QUOTE}


def segment(definitions: Iterable[Definition]) -> tuple[Statement, ...]:
    """Return the statements of *definitions*, in their order and each definition's in reading order.

    Front matter comes first, an entry at a time; then the body. Paragraphs are cut into sentences; list items, table
    rows, code blocks and examples stay whole.
    """
    return tuple(statement for definition in definitions for statement in _numbered(definition))


def _numbered(definition: Definition) -> Iterator[Statement]:
    return (replace(statement, ordinal=n) for n, statement in enumerate(_statements(definition)))


def _statements(definition: Definition) -> Iterator[Statement]:
    own_title = _own_title(definition)
    for field in definition.fields:
        prompt = [block for block in definition.blocks if block.field == field.key]
        yield from _of_blocks(prompt, own_title) if prompt else field_statements(field)
    yield from _of_blocks(definition.body, own_title)


def _of_blocks(blocks: Sequence[Block], own_title: Heading | None) -> Iterator[Statement]:
    for block in blocks:
        section = tuple(heading.title for heading in block.headings)
        telling = tuple(heading.title for heading in block.headings if heading is not own_title)
        for text, span in _pieces(block):
            kind = body_kind(text, block.shape, telling, block.marker)
            yield Statement(span, 0, text, kind, block.shape, section, block.marker, block.depth, block.field)


def _own_title(definition: Definition) -> Heading | None:
    """Return the heading that names the whole file: it says nothing about the kind of what stands below."""
    first = next(iter(definition.headings), None)
    if first is None or first.form not in {"atx", "setext"} or first.level != 1:
        return None
    line = definition.text.split("\n")[first.span.start - 1]
    return first if first.form == "setext" or re.match(r"[\s>]*#\s", line) else None


def _pieces(block: Block) -> list[tuple[str, Span]]:
    if block.shape not in _CUT:
        return [(block.text if block.shape.verbatim else squash(block.text), block.span)]
    path, start, end = block.span.path, block.span.start, block.span.end
    return [(text, Span(path, min(start + a, end), min(start + b, end))) for text, a, b in cut_lines(block.text)]
