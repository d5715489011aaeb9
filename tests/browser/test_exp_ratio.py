"""The exponential's widget: two heights and their ratio, two windows, three scores."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from itertools import pairwise, product
from random import Random

import numpy as np
import pytest
from playwright.sync_api import Locator, expect
from support.numbers import number
from support.states import State
from support.widget_page import WidgetPage, middle, overlaps

from softmaxlab.widgets import ExpRatio

CONSTANTS = {0.0, 1.0, 2.0}  # window A begins at 0; entries 0 and 1 are the edges; scores 2, 1, 0


def random_state(rng: Random) -> State:
    return {
        "x": round(rng.uniform(-10, 10), rng.choice([0, 1, 3])),
        "d": round(rng.uniform(0.1, 6), rng.choice([1, 3])),
        "logy": rng.random() < 0.5,
        "c": round(rng.uniform(-4, 4), rng.choice([0, 1, 3])),
        "covered": rng.random() < 0.5,
    }


def slider(widget: WidgetPage, name: str) -> Locator:
    return widget.root.locator("input[type=range]").nth("xd".index(name))


def test_start(widget_page) -> None:
    widget = widget_page(ExpRatio())
    assert widget.numbers("ex", "exd", "ratio", "ed") == "2.7182818 7.3890561 2.7183 2.7183"


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
    assert read("ex", "ratio") == "4.5399930×10⁻⁵ 2.7183"
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
    assert read("ratio") == "403.43"
    d.press("Home")
    assert read("ratio", "x2") == "1.1052 0.1"
    expect(d).to_have_attribute("aria-valuetext", "d = 0.1, ratio 1.1052")


def test_every_position_of_the_slider_has_one_decimal(widget_page) -> None:
    widget = widget_page(ExpRatio())
    d = slider(widget, "d")
    d.press("Home")
    for i in range(2, 61):
        d.press("ArrowRight")
        assert widget.value("x2") == i / 10  # and not 0.30000000000000004
        assert f"d = {i / 10:g}\n" in widget.program()


HEIGHT = re.compile(r"([\d.]+)(?:×10(.+))?")
LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def shown(text: str) -> Decimal:
    """A number as it stands on the page."""
    digits, power = HEIGHT.fullmatch(text).groups()
    return Decimal(digits).scaleb(int((power or "0").translate(LOWERED)))


def disagreements(kind: str) -> list[tuple[float, float]]:
    """Places and steps at which two heights, as they are written, give another ratio."""
    found = []
    for i, j in product(range(-100, 101), range(1, 61)):
        x, d = i / 10, j / 10
        first, second = math.exp(x), math.exp(x + d)
        ratio = shown(number(second, kind)) / shown(number(first, kind))
        if number(float(ratio), "digits") != number(second / first, "digits"):
            found.append((x, d))
    return found


def test_the_heights_as_shown_give_the_ratio_as_shown(widget_page) -> None:
    assert disagreements("height") == []  # how the page writes them: test_every_widget
    assert disagreements("size") != []
    widget = widget_page(ExpRatio(x=-10))
    first, second = map(shown, widget.numbers("ex", "exd").split())
    assert f"{second / first:.4f}" == widget.numbers("ratio") == "2.7183"


def test_the_dot_is_dragged_along_the_curve(widget_page) -> None:
    widget = widget_page(ExpRatio())
    start = middle(widget.root.locator(".smx-knob").first)
    with widget.held(start) as move:
        for target in (120, -60, -1900, 1900):
            move(target, -40, steps=4)
            assert widget.numbers("ratio") == "2.7183"
        assert widget.numbers("x0") == "10.0"
    widget.page.mouse.move(*start)
    assert widget.numbers("x0") == "10.0"  # let go is let go


PICTURE = ".smx-curve, .smx-step, .smx-bracket, .smx-guide"


def picture(widget: WidgetPage) -> list[str]:
    """What is drawn, but for the numbers on the axis."""
    widget.next_frame()
    return widget.root.locator(PICTURE).evaluate_all("(ps) => ps.map((p) => p.outerHTML)")


@pytest.mark.parametrize("state", [{}, {"d": 0.1}, {"d": 6}, {"logy": True}], ids=str)
def test_the_picture_is_the_same_everywhere_and_nothing_leaves_it(widget_page, state) -> None:
    widget = widget_page(ExpRatio(**state))
    first, axis = picture(widget), widget.root.locator("svg").text_content
    seen = set()
    for key in ("Home", "ArrowRight", "PageUp", "End"):
        widget.press(slider(widget, "x"), key)
        assert picture(widget) == first
        seen.add(axis())
    assert len(seen) == 4  # the numbers on the axis go by
    pane = widget.root.locator("svg").bounding_box()
    for dot in widget.root.locator(".smx-knob").all():
        box = dot.bounding_box()
        assert pane["x"] <= box["x"]
        assert box["x"] + box["width"] <= pane["x"] + pane["width"]
        assert pane["y"] <= box["y"]
        assert box["y"] + box["height"] <= pane["y"] + pane["height"]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_bracket_is_plainly_to_be_seen(widget_page, width: int) -> None:
    widget = widget_page(ExpRatio(), width=width)
    assert widget.root.locator(".smx-bracket").bounding_box()["height"] >= 60


@pytest.mark.parametrize("x", [-10, 0.3, 10])
def test_the_numbers_on_the_axis_stand_where_they_belong(widget_page, x: float) -> None:
    widget = widget_page(ExpRatio(x=x))
    knob, second = (middle(dot)[0] for dot in widget.root.locator(".smx-knob").all())
    marks = [
        (float(text.replace("\N{MINUS SIGN}", "-")), left + width / 2)
        for text, left, width in widget.root.locator("svg text[text-anchor=middle]").evaluate_all(
            "(ts) => ts.filter((t) => t.checkVisibility()).map((t) => "
            "[t.textContent, t.getBoundingClientRect().x, t.getBoundingClientRect().width])"
        )
        if text != "x"
    ]
    assert len(marks) >= 4
    for value, place in marks:
        assert place == pytest.approx(knob + (value - x) * (second - knob), abs=1)


def test_a_drag_moves_the_axis_as_far_as_the_pointer(widget_page) -> None:
    widget = widget_page(ExpRatio())
    knob, second = widget.root.locator(".smx-knob").all()
    before = middle(knob)
    unit = middle(second)[0] - before[0]
    widget.drag(knob, 100, 0)
    assert widget.value("x0") == pytest.approx(1 + 100 / unit, abs=0.051)
    assert middle(knob) == before


def test_the_second_dot_goes_with_the_pointer(widget_page) -> None:
    widget = widget_page(ExpRatio(x=5, logy=True))
    first, second = widget.root.locator(".smx-knob").all()
    x, _ = middle(second)
    for way in (60, 15, -110):
        widget.drag(second, way, 0)
        x += way
        assert middle(second)[0] == pytest.approx(x, abs=6)  # d goes in tenths
    assert widget.value("x0") == 5
    widget.drag(second, 900, 0)
    assert widget.value("x2") == 6
    widget.drag(second, -900, 0)
    assert widget.value("x2") == 0.1
    assert middle(first)[0] < middle(second)[0]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("state", [{}, {"d": 0.1}, {"d": 6}, {"d": 1.5}, {"logy": True}], ids=str)
def test_the_dots_are_named_beside_them(widget_page, width: int, state) -> None:
    root = widget_page(ExpRatio(**state), width=width).root
    boxes = root.locator("svg text:not([display])").evaluate_all(BOXES)
    names = [box for box in boxes if box["text"] in ("x", "x + d")]
    assert len(names) == 3  # one of them on the axis
    assert [pair for pair in overlaps(boxes) if {"x", "x + d"} & set(pair)] == []


def test_equal_factors_are_equally_far_apart_on_the_logarithmic_axis(widget_page) -> None:
    for d in (1, 6):
        widget = widget_page(ExpRatio(d=d, logy=True))
        levels = widget.root.locator("svg text[text-anchor=end]:not([class])").evaluate_all(
            "(ts) => ts.filter((t) => t.checkVisibility())"
            ".map((t) => [Number(t.textContent), Number(t.getAttribute('y'))])"
        )
        (a, y), (b, higher) = levels[:2]
        assert len(levels) >= 4
        for (value, place), (above, up) in pairwise(levels):
            assert above / value == b / a
            assert place - up == pytest.approx(y - higher, abs=0.01)


def test_by_touch(widget_page) -> None:
    widget = widget_page(ExpRatio(), width=390, height=844, has_touch=True, is_mobile=True)
    handle = widget.root.locator(".smx-handle").first
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
        "document.querySelector('[data-widget] svg').textContent.includes('0.5')"
    )
    assert bend() < 0.2


BOXES = """(outputs) => outputs.map((output) => {
  const range = document.createRange();
  range.selectNodeContents(output);
  const { x, y, width, height } = range.getBoundingClientRect();
  return { text: output.textContent, x: x - 3, y, width: width + 6, height };
})"""


@pytest.mark.parametrize("width", [1280, 600, 390, 320])
def test_the_longest_numbers_do_not_touch(widget_page, width: int) -> None:
    widget = widget_page(ExpRatio(x=10, d=6), width=width)
    boxes = widget.root.locator(".smx-numbers output").evaluate_all(BOXES)
    assert len(boxes) == 2
    assert overlaps(boxes) == []


def test_one_sentence_says_what_happened(widget_page) -> None:
    widget = widget_page(ExpRatio())
    slider(widget, "x").press("ArrowRight")
    expect(widget.status()).to_have_text(
        "x = 1.1: e^x is 3.0041660, one step of 1.0 multiplies it by 2.7183."
    )


# ---- The view of two windows ---------------------------------------------------------------------


def two_windows(widget_page, covered: bool = False, **options) -> WidgetPage:
    figure = ExpRatio(view="windows", name="windows", x=6, d=3, covered=covered)
    return widget_page(figure, **options)


def curves(widget: WidgetPage) -> list[list[tuple[float, float]]]:
    """The curves that are in sight, each from the left edge of its window on."""
    widget.next_frame()
    drawn = [path for path in widget.root.locator(".smx-curve").all() if path.is_visible()]
    found = []
    for path in drawn:
        text = path.get_attribute("d")
        points = [tuple(map(float, xy)) for xy in re.findall(r"(-?[\d.]+),(-?[\d.]+)", text)]
        found.append([(round(x - points[0][0], 1), y) for x, y in points])
    return found


def test_both_windows_show_the_same_curve_wherever_one_is_moved(widget_page) -> None:
    widget = two_windows(widget_page)
    first, second = curves(widget)
    assert len(first) > 50
    for (x0, y0), (x1, y1) in zip(first, second, strict=True):
        assert (x0, y0) == pytest.approx((x1, y1), abs=0.11)
    move = widget.slider("move B")
    places = []
    for act in (
        lambda: widget.press(move, "Home"),
        lambda: widget.press(move, "End"),
        lambda: widget.drag(widget.root.locator(".smx-knob"), -150, 0),
        lambda: widget.drag(widget.root.locator(".smx-frame").nth(1), -60, 0),
    ):
        act()
        assert curves(widget) == [first, second]
        places.append(float(move.input_value()))
    assert places[:2] == [-10, 10]
    assert places[3] < places[2] < 10


def test_the_handle_stays_below_the_pointer(widget_page) -> None:
    widget = two_windows(widget_page)
    knob = widget.root.locator(".smx-knob")
    x, _ = middle(knob)
    widget.drag(knob, -120, 0)
    assert middle(knob)[0] == pytest.approx(x - 120, abs=3)


def visible_words(widget: WidgetPage) -> list[str]:
    widget.next_frame()
    texts = widget.root.locator("svg text").all()
    return [text.text_content() for text in texts if text.is_visible()]


WORDS = ["0.0", "3.0", "up to 20.1", "6.0", "9.0", "up to 8103", "A", "B", "−10", "0", "10"]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_second_window_can_be_covered_until_its_reader_has_guessed(
    widget_page, width: int
) -> None:
    widget = two_windows(widget_page, covered=True, width=width)
    svg = widget.root.locator("svg")
    assert len(curves(widget)) == 1
    assert visible_words(widget) == ["A", "B", "?", *WORDS]
    assert svg.get_attribute("aria-label").endswith("B is covered.")
    assert "before" not in widget.slider("move B").get_attribute("aria-valuetext")
    widget.slider("show B").check()
    assert len(curves(widget)) == 2
    assert visible_words(widget) == ["A", "B", *WORDS]
    assert "covered" not in svg.get_attribute("aria-label")
    assert widget.numbers("A0", "B0", "A4", "B4") == "0.0 6.0 20.086 20.086"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("key", ["Home", "End", "PageUp"])
def test_no_numbers_of_the_windows_touch(widget_page, width: int, key: str) -> None:
    widget = two_windows(widget_page, width=width)
    widget.press(widget.slider("move B"), key)
    boxes = widget.root.locator("svg text:not([display])").evaluate_all(BOXES)
    assert overlaps(boxes) == []


def test_what_a_phrase_sets_and_what_try_again_resets(widget_page) -> None:
    widget = two_windows(widget_page, covered=True)
    send = "(node, state) => node.dispatchEvent(new CustomEvent('smx-set', { detail: state }))"
    widget.root.evaluate(send, "x:-8,covered:0")
    assert widget.numbers("B0", "B4") == "−8.0 20.086"
    expect(widget.status()).to_have_text(re.compile(r"B begins at −8\.0 and rises .*20\.086 times"))
    widget.root.evaluate(send, "")
    assert len(curves(widget)) == 1
    assert not widget.note().is_visible()


def test_locked_the_second_window_cannot_be_had(widget_page) -> None:
    widget = two_windows(widget_page, covered=True)
    lock = "(node, locked) => node.dispatchEvent(new CustomEvent('smx-lock', { detail: locked }))"
    widget.root.evaluate(lock, True)
    box = widget.slider("show B")
    box.evaluate("(box) => box.focus()")
    widget.page.keyboard.press("Space")
    widget.page.mouse.click(*middle(box))
    widget.drag(widget.root.locator(".smx-knob"), 100, 0)
    assert len(curves(widget)) == 1
    assert widget.slider("move B").input_value() == "6"
    widget.root.evaluate(lock, False)  # an answer was given, and shows B
    assert len(curves(widget)) == 2
    box.uncheck()
    assert len(curves(widget)) == 1


# ---- The view in which three scores slide --------------------------------------------------------

WEIGHTS = {
    "plain": lambda z: z,
    "square": np.square,
    "relu": lambda z: np.maximum(z, 0),
    "softplus": lambda z: np.log1p(np.exp(z)),
    "two": np.exp2,
    "e": np.exp,
}


@pytest.mark.parametrize("c", [-4, -2.2, -1, 0, 0.3, 4])
def test_six_ways_to_weigh_three_scores(widget_page, c: float) -> None:
    widget = widget_page(ExpRatio(view="slide", c=c))
    shown = {out["key"]: out["value"] for out in widget.outputs()}
    for name, weight in WEIGHTS.items():
        w = weight(np.array([2, 1, 0]) + c)
        if w.sum() == 0:
            assert f"{name}0" not in shown
        else:
            assert [shown[f"{name}{i}"] for i in range(3)] == pytest.approx(list(w / w.sum()))
    words = widget.root.locator("svg").text_content()
    assert words.count("undefined: the sum is 0") == sum(
        weight(np.array([2, 1, 0]) + c).sum() == 0 for weight in WEIGHTS.values()
    )


@pytest.mark.parametrize(("c", "zeros"), [(0, ["0"] * 3), (-1, ["0", "0, 0"]), (1, [])])
def test_shares_of_exactly_0_are_said(widget_page, c: float, zeros: list[str]) -> None:
    widget = widget_page(ExpRatio(view="slide", c=c))
    assert [text for text in visible_words(widget) if re.fullmatch("0(, 0)*", text)] == zeros


def test_two_of_the_six_stand_still(widget_page) -> None:
    widget = widget_page(ExpRatio(view="slide"))
    first = {out["key"]: out["value"] for out in widget.outputs()}
    widget.press(widget.slider("added to all three scores"), "ArrowRight", "ArrowRight")
    then = {out["key"]: out["value"] for out in widget.outputs()}
    assert then["z0"] == 2.2
    for name in WEIGHTS:
        still = then[f"{name}0"] == pytest.approx(first[f"{name}0"], rel=1e-12)
        assert still == (name in ("two", "e"))


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("c", [-4, -1, -0.8, 0, 4])
def test_no_shares_touch_or_leave_the_drawing(widget_page, width: int, c: float) -> None:
    widget = widget_page(ExpRatio(view="slide"), width=width)
    widget.slider("added to all three scores").fill(str(c))
    widget.next_frame()
    svg = widget.root.locator("svg")
    boxes = svg.locator("text:not([display])").evaluate_all(BOXES)
    assert overlaps(boxes) == []
    pane = svg.bounding_box()
    for box in [*boxes, *(r.bounding_box() for r in svg.locator("rect").all() if r.is_visible())]:
        assert pane["x"] - 4 <= box["x"]
        assert box["x"] + box["width"] <= pane["x"] + pane["width"] + 4
