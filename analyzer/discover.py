"""Find and read the files that may hold definitions."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from analyzer.dialects import KNOWN_KEYS, named_as_definition, named_by_folder
from analyzer.dialects.roo_mode import may_hold_modes
from analyzer.errors import UsageError
from analyzer.ignored import JOURNAL, UNFINISHED, Ignored, is_link, is_there
from analyzer.model import POINTER_MARK, Discovery, Problem, Source, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_LARGEST = 2 * 1024 * 1024
_LONGEST_POINTER = 2000
_ENDINGS = {".md", ".mdc", ".markdown"}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Names that hosts and registries give a meaning of their own: for people, not for a runtime.
_FOR_PEOPLE = re.compile(
    r"(readme|licen[cs]e|copying|notice|changelog|changes|history|releases?|contributing|contributors|authors|"
    r"code[_-]of[_-]conduct|security|support|governance|maintainers|roadmap|todo|faq|install(ation)?|upgrading|"
    r"(pull_request|issue|bug_report|feature_request)(_template)?|index|catalog|summary)([-_.][a-z]{2}([-_][a-z]{2})?)?",
    re.IGNORECASE,
)
_HOMES = {"agents", "agent", "subagents", "skills", "commands", "prompts", "rules", "modes", "chatmodes", "personas"}
_SAYS_SO = re.compile(
    r"^[#>* \t-]*(you(['\u2019]re| are| act| will act) |act as |your (role|task|job|mission)\b)"
    r"|^[#>* \t-]*use this (agent|skill|rule|mode)\b"
    r"|^#+ *\**(role|persona|instructions|rules|(core )?responsibilities|expertise|when to use)\b",
    re.IGNORECASE | re.MULTILINE,
)
_MODES = re.compile(r"^\s*(- )?(customModes|roleDefinition)\s*:", re.MULTILINE)
_FENCE = re.compile(r"^---\s*$", re.MULTILINE)
_KEY = re.compile(r"^([A-Za-z_][\w-]*)\s*:", re.MULTILINE)


def discover(paths: Sequence[str | Path]) -> Discovery:
    """Return the sources found at *paths*, files and folders, and the files passed over with the reason.

    Folders are searched to any depth, hidden ones included; ignore files are honoured, links out of the tree are not
    followed. A file that is named itself is read whatever it is called. Raise `UsageError` where a path is missing.
    """
    given = [Path(path) for path in paths]
    if not given:
        raise UsageError("No path given: name the files or folders that hold the definitions.")
    for path in given:
        if not is_there(path):
            raise UsageError(f"{path}: no such file or folder. Check the spelling, or the folder you are in.")
    roots = [Path(os.path.abspath(path)) for path in given]  # noqa: PTH100 - resolve() would follow links
    search = _Search(_base(roots))
    for root in sorted(set(roots), key=lambda r: (r.is_dir(), str(r))):
        if root.is_dir():
            search.folder(root)
        else:
            search.read(root)
    search.half_applied()
    sources = sorted(search.sources, key=lambda source: source.path)
    problems = sorted(search.problems, key=lambda problem: (problem.span, problem.code))
    return Discovery(str(search.base), tuple(sources), tuple(problems))


def _base(roots: Sequence[Path]) -> Path:
    here = Path.cwd()
    if all(here in root.parents for root in roots):
        return here
    return Path(os.path.commonpath([root if root.is_dir() else root.parent for root in roots]))


@dataclass(slots=True)
class _Search:
    base: Path
    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)
    skills: set[Path] = field(default_factory=set)
    """The folders of skills: what else is in them, they refer to."""

    def folder(self, root: Path) -> None:
        """Read the definitions below *root*."""
        ignored = Ignored(root)
        for folder, folders, files in os.walk(root, onerror=self._not_listed):
            here = Path(folder)
            ignored.enter(here)
            if any(map(named_by_folder, files)):
                self.skills.add(here)
            folders[:] = sorted(name for name in folders if self._enters(here / name, root, ignored))
            for name in sorted(files):
                file = here / name
                if may_define(file) and not ignored.covers(file) and self._stays(file, root):
                    self.read(file, root=root)

    def _enters(self, folder: Path, root: Path, ignored: Ignored) -> bool:
        return not ignored.passes_by(folder) and self._stays(folder, root)

    def _stays(self, path: Path, root: Path) -> bool:
        """Return whether *path* is no link; a link within *root* is seen where it points, one out of it is reported."""
        if not is_link(path):
            return True
        if not Path(os.path.realpath(path)).is_relative_to(root.resolve()):  # resolve() raises for a link to itself
            self._pass_over(path, "outside-link", "a link out of the folder; name its target to have it read")
        elif not is_there(path):
            self._pass_over(path, "broken-link", "a link to nothing; mend or remove it")
        return False

    def _not_listed(self, error: OSError) -> None:
        self._pass_over(Path(error.filename), "unreadable", _why_unread(error))

    def read(self, file: Path, *, root: Path | None = None) -> None:
        """Add *file* to the sources, or to the problems with the reason; *root* is where it was found, if not named."""
        real = file.resolve()
        if real in self.seen:
            return
        self.seen.add(real)
        found = _read(file)
        if root and may_hold_modes(file.name) and not (isinstance(found, _Read) and _MODES.search(found.text)):
            return  # data or settings: not even by its ending a definition
        if isinstance(found, _Unread):
            self._pass_over(file, found.code, found.message)
        elif root and _is_pointer(found.text):
            self._pass_over(file, "pointer", "says where a definition went; remove it when nobody asks for it any more")
        elif root and not self._defines(file, root, found.text):
            message = "nothing in it says that it defines an agent; name the file itself to have it read"
            self._pass_over(file, "not-a-definition", message)
        else:
            self.sources.append(Source(self._path(file), found.text, found.original, found.digest))
            if found.encoding == "utf-16":
                self._pass_over(file, "utf-16", "read, but no diff will apply to it; save it as UTF-8")

    def _defines(self, file: Path, root: Path, text: str) -> bool:
        """Return whether a file that was found below *root*, not named, defines something."""
        keys = _front_keys(text)
        if may_hold_modes(file.name) or "description" in keys:
            return True
        if _FOR_PEOPLE.fullmatch(file.stem):
            return False
        if named_as_definition(file.as_posix()):
            return True
        return self.skills.isdisjoint(file.parents) and _looks_like_one(file.relative_to(root.parent), keys, text)

    def half_applied(self) -> None:
        """Say so where `apply` was killed: what was read is neither the old tree nor the new one."""
        for name in UNFINISHED:
            if is_there(self.base / JOURNAL / name):
                message = "apply was killed half-way here; `agentmerge undo` takes it back"
                self._pass_over(self.base / JOURNAL, "half-applied", message)

    def _pass_over(self, file: Path, code: str, message: str) -> None:
        self.problems.append(Problem(Span(self._path(file), 1, 1), code, message))

    def _path(self, file: Path) -> str:
        return file.relative_to(self.base).as_posix()


@dataclass(frozen=True, slots=True)
class _Unread:
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class _Read:
    text: str
    """With line feeds as line ends."""
    original: str | None
    """As it is on disk where that is something else."""
    encoding: str
    digest: str


def _read(file: Path) -> _Read | _Unread:
    """Return the text of *file*, or why there is none."""
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            return _Unread("unreadable", "a pipe or a device; save its text as a file")  # reading it might never end
        if found.st_size > _LARGEST:
            return _Unread("too-large", "more than 2 MiB, and no definition is that long; split it")
        data = file.read_bytes()
    except OSError as error:
        return _Unread("unreadable", _why_unread(error))
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    if encoding != "utf-16" and b"\0" in data:
        return _Unread("binary", "not a text file")
    return _decoded(data, encoding)


def _why_unread(error: OSError) -> str:
    return f"{error.strerror}; check its permissions"


def _decoded(data: bytes, encoding: str) -> _Read | _Unread:
    try:
        original = data.decode(encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        return _Unread("not-utf8", f"byte {error.start + 1} is not {encoding.removesuffix('-sig')}; save it as UTF-8")
    text = original.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return _Unread("empty", "nothing in it; write it or remove it")
    return _Read(text, None if original == text else original, encoding, hashlib.sha256(data).hexdigest())


def may_define(file: PurePath) -> bool:
    """Return whether a file called so is looked into, where a folder is searched."""
    return file.suffix.lower() in _ENDINGS or may_hold_modes(file.name) or named_as_definition(file.name)


def _is_pointer(text: str) -> bool:
    return len(text) < _LONGEST_POINTER and text.rstrip().endswith(POINTER_MARK)


def _looks_like_one(path: Path, keys: set[str], text: str) -> bool:
    folders = {re.split(r"[-_.]", part)[-1].lower() for part in path.parts[:-1]}
    return bool(keys & KNOWN_KEYS) or not _HOMES.isdisjoint(folders) or bool(_SAYS_SO.search(text))


def _front_keys(text: str) -> set[str]:
    above, *between = _FENCE.split(text, maxsplit=2)
    if above.strip() or not between:
        return set()
    return set(_KEY.findall(between[0][:20_000]))
