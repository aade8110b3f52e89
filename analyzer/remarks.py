"""What is wrong with the names and the sizes of a collection, apart from what overlaps."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from analyzer.model import Remark, Span
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.model import Budgets, Definition, OverlapGraph

_ENDING = re.compile(r"(?:\.[A-Za-z]+)+$")
_SHOWN = 4


def remarks(definitions: Sequence[Definition], graph: OverlapGraph, budgets: Budgets) -> tuple[Remark, ...]:
    """Return what someone should see to in *definitions*, sorted by code and place.

    *graph* has their overlaps, *budgets* their sizes.
    """
    found = [
        *_over_limits(budgets),
        *_names_twice(definitions, graph),
        *(r for d in definitions for r in (*_name_not_file(d), *_description_long(d))),
    ]
    return tuple(sorted(found, key=lambda r: (r.code, r.spans, r.message)))


def _names_twice(definitions: Sequence[Definition], graph: OverlapGraph) -> Iterator[Remark]:
    """Yield a remark for each name that several have: as one thing, or as things that have little in common."""
    named: dict[str, list[Definition]] = defaultdict(list)
    for d in sorted(definitions, key=lambda d: d.path):
        if d.get("name"):
            named[d.name].append(d)
    little = {
        frozenset((o.a, o.b)): max(o.coverage_a, o.coverage_b)
        for o in graph.overlaps
        if not o.verdict.proposes and o.undecided is None
    }
    for name, bearers in sorted(named.items()):
        if len(bearers) > 1:
            yield _twice(name, bearers)
        apart = [
            (x, y) for n, x in enumerate(bearers) for y in bearers[n + 1 :] if frozenset((x.path, y.path)) in little
        ]
        if apart:
            x, y = apart[0]
            share = little[frozenset((x.path, y.path))]
            more = f" So do {len(apart) - 1} more pairs." if len(apart) > 1 else ""
            yield Remark(
                "same-name-apart",
                tuple(sorted({_place(d) for pair in apart for d in pair})),
                f"{x.path} and {y.path} are both called {name}, yet neither says more than {share:.0%} of the other."
                f"{more} Give the one that does something else a name of its own.",
            )


def _twice(name: str, bearers: Sequence[Definition]) -> Remark:
    dialects = sorted({d.dialect.title for d in bearers})
    places = ", ".join(d.path for d in bearers[:_SHOWN]) + (" and more" if len(bearers) > _SHOWN else "")
    if len(dialects) > 1:
        message = (
            f"{len(bearers)} definitions for {' and '.join(dialects)} are called {name}: {places}. Keep them in step."
        )
    else:
        message = f"{len(bearers)} definitions are called {name}: {places}. Installed together, one hides the others."
    return Remark("name-twice", tuple(_place(d) for d in bearers), message)


def _name_not_file(definition: Definition) -> Iterator[Remark]:
    """Yield a remark where the file is called otherwise; a file's name may have more words, as a prefix."""
    path = PurePosixPath(definition.path)
    if not definition.get("name") or "#" in definition.path:
        return
    skill = path.name == "SKILL.md"
    called = path.parent.name if skill else _ENDING.sub("", path.name)
    if called and not set(_spelled(definition.name)) <= set(_spelled(called)):
        what = "its folder" if skill else "its file"
        message = f"{definition.path} is called {definition.name}, {what} {called}. Give both one name."
        yield Remark("name-not-file", (_place(definition),), message)


def _description_long(definition: Definition) -> Iterator[Remark]:
    most, length = definition.dialect.description_budget, len(definition.description)
    field = definition.get("description")
    if most and field and length > most:
        message = (
            f"The description of {definition.path} has {length} characters; {definition.dialect.title}s take {most}. "
            "Shorten it."
        )
        yield Remark("description-long", (field.span,), message)


def _over_limits(budgets: Budgets) -> Iterator[Remark]:
    for limit in budgets.limits:
        if limit.before > limit.most:
            after = "as many" if limit.after == limit.before else f"about {limit.after:,}"
            message = (
                f"The descriptions of the {limit.dialect.title}s take about {limit.before:,} tokens, in every "
                f"conversation; the runtime warns above {limit.most:,}. With the proposals in place they take {after}."
            )
            yield Remark("descriptions-over-limit", (), message)


def _spelled(name: str) -> tuple[str, ...]:
    return stems(re.sub(r"[^\w]+|_+|(?<=[a-z])(?=[A-Z])", " ", name))


def _place(definition: Definition) -> Span:
    field = definition.get("name")
    return field.span if field else Span(definition.path, 1, 1)
