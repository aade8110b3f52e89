"""The laws of the merge on definitions as people publish them: a sample; benchmarks/laws.py takes them all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analyzer.pipeline import analyze
from analyzer.segment import segment
from analyzer.text import words

if TYPE_CHECKING:
    from analyzer.model import Proposal

SHARED = Path(__file__).parent.parent.parent / "shared"
NAMES = ["backend-architect.md", "debugger.md"]
"""Each a role of which several collections have a definition."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.model,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the evaluation data is not beside the checkout"),
]


def family(name: str) -> list[str]:
    """Return the files of one family: the seeds, or all of a name."""
    folder = SHARED / "seeds" if name == "seeds" else SHARED / "corpus"
    return [str(file) for file in sorted(folder.rglob("*.md" if name == "seeds" else name))]


@pytest.fixture(scope="module", params=["seeds", *NAMES])
def proposal(request: pytest.FixtureRequest) -> Proposal:
    return analyze(family(request.param), together=True).proposals[0]


def test_the_verifier_finds_nothing(proposal: Proposal) -> None:
    assert proposal.violations == ()


def test_every_statement_has_one_fate(proposal: Proposal) -> None:
    fates = Counter((fate.statement.path, fate.statement.ordinal) for d in proposal.diffs for fate in d.fates)
    assert set(fates.values()) == {1}
    for definition in proposal.family.definitions:
        assert sum(path == definition.path for path, _ in fates) == len(segment([definition]))


def test_merging_again_gets_no_longer(proposal: Proposal, tmp_path: Path) -> None:
    source = proposal.family.definitions[-1]
    files = [tmp_path / "canonical.md", tmp_path / "source.md"]
    for file, text in zip(files, (proposal.text, source.text), strict=True):
        file.write_text(text, encoding="utf-8")
    again = analyze([str(file) for file in files], together=True).proposals[0]
    assert len(words(again.text)) <= len(words(proposal.text))


def test_the_canonical_merged_with_any_of_its_sources_again_stays_as_it_is(tmp_path: Path) -> None:
    proposal = analyze(family("seeds"), together=True).proposals[0]
    canonical, source = tmp_path / "canonical.md", tmp_path / "source.md"
    canonical.write_text(proposal.text, encoding="utf-8")
    for definition in proposal.family.definitions:
        source.write_text(definition.text, encoding="utf-8")
        assert analyze([str(canonical), str(source)], together=True).proposals[0].text == proposal.text
