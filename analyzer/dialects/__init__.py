"""The runtimes' file formats: one module each, and the order in which they are tried.

A module says what it is (``DIALECT``), which paths belong to it by name alone (``PATTERNS``, globs against the end of
a POSIX path) and, for files with a neutral name, which front-matter keys give it away (`recognises`).
"""

from __future__ import annotations

import re
from fnmatch import translate
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol, cast

from analyzer.dialects import (
    agent_skill,
    agents_md,
    claude_agent,
    copilot_agent,
    cursor_rule,
    markdown,
    opencode_agent,
    roo_mode,
)
from analyzer.dialects.values import NAMES, ORNAMENTS, PROSE, common_key
from analyzer.model import Loading

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from analyzer.model import Definition, Dialect, Field


class _Format(Protocol):
    DIALECT: Dialect
    PATTERNS: tuple[str, ...]

    def recognises(self, keys: Collection[str]) -> bool: ...


# The first that matches wins, so the more telling come first and plain Markdown, which takes all, last.
_FORMATS = cast(
    "tuple[_Format, ...]",
    (agent_skill, cursor_rule, copilot_agent, roo_mode, opencode_agent, agents_md, claude_agent, markdown),
)

DIALECTS: tuple[Dialect, ...] = tuple(f.DIALECT for f in _FORMATS)
LOADING = "loading"
"""The topic of a conflict about how definitions are read."""
KNOWN_KEYS: frozenset[str] = frozenset(key for dialect in DIALECTS for key in dialect.keys)
STEERING: frozenset[str] = KNOWN_KEYS - PROSE - ORNAMENTS - NAMES
"""The keys with which a runtime does something: without one, or with another value, it acts otherwise."""

_ENDINGS = re.compile(r"(?:\.[A-Za-z]+)*$")

# A command's front matter may be like an agent's: where it stands tells more.
_LOADED = (
    *((glob, Loading.DEMAND) for glob in agent_skill.PATTERNS),
    ("commands/*.md", Loading.TYPED),
    (".opencode/command/*.md", Loading.TYPED),
    ("*.prompt.md", Loading.TYPED),
    ("*.instructions.md", Loading.ALWAYS),
    (".github/copilot-instructions.md", Loading.ALWAYS),
    (".cursorrules", Loading.ALWAYS),
    (".roo/rules*/*.md", Loading.ALWAYS),
    (".clinerules/*.md", Loading.ALWAYS),
    (".windsurf/rules/*.md", Loading.ALWAYS),
)


def recognise(path: str, keys: Collection[str]) -> Dialect:
    """Return the dialect of the file at *path* whose front matter has *keys*: by its name first, else by its keys."""
    return next(
        (f.DIALECT for f in _FORMATS if _matches(f.PATTERNS, path)),
        next(f.DIALECT for f in _FORMATS if f.recognises(keys)),
    )


def named_as_definition(path: str) -> bool:
    """Return whether *path* alone says that a runtime reads this file."""
    return any(_matches(f.PATTERNS, path) for f in _FORMATS)


def named_by_folder(path: str) -> bool:
    """Return whether the file at *path* is called as others of its kind are: a skill has its folder's name."""
    return _matches(agent_skill.PATTERNS, path)


def called(path: str) -> str:
    """Return what the file at *path* is called, its endings apart; what has its folder's name is called as that is."""
    pure = PurePosixPath(path)
    return pure.parent.name if named_by_folder(path) else pure.name.removesuffix(endings(path))


def endings(path: str) -> str:
    """Return what the name of the file at *path* ends with: ``.agent.md``."""
    found = _ENDINGS.search(path)
    return found[0] if found else ""


def canonical_file(survivor: Definition, name: str) -> str:
    """Return what the file of the canonical called *name* is called: as *survivor*'s runtime looks for its like.

    A runtime reads ``*.instructions.md`` otherwise than ``*.agent.md``, and ``CLAUDE.md`` under no other name.
    """
    patterns = next(f.PATTERNS for f in _FORMATS if f.DIALECT.name == survivor.dialect.name)
    own = [glob for glob in patterns if glob.endswith(".md") and _matches((glob,), survivor.file)]
    fixed = [PurePosixPath(glob).name for glob in own if "*" not in glob]
    ended = [f"<name>{glob.removeprefix('*')}" for glob in own if glob.startswith("*.")]
    return next(iter([*fixed, *ended, survivor.dialect.canonical_name])).replace("<name>", name.replace("/", "-"))


def loading(definition: Definition) -> Loading | None:
    """Return how a runtime comes to read *definition*: its path tells, else a rule's own word, else its dialect.

    None where no one of them does.
    """
    by_path = (way for glob, way in _LOADED if _matches((glob,), definition.file))
    always = definition.dialect.name == cursor_rule.DIALECT.name and cursor_rule.is_always_loaded(definition)
    return next(by_path, Loading.ALWAYS if always else definition.dialect.loading)


def placed(definition: Definition) -> Loading | None:
    """Return what `loading` does, and None where a runtime does not look for *definition* at its path."""
    return loading(definition) if _told_by_path(definition) else None


def setting(definition: Definition, key: str) -> Field | None:
    """Return what *definition* sets under *key*, else under what another runtime calls the same."""
    same = (f for f in definition.fields if f.is_set and common_key(f.key) == common_key(key))
    return definition.get(key) or next(same, None)


def keys_read(definition: Definition) -> tuple[str, ...] | None:
    """Return the keys that the runtime of *definition* reads, as it documents them; None where no runtime is known."""
    dialect = definition.dialect
    if loading(definition) is Loading.TYPED and dialect in {claude_agent.DIALECT, markdown.DIALECT}:
        return agent_skill.DIALECT.keys  # Claude Code reads a command as it reads a skill.
    return None if dialect is markdown.DIALECT else dialect.keys


def is_foreign(key: str, definition: Definition, holders: Sequence[Definition]) -> bool:
    """Return whether *key*, on which the runtimes of *holders* act, would do nothing in *definition*.

    Where no file's place tells its runtime none is foreign: front matter is too little to tell runtimes apart.
    """
    known = keys_read(definition)
    if known is None or _knows(known, key) or common_key(key) not in STEERING:
        return False
    reading = [d for d in holders if _knows(keys_read(d) or (), key)]
    return bool(reading) and any(_told_by_path(d) for d in (definition, *reading))


def entry(definition: Definition, topic: str) -> str:
    """Return what *definition* says of a conflict's *topic*, a front-matter key or `LOADING`; empty for nothing."""
    if topic == LOADING:
        return loading(definition) or ""
    field = setting(definition, topic)
    return "" if field is None else str(field.value)


def _knows(keys: Collection[str], key: str) -> bool:
    return common_key(key) in map(common_key, keys)


def _told_by_path(definition: Definition) -> bool:
    return named_as_definition(definition.file) or any(_matches((glob,), definition.file) for glob, _ in _LOADED)


def _matches(patterns: tuple[str, ...], path: str) -> bool:
    return any(_pattern(glob).fullmatch("/" + path) for glob in patterns)


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile(translate("*/" + glob), re.IGNORECASE)
