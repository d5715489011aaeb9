"""The mount script: what a static page does with the widgets that a notebook left in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ipywidgets import FloatSlider, jsdlink, jslink
from playwright.sync_api import expect
from support.widget_html import write_page
from support.widget_page import LIVE, TEMPERATURE
from support.widgets import WIDGETS

from softmaxlab.widgets import Temperature

STILL = ".smx-still"
NOTE = ".smx-need"


@pytest.mark.parametrize("width", [1280, 768, 390])
@pytest.mark.parametrize("name", WIDGETS)
def test_the_widget_takes_the_place_of_its_still_and_nothing_moves(
    open_page, tmp_path: Path, name: str, width: int
) -> None:
    states = [WIDGETS[name].cls(**state) for state in WIDGETS[name].crowded]
    file = write_page(tmp_path, *states, with_stills=True)
    text = file.read_text(encoding="utf-8")
    waiting = file.with_name("waiting.html")
    waiting.write_text(text.replace('<script src="mount.js"></script>', ""), encoding="utf-8")
    page = open_page(waiting.as_uri(), width=width)
    before = [still.bounding_box() for still in page.locator(STILL).all()]
    lines = [text.bounding_box() for text in page.locator(f"{STILL} label").all()]
    assert len(before) == len(states)
    page = open_page(file.as_uri(), width=width)
    page.wait_for_selector("html[data-widgets=ready]", state="attached")
    assert page.locator(STILL).count() == 0
    assert page.locator(LIVE).count() == len(states)
    assert [root.bounding_box() for root in page.locator(LIVE).all()] == before
    assert [text.bounding_box() for text in page.locator(f"{LIVE} label").all()] == lines


def test_what_stood_above_a_page_is_not_shifted(open_page, tmp_path: Path) -> None:
    """The browser's own measure of what jumps while a page becomes live."""
    widgets = [entry.cls() for entry in WIDGETS.values()]
    page = open_page(write_page(tmp_path, *widgets, with_stills=True).as_uri(), height=4000)
    page.wait_for_selector("html[data-widgets=ready]", state="attached")
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    shifts = page.evaluate("""new Promise((done) => new PerformanceObserver((list) =>
      done(list.getEntries().map((e) => e.value))).observe({ type: "layout-shift", buffered: true })
      || setTimeout(() => done([]), 300))""")
    assert sum(shifts) < 0.001


def test_without_javascript_the_still_says_it_all(open_page, tmp_path: Path) -> None:
    url = write_page(tmp_path, Temperature(T=0.5), with_stills=True).as_uri()
    page = open_page(url, java_script_enabled=False)
    still = page.locator(STILL)
    assert page.locator(LIVE).count() == 0
    labels = [svg.get_attribute("aria-label") for svg in still.locator("svg:visible").all()]
    assert labels[0] == "Bars of the probabilities at T = 0.5: 0.8638, 0.1169, 0.0193."
    assert "at T = 0.5 it is 0.4537 nats, as much as 1.574 equal choices" in labels[1]
    assert len(labels) == 2
    assert all(control.is_disabled() for control in still.locator("input, button").all())
    still.get_by_text("Numbers", exact=True).click()
    assert still.locator("tbody td").nth(1).inner_text() == "0.8638"
    still.get_by_text("Show Python", exact=True).click()
    assert "p = softmax(z, temperature=T)" in still.inner_text()
    assert page.locator(NOTE).is_visible()


def test_with_javascript_no_word_of_it(open_page, tmp_path: Path) -> None:
    page = open_page(write_page(tmp_path, Temperature(), with_stills=True).as_uri())
    page.wait_for_selector("html[data-widgets=ready]", state="attached")
    assert page.locator(NOTE).count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_still_follows_the_theme(open_page, tmp_path: Path, theme: str) -> None:
    url = write_page(tmp_path, Temperature(), theme=theme, with_stills=True).as_uri()
    page = open_page(url, java_script_enabled=False)
    paper = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}[theme]
    bar = {"light": "rgb(0, 114, 178)", "dark": "rgb(86, 180, 233)"}[theme]
    assert page.locator(STILL).evaluate("(n) => getComputedStyle(n).backgroundColor") == paper
    assert page.locator(".smx-bar").first.evaluate("(n) => getComputedStyle(n).fill") == bar


def test_on_paper_is_what_the_reader_left(widget_page) -> None:
    widget = widget_page(Temperature())
    widget.press(TEMPERATURE, "Home")
    widget.next_frame()
    widget.page.emulate_media(media="print")
    assert widget.root.is_visible()
    assert "T = 0" in widget.root.locator(".smx-caption").first.inner_text()
    assert widget.root.locator("tbody td").nth(1).inner_text() == "1"  # unfolded
    assert "p = softmax" in widget.root.locator(".smx-code").inner_text()
    assert not any(button.is_visible() for button in widget.root.get_by_role("button").all())


