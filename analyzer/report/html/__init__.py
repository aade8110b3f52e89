"""``report.html``: the whole analysis as one page that needs nothing else, for looking rather than reading.

Definitions are untrusted: every text is escaped on its way into the page, and the page's policy lets nothing run or
load but its own style and script.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from analyzer.model import FateKind, HeadingFateKind, RelationKind, Verdict
from analyzer.report.escape import visible
from analyzer.report.html import charts, ids
from analyzer.report.html.families import families
from analyzer.report.html.sources import others
from analyzer.report.legend import lettered
from analyzer.report.markdown import RELATIONS
from analyzer.report.sketch import labels, telling

if TYPE_CHECKING:
    from jinja2 import Environment

    from analyzer.model import Analysis

CLASSES = {
    FateKind.KEPT: "kept",
    FateKind.SAME_AS: "same",
    FateKind.COVERED_BY: "cover",
    FateKind.FUSED_INTO: "fused",
    FateKind.MOVED: "moved",
    FateKind.REWORDED: "reworded",
    FateKind.CONFLICT: "conflict",
    FateKind.DROPPED: "dropped",
}
"""What the style calls each fate."""

HEADINGS = {
    HeadingFateKind.KEPT: "kept",
    HeadingFateKind.JOINED: "fused",
    HeadingFateKind.LEFT_OUT: "dropped",
}
"""What the style calls each fate of a heading."""

MEANINGS = {
    FateKind.KEPT: "It stands in the proposal in its own words.",
    FateKind.SAME_AS: "Another source says the same; its words stand in the proposal.",
    FateKind.COVERED_BY: "The proposal says it in other words, and mostly more; or piece by piece in several places.",
    FateKind.FUSED_INTO: "It became part of a statement that is put together from several.",
    FateKind.MOVED: "It is about one project, and stands in a section of its own.",
    FateKind.REWORDED: "Somebody decided on other words for it; the decision says why.",
    FateKind.CONFLICT: "The sources disagree: it carries one of the values, or both statements, until someone decides.",
    FateKind.DROPPED: "The proposal does not say it; the ledger says why.",
}
"""What each fate means to a statement."""

_JUDGED = {
    RelationKind.SAME: "both say the same",
    RelationKind.A_COVERS_B: "the source says more",
    RelationKind.B_COVERS_A: "the proposal says more",
    RelationKind.OVERLAP: "they overlap",
    RelationKind.DIFFERENT: "they differ",
    RelationKind.CONFLICT: "they contradict each other",
}
_OVERLAPS, _EVIDENCE = 60, 12


def render(analysis: Analysis) -> str:
    """Return the page. It needs no network and no JavaScript; `ids` names its places."""
    return environment().get_template("page.html.jinja").render(values(analysis))


@cache
def environment() -> Environment:
    """Return what reads the templates: every text that they show is escaped.

    A template may extend ``page.html.jinja``; with a ``controls(kind, id)`` of its own, it puts more into each family,
    conflict, passage and statement.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("analyzer.report.html"),
        autoescape=True,
        finalize=lambda value: value if hasattr(value, "__html__") else visible(str(value)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters["thousands"] = lambda number: f"{number:,}"
    made.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    made.globals["with_letters"] = lettered
    return made


def values(analysis: Analysis) -> dict[str, Any]:
    """Return what the templates show of *analysis*."""
    proposed = families(analysis)
    own = {view.proposal.family.name: view.id for view in proposed}
    overlaps = [o for o in telling(analysis) if o.verdict is Verdict.SIBLINGS]
    style, script = _asset("page.css"), _asset("page.js")
    return {
        "analysis": analysis,
        "families": proposed,
        "others": others(analysis),
        "home": {d.path: view for view in proposed for d in view.proposal.family.definitions},
        "graph": charts.graph(analysis, own),
        "heat": charts.heat(analysis),
        "labels": labels(analysis),
        "apart": overlaps[:_OVERLAPS],
        "apart_left_out": max(0, len(overlaps) - _OVERLAPS),
        "most_evidence": _EVIDENCE,
        "ids": ids,
        "classes": CLASSES | HEADINGS,
        "fates": CLASSES,
        "relations": RELATIONS,
        "judged": _JUDGED,
        "meanings_of": MEANINGS,
        "number": _number,
        "lines": _lines,
        "controls": lambda _kind, _id: "",
        "style": style,
        "script": script,
        "policy": "; ".join(
            [
                "default-src 'none'",
                f"style-src '{digest(style)}'",
                f"script-src '{digest(script)}'",
                "base-uri 'none'",
                "form-action 'none'",
            ]
        ),
    }


def _asset(name: str) -> str:
    from importlib.resources import files

    return (files("analyzer.report.html") / "templates" / name).read_text(encoding="utf-8")


def digest(text: str) -> str:
    """Return what the page's policy calls the style or script *text*."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _lines(place: tuple[int, int] | None) -> str:
    if place is None:
        return ""
    return f"line {place[0]}" if place[0] == place[1] else f"lines {place[0]} to {place[1]}"
