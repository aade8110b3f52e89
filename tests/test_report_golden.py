"""Whole documents, compared with those that were read and found good: see golden/README.md."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sample

from analyzer import report
from analyzer.report import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).parent / "golden"
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))


def rendered() -> dict[str, str]:
    found = {name: text for name, text in report.documents(sample.analysis()).items() if not name.endswith(".diff")}
    return found | {
        "terminal.txt": terminal.render(sample.analysis()),
        "terminal-colour.txt": terminal.render(sample.analysis(), width=72, colour=True),
    }


def place(name: str) -> Path:
    return GOLDEN / name.replace("/", "__")


@pytest.mark.parametrize("name", rendered())
def test_document(name: str) -> None:
    text = rendered()[name].encode()
    if UPDATE:
        place(name).write_bytes(text)
    assert text == place(name).read_bytes(), f"golden/{place(name).name} differs: golden/README.md says what to do"


def test_no_golden_document_is_left_over() -> None:
    expected: Iterator[Path] = (place(name) for name in rendered())
    assert {*expected, GOLDEN / "README.md"} == set(GOLDEN.iterdir())


@pytest.mark.parametrize("name", report.FORMATS)
def test_a_format_gives_the_same_bytes_twice(name: str) -> None:
    assert report.FORMATS[name](sample.crowd(30)) == report.FORMATS[name](sample.crowd(30))
