"""A hand-made analysis with one of everything, hostile names and texts included, for the tests of the outside end."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from analyzer.model import (
    Analysis,
    Block,
    Canonical,
    Cluster,
    Conflict,
    Definition,
    Dialect,
    Evidence,
    Family,
    Fate,
    FateKind,
    Field,
    Heading,
    HeadingFate,
    HeadingFateKind,
    Kind,
    Overlap,
    OverlapGraph,
    Passage,
    Problem,
    Proposal,
    Relation,
    RelationKind,
    Shape,
    Side,
    Sizes,
    SourceDiff,
    Span,
    Statement,
    Verdict,
)

CLAUDE = Dialect("claude-agent", "Claude Code agent", ("name", "description", "tools"))

HOSTILE = (
    "Ask @octocat about #12 | <script>alert(1)</script> `rm` [bold]x[/bold] \x1b[31mred\x1b[0m "
    'https://example.com "$1$" <img src=x onerror=alert(1)> ![x](https://example.com/x.png)'
)
"""What no report may bring to life."""


def statement(path: str, ordinal: int, text: str, kind: Kind = Kind.INSTRUCTION) -> Statement:
    """Return a list item of *path* on the line after the *ordinal*."""
    shape = Shape.CODE if "\n" in text else Shape.ITEM
    return Statement(Span(path, ordinal + 6, ordinal + 6), ordinal, text, kind, shape, ("Rules",), "-")


def definition(path: str, name: str, *texts: str, problems: tuple[Problem, ...] = ()) -> Definition:
    """Return a definition with a front-matter name and a list of *texts*."""
    blocks = tuple(Block(Shape.ITEM, t, (), Span(path, i + 6, i + 6), "-") for i, t in enumerate(texts))
    fields = (Field("name", name, f"name: {name}", Span(path, 2, 2)),)
    text = f"---\nname: {name}\n---\n\n## Rules\n" + "".join(f"- {t}\n" for t in texts)
    return Definition(path, name, CLAUDE, fields, (), blocks, text, problems)


TEXTS = {
    "api/server-dev.md": (
        "Write an integration test for each endpoint.",
        "Never log a session token.",
        "Keep replies under 200 lines.",
        "make lint\nmake test",
    ),
    "api/server-helper.md": (
        "Each endpoint gets an integration test.",
        "Keep replies under 500 lines.",
        "=SUM(A1:A9) is what the sheet on port 3003 shows",
        HOSTILE,
    ),
    "docs/Guide|writer.md": ("Write for a reader in a hurry.", "Put the command before its explanation."),
    "docs/changelog-writer.md": ("Write for a reader in a hurry.", "One line for each change."),
    "ops/pager.md": ("Page a human before a failover.",),
}

_REPAIRED = Problem(
    Span("api/server-helper.md", 3, 3), "front-matter-repaired", "The description has an unquoted colon."
)
_BINARY = Problem(
    Span("ops/logo.md", 1, 1), "binary", "It holds bytes that are no text. Leave it out, or save it as text."
)


def analysis() -> Analysis:
    """Return two that merge (with a conflict and a loss), two siblings, one alone, and a file that is not read."""
    statements = {path: tuple(statement(path, i, t) for i, t in enumerate(texts)) for path, texts in TEXTS.items()}
    dev, helper, guide, changes, pager = statements.values()
    definitions = {
        path: definition(path, path.rpartition("/")[2].removesuffix(".md"), *texts) for path, texts in TEXTS.items()
    }
    definitions["api/server-helper.md"] = replace(definitions["api/server-helper.md"], problems=(_REPAIRED,))
    same = Relation(RelationKind.SAME, 0.97, 0.88)
    conflict = Relation(RelationKind.CONFLICT, 0.08, 0.94, ("200 stands on one side only.",))
    merge = Overlap(
        "api/server-dev.md",
        "api/server-helper.md",
        0.8215,
        0.75,
        0.5,
        Verdict.MERGE,
        "Three quarters of api/server-dev.md is said by api/server-helper.md too.",
        (Evidence(dev[0], helper[0], same), Evidence(dev[2], helper[1], conflict)),
    )
    siblings = Overlap(
        "docs/Guide|writer.md",
        "docs/changelog-writer.md",
        0.41,
        0.5,
        0.5,
        Verdict.SIBLINGS,
        "They share a voice and nothing of their tasks.",
        (Evidence(guide[0], changes[0], same),),
    )
    members = (definitions["api/server-dev.md"], definitions["api/server-helper.md"])
    family = Family("server-dev", Verdict.MERGE, members, (merge,), "Both write the server's endpoints.")
    clusters = [Cluster((dev[0], helper[0]), 0.97), Cluster((guide[0], changes[0]), 0.97)]
    clustered = {member for found in clusters for member in found.members}
    everything = [*dev, *helper, *guide, *changes, *pager]
    clusters += [Cluster((alone,), 1.0) for alone in everything if alone not in clustered]
    return Analysis(
        definitions=tuple(definitions.values()),
        statements=tuple(everything),
        clusters=tuple(sorted(clusters, key=lambda c: c.members)),
        graph=OverlapGraph((merge, siblings), (family,)),
        proposals=(_proposal(family, dev, helper),),
        problems=(_REPAIRED, _BINARY),
        model="hash-256",
    )


def _proposal(family: Family, dev: tuple[Statement, ...], helper: tuple[Statement, ...]) -> Proposal:
    limits = Conflict(
        "Rules",
        (Side("200 lines", (dev[2].span,)), Side("500 lines", (helper[1].span,))),
        "200 lines",
        "The limits differ; the survivor's stays until someone decides.",
    )
    kept = tuple(Passage(s.text, s, (s,), ("Rules",), "The survivor says it.") for s in dev)
    survivor = family.definitions[0]
    text = survivor.text + f"- {helper[3].text}\n"
    fates = (
        Fate(helper[0], FateKind.SAME_AS, (6, 6), dev[0].text, "It says the same in other words."),
        Fate(helper[1], FateKind.CONFLICT, (8, 8), dev[2].text, "The limits differ."),
        Fate(helper[2], FateKind.DROPPED, None, "", "It is about a sheet that no other source knows."),
        Fate(helper[3], FateKind.MOVED, (10, 10), helper[3].text, "It is about this project."),
    )
    own = tuple(Fate(s, FateKind.KEPT, (s.span.start, s.span.start), s.text, "Word for word.") for s in dev)
    titles = (
        (HeadingFateKind.KEPT, 5, "Rules", "Rules", "What stood under it still stands under it.", ()),
        (HeadingFateKind.JOINED, 5, "Rules", "Limits", "What stood under it stands there.", ()),
        (HeadingFateKind.LEFT_OUT, None, "", HOSTILE, "Nothing stood under it.", ("#12", "MCP")),
    )
    headings = tuple(
        HeadingFate(
            Heading(own, 1, "label", Span("api/server-helper.md", n, n), (own,)), kind, line, there, why, unsaid
        )
        for n, (kind, line, there, own, why, unsaid) in enumerate(titles, 5)
    )
    diff = "--- a/{0}\n+++ b/{0}\n@@ -9,0 +10 @@\n+- added\n"
    return Proposal(
        family,
        Canonical("server-dev", survivor, family.definitions, (), kept, (), (limits,), "It has the most rules."),
        "canonical.md",
        text,
        (
            SourceDiff(survivor.path, diff.format(survivor.path), own),
            SourceDiff("api/server-helper.md", diff.format("api/server-helper.md"), fates, headings),
        ),
        Sizes(61, 44, 320, 180, 33),
        places=tuple((s.span.start, s.span.end) for s in dev),
    )


def crowd(count: int) -> Analysis:
    """Return an analysis of *count* definitions in families of five, each with a sibling in the next."""
    words = "Prefer the simplest thing that the next reader understands. " * 20
    paths = [f"team-{i // 5:03}/{'specialist-' * (i % 3)}agent-{i:04}.md" for i in range(count)]
    all_of = {path: definition(path, f"agent-{i}", words) for i, path in enumerate(paths)}
    said = {path: statement(path, 0, words) for path in paths}
    relation = Relation(RelationKind.SAME, 0.9, 0.9)

    def overlap(a: str, b: str, score: float, verdict: Verdict) -> Overlap:
        evidence = (Evidence(said[a], said[b], relation),) * 5
        return Overlap(a, b, score, score, score, verdict, words, evidence)

    teams = [paths[i : i + 5] for i in range(0, count, 5)]
    within = {i: [overlap(t[0], p, 0.9, Verdict.MERGE) for p in t[1:]] for i, t in enumerate(teams)}
    between = [overlap(a[0], b[0], 0.3, Verdict.SIBLINGS) for a, b in pairwise(teams)]
    families = [
        Family(f"team-{i:03}", Verdict.MERGE, tuple(all_of[p] for p in t), tuple(within[i]), words)
        for i, t in enumerate(teams)
        if len(t) > 1
    ]
    proposals = []
    for family in families:
        fates = [(d, Fate(said[d.path], FateKind.DROPPED, None, "", words)) for d in family.definitions]
        diffs = tuple(SourceDiff(d.path, "", (fate,) * 30) for d, fate in fates)
        canonical = Canonical(family.name, family.definitions[0], family.definitions, (), (), (), (), words)
        proposals.append(Proposal(family, canonical, "canonical.md", words, diffs, Sizes(9, 3, 9, 3)))
    ranked = [o for found in within.values() for o in found] + between
    return Analysis(
        tuple(all_of.values()),
        tuple(said.values()),
        (),
        OverlapGraph(tuple(sorted(ranked, key=lambda o: -o.score)), tuple(families)),
        tuple(proposals),
        tuple(Problem(Span(p, 1, 1), "empty", words) for p in paths),
        "hash-256",
    )
