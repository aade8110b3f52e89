"""Labels: which texts have one, and that nothing of a text is lost where it is cut behind its label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.labels import number, read_label, read_marks, unnumbered


@pytest.mark.parametrize(
    ("text", "label", "rest", "bold", "leads"),
    [
        ("**Ropes**: hemp, steel", "**Ropes**:", "hemp, steel", True, True),
        ("**Ropes:** hemp, steel", "**Ropes:**", "hemp, steel", True, True),
        ("__Ropes__: hemp", "__Ropes__:", "hemp", True, True),
        ("**Coil ropes** loosely", "**Coil ropes**", "loosely", True, False),
        ("Ropes and lines: hemp", "Ropes and lines:", "hemp", False, True),
    ],
)
def test_a_label_and_what_stands_behind_it(text: str, label: str, rest: str, *, bold: bool, leads: bool) -> None:
    found = read_label(text)
    assert found is not None
    assert (found.label, found.rest, found.bold, found.leads) == (label, rest, bold, leads)


def test_what_a_label_says_has_no_marks() -> None:
    titles = [found.title for text in ("**Ropes**: a", "**Ropes:** a", "Ropes: a") if (found := read_label(text))]
    assert titles == ["Ropes"] * 3


@pytest.mark.parametrize(
    "text", ["Coil ropes", "**Ropes**", "**Ropes:**", "ropes: hemp", "Stop, then: go", "https://x.org: no", ""]
)
def test_other_texts_have_none(text: str) -> None:
    assert read_label(text) is None


@given(st.text(alphabet="Aab *_:.,\n", max_size=30))
def test_nothing_is_lost_but_white_space(text: str) -> None:
    found = read_label(text)
    if found is not None:
        assert "".join((found.label + found.rest).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("title", "place", "bare"),
    [("2. Ropes", 2, "Ropes"), ("10) Ropes", 10, "Ropes"), ("Ropes", None, "Ropes"), ("2.5 tons", None, "2.5 tons")],
)
def test_the_number_of_a_title(title: str, place: int | None, bare: str) -> None:
    assert (number(title), unnumbered(title)) == (place, bare)


@pytest.mark.parametrize(
    ("line", "marks"),
    [
        ("- Coil", ("", "-", " ", "", "Coil")),
        ("  > 12)  [x] Coil", ("  > ", "12)", "  ", "[x] ", "Coil")),
        ("* [-] Coil", ("", "*", " ", "[-] ", "Coil")),
        ("> Coil", ("> ", "", "", "", "Coil")),
        ("- [x]", ("", "-", " ", "", "[x]")),
    ],
)
def test_the_marks_of_a_line(line: str, marks: tuple[str, ...]) -> None:
    assert read_marks(line) == marks


@pytest.mark.parametrize("line", ["Coil", "**Coil** it", "-1 degree", "1.5 metres", "2024.", "1234567890. Coil", ""])
def test_other_lines_begin_no_item(line: str) -> None:
    assert read_marks(line) == ("", "", "", "", line)


@given(st.text(alphabet="ax 1.)-*+[]>\n\t", max_size=30))
def test_nothing_of_a_line_is_lost_behind_its_marks(line: str) -> None:
    assert "".join(read_marks(line)) == line


def test_an_item_keeps_all_but_its_number() -> None:
    item = read_marks("  9) [ ] Coil")
    assert item.number == 9
    assert "".join(item.numbered(10)) == "  10) [ ] Coil"
    assert read_marks("- Coil").number is None