def test_a_widget_that_fails_leaves_its_still(open_page, tmp_path: Path) -> None:
    broken, fine = Temperature(), Temperature()
    fault = {broken: "export default { render() { throw new Error('on purpose') } }"}
    url = write_page(tmp_path, broken, fine, with_stills=True, broken=fault).as_uri()
    page = open_page(url, complaints="a widget stays a picture")
    page.wait_for_selector("html[data-widgets=ready]", state="attached")
    assert page.locator(STILL).count() == 1
    assert page.locator(STILL).is_visible()
    assert page.locator(LIVE).count() == 1
    assert page.locator("[data-page]").count() == 1


def test_a_failure_is_logged_in_the_console(chromium, tmp_path: Path) -> None:
    broken = Temperature()
    fault = {broken: "this is no JavaScript"}
    page, messages = chromium.new_page(), []
    page.on("console", lambda message: messages.append((message.type, message.text)))
    page.goto(write_page(tmp_path, broken, with_stills=True, broken=fault).as_uri())
    page.wait_for_selector("html[data-widgets=ready]", state="attached")
    assert page.locator(STILL).is_visible()
    page.close()
    ((kind, text),) = messages
    assert kind == "error"
    assert text.startswith("mount.js: a widget stays a picture. SyntaxError")


def test_what_needs_a_kernel_is_logged_too(chromium, tmp_path: Path) -> None:
    path = write_page(tmp_path, Temperature(), also=(slider := FloatSlider(),))
    text = path.read_text(encoding="utf-8")
    view = '<script type="application/vnd.jupyter.widget-view+json">{"model_id": "%s"}</script>'
    path.write_text(
        text.replace("</section>", view % slider.model_id + view % "gone" + "</section>"),
        encoding="utf-8",
    )
    page, messages = chromium.new_page(), []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-widgets=ready]", state="attached")
    assert page.locator(LIVE).count() == 1
    page.close()
    assert sum("FloatSliderModel needs a kernel" in text for text in messages) == 1
    assert sum("the page holds no state of gone" in text for text in messages) == 1


def test_jslink_works_without_a_kernel(widget_page) -> None:
    left, right = Temperature(T=3), Temperature(T=1)
    jslink((left, "T"), (right, "T"))
    a, b = widget_page(left, right).all()
    assert b.numbers("p0") == "0.4450"  # the target takes the value of the source
    a.press(TEMPERATURE, "Home")
    assert b.numbers("p0") == "1"
    b.press(TEMPERATURE, "End")
    assert a.numbers("p0") == "0.3333"
    a.press(TEMPERATURE, *["ArrowLeft"] * 3)
    for widget in (a, b):
        expect(widget.slider()).to_have_attribute("aria-valuetext", "T = 20")


def test_jsdlink_goes_one_way(widget_page) -> None:
    left, right = Temperature(z=[0, 1, 2]), Temperature(z=[3, 4])
    jsdlink((left, "z"), (right, "z"))
    a, b = widget_page(left, right).all()
    assert b.numbers("z0", "z1", "z2") == "0.0 1.0 2.0"
    a.press("z[1]", "ArrowRight")
    assert b.numbers("z1") == "1.1"
    b.press("z[1]", "Home")
    assert a.numbers("z1") == "1.1"


def test_a_link_may_lead_through_a_slider_that_is_not_shown(widget_page) -> None:
    """A linked FloatSlider hands over numbers, not text."""
    slider, left, right = FloatSlider(value=0.5), Temperature(), Temperature()
    jsdlink((slider, "value"), (left, "T"))
    jslink((slider, "value"), (right, "T"))
    a, b = widget_page(left, right, also=(slider,)).all()
    assert (a.numbers("p0"), b.numbers("p0")) == ("0.8638", "0.8638")
    assert a.slider().get_attribute("aria-valuetext") == "T = 0.5"
    b.press(TEMPERATURE, "Home")
    assert a.numbers("p0") == "1"
    assert a.program().splitlines()[4] == "T = 0"


def test_one_widget_shown_twice_is_one_widget(widget_page) -> None:
    widget = Temperature()
    a, b = widget_page(widget, widget).all()
    a.press(TEMPERATURE, "End")
    assert b.numbers("p0") == "0.3333"


def test_an_address_speaks_to_linked_widgets_too(widget_page) -> None:
    left, right = Temperature(), Temperature()
    jslink((left, "T"), (right, "T"))
    page = widget_page(left, right, query={"w.temperature": "T:0"})
    assert [widget.numbers("p0") for widget in page.all()] == ["1", "1"]


def test_thirty_widgets_are_quick(widget_page, measured) -> None:
    page = widget_page(*[Temperature() for _ in range(30)]).page
    assert page.locator(LIVE).count() == 30
    ready = page.evaluate("performance.now()")
    measured(f"30 widgets: live {ready:.0f} ms after the page began")
