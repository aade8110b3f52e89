"""The room plan as a test: what may import what, and what a start must not load."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("torch", "transformers", "sentence_transformers", "sklearn", "scipy", "networkx", "matplotlib", "pandas")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package that a test may spoil."""
    shutil.copytree(ROOT / "analyzer", tmp_path / "analyzer", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_package_keeps_its_contracts(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        pytest.param("cluster", "import analyzer.judge", id="a stage imports a stage"),
        pytest.param("embed", "import analyzer.config", id="a stage reads settings"),
        pytest.param("merge", "import networkx", id="a library in the wrong room"),
        pytest.param("utils", "", id="a drawer"),
    ],
)
def test_the_contracts_reject(copy: Path, module: str, line: str) -> None:
    package = copy / "analyzer" / module
    target = package / "__init__.py" if package.is_dir() else package.with_suffix(".py")
    with target.open("a") as file:
        file.write(f"\n{line}\n")
    done = lint(copy)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout


@pytest.mark.parametrize("module", ["analyzer", "analyzer.cli"])
def test_importing_loads_no_heavy_library(module: str) -> None:
    code = f"import {module}, sys; print(*sorted(set(sys.argv[1:]) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
