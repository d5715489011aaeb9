"""The widget that applies softmax again and again, worked by keyboard and pointer."""

from __future__ import annotations

import re
from random import Random

import numpy as np
import pytest
from playwright.sync_api import expect
from support.states import State, logits
from support.widget_page import WidgetPage, middle, overlaps

from softmaxlab import iterated_softmax
from softmaxlab.widgets import Iterate

CONSTANTS = {0.0, 1.0, 2.0, 4.0}  # rows and entries of the start; a ratio has four digits
WORDS = ["later", "soon", "never"]
CROWDED = [
    {"K": 50, "passes": 50, "zoom": True},
    {"K": 2, "T": "0.5", "passes": 3},
    {"z": [2000, -2000, 0.125], "start": "scores", "passes": 3},
]


def random_state(rng: Random) -> State:
    return {
        "z": logits(rng, 2, 6, rng.choice([3, 2000])),
        "passes": rng.choice([0, 1, 2, 3, rng.randint(4, 50)]),
        "T": rng.choice(["0", "inf", "1", str(round(10 ** rng.uniform(-2, 1), 3))]),
        "K": rng.randint(2, 50),
        "start": rng.choice(["linspace", "one", "two", "random", "scores"]),
        "zoom": rng.random() < 0.5,
    }


def program_state(widget: Iterate) -> State:
    names = {name: getattr(widget, name) for name in ("z", "passes", "T")}
    return {**names, "K": len(widget.first)}  # as many as there are scores


def passes(widget: WidgetPage, count: int) -> None:
    """Go to that many passes with the slider."""
    widget.press("passes", "Home", *["ArrowRight"] * count)


# ---- The workbench -------------------------------------------------------------------------------


def test_twenty_numbers_come_together(widget_page) -> None:
    widget = widget_page(Iterate())
    assert widget.numbers("min", "max", "spread", "lnK", "H", "ratio") == "0 1.0000 1.0000 2.9957  "
    passes(widget, 1)
    assert widget.numbers("min", "max") == "0.0290 0.0788"
    slider = widget.press("passes", "ArrowRight")
    assert widget.numbers("max") == "0.0515"
    ratios = {}
    for t in range(3, 12):
        slider.press("ArrowRight")
        ratios[t] = widget.numbers("ratio")
        if t == 8:
            assert widget.numbers("spread", "H") == "3.91×10⁻¹¹ 2.9957"
    assert {ratios[t] for t in range(4, 11)} == {"0.0500"}
    assert ratios[11] == ""  # rounding
    assert "rounding" in widget.root.locator(".smx-caption").nth(1).text_content()
    slider.press("End")
    assert widget.numbers("max") == "0.0500"


@pytest.mark.parametrize(
    ("T", "count", "largest"), [("0.1", 8, "0.9991"), ("0.13", 8, "0.1277"), ("0.13", 50, "0.0500")]
)
def test_at_a_low_temperature_the_start_decides(widget_page, T, count, largest) -> None:
    widget = widget_page(Iterate())
    widget.type_temperature(T)
    passes(widget, count)
    assert widget.numbers("max") == largest


def test_presets_on_both_sides_of_the_last_temperature(widget_page) -> None:
    widget = widget_page(Iterate())
    widget.preset("[2, 1, 0], T = 0.36")
    assert widget.value("max") > 0.6
    widget.preset("[2, 1, 0], T = 0.37")
    assert widget.value("max") == pytest.approx(0.4925, abs=1e-4)  # it has begun to fall


def test_the_bands_end_where_the_package_changes_its_mind(widget_page) -> None:
    for K, known in ((20, 0.1825), (3, 0.3642), (10, 0.2193)):
        widget = widget_page(Iterate(K=K))
        label = widget.root.locator("svg").nth(2).get_attribute("aria-label")
        below, above = map(float, re.findall(r"(?:below|above) ([\d.]+)", label))
        assert (below, above) == pytest.approx((1 / K, known), abs=6e-5)
        for T, stays in ((above - 1e-4, True), (above + 1e-4, False)):
            end = iterated_softmax(np.eye(K)[0], 1500, temperature=T)[-1]
            assert (end.max() > 1.5 / K) == stays


def test_the_handle_on_the_bands_sets_the_temperature(widget_page) -> None:
    widget = widget_page(Iterate(passes=50))
    handle = widget.root.locator(".smx-handle")
    box = widget.root.locator("svg").nth(2).bounding_box()
    decade = (box["width"] - 14) / 2.3
    x, _ = middle(handle)
    assert x == pytest.approx(box["x"] + 7 + 2 * decade, abs=1)  # T = 1
    widget.drag(handle, -decade, 0)
    assert float(widget.temperature_box().input_value()) == pytest.approx(0.1, abs=0.01)
    assert widget.numbers("max") == ">0.9999" or widget.value("max") > 0.99
    assert middle(handle)[0] == pytest.approx(x - decade, abs=1)


def test_the_slider_below_the_bands_goes_in_fine_steps(widget_page) -> None:
    """Its arrows meet both sides of the switch, and its knob stays below the dot."""
    widget = widget_page(Iterate(view="regimes", passes=50, T="0.13"))
    slider = widget.slider()
    seen = {}
    for _ in range(3):
        seen[slider.get_attribute("aria-valuetext")] = widget.value("max") > 0.5
        widget.press(slider, "ArrowLeft")
    assert seen == {"T = 0.13": False, "T = 0.129": False, "T = 0.127": True}
    widget.press(slider, "Home")
    assert slider.get_attribute("aria-valuetext") == "T = 0.01"
    edge = slider.bounding_box()["x"] + 7
    assert middle(widget.root.locator(".smx-handle"))[0] == pytest.approx(edge, abs=2)


