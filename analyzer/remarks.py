"""What is wrong with the names and the sizes of a collection, apart from what overlaps."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from analyzer.dialects import called, named_by_folder
from analyzer.model import Remark, Span
from analyzer.text import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.model import Budgets, Definition, Overlap, OverlapGraph

_SHOWN = 4


def remarks(definitions: Sequence[Definition], graph: OverlapGraph, budgets: Budgets) -> tuple[Remark, ...]:
    """Return what someone should see to in *definitions*, sorted by code and place.

    *graph* has their overlaps, *budgets* their sizes.
    """
    found = [
        *_over_limits(budgets),
        *_names_twice(definitions),
        *_namesakes_apart(definitions, graph),
        *(r for d in definitions for r in (*_name_not_file(d), *_description_long(d))),
    ]
    return tuple(sorted(found, key=lambda r: (r.code, r.spans, r.message)))


def _names_twice(definitions: Sequence[Definition]) -> Iterator[Remark]:
    named: dict[str, list[Definition]] = defaultdict(list)
    for d in sorted(definitions, key=lambda d: d.path):
        if d.get("name"):
            named[d.name].append(d)
    return (_twice(name, bearers) for name, bearers in sorted(named.items()) if len(bearers) > 1)


def _namesakes_apart(definitions: Sequence[Definition], graph: OverlapGraph) -> Iterator[Remark]:
    """Yield a remark for each name whose bearers have little in common; a folder's name before it is no other name."""
    by_path = {d.path: d for d in definitions}
    apart: dict[str, list[Overlap]] = defaultdict(list)
    for o in sorted(graph.overlaps, key=lambda o: (o.a, o.b)):
        if not o.verdict.proposes and o.undecided is None and o.a in by_path and o.b in by_path:
            a, b = (_called(by_path[path]) for path in (o.a, o.b))
            if a == b:
                apart[a].append(o)
    for name, pairs in sorted(apart.items()):
        first = pairs[0]
        share = max(first.coverage_a, first.coverage_b)
        more = f" {len(pairs) - 1} more pairs are like them." if len(pairs) > 2 else ""  # noqa: PLR2004 - one is no plural
        yield Remark(
            "same-name-apart",
            tuple(sorted({_place(by_path[path]) for o in pairs for path in (o.a, o.b)})),
            f"{first.a} and {first.b} are both called {name}, yet neither says more than {share:.0%} of the other."
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
    """Yield a remark where the file is called otherwise; either may have more words before, as a prefix."""
    if not definition.get("name") or definition.entry_of:
        return
    file = called(definition.path)
    name, words = _spelled(definition.name), _spelled(file)
    if words and not set(name) <= set(words) and _called(definition) == definition.name:
        what = "its folder" if named_by_folder(definition.path) else "its file"
        message = f"{definition.path} is called {definition.name}, {what} {file}. Give both one name."
        yield Remark("name-not-file", (_place(definition),), message)


def _called(definition: Definition) -> str:
    """Return the file's name where *definition*'s name is that with a folder's name before it; else its name."""
    file = called(definition.path)
    name, words = _spelled(definition.name), _spelled(file)
    before = name[: len(name) - len(words)]
    folders = {word for part in PurePosixPath(definition.path).parts[:-1] for word in _spelled(part)}
    return file if words and name[len(before) :] == words and set(before) <= folders else definition.name


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
