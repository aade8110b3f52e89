"""Families: definitions that should become one."""

from __future__ import annotations

from dataclasses import replace
from math import fsum
from typing import TYPE_CHECKING

from analyzer.dialects import called
from analyzer.model import Family, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.model import Definition, Overlap

_NAMED = 5
"""Families, and definitions in none, that a reason names."""
Links = dict[frozenset[str], "Overlap"]


def families(definitions: Sequence[Definition], overlaps: Sequence[Overlap]) -> tuple[Family, ...]:
    """Return the families that follow from *overlaps*; no definition is in two.

    Nothing chains: every family has a hub that each other member should be merged with. What was decided joins first,
    then the best overlaps; two that somebody keeps apart are never in one family, whatever joins them to others.
    """
    links: Links = {frozenset((o.a, o.b)): o for o in overlaps if o.verdict.proposes}
    apart = [{o.a, o.b} for o in overlaps if o.undecided and not o.verdict.proposes]
    home: dict[str, frozenset[str]] = {}
    for o in sorted(links.values(), key=lambda o: (o.undecided is None, -o.score, o.a, o.b)):
        joined = home.get(o.a, frozenset((o.a,))) | home.get(o.b, frozenset((o.b,)))
        if _hub(joined, links) and not any(pair <= joined for pair in apart):
            home.update(dict.fromkeys(joined, joined))
    by_path = {d.path: d for d in definitions}
    taken: set[str] = set()
    found = []
    for members in sorted(set(home.values()), key=lambda m: (-len(m), min(m))):
        hub = _hub(members, links) or min(members)
        found.append(_family([by_path[p] for p in sorted(members)], by_path[hub], overlaps, taken))
        taken.add(found[-1].name)
    return tuple(found)


def family_of_all(definitions: Sequence[Definition], overlaps: Sequence[Overlap]) -> Family:
    """Return the family of all *definitions*, because the user says so."""
    paths = [d.path for d in definitions]
    hub = max(sorted(paths), key=lambda p: fsum(o.score for o in overlaps if p in {o.a, o.b}))
    family = _family(definitions, next(d for d in definitions if d.path == hub), overlaps, set())
    return replace(family, reason=f"All that was given is one family, as you asked. {_unasked(definitions, overlaps)}")


def _unasked(definitions: Sequence[Definition], overlaps: Sequence[Overlap]) -> str:
    """Return what the *overlaps* alone would make of *definitions*."""
    found = families(definitions, overlaps)
    if any(len(family.definitions) == len(definitions) for family in found):
        return "By what they say it would be one too."
    taken = {d.path for family in found for d in family.definitions}
    groups = [" with ".join(d.path for d in family.definitions) for family in found]
    apart = [d.path for d in definitions if d.path not in taken]
    count = "no family" if not found else "1 family" if len(found) == 1 else f"{len(found)} families"
    told = "; ".join([*groups[:_NAMED], *(["…"] if len(groups) > _NAMED else [])])
    rest = f"; {len(apart)} would stay apart: {', '.join(apart[:_NAMED])}{' …' if len(apart) > _NAMED else ''}"
    return f"By what they say it would be {count}{': ' if told else ''}{told}{rest if apart else ''}."


def _hub(members: Iterable[str], links: Mapping[frozenset[str], Overlap]) -> str | None:
    """Return the member that all others should be merged with, the strongest where there are several."""
    strength = {
        m: [links[pair].score for other in members if other != m and (pair := frozenset((m, other))) in links]
        for m in sorted(members)
    }
    full = [m for m, scores in strength.items() if len(scores) == len(strength) - 1]
    # An exact sum does not hang on the order of its parts, so that two that tie do so everywhere: then paths decide.
    return max(full, key=lambda m: fsum(strength[m]), default=None)


def _family(definitions: Sequence[Definition], hub: Definition, overlaps: Sequence[Overlap], taken: set[str]) -> Family:
    paths = {d.path for d in definitions}
    between = tuple(o for o in overlaps if o.a in paths and o.b in paths)
    ties = [o for o in between if hub.path in {o.a, o.b}]
    weakest = min(ties, key=lambda o: (_strength(o), o.a, o.b), default=None)
    name = _name(definitions, hub, taken)
    return Family(name, _verdict(ties), tuple(definitions), between, _reason(hub, ties, weakest), weakest)


def _name(definitions: Sequence[Definition], hub: Definition, taken: set[str]) -> str:
    """Return the hub's name, or what all names end with where that is what the files are called."""
    files = {called(d.path) for d in definitions}
    shared = next(iter(files)) if len(files) == 1 else ""
    common = shared if shared and all(d.name.endswith(shared) for d in definitions) else hub.name
    name, n = common, 2
    while name in taken:
        name, n = f"{common}-{n}", n + 1
    return name


def _verdict(overlaps: Sequence[Overlap]) -> Verdict:
    verdicts = {o.verdict for o in overlaps}
    if verdicts <= {Verdict.COPY}:
        return Verdict.COPY
    return Verdict.SUBSUMED if verdicts <= {Verdict.COPY, Verdict.SUBSUMED} else Verdict.MERGE


def _reason(hub: Definition, ties: Sequence[Overlap], weakest: Overlap | None) -> str:
    """Return what holds the family together where it holds least."""
    if weakest is None:
        return "Nothing that was found holds it together."
    if len(ties) == 1:
        return weakest.reason
    other = weakest.b if weakest.a == hub.path else weakest.a
    return f"Each belongs with {hub.path}, least so {other}: {weakest.reason}"


def _strength(o: Overlap) -> float:
    """Return what counts for a copy by its lesser share, for others by their score."""
    return min(o.coverage_a, o.coverage_b) if o.verdict is Verdict.COPY else o.score
