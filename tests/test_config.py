from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analyzer.config import Settings, settings
from analyzer.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_file_or_flag_the_defaults_hold(tmp_path: Path) -> None:
    assert settings({"output": None, "fusion": None}, folder=tmp_path) == Settings()


@pytest.mark.parametrize(("name", "head"), [("agentmerge.toml", ""), ("pyproject.toml", "[tool.agentmerge]\n")])
def test_a_flag_beats_the_file_and_the_file_the_default(tmp_path: Path, name: str, head: str) -> None:
    (tmp_path / name).write_text(head + 'output = "merged"\nfusion = false\nthreshold = 1\n')
    found = settings({"output": "here", "cache": False, "together": None}, folder=tmp_path)
    assert found == Settings(output="here", fusion=False, threshold=1, cache=False)


def test_a_flag_can_turn_on_what_the_file_turned_off(tmp_path: Path) -> None:
    (tmp_path / "agentmerge.toml").write_text("fusion = false\n")
    assert settings({"fusion": True}, folder=tmp_path).fusion


def test_keys_of_several_words_have_dashes_as_their_flags_do(tmp_path: Path) -> None:
    (tmp_path / "agentmerge.toml").write_text('fail-on = ["copy", "siblings"]\nagainst = "main"\n')
    found = settings({"fail_on": None, "baseline": None}, folder=tmp_path)
    assert found == Settings(fail_on=("copy", "siblings"), against="main")
    assert settings({"fail_on": ("merge",)}, folder=tmp_path).fail_on == ("merge",)


def test_our_own_file_counts_before_the_shared_one(tmp_path: Path) -> None:
    (tmp_path / "agentmerge.toml").write_text("together = true\n")
    (tmp_path / "pyproject.toml").write_text("[tool.agentmerge]\nfusion = false\n")
    assert settings({}, folder=tmp_path) == Settings(together=True)


def test_a_project_that_does_not_speak_of_us_is_fine(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert settings({}, folder=tmp_path) == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("treshold = 0.5", r"unknown key 'treshold'.*output, together, threshold, survivor"),
        ("threshold = 2", "number from 0 to 1"),
        ("threshold = true", "number from 0 to 1"),
        ('fusion = "no"', "true or false"),
        ("output = 3", "a string"),
        ('embedder = "word2vec"', "minilm or hash"),
        ('fail_on = ["copy"]', r"unknown key 'fail_on'.*fail-on"),
        ('fail-on = "copy"', "fail-on = 'copy' does not fit. It takes a list of copy, subsumed, .* never"),
        ('fail-on = ["copy", 3]', "a list of copy"),
        ("fail-on = [[]]", "a list of copy"),
        ("fail-on = []", "a list of copy"),
        ("baseline = 3", "a string"),
        ("output = ", "cannot be read"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "agentmerge.toml").write_text(text)
    with pytest.raises(UsageError, match=said):
        settings({}, folder=tmp_path)


def test_a_table_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool]\nagentmerge = 3\n")
    with pytest.raises(UsageError, match="no table"):
        settings({}, folder=tmp_path)
