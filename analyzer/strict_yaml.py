"""YAML as runtimes read it: version 1.2's plain values, no tags, no aliases, bounded in depth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import yaml

_DEEPEST = 40
_LONGEST = 256 * 1024
_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")


class Refused(Exception):  # noqa: N818 - no error: the lenient reader takes over
    """It is not YAML that we take; the message says why, in a few words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a mapping, and the 0-based line on which its key stands."""

    line: int
    key: str
    value: object


def load_mapping(text: str) -> tuple[Entry, ...]:
    """Return the entries of the mapping that *text* is, repeated ones too; raise `Refused` where it is none."""
    node = compose(text)
    if not isinstance(node, yaml.MappingNode):
        raise Refused("no mapping")
    entries = tuple(Entry(key.start_mark.line, str(key.value), plain(value)) for key, value in node.value)
    if len({entry.line for entry in entries}) != len(entries):
        raise Refused("two entries on one line")
    return entries


def load_value(entry: str) -> object:
    """Return the value of the single ``key: value`` in *entry*; raise `Refused` where it is none."""
    entries = load_mapping(entry)
    if len(entries) != 1:
        raise Refused("more than one entry")
    return entries[0].value


def compose(text: str) -> yaml.Node | None:
    """Return the nodes of *text*, each with its place; raise `Refused` where it is not YAML that we take."""
    if len(text) > _LONGEST:
        raise Refused("too long")
    if _LINE_ENDS.search(text):
        raise Refused("a line end that YAML alone counts")
    try:
        _guard(text)
        # Only ever composed, never constructed: no tag can run anything.
        node: yaml.Node | None = yaml.compose(text, Loader=_loader())
    except yaml.YAMLError as error:
        raise Refused(_why(error)) from error
    return node


def _guard(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_loader()):
        if isinstance(event, yaml.AliasEvent):
            raise Refused("aliases")
        if getattr(event, "tag", None) is not None:
            # `!!int abc` is YAML all the same, and no number.
            raise Refused("tags")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise Refused("nested too deep")


def _why(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None)
    mark = getattr(error, "problem_mark", None)
    text = re.sub(r"\s+", " ", str(problem or "unreadable characters"))
    return f"{text}, column {mark.column + 1}" if mark else text


def plain(node: yaml.Node) -> object:
    """Return the value of *node*: text, number, truth value or None, or lists and mappings of those."""
    if isinstance(node, yaml.MappingNode):
        return {str(plain(key)): plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return _scalar(node.tag.rpartition(":")[2], str(node.value))


def _scalar(tag: str, text: str) -> object:
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() == "true"
    if tag == "int":
        return int(text, 0) if text[:2] in {"0x", "0o"} else int(text)
    if tag == "float":
        return float(text.lower().replace(".inf", "inf"))
    return text


@cache
def _loader() -> type[yaml.SafeLoader]:
    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc, valid-type]
        yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own form

    # `.nan` is text here: it is no number, and not even equal to itself.
    plain = (
        ("null", r"~|null|Null|NULL|", "~nN"),
        ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
        ("int", r"[-+]?[0-9]{1,18}|0o[0-7]{1,20}|0x[0-9a-fA-F]{1,16}", "-+0123456789"),
        ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?|[-+]?\.(inf|Inf)", "-+.0123456789"),
    )
    for name, pattern, firsts in plain:
        starts = [*firsts, ""] if name == "null" else list(firsts)
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(rf"(?:{pattern})\Z"), starts)
    return Loader
