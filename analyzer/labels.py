"""The label that a statement begins with: "**Ropes**: hemp, steel", "Ropes: hemp, steel", "**Coil ropes** loosely"."""

from __future__ import annotations

import re
from typing import NamedTuple

_LABELLED = re.compile(
    r"(?P<label>\*\*[^*]{1,60}\*\*:?|__[^_]{1,60}__:?|[A-Z][^:.,*_]{1,50}:)\s+(?P<rest>\S.*)", re.DOTALL
)


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
