"""The body: Markdown to headings and leaf blocks, in reading order, with the file's lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analyzer.model import Block, Heading, Shape, Span
from analyzer.parse.paragraph import cut_paragraph, heads_list, is_laid_out, title
from analyzer.parse.tree import Node, read_tree, split_at_signs

if TYPE_CHECKING:
    from collections.abc import Sequence

_TASK = re.compile(r"\[[ xX~-]\](?=\s+\S)")
# Ornaments that say nothing; a cross or a warning sign does.
_ORNAMENT = re.compile(
    "[\u2705\u2714\u2713\u2611\u2022\u25aa\u25ab\u25b8\u25b9\u25ba\u2023\u25cf\u25e6]\ufe0f?(?=\\s+\\S)"
)
_BAR = re.compile(r"(?<!\\)\|")
_WORD = re.compile(r"[^\W_]")
_PREFIX = re.compile(r"[\s>]*")
_LISTS = frozenset({"bullet_list", "ordered_list"})
_HEADED = _LISTS | {"fence", "code_block", "table", "blockquote", "example"}
_TITLED = frozenset({"heading", "hr", "tag", "tag_end"})
_LONGEST_UNDERLINED = 12
_DEEPEST_TAG = 20
"""Tags within tags up to which what is indented in them is read as text; each level reads all below it once more."""
# The rank of a heading that is no ``#`` line; those have 1 to 6. A tag ends by its end alone.
_TAG, _ITEM, _BOLD, _LABEL, _TABLE = 0, 7, 8, 9, 10


def read_body(
    lines: Sequence[str], *, path: str, offset: int = 0, key: str = ""
) -> tuple[tuple[Heading, ...], tuple[Block, ...]]:
    """Return the headings and blocks of Markdown *lines*, the first of which is line *offset* + 1 of the file.

    *key* names the front-matter entry whose value the lines are, if they are one's.
    """
    walk = _Walk(lines, path, offset, key)
    walk.container(read_tree(lines), _Place())
    return tuple(walk.headings), tuple(sorted([*walk.blocks, *walk.left_over()], key=lambda block: block.span.start))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: list nesting, inside a quote or not, how many sections are open around it."""

    depth: int = 0
    quoted: bool = False
    floor: int = 0


@dataclass(frozen=True, slots=True)
class _Section:
    rank: int
    heading: Heading
    tag: str = ""


