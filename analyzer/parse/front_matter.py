"""Front matter: strict YAML where it is that, else key by key, saying what was repaired."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from analyzer.dialects import KNOWN_KEYS
from analyzer.model import Field, Problem, Span
from analyzer.strict_yaml import Refused, load_mapping, load_value

if TYPE_CHECKING:
    from collections.abc import Sequence

_FENCE = re.compile(r"(-{3,}|\.\.\.)\s*")
"""What closes it. Of more than three dashes YAML knows nothing, but the readers of front matter take them."""
_KEY = re.compile(r"""(?P<quote>["']?)(?P<key>[A-Za-z_][\w.-]*)(?P=quote)\s*:(?=\s|$)""")
_TITLE = re.compile(r"#{1,6}\s+\S")
_IDENTIFIER = re.compile(r"[a-z][a-zA-Z0-9]*([_-][a-zA-Z0-9]+)*")
_LINE_BREAK = re.compile(r"(?<!\b[A-Za-z]:)\\n")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the fences, and the number of lines up to the body's first."""

    fields: tuple[Field, ...] = ()
    problems: tuple[Problem, ...] = ()
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    start: int
    """1-based line of the file where it begins, its comments included."""
    lines: tuple[str, ...]
    comments: int
    """How many of its first lines stand before the key."""


def read_front_matter(text: str, path: str) -> FrontMatter:
    """Return the front matter of *text*; none where the file does not begin with one."""
    lines = text.split("\n")
    opening = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    if opening == len(lines) or lines[opening].rstrip() != "---":
        return FrontMatter()
    closing = _closing(lines, opening + 1)
    problems: list[Problem] = []
    if closing is None or _reaches_into_body(lines[opening + 1 : closing]):
        closing = _end_of_unclosed(lines, opening + 1)
        if closing == opening + 1:
            return FrontMatter()
        what = f"no closing '---': taken to end at line {closing}; add a line '---' there"
        problems.append(_repaired(path, opening + 1, closing, what))
        end = closing
    else:
        end = closing + 1
    inner = lines[opening + 1 : closing]
    if not any(_KEY.match(line) for line in inner):
        return FrontMatter(end=end) if not any(line.strip() for line in inner) else FrontMatter()
    fields, more = read_entries(inner, path, first=opening + 2)
    return FrontMatter(fields, (*problems, *more), end)


def read_entries(lines: Sequence[str], path: str, *, first: int) -> tuple[tuple[Field, ...], tuple[Problem, ...]]:
    """Return the entries of a YAML mapping written in *lines*, of which the first is line *first* of the file."""
    problems: list[Problem] = []
    try:
        strict = load_mapping("\n".join(lines))
    except Refused as refused:
        entries = _entries(lines, first, _heads(lines))
        read = [_lenient(entry) for entry in entries]
        values = [value for value, _ in read]
        problems.append(_entry_by_entry(path, entries, [repaired for _, repaired in read], str(refused)))
    else:
        entries = _entries(lines, first, {entry.line: entry.key for entry in strict})
        values = [entry.value for entry in sorted(strict, key=lambda entry: entry.line)]
    fields: list[Field] = []
    seen: set[str] = set()
    for entry, value in zip(entries, values, strict=True):
        span = Span(path, entry.start, entry.start + len(entry.lines) - 1)
        if entry.key in seen:
            message = f"'{entry.key}' is given twice, and readers differ on which one counts; keep one"
            problems.append(Problem(span, "front-matter-duplicate", message))
        seen.add(entry.key)
        fields.append(Field(entry.key, _with_breaks(entry.key, value), "\n".join(entry.lines), span))
    return tuple(fields), tuple(problems)


def _entry_by_entry(path: str, entries: Sequence[_Entry], repaired: Sequence[bool], why: str) -> Problem:
    touched = [entry for entry, was in zip(entries, repaired, strict=True) if was]
    named = ", ".join(f"'{entry.key}' in line {entry.start + entry.comments}" for entry in touched)
    taken = f"taken as they stand: {named}; put these in quotes" if named else "each is fine by itself"
    start, end = entries[0].start, entries[-1].start + len(entries[-1].lines) - 1
    return _repaired(path, start, end, f"not valid YAML ({why}), so its entries were read one by one; {taken}")


def _closing(lines: Sequence[str], start: int) -> int | None:
    return next((n for n in range(start, len(lines)) if _FENCE.fullmatch(lines[n])), None)


def _reaches_into_body(inner: Sequence[str]) -> bool:
    """Return whether the fence below *inner* is a rule of the body: a title and prose stand there, and no key after."""
    filled = [line for line in inner if line.strip()]
    title = next((n for n, (line, below) in enumerate(pairwise(filled)) if _is_title(line, below)), None)
    if title is None or not _KEY.match(inner[0]):
        return False
    if any(match["key"] in KNOWN_KEYS for line in filled[title:] if (match := _KEY.match(line))):
        return False
    try:
        load_mapping("\n".join(inner))
    except Refused:
        return True
    return False


def _is_title(line: str, below: str) -> bool:
    """Return whether *line* heads the prose in *below*, and is no comment between entries."""
    return bool(_TITLE.match(line)) and below[0] not in " \t#-" and not _KEY.match(below)


def _end_of_unclosed(lines: Sequence[str], start: int) -> int:
    """Return the index of the first line that cannot be front matter; *start* where none is."""
    end = start
    for n in range(start, len(lines)):
        line = lines[n]
        if _KEY.match(line) or (n > start and line[:1] in {" ", "\t"} and line.strip()):
            end = n + 1
        elif not (n > start and line.startswith("- ")):
            break
        else:
            end = n + 1
    return end


def _entries(lines: Sequence[str], first: int, heads: dict[int, str]) -> list[_Entry]:
    """Cut *lines* at those that begin an entry, *heads*: index to key."""
    entries: list[_Entry] = []
    cuts = sorted(heads)
    begins = [_with_comments(lines, cut, cuts[i - 1] if i else -1) for i, cut in enumerate(cuts)]
    if begins:
        begins[0] = 0
    for i, cut in enumerate(cuts):
        stop = begins[i + 1] if i + 1 < len(cuts) else len(lines)
        entries.append(_Entry(heads[cut], first + begins[i], tuple(lines[begins[i] : stop]), cut - begins[i]))
    return entries


def _heads(lines: Sequence[str]) -> dict[int, str]:
    heads: dict[int, str] = {}
    for n, line in enumerate(lines):
        match = _KEY.match(line)
        if match and (not heads or match["key"] in KNOWN_KEYS or _IDENTIFIER.fullmatch(match["key"])):
            heads[n] = match["key"]
    return heads


def _with_comments(lines: Sequence[str], head: int, previous: int) -> int:
    """Return where the comment lines begin that stand directly above line *head*."""
    begin = head
    while begin - 1 > previous and lines[begin - 1].startswith("#"):
        begin -= 1
    return begin


def _lenient(entry: _Entry) -> tuple[object, bool]:
    """Return the value of *entry*, and whether it had to be taken as text because YAML refuses it."""
    own = entry.lines[entry.comments :]
    try:
        return load_value("\n".join(own)), False
    except Refused:
        pass
    rest = own[0].partition(":")[2].strip()
    following = [line.strip() for line in own[1:] if not line.startswith("#")]
    if not rest and following and all(line.startswith("- ") or not line for line in following):
        return [_unquoted(line[2:].strip()) for line in following if line], True
    if rest[:1] in {"|", ">"} and len(rest) <= 3:  # noqa: PLR2004 - an indicator, a digit and a chomping mark
        return "\n".join(following).strip(), True
    return _unquoted("\n".join([rest, *following]).strip()), True


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].replace('\\"', '"')
    return text


def _with_breaks(key: str, value: object) -> object:
    r"""Return *value* with a description's written-out ``\n`` as real line ends."""
    if key not in {"description", "whenToUse"} or not isinstance(value, str) or not _LINE_BREAK.search(value):
        return value
    return _LINE_BREAK.sub("\n", value).replace('\\"', '"').strip()


def _repaired(path: str, start: int, end: int, message: str) -> Problem:
    return Problem(Span(path, start, max(start, end)), "front-matter-repaired", message)
