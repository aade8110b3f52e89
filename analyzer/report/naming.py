"""Where the outputs of a family lie below the output folder. Names come from input: made safe, short and unique."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.model import Analysis, Proposal

LEDGER = "ledger.tsv"

_UNSAFE = re.compile(r"[^\w.+-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_LONGEST, _ENDING = 100, 8
"""Bytes of a name, for most file systems count bytes; letters of what ends it."""


def folders(analysis: Analysis) -> list[str]:
    """Return the folder of each of the *analysis*' proposals, in their order."""
    names = _unique(proposal.family.name for proposal in analysis.proposals)
    return [f"families/{name}" for name in names]


def canonical(proposal: Proposal) -> str:
    """Return the canonical's place in its family's folder; a dialect may want it in a folder of its own."""
    return "/".join(_safe(part) for part in proposal.file_name.split("/"))


def diffs(proposal: Proposal) -> list[str]:
    """Return the place of each of the *proposal*'s diffs in its family's folder, in their order."""
    flat = _unique(diff.path.replace("/", "__") for diff in proposal.diffs)
    return [f"diffs/{name}.diff" for name in flat]


def _unique(names: Iterable[str]) -> list[str]:
    """Return *names* made safe, with a number where two would be one file on some file system."""
    taken: set[str] = set()
    found = []
    for name in map(_safe, names):
        free, count = name, 1
        while _key(free) in taken:
            count += 1
            free = f"{name}-{count}"
        taken.add(_key(free))
        found.append(free)
    return found


def _safe(name: str) -> str:
    """Return *name* as a file name that every common file system takes and that hides nothing."""
    flat = _short(_UNSAFE.sub("-", unicodedata.normalize("NFC", name)).strip(".-"))
    return f"_{flat}" if not flat or _RESERVED.match(flat) else flat


def _short(name: str) -> str:
    """Return *name* in `_LONGEST` bytes: its start, a digest that tells it from others that start so, its ending."""
    raw = name.encode()
    if len(raw) <= _LONGEST:
        return name
    suffix = PurePosixPath(name).suffix
    end = f"-{hashlib.sha256(raw).hexdigest()[:8]}{suffix if len(suffix) <= _ENDING else ''}"
    return raw[: _LONGEST - len(end.encode())].decode(errors="ignore").rstrip(".-") + end


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
