"""One grammar of handles: one shape that can be dragged, by mouse and finger, in every figure."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import Locator, expect
from support.widget_page import WidgetPage, middle
from support.widgets import WIDGETS

# The figures in which something can be dragged.
DRAGGED = [
    ("exp_ratio", "windows"),
    ("exp_ratio", "workbench"),
    ("guess", "cover"),
    ("guess", "workbench"),
    ("iterate", "challenge"),
    ("iterate", "regimes"),
    ("iterate", "workbench"),
    ("log_two_ways", "stairs"),
    ("log_two_ways", "workbench"),
    ("pipeline", "workbench"),
    ("push", "matrix"),
    ("push", "soft"),
    ("push", "workbench"),
    ("simplex", "path"),
    ("simplex", "point"),
    ("simplex", "workbench"),
    ("temperature", "curves"),
    ("temperature", "workbench"),
    ("tilt", "climb"),
    ("tilt", "mean"),
    ("tilt", "slope"),
    ("tilt", "soft"),
    ("tilt", "workbench"),
]
each = pytest.mark.parametrize(("name", "view"), DRAGGED)

REST = "() => new Promise((done) => setTimeout(done, 250))"


def visible(nodes: Locator) -> list[Locator]:
    return [node for node in nodes.all() if node.is_visible()]


def figure(widget_page, name: str, view: str, **page) -> WidgetPage:
    return widget_page(WIDGETS[name].cls(view=view), **page)


def phone(widget_page, name: str, view: str) -> WidgetPage:
    """A figure on a phone, in the middle of a long page."""
    widget = figure(widget_page, name, view, width=390, height=844, has_touch=True, is_mobile=True)
    widget.page.evaluate("document.body.style.padding = '500px 0 2000px'")
    widget.root.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
    widget.next_frame()
    return widget


def upright(handle: Locator) -> bool:
    """Whether a handle goes up and down."""
    return "smx-leftright" not in handle.get_attribute("class")


@pytest.mark.parametrize(("name", "view"), [(n, v) for n in WIDGETS for v in WIDGETS[n].cls.views])
def test_what_can_be_dragged_has_the_one_shape_and_nothing_else_has(
    widget_page, name: str, view: str
) -> None:
    root = figure(widget_page, name, view).root
    handles = visible(root.locator(".smx-handle"))
    assert bool(handles) == ((name, view) in DRAGGED)
    places = [middle(handle) for handle in handles]
    knobs = [middle(knob) for knob in visible(root.locator(".smx-knob"))]
    assert len(knobs) == len(places)
    for place, knob in zip(places, knobs, strict=True):
        assert knob == pytest.approx(place, abs=0.6)
    for handle in handles:
        box = handle.bounding_box()
        assert min(box["width"], box["height"]) >= 43.9


@each
def test_a_finger_takes_a_handle_by_its_way(widget_page, name: str, view: str) -> None:
    widget = phone(widget_page, name, view)
    page = widget.page
    there = page.evaluate("scrollY")
    for handle in visible(widget.root.locator(".smx-handle")):
        up = upright(handle)
        before = widget.program()
        x, y = middle(handle)
        top = min(svg.bounding_box()["y"] for svg in visible(widget.root.locator(".smx-svg")))
        way = 34 if y - top < 30 else -34  # from the top there is only one way
        widget.swipe((x, y), *((-3, way) if up else (40, 3)))
        widget.next_frame()
        assert widget.program() != before or view == "windows"
        assert middle(handle) != pytest.approx((x, y), abs=3) or name == "exp_ratio"
        assert abs(page.evaluate("scrollY") - there) < 3


@each
def test_a_finger_that_scrolls_the_page_changes_nothing(widget_page, name: str, view: str) -> None:
    widget = phone(widget_page, name, view)
    page, before = widget.page, widget.program()
    starts = [middle(drawing) for drawing in visible(widget.root.locator(".smx-svg"))]
    sideways = [h for h in visible(widget.root.locator(".smx-handle")) if not upright(h)]
    for x, y in [*starts, *(middle(handle) for handle in sideways)]:
        there = page.evaluate("scrollY")
        near = [middle(h) for h in visible(widget.root.locator(".smx-handle")) if upright(h)]
        while any(abs(x - a) < 23 and abs(y - b) < 23 for a, b in near):
            x += 10  # beside the handles
        widget.swipe((x, y), 4, -90)
        page.wait_for_function(f"scrollY > {there + 30}")
        page.evaluate(REST)
        assert widget.program() == before
        page.evaluate(f"scrollTo(0, {there})")
        page.evaluate(REST)


def test_a_drawing_that_holds_the_finger_is_noticed(widget_page) -> None:
    widget = phone(widget_page, "simplex", "point")
    page = widget.page
    page.add_style_tag(content=".smx .smx-svg { touch-action: none !important }")
    there, box = page.evaluate("scrollY"), widget.root.locator(".smx-svg").bounding_box()
    widget.swipe((box["x"] + 30, box["y"] + 120), 4, -90)  # beside the triangle
    page.evaluate(REST)
    assert page.evaluate("scrollY") == there


@each
def test_a_press_on_what_a_handle_belongs_to_brings_it_there(
    widget_page, name: str, view: str
) -> None:
    widget = figure(widget_page, name, view)
    areas = [
        area
        for area in visible(widget.root.locator("rect.smx-grip"))
        if area.bounding_box()["width"] and "smx-leftright" not in area.get_attribute("class")
    ]
    for area in areas:
        box = area.bounding_box()
        place = (box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.65)
        widget.page.mouse.click(*place)
        widget.next_frame()
        handles = [middle(h) for h in visible(widget.root.locator(".smx-handle"))]
        near = min(math.hypot(x - place[0], y - place[1]) for x, y in handles)
        # Scores of a path go in tenths; a handle has 44 px, and pressed there it stays.
        assert near < (60 if view == "path" else 22), (place, handles)


@each
def test_a_handle_shows_that_it_is_near_and_the_hint_goes_with_its_first_use(
    widget_page, name: str, view: str
) -> None:
    widget = figure(widget_page, name, view)
    handle, hint = widget.root.locator(".smx-handle").first, widget.root.locator(".smx-hint").first
    taken = widget.root.locator(".smx-knob.smx-taken")
    expect(taken).to_have_count(0)
    expect(hint).to_be_visible()
    handle.hover()
    expect(taken).to_have_count(1)
    widget.drag(handle, -12, -12)
    expect(hint).to_be_hidden()
