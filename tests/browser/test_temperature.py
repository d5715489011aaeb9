"""The temperature widget on a static page, worked as a reader works it: by keyboard and pointer."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from scipy.optimize import minimize_scalar
from support.states import State, logits, temperature_text
from support.widget_page import TEMPERATURE, WidgetPage, middle

from softmaxlab import entropy, softmax
from softmaxlab.widgets import Temperature

OUTLIER = {  # set, then p of the outlier at T = 0.5, 1, 3
    "±0.4": ["0.9993", "0.7970", "0.0686"],
    "±1": ["0.9989", "0.7739", "0.0676"],
    "±5": ["0.5748", "0.2071", "0.0457"],
}


SIX = ["0.2", "0.5", "1", "2", "5", "10"]
CROWDED = [{"set": "pm1", "outlier": True, "drawn": SIX, "seed": 2**32 - 1}]
CONSTANTS = {0.4, 1, 5, 100, 6, 2, 10}


def random_state(rng: Random) -> State:
    return {
        "z": logits(rng, 2, 12, 12),
        "T": temperature_text(rng),
        "compare": [round(10 ** rng.uniform(-1, 1), 2) for _ in range(rng.randint(0, 3))],
        "set": rng.choice(["custom", "custom", "custom", "pm0.4", "pm1", "pm5"]),
        "outlier": rng.random() < 0.5,
        "seed": rng.choice([0, 1, rng.randrange(2**32)]),
        "drawn": [temperature_text(rng) for _ in range(rng.randint(0, 6))],
    }


def program_state(widget: Temperature) -> State:
    """What the names in the program stand for: its z are the logits that are on view."""
    drawn, seed = widget.drawn, widget.seed
    state = {"z": widget.logits, "T": widget.T, "compare": widget.compare}
    return state | {"drawn": drawn, "seed": seed}


# ---- What the specification says one reads -------------------------------------------------------


def test_start(widget_page) -> None:
    widget = widget_page(Temperature())
    read = widget.numbers
    assert read("p0", "p1", "p2") == "0.6590 0.2424 0.0986"
    assert widget.value("p0") == pytest.approx(0.6590011388859679, abs=1e-15)
    assert read("H", "Hb", "eff", "top") == "0.8467 1.2216 2.332 0.6590"


def test_two_numbers_in_sight_in_two_digits_and_the_others_in_the_table(widget_page) -> None:
    widget = widget_page(Temperature(labels=["later", "soon", "never"]))
    sight = widget.root.locator(".smx-numbers")
    assert sight.locator("label").all_text_contents() == [
        *("effective choices2.33", "entropy, nats0.85")
    ]
    assert sight.locator("output[data-k]").count() == 0
    bars = widget.root.locator("svg").first
    assert bars.locator(".smx-number").all_text_contents() == ["0.66", "0.24", "0.10"]
    widget.press(TEMPERATURE, "End")
    widget.next_frame()
    assert sight.locator("output").all_text_contents() == ["3.00", "1.10"]
    assert widget.numbers("eff", "H", "Hb", "top") == "3.000 1.0986 1.5850 0.3333"


def test_ten_steps_left_are_one_half(widget_page) -> None:
    widget = widget_page(Temperature())
    slider, read = widget.slider(), widget.numbers
    widget.press(slider, *["ArrowLeft"] * 10)
    assert read("p0", "H", "Hb") == "0.8638 0.4537 0.6545"
    assert slider.get_attribute("aria-valuetext") == "T = 0.5"
    widget.press(slider, "Home")
    assert read("p0", "p1", "p2", "H") == "1 0 0 0.0000"
    assert slider.get_attribute("aria-valuetext") == "T = 0, only the highest score counts"
    widget.press(slider, "End")
    assert read("p0", "p1", "p2", "H") == "0.3333 0.3333 0.3333 1.0986"
    assert slider.get_attribute("aria-valuetext") == "T = ∞, all equal"
    assert read("p0.0", "p0.1", "p0.2") == "0.8638 0.6590 0.4450"


def test_three(widget_page) -> None:
    widget = widget_page(Temperature(T=2))
    slider, read = widget.slider(), widget.numbers
    widget.press(slider, *["ArrowRight"] * 4)
    assert read("p0", "p1", "p2") == "0.4450 0.3188 0.2362"
    assert slider.get_attribute("aria-valuetext") == "T = 3"


STEPS = [(0.05, 20, 0), (0.1, 10, 1), (0.25, 12, 2)]
TEMPERATURES = [
    "0",
    *(f"{start + step * i:.4g}" for step, n, start in STEPS for i in range(1, n + 1)),
    *("6", "7", "8", "9", "10", "20", "50", "100", "∞"),
]


def test_the_slider_has_the_52_values_of_the_course(widget_page) -> None:
    widget = widget_page(Temperature(T=0))
    slider, seen = widget.press(TEMPERATURE, "Home"), []
    for _ in range(52):
        seen.append(slider.get_attribute("aria-valuetext"))
        slider.press("ArrowRight")
        widget.next_frame()
    ends = ["T = 0, only the highest score counts", "T = ∞, all equal"]
    assert seen == [ends[0], *(f"T = {t}" for t in TEMPERATURES[1:-1]), ends[1]]


@pytest.mark.parametrize("name", OUTLIER)
def test_one_outlier_among_a_hundred(widget_page, name: str) -> None:
    widget = widget_page(Temperature(T=0.5))
    read, slider = widget.numbers, widget.slider()
    widget.root.get_by_label(name, exact=True).check()
    widget.slider("outlier at 6").check()
    widget.root.get_by_text("101 scores").wait_for()
    got = [read("outlier")]
    widget.press(slider, *["ArrowRight"] * 10)
    got.append(read("outlier"))
    widget.type_temperature("3")
    got.append(read("outlier"))
    assert got == OUTLIER[name]
    assert read("outlier") == read("p100")


# ---- Everything that can be moved ---------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 390])
def test_the_thumb_stands_below_the_dot_on_the_curve(widget_page, width: int) -> None:
    widget = widget_page(Temperature(), width=width)
    dot = widget.root.locator(".smx-handle.smx-leftright")
    for T in ("0", "0.3", "1", "4.5", "20", "inf"):
        widget.type_temperature(T)
        widget.next_frame()
        track = widget.slider().bounding_box()
        part = int(widget.slider().input_value()) / 51
        thumb = track["x"] + 12 + (track["width"] - 24) * part
        assert middle(dot)[0] == pytest.approx(thumb, abs=1), T


def test_no_column_of_numbers_stands_twice(widget_page) -> None:
    widget = widget_page(Temperature())
    heads = widget.root.locator(".smx-table thead th")
    assert heads.all_text_contents() == ["class", "z", "T = 1", "T = 0.5", "T = 3"]
    widget.type_temperature("3")
    assert widget.numbers("p0", "p0.0", "p0.1") == "0.4450 0.8638 0.6590"
    assert heads.all_text_contents() == ["class", "z", "T = 3", "T = 0.5", "T = 1"]


def test_any_temperature_can_be_typed(widget_page) -> None:
    widget = widget_page(Temperature())
    read, box = widget.numbers, widget.temperature_box()
    widget.type_temperature("0.333")
    assert widget.value("p0") == pytest.approx(1 / (1 + math.exp(-3.003003) + math.exp(-5.705706)))
    widget.type_temperature("inf")
    assert read("p2") == "0.3333"
    expect(box).to_have_value("∞")
    widget.type_temperature("0.50")
    assert read("p0") == "0.8638"
    expect(box).to_have_value("0.5")
    widget.type_temperature("0,5")  # a decimal comma is read as one
    expect(box).to_have_value("0.5")
    widget.type_temperature(".50")
    expect(box).to_have_value("0.5")


def test_what_is_no_temperature_changes_nothing(widget_page) -> None:
    widget = widget_page(Temperature())
    read, box = widget.numbers, widget.temperature_box()
    note = widget.root.locator(".smx-error")
    for text in ("warm", "-1", " ", "0x10", "nan", "1,000.5"):
        widget.type_temperature(text)
        assert note.inner_text() == "T is 0, a positive number, or inf."
        assert box.get_attribute("aria-invalid") == "true"
        assert box.get_attribute("aria-describedby") == note.get_attribute("id")
        assert box.input_value() == text
        assert read("p0") == "0.6590"
    widget.button("Reset").click()  # also when there is nothing else to reset
    assert read("p0") == "0.6590"
    assert box.input_value() == "1"
    assert note.is_hidden()
    widget.type_temperature("2")
    assert box.get_attribute("aria-invalid") is None
    assert read("p0") == "0.5017"


def test_a_complaint_does_not_move_what_is_being_clicked(widget_page) -> None:
    widget = widget_page(Temperature())
    widget.temperature_box().fill("warm")
    widget.root.get_by_text("Presets").click()
    assert widget.button("[2, 3, 8], T = 3").is_visible()
    assert widget.root.locator(".smx-error").is_visible()


def test_a_logit_has_its_own_slider(widget_page) -> None:
    widget = widget_page(Temperature())
    read, slider = widget.numbers, widget.press("z[1]", "ArrowRight", "ArrowRight")
    assert read("z1", "p1") == "1.2 0.2810"
    assert slider.get_attribute("aria-valuetext") == "1.2, probability 0.2810"
    widget.press(slider, "Home")
    assert read("z1", "p1") == "−10.0 <0.0001"
    assert slider.get_attribute("aria-valuetext") == "−10.0, probability 5.34×10⁻⁶"
    assert "5.34×10⁻⁶" in widget.root.locator("svg").first.text_content()  # while it has focus
    widget.press(TEMPERATURE, "Home")
    assert read("p1") == "0"
    assert "×10" not in widget.root.locator("svg").first.text_content()


def test_the_top_of_a_bar_can_be_dragged(widget_page) -> None:
    widget = widget_page(Temperature())
    read = widget.numbers
    bar = widget.root.locator(".smx-bar").nth(2)
    box = bar.bounding_box()
    scale = box["height"] / widget.value("p2")  # pixels of probability 1
    top = middle(bar)[0], box["y"]
    widget.drag(top, 0, -0.3 * scale, steps=8)
    assert widget.value("p2") == pytest.approx(0.0986 + 0.3, abs=0.015)
    assert read("z0", "z1") == "2.0 1.0"
    assert widget.value("z2") == pytest.approx(round(widget.value("z2"), 1))
    widget.page.mouse.move(*top)
    assert widget.value("p2") == pytest.approx(0.0986 + 0.3, abs=0.015)  # let go is let go


def test_in_the_limits_a_bar_has_no_handle(widget_page) -> None:
    widget = widget_page(Temperature())
    handle = widget.root.locator(".smx-handle.smx-updown").first
    expect(handle).to_be_visible()
    widget.press(TEMPERATURE, "Home")
    expect(handle).to_be_hidden()


def test_the_dot_on_the_curve_can_be_dragged(widget_page) -> None:
    widget = widget_page(Temperature())
    slider, dot = widget.slider(), widget.root.locator(".smx-handle.smx-leftright")
    x, y = middle(dot)
    widget.drag(dot, -500, 40, steps=8)
    assert widget.numbers("p0") == "1"
    assert slider.input_value() == "0"
    there = middle(dot)
    widget.drag(dot, x - there[0], y - there[1], steps=8)
    expect(slider).to_have_attribute("aria-valuetext", "T = 1")


def test_bars_and_dot_by_touch(widget_page) -> None:
    widget = widget_page(Temperature(), width=390, height=844, has_touch=True, is_mobile=True)
    handle = widget.root.locator(".smx-handle.smx-updown").nth(1)
    assert min(handle.bounding_box()["width"], handle.bounding_box()["height"]) > 43.9
    before, scroll = widget.value("p1"), widget.page.evaluate("scrollY")
    handle.tap()
    assert widget.value("p1") == before
    widget.swipe(handle, 0, -30)
    assert widget.value("p1") > before + 0.2
    widget.swipe(widget.root.locator(".smx-handle.smx-leftright"), 40, 0)
    expect(widget.slider()).not_to_have_attribute("aria-valuetext", "T = 1")
    assert widget.page.evaluate("scrollY") == scroll
    widget.root.get_by_label("±5", exact=True).tap()
    assert widget.numbers("top") != "0.6590"


def test_presets_and_reset(widget_page) -> None:
    widget = widget_page(Temperature(z=[0, 1], T=7))
    read = widget.numbers
    widget.preset("[2, 3, 8], T = 3")
    assert read("p0", "p1", "p2") == "0.1022 0.1426 0.7552"
    widget.preset("±1, outlier, T = 0.5")
    assert read("outlier") == "0.9989"
    widget.button("Reset").click()
    assert read("p1") == "0.5357"
    assert widget.root.locator("output[data-k=p2]").count() == 0


def test_one_sentence_says_what_changed_when_it_has_stopped(widget_page) -> None:
    widget = widget_page(Temperature(), alone=True)  # with a clock of its own
    status = widget.status()
    assert status.count() == 1
    assert status.text_content() == ""
    clock = widget.page.clock
    clock.install(time=0)
    clock.pause_at(1000)  # a busy machine cannot let too much time pass between two keys
    slider = widget.slider()
    for _ in range(10):
        slider.press("ArrowLeft")
        clock.run_for(300)
        assert status.text_content() == ""
    clock.run_for(200)
    want = "T = 0.5: largest is p[0] = 0.8638, entropy 0.4537 nats."
    assert status.text_content() == want
    live = widget.root.locator("output").evaluate_all("(o) => o.map((n) => n.ariaLive)")
    assert set(live) == {"off"}


# ---- Links ---------------------------------------------------------------------------------------


def copied_link(widget: WidgetPage) -> str:
    """Press the button, paste where text can be pasted."""
    widget.button("Copy link").click()
    widget.button("Copied").wait_for()
    return widget.paste()


def test_a_link_brings_the_state_back(widget_page, open_page) -> None:
    widget = widget_page(Temperature())
    widget.press(TEMPERATURE, *["ArrowLeft"] * 10)
    link = copied_link(widget)
    assert link.endswith("/page.html?w.temperature=T:0.5,z:2~1~0.1#figure-temperature")
    widget.preset("±0.4, outlier, T = 3")
    link = copied_link(widget)
    assert parse_qs(urlparse(link).query)["w.temperature"] == ["T:3,z:2~1~0.1,set:pm0.4,outlier:1"]
    again = WidgetPage(open_page(link))
    assert again.numbers("outlier") == "0.0686"
    assert again.page.url == link  # the address is read, never written


BAD_LINKS = [
    *("", "T", "T:", "T:warm", "T:-1", "T:1,T:2", "T:1:2", "U:1", "z:1", "z:1~x", "z:1~Infinity"),
    *("z:1~~2", "T:0.5,z:nan~1", "z:" + "~".join("1" * 102), "compare:1~2~3~4", "set:pm2"),
    *("outlier:yes", "outlier:constructor", "constructor:1", "__proto__:1"),
]


def test_a_bad_link_shows_the_defaults_and_says_so(widget_page) -> None:
    widget = widget_page(Temperature())
    url, note = widget.page.url, widget.note()
    for value in BAD_LINKS:
        widget.go(f"{url}?{urlencode({'w.temperature': value})}")
        assert note.inner_text() == "This link could not be read: here are the defaults.", value
        assert widget.numbers("p0", "p1", "p2") == "0.6590 0.2424 0.0986"
    widget.press(TEMPERATURE, "ArrowLeft")
    assert note.is_hidden()


def test_a_link_is_clamped_to_the_state(widget_page) -> None:
    widget = widget_page(Temperature(), query={"w.temperature": "z:99999~1998,T:inf", "other": "1"})
    assert widget.numbers("z0", "z1", "p0") == "2000.0 1998.0 0.5000"


def test_two_of_a_kind_have_their_own_links_and_ids(widget_page) -> None:
    widget = widget_page(Temperature(), Temperature(), query={"w.temperature-2": "T:0.5"})
    first, second = widget.all()
    assert first.numbers("p0") == "0.6590"
    assert second.numbers("p0") == "0.8638"
    ids = widget.page.locator("[id]").evaluate_all("(nodes) => nodes.map((n) => n.id)")
    assert len(ids) == len(set(ids))
    first.press(TEMPERATURE, "Home")
    assert (first.numbers("p0"), second.numbers("p0")) == ("1", "0.8638")
    assert "?w.temperature-2=T:0.5,z:2~1~0.1#" in copied_link(second)


# ---- Show Python is honest -----------------------------------------------------------------------


def test_the_program_runs_as_it_is_copied(widget_page, tmp_path: Path) -> None:
    widget = widget_page(Temperature(T=0))
    widget.unfold("Show Python")
    widget.button("Copy Python").click()
    widget.button("Copied").wait_for()
    program = widget.program()
    assert widget.paste().replace(" ", "") == program.replace("\n", "").replace(" ", "")
    file = tmp_path / "copied.py"
    file.write_text(program, encoding="ascii")
    done = subprocess.run(
        [sys.executable, "-I", str(file)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("p = [1. 0. 0.] largest 1.0\nH = 0.0 nats, 0.0 bits\ne^H = 1.0")
    assert done.stderr == ""


# ---- Speed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [{}, *CROWDED], ids=["3", "101"])
def test_the_next_frame_shows_the_new_value(widget_page, state: dict[str, Any]) -> None:
    widget = widget_page(Temperature(**state))
    widget.press(TEMPERATURE, "Home")
    for i in range(34):
        widget.page.keyboard.press("ArrowRight" if i < 17 else "ArrowLeft")
        T = (i + 1 if i < 17 else 33 - i) / 20
        want = float(entropy(softmax(Temperature(**state).logits, temperature=T)))
        assert widget.value("H") == pytest.approx(want, rel=1e-12)  # after a single frame


# ---- For everyone --------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_with_many_logits_and_a_complaint(widget_page, theme: str) -> None:
    widget = widget_page(Temperature(), theme=theme)
    widget.root.get_by_label("±1", exact=True).check()
    widget.type_temperature("hot")
    assert Axe().run(widget.page).response["violations"] == []


NAME = """() => {
  const node = document.activeElement;
  return node.ariaLabel || node.labels?.[0]?.textContent || node.textContent;
}"""

OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return `${style.outlineWidth} ${style.outlineStyle}`;
}"""


