"""The controls around a chapter do what they say: menu, contents, search, theme, copy, quiz."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from support import page_checks as checks
from support.log import Log
from support.places import SITE

CHAPTER = (SITE / "book" / "temperature.html").as_uri()


def opened(chromium: Browser, width: int, **options: object) -> Iterator[Page]:
    """The chapter in a window of that width, offline; no complaint may be left at the end."""
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, offline=True, **options
    )
    log = Log(SITE.as_uri()).watch(context)
    page = context.new_page()
    page.goto(CHAPTER)
    checks.wait_until_settled(page)
    yield page
    context.close()
    assert log.breaches == []


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    yield from opened(chromium, 390, has_touch=True)


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    yield from opened(chromium, 1280)


def test_the_menu_opens_on_a_phone(phone: Page) -> None:
    entry = phone.get_by_role("link", name="Bibliography").first
    expect(entry).not_to_be_in_viewport()
    phone.locator("button.primary-toggle").tap()
    expect(entry).to_be_in_viewport()
    phone.keyboard.press("Escape")
    expect(entry).not_to_be_in_viewport()
    phone.locator("button.primary-toggle").tap()
    entry.tap()
    phone.wait_for_url("**/reference/bibliography.html")


def test_the_contents_open_on_a_phone(phone: Page) -> None:
    contents = phone.locator("#pst-page-toc-nav a, dialog .page-toc a").first
    expect(contents).not_to_be_in_viewport()
    phone.locator("button.secondary-toggle").tap()
    expect(contents).to_be_in_viewport()


def test_search_finds_a_word_and_leads_to_it(desk: Page) -> None:
    desk.keyboard.press("Control+k")
    desk.keyboard.type("entropy")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/search.html?q=entropy*")
    result = desk.locator("#search-results a", has_text="Temperature").first
    expect(result).to_be_visible()
    result.click()
    desk.wait_for_url("**/book/temperature.html*")


def test_the_theme_switch_changes_the_theme_and_remembers(desk: Page) -> None:
    def theme() -> str:
        return desk.evaluate("document.documentElement.dataset.theme")

    def paper() -> str:
        return desk.evaluate("getComputedStyle(document.body).backgroundColor")

    switch = desk.get_by_role("button", name="Color mode")
    seen = {(theme(), paper())}
    for _ in range(3):
        switch.focus()
        desk.keyboard.press("Enter")
        seen.add((theme(), paper()))
    assert len(seen) == 2
    while theme() != "dark":
        switch.click()
    desk.reload()
    assert theme() == "dark"


def test_the_skip_link_comes_first_and_leads_to_the_text(desk: Page) -> None:
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.textContent") == "Skip to main content"
    desk.keyboard.press("Enter")
    assert desk.url.endswith("#main-content")


def test_code_can_be_copied(chromium: Browser) -> None:
    for page in opened(chromium, 1280, permissions=["clipboard-read", "clipboard-write"]):
        cell = page.locator(".cell_input:visible").first
        cell.hover()
        cell.locator("button.copybtn").click()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.strip() == cell.locator("pre").inner_text().strip()


def test_a_quiz_answers_by_keyboard(desk: Page) -> None:
    quizzes = desk.locator(".quiz")
    assert quizzes.count() >= 4
    for quiz in quizzes.all():
        choices = quiz.get_by_role("radio")
        feedback = quiz.locator(".quiz-feedback[role=status]")
        assert feedback.text_content() == ""
        choices.first.focus()
        desk.keyboard.press("Space")
        heard = []
        for i in range(choices.count()):
            expect(choices.nth(i)).to_be_checked()
            desk.keyboard.press("Enter")
            right = choices.nth(i).get_attribute("data-right") == "true"
            expect(feedback).to_contain_text("Right." if right else "Not this one.")
            heard.append(feedback.inner_text())
            desk.keyboard.press("ArrowDown")
        assert len(set(heard)) == len(heard), "every choice has a reason of its own"
        assert sum(h.startswith("Right.") for h in heard) == 1


def test_a_quiz_can_be_read_without_javascript(chromium: Browser) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(CHAPTER)
    quiz = page.locator(".quiz").first
    assert quiz.get_by_role("radio").first.is_visible()
    answer = quiz.locator("details.quiz-answer")
    assert not answer.locator(".quiz-reason").first.is_visible()
    answer.locator("summary").click()
    for reason in answer.locator(".quiz-reason").all():
        assert reason.is_visible()
    page.close()


def test_solutions_and_proofs_open_without_javascript(chromium: Browser) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(CHAPTER)
    closed = page.locator("details.solution, details.sd-dropdown")
    assert closed.count() >= 4
    for box in closed.all():
        body = box.locator(":scope > :not(summary)").first
        assert not body.is_visible()
        box.locator("summary").first.focus()
        page.keyboard.press("Enter")
        assert body.is_visible()
    page.close()
