"""What is read: files, and in them definitions with their fields, headings and blocks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SectionPath = tuple[str, ...]
"""The titles of a section and of those around it, outermost first; empty outside of all."""


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


class Loading(StrEnum):
    """How a runtime comes to read a definition."""

    ALWAYS = "an instruction, loaded without being asked for"
    DEMAND = "a skill, loaded on demand"
    TYPED = "a command, typed by the user"
    AGENT = "an agent, run for a task of its own"


@dataclass(frozen=True, slots=True)
class Dialect:
    """A runtime's file format: how to recognise it, and what its front matter may hold."""

    name: str
    """``claude-agent``, ``agent-skill``, ``markdown`` ..."""
    title: str
    keys: tuple[str, ...]
    """Front-matter keys that the runtime knows, in the order in which it documents them."""
    description_budget: int | None = None
    """The most characters that the runtime takes as a description."""
    canonical_name: str = "canonical.md"
    descriptions_budget: int | None = None
    """The most tokens of all descriptions together before the runtime warns."""
    loading: Loading | None = None
    """How its files are read, where their paths do not tell otherwise; None where no runtime is known to read them."""
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

    @property
    def listed(self) -> bool:
        """Whether it is a form of list items."""
        return self in {Shape.ITEM, Shape.STEP}

    @property
    def verbatim(self) -> bool:
        """Whether its text is no prose and stays letter by letter as it is."""
        return self in {Shape.CODE, Shape.EXAMPLE, Shape.HTML}


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
    path: SectionPath
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

    @property
    def is_set(self) -> bool:
        """Whether it has a value; a runtime takes a key without one for no key."""
        return self.value not in (None, "")


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
    entry_of: str = ""
    """The path of the file that has it as one of several entries; empty where it is a file of its own."""

    @property
    def file(self) -> str:
        """The path of the file that it stands in."""
        return self.entry_of or self.path

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
        """Return the front-matter field called *key* that has a value, or None."""
        return next((f for f in self.fields if f.key == key and f.is_set), None)

    def is_at(self, path: str) -> bool:
        """Whether it is the one that a user means by *path*: its whole path, or the end of it."""
        return self.path == path or self.path.endswith(f"/{path}")

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks that stand below the front matter and not in one of its values."""
        return tuple(b for b in self.blocks if not b.field)

    @property
    def root(self) -> SectionPath:
        """The section that all of the body stands in: its title, where it has one; else empty."""
        titles = {b.headings[0].title if b.headings else "" for b in self.body}
        return tuple(titles) if len(titles) == 1 and "" not in titles else ()

    @property
    def closing(self) -> Block | None:
        """The paragraph that the body ends with behind a section's list or code: it closes the file.

        What ends a section between tags is of that section: where the tag ends is told.
        """
        body = self.body
        last = body[-1] if body else None
        if last is None or len(self.headings) < 2 or last.shape is not Shape.SENTENCE:  # noqa: PLR2004 - sections
            return None
        sections = [h.form for h in last.headings if h.form in {"atx", "setext", "tag"}]
        if sections[-1:] == ["tag"]:
            return None
        before = [b for b in body if b.shape not in {Shape.SENTENCE, Shape.QUOTE}]
        closes = any(b.headings[: len(last.headings)] == last.headings for b in before)
        return last if closes and not last.text.rstrip("*_").endswith(":") else None

    @property
    def description(self) -> str:
        """The front matter's description as text, empty where there is none."""
        found = self.get("description")
        return found.value if found and isinstance(found.value, str) else ""