def test_tab_order_and_visible_focus(widget_page) -> None:
    widget = widget_page(Temperature())
    page = widget.page
    widget.button("Reset").focus()
    order = []
    for _ in range(11):
        order.append(page.evaluate(NAME))
        if len(order) > 1:  # the first was not reached by a key
            assert page.evaluate(OUTLINE) == "3px solid", order[-1]
        page.keyboard.press("Tab")
    assert order == [
        *("Reset", "Copy link", "Temperature T", "Temperature as a number", "yours"),
        *("z[0] 2.0", "z[1] 1.0", "z[2] 0.1", "Presets", "Numbers", "Show Python"),
    ]


@pytest.mark.parametrize(("theme", "paper", "bar"), [
    ("light", "rgb(255, 255, 255)", "rgb(0, 114, 178)"),
    ("dark", "rgb(20, 24, 29)", "rgb(86, 180, 233)"),
])  # fmt: skip
def test_colours_follow_the_page_before_the_system(widget_page, theme, paper, bar) -> None:
    other = {"light": "dark", "dark": "light"}[theme]
    widget = widget_page(Temperature(), theme=theme, color_scheme=other)
    root = widget.root
    assert root.evaluate("(n) => getComputedStyle(n).backgroundColor") == paper
    assert root.locator(".smx-bar").first.evaluate("(n) => getComputedStyle(n).fill") == bar


