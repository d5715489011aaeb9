"""The exponential's widget: two heights and their ratio, by keyboard and by pointer."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import Locator, Page, expect

from softmaxlab.widgets import ExpRatio


def root_of(page: Page) -> Locator:
    return page.locator("section[data-widget=exp_ratio]").first


def slider(page: Page, name: str) -> Locator:
    return root_of(page).locator("input[type=range]").nth("xd".index(name))


def test_start(widget_page, numbers) -> None:
    read = numbers(root_of(widget_page(ExpRatio())))
    assert read("ex", "exd", "ratio", "ed") == "2.7183 7.3891 2.7183 2.7183"


def test_preset_five(widget_page, numbers) -> None:
    page = widget_page(ExpRatio())
    page.get_by_text("Presets").click()
    page.get_by_role("button", name="x, x = 5.0", exact=True).click()
    read = numbers(root_of(page))
    assert read("ex") == "148.4132"
    page.get_by_role("button", name="d, 0.7, doubles", exact=True).click()
    assert read("ratio") == "2.0138"


def test_the_ratio_stays_from_home_to_end(widget_page, numbers) -> None:
    page = widget_page(ExpRatio())
    read, x = numbers(root_of(page)), slider(page, "x")
    x.focus()
    x.press("Home")
    assert read("ex", "ratio") == "4.54×10⁻⁵ 2.7183"
    seen = set()
    for _ in range(200):
        x.press("ArrowRight")
        seen.add(read("ratio"))
    assert seen == {"2.7183"}
    assert read.value("ex") == pytest.approx(math.exp(10), rel=1e-12)
    x.press("Home")
    x.press("End")
    assert read("ex", "ratio") == "22026.4658 2.7183"
    expect(x).to_have_attribute("aria-valuetext", "x = 10.0, height 22026.4658")


def test_a_longer_step_multiplies_by_more(widget_page, numbers) -> None:
    page = widget_page(ExpRatio())
    read, d = numbers(root_of(page)), slider(page, "d")
    d.focus()
    for _ in range(2):
        d.press("ArrowRight")
    assert read("ratio", "ed") == "3.3201 3.3201"
    d.press("End")
    assert read("ratio") == "20.0855"
    d.press("Home")
    assert read("ratio", "x2") == "1.1052 0.1"


def test_the_dot_is_dragged_along_the_curve(widget_page, numbers) -> None:
    page = widget_page(ExpRatio())
    read, root = numbers(root_of(page)), root_of(page)
    box = root.locator(".smx-knob").bounding_box()
    x, y = box["x"] + 9, box["y"] + 9
    page.mouse.move(x, y)
    page.mouse.down()
    for target in (120, -60, -900, 900):
        page.mouse.move(x + target, y - 40, steps=4)
        assert read("ratio") == "2.7183"
    assert read("x0") == "10.0"
    page.mouse.up()
    page.mouse.move(x, y)
    assert read("x0") == "10.0"  # let go is let go


def test_a_drag_keeps_the_dot_under_the_pointer(widget_page, numbers) -> None:
    page = widget_page(ExpRatio())
    root = root_of(page)
    box = root.locator(".smx-knob").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 100, y, steps=5)
    page.mouse.up()
    assert numbers(root)("x0") != "1.0"
    now = root.locator(".smx-knob").bounding_box()
    assert now["x"] + now["width"] / 2 == pytest.approx(x + 100, abs=3)


def test_by_touch(widget_page, numbers) -> None:
    page = widget_page(ExpRatio(), width=390, height=844, has_touch=True, is_mobile=True)
    box = root_of(page).locator(".smx-leftright").bounding_box()
    assert min(box["width"], box["height"]) >= 43.9
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    points = [{"x": x - 10 * i, "y": y} for i in range(6)]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    for point in points[1:]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert numbers(root_of(page)).value("x0") < 0.5


def test_the_logarithmic_axis_makes_a_straight_line(widget_page) -> None:
    page = widget_page(ExpRatio())
    path = root_of(page).locator(".smx-curve")

    def bend() -> float:
        """How far the middle of the curve is from the straight line between its ends, in pixels."""
        points = [tuple(map(float, p.split(","))) for p in path.get_attribute("d")[1:].split("L")]
        (x0, y0), (x1, y1) = points[0], points[-1]
        return max(abs(y - (y0 + (y1 - y0) * (x - x0) / (x1 - x0))) for x, y in points)

    assert bend() > 50
    page.get_by_label("logarithmic axis").check()
    page.wait_for_function(
        "document.querySelector('[data-widget] svg').textContent.includes('0.01')"
    )
    assert bend() < 0.2


@pytest.mark.parametrize(("state", "arrows"), [
    ({}, 0),
    ({"x": -7}, 2),
    ({"x": -5.5}, 1),
    ({"x": 4.8, "d": 0.1}, 0),
    ({"x": 4.5, "d": 1}, 1),
    ({"x": 9}, 2),
])  # fmt: skip
def test_a_dot_outside_the_drawing_waits_at_its_border(widget_page, state, arrows: int) -> None:
    page = widget_page(ExpRatio(**state))
    root = root_of(page)
    drawn = root.locator(".smx-arrow").evaluate_all(
        "(all) => all.filter((n) => n.getAttribute('d')).length"
    )
    assert drawn == arrows
    pane = root.locator("svg").bounding_box()
    for dot in (".smx-knob", ".smx-second"):
        box = root.locator(dot).bounding_box()
        assert pane["x"] <= box["x"]
        assert box["x"] + box["width"] <= pane["x"] + pane["width"]
        assert pane["y"] - 1 <= box["y"]
        assert box["y"] + box["height"] <= pane["y"] + pane["height"]


def test_one_sentence_says_what_happened(widget_page) -> None:
    page = widget_page(ExpRatio())
    slider(page, "x").press("ArrowRight")
    expect(root_of(page).locator("[role=status]")).to_have_text(
        "At x = 1.1 the height is 3.0042; a step of 1.0 multiplies it by 2.7183."
    )
