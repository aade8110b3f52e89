"""What a user gets who installs the wheel."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import analyzer

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, check=True)
    return zipfile.ZipFile(next(folder.glob("agentmerge-*.whl")))


def test_the_wheel_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    tracked = subprocess.run(["git", "ls-files", "analyzer"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = set(wheel.namelist())
    assert "analyzer/py.typed" in names
    assert set(tracked.stdout.split()) <= names


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    info = f"agentmerge-{analyzer.__version__}.dist-info/"
    assert {name for name in wheel.namelist() if not name.startswith(("analyzer/", info))} == set()


def test_the_names_that_the_package_promises_exist() -> None:
    assert analyzer.__all__
    for name in analyzer.__all__:
        assert hasattr(analyzer, name), name


def test_every_dependency_has_a_lower_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for requirement in (*project["project"]["dependencies"], *project["dependency-groups"]["dev"]):
        assert any(mark in requirement for mark in (">=", "==", "~=")), requirement
