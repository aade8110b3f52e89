"""Names of products and standards, in one spelling."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from analyzer.text import words

_SPELLED_NAME = re.compile(r"[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[A-Z]{2,}[\w-]*|\w+\+\+|[A-Z]#")
_SAME_NAME = {
    "nodejs": "node", "node.js": "node", "postgres": "postgresql", "k8s": "kubernetes", "restful": "rest",
    "websockets": "websocket", "javascript": "js", "typescript": "ts", "golang": "go", "mongo": "mongodb",
    "oauth2": "oauth", "apis": "api", "orms": "orm",
}  # fmt: skip
_SHOUTED = frozenset({
    "not", "and", "or", "must", "never", "always", "do", "only", "all", "no", "if", "before", "after", "any", "every",
    "stop", "when", "use", "required",
})  # fmt: skip


def names(text: str) -> frozenset[str]:
    """Return the names that *text* has, as `name` writes them."""
    found = {name(p) for p in parts(text) if _SPELLED_NAME.fullmatch(p) or p.casefold() in known_names()}
    return frozenset(n for n in found if n not in _SHOUTED and len(n) > 1)


def parts(text: str) -> set[str]:
    """Return the words of *text*, and the halves of those that a slash or a hyphen joins."""
    every = words(text)
    if text.isupper() and len(every) > 2:  # noqa: PLR2004 - a title in capitals spells no acronyms
        every = [w.lower() for w in every]
    return {p for w in every for p in ((w,) if w.casefold() in known_names() else re.split(r"[/-]", w)) if p}


def name(word: str) -> str:
    """Return *word* as all spellings of a name share it: lower case, no plural s, ``node`` for ``Node.js``."""
    folded = word.casefold().removesuffix(".js")
    if folded.endswith("js") and {folded[:-2], f"{folded[:-2]}.js"} & known_names():
        folded = folded[:-2]
    if folded.endswith("s") and folded[:-1] in known_names():
        folded = folded[:-1]
    return _SAME_NAME.get(folded, folded)


@cache
def known_names() -> frozenset[str]:
    """Names of products and standards that are often written in lower case (counted over public definitions)."""
    return frozenset(files("analyzer").joinpath("names.txt").read_text(encoding="utf-8").split())
