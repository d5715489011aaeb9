"""A real Chromium, and pages in it that act as a reader meets them: no network, nothing forgiven.

Which browser that is: ``chromium.py``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from chromium import CURE, find, launch_arguments
from ipywidgets import Widget
from ipywidgets.embed import dependency_state, embed_data
from page_checks import Log
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).parents[2]
MOUNT = ROOT / "book" / "_static" / "mount.js"

TEMPLATE = """<!DOCTYPE html>
<html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>Widgets</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 16px/1.65 system-ui, sans-serif; margin: 0; padding: 16px; }}
html[data-theme="dark"] body {{ background: #14181d; color: #e6edf3; }}
main {{ margin: 0 auto; max-width: 720px; }}
</style>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
</head><body><main><section id="chapter"><h1>A page</h1>{outputs}</section></main>
<script src="mount.js"></script></body></html>
"""

PATIENCE = 60_000  # ms: waiting longer than needed costs nothing, giving up on a busy machine does
expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    executable = find()
    if executable is None:
        pytest.exit(CURE, returncode=1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=launch_arguments())
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open an address with the network off; afterwards nothing may have gone wrong on it.

    Keyword arguments go to Playwright's ``new_context``; ``complaints`` names what a test means to
    provoke on the console.
    """
    opened: list[tuple[BrowserContext, Log]] = []

    def opener(
        url: str, *, width: int = 1280, height: int = 900, complaints: str = "", **options: Any
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, offline=True, **options
        )
        context.set_default_timeout(PATIENCE)
        home = url.split("?")[0].rsplit("/", 1)[0]
        opened.append((context, Log(home, forgiven=complaints).watch(context)))
        page = context.new_page()
        page.goto(url)
        return page

    yield opener
    for context, _ in opened:
        context.close()
    breaches = [breach for _, log in opened for breach in log.breaches]
    assert not breaches, "\n".join(breaches)


def write_page(
    folder: Path, *widgets: Widget, theme: str = "light", also: tuple[Widget, ...] = ()
) -> Path:
    """Write the page that a notebook displaying ``widgets`` becomes, as myst-nb does.

    Widgets in ``also`` exist in the notebook without being displayed.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTMAXLAB_STATIC_HTML", "1")
        htmls = [widget._repr_mimebundle_()[0]["text/html"] for widget in widgets]
    output = '<div class="cell_output"><div class="output text_html">{}</div></div>'
    state = dependency_state([*widgets, *also], drop_defaults=False)
    data = embed_data(views=widgets, state=state)["manager_state"]
    text = TEMPLATE.format(
        theme=theme,
        state=json.dumps(data).replace("<", "\\u003c"),
        outputs="\n".join(map(output.format, htmls)),
    )
    (folder / "page.html").write_text(text, encoding="utf-8")
    shutil.copy(MOUNT, folder / "mount.js")
    return folder / "page.html"


@pytest.fixture
def widget_page(open_page: OpenPage, tmp_path: Path) -> OpenPage:
    """Open a static page with some widgets and wait until they are live.

    ``query`` is what the address says after the question mark.
    """

    def opener(
        *widgets: Widget,
        theme: str = "light",
        query: dict[str, str] | None = None,
        also: tuple[Widget, ...] = (),
        **options: Any,
    ) -> Page:
        url = write_page(tmp_path, *widgets, theme=theme, also=also).as_uri()
        page = open_page(url + (f"?{urlencode(query)}" if query else ""), **options)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-widgets=ready]", state="attached")
        return page

    return opener


def next_frame(page: Page) -> None:
    """Wait for one animation frame, in which whatever was asked for is drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => done(null)))")


class Numbers:
    """The read-outs of a widget: what is written, and what it stands for."""

    def __init__(self, root: Locator) -> None:
        self.root = root

    def __call__(self, *keys: str) -> str:
        """Return the texts of some read-outs, separated by spaces."""
        next_frame(self.root.page)
        return " ".join(self._output(key).text_content() or "" for key in keys)

    def value(self, key: str) -> float:
        """Return a number in full precision."""
        next_frame(self.root.page)
        return float(self._output(key).get_attribute("data-value") or "nan")

    def all(self) -> list[dict[str, Any]]:
        """Return every read-out: key, kind, name in the program, text and value."""
        next_frame(self.root.page)
        return self.root.locator("output[data-value]").evaluate_all(
            """(nodes) => nodes.map((n) => ({ key: n.dataset.k, kind: n.dataset.kind,
                 py: n.dataset.py, text: n.textContent, value: Number(n.dataset.value) }))"""
        )

    def _output(self, key: str) -> Locator:
        return self.root.locator(f'output[data-k="{key}"]')


@pytest.fixture
def numbers() -> type[Numbers]:
    return Numbers


@pytest.fixture
def finger() -> Callable[..., None]:
    """Put a finger on a point, move it by ``dx`` and ``dy`` pixels and lift it."""

    def swipe(page: Page, x: float, y: float, dx: float, dy: float, steps: int = 8) -> None:
        touch = page.context.new_cdp_session(page)
        points = [{"x": x + dx * i / steps, "y": y + dy * i / steps} for i in range(steps + 1)]
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
        for point in points[1:]:
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        touch.detach()

    return swipe
