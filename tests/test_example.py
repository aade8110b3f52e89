"""outputs/example is what `agentmerge analyze agents/` writes: `make golden` writes it anew."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "outputs" / "example"
MANIFEST = ".agentmerge-manifest"
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
NUMBER = re.compile(r"-?\d+\.\d{2,}")
"""Scores and coordinates: another processor's arithmetic may change their last digits."""


def analyze(folder: Path, output: Path) -> None:
    command = [sys.executable, "-m", "analyzer", "analyze", "agents/", "--quiet", "-o", str(output)]
    subprocess.run(command, cwd=folder, check=True)


def files(folder: Path) -> dict[str, str]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in found}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what is written for the samples today."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "agents", folder / "agents")
    if UPDATE:
        analyze(folder, EXAMPLE)
    analyze(folder, folder / "outputs")
    return files(folder / "outputs")


@pytest.mark.model
def test_the_example_has_the_files_that_are_written(written: dict[str, str]) -> None:
    assert sorted(files(EXAMPLE)) == sorted(written), "after reading the difference, run `make golden`"


@pytest.mark.model
def test_the_example_says_what_is_written(written: dict[str, str]) -> None:
    example = files(EXAMPLE)
    for path in sorted(written.keys() & example.keys() - {MANIFEST}):
        message = f"outputs/example/{path} differs: after reading the difference, run `make golden`"
        assert NUMBER.sub("#", written[path]) == NUMBER.sub("#", example[path]), message
        numbers = [[float(number) for number in NUMBER.findall(text)] for text in (written[path], example[path])]
        assert numbers[0] == pytest.approx(numbers[1], rel=0.01, abs=0.011), message


def test_nobody_changed_the_example_by_hand() -> None:
    example = files(EXAMPLE)
    entries = [line.split("  ", 1) for line in example[MANIFEST].splitlines() if not line.startswith("#")]
    assert {path for _, path in entries} == example.keys() - {MANIFEST}
    for digest, path in entries:
        assert hashlib.sha256(example[path].encode()).hexdigest() == digest, (
            f"{path}: change agents/, then `make golden`"
        )
