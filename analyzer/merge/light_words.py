"""Words that tell little, each list for its own question: what of a text may be left aside when two are compared.

All lists have stems.
"""

from __future__ import annotations

from analyzer.text import stems


def _stems(words: str) -> frozenset[str]:
    return frozenset(stems(words))


CARE = _stems(
    "ensure maintain keep support handle manage apply provide use perform conduct run set establish enable make do"
)
"""Verbs that tell one to see to a thing, which its own entry does too: "run integration tests"."""
ALIKE = (
    _stems("improve enhance optimize streamline refine boost"),
    _stems("create build develop write add embed define configure establish introduce implement design generate"),
    _stems("analyze review assess evaluate examine inspect investigate profile identify"),
    _stems("verify validate check confirm test"),
)
"""Verbs that may tell to do the same."""
GENERIC = _stems(
    "expert expertise specialist senior elite deep knowledge experience span development engineer design build "
    "implement create provide ensure include use best practice proper excel master specialize focus function "
    "deliver approach key core comprehensive advanced current modern multiple various need assistance guidance "
    "work help skill proficiency level wide broad array range variety"
)
"""What says nothing about the subject of a statement or of an enumeration."""
VOICE = _stems(
    "you your this agent ai role senior elite lead principal staff expert expertise specialist professional "
    "engineer developer architect consultant master world class highly skilled experienced seasoned level guidance "
    "knowledge"
)
"""What an agent is called, whatever it knows."""
HOLLOW = GENERIC | VOICE | _stems("write across full capable adept versed well ability")
"""What says nothing alone of what an agent does: "This agent excels at writing"."""
USE = _stems("expert assistance guidance help advice support development need any")
"""What does not tell one reason to call an agent from another."""

FRAMES = _stems(
    "when invoked workflow process procedure step phase task checklist list excellence area include protocol action"
)
"""In titles: what kind of list stands below, not what it is about."""
TITLES = _stems(
    "advanced best practice key core modern comprehensive essential general main important "
    "action activity approach method procedure process strategy technique"
)
"""In titles: what does not tell one from another."""
WIDE = _stems(
    "capabilities skills expertise knowledge key core focus areas approach best practices strategy competencies"
)
"""In titles: what says that a section is on what the agent knows, whatever that is."""

HEADS = _stems(
    "strategy technique pattern practice method approach technology tool handling management integration support "
    "solution implementation concept principle"
)
"""Last words that a thing is named with or without: "caching strategies", "caching"."""
MANNER = _stems("strategy technique pattern practice method approach implementation concept principle")
"""Those of them that say the same of a thing; handling it is not integrating it."""
DEGREE = _stems("advanced modern best core comprehensive")
"""First words of a label that it is the same without."""
EMPTY = _stems(
    "implement create build design ensure use provide apply best practice key core comprehensive advanced modern "
    "proper multiple various work handle support maintain develop expert expertise"
)
"""What a phrase may share with any other phrase."""
SELF = _stems("role identity personality persona memory mission purpose goal experience background vibe")
"""Labels behind which a source tells who it is."""
