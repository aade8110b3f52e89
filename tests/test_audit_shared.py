"""The audit finds what maintainers found and restored themselves, without reporting everything."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent.parent / "shared" / "eval" / "losses" / "score_losses.py"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.model,
    pytest.mark.skipif(not SCRIPT.is_file(), reason="the evaluation data is not beside the checkout"),
]


def test_restored_lines_are_reported_as_lost() -> None:
    pytest.importorskip("rapidfuzz", reason="the script compares lines with it")
    command = [sys.executable, str(SCRIPT), "--json", "--agentmerge", f"{sys.executable} -m analyzer"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    macro = json.loads(done.stdout)["macro"]
    assert macro["failed"] == 0
    assert macro["recall"] >= 0.80
    assert macro["reported_share"] <= 0.20
    assert macro["recall_at_50"] >= 0.45
