"""What comes to one section of the survivor, in groups: one list, table or paragraph each, or what stays together."""

from __future__ import annotations

from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING

from analyzer.emit.forms import announces, form_of
from analyzer.model import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.emit.outlines import Outlines
    from analyzer.model import Passage, SectionPath


def grouped(passages: Sequence[Passage], path: SectionPath, outlines: Outlines) -> list[list[Passage]]:
    """Return the *passages* of the section at *path* by form, in the order in which the forms first come.

    Each paragraph stays for itself, each source's steps are a list, what introduces something stays with that, and what
    is to be filled in with the rest of its form; together stays all that comes from a section of a source where some of
    it stands below an introduction.
    """
    groups: dict[tuple[object, ...], list[Passage]] = defaultdict(list)
    homes = [(p.wording.path, _home(p, path)) for p in passages]
    whole = {home for p, home in zip(passages, homes, strict=True) if len(p.section) > len(path)}
    led: tuple[object, ...] = ()
    leads = False
    for p, above, following in zip_longest(passages, homes, passages[1:]):
        shape, home = form_of(p), (p.wording.path, p.wording.section)
        behind = led[1:3] == home and (leads or shape != "prose")
        leads = following is not None and outlines.heads(p, following)
        if p.template:
            groups["template", p.template].append(p)
        elif above in whole:
            groups["whole", above].append(p)
        elif behind:
            groups[led].append(p)
        elif shape == "prose":
            block = outlines.block(p.wording)
            key = (shape, *home, p.wording.field or (block.span if block else ()), leads)
            led = key if leads else ()
            groups[key].append(p)
        else:
            led = ()
            # Steps of two sources are two procedures.
            groups[shape, p.wording.path if p.wording.shape is Shape.STEP else ""].append(p)
    # What leads to nothing comes last, so that no list comes behind it; an item behind a list with a title would be
    # one of that.
    return sorted(groups.values(), key=lambda group: (announces(group[-1]), len(group[-1].section)))


def _home(passage: Passage, path: SectionPath) -> tuple[str, SectionPath]:
    """Return the source of *passage*, and the section there that the one at *path* is to it."""
    s = passage.wording
    below = len(passage.section) - len(path) + (s.shape is Shape.ROW)
    return s.path, s.section[: max(0, len(s.section) - below)]
