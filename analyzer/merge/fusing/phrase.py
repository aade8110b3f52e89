"""The grammar of short list items: "Log shipping and rotation for audits with rsyslog (files, sockets)"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from analyzer.merge.fusing.lists import series

LEADS = frozenset(
    {"with", "for", "in", "of", "across", "using", "via", "to", "from", "by", "at", "on", "through", "against"}
    | {"between", "under", "over", "into", "as", "within", "during", "per", "including", "like"}
)
"""Words that lead to what a thing is for, made of or done with."""
_FREE = {"", "including", "like"}
"""Those that lead to examples: what is said of a thing without them is said with them too."""
_JOINTS = {"and", "or", "&"}
_WORD = re.compile(r"\([^()]*\)|,|[^\s,()]+")
_FOREIGN = re.compile(r"[:;!?\[\]{}\"\u201c\u201d`|<>=\u2192]|\*\*|\.(?:\s|$)|\s[-\u2013\u2014]\s")
_LONGEST = 16
"""Words of an item that is taken for a phrase; longer ones are sentences."""


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a thing: "for large ports", or "(tugs, lines)"."""

    lead: str
    """The word that leads to it; empty for what stands in brackets."""
    items: tuple[str, ...]
    joint: str = ""
    """The word before the last item, where there is one."""

    @property
    def limits(self) -> bool:
        """Whether it says for what, where or with what alone a thing is meant."""
        return self.lead not in _FREE

    def __str__(self) -> str:
        listed = series(self.items, self.joint)
        return f"{self.lead} {listed}" if self.lead else f"({listed})"


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun phrase, or a verb and its object, with what follows it."""

    head: tuple[str, ...]
    tails: tuple[Tail, ...] = ()

    @property
    def limited(self) -> bool:
        """Whether it is meant for something, somewhere or with something alone."""
        return any(tail.limits for tail in self.tails)

    def __str__(self) -> str:
        return " ".join([*self.head, *map(str, self.tails)])


@dataclass(frozen=True, slots=True)
class Phrase:
    """Things that are coordinated: one or more."""

    things: tuple[Thing, ...]
    joint: str = "and"

    def __str__(self) -> str:
        return series(tuple(map(str, self.things)), self.joint)


def read_phrase(text: str) -> Phrase | None:
    """Return *text* as a phrase; None where it is none, or would not be written again as it stands."""
    if _FOREIGN.search(text) or len(text.split()) > _LONGEST:
        return None
    reader = _Reader()
    if not all(map(reader.take, _WORD.findall(text))):
        return None
    found = reader.phrase()
    return found if found and _flat(str(found)) == _flat(text) else None


def _flat(text: str) -> list[str]:
    """Return the words and marks of *text*; a comma before "and" is a matter of taste."""
    return re.sub(r",(?=\s+(?:and|or|&)\s)", "", text).split()


@dataclass(slots=True)
class _Reader:
    """Takes a text word by word."""

    things: list[Thing] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    tails: list[Tail] = field(default_factory=list)
    lead: str = ""
    items: list[list[str]] = field(default_factory=list)
    joints: list[str] = field(default_factory=list)
    """Those between the items of the tail that is being read."""
    coordinated: list[str] = field(default_factory=list)
    """Those between things."""

    def take(self, word: str) -> bool:
        """Take the next *word*; false where it fits nowhere."""
        if word.startswith("("):
            return self._bracketed(word[1:-1])
        if word.casefold() in LEADS and (self.head or self.things):
            return self._leads(word)
        if word == "," or word.casefold() in _JOINTS:
            return self._joins(word.casefold())
        if self.lead:
            self.items[-1].append(word)
        elif self.tails:
            return False  # words behind a bracket belong to nothing
        else:
            self.head.append(word)
        return True

    def _bracketed(self, inner: str) -> bool:
        self._close()
        items = tuple(i.strip() for i in inner.split(","))
        self.tails.append(Tail("", items))
        return bool(self.head) and all(items)

    def _leads(self, word: str) -> bool:
        self._close()
        self.lead, self.items = word, [[]]
        return bool(self.head)

    def _joins(self, joint: str) -> bool:
        if self.lead:
            return self._next_item(joint)
        if not self.head:
            # A comma before "and" says nothing of its own.
            return self._repeats(self.coordinated, joint)
        self._end_thing()
        self.coordinated.append(joint)
        return True

    def _next_item(self, joint: str) -> bool:
        if not self.items[-1]:
            return self._repeats(self.joints, joint)
        self.items.append([])
        self.joints.append(joint)
        return True

    @staticmethod
    def _repeats(joints: list[str], joint: str) -> bool:
        if not joints or joints[-1] != "," or joint == ",":
            return False
        joints[-1] = joint
        return True

    def _close(self) -> None:
        if self.lead:
            joint = self.joints[-1] if self.joints and self.joints[-1] != "," else ""
            # An empty item makes the whole unreadable, which is seen when it is written again.
            self.tails.append(Tail(self.lead, tuple(" ".join(words) for words in self.items), joint))
        self.lead, self.items, self.joints = "", [], []

    def _end_thing(self) -> None:
        self._close()
        self.things.append(Thing(tuple(self.head), tuple(self.tails)))
        self.head, self.tails = [], []

    def phrase(self) -> Phrase | None:
        """Return what was taken; None where something is missing or joined in several ways."""
        if not self.head:
            return None
        self._end_thing()
        joints = [j for j in self.coordinated if j != ","]
        if len(self.things) > 1 and joints != self.coordinated[-1:]:
            return None
        return Phrase(tuple(self.things), joints[0] if joints else "and")
