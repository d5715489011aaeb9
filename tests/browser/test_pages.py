"""Every page of the built site, as a reader meets it: offline, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from support import page_checks as checks
from support.log import Log
from support.places import SITE, site_pages
from support.site_server import serve

PAGES = site_pages()
SIZES = {1280: 900, 390: 844}


@pytest.fixture(scope="module")
def sub_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site on a server, below a sub-path, as on Pages."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "some").mkdir()
    (folder / "some" / "where").symlink_to(SITE)
    with serve(folder) as address:
        yield f"{address}some/where/"


def test_there_are_pages() -> None:
    assert "book/index.html" in PAGES


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_page_from_a_file_without_a_network(
    chromium: Browser, name: str, width: int, theme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": SIZES[width]}, color_scheme=theme, offline=True
    )
    log = Log(SITE.as_uri()).watch(context)
    page = context.new_page()
    page.goto((SITE / name).as_uri())
    if name == "index.html":  # it forwards to the cover
        page.wait_for_url("**/book/index.html")
    checks.wait_until_settled(page)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    breaches = [b for check in checks.CHECKS for b in check(page)]
    context.close()
    assert log.breaches + breaches == []


@pytest.mark.parametrize("name", PAGES)
def test_page_from_a_sub_path_of_a_server(chromium: Browser, name: str, sub_path: str) -> None:
    context = chromium.new_context()
    log = Log(sub_path).watch(context)
    page = context.new_page()
    page.goto(sub_path + name)
    if name == "index.html":
        page.wait_for_url("**/book/index.html")
    checks.wait_until_settled(page)
    breaches = checks.broken_images(page) + checks.formulas_not_drawn(page)
    context.close()
    assert log.breaches + breaches == []


@pytest.mark.parametrize("name", PAGES)
def test_page_without_javascript(chromium: Browser, name: str) -> None:
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((SITE / name).as_uri())
    for formula in page.locator(".math").all():
        if formula.is_visible():
            assert formula.locator(".katex-html").first.bounding_box()["height"] > 5
    for picture in page.locator(".smx-still").all():
        assert picture.is_visible()
    for image in page.locator("main img").all():
        assert len((image.get_attribute("alt") or "").split()) >= 5
    context.close()
