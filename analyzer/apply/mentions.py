"""Carry the new paths and names to the files that speak of the old ones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.apply.places import content, place
from analyzer.model import Change, ChangeKind
from analyzer.references import references, rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from analyzer.model import Move, Reference


def carry_names(
    root: Path,
    changes: Sequence[Change],
    moves: Sequence[Move],
    *,
    earlier: Sequence[Move],
    names: Mapping[str, str],
) -> tuple[tuple[Change, ...], tuple[Reference, ...]]:
    """Return *changes* with the safe references to what *moves* rewritten, and all references that were found.

    What *earlier* runs moved is rewritten in the files that this one writes: the rest of the tree was seen to then.
    *names* are those of all definitions, by path.
    """
    after = {change.path: None if change.after is None else _text(change.after) for change in changes}
    gone = {move.path for move in earlier if move.absorbed}
    found = references(
        root,
        [*earlier, *moves],
        definitions={path: name for path, name in names.items() if path not in gone},
        replaced=after,
        sources={change.path: _text(change.before) for change in changes if change.before is not None},
    )
    written = {change.path for change in changes if change.kind is ChangeKind.WRITE}
    found = tuple(r for r in found if r.move in moves or r.span.path in written)
    safe: dict[str, list[Reference]] = defaultdict(list)
    for reference in found:
        if reference.safe:
            safe[reference.span.path].append(reference)
    more = [_untouched(root, path) for path in safe if path not in after]
    return tuple(_rewritten(change, safe.get(change.path, ())) for change in [*changes, *more]), found


def _untouched(root: Path, path: str) -> Change:
    data = content(place(root, path)) or b""
    return Change(path, ChangeKind.UPDATE, data, data)


def _rewritten(change: Change, found: Sequence[Reference]) -> Change:
    if change.after is None or not found:
        return change
    text = rewrite(_text(change.after), found)
    return replace(change, after=text.encode("utf-8", "surrogateescape"))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
