"""The report's page with what a reviewer needs to decide."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from analyzer.model import FateKind
from analyzer.report import html
from analyzer.report.escape import visible

if TYPE_CHECKING:
    from markupsafe import Markup

    from analyzer.model import Analysis, Decision, Statement
    from analyzer.review.subjects import Subjects

_SAID_ELSEWHERE = {FateKind.SAME_AS, FateKind.COVERED_BY, FateKind.FUSED_INTO, FateKind.DROPPED}


def page(analysis: Analysis, subjects: Subjects, version: str) -> str:
    """Return the page for the *version* of *analysis*, with what can be decided about *subjects*."""
    from jinja2 import ChoiceLoader, PackageLoader

    own = html.environment()
    environment = own.overlay(
        loader=ChoiceLoader([PackageLoader("analyzer.review"), *([own.loader] if own.loader else [])])
    )
    controls = _Controls(subjects)
    values = html.values(analysis)
    style, script = asset("review.css"), asset("review.js")
    policy = values["policy"].replace("style-src", f"style-src '{html.digest(style)}'")
    policy = policy.replace("script-src", f"connect-src 'self'; script-src '{html.digest(script)}'")
    values |= {
        "controls": controls.of,
        "policy": policy,
        "review": {"style": style, "script": script, "version": version, "decisions": _decisions(analysis)},
    }
    return environment.get_template("review.html.jinja").render(values)


def asset(name: str) -> str:
    """Return the text of the file *name* that the page is made of."""
    return (files("analyzer.review") / "templates" / name).read_text(encoding="utf-8")


def _decisions(analysis: Analysis) -> list[dict[str, object]]:
    return [
        {"number": n, "ruling": ruling, "about": _about(ruling.decision)} for n, ruling in enumerate(analysis.rulings)
    ]


def _about(decision: Decision) -> tuple[str, ...]:
    if decision.topic:
        return tuple(text for text in dict.fromkeys(decision.statements) if text != decision.text and text)
    return decision.statements or decision.definitions


class _Controls:
    """Makes the buttons of one place of the page."""

    def __init__(self, subjects: Subjects) -> None:
        self._subjects = subjects

    def of(self, kind: str, name: str) -> Markup:
        """Return the buttons for what the page calls *name*, which is of *kind*."""
        from markupsafe import Markup

        make = {
            "passage": self._passage,
            "statement": self._statement,
            "conflict": self._conflict,
            "family": self._family,
        }.get(kind)
        inside = make(name) if make else ""
        return Markup('<span class="act" data-id="{}">{}</span>').format(name, inside) if inside else Markup("")

    def _passage(self, name: str) -> Markup | str:
        passage = self._subjects.passages.get(name)
        if passage is None:
            return ""
        decided = self._back(passage.decision)
        words = "" if passage.wording.shape.verbatim else _button("reword", "New words", text=passage.text)
        return decided + words + _button("drop", "Drop", about=passage.text)

    def _statement(self, name: str) -> Markup | str:
        found = self._subjects.statements.get(name)
        if found is None or found[1].field not in {"", "description"}:
            return ""
        _, statement, fate = found
        decision = self._subjects.deciding(statement)
        if fate.undisputed in _SAID_ELSEWHERE:
            own = decision is not None and statement in self._subjects.subjects_of(decision)
            return self._back(decision if own else None) + _button(
                "keep", "Say it in its own words", about=statement.text
            )
        return self._of_field(statement, decision)

    def _of_field(self, statement: Statement, decision: Decision | None) -> Markup | str:
        """Return what can be done with a sentence of the description; all others have passages."""
        if not statement.field:
            return ""
        words = "" if statement.shape.verbatim else _button("reword", "New words", text=statement.text)
        return self._back(decision) + words + _button("drop", "Drop", about=statement.text)

    def _conflict(self, name: str) -> Markup | str:
        conflict = self._subjects.conflicts[name][1]
        decision = self._subjects.settling(conflict)
        if conflict.settled and decision is None:
            return ""
        sides = json.dumps([visible(side.value) or "nothing" for side in conflict.sides])
        return self._back(decision) + _button("choose", "Choose", about=conflict.topic, options=sides)

    def _family(self, name: str) -> Markup | str:
        proposal = self._subjects.families[name]
        paths = json.dumps([d.path for d in proposal.family.definitions])
        about = proposal.family.name
        apart = _button("keep apart", "Keep apart", about=about, options=paths)
        return apart + _button("survivor", "Another survivor", about=about, options=paths)

    def _back(self, decision: Decision | None) -> Markup:
        from markupsafe import Markup

        if decision is None or decision not in self._subjects.numbers:
            return Markup("")
        return Markup(
            '<span class="decided">Decided: {}, because: {}</span> '
            '<button type="button" data-back="{}">Take back</button>'
        ).format(decision.kind.value, visible(decision.reason), self._subjects.numbers[decision])


def _button(act: str, label: str, **data: str) -> Markup:
    """Return a button; *data* tells the script what its form shows."""
    from markupsafe import Markup

    told = Markup("").join(Markup(' data-{}="{}"').format(key, visible(value)) for key, value in data.items())
    return Markup('<button type="button" data-act="{}"{}>{}</button>').format(act, told, label)
