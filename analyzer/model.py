"""The nouns: every value that passes from one stage to the next.

All are frozen and hold tuples; a value may answer questions about itself but never reads or writes anything. Values
nest: a cluster holds its statements, a statement its place, so nothing has to be looked up.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray


# --- reading ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place: *path* as reports print it (POSIX, relative to the analysis' base) and 1-based lines, both included."""

    path: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.path}:{self.start}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, or was read only after a repair, and what the user may do about it."""

    span: Span
    code: str
    """A stable word: ``binary``, ``empty``, ``too-large``, ``not-utf8``, ``front-matter-repaired`` ..."""
    message: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its *text* with line feeds as line ends, nothing else changed."""

    path: str
    text: str
    original: str | None = None
    """The text with the file's own line ends and byte order mark, where it has others; diffs are made against it."""
    digest: str = ""
    """SHA-256 of the file's bytes, in hexadecimal; empty for a text that is no file."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What `discover` found under *base*: the readable sources in path order, and what was passed over and why."""

    base: str
    """The folder that all paths are relative to; absolute, and never written to an output."""
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Dialect:
    """A runtime's file format: how to recognise it, and what its front matter may hold."""

    name: str
    """``claude-agent``, ``agent-skill``, ``markdown`` ..."""
    title: str
    keys: tuple[str, ...]
    """Front-matter keys that the runtime knows, in the order in which it documents them."""
    list_keys: tuple[str, ...] = ()
    """Keys whose value is a list, also where the file writes it with commas."""
    description_budget: int | None = None
    """The most characters that the runtime takes as a description."""
    canonical_name: str = "canonical.md"
    descriptions_budget: int | None = None
    """The most tokens of all descriptions together before the runtime warns."""
    mergeable: bool = True
    """Whether a canonical can be written from its files: prompts inside of YAML have no lines of their own."""


class Shape(StrEnum):
    """The Markdown form that a statement stood in."""

    FIELD = "field"
    """A front-matter value, or a sentence of one."""
    EXAMPLE = "example"
    """An ``<example>`` block, kept whole."""
    ITEM = "item"
    """A bullet or task-list item."""
    STEP = "step"
    """An item of a numbered list."""
    SENTENCE = "sentence"
    """A sentence of a paragraph."""
    ROW = "row"
    """A table row below the header; the header's cells are in the section."""
    CODE = "code"
    """A fenced or indented code block, or a box drawing: *text* has its lines as they stand."""
    QUOTE = "quote"
    HTML = "html"


class Kind(StrEnum):
    """What a statement is for."""

    ROLE = "role"
    TRIGGER = "trigger"
    EXPERTISE = "expertise"
    INSTRUCTION = "instruction"
    STEP = "workflow step"
    CHECK = "checklist item"
    EXAMPLE = "example"
    TOOL = "tool"
    FACT = "project fact"
    STYLE = "style"
    COLLABORATION = "collaboration"
    METADATA = "metadata"
    """A front-matter value that is none of the above: name, model, colour ..."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What opens a section, in whatever form: ``#`` line, underlined line, bold line, ``Label:`` line or tag."""

    title: str
    """Inline Markdown without the marks that make it a heading (``#``, ``**``, trailing ``:``, list number)."""
    level: int
    """1 is outermost. Depth in the outline, not the count of ``#``."""
    form: str
    """``atx``, ``setext``, ``bold``, ``label``, ``tag``, ``item`` (a list item that heads a nested list), or ``table``
    (a table's header row, its cells joined by `` | ``: the section that its rows stand in)."""
    span: Span
    path: tuple[str, ...]
    """Titles from the outermost section to this one, this one last."""


@dataclass(frozen=True, slots=True)
class Block:
    """A leaf of the Markdown tree, before anyone asks what it means."""

    shape: Shape
    text: str
    """Inline Markdown without list and quote marks; a row's cells joined by `` | ``; code verbatim.

    A paragraph keeps a line feed where the file wraps, so that each sentence's lines can be told; `segment` joins them.
    """
    headings: tuple[Heading, ...]
    """The sections that it stands in, outermost first."""
    span: Span
    marker: str = ""
    """A list item's mark as written: ``-``, ``*``, ``3.``, ``- [ ]``, ``- ✅``; a fence's opening line; else empty."""
    depth: int = 0
    """List nesting: 0 for an item of an outermost list."""
    field: str = ""
    """The front-matter key that it came from; empty in the body."""


