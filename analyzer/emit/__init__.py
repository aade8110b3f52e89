"""Write a canonical definition as Markdown: the inverse of `parse` and `segment`.

The survivor's lines are copied as they stand; only the lines of what was dropped, replaced or added change, so that the
diff against the survivor stays small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.emit.body import write_body
from analyzer.emit.front_matter import write_fields
from analyzer.emit.marks import mark_lines
from analyzer.model import Written

if TYPE_CHECKING:
    from analyzer.model import Canonical

__all__ = ["emit"]


def emit(canonical: Canonical, *, marked: bool = False) -> Written:
    """Return *canonical* as text, and the lines in it of each passage and each front-matter field.

    The front matter is YAML that a strict parser reads; the file ends with one line feed. *marked* puts a comment where
    the sources disagree, which `parse` passes over.
    """
    head, field_places = write_fields(canonical, marked=marked)
    body, places = write_body(canonical, offset=len(head))
    if marked:
        body = mark_lines(body, canonical, places, offset=len(head))
    return Written("\n".join([*head, *body]) + "\n", places, field_places)