def test_says_so_when_nothing_can_be_copied(widget_page) -> None:
    """A browser that refuses: no clipboard interface, and the old command does not work either."""
    widget = widget_page(Temperature())
    widget.page.evaluate("""() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.execCommand = () => false;
    }""")
    widget.button("Copy link").click()
    note = widget.note().inner_text()
    assert note.startswith("Copying is not allowed here. The text: file://")
    assert "?w.temperature=T:1,z:2~1~0.1" in note


def test_copies_the_old_way_where_there_is_no_clipboard(widget_page) -> None:
    widget = widget_page(Temperature())
    widget.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    assert copied_link(widget).endswith("?w.temperature=T:1,z:2~1~0.1#figure-temperature")


def test_words_stand_on_bars_sliders_and_in_what_is_spoken(widget_page) -> None:
    widget = widget_page(Temperature(labels=["later", "soon", "never"]))
    assert widget.root.locator("svg text", has_text="later").is_visible()
    assert not widget.root.locator("svg text", has_text="class").is_visible()
    widget.press("soon", "ArrowRight")
    assert widget.numbers("z1") == "1.1"
    expect(widget.status()).to_contain_text("largest is later = 0.6426")
    label = widget.root.locator("svg").first.get_attribute("aria-label")
    assert label.startswith("Bars of the probabilities at T = 1: later 0.6426, soon 0.2613, never")
    assert widget.root.locator("tbody th").first.text_content() == "later"


