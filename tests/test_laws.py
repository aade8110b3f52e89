"""What holds for every family: whatever is read, what is proposed accounts for it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from awkward import FILES
from families import FAMILIES
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analyzer.embed import load_embedder
from analyzer.errors import UsageError
from analyzer.model import Source
from analyzer.parse import parse
from analyzer.pipeline import analyze
from analyzer.report import documents
from analyzer.segment import segment
from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzer.model import Analysis, Proposal

AGENTS = Path(__file__).parent.parent / "agents"
HASH = load_embedder("hash")
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def together(texts: Sequence[str], folder: Path, *, cache: bool = False, backwards: bool = False) -> Analysis:
    """Return the analysis of *texts* as one family of files in *folder*."""
    paths = [folder / f"{n}.md" for n in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text.encode())
    ordered = [str(path) for path in (reversed(paths) if backwards else paths)]
    return analyze(ordered, together=True, embedder=HASH, cache=cache)


def proposed(texts: Sequence[str]) -> Analysis:
    with tempfile.TemporaryDirectory() as folder:
        return together(texts, Path(folder))


@pytest.fixture(scope="module")
def agents() -> Analysis:
    return analyze(str(AGENTS), embedder=HASH, cache=False)


def assert_conserved(analysis: Analysis) -> None:
    """Every statement is in one cluster, and has one fate where its definition is in a family."""
    assert Counter(s for c in analysis.clusters for s in c.members) == Counter(analysis.statements)
    for proposal in analysis.proposals:
        paths = {d.path for d in proposal.family.definitions}
        fates = Counter(fate.statement for diff in proposal.diffs for fate in diff.fates)
        assert fates == Counter(s for s in analysis.statements if s.path in paths)


# --- conservation, and what the verifier says ------------------------------------------------------------


@given(FAMILIES)
@FEW
def test_every_statement_has_one_cluster_and_one_fate(texts: list[str]) -> None:
    assert_conserved(proposed(texts))


@given(st.lists(FILES, min_size=2, max_size=2))
@FEW
def test_so_it_is_with_files_that_trip_readers(texts: list[str]) -> None:
    try:
        analysis = proposed(texts)
    except UsageError:
        assume(False)  # noqa: FBT003 - nothing but white space in both
    assert_conserved(analysis)


def test_agents_are_conserved_and_hold(agents: Analysis) -> None:
    assert agents.proposals
    assert_conserved(agents)
    assert [proposal.violations for proposal in agents.proposals] == [()] * len(agents.proposals)


# --- round trip ------------------------------------------------------------------------------------------


def assert_reads_back(proposal: Proposal) -> None:
    """Each passage is found again, and the front matter is strict YAML of what was decided."""
    (reread,) = parse(Source("canonical.md", proposal.text))
    body = [h.title for h in reread.headings] + [s.text for s in segment([reread]) if not s.field]
    wanted = Counter(w for p in proposal.canonical.passages for w in words(p.text))
    assert wanted - Counter(w for text in body for w in words(text)) == Counter()
    assert reread.problems == ()
    assert {f.key: f.value for f in reread.fields} == {f.key: f.value for f in proposal.canonical.fields}
    if reread.fields:
        assert list(yaml.safe_load(proposal.text.split("---\n")[1])) == [f.key for f in reread.fields]


@given(FAMILIES)
@FEW
def test_what_is_written_reads_back(texts: list[str]) -> None:
    for proposal in proposed(texts).proposals:
        assert_reads_back(proposal)


def test_agents_read_back(agents: Analysis) -> None:
    for proposal in agents.proposals:
        assert_reads_back(proposal)


# --- the same bytes --------------------------------------------------------------------------------------


@given(FAMILIES)
@settings(FEW, max_examples=10)
def test_order_and_cache_change_no_byte(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AGENTMERGE_CACHE_DIR", f"{folder}/cache")
        first = documents(together(texts, Path(folder)))
        assert documents(together(texts, Path(folder), backwards=True)) == first
        assert documents(together(texts, Path(folder), cache=True)) == first
        assert documents(together(texts, Path(folder), cache=True)) == first


def test_agents_give_the_same_bytes_in_any_order_and_from_the_cache(
    agents: Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGENTMERGE_CACHE_DIR", str(tmp_path))
    folders = sorted((str(path) for path in AGENTS.iterdir() if path.is_dir()), reverse=True)
    alone = documents(analyze(folders, embedder=HASH, cache=True))
    again = documents(analyze(folders[::-1], embedder=HASH, cache=True))
    assert again == alone
    assert documents(analyze(str(AGENTS), embedder=HASH, cache=True)) == documents(agents)


DUTIES = [
    "Rotate the API keys every 30 days",
    "Never delete a backup before the next one is read back",
    "Run `make test` before each release",
    "Write release notes for the people who install the package",
    "Measure slow queries and add an index where it helps",
    "Keep the HTTP cache below 2 GB",
    "Serve the preview on port 8080",
    "Tell the team when Redis restarts",
]


def keepers(folder: Path) -> None:
    """Write five definitions to *folder* that are one family; two of them are copies, and the others say a bit less."""
    for n, name in enumerate("abcde"):
        said = DUTIES if n < 2 else [duty for i, duty in enumerate(DUTIES) if i not in {n, n + 3}]
        lines = "\n".join(f"- {duty}" for duty in said)
        (folder / f"{name}.md").write_text(f"# Keeper\n\n## Rules\n\n{lines}\n")


def run(given: list[str], folder: Path, out: str, *, seed: str) -> dict[str, bytes]:
    """Return what a process of its own writes about the files *given*; *out* has its output, and a cache of its own."""
    command = [sys.executable, "-m", "analyzer", "analyze", *given, "--embedder", "hash", "-o", str(folder / out)]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "AGENTMERGE_CACHE_DIR": str(folder / f"cache of {out}")}
    subprocess.run(command, cwd=folder / "keepers", env=environment, capture_output=True, check=True)
    written = [path for path in (folder / out).rglob("*") if path.is_file()]
    return {path.relative_to(folder / out).as_posix(): path.read_bytes() for path in written}


def test_another_process_with_half_a_cache_writes_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "keepers").mkdir()
    keepers(tmp_path / "keepers")
    run(["a.md", "c.md", "d.md"], tmp_path, "second", seed="1")
    second = run(["."], tmp_path, "second", seed="3")
    first = run(["."], tmp_path, "first", seed="0")
    assert len(json.loads(first["report.json"])["families"][0]["definitions"]) == 5
    assert {path for path in first if first[path] != second.get(path)} == set()
    assert first.keys() == second.keys()


# --- closure ---------------------------------------------------------------------------------------------


def test_merging_a_canonical_with_a_source_again_adds_nothing(agents: Analysis, tmp_path: Path) -> None:
    assert agents.proposals
    for proposal in agents.proposals:
        for n, source in enumerate(proposal.family.definitions):
            folder = tmp_path / f"{proposal.family.name}-{n}"
            folder.mkdir()
            again = together([proposal.text, source.text], folder).proposals[0]
            survivor = again.canonical.survivor
            assert survivor.text == proposal.text
            assert again.violations == ()
            # Joining a further enumeration may still move a word; nothing is ever said a second time.
            assert len(words(again.text)) <= len(words(proposal.text))


WATCH = """# Tide warden

