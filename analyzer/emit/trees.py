"""A section that the survivor lacks: what it says in its source's order, below its source's sub-headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.emit.capitals import with_capitals
from analyzer.emit.forms import as_lines, bold_heading, form_of, header_lines, in_one_line
from analyzer.emit.sheet import Line
from analyzer.labels import number, read_marks, unnumbered
from analyzer.model import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.emit.outlines import Outlines
    from analyzer.model import Heading, Passage, SectionPath, Statement

_PROSE = {Shape.SENTENCE, Shape.FIELD, Shape.QUOTE}
_LED = {"label", "bold"}
_RULE = [Line(""), Line("---")]


@dataclass(slots=True)
class _Hanging:
    """An item that others may hang below."""

    wording: Statement
    before: str
    """White space before its mark."""
    mark: str
    count: int = 0
    """Numbered items that hang there."""


class Tree:
    """Writes a section's passages one after the other."""

    def __init__(
        self, outlines: Outlines, numbers: Mapping[int, int], *, level: int, flat: bool, capitals: bool = False
    ) -> None:
        """Begin at a title of *level*; *flat* tells that it has none, *capitals* that each word of a title has one."""
        self._outlines = outlines
        self._capitals = capitals
        self._numbers = numbers
        self._level = level
        self.flat = flat
        self.lines: list[Line] = []
        self._path: SectionPath = ()
        self._forms: list[str] = []
        self._indents = [""]
        self._counts = [0]
        self._items: list[_Hanging] = []
        """Those that hang below each other, outermost first."""
        self._last: Passage | None = None

    def write(self, passages: Sequence[tuple[SectionPath, Passage]]) -> None:
        """Write *passages*, each with the titles below the section that it stands under."""
        ordered = _ordered(passages, self._outlines)
        kept = _numbered_through([below for below, _ in ordered])
        for below, passage in ordered:
            self._open(below, passage, kept)
            before, behind = self._outlines.ruled(passage) if passage.template else (False, False)
            self.lines += _RULE * before
            self._put(passage)
            self.lines += _RULE * behind

    def _open(self, below: SectionPath, passage: Passage, kept: set[SectionPath]) -> None:
        """Write the headings that *passage* stands under and the one before did not."""
        same = _common(self._path, below)
        if below != self._path:
            self._items = []
        if same < len(self._path):
            del self._forms[same:]
            self._close_lists()
        headings = self._outlines.headings(passage.wording, len(below))
        for n in range(same, len(below)):
            heading = headings[n]
            form = heading.form if heading else "atx"
            if form == "item" and heading:
                self._item_heading(self._outlines.written(heading))
            else:
                self._heading(below[: n + 1], heading, passage, direct=n + 1 == len(below), kept=kept)
            self._forms.append(form)
            self._last = None
        self._path = below

    def _close_lists(self) -> None:
        depth = self._forms.count("item") + 1
        del self._indents[depth:], self._counts[depth:]

    def _item_heading(self, written: str) -> None:
        item = read_marks(written)
        self._separate()
        mark = self._mark(item.number)
        self.lines.append(Line(f"{self._indents[-1]}{mark}{item.rest}"))
        self._indents.append(self._indents[-1] + " " * len(mark))
        self._counts.append(0)

    def _heading(
        self,
        path: SectionPath,
        heading: Heading | None,
        passage: Passage,
        *,
        direct: bool,
        kept: set[SectionPath],
    ) -> None:
        title = path[-1] if path in kept and not self.flat else unnumbered(path[-1])
        title = with_capitals(title) if self._capitals else title
        listed = direct and (form_of(passage) in {"list", "table"} or passage.wording.shape is Shape.CODE)
        led = heading is not None and ((heading.form == "label" and listed) or (heading.form == "bold" and direct))
        if heading is not None and led:
            text = self._outlines.written(heading).lstrip("> \t")
        elif self.flat:
            text = bold_heading(title)
        else:
            text = f"{'#' * min(6, self._level + 1 + sum(f not in _LED for f in self._forms))} {title}"
        self.lines += [Line(""), Line(text)]
        self._indents, self._counts = [""], [0]

    def _put(self, passage: Passage) -> None:
        shape, tag = passage.wording.shape, (self._numbers[id(passage)],)
        if form_of(passage) == "list":
            self._separate()
            self._item(passage, tag)
        elif shape in _PROSE and self._goes_on(passage):
            before = self.lines.pop()
            self.lines.append(Line(in_one_line([before.text, passage.text]), (*before.tags, *tag)))
        elif shape is Shape.ROW:
            if not self._last or self._last.wording.section != passage.wording.section:
                self.lines += [Line(""), *(Line(self._indents[-1] + t) for t in header_lines(passage.wording.heading))]
            self.lines.append(Line(f"{self._indents[-1]}| {passage.text} |", tag))
        else:
            lines = [passage.text] if shape in _PROSE else as_lines(passage)
            self.lines += [Line(""), *(Line(f"{self._indents[-1]}{text}" if text else "", tag) for text in lines)]
        self._last = passage

    def _item(self, passage: Passage, tag: tuple[int, ...]) -> None:
        """Write *passage* as an item, below that which it hangs below in its source."""
        wording = passage.wording
        above = self._outlines.above(wording)
        same = self._last is not None and self._last.wording.path == wording.path and form_of(self._last) == "list"
        while self._items and not (same and self._items[-1].wording.span.start in above):
            self._items.pop()
        mark = self._mark(read_marks(f"{wording.marker} ").number if wording.shape is Shape.STEP else None)
        box = "[ ] " if "[" in wording.marker else ""
        before = self._below(self._items[-1], wording) if self._items else self._indents[-1]
        self.lines.append(Line(f"{before}{mark}{box}{passage.text}", tag))
        self._items.append(_Hanging(wording, before, mark))

    def _below(self, item: _Hanging, wording: Statement) -> str:
        """Return the white space before *wording*, which hangs below *item*.

        Where its source has too little of it for Markdown, so has the canonical: else the item would head a list.
        """
        width = len(item.mark)
        if wording.depth <= item.wording.depth:
            width = min(width - 1, self._outlines.indent(wording) - self._outlines.indent(item.wording))
        return item.before + " " * width

    def _goes_on(self, passage: Passage) -> bool:
        """Whether *passage* is of the paragraph that was written last."""
        if self._last is None or form_of(self._last) != "prose":
            return False
        block = self._outlines.block(passage.wording)
        return block is not None and block == self._outlines.block(self._last.wording)

    def _separate(self) -> None:
        """Put a blank line before a list."""
        within = form_of(self._last) == "list" if self._last else self._forms[-1:] == ["item"]
        if not within:
            self.lines.append(Line(""))

    def _mark(self, number: int | None) -> str:
        if number is None:
            return "- "
        if self._items:
            self._items[-1].count = 1 if number == 1 else self._items[-1].count + 1
            return f"{self._items[-1].count}. "
        self._counts[-1] = 1 if number == 1 else self._counts[-1] + 1
        return f"{self._counts[-1]}. "


