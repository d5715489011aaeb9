"""The mount script: what a static page does with the widgets that a notebook left in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ipywidgets import FloatSlider, jsdlink, jslink
from playwright.sync_api import expect
from support.widget_html import write_page
from support.widget_page import LIVE, TEMPERATURE

from softmaxlab.widgets import Temperature


def test_the_picture_gives_way_to_the_widget(widget_page) -> None:
    widget = widget_page(Temperature())
    page, section = widget.page, widget.root
    assert page.locator(LIVE).count() == 1
    picture = page.locator(".smx-fallback")
    assert picture.count() == 1
    assert picture.is_hidden()
    page.emulate_media(media="print")
    assert picture.is_visible()
    assert section.is_hidden()


def test_without_javascript_the_picture_says_it_all(widget_page) -> None:
    page = widget_page(Temperature(T=0.5), java_script_enabled=False).page
    assert page.locator(LIVE).count() == 0
    picture = page.locator(".smx-fallback")
    labels = [page.locator("svg[role=img]").nth(i).get_attribute("aria-label") for i in range(2)]
    assert labels[0] == "Bars of the probabilities at T = 0.5: 0.8638, 0.1169, 0.0193."
    assert "at T = 0.5 it is 0.4537 nats, as much as 1.574 equal choices" in labels[1]
    assert picture.locator("tbody td").nth(1).inner_text() == "0.8638"
    page.get_by_text("Python", exact=True).click()
    assert "p = softmax(z, temperature=T)" in picture.inner_text()
    assert page.get_by_text("its sliders need JavaScript").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_follows_the_theme(widget_page, theme: str) -> None:
    page = widget_page(Temperature(), theme=theme, java_script_enabled=False).page
    paper = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"}[theme]
    picture = page.locator(".smx-fallback")
    assert picture.evaluate("(n) => getComputedStyle(n).backgroundColor") == paper


def test_a_widget_that_fails_leaves_its_picture(open_page, tmp_path: Path) -> None:
    broken = Temperature()
    broken._esm = "export default { render() { throw new Error('on purpose') } }"
    page = open_page(
        write_page(tmp_path, broken, Temperature()).as_uri(), complaints="a widget stays a picture"
    )
    page.wait_for_selector("html[data-widgets=ready]", state="attached")
    pictures = page.locator(".smx-fallback")
    assert [pictures.nth(i).is_visible() for i in range(2)] == [True, False]
    assert page.locator(LIVE).count() == 1
    assert page.locator("[data-page]").count() == 1


def test_a_failure_is_logged_in_the_console(chromium, tmp_path: Path) -> None:
    broken = Temperature()
    broken._esm = "this is no JavaScript"
    page, messages = chromium.new_page(), []
    page.on("console", lambda message: messages.append((message.type, message.text)))
    page.goto(write_page(tmp_path, broken).as_uri())
    page.wait_for_selector("html[data-widgets=ready]", state="attached")
    assert page.locator(".smx-fallback").is_visible()
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
