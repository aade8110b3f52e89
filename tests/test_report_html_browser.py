"""The page in a real browser: what a reader clicks, types and sees, with JavaScript and without."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import hostility
import pytest

from analyzer.report import html
from analyzer.report.html import ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from analyzer.model import Analysis

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: on Debian, apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        # Containers run tests as root, where Chromium's sandbox cannot be.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    return hostility.analysis(tmp_path_factory.mktemp("plot"))


@pytest.fixture(scope="module")
def file(analysis: Analysis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(html.render(analysis), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def visit(browser: Browser, file: Path) -> Iterator[Callable[..., Page]]:
    """Open the page at a fragment; fail the test where anything in it ran, went wrong or asked for the network."""
    faults: list[str] = []
    contexts = []

    def visit(fragment: str = "", **options: Any) -> Page:  # noqa: ANN401 - the browser's
        context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: faults.append(request.url) if request.url != page.url else None)
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.goto(file.as_uri() + (f"#{fragment}" if fragment else ""))
        return page

    yield visit
    for context in contexts:
        assert all(page.title() != "taken" for page in context.pages)
        context.close()
    assert [fault for fault in faults if not fault.startswith("file:")] == []


def family(analysis: Analysis) -> str:
    return f"f/{analysis.proposals[0].family.name}"


def visible(page: Page) -> list[str]:
    """Return the names of the views that can be seen."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.view')].filter(v => v.getClientRects().length).map(v => v.id)"
    )
    return found


def test_it_opens_with_the_overview_and_one_view_at_a_time(visit: Callable[..., Page], analysis: Analysis) -> None:
    page = visit()
    assert visible(page) == ["start"]
    page.click("#start tbody a")
    assert visible(page) == [family(analysis)]
    page.click(".view:target .sources a, .view:has(:target) .sources a")
    assert visible(page) == [ids.source(analysis.definitions[0].path)]
    page.go_back()
    assert visible(page) == [family(analysis)]


def test_choosing_a_statement_shows_its_sources_in_their_context(
    visit: Callable[..., Page], analysis: Analysis
) -> None:
    page = visit(f"{family(analysis)}:proposal")
    shared = next(p for p in analysis.proposals[0].canonical.passages if len({s.path for s in p.stands_for}) > 1)
    page.click(f"[id='{ids.passage(shared)}'] a.who")
    panel = page.locator("#panel")
    assert panel.is_visible()
    assert panel.locator("ol.lines").count() == len(shared.stands_for)
    assert panel.locator(".here").count() >= len(shared.stands_for)
    assert page.url.endswith(f"#{ids.passage(shared)}")
    page.keyboard.press("Escape")
    assert not panel.is_visible()


def test_a_link_to_a_statement_shows_it(visit: Callable[..., Page], analysis: Analysis) -> None:
    said = analysis.statements[-1]
    page = visit(ids.statement(said))
    assert visible(page) == [ids.source(said.path)]
    place = page.locator(":target").bounding_box()
    assert place
    assert 0 <= place["y"] < 900


def test_a_link_to_a_passage_opens_what_it_stands_for(visit: Callable[..., Page], analysis: Analysis) -> None:
    passage = analysis.proposals[0].canonical.passages[2]
    page = visit(ids.passage(passage))
    assert page.locator("#panel").is_visible()
    assert page.locator(".st.chosen").get_attribute("id") == ids.passage(passage)


def test_the_keyboard_is_enough(visit: Callable[..., Page], analysis: Analysis) -> None:
    page = visit(f"{family(analysis)}:proposal")
    page.keyboard.press("j")
    first = page.locator(".st.chosen").get_attribute("id")
    page.keyboard.press("j")
    assert page.locator(".st.chosen").get_attribute("id") != first
    page.keyboard.press("k")
    assert page.locator(".st.chosen").get_attribute("id") == first
    page.keyboard.press("Escape")
    page.locator(f"[id='{ids.passage(analysis.proposals[0].canonical.passages[0])}'] .who").focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    assert "who" in str(page.evaluate("document.activeElement.className"))


def test_the_ledger_can_be_searched(visit: Callable[..., Page], analysis: Analysis) -> None:
    page = visit(f"{family(analysis)}:ledger")
    everything = page.locator(".ledger .entry:visible").count()
    page.keyboard.press("/")
    page.keyboard.type("COMPOST 60")
    found = page.locator(".ledger .entry:visible")
    assert 0 < found.count() < everything
    assert all("compost" in text.lower() for text in found.all_text_contents())
    assert "of" in (page.locator("#said").text_content() or "")
    page.locator("input[type=search]:visible").fill("")
    assert page.locator(".ledger .entry:visible").count() == everything


def test_a_source_can_be_filtered_by_fate(visit: Callable[..., Page], analysis: Analysis) -> None:
    page = visit(ids.source(analysis.definitions[-1].path))
    button = page.locator(".view:target button[data-show=conflict]")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    lines = page.locator(".view:target ol.lines > li:not(.off)")
    assert lines.count() > 0
    assert all("conflict" in text for text in lines.all_text_contents())


def test_the_colours_follow_the_reader(visit: Callable[..., Page]) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light, dark = visit(color_scheme="light"), visit(color_scheme="dark")
    assert light.evaluate(paper) != dark.evaluate(paper)
    light.check("#theme-dark")
    assert light.evaluate(paper) == dark.evaluate(paper)
    light.reload()
    assert light.evaluate(paper) == dark.evaluate(paper)


@pytest.mark.parametrize("width", [360, 820, 1400])
def test_no_line_is_wider_than_the_screen(visit: Callable[..., Page], analysis: Analysis, width: int) -> None:
    for fragment in ("", family(analysis), ids.source(analysis.definitions[0].path)):
        page = visit(fragment, viewport={"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, fragment


def test_without_javascript_everything_can_be_reached(visit: Callable[..., Page], analysis: Analysis) -> None:
    page = visit(java_script_enabled=False)
    page.click("#start tbody a")
    assert page.locator(".view.family").is_visible()
    shared = next(p for p in analysis.proposals[0].canonical.passages if len({s.path for s in p.stands_for}) > 1)
    page.click(f"[id='{ids.passage(shared)}'] a.who")
    entry = page.locator(f"[id='{ids.entry(ids.passage(shared))}']")
    assert entry.is_visible()
    entry.locator(".said a.at").first.click()
    assert page.locator(".view.source:visible").count() == 1
    assert page.locator(".needs-js:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Callable[..., Page], analysis: Analysis, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    passage = ids.passage(analysis.proposals[0].canonical.passages[2])
    for fragment in ("", family(analysis), passage, ids.source(analysis.definitions[0].path)):
        page = visit(fragment, color_scheme=scheme)
        found = axe.run(page).response["violations"]
        serious = [(f["id"], f["nodes"][0]["html"]) for f in found if f["impact"] in {"serious", "critical"}]
        assert serious == [], fragment


def test_print_shows_the_view_and_no_tools(visit: Callable[..., Page], analysis: Analysis) -> None:
    page = visit(family(analysis))
    page.emulate_media(media="print")
    assert visible(page) == [family(analysis)]
    assert page.locator(".top:visible, .needs-js:visible").count() == 0
