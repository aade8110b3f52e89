"""Turn texts into unit vectors, and choose the model that does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from analyzer.embed import packaged
from analyzer.embed.contexts import context, contexts, part_context
from analyzer.embed.files import downloaded_folder
from analyzer.embed.hashing import HashEmbedder
from analyzer.embed.transformer import SentenceTransformerEmbedder
from analyzer.model import Vectors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.model import Embedder

__all__ = [
    "DEFAULT_MODEL",
    "HashEmbedder",
    "SentenceTransformerEmbedder",
    "context",
    "contexts",
    "embed",
    "load_embedder",
    "part_context",
]

DEFAULT_MODEL = "minilm"
_CHUNK = 1024
"""Texts between two calls of progress."""


class Progress(Protocol):
    """Told how many of the *total* distinct texts are *done*."""

    def __call__(self, done: int, total: int, /) -> object:
        """Take note."""


def embed(texts: Iterable[str], embedder: Embedder, *, progress: Progress | None = None) -> Vectors:
    """Return a unit vector for each distinct text of *texts*; the order of *texts* does not matter."""
    # Neighbours in length share batches.
    distinct = sorted(set(texts), key=lambda text: (len(text), text))
    parts = []
    for start in range(0, len(distinct), _CHUNK):
        parts.append(embedder.embed(distinct[start : start + _CHUNK]))
        if progress:
            progress(min(start + _CHUNK, len(distinct)), len(distinct))
    matrix = np.concatenate(parts) if parts else np.empty((0, 0), np.float32)
    return Vectors({text: row for row, text in enumerate(distinct)}, matrix)


def load_embedder(name: str = DEFAULT_MODEL) -> Embedder:
    """Return the embedder called *name*; the model itself is loaded when it first embeds something.

    *name* is ``minilm`` (all-MiniLM-L6-v2, packaged), ``hash`` (no model: words and letters), a folder with a
    sentence-transformers model, or the Hub name of one that is on this machine already. Nothing is ever downloaded.
    Raises `ModelError` where there is no such model.
    """
    if name == "hash":
        return HashEmbedder()
    if name == DEFAULT_MODEL:
        label = f"all-MiniLM-L6-v2@{packaged.SHA256[:12]}"
        return SentenceTransformerEmbedder(packaged.folder(), label=label, sha256=packaged.SHA256)
    folder = Path(name).expanduser().absolute()
    return SentenceTransformerEmbedder(folder if folder.is_dir() else downloaded_folder(name), label=name)
