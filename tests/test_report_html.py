"""The page as text: nothing of the input is live in it, nothing is missing, every link leads somewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import hostility
import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from analyzer import pipeline
from analyzer.embed import HashEmbedder
from analyzer.model import Analysis, FateKind, HeadingFateKind, Kind, Passage, Problem, Shape, Span, Statement
from analyzer.report import html
from analyzer.report.escape import visible
from analyzer.report.html import ids, ledger
from analyzer.report.html.compare import Change, compare
from analyzer.report.html.families import families
from analyzer.report.html.marks import rows

if TYPE_CHECKING:
    from pathlib import Path

LINK = re.compile(r"#[A-Za-z0-9._~:/-]+|https?://.+|mailto:.+")


class Page(HTMLParser):
    """What a browser makes of a page: its elements with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def ids(self) -> list[str]:
        return [str(found["id"]) for _, found in self.tags if found.get("id")]

    def values(self, name: str) -> list[str]:
        return [str(found[name]) for _, found in self.tags if name in found]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return hostility.analysis(tmp_path_factory.mktemp("plot"))


@pytest.fixture(scope="module", params=["hostile", "sample", "crowd"])
def analysis(request: pytest.FixtureRequest) -> Analysis:
    if request.param == "hostile":
        found: Analysis = request.getfixturevalue("hostile")
        return found
    return sample.analysis() if request.param == "sample" else sample.crowd(33)


@pytest.fixture(scope="module")
def text(analysis: Analysis) -> str:
    return html.render(analysis)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_nothing_of_the_input_is_live(page: Page) -> None:
    counts = Counter(tag for tag, _ in page.tags)
    assert counts["script"] == counts["style"] == 1
    assert not set(counts) & {"img", "iframe", "object", "embed", "form", "link", "base", "video"}
    for tag, attributes in page.tags:
        live = [name for name in attributes if name.startswith("on") or name in {"src", "srcset", "style", "action"}]
        assert not live, (tag, attributes)
    assert [target for target in page.values("href") if not LINK.fullmatch(target)] == []


