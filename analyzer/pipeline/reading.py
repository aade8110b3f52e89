"""What was given, read."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

from analyzer.discover import discover
from analyzer.errors import UsageError
from analyzer.model import Collection
from analyzer.parse import parse
from analyzer.segment import segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analyzer.model import Definition, Problem


def given(paths: str | Iterable[str]) -> tuple[str, tuple[Definition, ...], tuple[Problem, ...]]:
    """Return the folder that all paths count from, the definitions under *paths*, and what was not read as it is."""
    found = discover([paths] if isinstance(paths, str) else list(paths))
    definitions = tuple(d for source in found.sources for d in parse(source))
    if not definitions:
        raise UsageError(_nothing_read(found.problems))
    return found.base, definitions, (*found.problems, *(p for d in definitions for p in d.problems))


def read(paths: str | Iterable[str]) -> Collection:
    """Read the definitions under *paths*, and relate nothing. Raises `UsageError` where nothing can be read."""
    wanted = [paths] if isinstance(paths, str) else list(paths)
    base, definitions, problems = given(wanted)
    statements, [seen] = segment(definitions), asked([base], os.curdir)
    return Collection(definitions, statements, (), problems, "", asked=asked(wanted, base), base=seen)


def asked(paths: Sequence[str], base: str) -> tuple[str, ...]:
    """Return the *paths* as they are seen from *base*, in an order that does not depend on theirs."""
    return tuple(sorted({PurePath(os.path.relpath(path, base)).as_posix() for path in paths}))


def _nothing_read(problems: Sequence[Problem]) -> str:
    seen = "".join(f" {p.span.path}: {p.message}" for p in problems[:2])
    return (
        f"No definition was read.{seen} Give a folder with agent, skill or rule files (for example .claude/agents), or "
        "name a file directly."
    )
