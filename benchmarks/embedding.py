# ruff: noqa: INP001, T201 - a script that prints
"""Time embedding: cold, warm, texts per second, peak memory.

    python benchmarks/embedding.py FOLDER [--every N] [--model NAME] [--threads N]

Takes the list items of all Markdown files under FOLDER as texts, every N-th of them, and embeds them in two fresh
processes that share an empty cache: the first run is cold, the second warm. Reports wall and processor seconds (on a
busy machine only the second say something), and whether both runs gave the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analyzer.cache import CachedEmbedder
from analyzer.embed import DEFAULT_MODEL, embed, load_embedder

_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s+(.*\S)", re.MULTILINE)


def main() -> None:
    """Run both processes, or be one of them."""
    arguments = _arguments()
    if arguments.cache:
        _measure(arguments)
        return
    with tempfile.TemporaryDirectory() as cache:
        for label in ("cold", "warm"):
            command = [sys.executable, __file__, *sys.argv[1:], "--cache", cache]
            found = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - itself
            print(label, found.stdout, end="", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--threads", type=int, default=0, help="0: as many as torch takes")
    parser.add_argument("--cache", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _measure(arguments: argparse.Namespace) -> None:
    files = sorted(arguments.folder.rglob("*.md"))
    texts = [item for file in files for item in _ITEM.findall(file.read_text("utf-8"))][:: arguments.every]
    if arguments.threads:
        importlib.import_module("torch").set_num_threads(arguments.threads)
    wall, processor = time.perf_counter(), time.process_time()
    matrix = embed(texts, CachedEmbedder(load_embedder(arguments.model), arguments.cache)).matrix
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    digest = hashlib.sha256(matrix.tobytes()).hexdigest()[:12]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kibibytes on Linux
    print(
        f"texts={len(texts)} distinct={len(matrix)} wall={wall:.2f}s processor={processor:.2f}s "
        f"distinct/s={len(matrix) / wall:.0f} peak={peak:.0f}MiB torch={'torch' in sys.modules} bytes={digest}"
    )


if __name__ == "__main__":
    main()
