"""Read a source: front matter and Markdown to fields, headings and blocks, each with its lines."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from analyzer.dialects import recognise
from analyzer.dialects.roo_mode import may_hold_modes
from analyzer.model import Definition, Problem, Span
from analyzer.parse.body import read_body
from analyzer.parse.front_matter import read_front_matter
from analyzer.parse.modes import read_modes
from analyzer.strict_yaml import Refused
from analyzer.text import unmarked

if TYPE_CHECKING:
    from analyzer.model import Field, Source

__all__ = ["parse"]

_ENDINGS = (".agent", ".chatmode", ".prompt", ".instructions")


def parse(source: Source) -> tuple[Definition, ...]:
    """Return the definitions in *source*: one, or one for each mode where a YAML file lists several.

    Nothing is raised for what is written badly: it is read as well as it goes, and the definition's problems say what
    was repaired. Every word of the file is in a field's raw lines, a heading's title or a block's text, but for the
    marks that `emit` puts where sources disagree.
    """
    problems: tuple[Problem, ...] = ()
    if may_hold_modes(source.path):
        try:
            modes = read_modes(source)
        except Refused as refused:
            message = f"not valid YAML ({refused}): read as text; mend it to have its modes read"
            problems = (Problem(Span(source.path, 1, 1), "not-yaml", message),)
        else:
            if modes:
                return modes
    return (_file(source, problems),)


def _file(source: Source, problems: tuple[Problem, ...]) -> Definition:
    front = read_front_matter(source.text, source.path)
    lines = [unmarked(line) for line in source.text.split("\n")[front.end :]]
    headings, blocks = read_body(lines, path=source.path, offset=front.end)
    return Definition(
        path=source.path,
        name=_name(source.path, front.fields),
        dialect=recognise(source.path, [f.key for f in front.fields]),
        fields=front.fields,
        headings=headings,
        blocks=blocks,
        text=source.text,
        problems=(*problems, *front.problems),
        original=source.original,
        digest=source.digest,
    )


def _name(path: str, fields: tuple[Field, ...]) -> str:
    named = next((f.value for f in fields if f.key == "name"), None)
    if isinstance(named, str | int | float) and str(named).strip():
        return str(named).strip()
    file = PurePosixPath(path)
    if file.stem.upper() in {"SKILL", "AGENTS", "CLAUDE"} and file.parent.name:
        return file.parent.name
    stem = file.stem if not file.stem.startswith(".") else file.stem[1:]
    return next((stem[: -len(e)] for e in _ENDINGS if stem.endswith(e)), stem)
