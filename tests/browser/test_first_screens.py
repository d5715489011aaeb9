"""The first screen of a chapter plays: what a reader meets without scrolling, in the built book."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from support.places import SITE
from support.widget_page import TEMPERATURE, WidgetPage

FIRST = ["temperature"]  # chapters with a first screen


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(offline=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def visit(page: Page, name: str, width: int, height: int) -> WidgetPage:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{SITE.as_uri()}/book/{name}.html")
    page.wait_for_selector("html[data-widgets=ready]", state="attached")
    return WidgetPage(page)


def below(page: Page, selector: str) -> float:
    """Where the first such thing of the first figure ends, in pixels of the screen."""
    return page.evaluate(
        "(what) => document.querySelector('section[data-ready] ' + what)"
        ".getBoundingClientRect().bottom",
        selector,
    )


@pytest.mark.parametrize("name", FIRST)
def test_the_figure_is_on_the_first_screen(page: Page, name: str) -> None:
    visit(page, name, 1280, 850)
    assert below(page, "svg") <= 850
    assert below(page, "input[type=range]") <= 850
    visit(page, name, 390, 844)
    assert below(page, "svg") <= 844


def test_the_middle_word_waits_for_an_answer(page: Page) -> None:
    figure = visit(page, "temperature", 1280, 850)
    locked = "node => node.hasAttribute('data-locked')"
    assert figure.root.evaluate(locked)
    quiz = page.locator("#quiz-temperature-first")
    quiz.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(quiz.get_by_role("status")).to_contain_text("Not this one. It rises at first")
    assert not figure.root.evaluate(locked)
    figure.press(TEMPERATURE, "End")
    assert figure.numbers("p0", "p1", "p2") == "0.3333 0.3333 0.3333"
    page.reload()
    page.wait_for_selector("html[data-widgets=ready]", state="attached")
    assert not figure.root.evaluate(locked)
    again = page.locator("#quiz-temperature-again .quiz-then")
    expect(again).to_have_text("At the start you answered: No: it only rises.")
    quiz.get_by_role("button", name="Try again").click()
    assert figure.root.evaluate(locked)
    assert figure.numbers("p0") == "0.7275"
    assert figure.note().is_hidden()
