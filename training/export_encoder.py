"""Turn the trained encoder into what the judge runs: an ONNX graph without weights, and the weights as 8-bit integers.

Each large matrix gets a scale for each row or column, so that its largest value becomes 127. Writes
``analyzer/judge/encoder.npz``, its digest into ``encoder.py``, and says how far its logits are from the original's.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper

from analyzer.judge import encoder
from training.pair_classifier import PairClassifier
from training.train_network import write_digest

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MODULE = Path(encoder.__file__)
_LARGE = 20_000
"""Values from which a matrix is stored as integers."""


def export(model: PairClassifier) -> dict[str, NDArray[Any]]:
    """Return the arrays that the judge loads: ``graph`` (bytes), and each large matrix with its ``|scale``."""
    graph = _graph(model)
    arrays: dict[str, NDArray[Any]] = {}
    for initializer in graph.graph.initializer:
        matrix = numpy_helper.to_array(initializer)
        if matrix.dtype == np.float32 and matrix.size > _LARGE:
            arrays[initializer.name], arrays[f"{initializer.name}|scale"] = _as_integers(matrix)
            _move_out(initializer, matrix.nbytes)
    _strip(graph)
    arrays["graph"] = np.frombuffer(graph.SerializeToString(), np.uint8)
    return arrays


def _graph(model: PairClassifier) -> Any:  # noqa: ANN401 - onnx gives its classes no types
    ids = torch.randint(5, 1000, (3, 11), generator=torch.Generator().manual_seed(0))
    free = {0: torch.export.Dim("batch", min=2, max=4096), 1: torch.export.Dim("tokens", min=2, max=512)}
    program = torch.onnx.export(
        model,
        (ids, torch.zeros_like(ids)),
        dynamo=True,
        input_names=["ids", "types"],
        output_names=["logits"],
        dynamic_shapes=(free, free),
    )
    return program.model_proto  # type: ignore[union-attr]


def _as_integers(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return *matrix* as integers and their scale: by row for embeddings, which are looked up, else by column."""
    embedding = matrix.shape[0] > 5000 or matrix.shape[0] == 512  # noqa: PLR2004 - words, and positions
    others = tuple(range(1, matrix.ndim)) if embedding else tuple(range(matrix.ndim - 1))
    scale = np.abs(matrix).max(axis=others, keepdims=True) / 127
    scale[scale == 0] = 1
    return np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8), scale.astype(np.float32)


def _move_out(initializer: Any, size: int) -> None:  # noqa: ANN401 - as above
    """Leave the place of a weight in the graph, and take its values out."""
    initializer.ClearField("raw_data")
    initializer.ClearField("float_data")
    initializer.data_location = onnx.TensorProto.EXTERNAL
    del initializer.external_data[:]
    for key, value in (("location", "weights"), ("offset", "0"), ("length", str(size))):
        entry = initializer.external_data.add()
        entry.key, entry.value = key, value


def _strip(graph: Any) -> None:  # noqa: ANN401 - as above
    """Take out what says where and how the graph was made: it has paths of this machine."""
    for node in graph.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    del graph.metadata_props[:]
    del graph.graph.metadata_props[:]
    del graph.graph.value_info[:]


def _distance(model: PairClassifier, arrays: dict[str, NDArray[Any]]) -> float:
    """Return the largest difference of a logit between *model* and *arrays* as the judge runs them."""
    options = onnxruntime.SessionOptions()
    names = [name for name in arrays if f"{name}|scale" in arrays]
    weights = [arrays[name].astype(np.float32) * arrays[f"{name}|scale"] for name in names]
    options.add_external_initializers(names, [onnxruntime.OrtValue.ortvalue_from_numpy(w) for w in weights])
    session = onnxruntime.InferenceSession(arrays["graph"].tobytes(), options, providers=["CPUExecutionProvider"])
    ids = torch.randint(5, 1000, (16, 24), generator=torch.Generator().manual_seed(1))
    types = torch.zeros_like(ids)
    types[:, 12:] = 1
    with torch.inference_mode():
        wanted = model(ids, types).numpy()
    return float(np.abs(session.run(None, {"ids": ids.numpy(), "types": types.numpy()})[0] - wanted).max())


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="what train_encoder wrote")
    parser.add_argument("--output", type=Path, help="write here, and leave the judge alone")
    arguments = parser.parse_args()
    model = PairClassifier()
    model.load_state_dict(torch.load(arguments.weights, weights_only=True))
    model.eval()
    arrays = export(model)
    file = arguments.output or _MODULE.with_suffix(".npz")
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    print(f"{file.stat().st_size} bytes; logits differ by up to {_distance(model, arrays):.3f}")
    if not arguments.output:
        print(write_digest(file, _MODULE))


if __name__ == "__main__":
    _main()