@dataclass(frozen=True, slots=True)
class Field:
    """One front-matter entry."""

    key: str
    value: object
    """What YAML (or the lenient reader) made of it: str, int, float, bool, None, or lists and mappings of those."""
    raw: str
    """Its lines as they stand in the file, key and comments included."""
    span: Span


@dataclass(frozen=True, slots=True)
class Definition:
    """One agent, skill, rule or mode: a parsed file, or one entry of a file that holds several."""

    path: str
    name: str
    """The front matter's ``name``, else the file's name without its ending."""
    dialect: Dialect
    fields: tuple[Field, ...]
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    text: str
    problems: tuple[Problem, ...] = ()
    original: str | None = None
    """The file's text as it is on disk, where *text* has other line ends or lacks its byte order mark."""
    digest: str = ""
    """SHA-256 of the file's bytes: whether it is still the file that was read."""

    @property
    def line_end(self) -> str:
        """What ends the file's lines: CR and LF where all lines end so, else a line feed."""
        on_disk = self.original or self.text
        return "\r\n" if 0 < on_disk.count("\n") == on_disk.count("\r\n") else "\n"

    def as_file(self, text: str) -> str:
        """Return *text* as its file would hold it: with its line ends, and its byte order mark where it has one."""
        mark = "\ufeff" if (self.original or "").startswith("\ufeff") else ""
        return mark + text.replace("\n", self.line_end)

    def get(self, key: str) -> Field | None:
        """Return the front-matter field called *key*, or None."""
        return next((f for f in self.fields if f.key == key), None)

    def is_at(self, path: str) -> bool:
        """Whether it is the one that a user means by *path*: its whole path, or the end of it."""
        return self.path == path or self.path.endswith(f"/{path}")

    @property
    def root(self) -> tuple[str, ...]:
        """The section that all of the body stands in: its title, where it has one; else empty."""
        titles = {b.headings[0].title if b.headings else "" for b in self.blocks if not b.field}
        return tuple(titles) if len(titles) == 1 and "" not in titles else ()

    @property
    def description(self) -> str:
        """The front matter's description as text, empty where there is none."""
        found = self.get("description")
        return found.value if found and isinstance(found.value, str) else ""


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """The smallest unit that a reader would keep, move or drop as one."""

    span: Span
    ordinal: int
    """Reading order within its definition, from 0: (path, ordinal) identifies a statement."""
    text: str
    kind: Kind
    shape: Shape
    section: tuple[str, ...] = ()
    """Titles of the sections that it stands in, outermost first."""
    marker: str = ""
    depth: int = 0
    field: str = ""

    @property
    def path(self) -> str:
        """The definition's path."""
        return self.span.path

    @property
    def heading(self) -> str:
        """The nearest heading's title, empty at the top of a file."""
        return self.section[-1] if self.section else ""

    @property
    def id(self) -> str:
        """``path#ordinal``: how reports name it."""
        return f"{self.span.path}#{self.ordinal}"


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A piece of a statement that can be said elsewhere.

    It is one item of an enumeration, a clause of a statement that stays or goes as one, or the whole statement.
    """

    statement: Statement
    ordinal: int
    """From 0, in the order of the enumeration."""
    text: str
    label: str = ""
    """What stands before the enumeration, with its marks (``**Node.js**:``); else empty."""
    clause: bool = False
    """Whether it only serves to see if its statement is said elsewhere, and never stands alone."""

    @property
    def whole(self) -> bool:
        """Whether it is all of its statement."""
        return not self.label and not self.clause


# --- numbers ---------------------------------------------------------------------------------------------


class Embedder(Protocol):
    """Anything that turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """Identifies model and version: the cache keys on it."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit-length row per text, shape ``(len(texts), dimensions)``."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Unit vectors by text: each distinct text once, whatever number of statements say it."""

    index: Mapping[str, int]
    """The row of each text."""
    matrix: NDArray[np.float32]
    """Shape ``(len(index), dimensions)``."""

    def __getitem__(self, text: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self.matrix[self.index[text]]
        return row

    def rows(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row per text in the order of *texts*, shape ``(len(texts), dimensions)``."""
        return self.matrix[[self.index[text] for text in texts]]


class RelationKind(StrEnum):
    """How two statements relate, read from *a* to *b*."""

    SAME = "same"
    A_COVERS_B = "a_covers_b"
    B_COVERS_A = "b_covers_a"
    OVERLAP = "overlap"
    DIFFERENT = "different"
    CONFLICT = "conflict"

    @property
    def redundant(self) -> bool:
        """Whether one of the two can go without loss."""
        return self in {RelationKind.SAME, RelationKind.A_COVERS_B, RelationKind.B_COVERS_A}

    @property
    def swapped(self) -> RelationKind:
        """The same relation, read from *b* to *a*."""
        pair = {RelationKind.A_COVERS_B: RelationKind.B_COVERS_A, RelationKind.B_COVERS_A: RelationKind.A_COVERS_B}
        return pair.get(self, self)


@dataclass(frozen=True, slots=True)
class Relation:
    """The judgement of one pair."""

    kind: RelationKind
    redundancy: float
    """Probability from 0 to 1 that one of the two can go without loss."""
    cosine: float = 0.0
    guards: tuple[str, ...] = ()
    """What the guards said, a sentence each: facts that stand on one side only, negation, modality."""

    @property
    def swapped(self) -> Relation:
        """The same relation, read from *b* to *a*."""
        return replace(self, kind=self.kind.swapped, guards=tuple(map(_read_from_b, self.guards)))


def _read_from_b(guard: str) -> str:
    """Return what *guard* says with the two sides called the other way round."""
    first, second = "only the first ", "only the second "
    for here, there in ((first, second), (second, first)):
        if guard.startswith(here):
            return there + guard.removeprefix(here)
    return guard


@dataclass(frozen=True, slots=True)
class Reading:
    """What one part of the judge makes of a pair."""

    judge: str
    """``network``, ``encoder``, or ``together``: what follows from the two."""
    probabilities: tuple[tuple[RelationKind, float], ...]
    """Every kind but conflict, which only guards find."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What two texts have in common, and what only one of them has."""

    shared: tuple[str, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the judge says of two texts what it says."""

    a: str
    b: str
    relation: Relation
    unguarded: RelationKind
    """What the judge would say if no guard spoke."""
    words: Sides
    """Content words, as the first text that has them writes them."""
    facts: Sides
    readings: tuple[Reading, ...]
    places: tuple[Span | None, Span | None] = (None, None)
    """Where the two stand; None for a text that was given itself."""


IDENTICAL = Relation(RelationKind.SAME, 1.0, 1.0)
UNRELATED = Relation(RelationKind.DIFFERENT, 0.0)


@dataclass(frozen=True, slots=True)
class Judgements:
    """What the judge said of the candidate pairs; a pair that was no candidate is different."""

    relations: Mapping[tuple[str, str], Relation]
    """By (text, text), the smaller text first."""
    contexts: Mapping[Statement | Part, str]
    """The text that was judged for each: its own, or with its heading or label where it is too short alone."""

    def between(self, a: Statement | Part, b: Statement | Part) -> Relation:
        """Return the relation read from *a* to *b*."""
        x, y = self.contexts[a], self.contexts[b]
        if x == y:
            return IDENTICAL
        found = self.relations.get((min(x, y), max(x, y)), UNRELATED)
        return found if x < y else found.swapped

    def neighbours(self, least: float) -> dict[str, set[str]]:
        """Return for each text the others that are redundant with it with *least* or more."""
        near: dict[str, set[str]] = {}
        for (x, y), relation in self.relations.items():
            if relation.redundancy >= least:
                near.setdefault(x, set()).add(y)
                near.setdefault(y, set()).add(x)
        return near

    def covers(self, a: Statement | Part, b: Statement | Part, floor: float) -> bool:
        """Whether *a* can stand for *b*, as surely as *floor*."""
        relation = self.between(a, b)
        covering = relation.kind in {RelationKind.SAME, RelationKind.A_COVERS_B}
        return covering and relation.redundancy >= floor


@dataclass(frozen=True, slots=True)
class Cluster:
    """Statements that say the same thing; a statement that nothing repeats is a cluster of its own."""

    members: tuple[Statement, ...]
    """Sorted; one or more."""
    cohesion: float
    """The redundancy of its weakest pair; 1.0 where there is one member."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The definitions that it has members from, sorted."""
        return tuple(sorted({m.path for m in self.members}))

    @property
    def shared(self) -> bool:
        """Whether two or more definitions say it."""
        return len(self.paths) > 1


class Verdict(StrEnum):
    """What to do about two definitions, or a family."""

    COPY = "copy"
    SUBSUMED = "subsumed"
    MERGE = "merge"
    SIBLINGS = "siblings"
    UNRELATED = "unrelated"

    @property
    def proposes(self) -> bool:
        """Whether the two should become one."""
        return self in {Verdict.COPY, Verdict.SUBSUMED, Verdict.MERGE}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement of one definition and what stands for it in the other."""

    a: Statement
    b: Statement
    relation: Relation


@dataclass(frozen=True, slots=True)
class Overlap:
    """How two definitions relate; *a* sorts before *b*."""

    a: str
    b: str
    score: float
    """0 to 1: ranks candidates, best first."""
    coverage_a: float
    """Share of *a*'s words that *b* says too."""
    coverage_b: float
    verdict: Verdict
    reason: str
    """One sentence."""
    evidence: tuple[Evidence, ...]
    undecided: Verdict | None = None
    """What the verdict would be, where somebody decided it; None where nobody did."""
    distinctions: tuple[str, ...] = ()
    """Of siblings, a line that the description of *a* could have about *b*, and the other way round; one is empty where
    that description names the other already. Nothing where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Family:
    """Definitions that should become one; two or more, sorted by path."""

    name: str
    verdict: Verdict
    definitions: tuple[Definition, ...]
    overlaps: tuple[Overlap, ...]
    """Those between its members, best first."""
    reason: str
    weakest: Overlap | None = None
    """Of the overlaps that hold it together, those with one member, the weakest; None where nothing does."""

    @property
    def unmergeable(self) -> tuple[str, ...]:
        """The paths of those of its members from which no canonical can be written."""
        return tuple(d.path for d in self.definitions if not d.dialect.mergeable)


@dataclass(frozen=True, slots=True)
class Landmarks:
    """What stands out among definitions that are more than unrelated; a family counts as one."""

    groups: tuple[tuple[str, ...], ...] = ()
    """Paths that overlap more with each other than with the rest, the largest group first."""
    hubs: tuple[tuple[str, int], ...] = ()
    """Those that overlap with most others, and with how many; of a family, its first member."""
    bridges: tuple[tuple[str, str], ...] = ()
    """The overlaps without which what is on one side would have none with the other side."""


@dataclass(frozen=True, slots=True)
class OverlapGraph:
    """All overlaps worth showing, best first, and the families that follow from them."""

    overlaps: tuple[Overlap, ...]
    families: tuple[Family, ...]
    positions: tuple[tuple[str, float, float], ...] = ()
    """(path, x, y) in the unit square: a seeded layout for drawings."""
    landmarks: Landmarks = Landmarks()


# --- decisions -------------------------------------------------------------------------------------------


class DecisionKind(StrEnum):
    """What somebody decided: of definitions, or of a statement of a family's canonical."""

    KEEP_APART = "keep apart"
    """These definitions never become one."""
    MERGE = "merge"
    """These definitions become one."""
    SURVIVOR = "survivor"
    """The canonical of this definition's family keeps its structure."""
    KEEP = "keep"
    """The canonical says this statement in its own words, whatever else says the same."""
    DROP = "drop"
    """The canonical does not say this statement."""
    REWORD = "reword"
    """The canonical says this statement in new words."""
    CHOOSE = "choose"
    """The side of a conflict that holds."""

    @property
    def of_definitions(self) -> bool:
        """Whether it is about whole definitions, not about statements."""
        return self in {DecisionKind.KEEP_APART, DecisionKind.MERGE, DecisionKind.SURVIVOR}


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided, and the texts that it was decided about: when those change, it no longer holds."""

    kind: DecisionKind
    definitions: tuple[str, ...]
    """Paths: two or more to keep apart or to merge, one for a survivor; of statements, one for each of them."""
    fingerprints: tuple[str, ...]
    """One for each of *definitions*: of its whole text, or of the statement there."""
    reason: str
    """Why, in the words of whoever decided; never empty."""
    statements: tuple[str, ...] = ()
    """Of statements, the text of each: one to keep or drop; those that the new words replace; what each source says to
    choose between."""
    text: str = ""
    """The new words, or the chosen value."""
    topic: str = ""
    """The conflict's topic, where one is settled."""


class Standing(StrEnum):
    """Whether a decision counts."""

    HOLDS = "holds"
    EXPIRED = "expired"
    """A text that it is about has changed, so it is not honoured."""
    ELSEWHERE = "elsewhere"
    """A definition that it is about was not read."""
    OVERRULED = "overruled"
    """Another decision says otherwise."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision in the light of what was read."""

    decision: Decision
    """With its definitions' paths as this analysis has them, where it holds."""
    standing: Standing
    effect: str
    """What it changes, or why it does not count: one sentence."""
    families: tuple[str, ...] = ()
    """The families that it changed, by name."""


# --- prose -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing that the canonical says."""

    text: str
    wording: Statement
    """The source statement whose words, or most of them, these are."""
    stands_for: tuple[Statement, ...]
    """Every source statement that it stands for, in whole or in part, *wording* included; sorted."""
    section: tuple[str, ...]
    """Titles of the canonical's sections that it stands in."""
    reason: str
    """Why these words, and why here: one sentence."""
    place: Statement | None = None
    """The survivor's statement whose lines it takes: itself where it is the survivor's; None where it is added."""
    parts: tuple[Part, ...] = ()
    """Where each piece of an enumeration comes from, in the order of the text; empty for verbatim text."""
    decision: Decision | None = None
    """What somebody decided about its words: to keep them, or to have new ones."""

    @property
    def fused(self) -> bool:
        """Whether it is not the verbatim text of one statement."""
        return bool(self.parts)


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
    """A section that the survivor lacks: its *title*, and the survivor's heading after whose section it goes."""

    title: str
    after: Heading | None
    """None: at the end of the file."""
    like: Heading | None
    """The survivor's heading whose form and level it takes; None where the survivor has no headings."""


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
    def agreement(self) -> dict[str, dict[str, int]]:
        """For each source, how many statements of its body the canonical says together with one of each other source.

        Under its own path: with one of any other.
        """
        counts = {d.path: dict.fromkeys((e.path for e in self.definitions), 0) for d in self.definitions}
        together: dict[Statement, set[str]] = {}
        for passage in self.passages:
            paths = {s.path for s in passage.stands_for}
            for s in (s for s in passage.stands_for if not s.field):
                together.setdefault(s, set()).update(paths)
        for s, paths in together.items():
            for path in paths if len(paths) > 1 else ():
                counts[s.path][path] += 1
        return counts


@dataclass(frozen=True, slots=True)
class Written:
    """The canonical as a file's text, and where in it each passage stands."""

    text: str
    places: tuple[tuple[int, int], ...]
    """First and last line of each passage of the canonical, in their order."""
    field_places: tuple[tuple[int, int], ...]
    """First and last line of each front-matter field, in their order."""


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


@dataclass(frozen=True, slots=True)
class SourceDiff:
    """What the proposal does to one source."""

    path: str
    unified: str
    """A unified diff that turns the source into the canonical; ends with a newline; empty where they are equal."""
    fates: tuple[Fate, ...]
    """One for each statement, in reading order."""


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


@dataclass(frozen=True, slots=True)
class Load:
    """What definitions put into a conversation: names and descriptions always, a body when it is used."""

    description_words: int = 0
    description_tokens: int = 0
    """Estimated, as all tokens."""
    body_words: int = 0
    body_tokens: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(
            self.description_words + other.description_words,
            self.description_tokens + other.description_tokens,
            self.body_words + other.body_words,
            self.body_tokens + other.body_tokens,
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """The descriptions that a runtime always loads, against the most that it takes without a warning."""

    dialect: Dialect
    most: int
    """Tokens, as all numbers here."""
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Budgets:
    """The load of a collection as it is, and as it would be with every proposal in place."""

    definitions: Mapping[str, Load]
    """By path."""
    families: Mapping[str, tuple[Load, Load]]
    """Before and after, by the family's name."""
    before: Load = Load()
    after: Load = Load()
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about names and sizes that someone should see to."""

    code: str
    """A stable word: ``name-twice``, ``name-not-file``, ``same-name-apart``, ``description-long``,
    ``descriptions-over-limit``."""
    spans: tuple[Span, ...]
    """Where: one or more places, sorted; none for what is about the whole collection."""
    message: str
    """What, and what to do: one or two sentences."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, so that it can be asked again: the options of `analyze`, by name."""

    paths: tuple[str, ...] = ()
    """POSIX, relative to the folder that all paths count from; sorted; ``.`` is that folder."""
    together: bool = False
    threshold: float | None = None
    survivor: str | None = None
    fusion: bool = True
    conflicts: Conflicts = "list"
    examples: Examples = "description"
    tools: Tools = "union"


@dataclass(frozen=True, slots=True)
class Analysis:
    """The answer: what was read, how it overlaps, what is proposed."""

    definitions: tuple[Definition, ...]
    statements: tuple[Statement, ...]
    clusters: tuple[Cluster, ...]
    graph: OverlapGraph
    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...]
    """What was not read, or only after a repair; those of definitions included."""
    model: str
    """The embedder's name."""
    notes: tuple[str, ...] = field(default=())
    rulings: tuple[Ruling, ...] = ()
    """What was decided before, and whether it still holds; in the order of the file of decisions."""
    budgets: Budgets = Budgets({}, {})
    remarks: tuple[Remark, ...] = ()
    request: Request = Request()

    @property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Ranked, best first."""
        return self.graph.overlaps


# --- putting in place ------------------------------------------------------------------------------------


POINTER_MARK = "<!-- agentmerge: this file only says where its definition went -->"
"""Stands at the end of what `apply` may leave in the place of an absorbed definition."""


class ChangeKind(StrEnum):
    """What becomes of a file when a proposal is put in place."""

    WRITE = "write"
    """The survivor: it becomes the canonical."""
    UPDATE = "update"
    """It speaks of definitions that are absorbed."""
    POINT = "point"
    """An absorbed definition: what is left says where it went."""
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after."""

    path: str
    kind: ChangeKind
    before: bytes
    after: bytes | None
    """None where the file goes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done to a tree to put proposals in place."""

    families: tuple[str, ...]
    moves: tuple[Move, ...]
    changes: tuple[Change, ...]
    """Each file once, in the order in which they are made: what is new stands before anything goes."""
    left_out: tuple[tuple[str, str], ...] = ()
    """Families that are not put in place, and why."""
    references: tuple[Reference, ...] = ()
    """Where the tree speaks of what goes: the safe ones are among the changes."""
    remarks: tuple[str, ...] = ()
    """What the user should know, a sentence or two each."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back."""

    families: tuple[str, ...]
    paths: tuple[str, ...]
    """The files that are as they were before."""
    interrupted: bool
    """Whether it was taken back because it had not come to its end."""
    left: int
    """How often `undo` can be called still."""


# --- audit -----------------------------------------------------------------------------------------------


class Severity(StrEnum):
    """How much a reviewer should mind."""

    HIGH = "high"
    """A command, flag, number, path, name or prohibition that stands nowhere in the result."""
    MEDIUM = "medium"
    """Words that tell it from others stand nowhere in the result."""
    LOW = "low"
    """Its words stand here and there in the result, or it is what many files say."""

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Gap:
    """A passage of one side of a merge that the other side does not say: a loss, or an invention."""

    text: str
    """Its words as they stand in the file: of a code block the lines that are gone; with the title of its section
    before it where nothing on the other side has that title either."""
    statements: tuple[Statement, ...]
    """What it was taken from: one, or the neighbouring sentences of a paragraph or short items of a list."""
    span: Span
    severity: Severity
    weight: float
    """Ranks gaps of one severity: how much that is rare is in no statement of the other side."""
    share: float
    """0 to 1: how much of its content the other side says in the one or two nearest statements."""
    facts: tuple[str, ...]
    """The concrete facts among what is gone."""
    reason: str
    nearest: Statement | None
    also: tuple[Span, ...] = ()
    """Other places that say nothing more than this."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A statement of the sources and the one of the result that took its place, changed or elsewhere."""

    before: Statement
    after: Statement
    reason: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What a merge did to its sources."""

    before: tuple[Definition, ...]
    after: tuple[Definition, ...]
    statements_before: int
    statements_after: int
    lost: tuple[Gap, ...]
    """The most important first; so are the others."""
    reversed: tuple[Shift, ...]
    invented: tuple[Gap, ...]
    moved: tuple[Shift, ...]
    problems: tuple[Problem, ...] = ()
    model: str = ""

    def found(self, severity: Severity) -> bool:
        """Whether a loss of *severity* or worse, or a statement turned round, stands against the merge."""
        return bool(self.reversed) or any(gap.severity.rank <= severity.rank for gap in self.lost)


# --- gate ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Collection:
    """Definitions and how they relate, with nothing proposed."""

    definitions: tuple[Definition, ...]
    statements: tuple[Statement, ...]
    overlaps: tuple[Overlap, ...]
    """Ranked, best first."""
    problems: tuple[Problem, ...]
    model: str
    """The embedder's name."""
    rulings: tuple[Ruling, ...] = ()
    """What was decided before, and whether it still holds."""


class Rule(StrEnum):
    """What the gate may find of two definitions, in the order of gravity."""

    COPY = "copy"
    SUBSUMED = "subsumed"
    MERGE = "merge"
    SIBLINGS = "siblings"
    SAME_NAME = "same-name"
    """They have one name in one runtime, which loads one of them only."""

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Rule).index(self)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """How a definition is known again: by its place, or by what it says where it was moved."""

    path: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """Two definitions of which somebody knows that they overlap."""

    a: str
    b: str
    """Their paths; *b* sorts after *a*."""
    found: tuple[Rule, ...]
    """What there is between them, sorted by gravity."""
    note: str = ""
    """Why both stay, as a human wrote it."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the gate takes as known."""

    definitions: tuple[Mark, ...] = ()
    """All that there were, sorted."""
    accepted: tuple[Accepted, ...] = ()
    """Sorted by their paths."""


class Age(StrEnum):
    """What became of a definition since the baseline."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    """Where it was, or moved."""

    @property
    def rank(self) -> int:
        """0 for the newest."""
        return list(Age).index(self)


@dataclass(frozen=True, slots=True)
class Match:
    """Another definition that says what one says, or bears its name."""

    other: Definition
    overlap: Overlap | None
    """None where they only bear one name."""
    found: tuple[Rule, ...]
    """What there is between the two, the gravest first; one or more."""
    before: tuple[Rule, ...] = ()
    """What the baseline has of the two, which is less."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A definition that overlaps with others as it did not before."""

    definition: Definition
    age: Age
    matches: tuple[Match, ...]
    """Nearest first; one or more."""
    fingerprint: str
    """Equal as long as it says the same and the others say the same, wherever they stand."""

    @property
    def rule(self) -> Rule:
        """The gravest that was found of it."""
        return min((rule for match in self.matches for rule in match.found), key=lambda rule: rule.rank)


@dataclass(frozen=True, slots=True)
class Known:
    """Two definitions that overlap, and why the gate lets them pass."""

    a: Definition
    b: Definition
    found: tuple[Rule, ...]
    note: str
    decided: bool = False
    """Whether somebody decided to keep them apart; else the baseline has them."""


@dataclass(frozen=True, slots=True)
class Check:
    """What the gate says of a collection."""

    definitions: tuple[Definition, ...]
    findings: tuple[Finding, ...]
    """The definitions in path order that are in the way."""
    known: tuple[Known, ...]
    gone: tuple[Accepted, ...]
    """What the baseline knows and is no more."""
    against: str
    """The baseline's file or the revision; empty where there is none."""
    problems: tuple[Problem, ...]
    model: str
    expired: tuple[Ruling, ...] = ()
    """Decisions to keep apart that no longer hold."""
