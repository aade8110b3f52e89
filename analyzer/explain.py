"""Why two statements relate as the judge says: statements given as text, or as the place where they stand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.cache import CachedEmbedder, cache_directory
from analyzer.discover import discover, may_define
from analyzer.embed import context, embed, load_embedder
from analyzer.errors import UsageError
from analyzer.judge import PairEncoder
from analyzer.judge.explanation import explain as reasons
from analyzer.parse import parse
from analyzer.segment import on_line, read_place, segment

if TYPE_CHECKING:
    from analyzer.model import Embedder, Explanation, Span, Statement


def explain(a: str, b: str, *, embedder: Embedder | None = None, cache: bool = True) -> Explanation:
    """Return how *a* and *b* relate, and why.

    Each is a statement's text, or ``file:line`` where it stands, or ``file:line:n`` for the n-th of several there.
    Raises `UsageError` for a place that holds no statement, or several.
    """
    (text_a, place_a), (text_b, place_b) = _given(a), _given(b)
    inner: Embedder = embedder or load_embedder()
    reader: Embedder = PairEncoder()
    if cache:
        inner, reader = (CachedEmbedder(one, cache_directory()) for one in (inner, reader))
    found = reasons(text_a, text_b, embed([text_a, text_b], inner), reader)
    return replace(found, places=(place_a, place_b))


def _given(argument: str) -> tuple[str, Span | None]:
    """Return the text that *argument* gives or names, and where it stands."""
    place = read_place(argument)
    if place and (Path(place[0]).is_file() or _looks_like_a_file(place[0])):
        statement = _statement(place)
        return context(statement), statement.span
    if not argument.strip():
        raise UsageError("A statement is empty. Give its text, or file:line.")
    if _looks_like_a_file(argument) or (may_define(Path(argument)) and Path(argument).is_file()):
        wrong = " is a file and no statement" if Path(argument).is_file() else ": no such file"
        raise UsageError(
            f"{argument}{wrong}. Say the line too, {argument}:LINE; or, where this is the text, put it in backticks."
        )
    return argument, None


def _looks_like_a_file(path: str) -> bool:
    return not re.search(r"\s", path) and may_define(Path(path))


def _statement(place: tuple[str, int, int]) -> Statement:
    path = place[0]
    found = discover([path])
    statements = segment(tuple(definition for source in found.sources for definition in parse(source)))
    if not statements:
        why = "; ".join(problem.message for problem in found.problems) or "it holds no text"
        raise UsageError(f"{path}: nothing was read from it ({why}). Give the statement's text.")
    return on_line(statements, place, otherwise="; or give the statement's text")
