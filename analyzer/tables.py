"""What an analysis found as pandas tables, for notebooks: the values of ``report.json``, a row for each thing.

pandas is not needed otherwise, and not installed with agentmerge: ``pip install pandas``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from analyzer.model import Analysis, Evidence, Fate, Overlap, Proposal

__all__ = [
    "clusters",
    "conflicts",
    "definitions",
    "evidence",
    "families",
    "headings",
    "ledger",
    "overlaps",
    "statements",
]


def definitions(analysis: Analysis) -> pd.DataFrame:
    """Return a row for each definition: its size, what had to be repaired, and the family proposed for it.

    *words* are those of the body, *description* is in characters, *problems* is a count, *family* may be empty.
    """
    families = {d.path: family.name for family in analysis.graph.families for d in family.definitions}
    return _frame(
        ("path", "name", "dialect", "words", "description", "problems", "family"),
        (
            (
                d.path,
                d.name,
                d.dialect.name,
                sum(len(words(block.text)) for block in d.body),
                len(d.description),
                len(d.problems),
                families.get(d.path, ""),
            )
            for d in sorted(analysis.definitions, key=lambda d: d.path)
        ),
    )


def statements(analysis: Analysis) -> pd.DataFrame:
    """Return a row for each statement in reading order, with the id of the *cluster* that says the same."""
    cluster_of = {member: cluster.members[0].id for cluster in analysis.clusters for member in cluster.members}
    return _frame(
        ("id", "definition", "start", "end", "kind", "shape", "section", "field", "text", "cluster"),
        (
            (
                s.id,
                s.path,
                s.span.start,
                s.span.end,
                str(s.kind),
                str(s.shape),
                " > ".join(s.section),
                s.field,
                s.text,
                cluster_of.get(s, ""),
            )
            for s in sorted(analysis.statements, key=lambda s: (s.path, s.ordinal))
        ),
    )


def clusters(analysis: Analysis) -> pd.DataFrame:
    """Return a row for each cluster, what most definitions say first; *statements* and *definitions* are counts."""
    ranked = sorted(analysis.clusters, key=lambda c: (-len(c.paths), -len(c.members), c.members[0].id))
    return _frame(
        ("id", "statements", "definitions", "cohesion", "text"),
        ((c.members[0].id, len(c.members), len(c.paths), c.cohesion, c.members[0].text) for c in ranked),
    )


def overlaps(analysis: Analysis) -> pd.DataFrame:
    """Return a row for each two definitions that overlap, best first; *evidence* is a count.

    *coverage_a* is the share of *a*'s words that *b* says too, from 0 to 1.
    """
    return _frame(
        ("a", "b", "verdict", "score", "coverage_a", "coverage_b", "evidence", "reason"),
        (
            (o.a, o.b, str(o.verdict), o.score, o.coverage_a, o.coverage_b, len(o.evidence), o.reason)
            for o in analysis.overlaps
        ),
    )


def evidence(overlap: Overlap) -> pd.DataFrame:
    """Return a row for each statement of one definition and what stands for it in the other."""
    return _frame(
        ("relation", "redundancy", "a", "b", "place_a", "place_b", "guards"),
        (_evidence(found) for found in overlap.evidence),
    )


def families(analysis: Analysis) -> pd.DataFrame:
    """Return a row for each family that is proposed; *definitions* and *conflicts* are counts."""
    return _frame(
        (
            "name",
            "verdict",
            "definitions",
            "survivor",
            "words_before",
            "words_after",
            "description_before",
            "description_after",
            "conflicts",
        ),
        (
            (
                p.family.name,
                str(p.family.verdict),
                len(p.family.definitions),
                p.canonical.survivor.path,
                p.sizes.words_before,
                p.sizes.words_after,
                p.sizes.description_before,
                p.sizes.description_after,
                len(p.canonical.open_conflicts),
            )
            for p in analysis.proposals
        ),
    )


def ledger(proposal: Proposal) -> pd.DataFrame:
    """Return a row for each source statement of the *proposal*: its fate, and the lines that stand for it."""
    table = _frame(
        (
            "source",
            "start",
            "end",
            "kind",
            "section",
            "text",
            "fate",
            "canonical_start",
            "canonical_end",
            "canonical_text",
            "reason",
        ),
        (_fate(fate) for diff in proposal.diffs for fate in diff.fates),
    )
    return table.astype({"canonical_start": "Int64", "canonical_end": "Int64"})  # whole numbers, or nothing


def headings(proposal: Proposal) -> pd.DataFrame:
    """Return a row for each heading of the *proposal*'s sources: its fate, and the line of the heading meant."""
    table = _frame(
        ("source", "line", "form", "section", "title", "fate", "canonical_line", "canonical_title", "reason", "unsaid"),
        (
            (
                fate.heading.span.path,
                fate.heading.span.start,
                fate.heading.form,
                " > ".join(fate.heading.path[:-1]),
                fate.heading.title,
                str(fate.kind),
                fate.line,
                fate.title,
                fate.reason,
                ", ".join(fate.unsaid),
            )
            for fate in proposal.headings
        ),
    )
    return table.astype({"canonical_line": "Int64"})  # whole numbers, or nothing


def conflicts(proposal: Proposal) -> pd.DataFrame:
    """Return a row for each side of each conflict that a human has to settle."""
    return _frame(
        ("topic", "value", "places", "chosen", "reason"),
        (
            (c.topic, side.value, ", ".join(map(str, side.spans)), side.value == c.chosen, c.reason)
            for c in proposal.canonical.open_conflicts
            for side in c.sides
        ),
    )


def _evidence(found: Evidence) -> tuple[object, ...]:
    relation = found.relation
    places = (str(found.a.span), str(found.b.span))
    return (str(relation.kind), relation.redundancy, found.a.text, found.b.text, *places, "; ".join(relation.guards))


def _fate(fate: Fate) -> tuple[object, ...]:
    s = fate.statement
    where = (s.path, s.span.start, s.span.end, str(s.kind), " > ".join(s.section), s.text)
    return (*where, str(fate.kind), *(fate.lines or (None, None)), fate.text, fate.reason)


def _frame(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("Tables need pandas. Run `pip install pandas` and try again.") from error
    return pd.DataFrame(list(rows), columns=list(columns))
