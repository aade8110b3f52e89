from __future__ import annotations

import importlib.metadata
import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from analyzer.cache import CachedEmbedder, cache_directory
from analyzer.embed import HashEmbedder, embed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

TEXTS = [f"Check number {i} before the release" for i in range(700)]
PLAIN = HashEmbedder().embed(TEXTS).tobytes()


class Counting:
    """A hash embedder that counts the texts it had to embed."""

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.count = 0

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.count += len(texts)
        return HashEmbedder().embed(texts)


def _run(directory: Path, texts: Sequence[str] = TEXTS, name: str = "counting") -> tuple[bytes, int]:
    inner = Counting(name)
    return CachedEmbedder(inner, directory).embed(texts).tobytes(), inner.count


def _file(directory: Path) -> Path:
    return next(directory.glob("*.sqlite3"))


def test_cold_and_warm_give_the_bytes_of_no_cache(tmp_path: Path) -> None:
    assert _run(tmp_path) == (PLAIN, 700)
    assert _run(tmp_path) == (PLAIN, 0)


def test_only_what_is_new_is_embedded(tmp_path: Path) -> None:
    _run(tmp_path, TEXTS[::2])
    assert _run(tmp_path, TEXTS + TEXTS[:9]) == (PLAIN + HashEmbedder().embed(TEXTS[:9]).tobytes(), 350)


def test_vectors_of_another_model_are_not_taken(tmp_path: Path) -> None:
    _run(tmp_path, name="one")
    assert _run(tmp_path, name="two") == (PLAIN, 700)


@pytest.mark.parametrize("library", ["torch", "transformers", "sentence-transformers", "onnxruntime", "tokenizers"])
def test_vectors_of_another_release_are_not_taken(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(tmp_path)
    installed = importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "0.0" if name == library else installed(name))
    assert _run(tmp_path) == (PLAIN, 700)
    assert _run(tmp_path) == (PLAIN, 0)


def test_no_texts_touch_nothing(tmp_path: Path) -> None:
    assert _run(tmp_path / "cache", []) == (b"", 0)
    assert not (tmp_path / "cache").exists()


def _garbage(file: Path) -> None:
    file.write_bytes(b"no database at all" * 1000)


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _half(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _ragged(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2 + 1234)


def _head_only(file: Path) -> None:
    os.truncate(file, 100)


def _holes(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[5000::997] = b"\xff" * len(content[5000::997])
    file.write_bytes(content)


def _no_table(file: Path) -> None:
    database = sqlite3.connect(file)
    database.execute("DROP TABLE vectors")
    database.close()


def _other_values(file: Path) -> None:
    database = sqlite3.connect(file)
    database.execute("UPDATE vectors SET value = 7 WHERE key < x'80'")
    database.execute("UPDATE vectors SET value = zeroblob(1040) WHERE key >= x'80'")
    database.commit()
    database.close()


def _folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    "damage", [_garbage, _empty, _half, _ragged, _head_only, _holes, _no_table, _other_values, _folder_instead]
)
def test_damage_changes_no_byte(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    _run(tmp_path)
    damage(_file(tmp_path))
    assert _run(tmp_path)[0] == PLAIN
    assert _run(tmp_path)[0] == PLAIN
    if damage is not _folder_instead:
        assert _run(tmp_path) == (PLAIN, 0), "the cache has not recovered"


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    _run(tmp_path)
    database = sqlite3.connect(_file(tmp_path))
    key, value = database.execute("SELECT key, value FROM vectors LIMIT 1").fetchone()
    changed = bytearray(value)
    changed[500] ^= 1
    database.execute("UPDATE vectors SET value = ? WHERE key = ?", (bytes(changed), key))
    database.commit()
    database.close()
    assert _run(tmp_path) == (PLAIN, 1)


def test_a_place_that_cannot_be_a_folder_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    assert _run(tmp_path / "taken" / "cache") == (PLAIN, 700)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root and Windows may write everywhere")
def test_a_folder_that_is_read_only_still_serves(tmp_path: Path) -> None:
    _run(tmp_path, TEXTS[:300])
    _file(tmp_path).chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        assert _run(tmp_path) == (PLAIN, 400)
    finally:
        tmp_path.chmod(0o700)


def test_a_database_that_is_read_only_still_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(tmp_path, TEXTS[:300])
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda file, timeout: connect(f"file:{file}?mode=ro", timeout, uri=True))
    assert _run(tmp_path) == (PLAIN, 400)


def test_a_locked_database_is_waited_for_and_then_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(tmp_path, TEXTS[:300])
    monkeypatch.setattr("analyzer.cache._WAIT", 0.05)
    other = sqlite3.connect(_file(tmp_path))
    other.execute("BEGIN EXCLUSIVE")
    assert _run(tmp_path) == (PLAIN, 700)
    other.rollback()
    other.close()
    assert _run(tmp_path) == (PLAIN, 400)


def test_two_runs_at_once_give_the_bytes_of_one(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from analyzer.cache import CachedEmbedder; from analyzer.embed import HashEmbedder;"
        "cached = CachedEmbedder(HashEmbedder(), pathlib.Path(sys.argv[1]));"
        "texts = [f'Check number {i} before the release' for i in range(700)];"
        "parts = [cached.embed(texts[i:i + 20]).tobytes() for i in range(0, 700, 20)];"
        "sys.stdout.buffer.write(b''.join(parts))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    assert [run.communicate(timeout=60)[0] for run in runs] == [PLAIN, PLAIN]
    assert CachedEmbedder(_Refusing(), tmp_path).embed(TEXTS).tobytes() == PLAIN


class _Refusing:
    """Has the hash embedder's name, and fails where a vector is not in the cache."""

    name = HashEmbedder.name

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise AssertionError(f"not cached: {texts[:3]}")


def test_the_folder_is_the_users_unless_the_environment_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AGENTMERGE_CACHE_DIR", raising=False)
    assert "agentmerge" in cache_directory().parts
    monkeypatch.setenv("AGENTMERGE_CACHE_DIR", str(tmp_path))
    assert cache_directory() == tmp_path


@pytest.mark.model
def test_a_warm_run_loads_no_torch(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from analyzer.cache import CachedEmbedder;"
        "from analyzer.embed import embed, load_embedder;"
        "vectors = embed(['Redis', 'Rotate secrets'], CachedEmbedder(load_embedder(), pathlib.Path(sys.argv[1])));"
        "print(vectors.matrix.tobytes().hex(), 'torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    command = [sys.executable, "-W", "ignore", "-c", code, str(tmp_path)]
    cold, warm = (subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(2))
    assert cold[0] == warm[0]
    assert (cold[1:], warm[1:]) == (["True", "True"], ["False", "False"])


def test_vectors_are_the_same_with_and_without(tmp_path: Path) -> None:
    cached = CachedEmbedder(HashEmbedder(), tmp_path)
    for _ in range(2):
        assert embed(TEXTS, cached).matrix.tobytes() == embed(TEXTS, HashEmbedder()).matrix.tobytes()
