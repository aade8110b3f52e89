"""Forms to be filled in that stand in no fence: they stay or go as a whole, in their order."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from analyzer.labels import read_label
from analyzer.merge.titles import is_same, share
from analyzer.model import Shape
from analyzer.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from analyzer.model import SectionPath, Statement

Template = tuple["Statement", ...]

_SLOT = re.compile(
    r"(?<!\[)\[(?! ?[xX~]?\])([^\[\]\n]+)\](?![(\[\]])|<([a-z][a-z_ -]*)>(?!.*</)|\{\{? ?([A-Za-z][\w ]*)\}"
)
"""What is to be filled in: "[optional body]", "<type>", "{name}"; no link, no box, no tag that is closed again."""
_NAMED = re.compile(r"`[<{]+ ?(\w[\w -]*?) ?[>}]+`")
"""A tag or a variable that is all of its code: `<button>` is about buttons."""
_EXPLAINED = re.compile(r"[\W_]*([A-Za-z][\w -]{0,30}?)(?: \([^()]*\))?[*_`]*:")
"""What begins with a name and a colon: "type:", "**body (optional):**"."""
_FORMED = {Shape.SENTENCE, Shape.ITEM, Shape.STEP}
_GAP = 2
"""How many statements further on the next line of one form may stand."""
_ENOUGH = 2
"""Lines with slots that make a form: one alone cannot be torn."""


def find_templates(statements: Iterable[Statement]) -> Mapping[Statement, Template]:
    """Return for each of *statements* that is a line of a form all lines of that form, in order.

    A form begins and ends with a line that is mostly slots, or that explains one of its slots. What stands between
    belongs to it.
    """
    sections: dict[tuple[str, SectionPath], list[Statement]] = defaultdict(list)
    for s in statements:
        if s.shape in _FORMED and not s.field:
            sections[s.path, s.section].append(s)
    found = (form for lines in sections.values() for form in _forms(sorted(lines)))
    return {line: form for form in found for line in form}


def staying(
    templates: Mapping[Statement, Template],
    twins: Mapping[Statement, Statement],
    survivor: str,
    roots: Container[SectionPath],
) -> tuple[Mapping[Statement, Template], dict[Statement, Statement]]:
    """Return those of *templates* that stay, and the twins of the lines of the others.

    One goes where a form of another source stays that has its lines, the *survivor*'s before others', or where each
    of its lines has its twin, by *twins*, in one form. *roots* are the titles of whole definitions, and of no form.
    """
    whole: dict[Template, None] = {}
    same: dict[Statement, Statement] = {}
    for form in sorted(set(templates.values()), key=lambda form: (form[0].path != survivor, form)):
        others = [o for o in whole if o[0].path != form[0].path and _for_one_thing(o[0], form[0], roots)]
        first = next((o for o in others if _said(o) == _said(form)), None)
        theirs = {templates.get(twins[line]) for line in form if line in twins}
        if first:
            same.update(zip(form, first, strict=True))
        elif all(line in twins for line in form) and len(theirs) == 1 and theirs <= {None, *others}:
            same.update({line: twins[line] for line in form})
        else:
            whole[form] = None
    return {line: form for line, form in templates.items() if form in whole}, same


def _for_one_thing(a: Statement, b: Statement, roots: Container[SectionPath]) -> bool:
    """Whether forms that begin with *a* and *b* may be one: titles with no word in common name two."""
    titles = ["" if s.section in roots else s.heading for s in (a, b)]
    return not all(titles) or is_same(*titles) or share(*titles)


def _said(form: Template) -> list[str]:
    return [fold(line.text) for line in form]


def _forms(lines: Sequence[Statement]) -> list[Template]:
    """Return the forms among the *lines* of one section."""
    runs: list[list[Statement]] = []
    for line in lines:
        last = runs[-1] if runs else []
        near = bool(last) and line.ordinal - last[-1].ordinal <= _GAP
        if _is_slots(line) and not near:
            runs.append([line])
        elif near and (_is_slots(line) or _explains(line, last)):
            last.append(line)
    long = [run for run in runs if sum(map(_is_slots, run)) >= _ENOUGH and not all(map(_is_entry, run))]
    return [tuple(line for line in lines if run[0] <= line <= run[-1]) for run in long]


def _is_slots(line: Statement) -> bool:
    """Whether most of what *line* says, behind its label, is to be filled in."""
    label = read_label(line.text)
    rest = label.rest if label else line.text
    slots = _names(rest)
    return bool(slots) and len(_beside_slots(rest)) <= sum(len(words(slot)) for slot in slots)


def _is_entry(line: Statement) -> bool:
    """Whether *line* is an item that is all slot: one of a list of links or variables, and no line of a form."""
    return line.shape is Shape.ITEM and not _beside_slots(line.text)


def _beside_slots(text: str) -> Sequence[str]:
    return words(_SLOT.sub(" ", _NAMED.sub(r"\1", text)))


def _explains(line: Statement, form: Sequence[Statement]) -> bool:
    """Whether *line* tells what to fill into a slot of *form*."""
    found = _EXPLAINED.match(line.text)
    slots = {word for other in form for slot in _names(other.text) for word in words(slot)}
    return found is not None and bool(words(found[1])) and slots.issuperset(words(found[1]))


def _names(text: str) -> list[str]:
    return [next(name for name in found.groups() if name) for found in _SLOT.finditer(_NAMED.sub(r"\1", text))]
