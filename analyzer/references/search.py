"""Tell which words of a text speak of a definition that moves: by its path, or by one of its names."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from analyzer.model import Reference, Span
from analyzer.references.contexts import Spot, judge_name
from analyzer.references.editable import may_be_edited
from analyzer.references.own_words import OwnWords
from analyzer.references.paths import resolve
from analyzer.text import blanked, squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analyzer.model import Move
    from analyzer.references.tree import Link, Text

_WORD = re.compile(r"\w+(?:[-.]\w+)*")
_PATH_BEFORE = re.compile(r"[^\s\"'`()<>\[\]{},;|=:*]*$")
_ADDRESS_END = re.compile(r"[\s\"'`()<>\[\]{}|]")
_OWN_NAME = re.compile(r"[\"']?(name|slug)[\"']?:\s*[\"']?")
_LONGEST_LINE = 160
_LIST_LINE = 4
"""Words of a line that merely lists names."""
_GENERAL = {"skill", "agents", "agent", "claude", "gemini", "readme", "index"}
"""What the files of many definitions are called, and none by people."""


class Search:
    """What to look for, made once for all texts."""

    def __init__(self, moves: Sequence[Move], definitions: Mapping[str, str], sources: Mapping[str, str]) -> None:
        self._gone = {(move.family, move.path) for move in moves if move.absorbed}
        self._files: dict[str, list[Move]] = defaultdict(list)
        self._names: dict[str, list[Move]] = defaultdict(list)
        for move in moves:
            if move.absorbed:
                self._files[posixpath.basename(move.path)].append(move)
            for name in _names(move) - {move.to_name}:
                self._names[name].append(move)
        self._words = {*self._files, *self._names, *(f"agent-{name}" for name in self._names)}
        odd = sorted((n for n in self._names if not _WORD.fullmatch(n)), key=lambda n: (-len(n), n))
        self._odd = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, odd))})(?!\w)") if odd else None
        self._own = OwnWords(moves, sources)
        self._definitions = set(definitions)
        self._bearers: dict[str, set[str]] = defaultdict(set)
        for path, name in definitions.items():
            self._bearers[name].add(path)

    @property
    def wanted(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._files or self._names)

    def link(self, link: Link) -> Iterator[Reference]:
        """Yield what *link* leads to and will not find."""
        for move in (m for m in self._files.get(posixpath.basename(link.target), ()) if m.path == link.target):
            to = posixpath.relpath(move.to_path, posixpath.dirname(link.path) or ".")
            reason = "a link to a file that goes: remove it, or let it lead to what is there instead"
            yield Reference(Span(link.path, 1, 1), 0, link.said, to, safe=False, reason=reason, line="", move=move)

    def text(self, text: Text) -> Iterator[Reference]:
        """Yield what *text* says of definitions that move, but for those in whose place it stands itself."""
        if self._words.isdisjoint(_WORD.findall(text.text)) and not (self._odd and self._odd.search(text.text)):
            return  # most files speak of nothing that moves
        reserved = self._reserved(text.path)
        lines = blanked(text.text).split("\n")
        for number, line in enumerate(lines, 1):
            for match in self._candidates(line):
                for found in (*self._paths(text.path, line, match), *self._name(text.path, lines, number, match)):
                    move, column, said, replacement, safe, reason = found
                    if (move.family, text.path) in self._gone:
                        continue
                    if text.path == move.to_path and not self._own.alone(line, self._names.get(said, [move])):
                        safe, reason = False, "the canonical itself says so: reword it where it speaks of another"
                    elif safe and reserved:
                        safe, reason = False, reserved
                    span = Span(text.path, number, number)
                    yield Reference(span, column, said, replacement, safe, reason, _short(line), move)

    def _reserved(self, path: str) -> str:
        """Return why nothing in the file at *path* is rewritten, however plainly it speaks; empty where it may be."""
        if path in self._definitions or may_be_edited(path):
            return ""
        return "neither prose nor a manifest nor settings: what this file does may hang on the old one"

    def _candidates(self, line: str) -> Iterator[re.Match[str]]:
        for match in _WORD.finditer(line):
            if match[0] in self._words:
                yield match
        if self._odd:
            yield from self._odd.finditer(line)

    def _paths(self, path: str, line: str, match: re.Match[str]) -> Iterator[tuple[Move, int, str, str, bool, str]]:
        if _in_address(line[: match.start()]):
            return
        for move in self._files.get(match[0], ()):
            found = _PATH_BEFORE.search(line, 0, match.start())
            said = line[found.start() if found else match.start() : match.end()].lstrip("@/")
            if (judged := resolve(said, path, move)) is not None:
                yield move, match.end() - len(said), said, *judged

    def _name(
        self, path: str, lines: Sequence[str], number: int, match: re.Match[str]
    ) -> Iterator[tuple[Move, int, str, str, bool, str]]:
        for name in sorted({match[0], match[0].removeprefix("agent-")} & self._names.keys()):
            start = match.end() - len(name)
            if path.endswith(".md") and _OWN_NAME.fullmatch(lines[number - 1][:start]):
                continue  # another definition of this name says what it is called
            if judged := judge_name(Spot(lines, number, start, name, path)):
                move = self._names[name][0]
                reason = self._doubt(name) or _names_both(lines[number - 1], move)
                yield move, start, name, move.to_name, *((False, reason) if reason else judged)

    def _doubt(self, name: str) -> str:
        """Return why *name* must not be rewritten wherever it stands; empty where it may."""
        moves = self._names[name]
        staying = sorted(self._bearers[name] - {move.path for move in moves})
        targets = sorted({move.to_path for move in moves})
        if staying:
            return f"{staying[0]} has this name too"
        if len(targets) > 1:
            return f"definitions of this name become part of {targets[0]} and of {targets[1]}"
        return "" if _WORD.fullmatch(moves[0].to_name) else "the new name is not one word"


def _names_both(line: str, move: Move) -> str:
    """Return why the old name is not rewritten where prose in *line* speaks of the new one too; empty where it may be.

    "Ask the one, not the other" would come to contradict itself.
    """
    new = re.compile(rf"(?<![\w-]){re.escape(move.to_name)}(?![\w-]|\.\w)")
    prose = len(line.split()) > _LIST_LINE and "|" not in line
    return f"its line speaks of {move.to_name} too: reword it" if prose and new.search(line) else ""


def _in_address(before: str) -> bool:
    """Return whether what follows *before* is still a part of an address (``https://...``)."""
    begin = before.rfind("://")
    return begin >= 0 and not _ADDRESS_END.search(before, begin)


def _names(move: Move) -> set[str]:
    """Return what people call the definition of *move*: its name, and the name of its file or its skill's folder."""
    path = PurePosixPath(move.path)
    called = path.parent.name if path.stem.casefold() in _GENERAL else path.name.split(".")[0]
    usable = {called} if move.absorbed and called.casefold() not in _GENERAL else set()
    return {move.name, *usable} - {""}


def _short(line: str) -> str:
    shown = squash(line)
    return shown if len(shown) <= _LONGEST_LINE else shown[: _LONGEST_LINE - 1] + "…"