def test_words_that_do_not_fit_the_classes_give_way_to_numbers(widget_page) -> None:
    widget = widget_page(Temperature(z=[1, 2], labels=["later", "soon", "never"]))
    assert widget.slider("z[1]").is_visible()
    assert widget.root.locator("tbody th").first.text_content() == "0"


# ---- The view "middle": bars with words, T alone, and where each bar's top has been --------------

WORDS = ["later", "soon", "never"]
TOPS = """(section) => [...section.querySelectorAll(".smx-halo:not([display])")]
  .map((text) => text.textContent)"""


@pytest.fixture
def middle_word(widget_page) -> WidgetPage:
    return widget_page(Temperature(z=[2, 1, -3], view="middle", labels=WORDS, name="middle-word"))


def send(widget: WidgetPage, state: str) -> None:
    """Say a state to a figure, as a phrase of the text does."""
    widget.root.evaluate(
        "(node, detail) => node.dispatchEvent(new CustomEvent('smx-set', { detail }))", state
    )
    widget.page.wait_for_timeout(400)  # the change is gentle


def test_the_middle_word_overshoots(middle_word) -> None:
    z = [2, 1, -3]
    best = minimize_scalar(
        lambda T: -softmax(z, temperature=T)[1], bounds=(1, 10), method="bounded"
    )
    assert best.x == pytest.approx(3.6, abs=0.05)
    assert -best.fun == pytest.approx(0.377, abs=5e-4)
    slider, seen = middle_word.press(TEMPERATURE, "Home"), {}
    for _ in range(52):
        seen[slider.get_attribute("aria-valuetext")] = middle_word.value("p1")
        slider.press("ArrowRight")
    assert max(seen, key=seen.get) == "T = 3.5"
    assert max(seen.values()) == pytest.approx(0.377, abs=5e-4)
    assert middle_word.root.evaluate(TOPS) == ["1", "0.38, above 1/3", ""]
    assert "Highest so far: later 1, soon 0.38, never 0.33." in drawn(middle_word)
    send(middle_word, f"T:{best.x}")
    assert middle_word.value("p1") == pytest.approx(-best.fun, abs=1e-12)