def test_the_dots_follow_the_dotted_line(widget_page) -> None:
    widget = widget_page(Iterate(view="decay", passes=9))
    widget.next_frame()
    pane = widget.root.locator("svg").nth(1)
    spots = pane.locator("circle:not([display])")
    assert spots.count() == 10
    x = [float(spot.get_attribute("cx")) for spot in spots.all()]
    y = [float(spot.get_attribute("cy")) for spot in spots.all()]
    numbers = re.findall(r"-?[\d.]+", pane.locator("path.smx-limits").get_attribute("d"))
    x0, y0, x1, y1 = map(float, numbers)
    for a, b in zip(x[1:], y[1:], strict=True):
        assert b == pytest.approx(y0 + (a - x0) * (y1 - y0) / (x1 - x0), abs=0.6)


def test_zoom_shows_what_is_left(widget_page) -> None:
    widget = widget_page(Iterate(view="decay", passes=8))

    def height() -> float:
        widget.next_frame()
        spots = widget.root.locator("svg").first.locator("circle:not([display])").all()
        y = [float(spot.get_attribute("cy")) for spot in spots]
        return max(y) - min(y)

    assert height() < 0.1
    widget.slider("zoom").check()
    assert height() > 20
    caption = widget.root.locator(".smx-caption").first
    expect(caption).to_contain_text("×10¹⁰")


def test_step_and_play_stop_at_the_last_pass(widget_page) -> None:
    widget = widget_page(Iterate(passes=47))
    expect(widget.root.get_by_text("Play", exact=True)).to_be_hidden()  # less motion was asked for
    for _ in range(5):
        widget.button("Step").click()
    expect(widget.slider("passes")).to_have_value("50")
    moving = widget_page(Iterate(passes=48), reduced_motion="no-preference")
    moving.button("Play").click()
    expect(moving.slider("passes")).to_have_value("50")
    expect(moving.button("Play")).to_be_visible()


def test_one_sentence_says_what_happened(widget_page) -> None:
    widget = widget_page(Iterate())
    widget.press("passes", "ArrowRight")
    expect(widget.status()).to_have_text(
        "20 numbers after 1 pass at T = 1: the largest is 0.0788, the spread 0.0498."
    )


# ---- The challenge -------------------------------------------------------------------------------


def challenge(widget_page, **options) -> WidgetPage:
    return widget_page(Iterate(view="challenge", labels=WORDS), **options)


def test_even_a_certain_winner_loses_half(widget_page) -> None:
    widget = challenge(widget_page)
    assert widget.numbers("p1.0", "p1.1", "p1.2") == "0.6590 0.2424 0.0986"
    widget.preset("a certain winner, 1 pass")
    again = widget.root.locator(".smx-main")
    shown = [widget.numbers("p1.0")]
    for t in (2, 3):
        again.press("Enter")
        shown.append(widget.numbers(f"p{t}.0"))
    assert shown == ["1", "0.5761", "0.4185"]
    expect(again).to_have_text("Back to one pass")
    again.press("Enter")
    widget.next_frame()
    assert widget.output("p2.0").count() == 0


def test_no_slider_and_no_drag_keeps_half(widget_page) -> None:
    widget = challenge(widget_page)
    again = widget.root.locator(".smx-main")
    again.click()
    again.click()
    widget.press("later", "End")
    for word in ("soon", "never"):
        widget.press(word, "Home")
        assert widget.value("p3.0") < 0.42
    widget.drag(widget.root.locator(".smx-handle").nth(1), 0, -60)
    assert widget.value("p3.0") < 0.42
    assert widget.value("z1") > -10


def test_a_low_temperature_turns_it_around(widget_page) -> None:
    widget = challenge(widget_page)
    send = "(node, state) => node.dispatchEvent(new CustomEvent('smx-set', { detail: state }))"
    widget.root.evaluate(send, "T:0.3,passes:3")
    assert widget.value("p3.0") > 0.85
    expect(widget.root.locator(".smx-caption")).to_contain_text("at T = 0.3")
    expect(widget.status()).to_have_text(re.compile(r"After 3 passes at T = 0\.3: later 0\.\d\d"))


BOXES = """(texts) => texts.filter((t) => t.textContent && t.checkVisibility()).map((t) => {
  const { x, y, width, height } = t.getBoundingClientRect();
  return { text: t.textContent, x, y: y + 2, width, height: height - 4 };
})"""


@pytest.mark.parametrize("width", [1280, 390])
def test_no_numbers_touch(widget_page, width: int) -> None:
    widget = widget_page(Iterate(view="challenge", labels=WORDS, passes=3), width=width)
    for z in ([2, 1, 0.1], [1, 1, 1], [10, -10, -10], [10, 9, -10]):
        for word, value in zip(WORDS, z, strict=True):
            slider = widget.slider(word)
            slider.evaluate(
                "(n, v) => { n.value = v; n.dispatchEvent(new Event('input')); }", str(value)
            )
        widget.next_frame()
        boxes = widget.root.locator("svg text.smx-number:not([display])").evaluate_all(BOXES)
        assert len(boxes) == 9
        assert overlaps(boxes) == []
