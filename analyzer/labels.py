"""What a text begins with, apart from what it says.

That is the label of a statement ("**Ropes**: hemp"), the number of a title ("2. Ropes"), and the marks of a list's
item ("- [ ] Ropes").
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LABELLED = re.compile(
    r"(?P<label>\*\*[^*]{1,60}\*\*:?|__[^_]{1,60}__:?|[A-Z][^:.,*_]{1,50}:)\s+(?P<rest>\S.*)", re.DOTALL
)

_MARKS = re.compile(
    # Markdown takes no number of more than nine digits, and no mark without white space behind it.
    r"(?P<indent>[\s>]*)(?:(?P<mark>[-*+]|\d{1,9}[.)])(?P<space>\s+)(?P<box>\[[ xX~-]\]\s+)?)?(?P<rest>.*)",
    re.DOTALL,
)
_NUMBER = re.compile(r"(\d+)[.)]\s+(?=\S)")


class Labelled(NamedTuple):
    """A text with a label."""

    label: str
    """As it is written, with its marks."""
    rest: str
    """What stands behind it."""

    @property
    def title(self) -> str:
        """What the label says."""
        return self.label.strip("*_:")

    @property
    def bold(self) -> bool:
        """Whether the label is set in bold type."""
        return self.label.startswith(("**", "__"))

    @property
    def leads(self) -> bool:
        """Whether a colon leads from the label to the rest; else the label is the beginning of a sentence."""
        return self.label.rstrip("*_").endswith(":")


class Marked(NamedTuple):
    """A line with the marks before it; joined, its fields are the line."""

    indent: str
    """White space, and the marks of quotes."""
    mark: str
    """The item's bullet, or its number and what ends that; empty where no item begins."""
    space: str
    box: str
    """Of a task, with the white space behind it."""
    rest: str
    """What stands behind the marks."""

    @property
    def number(self) -> int | None:
        """That of an item of a numbered list."""
        return int(self.mark[:-1]) if self.mark[:1].isdigit() else None

    def numbered(self, number: int) -> Marked:
        """Return the item of a numbered list with another *number*."""
        return self._replace(mark=f"{number}{self.mark[-1]}")


def read_marks(line: str) -> Marked:
    """Return *line* cut behind each of its marks."""
    found = _MARKS.match(line)
    return Marked(*found.groups(default="")) if found else Marked("", "", "", "", line)


def read_label(text: str) -> Labelled | None:
    """Return *text* cut behind its label; None where it has none, or nothing behind it."""
    found = _LABELLED.match(text)
    return Labelled(found["label"], found["rest"]) if found else None


def number(title: str) -> int | None:
    """Return the number that *title* begins with, among those beside it; None where it has none."""
    found = _NUMBER.match(title)
    return int(found[1]) if found else None


def unnumbered(title: str) -> str:
    """Return *title* without the number that it begins with."""
    found = _NUMBER.match(title)
    return title[found.end() :] if found else title
