"""The temperature widget on a static page, worked as a reader works it: by keyboard and pointer."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from softmaxlab import entropy, softmax
from softmaxlab.widgets import Temperature

SLIDER = "Temperature T"
OUTLIER = {  # set, then p of the outlier at T = 0.5, 1, 3
    "±0.4": ["0.9993", "0.7970", "0.0686"],
    "±1": ["0.9989", "0.7739", "0.0676"],
    "±5": ["0.5748", "0.2071", "0.0457"],
}


def root_of(page: Page) -> Locator:
    return page.locator("section[data-widget=temperature]").first


def press(control: Locator, *keys: str) -> None:
    control.focus()
    for key in keys:
        control.press(key)


def type_temperature(page: Page, text: str) -> None:
    box = page.get_by_label("Temperature as a number").first
    box.fill(text)
    box.press("Enter")


# ---- What the specification says one reads -------------------------------------------------------


def test_start(widget_page, numbers) -> None:
    read = numbers(root_of(widget_page(Temperature())))
    assert read("p0", "p1", "p2") == "0.6590 0.2424 0.0986"
    assert read.value("p0") == pytest.approx(0.6590011388859679, abs=1e-15)
    assert read("H", "Hb", "eff", "top", "outlier") == "0.8467 1.2216 2.332 0.6590 "


def test_ten_steps_left_are_one_half(widget_page, numbers) -> None:
    page = widget_page(Temperature())
    slider, read = page.get_by_label(SLIDER), numbers(root_of(page))
    press(slider, *["ArrowLeft"] * 10)
    assert read("p0", "H", "Hb") == "0.8638 0.4537 0.6545"
    assert slider.get_attribute("aria-valuetext") == "T = 0.5"
    press(slider, "Home")
    assert read("p0", "p1", "p2", "H") == "1 0 0 0.0000"
    assert slider.get_attribute("aria-valuetext") == "T = 0, argmax"
    press(slider, "End")
    assert read("p0", "p1", "p2", "H") == "0.3333 0.3333 0.3333 1.0986"
    assert slider.get_attribute("aria-valuetext") == "T = ∞, uniform"
    assert read("p0.0", "p0.1", "p0.2") == "0.8638 0.6590 0.4450"


def test_three(widget_page, numbers) -> None:
    page = widget_page(Temperature(T=2))
    slider, read = page.get_by_label(SLIDER), numbers(root_of(page))
    press(slider, *["ArrowRight"] * 4)
    assert read("p0", "p1", "p2") == "0.4450 0.3188 0.2362"
    assert slider.get_attribute("aria-valuetext") == "T = 3"


def test_the_slider_has_the_52_values_of_the_course(widget_page) -> None:
    page = widget_page(Temperature(T=0))
    slider, seen = page.get_by_label(SLIDER), []
    press(slider, "Home")
    for _ in range(52):
        seen.append(slider.get_attribute("aria-valuetext"))
        slider.press("ArrowRight")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    steps = [(0.05, 20, 0), (0.1, 10, 1), (0.25, 12, 2)]
    inner = [f"{start + step * i:.4g}" for step, n, start in steps for i in range(1, n + 1)]
    tail = ["6", "7", "8", "9", "10", "20", "50", "100"]
    assert seen == ["T = 0, argmax", *(f"T = {t}" for t in inner + tail), "T = ∞, uniform"]


@pytest.mark.parametrize("name", OUTLIER)
def test_one_outlier_among_a_hundred(widget_page, numbers, name: str) -> None:
    page = widget_page(Temperature(T=0.5))
    read, slider = numbers(root_of(page)), page.get_by_label(SLIDER)
    page.get_by_label(name, exact=True).check()
    page.get_by_label("outlier at 6").check()
    page.get_by_text("101 logits").wait_for()
    got = [read("outlier")]
    press(slider, *["ArrowRight"] * 10)
    got.append(read("outlier"))
    type_temperature(page, "3")
    got.append(read("outlier"))
    assert got == OUTLIER[name]
    assert read("outlier") == read("p100")


# ---- Everything that can be moved ---------------------------------------------------------------


def test_any_temperature_can_be_typed(widget_page, numbers) -> None:
    page = widget_page(Temperature())
    read, box = numbers(root_of(page)), page.get_by_label("Temperature as a number")
    type_temperature(page, "0.333")
    assert read.value("p0") == pytest.approx(1 / (1 + math.exp(-3.003003) + math.exp(-5.705706)))
    type_temperature(page, "inf")
    assert read("p2") == "0.3333"
    expect(box).to_have_value("∞")
    type_temperature(page, "0.50")
    assert read("p0") == "0.8638"
    expect(box).to_have_value("0.5")
    type_temperature(page, "0,5")  # a decimal comma is read as one
    expect(box).to_have_value("0.5")
    type_temperature(page, ".50")
    expect(box).to_have_value("0.5")


def test_what_is_no_temperature_changes_nothing(widget_page, numbers) -> None:
    page = widget_page(Temperature())
    read, box = numbers(root_of(page)), page.get_by_label("Temperature as a number")
    note = root_of(page).locator(".smx-error")
    for text in ("warm", "-1", " ", "0x10", "nan", "1,000.5"):
        type_temperature(page, text)
        assert note.inner_text() == "T is 0, a positive number, or inf."
        assert box.get_attribute("aria-invalid") == "true"
        assert box.get_attribute("aria-describedby") == note.get_attribute("id")
        assert box.input_value() == text
        assert read("p0") == "0.6590"
    page.get_by_role("button", name="Reset").click()  # also when there is nothing else to reset
    assert read("p0") == "0.6590"
    assert box.input_value() == "1"
    assert note.is_hidden()
    type_temperature(page, "2")
    assert box.get_attribute("aria-invalid") is None
    assert read("p0") == "0.5017"


def test_a_complaint_does_not_move_what_is_being_clicked(widget_page) -> None:
    page = widget_page(Temperature())
    page.get_by_label("Temperature as a number").fill("warm")
    page.get_by_text("Presets").click()
    assert page.get_by_role("button", name="[2, 3, 8], T = 3").is_visible()
    assert root_of(page).locator(".smx-error").is_visible()


def test_a_logit_has_its_own_slider(widget_page, numbers) -> None:
    page = widget_page(Temperature())
    read, slider = numbers(root_of(page)), page.get_by_label("z[1]")
    press(slider, "ArrowRight", "ArrowRight")
    assert read("z1", "p1") == "1.2 0.2810"
    assert slider.get_attribute("aria-valuetext") == "1.2, probability 0.2810"
    press(slider, "Home")
    assert read("z1", "p1") == "−10.0 <0.0001"
    assert slider.get_attribute("aria-valuetext") == "−10.0, probability 5.34×10⁻⁶"
    assert "5.34×10⁻⁶" in root_of(page).locator("svg").first.text_content()  # while it has focus
    press(page.get_by_label(SLIDER), "Home")
    assert read("p1") == "0"
    assert "×10" not in root_of(page).locator("svg").first.text_content()


def test_the_top_of_a_bar_can_be_dragged(widget_page, numbers) -> None:
    page = widget_page(Temperature())
    read = numbers(root_of(page))
    box = root_of(page).locator(".smx-bar").nth(2).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"]
    scale = box["height"] / read.value("p2")  # pixels of probability 1
    page.mouse.move(x, y + 5)
    page.mouse.down()
    page.mouse.move(x, y + 5 - 0.3 * scale, steps=8)
    page.mouse.up()
    assert read.value("p2") == pytest.approx(0.0986 + 0.3, abs=0.015)
    assert read("z0", "z1") == "2.0 1.0"
    assert read.value("z2") == pytest.approx(round(read.value("z2"), 1))
    page.mouse.move(x, y)
    assert read.value("p2") == pytest.approx(0.0986 + 0.3, abs=0.015)  # let go is let go


def test_in_the_limits_a_bar_has_no_handle(widget_page) -> None:
    page = widget_page(Temperature())
    handles = root_of(page).locator(".smx-updown")
    assert handles.first.is_visible()
    press(page.get_by_label(SLIDER), "Home")
    page.wait_for_function("document.querySelector('.smx-updown').hasAttribute('display')")


def test_the_dot_on_the_curve_can_be_dragged(widget_page, numbers) -> None:
    page = widget_page(Temperature())
    slider = page.get_by_label(SLIDER)
    dot = root_of(page).locator(".smx-knob").bounding_box()
    x, y = dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 500, y + 40, steps=8)
    page.mouse.up()
    assert numbers(root_of(page))("p0") == "1"
    assert slider.input_value() == "0"
    dot = root_of(page).locator(".smx-knob").bounding_box()
    page.mouse.move(dot["x"] + 9, dot["y"] + 9)
    page.mouse.down()
    page.mouse.move(x + 9 - dot["width"] / 2, y, steps=8)
    page.mouse.up()
    expect(slider).to_have_attribute("aria-valuetext", "T = 1")


def test_bars_and_dot_by_touch(widget_page, numbers, finger) -> None:
    page = widget_page(Temperature(), width=390, height=844, has_touch=True, is_mobile=True)
    read = numbers(root_of(page))

    def swipe(node: Locator, dx: float, dy: float) -> None:
        box = node.bounding_box()
        finger(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, dx, dy)

    handle = root_of(page).locator(".smx-updown").nth(1)
    assert min(handle.bounding_box()["width"], handle.bounding_box()["height"]) > 43.9
    before, scroll = read.value("p1"), page.evaluate("scrollY")
    handle.tap()
    assert read.value("p1") == before
    swipe(handle, 0, -30)
    assert read.value("p1") > before + 0.2
    swipe(root_of(page).locator(".smx-leftright"), 40, 0)
    expect(page.get_by_label(SLIDER)).not_to_have_attribute("aria-valuetext", "T = 1")
    assert page.evaluate("scrollY") == scroll
    page.get_by_label("±5", exact=True).tap()
    assert read("top") != "0.6590"


def test_presets_and_reset(widget_page, numbers) -> None:
    page = widget_page(Temperature(z=[0, 1], T=7))
    read = numbers(root_of(page))
    page.get_by_text("Presets").click()
    page.get_by_role("button", name="[2, 3, 8], T = 3", exact=True).click()
    assert read("p0", "p1", "p2") == "0.1022 0.1426 0.7552"
    page.get_by_role("button", name="±1, outlier, T = 0.5", exact=True).click()
    assert read("outlier") == "0.9989"
    page.get_by_role("button", name="Reset").click()
    assert read("p1") == "0.5357"
    assert root_of(page).locator("output[data-k=p2]").count() == 0


def test_one_sentence_says_what_changed_when_it_has_stopped(widget_page) -> None:
    page = widget_page(Temperature())
    status = root_of(page).locator("[role=status]")
    assert status.count() == 1
    assert status.text_content() == ""
    page.clock.install(time=0)
    page.clock.pause_at(1000)  # a busy machine cannot let too much time pass between two keys
    slider = page.get_by_label(SLIDER)
    for _ in range(10):
        slider.press("ArrowLeft")
        page.clock.run_for(300)
        assert status.text_content() == ""
    page.clock.run_for(200)
    want = "T = 0.5: largest is p[0] = 0.8638, entropy 0.4537 nats."
    assert status.text_content() == want
    live = root_of(page).locator("output").evaluate_all("(o) => o.map((n) => n.ariaLive)")
    assert set(live) == {"off"}


# ---- Links ---------------------------------------------------------------------------------------


def copied_link(page: Page) -> str:
    """Press the button, paste where text can be pasted."""
    page.get_by_role("button", name="Copy link").first.click()
    page.get_by_text("Copied", exact=True).wait_for()
    box = page.get_by_label("Temperature as a number").first
    box.fill("")
    box.press("Control+v")
    return box.input_value()


def test_a_link_brings_the_state_back(widget_page, open_page, numbers) -> None:
    page = widget_page(Temperature())
    press(page.get_by_label(SLIDER), *["ArrowLeft"] * 10)
    link = copied_link(page)
    assert link.endswith("/page.html?w.temperature=T:0.5,z:2~1~0.1#chapter")
    page.get_by_text("Presets").click()
    page.get_by_role("button", name="±0.4, outlier, T = 3").click()
    link = copied_link(page)
    assert parse_qs(urlparse(link).query)["w.temperature"] == ["T:3,z:2~1~0.1,set:pm0.4,outlier:1"]
    again = open_page(link)
    again.wait_for_selector("section[data-ready]")
    assert numbers(root_of(again))("outlier") == "0.0686"
    assert again.url == link  # the address is read, never written


BAD_LINKS = [
    *("", "T", "T:", "T:warm", "T:-1", "T:1,T:2", "T:1:2", "U:1", "z:1", "z:1~x", "z:1~Infinity"),
    *("z:1~~2", "T:0.5,z:nan~1", "z:" + "~".join("1" * 102), "compare:1~2~3~4", "set:pm2"),
    *("outlier:yes", "outlier:constructor", "constructor:1", "__proto__:1"),
]


def test_a_bad_link_shows_the_defaults_and_says_so(widget_page, numbers) -> None:
    page = widget_page(Temperature())
    url, note = page.url, root_of(page).locator(".smx-note")
    for value in BAD_LINKS:
        page.goto(f"{url}?{urlencode({'w.temperature': value})}")
        page.wait_for_selector("section[data-ready]")
        assert note.inner_text() == "This link could not be read: here are the defaults.", value
        assert numbers(root_of(page))("p0", "p1", "p2") == "0.6590 0.2424 0.0986"
    press(page.get_by_label(SLIDER), "ArrowLeft")
    assert note.is_hidden()


def test_a_link_is_clamped_to_the_state(widget_page, numbers) -> None:
    page = widget_page(Temperature(), query={"w.temperature": "z:99999~1998,T:inf", "other": "1"})
    read = numbers(root_of(page))
    assert read("z0", "z1", "p0") == "2000.0 1998.0 0.5000"


def test_two_of_a_kind_have_their_own_links_and_ids(widget_page, numbers) -> None:
    page = widget_page(Temperature(), Temperature(), query={"w.temperature.2": "T:0.5"})
    first, second = (page.locator("section[data-widget]").nth(i) for i in range(2))
    assert numbers(first)("p0") == "0.6590"
    assert numbers(second)("p0") == "0.8638"
    ids = page.locator("[id]").evaluate_all("(nodes) => nodes.map((n) => n.id)")
    assert len(ids) == len(set(ids))
    press(first.get_by_label(SLIDER), "Home")
    assert (numbers(first)("p0"), numbers(second)("p0")) == ("1", "0.8638")
    second.get_by_role("button", name="Copy link").click()
    box = second.get_by_label("Temperature as a number")
    box.fill("")
    box.press("Control+v")
    assert "?w.temperature.2=T:0.5,z:2~1~0.1#" in box.input_value()


# ---- Show Python is honest -----------------------------------------------------------------------


def test_the_program_runs_as_it_is_copied(widget_page, tmp_path: Path) -> None:
    page = widget_page(Temperature(T=0))
    page.get_by_text("Show Python").click()
    page.get_by_role("button", name="Copy Python").click()
    page.get_by_role("button", name="Copied").wait_for()
    box = page.get_by_label("Temperature as a number")
    box.fill("")
    box.press("Control+v")  # a one-line box: it takes the text without its line breaks
    program = root_of(page).locator(".smx-code").text_content()
    assert box.input_value().replace(" ", "") == program.replace("\n", "").replace(" ", "")
    file = tmp_path / "copied.py"
    file.write_text(program, encoding="ascii")
    done = subprocess.run(
        [sys.executable, "-I", str(file)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("p = [1. 0. 0.] largest 1.0\nH = 0.0 nats, 0.0 bits\ne^H = 1.0")
    assert done.stderr == ""


# ---- Speed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("widget", [{}, {"set": "pm1", "outlier": True}], ids=["3", "101"])
def test_the_next_frame_shows_the_new_value(widget_page, numbers, widget: dict[str, Any]) -> None:
    page = widget_page(Temperature(**widget))
    slider, read = page.get_by_label(SLIDER), numbers(root_of(page))
    slider.focus()
    slider.press("Home")
    for i in range(34):
        page.keyboard.press("ArrowRight" if i < 17 else "ArrowLeft")
        T = (i + 1 if i < 17 else 33 - i) / 20
        want = float(entropy(softmax(Temperature(**widget).logits, temperature=T)))
        assert read.value("H") == pytest.approx(want, rel=1e-12)  # after a single frame


# ---- For everyone --------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_with_many_logits_and_a_complaint(widget_page, theme: str) -> None:
    page = widget_page(Temperature(), theme=theme)
    page.get_by_label("±1", exact=True).check()
    type_temperature(page, "hot")
    assert Axe().run(page).response["violations"] == []


NAME = """() => {
  const node = document.activeElement;
  return node.ariaLabel || node.labels?.[0]?.textContent || node.textContent;
}"""

OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return `${style.outlineWidth} ${style.outlineStyle}`;
}"""


