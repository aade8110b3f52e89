"""Settings: a default gives way to the file, the file to a flag.

The file is ``agentmerge.toml``, or the table ``[tool.agentmerge]`` of ``pyproject.toml``, in the current folder; where
both are there, the first counts. Stages never see `Settings`: the command line hands them plain arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzer.model import Conflicts, Examples, Tools

OWN_FILE, SHARED_FILE = "agentmerge.toml", "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose; each name, with dashes, is a key of the file and a flag."""

    output: str = "outputs"
    """The folder that `analyze` writes."""
    together: bool = False
    """One family of all that was given."""
    threshold: float | None = None
    """The share of words in common, from 0 to 1, that proposes a merge; None: as calibrated."""
    survivor: str | None = None
    """The definition whose structure its family's canonical keeps; None: the best."""
    fusion: bool = True
    """Whether wordings may be joined; else every statement of the canonical is some source's, word for word."""
    conflicts: Conflicts = "list"
    """``list``: conflicts are told in the reports alone; ``inline``: with a mark in the canonical too."""
    examples: Examples = "description"
    """Where examples of descriptions go: ``description``, or ``body``."""
    tools: Tools = "union"
    """``union``: the canonical may use what any source may; ``intersection``: what all may."""
    model: str | None = None
    """A sentence-transformers model's name or folder; None: the packaged one."""
    embedder: str = "minilm"
    """``minilm``, or ``hash``: no model, for trials."""
    cache: bool = True
    """Whether vectors are kept between runs."""
    against: str | None = None
    """The git revision that `check` holds all against; None: the baseline."""
    baseline: str | None = None
    """The file that says what `check` takes as known; None: the one with the usual name."""
    fail_on: tuple[str, ...] | None = None
    """What is in the way of `check`; None: all but siblings."""


_TYPES: dict[str, tuple[type, ...]] = {
    "output": (str,),
    "together": (bool,),
    "threshold": (int, float),
    "survivor": (str,),
    "fusion": (bool,),
    "conflicts": (str,),
    "examples": (str,),
    "tools": (str,),
    "model": (str,),
    "embedder": (str,),
    "cache": (bool,),
    "against": (str,),
    "baseline": (str,),
    "fail-on": (list,),
}
_EXPECTED = {str: "a string", bool: "true or false", int: "a number from 0 to 1"}
VERDICTS = ("copy", "subsumed", "merge", "siblings", "same-name", "never")
"""What a list of what is in the way may hold."""
CHOICES = {
    "conflicts": ("list", "inline"),
    "examples": ("description", "body"),
    "tools": ("union", "intersection"),
    "embedder": ("minilm", "hash"),
}
"""The values that a key takes, where they are few."""


def settings(flags: Mapping[str, Any], *, folder: Path | None = None) -> Settings:
    """Return the settings that hold in *folder* (None: the current one); *flags* that are None were not given.

    Raises `UsageError` for a file that is no TOML, an unknown key or a value that does not fit.
    """
    chosen: dict[str, Any] = dict(_from_file(folder or Path()))
    chosen |= {name: value for name, value in flags.items() if value is not None}
    return Settings(**chosen)


def _from_file(folder: Path) -> Mapping[str, object]:
    own, shared = folder / OWN_FILE, folder / SHARED_FILE
    if own.is_file():
        place, table = OWN_FILE, _read(own)
    elif shared.is_file():
        place = f"[tool.agentmerge] in {SHARED_FILE}"
        tool = _read(shared).get("tool", {})
        table = tool.get("agentmerge", {}) if isinstance(tool, dict) else {}
    else:
        return {}
    if not isinstance(table, dict):
        raise UsageError(f"{place} is no table. Write its keys below [tool.agentmerge].")
    for key, value in table.items():
        _check(place, key, value)
    return {key.replace("-", "_"): tuple(v) if isinstance(v, list) else v for key, v in table.items()}


def _read(path: Path) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}. Repair it, or run in another folder.") from error


def _check(place: str, key: str, value: object) -> None:
    if key not in _TYPES:
        raise UsageError(f"{place}: unknown key {key!r}. Known: {', '.join(_TYPES)}.")
    types = _TYPES[key]
    if types == (list,):
        _check_list(place, key, value)
        return
    # In Python true is a number too; in a settings file it is a slip.
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        raise UsageError(f"{place}: {key} = {value!r} does not fit. It takes {_EXPECTED[types[0]]}.")
    if key == "threshold" and isinstance(value, (int, float)) and not 0 <= value <= 1:
        raise UsageError(f"{place}: {key} = {value!r} does not fit. It takes {_EXPECTED[int]}.")
    if key in CHOICES and value not in CHOICES[key]:
        raise UsageError(f"{place}: {key} = {value!r} does not fit. It takes {' or '.join(CHOICES[key])}.")


def _check_list(place: str, key: str, value: object) -> None:
    if not isinstance(value, list) or not value or any(entry not in VERDICTS for entry in value):
        raise UsageError(f"{place}: {key} = {value!r} does not fit. It takes a list of {', '.join(VERDICTS)}.")
