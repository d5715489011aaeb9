"""Every page of the built site, as a reader meets it: offline, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from support import page_checks as checks
from support.log import Log
from support.places import SITE, site_pages
from support.site_server import serve

PAGES = site_pages()
WIDE, NARROW = (1280, 900), (390, 844)

# What each page holds that needs no script: pictures of widgets, formulas, words for images.
NO_SCRIPT = """() => ({
  views: document.querySelectorAll("script[type$='widget-view+json']").length,
  pictures: [...document.querySelectorAll(".smx-still")].map((node) => node.checkVisibility()),
  formulas: [...document.querySelectorAll(".math")].filter((node) => node.checkVisibility())
    .map((node) => node.querySelector(".katex-html").getBoundingClientRect().height),
  words: [...document.querySelectorAll("main img, main svg.smx-picture")].map((image) =>
    image.alt ?? image.getAttribute("aria-label")),
})"""


@pytest.fixture(scope="module")
def sub_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site on a server, below a sub-path, as on Pages."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "some").mkdir()
    (folder / "some" / "where").symlink_to(SITE)
    with serve(folder) as address:
        yield f"{address}some/where/"


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Iterator[Page]:
    """A page without a network, used for one page of the site after the other."""
    context = chromium.new_context(offline=True)
    yield context.new_page()
    context.close()


def visit(page: Page, home: str, name: str, size: tuple[int, int], theme: str = "light") -> None:
    """Open a page of the site and wait until it is complete."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=theme)
    page.goto(home + name)
    if name == "index.html":  # it forwards to the cover
        page.wait_for_url("**/book/index.html")
    checks.wait_until_settled(page)
    assert page.evaluate("document.documentElement.dataset.theme") == theme


def test_there_are_pages() -> None:
    assert "book/index.html" in PAGES


@pytest.mark.parametrize("name", PAGES)
def test_page_from_a_file_without_a_network(reader: Page, name: str) -> None:
    log = Log(SITE.as_uri()).watch(reader)
    visit(reader, f"{SITE.as_uri()}/", name, WIDE)
    breaches = [f"wide: {b}" for check in (*checks.CHECKS, *checks.WIDE) for b in check(reader)]
    checks.change_theme(reader, "dark")
    breaches += [f"dark: {b}" for b in checks.pale_text(reader)]
    checks.resize(reader, *NARROW)
    breaches += [f"narrow: {b}" for check in checks.LAYOUT for b in check(reader)]
    log.stop(reader)
    assert log.breaches + breaches == []


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("size", "theme"), [(s, t) for s in (WIDE, NARROW) for t in ("light", "dark")], ids=str
)
@pytest.mark.parametrize("name", PAGES)
def test_page_opened_in_each_size_and_theme(
    reader: Page, name: str, size: tuple[int, int], theme: str
) -> None:
    log = Log(SITE.as_uri()).watch(reader)
    visit(reader, f"{SITE.as_uri()}/", name, size, theme)
    breaches = [b for check in (*checks.CHECKS, checks.axe_contrast) for b in check(reader)]
    log.stop(reader)
    assert log.breaches + breaches == []


@pytest.mark.parametrize("name", PAGES)
def test_page_from_a_sub_path_of_a_server(
    chromium: Browser, name: str, sub_path: str, measured
) -> None:
    context = chromium.new_context()
    log = Log(sub_path).watch(context)
    page = context.new_page()
    sizes = checks.weigh(page)
    visit(page, sub_path, name, WIDE)
    breaches = checks.broken_images(page) + checks.formulas_not_drawn(page)
    breaches += checks.too_heavy(sizes)
    context.close()
    measured(f"{name}: {sum(sizes.values()) / 1e3:.0f} kB in {len(sizes)} requests")
    assert log.breaches + breaches == []


@pytest.fixture(scope="module")
def scriptless(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False, offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_page_without_javascript(scriptless: Page, name: str) -> None:
    scriptless.goto(f"{SITE.as_uri()}/{name}")
    if name == "index.html":  # it forwards to the cover
        scriptless.wait_for_url("**/book/index.html")
    there = scriptless.evaluate(NO_SCRIPT)
    assert there["pictures"] == [True] * there["views"]
    assert all(height > 5 for height in there["formulas"])
    assert all(len(words.split()) >= 5 for words in there["words"])
