# ruff: noqa: INP001, T201 - a script that prints
"""Time the analysis of very long definitions, stage by stage.

    python benchmarks/large.py [--items N] [--changed SHARE] [--alone]

Makes two definitions of N list items each, in words drawn from a short list, so that all are near each other; SHARE of
the second's items have another word (--alone: only the first is made). Nothing is cached. Reports for each stage wall
seconds and processor seconds (on a busy machine only the second say something), then the sum of both.
"""

from __future__ import annotations

import argparse
import logging
import random
import tempfile
import time
from pathlib import Path

from analyzer import report
from analyzer.pipeline import analyze

_VERBS = ["Never", "Do", "Always", "Use", "Check"]
_WORDS = (
    "backup build cache cookie deploy header image index level log login metric policy probe queue replica restore "
    "retry rollout route schema session shard span stage timeout token trace"
)
_STAGES = logging.getLogger("agentmerge.stages")


class _Clock(logging.Handler):
    """Prints how long what was said last took."""

    def __init__(self) -> None:
        super().__init__()
        self.started = self.since = (time.perf_counter(), time.process_time())
        self.doing = "Reading and comparing texts"

    def emit(self, record: logging.LogRecord) -> None:
        self.show(self.since, self.doing)
        self.since, self.doing = (time.perf_counter(), time.process_time()), record.getMessage()

    def show(self, since: tuple[float, float], what: str) -> None:
        wall, processor = time.perf_counter() - since[0], time.process_time() - since[1]
        print(f"{wall:7.1f} s {processor:7.1f} s  {what}", flush=True)


def main() -> None:
    """Print a line per stage and one for all."""
    arguments = _arguments()
    clock = _Clock()
    _STAGES.addHandler(clock)
    _STAGES.setLevel(logging.INFO)
    with tempfile.TemporaryDirectory() as folder:
        for name, items in _definitions(arguments.items, arguments.changed)[: 1 if arguments.alone else 2]:
            head = f"---\nname: {name}\ndescription: Runs the {name} service. Use it always.\n---\n\n## Rules\n"
            Path(folder, f"{name}.md").write_text(head + "".join(f"- {item}\n" for item in items), "utf-8")
        found = analyze(folder, cache=False)
        _STAGES.info("Writing the reports")
        report.documents(found)
    _STAGES.info("")
    clock.show(clock.started, "all")


def _definitions(count: int, changed: float) -> list[tuple[str, list[str]]]:
    chance = random.Random(1)  # noqa: S311 - the same items every time
    first = [f"{chance.choice(_VERBS)} {' '.join(chance.choices(_WORDS.split(), k=7))} {n}" for n in range(count)]
    second = [item.replace(" ", " please ", 1) if chance.random() < changed else item for item in first]
    return [("first", first), ("second", second)]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=4000)
    parser.add_argument("--changed", type=float, default=0.5)
    parser.add_argument("--alone", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
