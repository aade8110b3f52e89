"""markdown-it-py's flat tokens as a tree of blocks, with XML-ish tags and ``<example>`` blocks recognised."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_TAG = re.compile(r"<(?P<name>[A-Za-z][\w.:-]*)(?P<attributes>\s[^<>]*)?>")
_CLOSE = re.compile(r"</(?P<name>[A-Za-z][\w.:-]*)\s*>")
_EXAMPLE = re.compile(r"<example(\s[^<>]*)?>", re.IGNORECASE)
_SIGN = re.compile("[\u2022\u25aa\u25b8\u25b9\u25ba\u2023\u25cf\u25e6]\\s+\\S")
_EXAMPLES = "</example>"  # no tag has such a name: the lines on which an example ends, alone on them or not
# Names that HTML gives a look but no meaning of its own to a reader: no sections.
_INLINE_HTML = frozenset(
    [
        "a",
        "abbr",
        "b",
        "br",
        "code",
        "del",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "mark",
        "picture",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "var",
        "video",
    ]
)


@dataclass(slots=True)
class Node:
    """A block: its *type* as markdown-it-py names it (without ``_open``), 0-based lines [start, end), and children."""

    type: str
    start: int
    end: int
    content: str = ""
    markup: str = ""
    info: str = ""
    children: list[Node] = field(default_factory=list)

    def moved(self, by: int) -> Node:
        """Return the same block *by* lines further down."""
        children = [child.moved(by) for child in self.children]
        return replace(self, start=self.start + by, end=self.end + by, children=children)


def read_tree(lines: Sequence[str]) -> list[Node]:
    """Return the blocks of Markdown *lines*."""
    text = "\n".join(lines)
    closes: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if "</example>" in line.lower():
            closes.setdefault(_EXAMPLES, []).append(number)
        match = _CLOSE.fullmatch(line.lstrip(" \t>").rstrip())
        if match:
            closes.setdefault(match["name"], []).append(number)
    return _nested(_markdown().parse(text, {"closes": closes}))


def split_at_signs(paragraph: Node) -> list[Node]:
    """Return the *paragraph* of a list item up to its first line that begins with a sign for a bullet, and a list.

    Markdown knows no such sign and runs the lines together; writers mean one item each.
    """
    lines = paragraph.content.split("\n")
    cuts = [n for n, line in enumerate(lines) if n and _SIGN.match(line.strip())]
    if not cuts or paragraph.end - paragraph.start != len(lines):
        return [paragraph]
    items = []
    for start, end in pairwise([*cuts, len(lines)]):
        sign, text = lines[start].strip()[0], [lines[start].strip()[1:].strip(), *lines[start + 1 : end]]
        place = (paragraph.start + start, paragraph.start + end)
        said = Node("paragraph", *place, "\n".join(text))
        items.append(Node("list_item", *place, markup=sign, children=[said]))
    first = paragraph.start + cuts[0]
    head = replace(paragraph, end=first, content="\n".join(lines[: cuts[0]]))
    return [head, Node("bullet_list", first, paragraph.end, children=items)]


def _nested(tokens: Sequence[Token]) -> list[Node]:
    root = Node("root", 0, 0)
    stack = [root]
    for token in tokens:
        start, end = token.map or (stack[-1].start, stack[-1].end)
        if token.nesting < 0:
            stack.pop()
            continue
        if token.type == "inline":
            stack[-1].content = token.content
            continue
        node = Node(token.type.removesuffix("_open"), start, end, token.content, token.markup, token.info)
        stack[-1].children.append(node)
        if token.nesting > 0:
            stack.append(node)
    return root.children


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Reference definitions would vanish from the tokens; as paragraphs they stay. Inline marks stay as they are.
    markdown = (
        MarkdownIt("commonmark", {"maxNesting": 40}).enable("table").disable(["reference", "inline", "text_join"])
    )
    interrupts: RuleOptionsType = {"alt": ["paragraph", "blockquote", "list"]}
    markdown.block.ruler.before("html_block", "example", _example, interrupts)
    markdown.block.ruler.before("html_block", "tag", _tag, interrupts)
    return markdown


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].strip()


def _example(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it-py calls it so
    if state.is_code_block(start) or not _EXAMPLE.match(_line(state, start)):
        return False
    last = _next_close(state, _EXAMPLES, start)
    if last is None or last >= end:
        return False
    if not silent:
        token = state.push("example", "", 0)
        token.map = [start, last + 1]
        token.content = state.getLines(start, last + 1, state.blkIndent, keepLastLF=False).strip()
        state.line = last + 1
    return True


def _tag(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it-py calls it so
    line = _line(state, start)
    if not line.startswith("<") or state.is_code_block(start):
        return False
    closing = _CLOSE.fullmatch(line)
    opening = _TAG.fullmatch(line)
    match = closing or opening
    if not match or _is_html(match["name"]):
        return False
    if silent:
        return True
    kind = "tag_end"
    if opening:
        last = _next_close(state, match["name"], start + 1)
        kind = "tag" if last is not None and last < end else "lone_tag"
    token = state.push(kind, "", 0)
    token.map = [start, start + 1]
    token.content = line
    token.info = match["name"]
    state.line = start + 1
    return True


def _next_close(state: StateBlock, name: str, start: int) -> int | None:
    places: list[int] = state.env["closes"].get(name, [])
    at = bisect_left(places, start)
    return places[at] if at < len(places) else None


def _is_html(name: str) -> bool:
    from markdown_it.common.html_blocks import block_names

    return name.lower() in block_names or name.lower() in _INLINE_HTML
