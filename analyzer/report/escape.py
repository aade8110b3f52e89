"""Text from definitions is untrusted: how each format makes it harmless."""

from __future__ import annotations

import re

from analyzer.text import squash

_FOREIGN = "[^\x00-\u02ff\u2000-\u206f]"
"""A letter of another script than Latin, or a part of an emoji."""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    f"\U000e0000-\U000e007f]|(?<!{_FOREIGN})[\u200b-\u200d]|[\u200b-\u200d](?!{_FOREIGN})"
)
"""Letters without a shape. Persian, Khmer and emoji are written with a joiner or a space without width in between."""
_MARKS = re.compile(r"([\\`*_{}\[\]~|$])")
_LIVE = re.compile(
    r"(?<=@)(?=\w)|(?<=#)(?=\d)|(?<=://)(?=\S)|(?<=www)(?=\.)|(?<=GH-)(?=\d)"
    r"|(?<=\b[\da-f])(?=[\da-f]{6,39}\b)|(?<=:)(?=[\w+-]+:)",  # a commit, an emoji
    re.IGNORECASE,
)
_OPENERS = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
"""What makes a heading, a list or a line of the start of a text."""
_ZERO_WIDTH_SPACE = "&#8203;"
_COMMANDS = re.compile(r"^[^\S\n]*:(?=:)|##(?=\[)", re.MULTILINE)
"""What continuous integration obeys in a job's output: ``::`` at the start of a line, ``##[`` anywhere."""


def visible(text: str) -> str:
    """Return *text* with what has no shape as U+FFFD, so that nothing hides in it; tabs and lines stay.

    That is control characters, direction marks, what has no width, tags and broken surrogates.
    """
    return _INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", text)


def line(text: str, *, width: int | None = None) -> str:
    """Return *text* as one visible line of at most *width* characters; an ellipsis shows a cut."""
    flat = squash(visible(text))
    return flat if width is None or len(flat) <= width else flat[: width - 1].rstrip() + "…"


def middle(text: str, *, width: int) -> str:
    """Return *text* as one visible line, cut in its middle: names that share a start mostly differ at their end."""
    flat, tail = line(text), width // 2
    return flat if len(flat) <= width else f"{flat[: width - tail - 1]}…{flat[-tail:]}"


def inert(printed: str) -> str:
    """Return what is *printed* with a space in what continuous integration would take as a command."""
    return _COMMANDS.sub(r"\g<0> ", printed)


def prose(text: str) -> str:
    """Return *text* as Markdown that shows it: no mark, HTML, link, mention or issue number in it is live.

    A backslash hides marks from Markdown, but mentions and links are found after Markdown is done: a space without
    width parts those.
    """
    html = visible(text).replace("\n", " ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    marked = _OPENERS.sub(_hidden, _MARKS.sub(r"\\\1", html))
    return _LIVE.sub(_ZERO_WIDTH_SPACE, marked)


def _hidden(opener: re.Match[str]) -> str:
    space, mark = opener.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def code(text: str, *, width: int | None = None) -> str:
    """Return *text* as a Markdown code span, in which nothing is live; empty where *text* is blank."""
    flat = line(text, width=width)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", flat)), default=0))
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{pad}{flat}{pad}{fence}" if flat else ""


def cell(markdown: str) -> str:
    """Return *markdown* for a table cell: bars parted from the table's own, in code spans as elsewhere.

    A backslash before a bar would undo the bar's own, so that pair is parted by a space.
    """
    return markdown.replace(r"\|", "|").replace("\\|", "\\ |").replace("|", r"\|").replace("\n", " ")


def label(text: str) -> str:
    """Return *text* for a Mermaid label: what could end the quotes, start HTML or a link shows as an underscore."""
    return re.sub(r"[^\w ./()+-]|(?<=/)/", "_", line(text, width=60))


def row(cells: list[str]) -> str:
    r"""Return *cells* as a line of TSV that spreadsheets take as text.

    Line feeds, tabs and backslashes are written ``\n``, ``\t`` and ``\\``, so that a row is a line; what would start a
    formula gets a ``'`` before it.
    """
    return "\t".join(_tsv(text) for text in cells) + "\n"


def _tsv(text: str) -> str:
    flat = visible(text).replace("\\", r"\\").replace("\n", r"\n").replace("\t", r"\t")
    safe = f"'{flat}" if flat.startswith(("=", "+", "-", "@", "'")) else flat
    return '"' + safe.replace('"', '""') + '"' if '"' in safe else safe
