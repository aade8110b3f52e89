"""The review in a real browser: deciding by keyboard, two tabs, what is typed stays, hostile definitions stay texts."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

import hostility
import pytest
from bakery import bakery

from analyzer import decisions
from analyzer.cli import main
from analyzer.embed import HashEmbedder
from analyzer.review.desk import Desk
from analyzer.review.request import read_request
from analyzer.review.server import application, listen, reserve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: on Debian, apt-get install chromium")
NEW = "Take 7 cranes to the harbour."


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    """A browser with nothing in it; the test fails where a page of it reports an error or runs what it should not."""
    sync_api = pytest.importorskip("playwright.sync_api")
    faults: list[str] = []

    def watch(page: Page) -> None:
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))

    with sync_api.sync_playwright() as playwright:
        # Containers run tests as root, where Chromium's sandbox cannot be.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        context.set_default_timeout(60_000)
        context.on("page", watch)
        yield context
        assert all(page.title() != "taken" for page in context.pages)
        browser.close()
    # That a request was refused is told by the browser, too.
    assert [fault for fault in faults if "409" not in fault] == []


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Analyse what was written below the current folder, serve it, and give the address that works once."""
    monkeypatch.chdir(tmp_path)
    servers = []

    def serve(*flags: str) -> str:
        assert main(["analyze", "agents", "--embedder", "hash", "--no-cache", "--together", "--quiet", *flags]) == 0
        embedder = HashEmbedder()
        output = tmp_path / "outputs"
        desk = Desk(output, tmp_path, read_request(output, embedder.name), embedder, cache=False)
        desk.make()
        desk.__enter__()
        with reserve(0) as reserved:
            server = listen(application(desk, "secret"), reserved)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        servers.append((desk, server, thread))
        return f"http://127.0.0.1:{server.port}/enter?token=secret"

    yield serve
    for desk, server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()
        desk.__exit__(None, None, None)


def remade(page: Page) -> None:
    """Wait until the page shows what was decided on it."""
    page.locator("#review-state[data-state=working]").wait_for()
    page.locator("#review-state[data-state=ready]").wait_for()


def reword(page: Page, fragment: str, text: str, reason: str) -> None:
    page.goto(f"{page.url.partition('#')[0]}#{fragment}")
    page.locator("#panel button[data-act=reword]").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.type(reason)
    page.keyboard.press("Enter")


def passage(page: Page, text: str) -> str:
    return page.locator(".sheet .st[id]", has_text=text).first.get_attribute("id") or ""


def test_a_reviewer_decides_with_the_keyboard(
    tmp_path: Path, serve: Callable[..., str], context: BrowserContext
) -> None:
    bakery(tmp_path)
    page = context.new_page()
    page.goto(serve("--survivor", "agents/baker.md"))
    page.goto(f"{page.url}#{page.locator('section.family').get_attribute('id')}")
    page.locator(".dispute", has_text="haiku").locator("button[data-act=choose]").focus()
    page.keyboard.press("Enter")
    form = page.locator("#review-form")
    form.get_by_label("haiku").check()
    form.get_by_role("button", name="Save").click()
    assert form.is_visible(), "a reason is required"
    assert decisions.read(tmp_path) == ()
    form.get_by_label("Why?").fill("cheap")
    page.keyboard.press("Enter")
    remade(page)
    assert "model: haiku" in page.locator(".sheet .fields").inner_text()
    page.get_by_role("button", name="Decisions (1)").click()
    page.locator("#review-decisions").get_by_role("button", name="Take back").click()
    remade(page)
    assert "model: opus" in page.locator(".sheet .fields").inner_text()
    assert decisions.read(tmp_path) == ()


def test_two_tabs_and_what_is_typed(tmp_path: Path, serve: Callable[..., str], context: BrowserContext) -> None:
    bakery(tmp_path)
    first, second = context.new_page(), context.new_page()
    first.goto(serve("--survivor", "agents/baker.md"))
    second.goto(first.url)
    name = passage(second, "Score each loaf")
    second.goto(f"{second.url}#{name}")
    second.locator("#panel button[data-act=reword]").first.click()
    second.locator("#review-form textarea").fill("My own words.")
    reword(first, name, NEW, "shorter")
    remade(first)
    assert NEW in first.locator(".sheet").inner_text()
    second.locator("#review-state[data-state=newer]").wait_for()
    assert second.locator("#review-form textarea").input_value() == "My own words."
    second.locator("#review-form input[name=reason]").fill("mine")
    second.keyboard.press("Enter")
    second.locator("#review-error", has_text="shorter").wait_for()
    assert second.locator("#review-form textarea").input_value() == "My own words."
    second.locator("#review-form").get_by_role("button", name="Cancel").click()
    second.locator(".sheet .st", has_text=NEW).wait_for()
    assert [d.text for d in decisions.read(tmp_path)] == [NEW]


def test_hostile_definitions_stay_texts_and_forms_are_accessible(
    tmp_path: Path, serve: Callable[..., str], context: BrowserContext
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    (tmp_path / "agents").mkdir()
    hostility.analysis(tmp_path / "agents")
    page = context.new_page()
    page.goto(serve())
    page.goto(f"{page.url}#{page.locator('section.family').first.get_attribute('id')}")
    page.locator("button[data-act='keep apart']").first.click()
    page.locator("#review-form input[name=reason]").wait_for()
    found = axe.run(page).response["violations"]
    assert [(f["id"], f["nodes"][0]["html"]) for f in found if f["impact"] in {"serious", "critical"}] == []
    page.locator("#review-form").get_by_role("button", name="Cancel").click()
    for button in page.locator("button[data-act=choose]").all():
        button.click()
        page.locator("#review-form").get_by_role("button", name="Cancel").click()
    assert decisions.read(tmp_path) == ()
