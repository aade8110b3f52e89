"""Names for fragments: the same on every run, so that a link in a review comment goes on to point at its place."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from analyzer.dialects import named_by_folder

if TYPE_CHECKING:
    from analyzer.model import Passage, Statement

_UNSAFE = re.compile(r"[^A-Za-z0-9._/-]")
_PLAIN = re.compile(r"[^A-Za-z0-9_]+")


def safe(text: str) -> str:
    """Return *text* with what a fragment may not hold as ``~`` and its bytes; no two texts give the same."""
    return _UNSAFE.sub(lambda found: "".join(f"~{b:02X}" for b in found[0].encode("utf-8", "surrogatepass")), text)


@cache
def key(path: str) -> str:
    """Return a short name for the definition at *path*: its file's, and a digest that tells it from namesakes."""
    pure = PurePosixPath(path)
    folder = pure.parent.name if named_by_folder(path) else ""
    stem = folder or pure.name.partition(".")[0]
    digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{_PLAIN.sub('-', stem)[:24].strip('-')}-{digest}"


def source(path: str) -> str:
    """Return the name of the definition at *path*."""
    return f"s/{key(path)}"


def statement(said: Statement) -> str:
    """Return the name of *said* where its source says it."""
    return f"{source(said.path)}:{said.ordinal}"


def passage(said: Passage) -> str:
    """Return the name of *said* in the canonical: that of the statement whose words it has."""
    return f"p/{key(said.wording.path)}:{said.wording.ordinal}"


def family(folder: str) -> str:
    """Return the name of the family whose outputs are in *folder*."""
    return f"f/{safe(folder.removeprefix('families/'))}"


def field(folder: str, key: str) -> str:
    """Return the name of the front-matter entry *key* of a family's canonical."""
    return part(family(folder), f"field/{safe(key)}")


def part(of: str, name: str) -> str:
    """Return the name of a part of what is called *of*: no path ends with a colon and a word."""
    return f"{of}:{name}"


def entry(of: str) -> str:
    """Return the name of what the ledger says about *of*, a passage, a field or a statement."""
    return f"l/{of}"
