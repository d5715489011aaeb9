"""What a page is made of: quizzes, the first question, the gate, folds and the card."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support import page_checks as checks
from support.log import Log
from support.parts_page import BARS, PAGE
from support.small_book import build, make_book

pytestmark = [pytest.mark.builds, pytest.mark.xdist_group("parts")]

LINE = 30  # px: a line of text
FREE = "document.querySelector('section input').disabled === false"
LOCKED = "document.querySelector('section input').disabled === true"
PRINTED = "(node) => getComputedStyle(node, '::details-content').contentVisibility === 'visible'"
# How often a screen reader would have heard something since this was asked.
LISTEN = """(node) => {
  window.heard = [];
  new MutationObserver(() => window.heard.push(node.textContent.trim()))
    .observe(node, { childList: true, subtree: true, characterData: true });
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = make_book(tmp_path_factory.mktemp("parts"), index="# Cover\n", parts=PAGE)
    (folder / "book" / "bars.svg").write_text(BARS)
    code, output = build(folder)
    assert code == 0, output
    return (folder / "_build" / "html" / "book" / "parts.html").as_uri()


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(offline=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page, address: str) -> Iterator[Page]:
    """The page, as a reader opens it for the first time; nothing may go wrong on it."""
    tab.set_viewport_size({"width": 1280, "height": 850})
    tab.goto(address)
    tab.evaluate("sessionStorage.clear()")
    log = Log(address.rsplit("/book/", 1)[0]).watch(tab)
    tab.goto(address)
    tab.wait_for_load_state("load")
    yield tab
    log.stop(tab)
    assert log.breaches == []


def height(box: Locator) -> float:
    return box.bounding_box()["height"]


def told(page: Page) -> list[list[object]]:
    return page.evaluate("window.told")


@pytest.mark.parametrize("width", [1280, 390])
def test_arrows_browse_and_enter_or_check_answers(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    quiz = page.locator("#quiz-plain")
    feedback = quiz.locator(".quiz-feedback[role=status]")
    before = height(quiz)
    feedback.evaluate(LISTEN)
    quiz.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    for verdict in ("Right.", "Not this one.", "Not this one."):
        said = feedback.inner_text()
        page.keyboard.press("Enter")
        expect(feedback).to_contain_text(verdict)
        assert feedback.inner_text() != said
        assert abs(height(quiz) - before) <= LINE
        page.keyboard.press("ArrowDown")
    expect(quiz.get_by_role("radio").first).to_be_checked()  # they go round
    assert feedback.inner_text().startswith("Not this one."), "browsing answers nothing"
    quiz.get_by_role("button", name="Check").click()
    expect(feedback).to_contain_text("Right.")
    heard = page.evaluate("window.heard")
    assert len(heard) == 4, "each verdict is heard once"
    assert quiz.locator(".quiz-choice.right, .quiz-choice.wrong").count() == 1


def test_check_without_a_choice_asks_for_one(page: Page) -> None:
    quiz = page.locator("#quiz-plain")
    before = height(quiz)
    quiz.get_by_role("button", name="Check").click()
    expect(quiz.get_by_role("status")).to_have_text("Choose an answer first.")
    assert height(quiz) == before


def test_the_first_question_frees_the_figure_and_is_remembered(page: Page, address: str) -> None:
    quiz, again = page.locator("#quiz-first"), page.locator("#quiz-again .quiz-then")
    page.wait_for_function(LOCKED)
    assert told(page) == [["smx-lock", True]]
    assert not again.is_visible()
    expect(quiz.get_by_role("button", name="Try again")).to_be_hidden()
    before = height(quiz)
    quiz.get_by_label("No: it only rises.").check()
    page.wait_for_function(LOCKED)
    quiz.get_by_role("button", name="Check, then drag T").click()
    page.wait_for_function(FREE)
    expect(quiz.get_by_role("status")).to_contain_text("Not this one. It starts near 0")
    assert abs(height(quiz) - before) <= LINE
    expect(again).to_have_text("At the start you answered: No: it only rises.")
    quiz.get_by_label("Yes: it overshoots").check()
    page.keyboard.press("Enter")
    expect(quiz.get_by_role("status")).to_contain_text("Right.")
    expect(again).to_have_text("At the start you answered: No: it only rises.")

    def is_remembered() -> None:
        page.wait_for_function(FREE)
        expect(quiz.get_by_role("status")).to_contain_text("Right. Once later has lost enough")
        expect(quiz.get_by_label("Yes: it overshoots")).to_be_checked()
        expect(again).to_have_text("At the start you answered: No: it only rises.")

    page.reload()
    is_remembered()
    page.goto(address.replace("parts.html", "index.html"))
    page.go_back()
    is_remembered()
    checks.resize(page, 390, 844)
    checks.change_theme(page, "dark")
    is_remembered()
    checks.change_theme(page, "light")
    assert page.url == address, "an answer is no part of a link"


def test_try_again_locks_and_resets_the_figure(page: Page) -> None:
    quiz = page.locator("#quiz-first")
    quiz.get_by_label("No: it only rises.").check()
    page.keyboard.press("Enter")
    page.wait_for_function(FREE)
    quiz.get_by_role("button", name="Try again").click()
    page.wait_for_function(LOCKED)
    assert told(page)[-2:] == [["smx-set", ""], ["smx-lock", True]]
    expect(quiz.get_by_role("status")).to_be_empty()
    assert quiz.locator("input:checked, .right, .wrong").count() == 0
    expect(quiz.get_by_role("radio").first).to_be_focused()
    page.reload()
    page.wait_for_function(LOCKED)
    expect(page.locator("#quiz-again .quiz-then")).to_contain_text("No: it only rises.")


def test_a_set_link_frees_its_figure_alone(page: Page) -> None:
    page.wait_for_function(LOCKED)
    click = """(figure) => document.body.dispatchEvent(
        new CustomEvent("set-link", { bubbles: true, detail: { figure } }))"""
    page.evaluate(click, "another")
    assert page.evaluate(LOCKED)
    page.evaluate(click, "middle")
    page.wait_for_function(FREE)
    expect(page.locator("#quiz-first").get_by_role("status")).to_be_empty()
    assert not page.locator("#quiz-again .quiz-then").is_visible()
    page.reload()
    page.wait_for_load_state("load")
    page.wait_for_function(FREE)


def test_a_gate_opens_by_keyboard_by_an_anchor_and_on_paper(page: Page, address: str) -> None:
    gate = page.locator("details.look")
    shown = gate.locator(".output")
    assert not shown.is_visible()
    assert " ".join(gate.inner_text().split()) == "Decide, then look Just show me"
    expect(page.locator(".tag_look .cell_input")).to_be_visible()
    gate.locator("summary").focus()
    page.keyboard.press("Enter")
    assert shown.is_visible()
    page.keyboard.press("Enter")
    assert not shown.is_visible()
    shown.evaluate("(node) => node.id = 'inside'")
    page.evaluate("location.hash = '#inside'")
    expect(shown).to_be_visible()
    page.reload()
    page.emulate_media(media="print")
    for fold in page.locator("details.fold").all():
        assert fold.evaluate(PRINTED)
        assert height(fold) > height(fold.locator("summary")) + 20
    page.emulate_media(media="null")


def test_everything_can_be_read_without_javascript(chromium: Browser, address: str) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(address)
    assert not page.locator(".quiz button, .quiz-then, .quiz-place").first.is_visible()
    for fold in page.locator("details.fold, details.quiz-answer").all():
        inside = fold.locator(":scope > :not(summary)").first
        assert not inside.is_visible()
        fold.locator("summary").focus()
        page.keyboard.press("Enter")
        assert inside.is_visible()
    expect(page.locator("#quiz-first .quiz-reason").nth(1)).to_contain_text("Right. Once later")
    page.close()


def test_the_parts_keep_what_every_page_promises(page: Page) -> None:
    for name in ("No: it only rises.", "1"):
        page.get_by_role("radio", name=name, exact=True).check()
        page.keyboard.press("Enter")
    breaches = []
    for theme in ("light", "dark"):
        checks.change_theme(page, theme)
        for width, promises in ((1280, checks.CHECKS), (390, (*checks.LAYOUT, checks.pale_text))):
            checks.resize(page, width, 844)
            breaches += [f"{theme} {width}: {b}" for check in promises for b in check(page)]
    checks.change_theme(page, "light")
    assert breaches == []


def test_the_minutes_and_folds_are_named(page: Page) -> None:
    expect(page.locator("summary", has_text="What you will learn")).to_have_text(
        "1 minutes. What you will learn, and what you need"
    )
    assert page.locator("#fold-deeper > summary").inner_text().startswith("Deeper: Where")
    expect(page.locator("details.in-practice > summary")).to_have_text("In practice")