You watch the tide at the outer gate. You tell the masters of all ships what depth there is.

## Rules

- Read the gauge every hour
- Write the depth into the book
- Sound the horn below three metres

## Available subagents (by radio)

- `gauge-reader` - Reads the gauge at night
- `horn-keeper` - Sounds the horn in fog

<workflow>
1. Look at the sea before the gate is opened
2. Ask the office for the next ship
</workflow>
"""
ADDED = {
    "an item that hangs below a step, with too little white space for Markdown": (
        "6. Cargo and berths\n  - Count the crates of each ship\n"
    ),
    "an item below a title that is not written": (
        "- **Port**: Stavoren\n- **Berths**:\n  - `north-quay/`: Berths of ships that carry grain\n"
    ),
    "a few words below nothing but the title of the file": (
        "# Pilot\n\nPurpose:\nYou are a harbour pilot. You bring one ship at a time to its berth.\n"
    ),
    "what a step says too, which comes below a title that makes other things of steps": (
        "# Berth planner\n\n## Workflow\n\n1. **Look** - See which ships are due\n"
        "2. **Plan** - Draw berth maps and mooring lines\n3. **Ask** - Show the maps to the office\n\n"
        "## Common tasks\n\n- Draw berth maps\n- Paint the bollards\n- Mend the fenders\n"
    ),
}


@pytest.mark.parametrize("source", ADDED.values(), ids=ADDED)
def test_a_canonical_merged_with_a_source_again_stays_as_it_is(source: str, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    once = together([WATCH, source], tmp_path).proposals[0]
    again = together([once.text, source], tmp_path / "again").proposals[0]
    assert again.text == once.text
    assert again.violations == ()


CANVAS = "Senior sail maker and loft hand specializing in cutting strong, durable canvas sails."
SEAMS = "Sews storm jibs with emphasis on clean seams, speed, and weight."
WAX = "Wax the twine that all the apprentices use in the loft. These are tasks of winter evenings."
LINES = (
    "Splice each of the broken lines that the fishing boats bring ashore, and whip both of their ends before the fleet "
    "sails out again at dawn on the next tide. A whipped end holds longer than a knotted one when salt and sun work on "
    "the hemp, as every mate of the harbour can tell."
)
TAKEN_IN = {
    "who it is, once behind a label": (
        f"# Rope maker\n\nYou are a rope maker with experience in splicing and whipping.\n\n{CANVAS} {SEAMS}\n",
        f"# Sail maker\n\n**Role**: {CANVAS} {SEAMS}\n",
    ),
    "sentences behind others with the same label": (
        f"# Rope maker\n\nYou make ropes for the fleet.\n\n## Duties\n\n- **Splicing and Whipping:** {LINES} {WAX}\n",
        f"# Sail maker\n\n## Duties\n\n- **Splicing and Whipping:** {WAX}\n",
    ),
}


@pytest.mark.parametrize(("canonical", "source"), TAKEN_IN.values(), ids=TAKEN_IN)
def test_what_stands_there_word_for_word_is_not_added(canonical: str, source: str, tmp_path: Path) -> None:
    tail = "\n## Rules\n\n- Dry the sails\n- Count the coils of hemp twice in a week\n"
    again = together([canonical + tail, source + tail], tmp_path).proposals[0]
    assert again.text == canonical + tail
    assert again.violations == ()


# --- diffs -----------------------------------------------------------------------------------------------

PLAIN = "---\nname: clerk\n---\n\n# Clerk\n\n- Count the till\n- Sign the sheet\n"
TRICKY = {
    "crlf.md": PLAIN.replace("\n", "\r\n").encode(),
    "cr.md": PLAIN.replace("\n", "\r").encode(),
    "mixed.md": PLAIN.replace("\n- Sign", "\r\n- Sign").encode(),
    "no end.md": PLAIN.rstrip("\n").encode(),
    "no end, crlf.md": PLAIN.replace("\n", "\r\n").rstrip().encode(),
    "bom.md": b"\xef\xbb\xbf" + PLAIN.encode(),
    "bom, crlf.md": b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode(),
    "two  spaces .md": PLAIN.encode(),
    "na\u00efve \u65e5\u672c.md": PLAIN.encode(),
    "tab\there.md": PLAIN.encode(),
    'quote"here.md': PLAIN.encode(),
    "back\\slash.md": PLAIN.encode(),
    "form-feed.md": PLAIN.replace("Sign", "Sign\x0c \u2028 \x85").encode(),
    "front-only.md": b"---\nname: clerk\ndescription: Counts.\n---\n",
    "front-only, no end.md": b"---\nname: clerk\ndescription: Counts.\n---",
    "empty-front.md": b"---\n---\n- Count the till\n",
    "dots.md": b"---\nname: clerk\n...\n- Count the till\n",
    "unclosed-front.md": b"---\nname: clerk\n\n# Clerk\n\n- Count the till\n",
    "unclosed-front, rule.md": b"---\nname: clerk\n\n# Clerk\n\nCount daily.\n\n---\n\n- Count the till\n",
    "open-fence.md": b"# Clerk\n\n- Count the till\n\n```sh\nmake count\n",
    "open-comment.md": b"# Clerk\n\n- Count the till\n\n<!-- count twice\n",
    "nested.md": b"# Clerk\n\n- Till:\n  - Coins\n    1. Roll them\n       ```sh\n       roll\n       ```\n  - Notes\n",
    "table.md": b"# Clerk\n\n| Coin | Roll |\n|:---|---:|\n| 1 | 25 |\n| 2 \\| 3 | `a|b` |\n",
    "trailing-blanks.md": PLAIN.encode() + b"  \n\n\n",
    "hunk-like.md": b"# Clerk\n\n--- a\n+++ b\n@@ -1 +1 @@\n- Count the till\n\\ No newline at end of file\n",
}
OTHER = "---\nname: helper\ntools: Read\n---\n\n# Helper\n\n## Rules\n\n- Lock the door\n- Count the till\n"


def assert_patches(analysis: Analysis, base: Path, scratch: Path) -> None:
    """Each diff turns its source, as it is in *base*, into the canonical's file: with GNU patch and with git."""
    files = documents(analysis)
    for proposal in analysis.proposals:
        wanted = proposal.file_text.encode("utf-8", "surrogateescape")
        for diff in proposal.diffs:
            unified = diff.unified.encode("utf-8", "surrogateescape")
            assert diff.unified in files.values()
            for command in (["patch", "-p0", "--binary", "--quiet"], ["git", "apply", "-p0", "--whitespace=nowarn"]):
                target = scratch / diff.path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(base / diff.path, target)
                if unified:
                    done = subprocess.run(command, cwd=scratch, input=unified, capture_output=True, check=False)
                    assert done.returncode == 0, (command, done.stdout + done.stderr)
                assert target.read_bytes() == wanted
                assert not list(scratch.rglob("*.orig"))


