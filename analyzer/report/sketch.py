"""What a drawing of the overlaps shows: as much as stays legible, families first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from analyzer.dialects import named_by_folder
from analyzer.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analyzer.model import Analysis, Family, Overlap


_OF_A_FAMILY = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Definitions that are drawn together: a family, or others that overlap with one another."""

    family: Family | None
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawing, without its looks."""

    groups: tuple[Group, ...]
    overlaps: tuple[Overlap, ...]
    """Those between the paths of *groups*, best first."""
    labels: dict[str, str]
    """The shortest name of each path that no other definition has; in a family, that no other member has."""
    alone: int
    """How many definitions overlap with no other."""
    left_out: int
    """How many more overlaps there are than the drawing has room for."""


def telling(analysis: Analysis) -> list[Overlap]:
    """Return the overlaps that a short list should have, best first: of each family no more than its three best.

    Six copies of one file have fifteen overlaps that say the same.
    """
    family = {d.path: f.name for f in analysis.graph.families for d in f.definitions}
    seen: Counter[str] = Counter()
    found = []
    for overlap in analysis.overlaps:
        home = family.get(overlap.a)
        inside = home is not None and home == family.get(overlap.b)
        if inside and home:
            seen[home] += 1
        if overlap.verdict is not Verdict.UNRELATED and not (inside and seen[str(home)] > _OF_A_FAMILY):
            found.append(overlap)
    return found


def sketch(analysis: Analysis, *, nodes: int, edges: int) -> Sketch:
    """Choose what to draw with at most *nodes* definitions and *edges* overlaps; unrelated ones are never drawn."""
    related = [o for o in analysis.overlaps if o.verdict is not Verdict.UNRELATED]
    ranked = [d.path for f in analysis.graph.families for d in f.definitions]
    ranked += [path for o in related for path in (o.a, o.b)]
    known = dict.fromkeys(ranked)
    drawn = set(list(known)[:nodes])
    overlaps = [o for o in related if {o.a, o.b} <= drawn][:edges]
    families = [Group(f, tuple(d.path for d in f.definitions if d.path in drawn)) for f in analysis.graph.families]
    inside = {path for group in families for path in group.paths}
    others = [Group(None, paths) for paths in _related(drawn - inside, overlaps, analysis.graph.landmarks.groups)]
    names = labels(analysis)
    for family in families:
        names |= _shortened(family, names)
    return Sketch(
        groups=tuple(group for group in families + others if group.paths),
        overlaps=tuple(overlaps),
        labels=names,
        alone=len(analysis.definitions) - len(known),
        left_out=len(related) - len(overlaps),
    )


def labels(analysis: Analysis) -> dict[str, str]:
    """Return for each path as few of its last parts as no other path ends with, without the file's ending."""
    paths = [d.path for d in analysis.definitions]
    tails = {path: _tails(path) for path in paths}
    counts = Counter(tail for found in tails.values() for tail in found)
    return {path: next((t for t in found if counts[t] == 1), path) for path, found in tails.items()}


def _shortened(group: Group, labels: Mapping[str, str]) -> dict[str, str]:
    """Return the labels of the *group*'s paths without the last folders and the name that all of them have.

    The group's title says that name; what is left tells its members apart.
    """
    parts = {path: labels[path].split("/") for path in group.paths}
    while len(parts) > 1 and all(len(p) > 1 for p in parts.values()) and len({p[-1] for p in parts.values()}) == 1:
        parts = {path: p[:-1] for path, p in parts.items()}
    return {path: "/".join(p) for path, p in parts.items()}


def _related(paths: set[str], overlaps: Iterable[Overlap], groups: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return *paths* in those *groups* that have them, the rest as *overlaps* connect them; largest first."""
    found = [tuple(path for path in group if path in paths) for group in groups]
    rest = _connected(paths - {path for group in found for path in group}, overlaps)
    return sorted((g for g in (*found, *rest) if g), key=lambda members: (-len(members), members))


def _connected(paths: set[str], overlaps: Iterable[Overlap]) -> list[tuple[str, ...]]:
    """Return *paths* in groups that *overlaps* connect, largest first."""
    group = {path: {path} for path in paths}
    for overlap in overlaps:
        if overlap.a in group and overlap.b in group and group[overlap.a] is not group[overlap.b]:
            joined = group[overlap.a] | group[overlap.b]
            group.update(dict.fromkeys(joined, joined))
    return sorted({tuple(sorted(members)) for members in group.values()}, key=lambda members: (-len(members), members))


def _tails(path: str) -> list[str]:
    *folders, name = PurePosixPath(path).parts
    stem = folders if folders and named_by_folder(path) else [*folders, name.partition(".")[0] or name]
    return ["/".join(stem[-count:]) for count in range(1, len(stem) + 1)]
