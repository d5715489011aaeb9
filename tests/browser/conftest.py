"""A real Chromium, and pages in it that act as a reader meets them: no network, nothing forgiven.

Which browser that is: ``support/chromium.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from ipywidgets import Widget
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from support.chromium import ADVICE, find, launch_arguments
from support.log import Log
from support.widget_html import write_page
from support.widget_page import WidgetPage

PATIENCE = 60_000  # ms: waiting longer than needed costs nothing, giving up on a busy machine does
expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = find()
    if executable is None:
        pytest.exit(ADVICE, returncode=1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=launch_arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def idle_pages(chromium: Browser) -> dict[str, list[Page]]:
    """Pages that tests have finished with, by the options of their contexts."""
    return {}


@pytest.fixture
def open_page(
    chromium: Browser, idle_pages: dict[str, list[Page]], request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Open an address with the network off; afterwards nothing may have gone wrong on it.

    Keyword arguments go to Playwright's ``new_context``; ``complaints`` names what a test means to
    provoke on the console. A page of an earlier test with the same options is used again, unless
    that test failed or asked for one ``alone``, because it changes more than its document.
    """
    opened: list[tuple[str | None, Page, Log]] = []

    def opener(
        url: str,
        *,
        width: int = 1280,
        height: int = 900,
        complaints: str = "",
        alone: bool = False,
        **options: Any,
    ) -> Page:
        options.setdefault("reduced_motion", "reduce")  # what a click does is there at once
        key = None if alone else repr(sorted(options.items()))
        idle = idle_pages.setdefault(key, []) if key else []
        page = idle.pop() if idle else new_page(chromium, **options)
        page.set_viewport_size({"width": width, "height": height})
        log = Log(url.split("?")[0].rsplit("/", 1)[0], forgiven=complaints)
        opened.append((key, page, log.watch(page)))
        page.goto(url)
        return page

    failed = request.session.testsfailed
    yield opener
    breaches = []
    for key, page, log in opened:
        if not key or request.session.testsfailed > failed:
            page.context.close()
        else:
            page.mouse.move(0, 0)
            page.emulate_media(media="null")
            page.goto("about:blank")
            log.stop(page)
            idle_pages[key].append(page)
        breaches += log.breaches
    assert not breaches, "\n".join(breaches)


def new_page(chromium: Browser, **options: Any) -> Page:
    """A page in a context of its own, offline and patient."""
    context: BrowserContext = chromium.new_context(offline=True, **options)
    context.set_default_timeout(PATIENCE)
    return context.new_page()


@pytest.fixture
def widget_page(open_page: OpenPage, tmp_path: Path) -> Callable[..., WidgetPage]:
    """Open a static page with some widgets, wait until they are live, and give the first.

    ``query`` is what the address says after the question mark.
    """

    def opener(
        *widgets: Widget,
        theme: str = "light",
        query: dict[str, str] | None = None,
        also: tuple[Widget, ...] = (),
        **options: Any,
    ) -> WidgetPage:
        url = write_page(tmp_path, *widgets, theme=theme, also=also).as_uri()
        page = open_page(url + (f"?{urlencode(query)}" if query else ""), **options)
        widget = WidgetPage(page)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-widgets=ready]", state="attached")
            widget.settle()
        return widget

    return opener
