"""``report.md``: what a reviewer reads in a minute, short enough for a pull request's comment."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from analyzer.model import FateKind, RelationKind, Verdict
from analyzer.report import evidence, naming
from analyzer.report.comment import longest_that_fits
from analyzer.report.escape import cell, code, label, line, prose
from analyzer.report.legend import lettered
from analyzer.report.matters import matters
from analyzer.report.sketch import sketch, telling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from analyzer.model import Analysis, Fate
    from analyzer.report.sketch import Sketch

RELATIONS = {
    RelationKind.SAME: "say the same",
    RelationKind.A_COVERS_B: "the first covers the second",
    RelationKind.B_COVERS_A: "the second covers the first",
    RelationKind.OVERLAP: "overlap",
    RelationKind.DIFFERENT: "differ",
    RelationKind.CONFLICT: "contradict each other",
}

_ROWS = {
    "families": 40,
    "overlaps": 20,
    "rows": 40,
    "conflicts": 12,
    "problems": 20,
    "edges": 40,
    "width": 220,
    "doubtful": 400,
}
_LEDGERS = ((400, None), (400, 220), (120, 220), (40, 120))
"""Rows of a family's tables but for what is doubtful, and letters of what is quoted as evidence, all of it at first: of
all lists, these are the first to become shorter."""
_TIGHT = 120
_UNCUT = 8
"""How much shorter every list becomes before conflicts are cut."""


def render(analysis: Analysis) -> str:
    """Return the report as GitHub's Markdown of at most `LONGEST` bytes.

    Where it would be longer, every list becomes shorter and says how many entries it left out and where they are.
    """
    sizes = [(ledger, 1) for ledger in _LEDGERS]
    sizes += [(_LEDGERS[-1], divisor) for divisor in (2, 3, 4, 6, 8, 12, 16, 24, 40)]
    folders = naming.folders(analysis)
    families = [matters(p, folder) for p, folder in zip(analysis.proposals, folders, strict=True)]
    return longest_that_fits(lambda size: _fill(analysis, families, *size), sizes)


class _Markdown(str):
    """Text that is Markdown already; any other text is escaped on its way into the template."""

    __slots__ = ()


def _fill(analysis: Analysis, families: Sequence[dict[str, Any]], ledger: tuple[int, int | None], divisor: int) -> str:
    rows, quoted = ledger
    most = {name: max(1, most // divisor) for name, most in (_ROWS | {"ledger": rows}).items()}
    width = max(40, most["width"])
    # What a human has to decide is cut last of all.
    all_of = width if divisor > _UNCUT else None
    drawing = sketch(analysis, nodes=max(4, most["edges"]), edges=most["edges"])
    text = _template().render(
        analysis=analysis,
        verdict=_verdict(analysis),
        families=families,
        overlaps=telling(analysis),
        related=sum(o.verdict is not Verdict.UNRELATED for o in analysis.overlaps),
        drawing=_mermaid(drawing),
        undrawn=drawing.left_out,
        heaviest=sorted(analysis.budgets.definitions.items(), key=lambda item: (-item[1].description_tokens, item[0])),
        most=most,
        more=_more,
        number=_number,
        relations=RELATIONS,
        evidence_of=partial(evidence.shown, said=evidence.said_by(analysis)),
        code=lambda text: _Markdown(code(str(text), width=width)),
        cell=lambda text: _Markdown(cell(code(str(text), width=width))),
        in_table=lambda markdown: _Markdown(cell(markdown)),
        said=lambda text: _quoted(str(text), quoted),
        stands=partial(_stands, width=quoted),
        times=lambda share: _Markdown(f"{share:.1f}"),
        evidence=partial(line, width=quoted),
        lettered=lambda text, letters: lettered(str(text), letters),
        reason=_reason,
        tight=lambda text: _Markdown(cell(code(str(text), width=min(width, _TIGHT)))),
        whole=lambda text: _Markdown(code(str(text), width=all_of)),
        short=partial(line, width=width),
        full=partial(line, width=all_of),
        long=partial(line, width=None if divisor == 1 else 2 * width),
        proposed={p.canonical.survivor.path for p in analysis.proposals},
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - `finalize` escapes for Markdown, which HTML's escaping would spoil
        loader=PackageLoader("analyzer.report"),
        finalize=_escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    return environment.get_template("report.md.jinja")


def _verdict(analysis: Analysis) -> str:
    """Return the answer in one sentence."""
    proposals = analysis.proposals
    if not proposals:
        return "No definitions should become one"
    before = sum(len(p.family.definitions) for p in proposals)
    conflicts = sum(len(p.canonical.open_conflicts) for p in proposals)
    faulty = sum(bool(p.violations) for p in proposals)
    decide = f"; {_number(conflicts, 'conflict')} to decide" if conflicts else ""
    unsafe = f"; {_number(faulty, 'proposal')} not to be used" if faulty else ""
    return f"{before} definitions should become {len(proposals)}{decide}{unsafe}"


def _escaped(value: object) -> object:
    return prose(value) if isinstance(value, str) and not isinstance(value, _Markdown) else value


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _more(count: int, shown: int, what: str, where: str = "report.json has all") -> str:
    """Return the sentence for a list that was cut, or nothing."""
    return f"{count - shown} more {what} left out here for length; {where}." if count > shown else ""


def _quoted(text: str, width: int | None) -> _Markdown:
    """Return *text* for a table's cell, as code of at most *width* letters."""
    return _Markdown(cell(code(text, width=width)))


def _stands(fate: Fate, *, width: int | None) -> _Markdown:
    """Return what stands for the statement of *fate*, and on which line: its pieces by the place that says them."""
    if not fate.pieces:
        at = f" at {fate.lines[0]}" if fate.lines else ""
        return _Markdown(_quoted(fate.text, width) + at)
    places: dict[tuple[tuple[int, int], str], list[str]] = defaultdict(list)
    for said in fate.pieces:
        places[said.lines, said.text].append(said.piece)
    told = (
        f"{', '.join(_quoted(piece, width) for piece in pieces)} at {lines[0]} in {_quoted(text, _TIGHT)}"
        for (lines, text), pieces in places.items()
    )
    return _Markdown("; ".join(told))


def _reason(fate: Fate) -> str:
    """Return why *fate* is so, as far as the row's other cells do not say it."""
    if fate.undisputed in {FateKind.SAME_AS, FateKind.COVERED_BY}:
        return "" if fate.pieces else fate.reason.partition(", under “")[0]
    return fate.reason.partition(" Piece by piece: ")[0]


def _mermaid(drawing: Sketch) -> _Markdown:
    """Return *drawing* as a Mermaid graph; empty where there are no overlaps."""
    if not drawing.overlaps:
        return _Markdown()
    ids = {path: f"n{i}" for i, path in enumerate(path for group in drawing.groups for path in group.paths)}
    lines = ["graph LR"]
    for index, group in enumerate(drawing.groups):
        nodes = [f'  {ids[path]}["{label(drawing.labels[path])}"]' for path in group.paths]
        frame = [f'  subgraph f{index}["{label(group.family.name)}"]', *nodes, "  end"] if group.family else nodes
        lines += frame
    for overlap in drawing.overlaps:
        link = "---" if overlap.verdict.proposes else "-.-"
        lines.append(f"  {ids[overlap.a]} {link}|{overlap.score:.2f}| {ids[overlap.b]}")
    return _Markdown("\n".join(lines))