@pytest.mark.parametrize("name", ["bom.md", "bom, crlf.md", "crlf.md", "mixed.md", "no end.md"])
def test_the_byte_order_mark_and_the_line_ends_of_the_survivor_stay(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(TRICKY[name])
    (tmp_path / "other.md").write_text(OTHER)
    made = analyze(str(tmp_path), together=True, survivor=name, embedder=HASH, cache=False).proposals[0].file_text
    before = TRICKY[name].decode()
    assert made.startswith("\ufeff") == before.startswith("\ufeff")
    assert ("\n" in made.replace("\r\n", "")) == (before.count("\n") != before.count("\r\n"))


@pytest.mark.parametrize("survivor", ["tricky", "other"])
@pytest.mark.parametrize("name", TRICKY)
def test_diffs_apply_to_files_as_they_are(name: str, survivor: str, tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    (base / name).write_bytes(TRICKY[name])
    (base / "zz-other.md").write_text(OTHER, encoding="utf-8")
    analysis = analyze(
        [str(base / name), str(base / "zz-other.md")],
        together=True,
        survivor=name if survivor == "tricky" else "zz-other.md",
        embedder=HASH,
        cache=False,
    )
    assert_patches(analysis, base, tmp_path / "scratch")
    assert [proposal.violations for proposal in analysis.proposals] == [()]


@given(st.lists(FILES, min_size=2, max_size=2) | FAMILIES)
@FEW
def test_diffs_of_any_files_apply(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder, "base")
        base.mkdir()
        try:
            analysis = together(texts, base)
        except UsageError:
            assume(False)  # noqa: FBT003 - nothing but white space in both
        assert_patches(analysis, base, Path(folder, "scratch"))


def test_diffs_of_agents_apply(agents: Analysis, tmp_path: Path) -> None:
    root = AGENTS if (AGENTS / agents.definitions[0].path).exists() else AGENTS.parent
    assert_patches(agents, root, tmp_path)
