"""From files to proposals."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from analyzer.budgets import budgets
from analyzer.cluster import cluster
from analyzer.decisions import effects, expired, holding, meant, settle
from analyzer.embed import contexts, load_embedder
from analyzer.errors import UsageError
from analyzer.graph import graph
from analyzer.judge import PairEncoder
from analyzer.merge import merge
from analyzer.model import Analysis, Request
from analyzer.pipeline.embedding import kept, vectors_of
from analyzer.pipeline.judging import judge_collection, judge_families, sentences_of
from analyzer.pipeline.proposing import propose
from analyzer.pipeline.reading import asked, given
from analyzer.references import with_references
from analyzer.remarks import remarks
from analyzer.revisions import last_changes
from analyzer.segment import parts, segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from analyzer.model import Conflicts, Decision, Definition, Embedder, Examples, Family, Tools


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
    *survivor* is the definition whose structure is kept, by its path or name; *fusion* False keeps verbatim text only;
    *conflicts* ``inline`` marks them in the canonical too; *examples* says where those of descriptions go; *tools*
    whether the canonical may use what any source may, or what all may. *decisions* are honoured where they still hold.
    *progress* is told how many of all texts are embedded. Raises `UsageError` where *threshold* is out of its range,
    nothing can be read, *survivor* is none or several of what was read, or *decisions* contradict each other.
    """
    _check_threshold(threshold)
    wanted = [paths] if isinstance(paths, str) else list(paths)
    base, definitions, problems = given(wanted)
    survivor = _meant(survivor, definitions, base)
    statements = segment(definitions)
    rulings = settle(decisions, definitions, statements)
    pieces = tuple(parts(statements))
    meanings = contexts(statements, pieces)
    sentences = sentences_of(meanings)
    inner = embedder or load_embedder()
    texts = [*meanings.values(), *(s for found in sentences.values() for s in found)]
    vectors = vectors_of(definitions, texts, kept(inner, cache=cache), progress)
    judgements = judge_collection(statements, meanings, vectors)
    relating = partial(graph, together=together, threshold=threshold, decisions=holding(rulings))
    overlaps = relating(definitions, statements, judgements, vectors, ages=partial(last_changes, base))
    reader = kept(PairEncoder(), cache=cache)
    judgements = judge_families(overlaps, pieces, sentences, judgements, vectors, reader)
    merging = partial(merge, judgements=judgements, vectors=vectors, fusion=fusion, examples=examples, tools=tools)
    marked = conflicts == "inline"
    proposed = propose(overlaps.families, statements, pieces, merging, rulings, survivor=survivor, marked=marked)
    proposals = tuple(proposal for proposal, _ in proposed)
    sizes = budgets(definitions, [(proposal.family, canonical) for proposal, canonical in proposed])
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
        notes=(
            *expired(rulings),
            *(_no_proposal(f) for f in overlaps.families if f.unmergeable),
            *_idle(survivor, overlaps.families),
        ),
        rulings=effects(rulings, overlaps, {p.family.name: p.canonical for p in proposals}),
        request=Request(
            asked(wanted, base), together, threshold, survivor, fusion, conflicts, examples=examples, tools=tools
        ),
    )


def _check_threshold(threshold: float | None) -> None:
    """Refuse what is no share; NaN lies on neither side of a bound, so that the command line lets it through."""
    if threshold is not None and not 0 <= threshold <= 1:
        raise UsageError(f"The threshold {threshold} does not fit. It takes a number from 0 to 1.")


def _meant(survivor: str | None, definitions: Sequence[Definition], base: str) -> str | None:
    """Return the path of the definition that *survivor* means; raise `UsageError` for none or several."""
    # As reports print it, it is taken at its word: that is how it is asked for again.
    if survivor is None or any(d.path == survivor for d in definitions):
        return survivor
    return meant(survivor, definitions, base).path


def _idle(survivor: str | None, families: Sequence[Family]) -> Iterable[str]:
    """Yield why the chosen *survivor* changes nothing, where it is in none of *families*, and what to do."""
    if survivor is not None and not any(d.path == survivor for f in families for d in f.definitions):
        yield (
            f"{survivor} is in no family, so that nothing keeps its structure. `agentmerge decide merge` makes a "
            "family, --together one of all that is given."
        )


def _no_proposal(family: Family) -> str:
    """Say why nothing is proposed for *family*, and what to do."""
    more = " and others" if len(family.unmergeable) > 1 else ""
    return (
        f"{family.name}: nothing is proposed for its {len(family.definitions)} definitions, as the prompts of "
        f"{family.unmergeable[0]}{more} stand inside of YAML. Merge them by hand."
    )
