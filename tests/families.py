"""Families of small definitions, made of sentences that overlap as real ones do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping

_SUBJECTS = [
    "backups",
    "API keys",
    "slow queries",
    "`make test`",
    "release notes",
    "port 8080",
    "the HTTP cache",
    "Redis",
]
_VERBS = ["Review", "Check", "Never delete", "Always encrypt", "Document", "Measure", "Avoid", "Rotate"]
_TAILS = [
    "",
    ".",
    " every 30 days.",
    " before a release",
    " with `--dry-run`.",
    " in docs/plan.md",
    " and tell the team",
    " twice",
]
_TITLES = ["Rules", "Workflow", "Expertise", "Core rules", "Security & safety", "When to use", "Notes"]
_SENTENCES = st.builds("{} {}{}".format, *map(st.sampled_from, (_VERBS, _SUBJECTS, _TAILS)))
_LISTED = st.lists(st.sampled_from(_SUBJECTS), min_size=2, max_size=5).map(", ".join)
_LABELLED = st.builds("**{}**: {}".format, st.sampled_from(["Data", "Operations", "Languages"]), _LISTED)
_ITEMS = st.lists(_SENTENCES | _LABELLED, min_size=1, max_size=5)
_CODE = st.sampled_from(
    ["```sh\nmake lint\nmake test\n```", "~~~\na = 1\n~~~", "````md\n```\nx\n```\n````", "    indented()"]
)
_TABLES = st.lists(
    st.tuples(st.sampled_from(_SUBJECTS), st.sampled_from(["1 day", "2 h", "5 %"])), min_size=1, max_size=3
)


def _table(rows: list[tuple[str, str]]) -> str:
    return "| What | Limit |\n|---|---|\n" + "\n".join(f"| {a} | {b} |" for a, b in rows)


_BLOCKS = st.one_of(
    _ITEMS.map(lambda texts: "\n".join(f"- {t}" for t in texts)),
    _ITEMS.map(lambda texts: "\n".join(f"{n}. {t}" for n, t in enumerate(texts, 1))),
    _ITEMS.map(lambda texts: "\n".join(f"- [ ] {t}" for t in texts)),
    _ITEMS.map(lambda texts: "- Topic:\n" + "\n".join(f"  - {t}" for t in texts)),
    _ITEMS.map(lambda texts: " ".join(f"{t.rstrip('.')}." for t in texts)),
    _ITEMS.map(lambda texts: "\n".join(f"> {t}" for t in texts)),
    _CODE,
    _TABLES.map(_table),
)
_HEADINGS = st.builds(
    str.__mod__, st.sampled_from(["## %s", "## %s", "### %s", "**%s**", "%s:", "%s\n---"]), st.sampled_from(_TITLES)
)
_SECTIONS = st.builds("{}\n\n{}\n".format, _HEADINGS, st.lists(_BLOCKS, max_size=3).map("\n\n".join))
_BODIES = st.builds(
    "# {}\n\n{}\n\n{}".format,
    st.sampled_from(["Keeper", "Reviewer", "Operator"]),
    _SENTENCES,
    st.lists(_SECTIONS, max_size=4).map("\n".join),
)
_FIELDS = st.fixed_dictionaries(
    {"name": st.sampled_from(["keeper", "reviewer"]), "description": st.lists(_SENTENCES, max_size=3).map(". ".join)},
    optional={
        "tools": st.sampled_from(["Read, Grep", "[Read, Write]", "Bash(git add:*, ls)", "\n  - Read\n  - Bash"]),
        "model": st.sampled_from(["opus", "sonnet", "1.10"]),
        "color": st.sampled_from(["blue", "'#fff'"]),
        "note": st.sampled_from(["use it: now", "a # b", "yes", "2024-01-01"]),
    },
)


def _front_matter(fields: Mapping[str, str]) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + "---\n"


DEFINITIONS = st.builds(str.__add__, _FIELDS.map(_front_matter) | st.just(""), _BODIES)
"""A definition as text."""
FAMILIES = st.lists(DEFINITIONS, min_size=2, max_size=3)
"""Texts of definitions that overlap."""
