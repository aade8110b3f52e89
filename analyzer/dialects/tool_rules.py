"""What the rules in a list of tools grant: a tool by its name, some of its uses, the tools of a server."""

from __future__ import annotations

import re

_RULE = re.compile(r"(?P<name>[\w-]+)\((?P<what>.*)\)", re.DOTALL)
_SEVERAL = re.compile(r"[;&|<>`$\n]")
"""What makes a command more than the one that it begins with; the rule for that one does not grant it."""


def covers(wider: str, entry: str) -> bool:
    """Return whether the rule *wider* grants all that *entry* does, as Claude Code reads the two.

    ``Bash`` covers ``Bash(git:*)``, that covers ``Bash(git status:*)``, and ``mcp__server`` covers its every tool.
    """
    if wider == entry or (wider.startswith("mcp__") and entry.startswith(f"{wider}__")):
        return True
    if not entry.endswith(")"):
        return False
    if entry.startswith(f"{wider}("):
        return True
    narrow, wide = _RULE.fullmatch(entry), _RULE.fullmatch(wider)
    if not narrow or not wide or wide["name"] != narrow["name"]:
        return False
    begin = wide["what"].removesuffix(":*")
    if begin == wide["what"] or _SEVERAL.search(narrow["what"]):
        return False
    return f"{narrow['what'].removesuffix(':*')} ".startswith(f"{begin} ")
