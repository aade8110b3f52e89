"""``agentmerge-decisions.toml``: decisions as people read and edit them. Their comments and their order stay."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.atomic import write_atomically
from analyzer.decisions.making import checked, same_subject
from analyzer.errors import OutputError, UsageError
from analyzer.fingerprint import fingerprint
from analyzer.model import Decision, DecisionKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tomlkit.items import Table

FILE = "agentmerge-decisions.toml"
"""Beside ``agentmerge.toml``, in the folder that agentmerge runs in."""

_LISTS = ("definitions", "fingerprints", "statements")
_STRINGS = ("reason", "text", "topic")
_KEYS = ("kind", "definitions", "reason", "statements", "text", "topic", "fingerprints")
"""In the order in which a person wants to read them."""
_HEAD = """\
# What was decided about definitions. `agentmerge decide` writes here; edit the reasons, add comments, commit the file.
# Fingerprints tell when a text has changed since: then its decision no longer holds, and the report says so.

"""


def read(folder: Path | None = None) -> tuple[Decision, ...]:
    """Return the decisions kept in *folder* (None: the current one), in the file's order; none where there is no file.

    Raises `UsageError` for a file that is no TOML, or that holds anything but decisions.
    """
    return tuple(entry.decision for entry in _load(_place(folder)).entries)


def add(new: Sequence[Decision], folder: Path | None = None) -> tuple[Decision, ...]:
    """Keep the *new* decisions in the file of *folder*: in the place of one on the same subject, or last.

    Returns the other decisions whose places they took. All are written or none. Raises as `read` does, and
    `OutputError` where the file cannot be written.
    """
    path = _place(folder)
    kept = _load(path)
    entries, end = list(kept.entries), kept.end
    replaced = []
    for decision in map(checked, new):
        at = next((i for i, e in enumerate(entries) if same_subject(e.decision, decision)), None)
        if at is None:
            lead = f"{end}\n" if entries or end else ""
            entries.append(_Entry(lead, "[[decision]]\n", _body(decision), decision))
            end = ""
        elif entries[at].decision != decision:
            replaced.append(entries[at].decision)
            entries[at] = _Entry(entries[at].lead, entries[at].head, _body(decision), decision)
    _save(path, _Kept(kept.start or _HEAD, tuple(entries), end))
    return tuple(replaced)


def forget(numbers: Sequence[int], folder: Path | None = None) -> tuple[Decision, ...]:
    """Take the decisions with these *numbers*, from 1 in the file's order, out of the file, and return them.

    What stands in the line above one goes with it; all other comments stay. Raises as `add` does, and `UsageError` for
    a number that no decision has.
    """
    path = _place(folder)
    kept = _load(path)
    for number in numbers:
        if not 1 <= number <= len(kept.entries):
            count = len(kept.entries)
            raise UsageError(f"{FILE} has no decision {number}: it has {count}. `agentmerge decide list` numbers them.")
    gone = {number - 1 for number in numbers}
    left, carried = [], ""
    for i, entry in enumerate(kept.entries):
        if i in gone:
            carried += _loose(entry.lead)
        else:
            left.append(_Entry(carried + entry.lead, entry.head, entry.body, entry.decision))
            carried = ""
    _save(path, _Kept(kept.start, tuple(left), carried + kept.end))
    return tuple(kept.entries[i].decision for i in sorted(gone))


@dataclass(frozen=True, slots=True)
class _Entry:
    lead: str
    """The comments and blank lines above it."""
    head: str
    body: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class _Kept:
    start: str
    """What stands above the first decision's own comment."""
    entries: tuple[_Entry, ...]
    end: str


def _place(folder: Path | None) -> Path:
    return (folder or Path()) / FILE


def _load(path: Path) -> _Kept:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import AoT

    if not path.exists():
        return _Kept("", (), "")
    try:
        document = tomlkit.parse(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise UsageError(f"{path} cannot be read: {error}. Repair it; nothing was decided or changed.") from error
    for key in document:
        if key != "decision":
            raise UsageError(f"{path}: unknown key {key!r}. It holds [[decision]] tables and nothing else.")
    tables = document.get("decision")
    if tables is None:
        return _Kept(document.as_string(), (), "")
    if not isinstance(tables, AoT):
        raise UsageError(f"{path}: decision is no list of tables. Write [[decision]] above each decision's keys.")
    start = "".join(item.as_string() for key, item in document.body if key is None)
    return _cut(path, start, tables.body)


def _cut(path: Path, start: str, tables: Sequence[Table]) -> _Kept:
    """Return *tables* as entries; tomlkit counts what stands above a table to the one before."""
    entries: list[_Entry] = []
    first, lead = _parted(start)
    for number, table in enumerate(tables, 1):
        text = table.as_string()
        after = ""
        for key, item in reversed(table.value.body):
            if key is not None:
                break
            after = item.as_string() + after
        decision = _decision(f"{path}, decision {number}", table.unwrap())
        head = f"{table.trivia.indent}[[decision]]{table.trivia.comment_ws}{table.trivia.comment}{table.trivia.trail}"
        entries.append(_Entry(lead, head, text.removesuffix(after), decision))
        lead = after
    return _Kept(first, tuple(entries), lead)


def _parted(start: str) -> tuple[str, str]:
    """Return what is about the file, and what stands in the lines above the first decision."""
    loose = _loose(start)
    return loose, start.removeprefix(loose)


def _loose(lead: str) -> str:
    """Return *lead* up to its last blank line: what is below belongs to the decision that follows."""
    lines = lead.splitlines(keepends=True)
    own = next((n for n, line in enumerate(reversed(lines)) if not line.strip()), len(lines))
    return "".join(lines[: len(lines) - own])


def _decision(place: str, table: Mapping[str, Any]) -> Decision:
    for key, value in table.items():
        if key not in _KEYS:
            raise UsageError(f"{place}: unknown key {key!r}. Known: {', '.join(_KEYS)}.")
        is_list = isinstance(value, list) and all(isinstance(v, str) for v in value)
        if not (is_list if key in _LISTS else isinstance(value, str)):
            expected = "a list of strings" if key in _LISTS else "a string"
            raise UsageError(f"{place}: {key} = {value!r} does not fit. It takes {expected}.")
    kinds = [str(kind) for kind in DecisionKind]
    if table.get("kind") not in kinds:
        raise UsageError(f"{place}: kind = {table.get('kind')!r} is unknown. Known: {', '.join(kinds)}.")
    values: dict[str, Any] = {key: tuple(table.get(key, ())) for key in _LISTS}
    values["fingerprints"] = values["fingerprints"] or tuple(map(fingerprint, values["statements"]))
    values |= {key: table.get(key, "").strip() for key in _STRINGS}
    found = Decision(DecisionKind(table["kind"]), **values)
    try:
        return checked(found)
    except UsageError as error:
        raise UsageError(f"{place}. {error}") from error


def _body(decision: Decision) -> str:
    import tomlkit

    table = tomlkit.table()
    for key in _KEYS:
        value = getattr(decision, key)
        if value:
            table.add(key, list(value) if key in _LISTS else str(value))
    return table.as_string()


def _save(path: Path, kept: _Kept) -> None:
    """Put the file in its place; where it is a link, as one shared by several folders may be, in its target's."""
    lines = [kept.start, *(part for e in kept.entries for part in (e.lead, e.head, e.body)), kept.end]
    text = "".join(part if part.endswith("\n") or not part else f"{part}\n" for part in lines)
    try:
        write_atomically(path.resolve(), text)
    except (OSError, UnicodeEncodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise OutputError(f"{path} cannot be written: {why}. Nothing was changed; see to the folder.") from error
