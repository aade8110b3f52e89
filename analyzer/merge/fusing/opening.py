"""The grammar of sentences that say who an agent is: "You are a pilot with experience in tides, shoals, and fog"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyzer.labels import read_label
from analyzer.merge.fusing.lists import series
from analyzer.merge.fusing.phrase import LEADS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DEGREE = r"(?:(?:deep|extensive|strong|broad|proven|comprehensive|advanced|expert|technical|hands-on) )*"
_LEAD = re.compile(
    rf"(?:,? (?:with|possessing|bringing|and)(?: an?)? |\b){_DEGREE}"
    r"(?:expertise|experience|knowledge|mastery|proficiency|skills?|understanding|fluency)"
    r"(?: (?:spans|covers|includes|across|in|of|with))+\s+"
    r"|,?(?: (?:\w+ly|also|further))? ?\b"
    r"(?:speciali[sz](?:ing|es|e|ed) in|[Mm]aster(?:s|ing)|[Ee]xpert in|proficient in|skilled in)\s+"
    r"|,?(?: with)?(?: an?| [Yy]our)? ?\b(?:(?:primary|main|core|strong) )?"
    r"(?:[Ff]ocus(?:es|ing|ed)? (?:on|spans)|emphasis on)\s+"
    r"|^\*\*(?:Core )?(?:Expertise|Skills|Competenc(?:e|ies)|Speciali[sz]ations?)(?::\*\*|\*\*:)\s+"
)
"""What leads to a list of what an agent knows."""
_FOCUS = re.compile(r"focus|emphasis", re.IGNORECASE)
IS = "is"
"""What leads to a name for the agent, where it has several."""
_NAMED = re.compile(r"(?:(?:\*\*\w+(?:\*\*:|:\*\*) )|You(?: are|['\u2019]re) an? )(?P<names>.+)")
_TITLES = 3
"""Names for one agent that one still reads."""
_VOWEL = re.compile(r"[aeiou]", re.IGNORECASE)
_AND = re.compile(r",? and |, ")
_CLAUSES = re.compile(r"[:;`!?\u2013\u2014]|\. |\b(?:who|that|which|while|to|by|or|not|no|without|but|except)\b")
_COMMA = re.compile(r",\s*(?![^()]*\))")
_QUALITY = re.compile(
    r"(?:able|ible|ful|ous|ive|ant|ed|al|ic|(?<!m)ent|\w-\w+|robust|secure|clean|modern|fast|safe|simple|clear|elegant)$"
)
"""How words end that are more likely to tell what something is like than to name it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A sentence that says who an agent is, and what it knows."""

    who: str
    """As it is written, with its label; empty where the sentence begins with what the agent knows."""
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    """Each with what leads to it, as it is written."""
    stop: str
    """The full stop, where there is one."""

    @property
    def pieces(self) -> Iterator[tuple[str, str]]:
        """What the sentence says, piece by piece, each with what leads to it."""
        if self.who:
            yield self.who.strip(), ""
        yield from self.listed

    @property
    def listed(self) -> Iterator[tuple[str, str]]:
        """What the agent knows, thing by thing, each with what leads to it."""
        yield from ((item, lead) for lead, items in self.lists for item in items)

    @property
    def titles(self) -> tuple[str, ...]:
        """The names for the agent: pilot and ice master; none where the sentence says more of who it is than names.

        Two things that one name is made of, as in "Furuno and Raymarine expert", are no two names.
        """
        found = _NAMED.fullmatch(self.who.strip())
        if found is None or LEADS.intersection(found["names"].split()):
            return ()
        *others, last = _AND.split(found["names"])
        return () if any(len(t.split()) == 1 and t[0].isupper() for t in others) else (*others, last)

    def outranked(self, title: str) -> str:
        """Return which of its titles *title* says with more before it: "pilot" where that is "senior pilot"."""
        wanted = title.casefold().split()
        return next((t for t in self.titles if _is_end(t.casefold().split(), wanted)), "")

    def with_title(self, title: str) -> Opening | None:
        """Return it with *title* for the agent too, or for one that it outranks; None where that has no place."""
        titles, who = self.titles, self.who.rstrip()
        if not titles or not who.startswith("You"):
            return None
        old = self.outranked(title)
        both = tuple(title if t == old else t for t in titles) if old else (*titles, title)
        frame = who.removesuffix(_NAMED.fullmatch(who)["names"])  # type: ignore[index]  # it has titles
        if len(both) > _TITLES or bool(_VOWEL.match(both[0])) != bool(_VOWEL.match(titles[0])):
            return None  # "a" would be "an"
        return replace(self, who=frame + series(both, "and") + self.who[len(who) :])

    def place_for(self, lead: str) -> int | None:
        """Return which of its lists takes what *lead* leads to: knowing a thing is not looking at it most."""
        alike = [n for n, (own, _) in enumerate(self.lists) if bool(_FOCUS.search(own)) == bool(_FOCUS.search(lead))]
        return alike[-1] if alike else None

    def with_item(self, at: int, item: str) -> Opening:
        """Return it with *item* in its list number *at*: before what ends with what it is for, else at the end."""
        lists = list(self.lists)
        lead, items = lists[at]
        end = len(items)
        while end and not _has_tail(item) and _has_tail(items[end - 1]):
            end -= 1
        lists[at] = (lead, (*items[:end], item, *items[end:]))
        return replace(self, lists=tuple(lists))

    def __str__(self) -> str:
        joint = "" if self.lists[0][0].startswith("**") else "and"
        return self.who + "".join(lead + series(items, joint) for lead, items in self.lists) + self.stop


def read_opening(text: str) -> Opening | None:
    """Return *text* as an opening; None where it is none, or where its lists are of qualities or clauses."""
    body = text.rstrip(".")
    found = list(_LEAD.finditer(body))
    label = read_label(body)
    said = label.rest if label and label.bold and label.leads else body
    if not found or _CLAUSES.search(said):
        return None
    ends = [*(m.start() for m in found[1:]), len(body)]
    lists = tuple((m[0], _items(body[m.end() : end])) for m, end in zip(found, ends, strict=True))
    opening = Opening(body[: found[0].start()], lists, text[len(body) :])
    plain = all(_is_plain(items) for _, items in lists)
    return opening if plain and _flat(str(opening)) == _flat(text) else None


def _is_end(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether *many* are more words than *few*, all of which they end with."""
    return 0 < len(few) < len(many) and list(many[-len(few) :]) == list(few)


def _has_tail(item: str) -> bool:
    """Whether *item* ends with what it is for, or has a comma: behind it no other would be read as one of the list."""
    return bool(LEADS.intersection(item.split())) or _COMMA.search(item) is not None


def _flat(text: str) -> str:
    """Return *text* without the comma before "and", which is a matter of taste."""
    return text.replace(", and ", " and ")


def _items(text: str) -> tuple[str, ...]:
    *items, last = (item.strip() for item in _COMMA.split(text))
    if items and "and" not in last.split() and all(map(_is_quality, items)):
        return (text,)  # "building quiet, fast boats"
    before, joint, behind = last.removeprefix("and ").partition(" and ")
    # "designing and building ships" is one thing.
    plain = (len(before.split()) > 1 or not before.islower()) and not _has_tail(before)
    two = joint and plain and not (items and last.startswith("and "))
    return (*items, *((before, behind) if two else (last.removeprefix("and "),)))


def _is_plain(items: Sequence[str]) -> bool:
    """Whether each of *items* means the same without the others: no qualities of what only the last one names."""
    return all(items) and not any(map(_is_quality, items[:-1]))


def _is_quality(item: str) -> bool:
    return item.islower() and _QUALITY.search(item) is not None
