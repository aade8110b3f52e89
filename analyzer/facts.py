"""What must not be lost: the concrete facts that a statement carries.

A fact is anything that cannot be guessed back once it is gone: a number with its unit, a version, a port, a path, a
command-line flag, a code span, the name of a product or standard, a negation, how binding the statement is. Facts are
found by spelling alone, so what is found can always be shown. Every stage that folds one statement into another asks
here first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from analyzer.text import stems, words

_CODE = re.compile(r"`+([^`]+)`+")
_URL = re.compile(r"\bhttps?://[^\s)>\]\"']+")
_PATH = re.compile(
    r"(?<![\w/.])(?:~?\.{0,2}/[\w.@*{}-]+(?:/[\w.@*{}-]*)*|[\w.@-]+/(?:[\w.@*-]+/)+[\w.@*-]*"
    r"|[\w-]+(?:/[\w.-]+)*\.(?:md|mdc|py|ts|tsx|js|jsx|json|ya?ml|toml|sh|sql|go|rs|java|cs|rb|php|css|html|env|lock|txt))\b"
)
_FLAG = re.compile(r"(?<![\w-])--?[A-Za-z][\w-]*(?:=[\w./-]+)?")
_NUMBER = re.compile(
    r"(?<![\w.-])[<>≤≥~$€±]?\s?\d[\d,_]*(?:\.\d+)*(?:\s?(?:%|percent|ms|milliseconds?|seconds?|secs?|s|minutes?|mins?|h|"
    r"hours?|days?|weeks?|months?|years?|kb|mb|gb|tb|kib|mib|gib|px|rem|em|x|k|m|rps|qps|lines?|chars?|characters?|words?|"
    r"tokens?|times|requests?|users?|files?|points?|retries|attempts))?(?![\w])[+]?",
    re.IGNORECASE,
)
_WORDY_NUMBER = re.compile(r"(?<![\w.+-])(?=[\w.+-]*\d)(?=[\w.+-]*[A-Za-z])[\w.+-]*\w\+*")
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nor|without|cannot|avoid(?:s|ed|ing)?|don['\u2019]?t|doesn['\u2019]?t|won['\u2019]?t|"
    r"isn['\u2019]?t|aren['\u2019]?t|can['\u2019]?t|shouldn['\u2019]?t|mustn['\u2019]?t|refuse|forbid(?:s|den)?|"
    r"prohibit(?:s|ed)?|instead of|rather than)\b",
    re.IGNORECASE,
)
_BINDING = re.compile(
    r"\b(?:must|always|never|required?|requires|mandatory|shall|critical|non-negotiable)\b", re.IGNORECASE
)
_OPTIONAL = re.compile(
    r"\b(?:may|might|can|could|optional(?:ly)?|consider|prefer(?:ably|red)?|if possible)\b", re.IGNORECASE
)
_SPELLED_NAME = re.compile(r"[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[A-Z]{2,}[\w-]*|\w+\+\+|[A-Z]#")
_SAME_NAME = {
    "nodejs": "node", "node.js": "node", "postgres": "postgresql", "k8s": "kubernetes", "restful": "rest",
    "websockets": "websocket", "javascript": "js", "typescript": "ts", "golang": "go", "mongo": "mongodb",
    "oauth2": "oauth", "apis": "api", "orms": "orm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one text, each in a form that is equal for equal facts."""

    numbers: frozenset[str]
    names: frozenset[str]
    """Products, standards, acronyms: lower case, without plural s."""
    code: frozenset[str]
    """Code spans, flags, paths, addresses: as written."""
    negated: bool
    binding: bool
    optional: bool

    @property
    def concrete(self) -> frozenset[str]:
        """All facts that are words of the text."""
        return self.numbers | self.names | self.code


@lru_cache(maxsize=100_000)
def facts(text: str) -> Facts:
    """Return the facts that *text* carries."""
    code = frozenset(c.strip() for c in _CODE.findall(text))
    code |= {m.group().rstrip(".,;") for pattern in (_URL, _PATH, _FLAG) for m in pattern.finditer(text)}
    prose = _URL.sub(" ", _CODE.sub(" ", text))
    return Facts(
        numbers=_numbers(prose),
        names=_names(prose),
        code=frozenset(c for c in code if c),
        negated=bool(_NEGATION.search(prose)),
        binding=bool(_BINDING.search(prose)),
        optional=bool(_OPTIONAL.search(prose)),
    )


def missing(text: str, other: str) -> tuple[str, ...]:
    """Return the facts of *text* that *other* does not state, sorted: what is lost if *other* stands for *text*."""
    mine, theirs = facts(text), facts(other)
    if mine.concrete <= theirs.concrete:
        return ()
    there, squeezed = _stated(other)
    lost = [n for n in mine.names - theirs.names if n not in there]
    lost += [n for n in mine.numbers - theirs.numbers if n not in there]
    lost += [c for c in mine.code - theirs.code if "".join(c.split()).casefold() not in squeezed]
    return tuple(sorted(lost))


