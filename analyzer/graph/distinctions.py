"""What tells two definitions apart: short phrases of the one about what the other never speaks of."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from analyzer.facts import facts
from analyzer.graph.names import spelled, subject
from analyzer.model import Kind, Shape
from analyzer.text import plain, stems, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzer.graph.coverage import Coverage
    from analyzer.graph.names import Name
    from analyzer.model import Definition

_TERMS = 3
_TOLD = {Kind.ROLE, Kind.TRIGGER, Kind.EXPERTISE}
_PROSE = {Shape.FIELD, Shape.ITEM, Shape.STEP, Shape.SENTENCE}
_LONGEST = 4
"""Words of a phrase."""
_PART = re.compile(r"[,;:()]|\s[-\u2013\u2014]\s|\band\b|\bor\b|\.(?:\s|$)", re.IGNORECASE)
_WORDS = re.compile(r"[\w .+#/'\u2019-]+")
_FOR = 1.5
"""What the description and statements of expertise say is more to the point than an instruction."""
_DOER = re.compile(r"\w{2,}(?:er|or|yst|ist|ian|ant)s?|architects?", re.IGNORECASE)
"""Who does it says nothing about what is done: "writer" tells nobody when to use seo-writer."""
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|has|have|does|do|can|must|should|will|may|counts?|calls?|returns?|gets?|knows?|stays?|that|which|who|you|(?-i:[Ii]t))\b"
    r"|^(?!build (?:pipe|system|tool)|check valve|read replica|set theory|use case)"
    r"(?:add|ask|avoid|build|check|create|ensure|find|fix|follow|give|handle|keep|make|prefer|provide|read|review|run|say|set"
    r"|show|take|tell|use|verify|write)\b",
    re.IGNORECASE,
)
"""What a clause has, and no name of a thing: "IT support" and "build systems" are names."""
_NO_SUBJECT = stems("agent assistant example subagent user")


class Vocabulary:
    """The words of a collection, and how many of its definitions use each."""

    def __init__(self, definitions: Sequence[Definition], name: Sequence[Name], coverage: Coverage) -> None:
        self.definitions = definitions
        self.names = name
        self.coverage = coverage
        self._known: dict[int, Sequence[tuple[str, tuple[str, ...]]]] = {}

    def terms(self, i: int, j: int) -> tuple[str, ...]:
        """Return up to three phrases of definition *i* about what *j* never speaks of, the most telling first.

        First comes what only its name has; the others stand in its statements, headings or description.
        """
        named = self._subject(i, set(self.names[j]))
        found = [named] if named else []
        said = {*stems(named), *self.names[i], *self.names[j], *_NO_SUBJECT}
        for phrase in self._ranked(i, j):
            if len(found) == _TERMS:
                break
            if said.isdisjoint(stems(phrase)):
                found.append(phrase)
                said.update(stems(phrase))
        return tuple(found)

    def _subject(self, i: int, without: set[str]) -> str:
        """Return the words of the name of definition *i* but *without*, and without who does it, which comes last."""
        own = spelled(self.definitions[i], subject(self.names[i])).split()
        while own and _DOER.fullmatch(own[-1]):
            own.pop()
        return " ".join(word for word in own if without.isdisjoint(stems(word)))

    def _ranked(self, i: int, j: int) -> Iterator[str]:
        """Yield the phrases of definition *i* that have no word of *j*, the most telling first."""
        theirs = self._counts[j]
        return (phrase for phrase, own in self._phrases(i) if not any(stem in theirs for stem in own))

    def _phrases(self, i: int) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Return the short phrases of definition *i* with their stems, those of words that it alone uses much first."""
        if i not in self._known:
            often = self._counts[i]
            scores: dict[str, float] = {}
            for phrase, worth in self._cut(i):
                own = stems(phrase)
                score = worth * sum(math.log1p(often[stem]) * self._rarity(stem) for stem in own) / math.sqrt(len(own))
                scores[phrase] = max(score, scores.get(phrase, 0.0))
            ranked = sorted(scores, key=lambda phrase: (-scores[phrase], phrase))
            self._known[i] = [(phrase, stems(phrase)) for phrase in ranked]
        return self._known[i]

    def _cut(self, i: int) -> Iterator[tuple[str, float]]:
        """Yield the short phrases of definition *i*, with what one of its kind is worth."""
        definition = self.definitions[i]
        texts = [(definition.description, _FOR)]
        texts += [(s.text, _FOR if s.kind in _TOLD else 1.0) for s in self.coverage.content[i] if s.shape in _PROSE]
        for text, worth in texts:
            for part in _PART.split(plain(text)):
                told = part.split()
                while told and not stems(told[0]):
                    told.pop(0)  # "for", "with", "the"
                phrase = " ".join(told).strip(" .!?*_'")
                if not stems(phrase) or len(words(phrase)) > _LONGEST:
                    continue
                if _CLAUSE.search(phrase) or (worth < _FOR and not _is_name(phrase)):
                    continue  # "For build small objects" is no sentence
                if _WORDS.fullmatch(phrase) and phrase[0].isalpha():
                    yield phrase if phrase[1:] != phrase[1:].lower() else phrase.lower(), worth

    @cached_property
    def bearers(self) -> Counter[str]:
        """How many definitions have each name."""
        return Counter(d.name for d in self.definitions)

    def _rarity(self, stem: str) -> float:
        return math.log((len(self._counts) + 1) / (self._users[stem] or 1))

    @cached_property
    def _counts(self) -> tuple[Counter[str], ...]:
        return tuple(
            Counter(stem for text in (*_titles(d), *(s.text for s in own)) for stem in stems(text))
            for d, own in zip(self.definitions, self.coverage.content, strict=True)
        )

    @cached_property
    def _users(self) -> Counter[str]:
        return Counter(stem for own in self._counts for stem in own)


def _is_name(phrase: str) -> bool:
    """Whether *phrase* is but the name of a thing: k6, Fastify, t.Helper."""
    return len(words(phrase)) == 1 and bool(facts(phrase).concrete)


def _titles(definition: Definition) -> tuple[str, ...]:
    return definition.description, *(heading.title for heading in definition.headings)
