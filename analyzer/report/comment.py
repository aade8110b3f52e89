"""What a comment on a pull request takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Size = TypeVar("Size")

LONGEST = 65_000
"""Bytes: hosts cut or refuse comments above 65,536."""


def longest_that_fits(write: Callable[[Size], str], sizes: Iterable[Size]) -> str:
    """Return what *write* makes of the first of *sizes*, the largest first, that fits a comment; else of the last."""
    text = ""
    for size in sizes:
        text = write(size)
        if len(text.encode()) <= LONGEST:
            break
    return text
