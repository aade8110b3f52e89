"""The order of the stages, written once."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from analyzer.blocking import block
from analyzer.budgets import budgets
from analyzer.cache import CachedEmbedder, cache_directory
from analyzer.cluster import cluster
from analyzer.decisions import about, decided_survivor, effects, expired, settle
from analyzer.diff import diff
from analyzer.discover import discover
from analyzer.embed import context, embed, load_embedder, part_context
from analyzer.emit import emit
from analyzer.errors import UsageError
from analyzer.graph import graph
from analyzer.judge import PairEncoder, judge
from analyzer.judge.network import load_network
from analyzer.losses import losses, questions
from analyzer.merge import merge
from analyzer.model import Analysis, Collection, Judgements, Kind, Part, Proposal, Request, Shape, Source, Standing
from analyzer.parse import parse
from analyzer.references import with_references
from analyzer.remarks import remarks
from analyzer.revisions import last_changes
from analyzer.segment import parts, segment
from analyzer.text import plain
from analyzer.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from analyzer.model import (
        Audit,
        Canonical,
        Conflicts,
        Decision,
        Definition,
        Embedder,
        Examples,
        Family,
        OverlapGraph,
        Problem,
        Relation,
        Ruling,
        Statement,
        Tools,
        Vectors,
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
    *progress* is told how many of all texts are embedded. Raises `UsageError` where nothing can be read, *survivor*
    names none of what was read, or *decisions* contradict each other.
    """
    given = [paths] if isinstance(paths, str) else list(paths)
    base, definitions, problems = _given(given)
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
    titles = {plain(h.title) for d in definitions for h in d.headings}
    vectors = embed(
        [*contexts.values(), *titles, *(d.name for d in definitions)],
        CachedEmbedder(inner, cache_directory()) if cache else inner,
        progress=progress,
    )
    judgements = _judge_collection(statements, contexts, vectors)
    overlaps = graph(
        definitions,
        statements,
        judgements,
        vectors,
        together=together,
        threshold=threshold,
        decisions=_holding(rulings),
        ages=partial(last_changes, base),
    )
    reader = CachedEmbedder(PairEncoder(), cache_directory()) if cache else PairEncoder()
    judgements = _judge_families(overlaps, pieces, judgements, vectors, reader)
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
            _asked(given, base), together, threshold, survivor, fusion, conflicts, examples=examples, tools=tools
        ),
    )


def _asked(given: Sequence[str], base: str) -> tuple[str, ...]:
    """Return the paths *given* as they are seen from *base*, in an order that does not depend on theirs."""
    return tuple(sorted({PurePath(os.path.relpath(path, base)).as_posix() for path in given}))


def _no_proposal(family: Family) -> str:
    """Say why nothing is proposed for *family*, and what to do."""
    more = " and others" if len(family.unmergeable) > 1 else ""
    return (
        f"{family.name}: nothing is proposed for its {len(family.definitions)} definitions, as the prompts of "
        f"{family.unmergeable[0]}{more} stand inside of YAML. Merge them by hand."
    )


def read(paths: str | Iterable[str]) -> Collection:
    """Read the definitions under *paths*, and relate nothing. Raises `UsageError` where nothing can be read."""
    _, definitions, problems = _given(paths)
    return Collection(definitions, segment(definitions), (), problems, "")


def compare(  # noqa: PLR0913 - options that go to one stage each
    paths: str | Iterable[str],
    *,
    threshold: float | None = None,
    decisions: Sequence[Decision] = (),
    embedder: Embedder | None = None,
    cache: bool = True,
    progress: Callable[[int, int], object] | None = None,
) -> Collection:
    """Read the definitions under *paths* and relate them as `analyze` does, but propose nothing: much sooner done."""
    found = read(paths)
    contexts: dict[Statement | Part, str] = {s: context(s) for s in found.statements}
    inner = embedder or load_embedder()
    titles = {plain(h.title) for d in found.definitions for h in d.headings}
    vectors = embed(
        [*contexts.values(), *titles, *(d.name for d in found.definitions)],
        CachedEmbedder(inner, cache_directory()) if cache else inner,
        progress=progress,
    )
    judgements = _judge_collection(found.statements, contexts, vectors)
    rulings = settle(decisions, found.definitions, found.statements)
    related = graph(
        found.definitions,
        found.statements,
        judgements,
        vectors,
        threshold=threshold,
        decisions=_holding(rulings),
    )
    return replace(found, overlaps=related.overlaps, rulings=rulings, model=inner.name)


def _holding(rulings: Sequence[Ruling]) -> list[Decision]:
    return [ruling.decision for ruling in rulings if ruling.standing is Standing.HOLDS]