def _units(numbers: frozenset[str]) -> set[str]:
    """Return what *numbers* count: ``ms``, ``%``, a comparison, a version, a long number; an ordinal counts nothing."""
    bare = re.compile(r"\d+\.[\d.]+|\d{3,}")
    return {re.sub(r"[\d.,]+", "", n) or ("number" if bare.fullmatch(n) else "") for n in numbers} - {""}


def _listed(numbers: frozenset[str]) -> str:
    """Return *numbers* as a reader writes them: "400 lines"."""
    return ", ".join(re.sub(r"(?<=\d)(?=[a-z]{2})", " ", n) for n in sorted(numbers))


@lru_cache(maxsize=100_000)
def _stated(text: str) -> tuple[frozenset[str], str]:
    """Return all that *text* may state a fact with: its words in every form, and its letters without spaces."""
    parts = words(text) + sorted(_parts(text))
    there = {w.casefold() for w in parts} | {_name(w) for w in parts} | _initials(text)
    return frozenset(there), "".join(text.split()).casefold()


def contradiction(a: str, b: str) -> str:
    """Return why *a* and *b* cannot both be followed, as far as spelling proves it; empty where it does not.

    Two texts that use the same content words contradict each other where one is negated and the other not, or where
    they give different numbers of the same unit for them.
    """
    fa, fb = facts(a), facts(b)
    rest_a, rest_b = _content(a), _content(b)
    if not rest_a or not rest_b or min(len(rest_a), len(rest_b)) < _ENOUGH:
        return ""
    same = len(rest_a & rest_b) / len(rest_a | rest_b)
    if fa.negated != fb.negated and same >= _SAME_WORDS and (fa.binding or fb.binding or same == 1.0):
        return "one says to do it, the other not to"
    if same == 1.0 and not fa.numbers & fb.numbers and _units(fa.numbers) & _units(fb.numbers):
        return f"{_listed(fa.numbers)} against {_listed(fb.numbers)}"
    return ""


def _initials(text: str) -> set[str]:
    """Return the acronyms that *text* could spell out: the initials of two to five words in a row."""
    heads = "".join(p[0] for w in words(text.casefold()) for p in re.split(r"[/-]", w) if p)
    return {heads[i : i + n] for n in range(2, 6) for i in range(len(heads) - n + 1)}


_ENOUGH = 2
_SAME_WORDS = 0.8
_NO_CONTENT = frozenset(
    [
        "not",
        "never",
        "no",
        "none",
        "nor",
        "without",
        "cannot",
        "avoid",
        "do",
        "don't",
        "doesn't",
        "always",
        "must",
        "should",
        "may",
        "can",
        "shall",
        "refuse",
        "forbid",
        "achieved",
        "confirmed",
        "verified",
        "maintained",
        "exceeding",
        "exceed",
        "least",
        "most",
        "over",
        "under",
        "above",
        "below",
        "more",
        "less",
        "than",
        "at",
        "keep",
    ]
)
"""Words of polarity, modality and comparison: what is left of a text is what it speaks of."""


def _content(text: str) -> frozenset[str]:
    """Return the stems of *text* that are neither numbers nor words of polarity or modality."""
    kept = (w for w in words(text.casefold()) if w not in _NO_CONTENT and not any(c.isdigit() for c in w))
    return frozenset(stems(" ".join(kept)))


def _numbers(text: str) -> frozenset[str]:
    found = {re.sub(r"[\s,_]", "", m.group()).casefold() for m in _NUMBER.finditer(text)}
    found |= {m.group().casefold() for m in _WORDY_NUMBER.finditer(text) if not m.group()[0].isdigit()} - _known_names()
    return frozenset(found)


def _names(text: str) -> frozenset[str]:
    found = {_name(p) for p in _parts(text) if _SPELLED_NAME.fullmatch(p) or p.casefold() in _known_names()}
    return frozenset(n for n in found if n not in _SHOUTED and len(n) > 1)


def _parts(text: str) -> set[str]:
    """Return the words of *text*, and the halves of those that a slash or a hyphen joins."""
    every = words(text)
    if text.isupper() and len(every) > 2:  # noqa: PLR2004 - a title in capitals spells no acronyms
        every = [w.lower() for w in every]
    return {p for w in every for p in ((w,) if w.casefold() in _known_names() else re.split(r"[/-]", w)) if p}


_SHOUTED = frozenset(
    [
        "not",
        "and",
        "or",
        "must",
        "never",
        "always",
        "do",
        "only",
        "all",
        "no",
        "if",
        "before",
        "after",
        "any",
        "every",
        "stop",
        "when",
        "use",
        "required",
    ]
)


def _name(word: str) -> str:
    folded = word.casefold().removesuffix(".js")
    if folded.endswith("s") and folded[:-1] in _known_names():
        folded = folded[:-1]
    return _SAME_NAME.get(folded, folded)


@cache
def _known_names() -> frozenset[str]:
    """Names of products and standards that are often written in lower case (counted over public definitions)."""
    return frozenset(files("analyzer").joinpath("names.txt").read_text(encoding="utf-8").split())
