"""What a reviewer sees of one family: the fate of every statement, diffs, sizes, references."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.model.canonical import Canonical
    from analyzer.model.overlaps import Family
    from analyzer.model.reading import Heading, Span
    from analyzer.model.statements import Statement


class FateKind(StrEnum):
    """What became of a source statement."""

    KEPT = "kept"
    SAME_AS = "same as"
    COVERED_BY = "covered by"
    FUSED_INTO = "fused into"
    MOVED = "moved to project facts"
    REWORDED = "reworded"
    CONFLICT = "conflict"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of a source statement, and what says it in the canonical."""

    piece: str
    lines: tuple[int, int]
    """First and last line in the canonical of what says it."""
    text: str
    """What says it."""


@dataclass(frozen=True, slots=True)
class Fate:
    """A line of the ledger: one source statement and what stands for it."""

    statement: Statement
    kind: FateKind
    lines: tuple[int, int] | None
    """First and last line in the canonical of what stands for it; None where nothing does."""
    text: str
    """What stands for it; empty where nothing does."""
    reason: str
    also: tuple[tuple[int, int], ...] = ()
    """Further lines of the canonical, where its parts stand in several places."""
    pieces: tuple[Said, ...] = ()
    """Which piece of it is said where, in its own order; empty where one place says all of it."""
    stands: FateKind | None = None
    """Of a disputed statement that stands nevertheless, what its fate were if nobody contradicted it."""

    @property
    def undisputed(self) -> FateKind:
        """What became of it, contradicted or not."""
        return self.stands or self.kind


class HeadingFateKind(StrEnum):
    """What became of a source's heading: a list of its own beside that of the statements."""

    KEPT = "kept"
    """Its title stands as a heading, over what stood under it."""
    JOINED = "joined"
    """Most of what stood under it stands under one other heading."""
    LEFT_OUT = "left out"
    """Nothing that stood under it stands, or it is spread."""


@dataclass(frozen=True, slots=True)
class HeadingFate:
    """A line of the ledger: one heading of a source and where it, or what stood under it, is to be found."""

    heading: Heading
    kind: HeadingFateKind
    line: int | None
    """The line of the canonical with the heading that is meant; None where it is left out."""
    title: str
    """That heading's title, as the canonical has it; empty where it is left out."""
    reason: str
    unsaid: tuple[str, ...] = ()
    """The numbers and names in its title that stand nowhere in the canonical, sorted."""
    below: int = 0
    """How many statements stood under it."""
    staying: int = 0
    """How many of them stand under the canonical's heading on *line*."""


@dataclass(frozen=True, slots=True)
class SourceDiff:
    """What the proposal does to one source."""

    path: str
    unified: str
    """A unified diff that turns the source into the canonical; ends with a newline; empty where they are equal."""
    fates: tuple[Fate, ...]
    """One for each statement, in reading order."""
    headings: tuple[HeadingFate, ...] = ()
    """One for each heading, in reading order."""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A promise that a proposal breaks: a fault of ours, never of the sources."""

    span: Span
    """In a source, or in the canonical (then its path is the proposal's file name)."""
    code: str
    """A stable word: ``fate-missing``, ``fate-twice``, ``wrong-place``, ``not-verbatim``, ``fact-lost`` ..."""
    message: str


@dataclass(frozen=True, slots=True)
class Sizes:
    """Words of bodies and characters of descriptions, before (all sources) and after (the canonical)."""

    words_before: int
    words_after: int
    description_before: int
    description_after: int
    words_longest: int = 0
    """Words of the longest source."""

    @property
    def growth(self) -> float:
        """How many times as long as the longest source the canonical is: what one who had that source loads now."""
        return self.words_after / self.words_longest if self.words_longest else 0.0


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """What a proposal does to the path and the name of one of its definitions."""

    family: str
    path: str
    name: str
    to_path: str
    """Where the canonical stands."""
    to_name: str
    dialect: str
    """The name of the dialect that the definition was written in."""

    @property
    def absorbed(self) -> bool:
        """Whether it becomes part of another file: not so the survivor."""
        return self.path != self.to_path


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A place that speaks of a definition by the path or the name that it is to lose."""

    span: Span
    column: int
    """Where in its line it begins: characters, from 0."""
    text: str
    """What stands there, and no more: the path or the name."""
    replacement: str
    """What says the same when the proposal is in place; empty where nothing does."""
    safe: bool
    """Whether it can be nothing else, so that `apply` may write the replacement."""
    reason: str
    """How that is known, or why a human has to look."""
    line: str
    """The line that it stands in, shortened."""
    move: Move


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything a reviewer needs about one family."""

    family: Family
    canonical: Canonical
    file_name: str
    """``canonical.md``, or what the survivor's dialect wants."""
    text: str
    diffs: tuple[SourceDiff, ...]
    sizes: Sizes
    violations: tuple[Violation, ...] = ()
    """What `verify` found wrong with it: with one of these it is not to be used."""
    places: tuple[tuple[int, int], ...] = ()
    """First and last line in *text* of each passage of the canonical, in their order."""
    field_places: tuple[tuple[int, int], ...] = ()
    """First and last line in *text* of each front-matter field, in their order."""
    references: tuple[Reference, ...] = ()
    """Where the tree speaks of the definitions that it absorbs, sorted."""

    @property
    def headings(self) -> tuple[HeadingFate, ...]:
        """What became of the headings of all sources."""
        return tuple(fate for diff in self.diffs for fate in diff.headings)

    @property
    def unsaid_titles(self) -> tuple[HeadingFate, ...]:
        """The headings whose titles state what the canonical states nowhere; of those with one title the first."""
        found: dict[str, HeadingFate] = {}
        for fate in self.headings:
            if fate.unsaid:
                found.setdefault(fate.heading.title, fate)
        return tuple(found.values())

    @property
    def file_text(self) -> str:
        """The canonical as its file holds it: *text* with the survivor's line ends and byte order mark."""
        return self.canonical.survivor.as_file(self.text)

    @property
    def moves(self) -> tuple[Move, ...]:
        """What it does to the path and the name of each of its definitions."""
        to = self.canonical.survivor.path
        return tuple(
            Move(self.family.name, d.path, d.name, to, self.canonical.name, d.dialect.name)
            for d in self.family.definitions
        )