def drawn(widget: WidgetPage) -> str:
    """What a drawing says in words."""
    widget.next_frame()
    return widget.root.locator("svg").get_attribute("aria-label") or ""


def test_the_middle_view_ends_in_thirds_and_shows_two_digits(middle_word) -> None:
    root = middle_word.root
    assert root.locator(".smx-title").text_content() == "One temperature"
    assert root.locator("svg .smx-word").all_text_contents() == WORDS
    assert root.locator("svg .smx-logit").all_text_contents() == ["score 2", "score 1", "score −3"]
    assert root.locator("svg .smx-number").all_text_contents() == ["0.73", "0.27", "<0.01"]
    assert "1/3" in root.locator("svg").text_content()
    assert root.locator("input").count() == 1  # the slider alone
    middle_word.press(TEMPERATURE, "End")
    assert middle_word.numbers("p0", "p1", "p2") == "0.3333 0.3333 0.3333"
    assert root.locator("svg .smx-number").all_text_contents() == ["0.33"] * 3
    expect(middle_word.status()).to_have_text("T = ∞: later 0.33, soon 0.33, never 0.33.")


def test_a_jump_leaves_the_trail_of_what_it_passed_and_reset_wipes_it(middle_word) -> None:
    assert middle_word.root.evaluate(TOPS) == ["", "", ""]
    middle_word.press(TEMPERATURE, "End")
    middle_word.next_frame()
    assert middle_word.root.evaluate(TOPS) == ["0.73", "0.38, above 1/3", ""]
    middle_word.unfold("More")
    middle_word.button("Reset").click()
    middle_word.page.wait_for_timeout(400)
    assert middle_word.numbers("p0") == "0.7275"
    assert middle_word.root.evaluate(TOPS) == ["", "", ""]
    assert "Highest" not in drawn(middle_word)
    send(middle_word, "T:inf")
    assert middle_word.root.evaluate(TOPS) == ["0.73", "0.38, above 1/3", ""]
    send(middle_word, "")  # what "Try again" says
    assert middle_word.root.evaluate(TOPS) == ["", "", ""]
    assert middle_word.note().is_hidden()
    send(middle_word, "z:5~4~-9,T:50")
    # Other scores, other trails.
    assert middle_word.root.evaluate(TOPS) == ["", "0.36, above 1/3", ""]


# ---- The view "curves": every temperature at once, and a dot to drag ----------------------------


def beside(widget: WidgetPage) -> list[str]:
    """The words beside the curves, each with its probability and the way it goes."""
    texts = widget.root.locator("svg .smx-name:not(.smx-halo):not([display])").all_text_contents()
    names = [text for text in texts if not text.startswith("T = ")]
    shares = widget.root.locator("svg .smx-number").all_text_contents()[-len(names) :]
    return [f"{name}: {share}" for name, share in zip(names, shares, strict=True)]


def mean_mark(widget: WidgetPage) -> float:
    """Where the mark of the mean score stands."""
    return middle(widget.root.locator("svg .smx-arrow"))[0]


