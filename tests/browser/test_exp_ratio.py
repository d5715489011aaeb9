"""The exponential's widget: two heights and their ratio, by keyboard and by pointer."""

from __future__ import annotations

import math
from random import Random

import pytest
from playwright.sync_api import Locator, expect
from support.states import State
from support.widget_page import WidgetPage, middle, overlap, overlaps

from softmaxlab.widgets import ExpRatio


def random_state(rng: Random) -> State:
    return {
        "x": round(rng.uniform(-10, 10), rng.choice([0, 1, 3])),
        "d": round(rng.uniform(0.1, 3), rng.choice([1, 3])),
        "logy": rng.random() < 0.5,
    }


def slider(widget: WidgetPage, name: str) -> Locator:
    return widget.root.locator("input[type=range]").nth("xd".index(name))


def test_start(widget_page) -> None:
    widget = widget_page(ExpRatio())
    assert widget.numbers("ex", "exd", "ratio", "ed") == "2.7183 7.3891 2.7183 2.7183"


def test_preset_five(widget_page) -> None:
    widget = widget_page(ExpRatio())
    widget.preset("x, x = 5.0")
    assert widget.numbers("ex") == "148.4132"
    widget.preset("d, 0.7")
    assert widget.numbers("ratio") == "2.0138"


def test_the_ratio_stays_from_home_to_end(widget_page) -> None:
    widget = widget_page(ExpRatio())
    read, x = widget.numbers, slider(widget, "x")
    widget.press(x, "Home")
    assert read("ex", "ratio") == "4.54×10⁻⁵ 2.7183"
    seen = set()
    for _ in range(200):
        x.press("ArrowRight")
        seen.add(read("ratio"))
    assert seen == {"2.7183"}
    assert widget.value("ex") == pytest.approx(math.exp(10), rel=1e-12)
    x.press("Home")
    x.press("End")
    assert read("ex", "ratio") == "22026.4658 2.7183"
    expect(x).to_have_attribute("aria-valuetext", "x = 10.0, e^x = 22026.4658, ratio 2.7183")


def test_a_longer_step_multiplies_by_more(widget_page) -> None:
    widget = widget_page(ExpRatio())
    read, d = widget.numbers, slider(widget, "d")
    widget.press(d, "ArrowRight", "ArrowRight")
    assert read("ratio", "ed") == "3.3201 3.3201"
    d.press("End")
    assert read("ratio") == "20.0855"
    d.press("Home")
    assert read("ratio", "x2") == "1.1052 0.1"
    expect(d).to_have_attribute("aria-valuetext", "d = 0.1, ratio 1.1052")


def test_every_position_of_the_slider_has_one_decimal(widget_page) -> None:
    widget = widget_page(ExpRatio())
    d = slider(widget, "d")
    d.press("Home")
    for i in range(2, 31):
        d.press("ArrowRight")
        assert widget.value("x2") == i / 10  # and not 0.30000000000000004
        assert f"d = {i / 10:g}\n" in widget.program()


def test_the_dot_is_dragged_along_the_curve(widget_page) -> None:
    widget = widget_page(ExpRatio())
    start = middle(widget.root.locator(".smx-knob").first)
    with widget.held(start) as move:
        for target in (120, -60, -900, 900):
            move(target, -40, steps=4)
            assert widget.numbers("ratio") == "2.7183"
        assert widget.numbers("x0") == "10.0"
    widget.page.mouse.move(*start)
    assert widget.numbers("x0") == "10.0"  # let go is let go


def test_a_drag_keeps_the_dot_under_the_pointer(widget_page) -> None:
    widget = widget_page(ExpRatio())
    knob = widget.root.locator(".smx-knob").first
    x, _ = middle(knob)
    widget.drag(knob, 100, 0)
    assert widget.numbers("x0") != "1.0"
    assert middle(knob)[0] == pytest.approx(x + 100, abs=3)


def test_by_touch(widget_page) -> None:
    widget = widget_page(ExpRatio(), width=390, height=844, has_touch=True, is_mobile=True)
    handle = widget.root.locator(".smx-leftright")
    box = handle.bounding_box()
    assert min(box["width"], box["height"]) >= 43.9
    widget.swipe(handle, -50, 0)
    assert widget.value("x0") < 0.5


