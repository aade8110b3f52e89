"""The proposed definition, decided and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analyzer.model.decisions import DecisionKind

if TYPE_CHECKING:
    from analyzer.model.decisions import Decision
    from analyzer.model.reading import Definition, Heading, SectionPath, Span
    from analyzer.model.statements import Part, Statement


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing that the canonical says."""

    text: str
    wording: Statement
    """The source statement whose words, or most of them, these are."""
    stands_for: tuple[Statement, ...]
    """Every source statement that it stands for, in whole or in part, *wording* included; sorted."""
    section: SectionPath
    """Titles of the canonical's sections that it stands in."""
    reason: str
    """Why these words, and why here: one sentence."""
    place: Statement | None = None
    """The survivor's statement whose lines it takes: itself where it is the survivor's; None where it is added."""
    parts: tuple[Part, ...] = ()
    """Where each piece of a text that is put together comes from; empty for verbatim text."""
    decision: Decision | None = None
    """What somebody decided about its words: to keep them, or to have new ones."""
    closing: bool = False
    """Whether it is added as one of the file's last words, as it was in its source."""
    instead: tuple[Part, ...] = ()
    """The pieces of other statements, or all of them, that it says in their stead; sorted."""
    template: tuple[Statement, ...] = ()
    """The lines of the form to be filled in that it is one of: they stand together, in this order; else empty."""

    def pieces(self, statement: Statement) -> tuple[Part, ...]:
        """Return the pieces of *statement* that it says, in its words or instead of them."""
        return tuple(sorted({p for p in (*self.parts, *self.instead) if p.statement == statement}))

    @property
    def fused(self) -> bool:
        """Whether it is not the verbatim text of one statement."""
        return bool(self.parts)

    @property
    def reworded(self) -> bool:
        """Whether somebody decided on new words."""
        return self.decision is not None and self.decision.kind is DecisionKind.REWORD


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """A front-matter entry of the canonical."""

    key: str
    value: object
    raw: str | None
    """The survivor's own lines where the value is theirs unchanged, so that comments and quoting stay; else None."""
    sources: tuple[Statement, ...]
    reason: str


Tools = Literal["union", "intersection"]
"""Whether the canonical may use what any source may, or what all may."""


Examples = Literal["description", "body"]
"""Where examples of descriptions go."""


Conflicts = Literal["list", "inline"]
"""Where conflicts are told: in the reports alone, or with a mark in the canonical too."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the positions in a conflict."""

    value: str
    spans: tuple[Span, ...]
    statements: tuple[Statement, ...] = ()
    """Those that take it, at the *spans*; none where it is a front-matter value."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the sources say differently and a human has to settle."""

    topic: str
    """``name``, ``tools``, ``model`` ... or the section of the statements."""
    sides: tuple[Side, ...]
    chosen: str
    """The value that the canonical carries meanwhile; empty where it carries none."""
    reason: str
    settled: bool = False
    """Whether somebody decided which side holds; *reason* says why."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A decision about statements, as the canonical carries it out."""

    decision: Decision
    effect: str
    """What it changes, or why it changes nothing: one sentence."""
    statements: tuple[Statement, ...] = ()
    """Those that, in whole or in part, have their fate by it; sorted."""
    subjects: tuple[Statement, ...] = ()
    """Those that it is about; none where it changes nothing."""


OWN_TITLES = ("Project facts", "Examples", "When to use", "Further instructions")
"""The titles that agentmerge gives where no source has one; all other words of a canonical are those of its sources."""


@dataclass(frozen=True, slots=True)
class NewSection:
    """A section that the survivor lacks, and the survivor's heading after whose section it goes.

    The titles of its sources' sections stand below it as they stood there.
    """

    path: SectionPath
    """Its title, behind those of the survivor's section that it is in where it is not an outermost one."""
    after: Heading | None
    """None: at the end of the file."""
    like: Heading | None
    """The survivor's heading whose form and level it takes; None where the survivor has none to go by."""
    before: Heading | None = None
    """The survivor's heading before which it goes instead."""

    @property
    def title(self) -> str:
        """Its own title."""
        return self.path[-1]

    @property
    def is_led(self) -> bool:
        """Whether it is no more than a list of a section, with the line that introduces it."""
        return self.after is None and len(self.path) > 1


@dataclass(frozen=True, slots=True)
class Canonical:
    """The proposed definition, decided but not yet written."""

    name: str
    survivor: Definition
    definitions: tuple[Definition, ...]
    fields: tuple[FieldDecision, ...]
    passages: tuple[Passage, ...]
    """In reading order."""
    sections: tuple[NewSection, ...]
    conflicts: tuple[Conflict, ...]
    survivor_reason: str
    settlements: tuple[Settlement, ...] = ()
    """Of the decisions about statements of the family, in the order of the file of decisions."""

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        """Those that nobody has settled."""
        return tuple(c for c in self.conflicts if not c.settled)

    def settling(self, statement: Statement) -> Settlement | None:
        """Return the decision that made *statement*'s fate, or None."""
        return next((s for s in self.settlements if statement in s.statements), None)

    @property
    def agreed(self) -> int:
        """How many statements of the sources' bodies it says together with one of another source."""
        return sum(row[path] for path, row in self.agreement.items())

    @property
    def agreement(self) -> dict[str, dict[str, int]]:
        """For each source, how many statements of its body the canonical says together with one of each other source.

        Under its own path: with one of any other.
        """
        counts = {d.path: dict.fromkeys((e.path for e in self.definitions), 0) for d in self.definitions}
        for s, paths in self.together.items():
            for path in paths:
                counts[s.path][path] += 1
        return counts

    @property
    def together(self) -> dict[Statement, set[str]]:
        """The statements of the sources' bodies that it says together with one of another source, by whom."""
        found: dict[Statement, set[str]] = {}
        for passage in self.passages:
            paths = {s.path for s in passage.stands_for}
            for s in (s for s in passage.stands_for if not s.field):
                found.setdefault(s, set()).update(paths)
        return {s: paths for s, paths in found.items() if len(paths) > 1}


@dataclass(frozen=True, slots=True)
class Written:
    """The canonical as a file's text, and where in it each passage stands."""

    text: str
    places: tuple[tuple[int, int], ...]
    """First and last line of each passage of the canonical, in their order."""
    field_places: tuple[tuple[int, int], ...]
    """First and last line of each front-matter field, in their order."""