def score_ticks(widget: WidgetPage, scores: list[float]) -> list[float]:
    """Where scores from 0 to 10 stand on their line."""
    ticks = widget.root.locator("svg .smx-step")
    hi, lo = (middle(ticks.nth(i))[0] for i in (0, 2))
    return [lo + score / 10 * (hi - lo) for score in scores]


@pytest.fixture
def ten_nine_nothing(widget_page) -> WidgetPage:
    return widget_page(Temperature(z=[10, 9, 0], view="curves"))


def test_the_nine_peaks_where_the_mean_score_passes_it(ten_nine_nothing) -> None:
    widget, peak = ten_nine_nothing, 10 / math.log(9)
    assert f"{peak:.4f}" == "4.5512"
    assert beside(widget) == ["score 10: 0.73 ↓", "score 9: 0.27 ↑", "score 0: <0.01 ↑"]
    assert mean_mark(widget) == pytest.approx(score_ticks(widget, [9.73])[0], abs=0.5)
    send(widget, f"T:{peak}")
    assert widget.value("mean") == pytest.approx(9, abs=1e-12)
    assert mean_mark(widget) == pytest.approx(score_ticks(widget, [9])[0], abs=0.1)
    highest = widget.value("p1")
    words = beside(widget)
    assert [text[-1] for text in words[::2]] == ["↓", "↑"]
    assert words[1].rstrip(" ↑↓") == "score 9: 0.42"
    assert "score 10 falls, score 9 stays, score 0 rises" in drawn(widget)
    for T, arrow in ((4.5, "↑"), (4.6, "↓")):
        send(widget, f"T:{T}")
        assert widget.value("p1") < highest
        assert beside(widget)[1].endswith(arrow)
    assert highest == pytest.approx(softmax([10, 9, 0], temperature=peak)[1], abs=1e-12)


def test_the_dot_on_the_runner_up_goes_anywhere(ten_nine_nothing) -> None:
    widget = ten_nine_nothing
    slider, dot = widget.slider(), widget.root.locator(".smx-handle")
    start = middle(dot)
    widget.drag(dot, 62, 0)
    T = float(slider.get_attribute("aria-valuetext").removeprefix("T = "))
    assert 1 < T < 100
    assert widget.value("p1") == pytest.approx(softmax([10, 9, 0], temperature=T)[1], abs=1e-12)
    there = middle(dot)
    assert there[0] == pytest.approx(start[0] + 62, abs=1.5)
    widget.drag(dot, start[0] - there[0], 0)
    expect(slider).to_have_attribute("aria-valuetext", "T = 1")
    widget.drag(dot, -800, 0)
    assert widget.numbers("p0", "p1", "p2", "mean") == "1 0 0 10.0000"
    widget.drag(dot, 900, 0)
    assert widget.numbers("p0", "p2", "mean") == "0.3333 0.3333 6.3333"
    assert "↑" not in "".join(beside(widget))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_thumb_stands_below_the_dots_and_no_curve_crosses_a_word(
    widget_page, width: int
) -> None:
    widget = widget_page(Temperature(z=[10, 9, 0], view="curves", labels=WORDS), width=width)
    slider, guide = widget.press(TEMPERATURE, "Home"), widget.root.locator("svg .smx-guide")
    track, curves = slider.bounding_box(), widget.root.locator("svg .smx-curve").last.bounding_box()
    for i, T in enumerate(TEMPERATURES):
        widget.next_frame()
        thumb = track["x"] + 12 + (track["width"] - 24) * i / 51
        assert middle(guide)[0] == pytest.approx(thumb, abs=1), T
        names = widget.root.locator("svg .smx-name").all()
        here, boxes = names[0], [name.bounding_box() for name in names[1:]]
        assert here.text_content() == f"T = {T}"
        assert [name.text_content() for name in names[1:]] == WORDS
        assert min(box["x"] for box in boxes) > curves["x"] + curves["width"] + 4
        assert min(b["y"] - a["y"] for a, b in pairwise(boxes)) > 30
        slider.press("ArrowRight")


# ---- The view "bars" -----------------------------------------------------------------------------


def test_bars_outline_the_probabilities_at_one(widget_page) -> None:
    widget = widget_page(Temperature(view="bars", labels=WORDS))
    assert "Outlined" not in drawn(widget)
    widget.press(TEMPERATURE, *["ArrowLeft"] * 10)
    assert widget.numbers("p0", "p1", "p2") == "0.8638 0.1169 0.0193"
    assert widget.root.evaluate(TOPS) == ["", "0.24", "0.10"]
    assert "Outlined, at T = 1: later 0.66, soon 0.24, never 0.10." in drawn(widget)
    assert widget.root.locator(".smx-cut:not([display])").first.get_attribute("d")  # within later


@pytest.mark.parametrize(("count", "dots"), [(25, False), (26, True)])
def test_many_bars_are_thin_and_more_are_dots(widget_page, count: int, dots: bool) -> None:
    z = [14 - i for i in range(count)]
    widget = widget_page(Temperature(z=z, view="bars"), width=390)
    heights = {box["height"] for bar in widget.root.locator(".smx-bar").all()
               if (box := bar.bounding_box())}  # fmt: skip
    assert (len(heights) == 1) is dots
    ends = widget.root.locator("svg .smx-logit:not([display])").all_text_contents()
    assert ends == ["score 14", f"score −{count - 15}"]


