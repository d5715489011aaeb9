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
    page.get_by_role("button", name="d, 0.7", exact=True).click()
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
    expect(x).to_have_attribute("aria-valuetext", "x = 10.0, e^x = 22026.4658, ratio 2.7183")


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
    expect(d).to_have_attribute("aria-valuetext", "d = 0.1, ratio 1.1052")


def test_every_position_of_the_slider_has_one_decimal(widget_page, numbers) -> None:
    page = widget_page(ExpRatio())
    read, d = numbers(root_of(page)), slider(page, "d")
    d.press("Home")
    for i in range(2, 31):
        d.press("ArrowRight")
        assert read.value("x2") == i / 10  # and not 0.30000000000000004
        said = f"d = {i / 10:g}\n"
        assert said in root_of(page).locator(".smx-code").text_content()


def test_the_dot_is_dragged_along_the_curve(widget_page, numbers) -> None:
    page = widget_page(ExpRatio())
    read, root = numbers(root_of(page)), root_of(page)
    box = root.locator(".smx-knob").first.bounding_box()
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
    box = root.locator(".smx-knob").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 100, y, steps=5)
    page.mouse.up()
    assert numbers(root)("x0") != "1.0"
    now = root.locator(".smx-knob").first.bounding_box()
    assert now["x"] + now["width"] / 2 == pytest.approx(x + 100, abs=3)


def test_by_touch(widget_page, numbers, finger) -> None:
    page = widget_page(ExpRatio(), width=390, height=844, has_touch=True, is_mobile=True)
    box = root_of(page).locator(".smx-leftright").bounding_box()
    assert min(box["width"], box["height"]) >= 43.9
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger(page, x, y, -50, 0)
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
    page = widget_page(ExpRatio(**state), width=width)
    root = root_of(page)
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


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


@pytest.mark.parametrize("width", [1280, 600, 390, 320])
def test_the_longest_numbers_do_not_touch(widget_page, width: int) -> None:
    page = widget_page(ExpRatio(x=10, d=3), width=width)
    boxes = (
        root_of(page)
        .locator(".smx-numbers output")
        .evaluate_all("""(outputs) =>
      outputs.map((output) => {
        const range = document.createRange();
        range.selectNodeContents(output);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x - 3, y, width: width + 6, height };
      })""")
    )
    assert len(boxes) == 4
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_one_sentence_says_what_happened(widget_page) -> None:
    page = widget_page(ExpRatio())
    slider(page, "x").press("ArrowRight")
    expect(root_of(page).locator("[role=status]")).to_have_text(
        "x = 1.1: e^x is 3.0042, one step of 1.0 multiplies it by 2.7183."
    )
