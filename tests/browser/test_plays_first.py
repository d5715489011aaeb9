"""The first screen of each chapter that plays: what is in sight, and what waits for an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.log import Log
from support.places import SITE, site_pages

FIRST = ".quiz[data-figure]"
PAGES = [page for page in site_pages() if " data-figure=" in (SITE / page).read_text("utf-8")
         and 'class="quiz-reset"' in (SITE / page).read_text("utf-8")]  # fmt: skip
each = pytest.mark.parametrize("name", PAGES)


@pytest.fixture
def first_screen(chromium: Browser) -> Iterator[Callable[..., tuple[Page, Locator, Locator]]]:
    """Open a chapter as if for the first time: the page, its first question and that's figure."""
    logs: list[Log] = []
    before = len(chromium.contexts)

    def opener(name: str, width: int = 1280, height: int = 850, **options: bool):
        size = {"width": width, "height": height}
        page = chromium.new_context(offline=True, viewport=size, **options).new_page()
        live = options.get("java_script_enabled", True)
        if live:  # else each script is missed
            logs.append(Log(SITE.as_uri()).watch(page))
        page.goto(f"{SITE.as_uri()}/{name}")
        if live:
            ready(page)
        quiz = page.locator(FIRST)
        return page, quiz, page.locator(f"#figure-{quiz.get_attribute('data-figure')} section")

    yield opener
    for context in chromium.contexts[before:]:
        context.close()
    assert [breach for log in logs for breach in log.breaches] == []


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-widgets=ready]", state="attached")


def bottom(node: Locator) -> float:
    box = node.bounding_box()
    return box["y"] + box["height"]


def first_control(figure: Locator) -> Locator:
    """The slider that moves a figure, or the first of its buttons."""
    return figure.locator("input[type=range], .smx-raise").first


@each
def test_the_picture_is_in_sight_and_where_there_is_room_a_control(first_screen, name: str) -> None:
    _, _, figure = first_screen(name, width=1280, height=850)
    assert bottom(figure.locator("svg").first) <= 850
    assert bottom(first_control(figure)) <= 850
    _, _, figure = first_screen(name, width=390, height=844)
    assert bottom(figure.locator("svg").first) <= 844


def drawn(figure: Locator) -> str:
    """What a figure shows: its drawing without the shapes that wait, hidden, for their turn."""
    return figure.locator("svg").first.evaluate(
        """svg => {
            const copy = svg.cloneNode(true);
            for (const node of copy.querySelectorAll('[display="none"]')) node.remove();
            return copy.innerHTML.replaceAll(/smx-[a-z0-9]{8}(?=["&)])/g, "");  // ids
        }"""
    )


@each
def test_the_question_is_answered_by_keyboard_and_remembered(first_screen, name: str) -> None:
    page, quiz, figure = first_screen(name)
    again = page.locator(f'[data-again="{quiz.get_attribute("id")}"] .quiz-then')
    expect(figure).to_have_attribute("data-locked", "")
    expect(again).to_be_hidden()
    at_first = drawn(figure)
    quiz.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(quiz.get_by_role("status")).to_contain_text(".")
    words = quiz.locator(".quiz-choice label").nth(1).inner_text().strip()
    for _ in range(2):
        expect(figure).not_to_have_attribute("data-locked", "")
        expect(quiz.get_by_role("radio").nth(1)).to_be_checked()
        expect(again).to_contain_text(words)
        page.reload()
        ready(page)
    before = drawn(figure)
    control = first_control(figure)
    slider = control.evaluate("(node) => node.localName") == "input"
    control.press("End" if slider else "Enter")
    page.wait_for_timeout(100)
    assert drawn(figure) != before
    quiz.get_by_role("button", name="Try again").click()
    expect(figure).to_have_attribute("data-locked", "")
    page.wait_for_timeout(400)  # it glides
    assert drawn(figure) == at_first
    expect(figure.locator(".smx-note")).to_be_hidden()


def test_who_presses_a_figure_that_waits_is_shown_its_question(first_screen) -> None:
    page, quiz, figure = first_screen(PAGES[0], height=500)
    control = first_control(figure).bounding_box()
    page.mouse.click(control["x"] + 5, control["y"] + 5)
    expect(quiz).to_have_class(re.compile(r"\basks\b"))
    expect(quiz).to_be_in_viewport(ratio=0.5)
    expect(quiz).not_to_have_class(re.compile(r"\basks\b"))


def test_an_answer_brings_figure_and_question_onto_one_screen(first_screen) -> None:
    page, quiz, figure = first_screen(PAGES[0], height=1000)
    page.evaluate("scrollTo(0, 600)")
    assert figure.bounding_box()["y"] < 0
    quiz.get_by_role("radio").first.check()
    quiz.get_by_role("button", name="Check").click()
    expect(figure.locator(".smx-stage")).to_be_in_viewport(ratio=1)
    expect(quiz.locator(".quiz-feedback")).to_be_in_viewport(ratio=1)


@each
def test_without_javascript_the_picture_stands_and_the_answer_is_folded(
    first_screen, name: str
) -> None:
    _, quiz, figure = first_screen(name, java_script_enabled=False)
    expect(figure.locator("svg:visible").first).to_be_visible()
    right = quiz.locator(".quiz-answer .right .quiz-verdict")
    expect(right).to_be_hidden()
    quiz.locator(".quiz-answer summary").click()
    expect(right).to_be_visible()