# ---- The view "points" ---------------------------------------------------------------------------


def test_points_stand_on_one_curve_whatever_the_temperature(widget_page) -> None:
    widget = widget_page(Temperature(view="points", labels=WORDS))
    curve = widget.root.locator("svg path.smx-curve")
    before = curve.get_attribute("d")
    assert widget.numbers("h0", "h1", "h2", "spread") == "1 0.3679 0.1496 1.9000"
    widget.press(TEMPERATURE, *["ArrowRight"] * 10)
    assert curve.get_attribute("d") == before
    assert widget.numbers("h0", "h1", "h2", "spread") == "1 0.6065 0.3867 0.9500"
    ratios = widget.root.locator("svg .smx-logit").all_text_contents()
    assert ratios == ["1.00", "0.50", "0.05"]
    widget.press(TEMPERATURE, "Home")
    assert widget.numbers("h0", "h1", "h2", "spread") == "1 0 0 "
    assert widget.root.locator("svg .smx-logit").all_text_contents() == ["∞", "∞", "∞"]
    assert "spread is ∞" in drawn(widget)
    widget.press(TEMPERATURE, "End")
    assert widget.numbers("h0", "h1", "h2", "spread") == "1 1 1 0"


def test_not_nearness_to_zero_but_the_spread_flattens(widget_page) -> None:
    near, far = widget_page(
        Temperature(view="points"), Temperature(z=[102, 101, 100.1], view="points")
    ).all()
    pictures = [w.root.locator("svg circle").evaluate_all(
        "(dots) => dots.map((dot) => `${dot.getAttribute('cx')} ${dot.getAttribute('cy')}`)"
    ) for w in (near, far)]  # fmt: skip
    assert [[round(float(x)) for x in place.split()] for place in pictures[0]] == [
        [round(float(x)) for x in place.split()] for place in pictures[1]
    ]
    texts = [w.root.locator("svg .smx-number").all_text_contents() for w in (near, far)]
    assert texts[0] == texts[1] == ["0.66", "0.24", "0.10"]


def test_points_without_words_are_called_by_their_scores(widget_page) -> None:
    widget = widget_page(Temperature(z=[2, 3, 8], view="points"), width=390)
    names = widget.root.locator("svg .smx-name")
    assert names.all_text_contents() == ["score 2", "score 3", "score 8"]
    boxes = sorted(name.bounding_box()["x"] for name in names.all())
    assert min(b - a for a, b in pairwise(boxes)) > 50


@pytest.mark.parametrize("view", Temperature.views)
@pytest.mark.parametrize("state", [
    {"labels": WORDS},
    {"labels": ["sixteen letters!", "b", "c"], "z": [102, 101, 100.1], "T": "0.05", "drawn": SIX},
    {"z": [14 - i for i in range(25)], "T": "50", "drawn": SIX, "seed": 2**32 - 1},
    {"z": [1, 2, 3, 4, 5, 6, 7, 8], "T": "inf"},
], ids=["words", "long words", "25", "8"])  # fmt: skip
def test_no_text_leaves_a_narrow_card(widget_page, view: str, state: State) -> None:
    widget = widget_page(Temperature(view=view, **state), width=320)
    card = widget.root.bounding_box()
    for text in widget.root.locator("svg text:not([display])").all():
        if text.is_visible() and (box := text.bounding_box()):
            assert card["x"] - 1 <= box["x"], text.text_content()
            assert box["x"] + box["width"] <= card["x"] + card["width"] + 1, text.text_content()


def axis_numbers(widget: WidgetPage) -> list[str]:
    """The numbers z/T below the curve, from left to right."""
    texts = widget.root.locator("svg text:not([class]):not([display])").all()
    whole = [text for text in texts if re.fullmatch(r"−?\d+", text.text_content() or "")]
    top = max(middle(text)[1] for text in whole)
    below = [text for text in whole if abs(middle(text)[1] - top) < 1]
    return [text.text_content() for text in sorted(below, key=lambda text: middle(text)[0])]


def test_lower_scores_are_lower_numbers_below_the_same_dots(widget_page) -> None:
    widget = widget_page(Temperature(z=[2, 3, 8], T=2, view="points"))
    heights = widget.numbers("h0", "h1", "h2")
    assert axis_numbers(widget) == ["−1", "0", "1", "2", "3", "4"]
    send(widget, "T:2,z:-8~-7~-2")
    assert axis_numbers(widget) == ["−6", "−5", "−4", "−3", "−2", "−1"]
    assert widget.numbers("h0", "h1", "h2") == heights


def test_small_points_are_seen_and_what_is_farther_left_is_said(widget_page) -> None:
    """Each has a whole dot of its own on the paper, also where it has no height to speak of."""
    widget = widget_page(Temperature(z=[9, 5, 0], view="points"), width=390)
    svg = widget.root.locator("svg").bounding_box()
    dots = [dot for dot in widget.root.locator("svg circle").all() if dot.get_attribute("r") != "0"]
    assert len(dots) == 2
    for dot in [*dots, widget.root.locator("svg .smx-arrow:not([display])")]:
        box = dot.bounding_box()
        assert box["width"] >= 9
        assert svg["x"] <= box["x"] < svg["x"] + svg["width"]
    said = widget.root.locator("svg text", has_text="1 farther left")
    assert said.is_visible()
    widget.press(TEMPERATURE, "End")
    expect(said).to_be_hidden()