def test_tab_order_and_visible_focus(widget_page) -> None:
    page = widget_page(Temperature())
    page.get_by_role("button", name="Reset").focus()
    order = []
    for _ in range(11):
        order.append(page.evaluate(NAME))
        if len(order) > 1:  # the first was not reached by a key
            assert page.evaluate(OUTLINE) == "3px solid", order[-1]
        page.keyboard.press("Tab")
    assert order == [
        *("Reset", "Copy link", "Temperature T", "Temperature as a number", "by hand"),
        *("z[0] 2.0", "z[1] 1.0", "z[2] 0.1", "Presets", "Numbers", "Show Python"),
    ]


@pytest.mark.parametrize(("theme", "paper", "bar"), [
    ("light", "rgb(255, 255, 255)", "rgb(0, 114, 178)"),
    ("dark", "rgb(20, 24, 29)", "rgb(86, 180, 233)"),
])  # fmt: skip
def test_colours_follow_the_page_before_the_system(widget_page, theme, paper, bar) -> None:
    other = {"light": "dark", "dark": "light"}[theme]
    page = widget_page(Temperature(), theme=theme, color_scheme=other)
    root = root_of(page)
    assert root.evaluate("(n) => getComputedStyle(n).backgroundColor") == paper
    assert root.locator(".smx-bar").first.evaluate("(n) => getComputedStyle(n).fill") == bar


def test_says_so_when_nothing_can_be_copied(widget_page) -> None:
    """A browser that refuses: no clipboard interface, and the old command does not work either."""
    page = widget_page(Temperature())
    page.evaluate("""() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.execCommand = () => false;
    }""")
    page.get_by_role("button", name="Copy link").click()
    note = root_of(page).locator(".smx-note").inner_text()
    assert note.startswith("Copying is not allowed here. The text: file://")
    assert "?w.temperature=T:1,z:2~1~0.1" in note


def test_copies_the_old_way_where_there_is_no_clipboard(widget_page) -> None:
    page = widget_page(Temperature())
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    assert copied_link(page).endswith("?w.temperature=T:1,z:2~1~0.1#chapter")