def test_the_logarithmic_axis_makes_a_straight_line(widget_page) -> None:
    widget = widget_page(ExpRatio())
    path = widget.root.locator(".smx-curve")

    def bend() -> float:
        """How far the middle of the curve is from the straight line between its ends, in pixels."""
        points = [tuple(map(float, p.split(","))) for p in path.get_attribute("d")[1:].split("L")]
        (x0, y0), (x1, y1) = points[0], points[-1]
        return max(abs(y - (y0 + (y1 - y0) * (x - x0) / (x1 - x0))) for x, y in points)

    assert bend() > 50
    widget.slider("logarithmic axis").check()
    widget.page.wait_for_function(
        "document.querySelector('[data-widget] svg').textContent.includes('0.01')"
    )
    assert bend() < 0.2


@pytest.mark.parametrize(("state", "listed"), [
    ({}, []),
    ({"x": -5}, []),
    ({"x": 4, "d": 1}, []),
    ({"x": 4.7, "d": 0.3}, []),  # 4.7 + 0.3 is 5
    ({"x": 5}, ["(6.0, 403.4288)"]),
    ({"x": 4.5, "d": 1.5, "logy": True}, ["(6.0, 403.4288)"]),
    ({"x": -5.5}, ["(−5.5, 0.0041)"]),
    ({"x": -7}, ["(−7.0, 0.0009)", "(−6.0, 0.0025)"]),
    ({"x": -10, "logy": True}, ["(−10.0, 4.54×10⁻⁵)", "(−9.0, 0.0001)"]),
    ({"x": 10, "d": 3}, ["(10.0, 22026.4658)", "(13.0, 442413.3920)"]),
    ({"x": 9, "d": 0.1, "logy": True}, ["(9.0, 8103.0839)", "(9.1, 8955.2927)"]),
])  # fmt: skip
@pytest.mark.parametrize("width", [1280, 390])
def test_a_dot_outside_waits_at_the_border_and_says_where_it_is(
    widget_page, state: dict[str, float], listed: list[str], width: int
) -> None:
    widget = widget_page(ExpRatio(**state), width=width)
    root = widget.root
    corner = root.locator("svg text.smx-halo:not([display])")
    assert corner.all_text_contents() == listed
    arrows = root.locator(".smx-arrow[d^=M]:visible")
    assert arrows.count() == 2 * len(listed)  # in the dot, and in the corner beside its place
    pane = root.locator("svg").bounding_box()
    dots = [root.locator(dot).first.bounding_box() for dot in (".smx-knob", ".smx-second")]
    for box in dots:
        assert pane["x"] <= box["x"]
        assert box["x"] + box["width"] <= pane["x"] + pane["width"]
        assert pane["y"] - 1 <= box["y"]
        assert box["y"] + box["height"] <= pane["y"] + pane["height"]
    if listed and "−" not in listed[-1]:  # beyond the right border: none hides the other
        assert dots[0]["y"] - dots[1]["y"] >= 15
    dashed = root.locator(".smx-bracket").get_attribute("stroke-dasharray")
    assert bool(dashed) == bool(listed)  # no length is to scale then, and it shows
    for text in corner.all():
        box = text.bounding_box()
        assert not any(overlap(box, other) for other in dots)


BOXES = """(outputs) => outputs.map((output) => {
  const range = document.createRange();
  range.selectNodeContents(output);
  const { x, y, width, height } = range.getBoundingClientRect();
  return { text: output.textContent, x: x - 3, y, width: width + 6, height };
})"""


@pytest.mark.parametrize("width", [1280, 600, 390, 320])
def test_the_longest_numbers_do_not_touch(widget_page, width: int) -> None:
    widget = widget_page(ExpRatio(x=10, d=3), width=width)
    boxes = widget.root.locator(".smx-numbers output").evaluate_all(BOXES)
    assert len(boxes) == 4
    assert overlaps(boxes) == []


def test_one_sentence_says_what_happened(widget_page) -> None:
    widget = widget_page(ExpRatio())
    slider(widget, "x").press("ArrowRight")
    expect(widget.status()).to_have_text(
        "x = 1.1: e^x is 3.0042, one step of 1.0 multiplies it by 2.7183."
    )
