"""Phrases that set a figure, gentle changes, and a figure that waits for an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.places import SITE, site_pages
from support.widget_html import write_page
from support.widget_page import TEMPERATURE, WidgetPage

from softmaxlab.widgets import Guess, Pipeline, Temperature

PATIENCE = 60_000  # ms

PHRASES = """<p>Look at it <span class="set-link" data-figure="temperature" data-state="T:0.5">at a
<em>low</em> temperature</span>, or <span class="set-link" data-figure="temperature"
data-state="T:inf,z:3~1">without any</span>; the other one
<span class="set-link" data-figure="temperature-2" data-state="T:0">at none</span>.</p>"""


@pytest.fixture
def page(open_page, tmp_path: Path) -> Page:
    """Two figures and three phrases, far below them."""
    file = write_page(tmp_path, Temperature(), Temperature(T=3), with_stills=True)
    text = file.read_text(encoding="utf-8")
    far = '<div style="height: 3000px"></div>'
    file.write_text(text.replace("</section></main>", f"{far}{PHRASES}</section></main>"), "utf-8")
    page = open_page(file.as_uri())
    page.wait_for_selector("html[data-widgets=ready]", state="attached")
    return page


def test_a_phrase_sets_its_figure_and_nothing_else(page: Page) -> None:
    first, second = WidgetPage(page).all()
    first.press("z[2]", "End")
    page.get_by_role("link", name="at a low temperature").click()
    assert first.numbers("p0", "p2") == "0.8638 0.0193"  # z is as it was at first
    assert second.numbers("p0") == "0.4450"
    page.get_by_role("link", name="without any").press("Enter")
    assert first.numbers("z0", "z1", "p0") == "3.0 1.0 0.5000"
    assert first.output("p2").count() == 0
    page.get_by_role("link", name="at none").click()
    assert second.numbers("p0") == "1"


def test_a_copy_of_a_phrase_sets_the_figure_too(page: Page) -> None:
    first, _ = WidgetPage(page).all()
    low = page.get_by_role("link", name="at a low temperature")
    low.evaluate("(link) => link.parentNode.append(link.cloneNode(true))")
    low.nth(1).click()
    assert first.numbers("p0") == "0.8638"


def test_a_phrase_marks_itself_and_the_figure_speaks(page: Page) -> None:
    first, _ = WidgetPage(page).all()
    low, warm = (page.get_by_role("link", name=n) for n in ("at a low temperature", "without any"))
    low.click()
    expect(low).to_have_attribute("aria-current", "true")
    expect(first.status()).to_have_text("T = 0.5: largest is p[0] = 0.8638, entropy 0.4537 nats.")
    warm.click()
    assert low.get_attribute("aria-current") is None
    expect(warm).to_have_attribute("aria-current", "true")


def test_the_figure_comes_into_sight_only_if_it_is_not(page: Page) -> None:
    low = page.get_by_role("link", name="at a low temperature")
    low.scroll_into_view_if_needed()
    assert page.evaluate("scrollY") > 1000
    low.click()
    page.wait_for_function("scrollY < 300")
    there = page.evaluate("scrollY")
    low.evaluate("(link) => link.click()")
    assert page.evaluate("scrollY") == there
    assert page.url.endswith("page.html")  # nothing is loaded
    page.go_back()
    page.wait_for_function("scrollY > 1000")  # and Back leads to the sentence
    assert page.url.endswith("page.html")
    back = page.get_by_role("button", name="Back to the text")
    expect(back).to_be_hidden()
    low.click()
    page.wait_for_function("scrollY < 300")
    back.evaluate("(button) => button.click()")  # for those who do not think of Back
    page.wait_for_function("scrollY > 1000")
    expect(back).to_be_hidden()
    expect(low).to_be_focused()
    low.click()
    low.scroll_into_view_if_needed()
    expect(back).to_be_hidden()  # whoever comes back alone needs it no more


def test_a_drawing_that_is_cut_comes_whole_into_sight(page: Page) -> None:
    low = page.get_by_role("link", name="at a low temperature")
    first, _ = WidgetPage(page).all()
    page.evaluate("scrollTo(0, 250)")
    assert first.root.locator(".smx-stage").bounding_box()["y"] < 0
    low.evaluate("(link) => link.click()")
    page.wait_for_function("document.querySelector('.smx-stage').getBoundingClientRect().top >= 0")


def test_without_javascript_a_phrase_is_text(open_page, page: Page) -> None:
    plain = open_page(page.url, java_script_enabled=False)
    assert plain.get_by_role("link").count() == 0
    assert "Look at it at a low temperature, or without any" in plain.locator("p").last.inner_text()


WATCH = """(section) => {
  const bar = section.querySelector(".smx-bar"), out = section.querySelector('[data-k="p0"]');
  window.frames_seen = [];
  const look = () => {
    window.frames_seen.push([Number(bar.getAttribute("height")), out.textContent]);
    if (window.frames_seen.length < 60) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def heights(widget: WidgetPage, act) -> list[tuple[float, str]]:
    """Height of the first bar, and the read-out, in each frame after an action."""
    widget.next_frame()
    widget.root.evaluate(WATCH)
    act()
    widget.page.wait_for_function("window.frames_seen.length >= 60")
    return [tuple(frame) for frame in widget.page.evaluate("window.frames_seen")]


def test_a_preset_is_approached_and_the_numbers_are_there_at_once(widget_page) -> None:
    widget = widget_page(Temperature(T=3), reduced_motion="no-preference")
    widget.unfold("Presets")
    seen = heights(widget, widget.button("[2, 1, 0.1], T = 0.5").click)
    bars = list(dict.fromkeys(height for height, _ in seen))
    assert len(bars) > 4  # several heights on the way
    assert bars == sorted(bars)
    assert {text for _, text in seen} <= {"0.4450", "0.8638"}  # no number in between
    assert widget.numbers("p0") == "0.8638"


def test_who_asks_for_less_motion_is_there_at_once(widget_page) -> None:
    widget = widget_page(Temperature(T=3), reduced_motion="reduce")
    widget.unfold("Presets")
    seen = heights(widget, widget.button("[2, 1, 0.1], T = 0.5").click)
    assert len({height for height, _ in seen}) <= 2


def test_a_drag_takes_over_from_a_gentle_change(widget_page) -> None:
    widget = widget_page(Temperature(T=3), reduced_motion="no-preference")
    widget.unfold("Presets")
    widget.button("[2, 1, 0.1], T = 0.5").click()
    widget.press(TEMPERATURE, "End")
    widget.page.wait_for_timeout(400)
    assert widget.numbers("p0", "p1") == "0.3333 0.3333"
    box = widget.root.locator(".smx-bar").nth(0).bounding_box()
    assert box["height"] == pytest.approx(
        widget.root.locator(".smx-bar").nth(2).bounding_box()["height"], abs=0.5
    )


def test_a_figure_that_waits_can_be_seen_and_not_be_worked(widget_page) -> None:
    widget = widget_page(Temperature())
    lock = "(node, locked) => node.dispatchEvent(new CustomEvent('smx-lock', { detail: locked }))"
    grip = widget.root.locator(".smx-updown").first
    widget.root.evaluate(lock, True)
    assert widget.root.get_attribute("data-locked") == ""
    widget.drag(grip, 0, -40)
    assert widget.numbers("p0") == "0.6590"
    widget.page.keyboard.press("Tab")
    inside = "document.activeElement.closest('section[data-widget]') !== null"
    assert not widget.page.evaluate(inside)
    widget.root.evaluate(lock, False)
    assert widget.root.get_attribute("data-locked") is None
    widget.drag(grip, 0, -20)
    assert widget.numbers("p0") != "0.6590"


def test_an_arrow_key_is_one_step_wherever_the_value_is(widget_page) -> None:
    widget = widget_page(Pipeline(z=[1000, 1001, 1002]))
    widget.press("soon", "ArrowLeft")
    assert widget.numbers("z1") == "1000.9"
    widget.press("soon", "Home")
    assert widget.numbers("z1") == "971.0"
    widget.press("later", *["ArrowRight"] * 3)
    assert widget.numbers("z0") == "1000.3"
    widget = widget_page(Pipeline(z=[1999.9, 0]))
    widget.press("z[0]", "End")
    assert widget.numbers("z0") == "2000.0"  # what the trait takes
    widget = widget_page(Pipeline())
    widget.press("soon", "End")
    assert widget.numbers("z1") == "30.0"


@pytest.mark.parametrize("name", site_pages())
def test_every_set_link_of_the_course_moves_its_figure(chromium: Browser, name: str) -> None:
    context = chromium.new_context(offline=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{SITE.as_uri()}/{name}")
    click_every_set_link(page)
    context.close()


DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def click_every_set_link(page: Page, patience: int = PATIENCE) -> None:
    """Click each set link of a page, from the figure's first state, and see the figure change."""
    if page.locator("span.set-link").count() + page.locator("a.set-link").count() == 0:
        return
    page.wait_for_selector("html[data-widgets=ready]", state="attached")
    assert page.locator("span.set-link").count() == 0
    for link in page.locator("a.set-link").all():
        figure = page.locator(f"#figure-{link.get_attribute('data-figure')}")
        program = figure.locator(".smx-code")
        figure.locator("button", has_text="Reset").evaluate("(button) => button.click()")
        page.evaluate(DRAWN)
        before = program.text_content()
        link.evaluate("(link) => link.click()")
        expect(program).not_to_have_text(before, timeout=patience)


def test_a_set_link_that_moves_nothing_is_noticed(page: Page) -> None:
    page.evaluate("document.querySelector('a.set-link').dataset.state = 'T:1'")
    with pytest.raises(AssertionError):
        click_every_set_link(page, patience=500)


def test_a_look_at_the_answer_is_gentle_too(widget_page) -> None:
    widget = widget_page(Guess(), reduced_motion="no-preference")
    widget.button("Look").click()
    assert widget.numbers("p0") == "0.6590"