@dataclass(slots=True)
class _Walk:
    lines: Sequence[str]
    path: str
    offset: int
    key: str
    headings: list[Heading] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    sections: list[_Section] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)
    """Lines of the file that a block, a heading or a tag's end accounts for."""

    def left_over(self) -> list[Block]:
        """Return the lines that no block accounts for, as text: Markdown nested deeper than is read."""
        found: list[Block] = []
        for number, line in enumerate(self.lines, self.offset + 1):
            if number not in self.covered and _WORD.search(line):
                text = _PREFIX.sub("", line, count=1)
                found.append(Block(Shape.SENTENCE, text, (), Span(self.path, number, number), field=self.key))
        return found

    def container(self, nodes: Sequence[Node], place: _Place) -> None:
        """Read the blocks of one container; the sections that it opens end with it."""
        place = replace(place, floor=max(place.floor, len(self.sections)))
        for index, node in enumerate(nodes):
            if node.type not in _HEADED:
                self._end(_LABEL, place)
            following = nodes[index + 1].type if index + 1 < len(nodes) else ""
            self._node(node, place, following)
        del self.sections[place.floor :]

    def _node(self, node: Node, place: _Place, following: str) -> None:
        if node.type == "paragraph":
            self._paragraph(node, place, following)
        elif node.type == "heading":
            self._heading(node, place)
        elif node.type in _LISTS:
            for item in node.children:
                self._item(item, place)
        elif node.type == "blockquote":
            self.container(node.children, replace(place, quoted=True))
        elif node.type == "table":
            self._table(node, place)
        elif node.type == "code_block" and 0 < sum(s.rank == _TAG for s in self.sections) <= _DEEPEST_TAG:
            # Writers of tags indent what stands in them, as in XML: that makes no code of it.
            text = self._verbatim(node).split("\n")
            self.container([child.moved(node.start) for child in read_tree(text)], place)
        else:
            self._leaf(node, place)

    def _leaf(self, node: Node, place: _Place) -> None:
        span = self._span(node.start, node.end)
        if node.type in {"fence", "code_block"}:
            marker = f"{node.markup}{node.info.rstrip()}" if node.type == "fence" else ""
            text = node.content.rstrip("\n")
            if node.info.strip() and not text.strip():
                text, marker = marker, ""
            self._add(Shape.CODE, text, span, marker=marker, depth=place.depth)
        elif node.type == "tag":
            self._head(_TAG, node.content[1:-1].strip(), "tag", span, place, tag=node.info)
        elif node.type != "tag_end" or not self._close(node.info, place):
            shape = Shape.EXAMPLE if node.type == "example" else Shape.HTML
            self._add(shape, node.content.strip(), span, depth=place.depth)

    def _heading(self, node: Node, place: _Place) -> None:
        underlined = node.markup in {"=", "-"}
        if underlined and ("\n" in node.content or len(node.content.split()) > _LONGEST_UNDERLINED):
            # A rule put right below a text underlines it by accident.
            self._paragraph(node, place, "hr")
            return
        form = "setext" if underlined else "atx"
        rank = {"=": 1, "-": 2}.get(node.markup, len(node.markup))
        self._head(rank, title(node.content), form, self._span(node.start, node.end), place)

    def _paragraph(self, node: Node, place: _Place, following: str) -> None:
        lines = node.content.split("\n")
        if is_laid_out(lines):
            self._add(Shape.CODE, self._verbatim(node), self._span(node.start, node.end), depth=place.depth)
            return
        first = node.start
        while first < node.end - len(lines) and not self.lines[first].strip(" \t>").strip():
            first += 1  # odd white space: no blank line to Markdown, yet stripped from the content
        shape = Shape.QUOTE if place.quoted else Shape.SENTENCE
        followed = following != "" and following not in _TITLED
        for piece in cut_paragraph(node.content, heads=following in _HEADED, followed=followed):
            span = self._span(first + piece.start, first + piece.end)
            if piece.form:
                self._head(_LABEL if piece.heads else _BOLD, piece.text, piece.form, span, place)
            else:
                self._end(_LABEL, place)
                self._add(shape, piece.text, span, depth=place.depth)

    def _item(self, item: Node, place: _Place) -> None:
        marker = f"{item.info}{item.markup}"
        inside = replace(place, depth=place.depth + 1, floor=len(self.sections))
        first = item.children[0] if item.children else None
        if first is None or first.type != "paragraph" or is_laid_out(first.content.split("\n")):
            self.container(item.children, inside)
            return
        first, *rest = (*split_at_signs(first), *item.children[1:])
        text = " ".join(line.strip() for line in first.content.split("\n"))
        task = _TASK.match(text)
        if task:
            marker, text = f"{marker} {task[0]}", text[task.end() :].strip()
        sign = _ORNAMENT.match(text)
        if sign:
            marker, text = f"{marker} {sign[0]}", text[sign.end() :].strip()
        span = self._span(first.start, first.end)
        if not task and self._heads(text, rest):
            self._head(_ITEM, title(text), "item", span, inside)
        else:
            shape = Shape.STEP if item.markup in {".", ")"} else Shape.ITEM
            self._add(shape, text, span, marker=marker, depth=place.depth)
        self.container(rest, inside)
        del self.sections[inside.floor :]

    @staticmethod
    def _heads(text: str, rest: Sequence[Node]) -> bool:
        if not rest or rest[0].type not in _HEADED or not heads_list(text):
            return False
        return rest[0].type in _LISTS or text.endswith((":", "**"))

    def _table(self, node: Node, place: _Place) -> None:
        rows = [row for part in node.children for row in part.children]
        header = " | ".join(cell.content for cell in rows[0].children).strip(" |")
        if header and len(rows) > 1:
            self._head(_TABLE, header, "table", self._span(rows[0].start, rows[0].end), place)
        for row in rows[1:] or rows:
            self._add(Shape.ROW, self._cells(row), self._span(row.start, row.end), depth=place.depth)
        self._end(_TABLE, place)

    def _cells(self, row: Node) -> str:
        """Return the cells of *row* as written: what is more than the header has would be lost in the tokens."""
        line = _PREFIX.sub("", self.lines[row.start], count=1).strip()
        cells = [cell.strip() for cell in _BAR.split(line)]
        return " | ".join(cells).strip(" |")

    def _verbatim(self, node: Node) -> str:
        lines = [line.rstrip() for line in self.lines[node.start : node.end]]
        common = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        return "\n".join(line[common:] for line in lines)

    def _span(self, start: int, end: int) -> Span:
        """Return the file's lines of the body's 0-based [start, end), without blank ones at the end."""
        end = min(end, len(self.lines))
        while end - 1 > start and not self.lines[end - 1].strip(" \t>"):
            end -= 1
        span = Span(self.path, self.offset + start + 1, self.offset + max(end, start + 1))
        self.covered.update(range(span.start, span.end + 1))
        return span

    def _add(self, shape: Shape, text: str, span: Span, *, marker: str = "", depth: int = 0) -> None:
        if text.strip():
            headings = tuple(section.heading for section in self.sections)
            self.blocks.append(Block(shape, text, headings, span, marker, depth, self.key))

    def _head(self, rank: int, text: str, form: str, span: Span, place: _Place, *, tag: str = "") -> None:  # noqa: PLR0913 - a heading has that many sides
        """Open a section, ending those of the same or a lower standing that stand in the same tag."""
        if rank:
            self._end(rank, place)
        path = (*(section.heading.title for section in self.sections), text)
        heading = Heading(text, len(path), form, span, path)
        self.headings.append(heading)
        self.sections.append(_Section(rank, heading, tag))

    def _end(self, rank: int, place: _Place) -> None:
        while len(self.sections) > place.floor and self.sections[-1].rank >= rank:
            self.sections.pop()

    def _close(self, tag: str, place: _Place) -> bool:
        """End the section of *tag* and all in it; return whether it was open."""
        for index in range(len(self.sections) - 1, place.floor - 1, -1):
            if self.sections[index].tag == tag:
                del self.sections[index:]
                return True
        return False
