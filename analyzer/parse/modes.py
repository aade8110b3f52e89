"""Roo Code modes: YAML whose entries are modes, their prompts Markdown inside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import yaml

from analyzer.dialects import recognise, roo_mode
from analyzer.model import Definition, Field, Span
from analyzer.parse.body import read_body
from analyzer.strict_yaml import compose, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.model import Block, Heading, Source


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    node: yaml.Node
    start: int
    """0-based line of the file."""


def read_modes(source: Source) -> tuple[Definition, ...]:
    """Return the modes in *source*, none where it has none; raise `strict_yaml.Refused` where it is no YAML.

    Where there are several, the path of each is the file's with ``#`` and the mode's slug, numbered where it has been
    there before.
    """
    modes = _modes(compose(source.text))
    lines = source.text.split("\n")
    starts = [mode[0].start for mode in modes]
    ends = [*starts[1:], len(lines)]
    paths = [source.path] if len(modes) == 1 else [f"{source.path}#{slug}" for slug in _slugs(modes)]
    return tuple(
        _definition(source, mode, path, 0 if n == 0 else starts[n], ends[n])
        for n, (mode, path) in enumerate(zip(modes, paths, strict=True))
    )


def _modes(root: yaml.Node | None) -> list[list[_Entry]]:
    if not isinstance(root, yaml.MappingNode):
        return []
    listed = next((value for key, value in root.value if key.value == "customModes"), None)
    if isinstance(listed, yaml.SequenceNode):
        nodes = [node for node in listed.value if isinstance(node, yaml.MappingNode) and node.value]
    else:
        nodes = [root] if any(key.value == "roleDefinition" for key, _ in root.value) else []
    return [[_Entry(str(key.value), value, key.start_mark.line) for key, value in node.value] for node in nodes]


def _slugs(modes: Sequence[Sequence[_Entry]]) -> Iterator[str]:
    """Yield a word for each of *modes* that no other has."""
    seen: Counter[str] = Counter()
    for mode in modes:
        word = slug = _slug(mode)
        while seen[word]:
            seen[slug] += 1
            word = f"{slug}-{seen[slug]}"
        seen[word] += 1
        yield word


def _slug(mode: Sequence[_Entry]) -> str:
    values = {entry.key: plain(entry.node) for entry in mode}
    return str(values.get("slug") or values.get("name") or mode[0].start + 1)


def _definition(source: Source, mode: Sequence[_Entry], path: str, start: int, end: int) -> Definition:
    values = {entry.key: plain(entry.node) for entry in mode}
    fields = tuple(_fields(source.text.split("\n"), mode, path, start, end))
    headings: list[Heading] = []
    blocks: list[Block] = []
    for entry, field in zip(mode, fields, strict=True):
        if entry.key in roo_mode.BODY_KEYS and isinstance(field.value, str):
            more = _prompt(entry, field)
            headings += more[0]
            blocks += more[1]
    return Definition(
        path=path,
        name=str(values.get("name") or _slug(mode)),
        dialect=recognise(source.path, values),
        fields=fields,
        headings=tuple(headings),
        blocks=tuple(blocks),
        text=source.text,
        original=source.original,
        digest=source.digest,
        entry_of=source.path if path != source.path else "",
    )


def _fields(lines: Sequence[str], mode: Sequence[_Entry], path: str, start: int, end: int) -> Iterator[Field]:
    begins = [start, *(entry.start for entry in mode[1:])]
    for entry, first, stop in zip(mode, begins, [*begins[1:], end], strict=True):
        while stop - 1 > first and not lines[stop - 1].strip():
            stop -= 1  # noqa: PLW2901 - blank lines below an entry are nobody's
        last = max(stop, first + 1)  # where the next entry is on the same line, both have it
        yield Field(entry.key, plain(entry.node), "\n".join(lines[first:last]), Span(path, first + 1, last))


def _prompt(entry: _Entry, field: Field) -> tuple[tuple[Heading, ...], tuple[Block, ...]]:
    """Return what the Markdown in *field* holds, with the file's lines where YAML keeps them (``|``)."""
    lines = str(field.value).split("\n")
    literal = isinstance(entry.node, yaml.ScalarNode) and entry.node.style == "|"
    offset = entry.node.start_mark.line + 1 if literal else 0
    headings, blocks = read_body(lines, path=field.span.path, offset=offset, key=field.key)
    if literal:
        return headings, blocks
    moved = {heading: replace(heading, span=field.span) for heading in headings}
    return tuple(moved.values()), tuple(
        replace(block, span=field.span, headings=tuple(moved[h] for h in block.headings)) for block in blocks
    )
