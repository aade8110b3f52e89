"""Tell the files whose words may be changed from those that are run or shown."""

from __future__ import annotations

from pathlib import PurePosixPath

from analyzer.discover import may_define

_PROSE = {".txt", ".text", ".rst", ".adoc", ".asciidoc", ".org"}
_SETTINGS = {".json", ".jsonc", ".json5", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".properties"}
_NAMES = {"readme", "changelog", "contributing", "maintainers", "codeowners", ".gitattributes"}


def may_be_edited(path: str) -> bool:
    """Return whether what *path* says of a definition means the one that is there now, and no other.

    So it is in definitions, in Markdown and other prose, in manifests and settings. A program may speak of the old name
    because it looks for that one, and a page may be made from something else.
    """
    file = PurePosixPath(path)
    return may_define(file) or file.suffix.lower() in _PROSE | _SETTINGS or file.name.lower() in _NAMES