# ---- The view "draws": the very words that NumPy draws -------------------------------------------


def numpy_rows(z: Any, temperatures: list[str], seed: int) -> list[list[int]]:
    """What NumPy chooses, ten at each temperature, each row with a generator of its own."""
    return [
        np.random.default_rng(seed)
        .choice(len(z), size=10, p=softmax(z, temperature=float(T)))
        .tolist()
        for T in temperatures
    ]


def rows_in_sight(widget: WidgetPage) -> list[str]:
    """Heads of rows, that of the next one too, and drawn words, as they stand in the drawing."""
    widget.next_frame()
    texts = widget.root.locator("svg text:not([display])").all_text_contents()
    waiting = texts.count("?")
    assert waiting in (0, 10)
    return texts[: len(texts) - waiting]


def test_a_button_draws_and_a_slider_does_not(widget_page) -> None:
    widget = widget_page(Temperature(view="draws", labels=WORDS))
    first = numpy_rows([2, 1, 0.1], ["1"], 0)[0]
    assert first == [0, 0, 0, 0, 1, 2, 0, 1, 0, 2]
    assert rows_in_sight(widget) == ["T = 1", ADVICE, *(WORDS[k] for k in first)]
    expect(widget.button("Draw ten words")).to_have_attribute("aria-disabled", "true")
    assert widget.numbers("n0.0", "n0.1", "n0.2") == "6 2 2"
    widget.press(TEMPERATURE, *["ArrowRight"] * 10)
    assert rows_in_sight(widget) == ["T = 1", "T = 2", *(WORDS[k] for k in first)]
    button = widget.button("Draw ten words")
    button.click()
    both = numpy_rows([2, 1, 0.1], ["1", "2"], 0)
    heads = ["T = 1", "T = 2", ADVICE]
    assert rows_in_sight(widget) == [*heads, *(WORDS[k] for row in both for k in row)]
    expect(widget.status()).to_contain_text(
        f"Drawn at T = 2: {', '.join(WORDS[k] for k in both[1])}."
    )
    widget.button("New seed").click()
    other = numpy_rows([2, 1, 0.1], ["1", "2"], 1)
    assert other != both
    assert rows_in_sight(widget) == [*heads, *(WORDS[k] for row in other for k in row)]
    assert "seed 1" in widget.root.locator(".smx-caption").text_content()
    assert "seed 1, which each row begins anew. Drawn at T = 1: " in drawn(widget)


def test_rows_of_one_seed_at_one_temperature_are_equal(widget_page) -> None:
    z = [14 - i for i in range(25)]
    widget = widget_page(Temperature(z=z, view="draws", drawn=["10", "0.2", "10"], seed=3))
    words = rows_in_sight(widget)[4:]
    assert words[:10] == words[20:] == [str(k) for k in numpy_rows(z, ["10"], 3)[0]]
    assert words[:10] != words[10:20]
    assert "rng = np.random.default_rng(seed)" in widget.program().partition("for t in drawn:")[2]


ADVICE = "For other words: another T or seed."


def test_six_rows_are_all_and_can_be_cleared(widget_page) -> None:
    widget = widget_page(Temperature(view="draws", drawn=SIX[:5], T="inf"))
    act, clear = widget.button("Draw ten words"), widget.button("Clear the rows")
    act.click()
    six = rows_in_sight(widget)
    assert six[:6] == [f"T = {T}" for T in [*SIX[:5], "∞"]]
    expect(act).to_have_attribute("aria-disabled", "true")
    act.click(force=True)
    assert rows_in_sight(widget) == six
    clear.click()
    assert rows_in_sight(widget) == ["T = ∞"]
    assert "None yet." in drawn(widget)
    expect(clear).to_have_attribute("aria-disabled", "true")
    expect(act).not_to_have_attribute("aria-disabled", "true")


def test_twenty_five_words_and_the_same_from_python(widget_page, tmp_path: Path) -> None:
    z = np.sort(np.random.RandomState(42).randint(-5, 15, 25))[::-1]
    for width in (1280, 390):
        widget = widget_page(
            Temperature(z=z, view="draws", drawn=SIX, seed=7), width=width, height=844
        )
        rows = numpy_rows(z, SIX, 7)
        assert rows_in_sight(widget)[6:] == [str(k) for row in rows for k in row]
    file = tmp_path / "draws.py"
    file.write_text(f"{widget.program()}\nprint([row.tolist() for row in rows])", "ascii")
    done = subprocess.run(
        [sys.executable, "-I", str(file)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == str(rows)


def test_a_phrase_can_bring_rows_and_a_seed(widget_page) -> None:
    widget = widget_page(Temperature(view="draws"), reduced_motion="no-preference")
    send(widget, "T:0.2,seed:5,drawn:0.2~inf")
    rows = numpy_rows([2, 1, 0.1], ["0.2", "inf"], 5)
    heads = ["T = 0.2", "T = ∞", ADVICE]
    assert rows_in_sight(widget) == [*heads, *(str(k) for row in rows for k in row)]
    for bad in ("seed:1.5", "seed:-1", "drawn:hot", "drawn:1~~2", "drawn:" + "~".join("1" * 7)):
        send(widget, bad)
        assert widget.note().inner_text() == "This figure has no such state.", bad
