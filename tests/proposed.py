"""A tree of definitions, and what an analysis of it would have written: for the tests of apply and undo."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

from analyzer.apply import journal
from analyzer.write import write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CANONICAL = (
    "---\nname: harbour-clerk\ndescription: Keeps the books and the berths.\n---\n\nYou keep books and berths.\n"
)

SOURCES: dict[str, bytes] = {
    "agents/clerk.md": b"---\nname: harbour-clerk\ndescription: Keeps the books.\n---\n\nYou keep books.\n",
    "agents/berths/berth-clerk.md": b"---\nname: berth-clerk\r\ndescription: Keeps berths.\r\n---\r\n\r\nBerths.\r\n",
    "agents/old/book-keeper.md": b"\xef\xbb\xbf---\nname: book-keeper\n---\nYou keep books. No line end here",
    "agents/pilots/pilot.md": b"---\nname: pilot\ndescription: Brings ships in.\n---\n\nYou pilot.\n",
    "agents/pilots/night-pilot.md": b"---\nname: night-pilot\ndescription: At night.\n---\n\nYou pilot at night.\n",
}
OTHERS: dict[str, bytes] = {
    "README.md": b"# Harbour\n\nNothing of interest.\n",
    "agents/old/notes.txt": b"not ours \xff\xfe\n",
    "docs/plan.md": b"A plan.\r\n",
}


def tree(root: Path) -> None:
    """Write the definitions and their surroundings below *root*: odd modes, an empty folder and a link among them."""
    for path, data in {**SOURCES, **OTHERS}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    (root / "agents/berths/berth-clerk.md").chmod(0o600)
    (root / "agents/clerk.md").chmod(0o755)
    (root / "agents/berths").chmod(0o750)
    (root / "empty").mkdir()
    (root / "agents/latest.md").symlink_to("clerk.md")
    for file in root.rglob("*.md"):
        os.utime(file, ns=(10**18, 10**18), follow_symlinks=False)


def report() -> dict[str, Any]:
    """Return as much of ``report.json`` as `apply` reads, for two families of the tree."""
    names = {path: path.rpartition("/")[2].removesuffix(".md") for path in SOURCES} | {
        "agents/clerk.md": "harbour-clerk"
    }
    families = {
        "clerk": ("agents/clerk.md", [p for p in SOURCES if "pilot" not in p]),
        "pilot": ("agents/pilots/pilot.md", [p for p in SOURCES if "pilot" in p]),
    }
    return {
        "format_version": 1,
        "definitions": [
            {"path": path, "name": names[path], "dialect": "claude-agent", "digest": hashlib.sha256(data).hexdigest()}
            for path, data in SOURCES.items()
        ],
        "families": [
            {
                "name": name,
                "definitions": paths,
                "survivor": {"path": survivor, "reason": "It is first."},
                "canonical": f"families/{name}/{name}.md",
                "conflicts": [],
                "violations": [],
            }
            for name, (survivor, paths) in families.items()
        ],
    }


def output(folder: Path, *, said: Mapping[str, Any] | None = None) -> Path:
    """Write what `apply` reads to *folder*, *said* in place of `report`, and return it."""
    pilot = SOURCES["agents/pilots/pilot.md"].decode() + "Also at night.\n"
    write(
        {
            "report.json": json.dumps(report() if said is None else said),
            "families/clerk/clerk.md": CANONICAL,
            "families/pilot/pilot.md": pilot,
        },
        folder,
    )
    return folder


def seen(root: Path) -> dict[str, tuple[int, int, bytes | str | None]]:
    """Return mode, time of files and content of everything below *root*, but for the journal."""
    found: dict[str, tuple[int, int, bytes | str | None]] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if not name.startswith((journal.FOLDER, ".git/")):
            status = path.lstat()
            content = str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else None
            found[name] = (status.st_mode, 0 if content is None else status.st_mtime_ns, content)
    return found


def contents(root: Path) -> dict[str, bytes | str | None]:
    """Return the content of everything below *root*, but for the journal."""
    return {path: content for path, (_, _, content) in seen(root).items()}