def _ordered(
    passages: Sequence[tuple[SectionPath, Passage]], outlines: Outlines
) -> Sequence[tuple[SectionPath, Passage]]:
    """Return *passages* in the order of their source; those of several under their titles, as these first come.

    A line that leads to nothing comes last under its title: what comes behind it would seem to be what it leads to.
    """
    first: dict[SectionPath, int] = {}
    titles = []
    for below, passage in passages:
        forms = [h.form if h else "" for h in outlines.headings(passage.wording, len(below))]
        own = below[: forms.index("item")] if "item" in forms else below
        titles.append(own)
        for n in range(len(own) + 1):
            first.setdefault(own[:n], len(first))
    order = list(range(len(passages)))
    if len({p.wording.path for _, p in passages}) > 1:
        keys = [tuple(first[own[: n + 1]] for n in range(len(own))) for own in titles]
        order.sort(key=keys.__getitem__)
    ordered = [passages[i][1] for i in order]
    stray = [i for i, p, after in zip(order, ordered, ordered[1:], strict=False) if outlines.strays(p, after)]
    for i in stray:
        last = max(order.index(j) for j in order if titles[j] == titles[i])
        order.insert(last, order.pop(order.index(i)))
    return [passages[i] for i in order]


def _numbered_through(paths: Iterable[SectionPath]) -> set[SectionPath]:
    """Return those of *paths* whose titles are numbered from 1 without a gap among those beside them."""
    kept: set[SectionPath] = set()
    seen = dict.fromkeys(path[: n + 1] for path in paths for n in range(len(path)))
    for parent in {path[:-1] for path in seen}:
        numbers = {path: number(path[-1]) for path in seen if path[:-1] == parent}
        found = [n for n in numbers.values() if n is not None]
        if found == list(range(1, len(found) + 1)):
            kept.update(path for path, n in numbers.items() if n is not None)
    return kept


def _common(a: SectionPath, b: SectionPath) -> int:
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return n
