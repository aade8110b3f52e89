# ruff: noqa: INP001, T201 - a script that prints
"""Hold every family of a collection against the laws of the merge, and say which break.

    python benchmarks/laws.py FOLDER... [--groups N [--at-most M]] [--embedder hash]

Each folder is analysed alone. With --groups, each N neighbours in it are made a family instead (with --at-most no more
than M such families, spread over the folder): they overlap little, which is hard on a merge in another way. The laws:
the verifier finds nothing, which includes that every statement has one fate and that every diff applies; the canonical,
merged again with any of its sources, gets no longer (how often it does not stay as it is, is counted).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.discover import discover
from analyzer.embed import load_embedder
from analyzer.errors import UsageError
from analyzer.pipeline import analyze
from analyzer.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzer.model import Analysis, Definition, Embedder, Proposal


def main() -> int:
    """Print what breaks and a line of counts; return 1 where a law is broken."""
    options = _options()
    embedder = load_embedder(options.embedder)
    rows: list[tuple[str, Counter[str]]] = []
    for folder in options.folders:
        started = time.perf_counter()
        counts: Counter[str] = Counter()
        for analysis in _analyses(folder, options.groups, options.at_most, embedder):
            for proposal in analysis.proposals:
                counts.update(_broken(proposal, embedder, closure=not options.no_closure))
        rows.append((Path(folder).name, counts))
        print(f"{Path(folder).name}: {dict(sorted(counts.items()))}, {time.perf_counter() - started:.0f} s", flush=True)
    _print_table(rows)
    return int(any(law.startswith("broken") for _, counts in rows for law in counts))


def _print_table(rows: list[tuple[str, Counter[str]]]) -> None:
    """Print what was tried and what broke, a row for each folder and one for all."""
    every = sum((counts for _, counts in rows), Counter[str]())
    laws = sorted(every, key=lambda law: (law.startswith("broken"), law))
    print("\n| " + " | ".join(["", *laws]) + " |\n|---|" + "--:|" * len(laws))
    for name, counts in (*rows, ("all", every)):
        print("| " + " | ".join([name, *(str(counts[law]) for law in laws)]) + " |")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--groups", type=int, default=0, help="also make families of so many neighbours")
    parser.add_argument("--at-most", type=int, default=0, help="of those families no more than so many in a folder")
    parser.add_argument("--embedder", default="minilm", choices=["minilm", "hash"])
    parser.add_argument("--no-closure", action="store_true", help="leave out merging again, which takes the most time")
    return parser.parse_args()


def _analyses(folder: str, size: int, most: int, embedder: Embedder) -> Iterator[Analysis]:
    found = discover([folder])
    files = [str(Path(found.base, source.path)) for source in found.sources]
    if not size:
        yield analyze(folder, embedder=embedder)
        return
    groups = [group for i in range(0, len(files), size) if len(group := files[i : i + size]) > 1]
    every = max(1, len(groups) // most) if most else 1
    for group in groups[::every][: most or None]:
        yield analyze(group, together=True, embedder=embedder)


def _broken(proposal: Proposal, embedder: Embedder, *, closure: bool) -> Counter[str]:
    """Return how many laws were tried and broken, and print each breach."""
    counts = Counter({"families": 1})
    for violation in proposal.violations:
        _print(proposal, f"{violation.code} {violation.span}: {violation.message}")
        counts[f"broken {violation.code}"] += 1
    for source in proposal.family.definitions if closure else ():
        again = _again(proposal, source, embedder)
        counts["merged again"] += 1
        if again is None or len(words(again.text)) > len(words(proposal.text)):
            _print(proposal, f"merged again with {source.path} it gets longer")
            counts["broken closure"] += 1
        elif again.text != proposal.text:
            counts["merged again, changed"] += 1
    return counts


def _again(proposal: Proposal, source: Definition, embedder: Embedder) -> Proposal | None:
    """Return the proposal for the canonical in the survivor's place and *source*, whose path tells its runtime too."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, proposal.canonical.survivor.file), Path(folder, "source", source.file)]
        for file, text in zip(files, (proposal.text, source.text), strict=True):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        try:
            return analyze([str(file) for file in files], together=True, embedder=embedder).proposals[0]
        except UsageError:
            return None


def _print(proposal: Proposal, what: str) -> None:
    members = ", ".join(d.path for d in proposal.family.definitions[:3])
    print(f"{proposal.family.name} ({members}): {' '.join(what.split())[:300]}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
