"""Read back what was asked of the analysis in an output folder."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from analyzer.errors import RefusedError
from analyzer.model import Request

if TYPE_CHECKING:
    from pathlib import Path

_TYPES = {
    "paths": (list,),
    "together": (bool,),
    "threshold": (int, float, type(None)),
    "survivor": (str, type(None)),
    "fusion": (bool,),
    "conflicts": (str,),
    "examples": (str,),
    "tools": (str,),
}


def read_request(output: Path, model: str) -> Request:
    """Return what was asked of the analysis that wrote *output*; *model* is the embedder that would make it anew.

    Raises `RefusedError` where the folder does not say, or another model made it.
    """
    file = output / "report.json"
    try:
        report = json.loads(file.read_bytes())
        asked, made_by = report["request"], report["model"]
        found = {field.name: asked[field.name] for field in fields(Request)}
        fits = all(isinstance(value, _TYPES[name]) for name, value in found.items())
        paths = tuple(path for path in found["paths"] if _inside(path)) if fits else ()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise RefusedError(f"{output} does not say what was analysed ({error}). Run analyze again.") from error
    if not paths or len(paths) != len(found["paths"]):
        raise RefusedError(f"{file} is not as agentmerge writes it. Run analyze again.")
    if made_by != model:
        raise RefusedError(
            f"{output} was made with the model {made_by}, not with {model}. Give --embedder or --model as then."
        )
    return Request(**{**found, "paths": paths})


def _inside(path: object) -> bool:
    """Whether *path* is one that stays in the folder that it counts from."""
    pure = PurePosixPath(path) if isinstance(path, str) else None
    return pure is not None and not pure.is_absolute() and ".." not in pure.parts
