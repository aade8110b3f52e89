"""The notebooks as they are stored; that they run is what `make notebooks` proves."""

from __future__ import annotations

import ast
import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import analyzer

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
PUBLIC = {"analyzer": {*analyzer.__all__, "tables"}, "analyzer.embed": {"load_embedder"}}


def cells(notebook: Path, kind: str) -> list[dict[str, Any]]:
    return [cell for cell in json.loads(notebook.read_text("utf-8"))["cells"] if cell["cell_type"] == kind]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_stored_without_what_a_run_leaves(notebook: Path) -> None:
    assert [cell for cell in cells(notebook, "code") if cell["outputs"] or cell["execution_count"]] == []
    assert [cell["metadata"] for cell in cells(notebook, "code") if cell["metadata"]] == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_uses_what_is_public_alone(notebook: Path) -> None:
    trees = [ast.parse(source(cell)) for cell in cells(notebook, "code")]
    imports = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    ours = [(i.module, name.name) for i in imports if (i.module or "").startswith("analyzer") for name in i.names]
    assert ours
    assert [(module, name) for module, name in ours if name not in PUBLIC.get(module or "", ())] == []


def test_the_pairs_of_our_own_have_every_label() -> None:
    with (NOTEBOOKS[0].parent / "pairs.tsv").open(encoding="utf-8", newline="") as file:
        labels = Counter(row["label"] for row in csv.DictReader(file, delimiter="\t"))
    assert set(labels) == set("SABODC")
    assert labels.total() == 40
