"""What somebody decided, and whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
    """Another decision, or an option of the run, says otherwise."""


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

    @property
    def holds(self) -> bool:
        """Whether it counts."""
        return self.standing is Standing.HOLDS

    @property
    def honoured(self) -> bool:
        """Whether it counts; one about statements does where it is carried out."""
        return self.holds and (self.decision.kind.of_definitions or bool(self.families))
