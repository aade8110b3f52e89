"""Cut definitions into statements: the smallest units that a reader would keep, move or drop as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Shape, Span, Statement
from analyzer.segment.fields import field_statements
from analyzer.segment.kinds import body_kind
from analyzer.segment.sentences import cut_lines
from analyzer.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analyzer.model import Block, Definition, Heading

__all__ = ["segment"]

_CUT = {Shape.SENTENCE, Shape.QUOTE}
_VERBATIM = {Shape.CODE, Shape.EXAMPLE, Shape.HTML}


def segment(definitions: Iterable[Definition]) -> tuple[Statement, ...]:
    """Return the statements of *definitions*, in their order and each definition's in reading order.

    Front matter comes first, an entry at a time; then the body. Paragraphs are cut into sentences; list items, table
    rows, code blocks and examples stay whole.
    """
    return tuple(statement for definition in definitions for statement in _numbered(definition))


def _numbered(definition: Definition) -> Iterator[Statement]:
    ordinal = 0
    for field in definition.fields:
        if any(block.field == field.key for block in definition.blocks):
            continue
        for statement in field_statements(field, definition.path, ordinal):
            yield statement
            ordinal += 1
    own_title = _own_title(definition)
    for block in definition.blocks:
        section = tuple(heading.title for heading in block.headings)
        telling = tuple(heading.title for heading in block.headings if heading is not own_title)
        for text, span in _pieces(block):
            kind = body_kind(text, block.shape, telling, block.marker)
            yield Statement(span, ordinal, text, kind, block.shape, section, block.marker, block.depth, block.field)
            ordinal += 1


def _own_title(definition: Definition) -> Heading | None:
    """Return the heading that names the whole file: it says nothing about the kind of what stands below."""
    first = next(iter(definition.headings), None)
    return first if first and first.form in {"atx", "setext"} and first.level == 1 else None


def _pieces(block: Block) -> list[tuple[str, Span]]:
    if block.shape not in _CUT:
        return [(block.text if block.shape in _VERBATIM else squash(block.text), block.span)]
    path, start = block.span.path, block.span.start
    return [(text, Span(path, start + a, min(start + b, block.span.end))) for text, a, b in cut_lines(block.text)]
