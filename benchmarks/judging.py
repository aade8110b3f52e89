# ruff: noqa: INP001, T201 - a script that prints
"""Time the judge: pairs of short statements per second, beside their cosine alone.

    python benchmarks/judging.py FOLDER [--pairs N] [--threads N]

Takes the list items of at most twenty words of all Markdown files under FOLDER as statements, and N of their pairs
that `block` finds near enough, as `analyze` gives them to the judge. Nothing is cached; vectors are made before the
clock starts, except for the first line, which says what making them costs. Reports pairs per wall second and per
processor second (on a busy machine only the second says something).
"""

from __future__ import annotations

import argparse
import importlib
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s+(.*\S)", re.MULTILINE)
_LONG = 20


def main() -> None:
    """Print a line per way to judge."""
    arguments = _arguments()
    if arguments.threads:  # before anything counts the cores
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: arguments.threads])
    from analyzer.blocking import block
    from analyzer.embed import embed, load_embedder
    from analyzer.judge import PairEncoder, judge
    from analyzer.judge.readings import cosines
    from analyzer.text import plain

    texts = sorted({plain(item) for item in _items(arguments.folder) if len(item.split()) <= _LONG})
    embedder = load_embedder()
    vectors = embed(texts, embedder)
    near = block(texts, vectors, floor=0.4)
    pairs = list(near)[:: max(1, len(near) // arguments.pairs)][: arguments.pairs]
    used = sorted({text for pair in pairs for text in pair})
    importlib.import_module("onnxruntime")
    judge(pairs[:2], vectors, PairEncoder())  # loads the weights
    print(
        f"{len(pairs)} pairs of {len(used)} statements, {sum(len(t.split()) for t in used) / len(used):.1f} words each"
    )
    _time("vectors and cosine", len(pairs), lambda: cosines(pairs, embed(used, embedder)))
    _time("cosine alone", len(pairs), lambda: cosines(pairs, vectors))
    _time("judge, network alone", len(pairs), lambda: judge(pairs, vectors))
    _time("judge, network and encoder", len(pairs), lambda: judge(pairs, vectors, PairEncoder()))


def _items(folder: Path) -> list[str]:
    return [item for file in sorted(folder.rglob("*.md")) for item in _ITEM.findall(file.read_text("utf-8"))]


def _time(name: str, count: int, work: Callable[[], object]) -> None:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"{name}: {count / wall:.0f} pairs/s, {count / processor:.0f} per processor second", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=0, help="0: all cores")
    return parser.parse_args()


if __name__ == "__main__":
    main()
