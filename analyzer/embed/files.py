"""A model's files: where they are, and that they are what they should be before anything is loaded from them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from analyzer.embed.packaged import REPAIR
from analyzer.errors import ModelError


def downloaded_folder(name: str) -> Path:
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


def check_files(folder: Path, sha256: str) -> None:
    """Refuse weights that are not those with the digest *sha256*, and a model that brings code of its own."""
    weights = folder / "model.safetensors"
    if sha256 and _file_digest(weights) != sha256:
        raise ModelError(f"The default model is damaged: {weights} has not the SHA-256 {sha256}. {REPAIR}")
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


def folder_digest(folder: Path) -> str:
    """Return the digest of the model's files in *folder*, notes apart.

    Raises `ModelError` where one cannot be read.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")
    listing = [f"{path.relative_to(folder).as_posix()} {_file_digest(path)}" for path in files]
    return hashlib.sha256("\n".join(listing).encode()).hexdigest()


def _file_digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"A model's file cannot be read: {error}. Install the model again.") from error
