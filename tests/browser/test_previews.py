"""A reference shows its theorem, formula or work in a card, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support import page_checks as checks
from support import site_checks
from support.log import Log
from support.places import SITE, site_pages

CHAPTER = (SITE / "book" / "temperature.html").as_uri()
THEOREM, FORMULA, WORK = (
    f"article section > p a[href{start}]"
    for start in ('^="#thm-"', '^="#equation-"', '*="bibliography.html#"')
)


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 850}, offline=True)
    log = Log(SITE.as_uri()).watch(context)
    page = context.new_page()
    page.goto(CHAPTER)
    checks.wait_until_settled(page)
    yield page
    context.close()
    assert log.breaches == []


@pytest.fixture
def card(reader: Page) -> Iterator[Locator]:
    yield reader.get_by_role("tooltip")
    reader.keyboard.press("Escape")
    reader.mouse.move(0, 0)
    reader.evaluate("document.activeElement.blur()")
    expect(reader.get_by_role("tooltip")).to_have_count(0)


def focus(link: Locator) -> None:
    """Reach a link as the Tab key does."""
    link.page.keyboard.press("Shift")  # the reader uses the keyboard
    link.focus()


@pytest.mark.parametrize("kind", [THEOREM, FORMULA, WORK])
def test_a_card_comes_with_focus_and_goes_with_escape(
    reader: Page, card: Locator, kind: str
) -> None:
    link = reader.locator(kind).first
    words = link.get_attribute("title")
    to = "#" + link.get_attribute("href").partition("#")[2]
    shown = words or reader.locator(to).locator(".katex-html").first.text_content()
    focus(link)
    expect(card).to_contain_text(shown)
    expect(link).to_have_accessible_description(re.compile(".{8}"))
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert checks.axe_violations(reader) == []
    ids = reader.locator("[id]").evaluate_all("all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids))
    reader.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert link.get_attribute("title") == words
    assert link.get_attribute("aria-describedby") is None


def test_the_mouse_may_move_onto_the_card(reader: Page, card: Locator) -> None:
    reader.locator(THEOREM).first.hover()
    expect(card).to_have_count(1)
    assert card.locator("details").count() == 0, "the proof stays where it is"
    card.hover()
    reader.wait_for_timeout(400)
    expect(card).to_have_count(1)
    reader.mouse.move(0, 0)
    expect(card).to_have_count(0)


def test_a_tap_follows_the_link(chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(CHAPTER)
    checks.wait_until_settled(page)
    link = page.locator(THEOREM).first
    link.tap()
    page.wait_for_url(f"**{link.get_attribute('href')}")
    page.wait_for_timeout(400)
    expect(page.get_by_role("tooltip")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("name", site_pages())
def test_only_pages_that_refer_to_something_ask_for_the_script(name: str) -> None:
    page = site_checks.parse(SITE / name)
    links = page.select(
        'main a[href^="#thm-"], main a[href^="#equation-"], main a[href*="phy.html#"]'
    )
    assert bool(page.select('script[src*="previews.js"]')) == bool(links)
