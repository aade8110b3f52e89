"""Vectors kept on disk between runs, by model and text.

One SQLite file. Every row carries a digest over its key and its vector, so that whatever happens to the file, a vector
that comes out is the one that went in; all else is computed again. A cache that cannot be used is no error.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import os
import sqlite3
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import platformdirs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from analyzer.model import Embedder

_LOG = logging.getLogger("agentmerge")
_FILE = "vectors-1.sqlite3"  # the number changes with the layout
_ASK = 500  # keys in one question; SQLite takes 999 everywhere
_WAIT = 10.0  # seconds for another run to finish writing
_DIGEST = 16
_LIBRARIES = ("torch", "transformers", "sentence-transformers", "onnxruntime", "tokenizers")
"""What computes vectors, and the judge's readings of pairs."""


class CachedEmbedder:
    """The embedder *inner*, which is asked only for what no earlier run has stored in *directory*.

    Several runs may share the directory at once. Where it is damaged it is begun anew; where it cannot be written or
    read, vectors are computed as if there were none.
    """

    def __init__(self, inner: Embedder, directory: Path) -> None:
        self._inner = inner
        self._file = directory / _FILE

    @property
    def name(self) -> str:
        """The name of the embedder within."""
        return self._inner.name

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per text, the same bytes that the embedder within gives."""
        if not texts:
            return self._inner.embed(texts)
        keys = {text: self._key(text) for text in texts}
        known = self._read(keys.values())
        missing = [text for text, key in keys.items() if key not in known]
        if missing:
            fresh = {keys[text]: row for text, row in zip(missing, self._inner.embed(missing), strict=True)}
            self._write(fresh)
            known |= fresh
        return np.stack([known[keys[text]] for text in texts])

    def _key(self, text: str) -> bytes:
        return _digest(self._model, text.encode("utf-8", "surrogatepass"))

    @cached_property
    def _model(self) -> bytes:
        # Another release of a library below may differ in the last bits; its vectors are not ours.
        return "\n".join([self._inner.name, *map(_version, _LIBRARIES)]).encode()

    def _read(self, keys: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Return the stored vectors of *keys*, as far as they are stored and sound."""
        wanted = list(keys)
        rows: list[tuple[object, object]] = []
        if not self._file.is_file():
            return {}
        try:
            with closing(self._connect()) as database:
                for start in range(0, len(wanted), _ASK):
                    part = wanted[start : start + _ASK]
                    marks = ",".join("?" * len(part))
                    rows += database.execute(f"SELECT key, value FROM vectors WHERE key IN ({marks})", part)  # noqa: S608
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
        return {
            key: vector for key, value in rows if isinstance(key, bytes) and (vector := _unpack(key, value)) is not None
        }

    def _write(self, rows: Mapping[bytes, NDArray[np.float32]]) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._connect()) as database, database:
                database.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
                values = ((key, _pack(key, row)) for key, row in rows.items())
                database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", values)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._file, timeout=_WAIT)
        # What a power cut may damage is found by the digests; waiting for the disk buys nothing.
        database.execute("PRAGMA synchronous = OFF")
        return database

    def _give_up(self, error: Exception) -> None:
        """Go on without the cache; remove a file that is no database, so that the next write starts a new one."""
        _LOG.info("The cache %s could not be used: %s", self._file, error)
        # An OperationalError is about the moment (locked, read-only, not there yet), not about the file.
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            for ending in ("", "-journal"):
                with suppress(OSError):
                    self._file.with_name(self._file.name + ending).unlink()


def cache_directory() -> Path:
    """Return where vectors are kept: ``AGENTMERGE_CACHE_DIR``, or else the user's cache folder."""
    chosen = os.environ.get("AGENTMERGE_CACHE_DIR")
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_cache_dir("agentmerge", appauthor=False))


def _pack(key: bytes, vector: NDArray[np.float32]) -> bytes:
    body = np.asarray(vector, "<f4").tobytes()
    return _digest(key, body) + body


def _unpack(key: bytes, value: object) -> NDArray[np.float32] | None:
    """Return the vector in *value*, None where it is not what was stored under *key*."""
    if not isinstance(value, bytes) or _digest(key, value[_DIGEST:]) != value[:_DIGEST]:
        return None
    return np.frombuffer(value, "<f4", offset=_DIGEST).astype(np.float32, copy=False)


def _digest(key: bytes, body: bytes) -> bytes:
    return hashlib.blake2b(len(key).to_bytes(4) + key + body, digest_size=_DIGEST).digest()


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""
