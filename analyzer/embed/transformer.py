"""Vectors of a sentence-transformers model.

A vector must not depend on what else is embedded in the same run, else a report would change with what the cache holds
already. Matrix kernels break that silently: padded or smaller batches give rows that differ in the last bits (measured:
up to 1.7e-7, in a third of the rows). Rounding would only make such differences rarer, and larger where they remain. So
every text has a batch of the shape that its own length decides, without padding, filled up where texts are too few.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.embed.files import check_files, folder_digest
from analyzer.embed.unit_vectors import unit
from analyzer.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_BATCH_TOKENS = 128
"""More is no faster on a CPU, and wastes more where few texts have the same length."""


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
        return f"{label}@{folder_digest(self._folder)[:12]}"

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
        check_files(self._folder, self._sha256)
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
        return unit(matrix)


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
