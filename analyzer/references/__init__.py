"""Find where a tree speaks of definitions that a proposal absorbs, and write what is there instead."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.references.search import Search
from analyzer.references.tree import Link, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analyzer.model import Definition, Move, Proposal, Reference

__all__ = ["references", "rewrite", "with_references"]


def references(
    root: Path,
    moves: Sequence[Move],
    *,
    definitions: Mapping[str, str],
    replaced: Mapping[str, str | None] | None = None,
    sources: Mapping[str, str] | None = None,
) -> tuple[Reference, ...]:
    """Return, sorted, where the files below *root* speak of a path or name that *moves* take away.

    *definitions* are the names of all definitions that were read, by path: a name that another one bears too is safe
    nowhere. *replaced* are texts to read in place of those on disk, None for files that are gone. *sources* are the
    texts of the definitions that *moves* are about as they were before: what one of them says of itself by name is safe
    in the canonical; what one says of another is not, as it would speak to itself. Searched is the repository that
    *root* lies in, or, where git has none, the folder that the definitions share; what ignore files cover, what is
    larger than 1 MiB and what is no text stays unread, and so do the files of the family itself.
    """
    search = Search(moves, definitions, sources or {})
    found: set[Reference] = set()
    if not search.wanted:
        return ()
    for item in texts(root, list(definitions), replaced or {}):
        found.update(search.link(item) if isinstance(item, Link) else search.text(item))
    return tuple(sorted(found))


def with_references(
    proposals: Sequence[Proposal], definitions: Sequence[Definition], base: str
) -> tuple[Proposal, ...]:
    """Return *proposals*, each with where the files below *base* would speak of what it absorbs.

    The files are read as they are once all proposals are in place.
    """
    after: dict[str, str | None] = {m.path: None for p in proposals for m in p.moves if m.absorbed}
    after |= {p.canonical.survivor.path: p.file_text for p in proposals}
    moves = [move for proposal in proposals for move in proposal.moves]
    found = references(
        Path(base),
        moves,
        definitions={d.path: d.name for d in definitions},
        replaced=after,
        sources={d.path: d.text for p in proposals for d in p.family.definitions},
    )
    return tuple(
        replace(proposal, references=tuple(r for r in found if r.move.family == proposal.family.name))
        for proposal in proposals
    )


def rewrite(text: str, references: Iterable[Reference]) -> str:
    """Return *text* with the replacement of each of *references* in its place.

    A list in JSON that has the replacement already loses the entry: a manifest names each file once.
    """
    by_line: dict[int, list[Reference]] = defaultdict(list)
    for reference in references:
        by_line[reference.span.start].append(reference)
    lines = text.split("\n")
    for number, found in by_line.items():
        for reference in sorted(found, key=lambda r: r.column, reverse=True):
            line, end = lines[number - 1], reference.column + len(reference.text)
            lines[number - 1] = line[: reference.column] + reference.replacement + line[end:]
    rewritten = "\n".join(lines)
    for reference in (r for found in by_line.values() for r in found if r.span.path.endswith(".json")):
        rewritten = _once(rewritten, reference.replacement)
    return rewritten


def _once(text: str, entry: str) -> str:
    """Return the JSON *text* with *entry* but once in each list of texts, the first time that it stands there."""
    quoted = re.escape(f'"{entry}"')
    twice = re.compile(rf"(\[(?:[^\[\]{{}}]*,)?\s*{quoted}\s*(?:,[^\[\]{{}}]*?)?),\s*{quoted}(?=\s*[,\]])")
    while (shorter := twice.sub(r"\1", text)) != text:
        text = shorter
    return text