def _given(paths: str | Iterable[str]) -> tuple[str, tuple[Definition, ...], tuple[Problem, ...]]:
    """Return the folder that all paths count from, the definitions under *paths*, and what was not read as it is."""
    found = discover([paths] if isinstance(paths, str) else list(paths))
    definitions = tuple(d for source in found.sources for d in parse(source))
    if not definitions:
        raise UsageError(_nothing_read(found.problems))
    return found.base, definitions, (*found.problems, *(p for d in definitions for p in d.problems))


def _nothing_read(problems: Sequence[Problem]) -> str:
    seen = "".join(f" {p.span.path}: {p.message}" for p in problems[:2])
    return (
        f"No definition was read.{seen} Give a folder with agent, skill or rule files (for example .claude/agents), or "
        "name a file directly."
    )


def relate(pairs: Sequence[tuple[str, str]], *, embedder: Embedder | None = None) -> tuple[Relation, ...]:
    """Return how the two statements of each of *pairs* relate, in the order of *pairs*."""
    inner = embedder or load_embedder()
    vectors = embed([text for pair in pairs for text in pair], CachedEmbedder(inner, cache_directory()))
    return judge(pairs, vectors, CachedEmbedder(PairEncoder(), cache_directory()))


def audit(
    before: str | Iterable[str],
    after: str | Iterable[str],
    *,
    embedder: Embedder | None = None,
    cache: bool = True,
    progress: Callable[[int, int], object] | None = None,
) -> Audit:
    """Judge the merge that made the definitions under *after* of those under *before*, whoever made it.

    *progress* is told how many of all texts are embedded. Raises `UsageError` where one of the two holds no definition.
    """
    sources, result = _read(before, "before the merge"), _read(after, "after the merge")
    statements = (segment(sources[0]), segment(result[0]))
    inner = embedder or load_embedder()
    vectors = embed(
        [plain(s.text) for side in statements for s in side if s.shape is not Shape.CODE],
        CachedEmbedder(inner, cache_directory()) if cache else inner,
        progress=progress,
    )
    weights = load_network().weights
    pairs = questions(statements, vectors, weights)
    reader = CachedEmbedder(PairEncoder(), cache_directory()) if cache else PairEncoder()
    relations = dict(zip(pairs, judge(pairs, vectors, reader), strict=True))
    found = losses((sources[0], result[0]), statements, vectors, relations, weights)
    return replace(found, problems=(*sources[1], *result[1], *found.problems), model=inner.name)


def _read(paths: str | Iterable[str], when: str) -> tuple[tuple[Definition, ...], tuple[Problem, ...]]:
    """Return the definitions under *paths*, and what was passed over."""
    found = discover([paths] if isinstance(paths, str) else list(paths))
    definitions = tuple(d for source in found.sources for d in parse(source))
    if not definitions:
        raise UsageError(f"No definition was found {when}. Name the files, or a folder that holds them.")
    return definitions, found.problems


def _judge_collection(
    statements: Sequence[Statement], contexts: Mapping[Statement | Part, str], vectors: Vectors
) -> Judgements:
    texts = [contexts[s] for s in statements if s.kind not in {Kind.METADATA, Kind.TOOL}]
    pairs = block(texts, vectors, floor=0.6, nearest=10)
    return Judgements(dict(zip(pairs, judge(pairs, vectors), strict=True)), contexts)


def _judge_families(
    overlaps: OverlapGraph, pieces: Sequence[Part], judgements: Judgements, vectors: Vectors, reader: Embedder
) -> Judgements:
    """Return *judgements* with careful ones of the near pairs within each family.

    Of 5,612 labelled redundant pairs one is farther apart than the floor. Two texts that the very same definitions
    share, as copies do, tell nothing about merging those.
    """
    contexts = judgements.contexts
    wanted: set[tuple[str, str]] = set()
    for family in overlaps.families:
        paths = {d.path for d in family.definitions}
        sayers: dict[str, set[str]] = defaultdict(set)
        for piece in (p for p in pieces if p.statement.path in paths):
            for text in (contexts[piece], contexts[piece.statement]):
                sayers[text].add(piece.statement.path)
        pairs = block([*sayers], vectors, floor=0.4)
        wanted.update((a, b) for a, b in pairs if len(sayers[a]) == 1 or sayers[a] != sayers[b])
    near = sorted(wanted)
    more = dict(zip(near, judge(near, vectors, reader), strict=True))
    return Judgements({**judgements.relations, **more}, contexts)


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
    return replace(proposal, violations=verify(proposal, own, reread[0], segment(reread)))