def test_the_policy_lets_only_the_pages_own_style_and_script_through(text: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].replace("&#39;", "'").split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for tag in ("script", "style"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"
    assert "unsafe" not in policy[1]


def test_every_link_within_the_page_leads_somewhere_and_no_name_is_given_twice(page: Page) -> None:
    named = Counter(page.ids)
    assert [name for name, count in named.items() if count > 1] == []
    assert {target[1:] for target in page.values("href") if target.startswith("#")} <= set(named)


def test_every_family_source_and_statement_can_be_linked_to(analysis: Analysis, page: Page) -> None:
    named = set(page.ids)
    assert {ids.source(d.path) for d in analysis.definitions} <= named
    assert {ids.statement(s) for s in analysis.statements} <= named
    for proposal in analysis.proposals:
        assert {ids.passage(p) for p in proposal.canonical.passages} <= named


def test_all_that_was_found_can_be_read(analysis: Analysis, page: Page) -> None:
    shown = " ".join(" ".join(page.words).split())
    for problem in analysis.problems:
        assert " ".join(problem.message.split()) in shown
    for proposal in analysis.proposals:
        for fate in (f for diff in proposal.diffs for f in diff.fates):
            first = " ".join(visible(fate.statement.text).split())[:30].strip()
            assert first in shown
        for conflict in proposal.canonical.conflicts:
            assert all(side.value in shown for side in conflict.sides)


def test_the_same_analysis_gives_the_same_bytes(hostile: Analysis) -> None:
    assert html.render(hostile) == html.render(hostile)


def test_copies_with_a_number_sign_in_their_names_are_shown_whole(tmp_path: Path) -> None:
    text = "---\nname: gardener\ndescription: Tends gardens.\n---\n\n- Water the roses every morning.\n"
    for name in ("c#-a.md", "c#-b.md"):
        (tmp_path / name).write_text(text)
    found = pipeline.analyze(str(tmp_path), embedder=HashEmbedder(), cache=False)
    assert [len(source.rows) for family in families(found) for source in family.sources] == [6, 6]


def test_ids_are_safe_for_fragments_and_tell_paths_apart() -> None:
    paths = [
        "a b.md",
        "a~20b.md",
        "a/b.md",
        "a%20b.md",
        "ä.md",
        "x/SKILL.md",
        "y/SKILL.md",
        "\ud800.md",
        "a.md",
        "A.md",
    ]
    assert len({ids.source(path) for path in paths}) == len({ids.safe(path) for path in paths}) == len(paths)
    for path in paths:
        assert re.fullmatch(r"s/[A-Za-z0-9_-]+", ids.source(path))
        assert re.fullmatch(r"[A-Za-z0-9._~/-]+", ids.safe(path))


def test_a_skill_is_named_for_its_folder_however_its_file_is_spelled() -> None:
    assert all(ids.source(f"agents/tide/{name}").startswith("s/tide-") for name in ("SKILL.md", "skill.md"))


def test_every_heading_is_in_the_ledger_and_beside_its_line() -> None:
    shown = Page(html.render(sample.analysis()))
    assert set(html.HEADINGS) == set(HeadingFateKind)
    for kind in html.HEADINGS.values():
        assert any(name.endswith(f":headings-{kind}") for name in shown.ids)
    assert "heading joined 5" in shown.words
    assert any("1 heading is left out with what no other line says" in words for words in shown.words)


def test_every_fate_has_a_colour_a_meaning_and_a_place_in_the_ledger() -> None:
    assert set(html.CLASSES) == set(html.MEANINGS) == set(ledger.ORDER) == set(FateKind)


def test_a_page_without_families_says_so() -> None:
    found = sample.analysis()
    alone = replace(found, proposals=(), graph=replace(found.graph, overlaps=(), families=()))
    assert "No merge is proposed" in html.render(alone)


def test_no_control_character_of_a_file_name_is_in_the_page() -> None:
    odd = Problem(Span("organ\x1b[31m\x07.md", 2, 2), "front-matter-repaired", "It was \x1b repaired.")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", html.render(replace(sample.analysis(), problems=(odd,))))


def test_a_second_passage_of_one_wording_has_a_name_of_its_own(hostile: Analysis) -> None:
    proposal = hostile.proposals[0]
    first = proposal.canonical.passages[0]
    again: Passage = replace(first, reason="Once more.")
    canonical = replace(proposal.canonical, passages=(*proposal.canonical.passages, again))
    twice = replace(proposal, canonical=canonical, places=(*proposal.places, proposal.places[0]))
    found = Page(html.render(replace(hostile, proposals=(twice,))))
    assert f"{ids.passage(first)}.2" in found.ids


LINES = st.lists(
    st.sampled_from(["", "- water the beds early", "- water the beds late", "# Beds", "- prune in March", "x", "  "]),
    max_size=14,
)


@given(LINES, LINES)
def test_a_comparison_has_every_line_of_the_source_once(before: list[str], after: list[str]) -> None:
    pairs = compare(before, after)
    shown = [p.before.number for p in pairs if p.before]
    skipped = sum(p.skipped[1] - p.skipped[0] + 1 for p in pairs if p.change is Change.SKIPPED and p.equal)
    assert shown == sorted(set(shown))
    missing = [line for n, line in enumerate(before, 1) if n not in shown]
    assert len([line for line in missing if line.strip()]) <= skipped
    for pair in pairs:
        for side, lines in ((pair.before, before), (pair.after, after)):
            assert side is None or "".join(words for words, _ in side.words) == lines[side.number - 1]


@given(LINES, LINES)
def test_a_line_moved_from_somewhere_is_moved_to_somewhere(before: list[str], after: list[str]) -> None:
    moved = [p for p in compare(before, after) if p.change is Change.MOVED]
    away = {(p.before.number, p.elsewhere) for p in moved if p.before}
    home = {(p.elsewhere, p.after.number) for p in moved if p.after}
    assert away == home


def test_words_that_changed_are_marked() -> None:
    (pair,) = compare(["- water the beds early"], ["- water the beds late"])
    assert pair.change is Change.CHANGED
    assert pair.before
    assert [words for words, own in pair.before.words if own] == ["early"]


@given(st.data(), LINES.filter(bool))
def test_a_marked_text_is_the_text_and_marks_each_statement_once(data: st.DataObject, lines: list[str]) -> None:
    statements = []
    for n in range(data.draw(st.integers(0, 5))):
        start = data.draw(st.integers(1, len(lines)))
        end = data.draw(st.integers(start, len(lines) + 1))
        said = data.draw(st.sampled_from(["beds", "water the", "# Beds", "not there", "early\n- water"]))
        statements.append(Statement(Span("a.md", start, end), n, said, Kind.INSTRUCTION, Shape.ITEM))
    found = rows("\n".join(lines), statements)
    shown = ["".join(piece.text for piece in row.pieces) for row in found]
    assert [text.strip() for text in shown] == [line.strip() for line in lines]
    assert Counter(s for row in found for s in row.starts) == Counter(statements)
