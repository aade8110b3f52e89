"""A canonical as its reader sees it, each statement marked with what it stands for.

Markdown is rendered as hosts do, but nothing in it is live: its HTML shows as text, its pictures as their description,
links that lead anywhere but to the web as their words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from analyzer.report.escape import visible
from analyzer.report.html.marks import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markupsafe import Markup

    from analyzer.report.html.ledger import Entry

_WEB = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_BLOCKS = {"fence", "code_block"}

Mark = Callable[["Entry", bool], tuple[str, str]]
"""Gives the HTML before and after a statement; the flag tells that a mark for it stands before already."""


def prose(text: str, entries: Sequence[Entry], head: int, mark: Mark) -> tuple[Markup, tuple[Entry, ...]]:
    """Return the Markdown *text* below its first *head* lines as HTML, with a *mark* around each of *entries*.

    The second value has the entries that a rendered page does not show, such as definitions of links.
    """
    from markupsafe import Markup

    lines = visible(text).split("\n")
    lines[:head] = [""] * head
    environment: dict[str, object] = {}
    reader = _reader()
    tokens = reader.parse("\n".join(lines), environment)
    pen = _Pen(reader, environment, entries, mark)
    pen.write(tokens)
    html = reader.renderer.render(_quiet(tokens), reader.options, environment)
    return Markup(html), tuple(e for e in entries if e.of not in pen.seen)  # noqa: S704 - markdown-it escaped it


def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


class _Pen:
    """Puts the marks into the tokens of one text."""

    def __init__(
        self, reader: MarkdownIt, environment: dict[str, object], entries: Sequence[Entry], mark: Mark
    ) -> None:
        self.reader, self.environment, self.mark = reader, environment, mark
        self.seen: set[str] = set()
        self.on: dict[int, list[Entry]] = {}
        for entry in entries:
            if entry.lines:
                for n in range(entry.lines[0] - 1, entry.lines[1]):
                    self.on.setdefault(n, []).append(entry)

    def write(self, tokens: list[Token]) -> None:
        row: list[Entry] = []
        place = (0, 0)
        for index, token in enumerate(tokens):
            place = (token.map[0], token.map[1]) if token.map else place
            if token.type == "tr_open":
                row = self._inside(place)
            elif token.type == "tr_close":
                row = []
            elif token.type in _BLOCKS:
                tokens[index] = self._block(token, self._inside(place))
            elif token.type == "inline":
                self._inline(token, row or self._inside(place), cell=bool(row))

    def _inside(self, place: tuple[int, int]) -> list[Entry]:
        found = {e.of: e for n in range(*place) for e in self.on.get(n, [])}
        return list(found.values())

    def _block(self, token: Token, entries: list[Entry]) -> Token:
        html = self.reader.renderer.render([token], self.reader.options, self.environment)
        for entry in entries:
            before, after = self._marks(entry)
            html = f"{before}{html}{after}"
        return _raw("html_block", html)

    def _inline(self, token: Token, entries: list[Entry], *, cell: bool) -> None:
        """Mark the *entries* in the text of *token*; a *cell* of a table belongs to all of its row's."""
        places = find(token.content, [visible(e.text) for e in entries])
        if cell or (len(entries) == 1 and places[0] is None):
            places = [(0, len(token.content)) for _ in entries[:1]]
        children: list[Token] = []
        done = 0
        for entry, place in zip(entries, places, strict=False):
            before, after = self._marks(entry)
            if place is None:
                children.append(_raw("html_inline", before + after))
                continue
            children += self._read(token.content[done : place[0]])
            children.append(_raw("html_inline", before))
            children += self._read(token.content[place[0] : place[1]])
            children.append(_raw("html_inline", after))
            done = place[1]
        if entries:
            token.children = [*children, *self._read(token.content[done:])]

    def _marks(self, entry: Entry) -> tuple[str, str]:
        again = entry.of in self.seen
        self.seen.add(entry.of)
        return self.mark(entry, again)

    def _read(self, text: str) -> list[Token]:
        """Return *text* as tokens, white space at its ends kept."""
        from markdown_it.token import Token

        if not text.strip():
            return [Token("text", "", 0, content=text)] if text else []
        head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        inside = self.reader.parseInline(text.strip(), self.environment)[0].children or []
        ends = [[Token("text", "", 0, content=end)] if end else [] for end in (head, tail)]
        return [*ends[0], *inside, *ends[1]]


def _quiet(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return *tokens* with nothing in them that fetches or leads anywhere but to the web."""
    for token in tokens:
        if token.children:
            token.children = list(_safe(token.children))
    return tokens


def _safe(tokens: Sequence[Token]) -> Iterator[Token]:
    from html import escape

    live: list[bool] = []
    for token in tokens:
        if token.type == "image":
            words = f"[picture: {token.content or 'no description'}, {token.attrGet('src')}]"
            yield _raw("html_inline", f'<span class="picture">{escape(words)}</span>')
        elif token.type == "link_open":
            live.append(bool(_WEB.match(str(token.attrGet("href")))))
            yield _link(token) if live[-1] else _raw("html_inline", _dead(str(token.attrGet("href"))))
        elif token.type == "link_close":
            yield token if live.pop() else _raw("html_inline", "</span>")
        else:
            yield token


def _link(token: Token) -> Token:
    token.attrs["rel"] = "noopener noreferrer nofollow"
    return token


def _dead(target: str) -> str:
    from html import escape

    return f'<span class="dead" title="{escape(target)}">'


def _raw(kind: str, html: str) -> Token:
    from markdown_it.token import Token

    return Token(kind, "", 0, content=html)
