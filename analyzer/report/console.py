"""The terminal that reports print on: nothing of the input is taken as markup, nothing of the environment is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import io

    from rich.console import Console


def console(out: io.StringIO, *, width: int, colour: bool) -> Console:
    """Return a console that writes to *out*, *width* columns wide, the same on every machine."""
    from rich.console import Console

    return Console(
        file=out,
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
