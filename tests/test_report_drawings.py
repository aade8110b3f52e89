from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
import sample

from analyzer.model import Family, Landmarks, Overlap, OverlapGraph, Verdict
from analyzer.report import graphml, layout, svg
from analyzer.report.sketch import labels, sketch

SVG = "{http://www.w3.org/2000/svg}"


def drawn_texts(text: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(text).iter(f"{SVG}text")]  # noqa: S314 - our own


def test_graphml_reads_back() -> None:
    analysis = sample.analysis()
    graph = nx.read_graphml(io.BytesIO(graphml.render(analysis).encode()))
    assert set(graph) == {d.path for d in analysis.definitions}
    assert graph.nodes["api/server-dev.md"]["family"] == "server-dev"
    for overlap in analysis.overlaps:
        edge = graph.edges[overlap.a, overlap.b]
        assert (edge["score"], edge["verdict"]) == (overlap.score, overlap.verdict)
        assert (edge["coverage_a"], edge["coverage_b"]) == (overlap.coverage_a, overlap.coverage_b)


def test_control_characters_do_not_break_xml() -> None:
    analysis = sample.analysis()
    odd = replace(analysis.definitions[0], name="a\x1b[31m\x00b\ud800")
    changed = replace(analysis, definitions=(odd, *analysis.definitions[1:]))
    assert ET.fromstring(graphml.render(changed)).tag.endswith("graphml")  # noqa: S314
    family = replace(analysis.graph.families[0], name="$x$ \x1b <b> \u65e5\u672c \U0001f680")
    named = replace(analysis, graph=replace(analysis.graph, families=(family,)))
    assert any("$x$" in text and "<b>" in text for text in drawn_texts(svg.render(named)))


def test_the_picture_names_what_overlaps_and_counts_the_rest() -> None:
    texts = drawn_texts(svg.render(sample.analysis()))
    assert {"server-dev", "server-helper", "Guide|writer", "changelog-writer"} <= set(texts)
    assert "pager" not in texts
    assert "in no overlap: 1" in texts


def test_nothing_of_the_machine_or_the_day_is_in_the_picture() -> None:
    text = svg.render(sample.analysis())
    assert "Matplotlib v" not in text
    assert "dc:date" not in text


@pytest.mark.parametrize("count", [5, 37, 200, 900])
def test_no_two_labels_touch(count: int) -> None:
    drawing = sketch(sample.crowd(count), nodes=svg._NODES, edges=svg._EDGES)
    drawn = layout.lay_out(drawing)
    boxes, found = drawn.boxes, drawn.places
    assert len(found) == len(set(found.values())) == min(count, svg._NODES)
    for box in boxes:
        for side in layout.sides(box.group):
            heights = sorted(found[path][1] for path in side)
            assert all(b - a >= layout._ROW - 0.01 for a, b in pairwise(heights))
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            assert (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )


def test_labels_are_the_shortest_that_tell_apart() -> None:
    analysis = sample.analysis()
    paths = ["a/x/SKILL.md", "b/x/SKILL.md", "c/lone.md"]
    definitions = tuple(sample.definition(p, "n") for p in paths)
    named = replace(analysis, definitions=definitions, graph=OverlapGraph((), ()))
    assert list(sketch(named, nodes=9, edges=9).labels.values()) == ["a/x", "b/x", "lone"]
    family = Family("x", Verdict.COPY, definitions[:2], (), "")
    named = replace(named, graph=OverlapGraph((), (family,)))
    assert list(sketch(named, nodes=9, edges=9).labels.values()) == ["a", "b", "lone"]


def test_those_in_no_family_stand_in_the_groups_of_the_graph() -> None:
    a, b, c, d = (sample.definition(f"{name}.md", name) for name in "abcd")
    sibling = [Overlap(x.path, y.path, 0.5, 0.1, 0.1, Verdict.SIBLINGS, "", ()) for x, y in ((a, b), (b, c), (c, d))]
    marks = Landmarks((("a.md", "b.md"), ("c.md", "d.md")))
    related = replace(sample.analysis(), definitions=(a, b, c, d), graph=OverlapGraph(tuple(sibling), (), (), marks))
    assert [group.paths for group in sketch(related, nodes=9, edges=9).groups] == list(marks.groups)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (("skills/notes/SKILL.md", "notes/pager.md"), ["notes", "pager"]),
        (("skills/notes/SKILL.md", "agents/notes.md"), ["skills/notes", "agents/notes"]),
        (("skills/notes/Skill.md", "notes/pager.md"), ["notes", "pager"]),
        (("SKILL.md", "pager.md"), ["SKILL", "pager"]),
    ],
)
def test_a_skill_has_the_name_of_its_folder(paths: tuple[str, str], expected: list[str]) -> None:
    definitions = tuple(sample.definition(path, "x") for path in paths)
    found = labels(replace(sample.analysis(), definitions=definitions))
    assert [found[path] for path in paths] == expected


def test_a_sketch_keeps_to_its_limits_and_says_what_it_left_out() -> None:
    analysis = sample.crowd(100)
    drawing = sketch(analysis, nodes=20, edges=10)
    assert sum(len(group.paths) for group in drawing.groups) == 20
    assert len(drawing.overlaps) == 10
    assert drawing.left_out == len(analysis.overlaps) - 10


def test_unrelated_definitions_are_not_drawn() -> None:
    analysis = sample.crowd(10)
    unrelated = tuple(replace(o, verdict=Verdict.UNRELATED) for o in analysis.overlaps)
    drawing = sketch(
        replace(analysis, graph=replace(analysis.graph, overlaps=unrelated, families=())), nodes=9, edges=9
    )
    assert (drawing.groups, drawing.overlaps, drawing.alone) == ((), (), 10)
    assert not re.search(
        "agent-", svg.render(replace(analysis, graph=replace(analysis.graph, overlaps=unrelated, families=())))
    )
