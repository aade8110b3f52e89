"""Three definitions that have nothing in common, and copies of them, for the tests of the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SAYS = {
    "brewer": [
        "Weigh the malt before the water is hot.",
        "Keep the mash between 64 and 68 degrees for an hour.",
        "Write the gravity down before you pitch the yeast.",
        "Never open the fermenter in the first 3 days.",
        "Rinse each hose twice, then leave it to dry.",
    ],
    "beekeeper": [
        "Smoke the hive from below and wait a minute.",
        "Look for eggs before you look for the queen.",
        "Treat against mites in August, never during the flow.",
        "Leave 12 kilograms of honey for the winter.",
        "Mark the frames that go back first.",
    ],
    "bookbinder": [
        "Fold along the grain, or the spine will warp.",
        "Press the sections overnight under 10 kilograms.",
        "Sew with waxed linen thread, two sections at a time.",
        "Round the back before the glue is hard.",
        "Cut the boards 3 millimetres larger than the block.",
    ],
}


def text(name: str, lines: list[str]) -> str:
    """Return a definition called *name* with a list of *lines*."""
    rules = "".join(f"- {line}\n" for line in lines)
    return f"---\nname: {name}\ndescription: Use it as the {name}.\n---\n\n# Rules\n\n{rules}"


def write(folder: Path) -> Path:
    """Make *folder* hold the three."""
    folder.mkdir(parents=True)
    for name, lines in SAYS.items():
        (folder / f"{name}.md").write_text(text(name, lines))
    return folder


def copy(folder: Path, name: str, new: str) -> Path:
    """Put a copy of *name* that is called *new* beside it."""
    target = folder / f"{new}.md"
    target.write_text(text(new, SAYS[name]))
    return target
