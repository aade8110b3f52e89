"""Two definitions that say much the same, for the tests of decisions about statements and of the review."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BAKER = """\
---
name: baker
description: Bakes bread for the village. Use when the oven is hot.
model: opus
tools: Read, Grep
---

You are a baker who knows every oven in the valley.

# Rules

- Weigh flour in grams and never in cups.
- Let the dough rest for 40 minutes before it is shaped.
- Score each loaf with one long cut at an angle.
- **Flours**: rye, spelt, wheat
- Steam the oven during the first ten minutes.

# Order

1. Sweep the floor of the bakery.
2. Light the oven with dry beech wood.
"""
COOK = """\
---
name: bread-cook
description: Bakes bread for the whole village and its farms. Use before the market opens on Saturday.
model: haiku
tools: Read, Bash
---

You are a bread cook.

# Rules

- weigh flour in grams and never in cups
- Let the dough rest for 90 minutes before it is shaped.
- **Flours**: buckwheat, maize
- Ask the miller before a sack is opened.
- Steam the oven during the first ten minutes!
- Write the weight of each loaf into the book by the door.
"""


def bakery(folder: Path) -> None:
    """Write the two into *folder*/agents."""
    (folder / "agents").mkdir()
    (folder / "agents/baker.md").write_text(BAKER)
    (folder / "agents/cook.md").write_text(COOK)
