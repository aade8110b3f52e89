"""From files to proposals."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from analyzer.budgets import budgets
from analyzer.cluster import cluster
from analyzer.decisions import about, decided_survivor, effects, expired, holding, settle
from analyzer.diff import diff
from analyzer.embed import context, load_embedder, part_context
from analyzer.emit import emit
from analyzer.errors import UsageError
from analyzer.graph import graph
from analyzer.judge import PairEncoder
from analyzer.merge import merge
from analyzer.model import Analysis, Part, Proposal, Request, Source
from analyzer.outline import outline
from analyzer.parse import parse
from analyzer.pipeline.embedding import kept, vectors_of
from analyzer.pipeline.judging import judge_collection, judge_families
from analyzer.pipeline.reading import given
from analyzer.references import with_references
from analyzer.remarks import remarks
from analyzer.revisions import last_changes
from analyzer.segment import parts, segment, sentences_within
from analyzer.text import plain
from analyzer.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from analyzer.model import (
        Canonical,
        Conflicts,
        Decision,
        Embedder,
        Examples,
        Family,
        Ruling,
        Statement,
        Tools,
    )


def analyze(  # noqa: PLR0913 - the front door: every option is keyword-only and goes to one stage
    paths: str | Iterable[str],
    *,
    together: bool = False,
    threshold: float | None = None,
    survivor: str | None = None,
    fusion: bool = True,
    conflicts: Conflicts = "list",
    examples: Examples = "description",
    tools: Tools = "union",
    decisions: Sequence[Decision] = (),
    embedder: Embedder | None = None,
    cache: bool = True,
    progress: Callable[[int, int], object] | None = None,
) -> Analysis:
    """Read the definitions under *paths*, relate them, and propose one canonical definition for each family.

    *together* makes one family of all that is given; *threshold* (0 to 1) is the coverage that proposes a merge;
    *survivor* is the path of the definition whose structure is kept; *fusion* False keeps verbatim text only;
    *conflicts* ``inline`` marks them in the canonical too; *examples* says where those of descriptions go; *tools*
    whether the canonical may use what any source may, or what all may. *decisions* are honoured where they still hold.
    *progress* is told how many of all texts are embedded. Raises `UsageError` where *threshold* is out of its range,
    nothing can be read, *survivor* names none of what was read, or *decisions* contradict each other.
    """
    _check_threshold(threshold)
    asked = [paths] if isinstance(paths, str) else list(paths)
    base, definitions, problems = given(asked)
    if survivor is not None and not any(d.is_at(survivor) for d in definitions):
        raise UsageError(
            f"No definition that was read is at {survivor}. Give --survivor a path as the report prints it."
        )
    statements = segment(definitions)
    rulings = settle(decisions, definitions, statements)
    pieces = tuple(parts(statements))
    contexts: dict[Statement | Part, str] = {s: context(s) for s in statements}
    contexts.update((p, part_context(p)) for p in (*(Part(s, 0, s.text) for s in statements), *pieces))
    inner = embedder or load_embedder()
    # Where a heading is a part of a text's meaning, a sentence alone would mean something else.
    alone = {text for said, text in contexts.items() if text == plain(said.text)}
    sentences = {text: found for text in sorted(alone) if (found := sentences_within(text))}
    texts = [*contexts.values(), *(s for found in sentences.values() for s in found)]
    vectors = vectors_of(definitions, texts, kept(inner, cache=cache), progress)
    judgements = judge_collection(statements, contexts, vectors)
    overlaps = graph(
        definitions,
        statements,
        judgements,
        vectors,
        together=together,
        threshold=threshold,
        decisions=holding(rulings),
        ages=partial(last_changes, base),
    )
    reader = kept(PairEncoder(), cache=cache)
    judgements = judge_families(overlaps, pieces, sentences, judgements, vectors, reader)
    merging = partial(merge, judgements=judgements, vectors=vectors, fusion=fusion, examples=examples, tools=tools)
    proposals = tuple(
        _propose(
            family,
            statements,
            pieces,
            partial(merging, survivor=_survivor(family, survivor, rulings), decisions=about(rulings, family)),
            marked=conflicts == "inline",
        )
        for family in overlaps.families
        if not family.unmergeable
    )
    sizes = budgets(definitions, [(p.family, parse(Source(p.file_name, p.text))[0]) for p in proposals])
    return Analysis(
        definitions=definitions,
        statements=statements,
        clusters=cluster(statements, judgements),
        graph=overlaps,
        proposals=with_references(proposals, definitions, base),
        problems=problems,
        model=inner.name,
        budgets=sizes,
        remarks=remarks(definitions, overlaps, sizes),
        notes=(*expired(rulings), *(_no_proposal(f) for f in overlaps.families if f.unmergeable)),
        rulings=effects(rulings, overlaps, {p.family.name: p.canonical for p in proposals}),
        request=Request(
            _asked(asked, base), together, threshold, survivor, fusion, conflicts, examples=examples, tools=tools
        ),
    )


def _check_threshold(threshold: float | None) -> None:
    """Refuse what is no share; NaN lies on neither side of a bound, so that the command line lets it through."""
    if threshold is not None and not 0 <= threshold <= 1:
        raise UsageError(f"The threshold {threshold} does not fit. It takes a number from 0 to 1.")


def _asked(paths: Sequence[str], base: str) -> tuple[str, ...]:
    """Return the *paths* as they are seen from *base*, in an order that does not depend on theirs."""
    return tuple(sorted({PurePath(os.path.relpath(path, base)).as_posix() for path in paths}))


def _no_proposal(family: Family) -> str:
    """Say why nothing is proposed for *family*, and what to do."""
    more = " and others" if len(family.unmergeable) > 1 else ""
    return (
        f"{family.name}: nothing is proposed for its {len(family.definitions)} definitions, as the prompts of "
        f"{family.unmergeable[0]}{more} stand inside of YAML. Merge them by hand."
    )


def _survivor(family: Family, chosen: str | None, rulings: Sequence[Ruling]) -> str | None:
    """Return whose structure *family*'s canonical keeps: of what was *chosen* for this run, else decided before."""
    if chosen is not None and any(d.is_at(chosen) for d in family.definitions):
        return chosen
    return decided_survivor(rulings, family)


def _propose(
    family: Family,
    statements: Sequence[Statement],
    pieces: Sequence[Part],
    merged: Callable[[Family, Sequence[Statement], Sequence[Part]], Canonical],
    *,
    marked: bool,
) -> Proposal:
    """Return the proposal for *family*: *merged* decides, the rest writes, accounts and proves."""
    paths = {d.path for d in family.definitions}
    own = tuple(s for s in statements if s.path in paths)
    canonical = merged(family, own, [p for p in pieces if p.statement.path in paths])
    written = emit(canonical, marked=marked)
    proposal = diff(family, canonical, written, own)
    reread = parse(Source(proposal.file_name, proposal.text))
    proposal = outline(proposal, reread[0])
    return replace(proposal, violations=verify(proposal, own, reread[0], segment(reread)))
