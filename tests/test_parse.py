"""Reading files: front matter and Markdown, with the right lines."""

from __future__ import annotations

import pytest
from casefile import Case, read_cases

from analyzer.model import Definition, Source
from analyzer.parse import parse


def written(definition: Definition) -> str:
    """Return what was read, a line for each field, problem, heading and block, in the order of the file."""
    lines = [(f.span, 0, f"field {f.key} = {f.value!r}") for f in definition.fields]
    lines += [(p.span, 1, f"problem {p.code}") for p in definition.problems]
    lines += [(h.span, 2, f"{h.form} {h.level} {h.title}") for h in definition.headings]
    lines += [
        (b.span, 3, f"{b.shape} {b.marker or '.'} {b.depth} | {' > '.join(h.title for h in b.headings)} | {b.text!r}")
        for b in definition.blocks
    ]
    return "\n".join(f"{span.start}-{span.end} {text}" for span, _, text in sorted(lines))


@pytest.mark.parametrize("case", read_cases("parse.md"), ids=lambda case: case.title)
def test_case(case: Case) -> None:
    assert "\n".join(written(d) for d in parse(Source("clerk.md", case.given))) == case.expected
