"""What a line begins with: the label of a statement ("**Ropes**: hemp, steel"), the number of a title ("2. Ropes")."""

from __future__ import annotations

import re
from typing import NamedTuple

_LABELLED = re.compile(
    r"(?P<label>\*\*[^*]{1,60}\*\*:?|__[^_]{1,60}__:?|[A-Z][^:.,*_]{1,50}:)\s+(?P<rest>\S.*)", re.DOTALL
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
