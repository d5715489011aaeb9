"""The triangle and the plane, worked by keyboard and pointer."""

from __future__ import annotations

import math
import re
from random import Random

import numpy as np
import pytest
from playwright.sync_api import expect
from support.states import State, logits, temperature_text
from support.widget_page import TEMPERATURE, WidgetPage

from softmaxlab import entropy, softmax
from softmaxlab.widgets import Simplex

CROWDED = [{"z": [10, -10, 0], "T": "2"}]
CONSTANTS = {2, 3}


def random_state(rng: Random) -> State:
    return {
        "z": logits(rng, 3, 3, rng.choice([3, 30])),
        "T": temperature_text(rng),
        "show": rng.choice(["entropy", "none"]),
    }


def points(path: str) -> np.ndarray:
    """The points of a path or of a part of one; shape (n, 2)."""
    return np.array([float(x) for x in re.findall(r"-?\d+\.?\d*", path)]).reshape(-1, 2)


class Map:
    """One of the two drawings: where things are in it, in the coordinates of the page."""

    def __init__(self, widget: WidgetPage, nth: int) -> None:
        self.widget, self.svg = widget, widget.root.locator("svg").nth(nth)
        box = self.svg.bounding_box()
        self.origin = np.array([box["x"], box["y"]])
        self.frame = self.svg.locator(".smx-frame").get_attribute("d")
        self.handle = self.svg.locator("xpath=..").locator(".smx-handle")

    def parts(self, kind: str) -> list[np.ndarray]:
        """The pieces of a path, in the coordinates of the drawing."""
        d = self.svg.locator(f".{kind}").get_attribute("d") or ""
        return [points(part) for part in d.split("M") if part]

    def knob(self) -> np.ndarray:
        self.widget.next_frame()
        circle = self.svg.locator(".smx-knob:visible, .smx-dot:visible").first
        return np.array([float(circle.get_attribute(key)) for key in ("cx", "cy")])

    def drag(self, to: np.ndarray, start: tuple[float, float] = (0.0, 0.0)) -> None:
        """Take the handle, off its middle by `start`, and move its middle to a place."""
        knob = self.knob()
        x, y = knob + self.origin + start
        self.widget.drag((x, y), *(to - knob))


class Triangle(Map):
    def __init__(self, widget: WidgetPage) -> None:
        super().__init__(widget, 0)
        self.corners = points(self.frame)

    def place(self, p: np.ndarray) -> np.ndarray:
        return np.asarray(p) @ self.corners

    def weights(self, at: np.ndarray) -> np.ndarray:
        """Distributions at some points; shape (n, 3)."""
        at = np.atleast_2d(at)
        system = np.vstack([self.corners.T, np.ones(3)])
        return np.linalg.solve(system, np.vstack([at.T, np.ones(len(at))])).T


class Plane(Map):
    def __init__(self, widget: WidgetPage) -> None:
        super().__init__(widget, 1)
        x, y, side = (float(v) for v in re.match(r"M(.+),(.+?)h(.+?)v", self.frame).groups())
        self.unit = side / 10
        self.zero = np.array([x + side / 2, y + side / 2])

    def place(self, differences: object) -> np.ndarray:
        return self.zero + np.asarray(differences, float) * self.unit * [1, -1]

    def differences(self, at: np.ndarray) -> np.ndarray:
        return (at - self.zero) / self.unit * [1, -1]


# ---- What the specification says one reads -------------------------------------------------------


WORDS = ("later", "soon", "never")


def test_start(widget_page) -> None:
    widget = widget_page(Simplex())
    read = widget.numbers
    assert read("p0", "p1", "p2", "H", "x", "y") == "0.6590 0.2424 0.0986 0.8467 1.9000 0.9000"
    widget = widget_page(Simplex(z=[2, 1, 0]))
    read = widget.numbers
    assert read("p0", "p1", "p2", "sum") == "0.6652 0.2447 0.0900 1.0000"
    assert read("z0", "z1", "z2") == "1.0 0.0 −1.0"
    assert read("H", "Hb") == "0.8324 1.2009"
    assert read("x", "y") == "2.0000 1.0000"


def test_ten_steps_left_are_one_half(widget_page) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]))
    read, slider = widget.numbers, widget.slider()
    widget.press(slider, *["ArrowLeft"] * 10)
    assert read("p0", "p1", "p2") == "0.8668 0.1173 0.0159"
    assert read("x", "y") == "4.0000 2.0000"  # the plane shows the logits divided by T
    assert slider.get_attribute("aria-valuetext") == "T = 0.5"


def test_centre(widget_page) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]))
    read = widget.numbers
    widget.preset("Inside, Centre")
    assert read("p0", "p1", "p2", "H") == "0.3333 0.3333 0.3333 1.0986"
    map_ = Triangle(widget)
    np.testing.assert_allclose(map_.knob(), map_.corners.mean(axis=0), atol=0.2)


@pytest.mark.parametrize("T", [0.05, 0.5, 1, 20])
def test_far_beyond_a_side_the_point_stays_inside(widget_page, T: float) -> None:
    widget = widget_page(Simplex(z=[T, 0.3 * T, 0], T=T))
    read, map_ = widget.numbers, Triangle(widget)
    centre = map_.corners.mean(axis=0)
    for turn in range(12):
        angle = math.radians(30 * turn + 7)
        edge = map_.corners[1][1] - centre[1]
        map_.drag(centre + (200 + edge) * np.array([math.cos(angle), math.sin(angle)]))
        p = [widget.value(f"p{i}") for i in range(3)]
        assert min(p) >= 1e-6, turn
        assert read("sum") == "1.0000"
        assert min(p) < 1.01e-6  # and stays at the border
        assert read("x") not in ("", "NaN", "∞")


def test_the_point_goes_where_it_is_nearest_to_the_pointer(widget_page) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]))
    read, map_ = widget.numbers, Triangle(widget)
    map_.drag(
        map_.place([0, 0.25, 0.75]) + np.array([0, 200])
    )  # below the lower side: straight down to it
    got = [widget.value(f"p{i}") for i in range(3)]
    np.testing.assert_allclose(got, [1e-6, 0.25, 0.75], atol=2e-3)
    map_.drag(map_.corners[1] + [-200, 100])  # beyond a corner
    got = [widget.value(f"p{i}") for i in range(3)]
    np.testing.assert_allclose(got, [1.001e-6, 1 - 2.002e-6, 1.001e-6], rtol=1e-3)
    assert read("z1") == "9.2097"
    right = map_.corners[[0, 2]].mean(axis=0)  # beyond the right side, along its normal
    map_.drag(right + 200 * np.array([math.cos(math.pi / 6), -0.5]))
    got = [widget.value(f"p{i}") for i in range(3)]
    np.testing.assert_allclose(got, [0.5, 1e-6, 0.5], atol=3e-3)


# ---- Dragging ------------------------------------------------------------------------------------


@pytest.mark.parametrize("T", ["0.0003", "0.25", "1", "7", "100"])
def test_the_triangle_puts_the_point_under_the_pointer(widget_page, T: str) -> None:
    widget = widget_page(Simplex(T=T, z=[0, 0, 0]))
    map_, plane = Triangle(widget), Plane(widget)
    for p in ([0.2, 0.7, 0.1], [0.9, 0.02, 0.08], [0.05, 0.05, 0.9]):
        map_.drag(map_.place(p), start=(5, -6))
        got = np.array([widget.value(f"p{i}") for i in range(3)])
        np.testing.assert_allclose(got, p, atol=5e-3)
        np.testing.assert_allclose(map_.knob(), map_.place(got), atol=0.5)
        z = np.array([widget.value(f"given{i}") for i in range(3)])
        assert abs(z.sum()) <= 1e-12 * abs(z).max()
        np.testing.assert_allclose(softmax(z, temperature=float(T)), got, rtol=1e-12)
        where = np.log(got[:2] / got[2])
        if abs(where).max() < 5:
            np.testing.assert_allclose(plane.knob(), plane.place(where), atol=0.5)
    listed = re.search(r"\[(.*)\]", widget.program())[1]
    assert max(len(x.strip(" -").replace(".", "").lstrip("0")) for x in listed.split(",")) <= 10


@pytest.mark.parametrize("T", [0.5, 1, 3])
def test_the_plane_puts_the_point_under_the_pointer(widget_page, T: float) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0], T=T))
    map_, triangle = Plane(widget), Triangle(widget)
    for place in ([-3, 2], [4.5, -4.5], [0.1, 0.2]):
        map_.drag(map_.place(place), start=(-4, 7))
        np.testing.assert_allclose([widget.value("x"), widget.value("y")], place, atol=0.05)
        p = [widget.value(f"p{i}") for i in range(3)]
        np.testing.assert_allclose(
            p, softmax([widget.value("x"), widget.value("y"), 0]), rtol=1e-12
        )
        np.testing.assert_allclose(triangle.knob(), triangle.place(p), atol=0.2)
        assert sum(widget.value(f"given{i}") for i in range(3)) == pytest.approx(0, abs=1e-12)
    beyond = map_.place([2, 0]) + np.array([300, -30])
    map_.drag(beyond)  # as far as the drawing goes
    assert widget.value("x") == pytest.approx(5, abs=2e-4)
    expect(map_.svg.locator(".smx-beyond")).to_be_hidden()
    assert widget.value("y") == pytest.approx(30 / map_.unit, abs=0.05)


def test_a_click_moves_nothing(widget_page) -> None:
    widget = widget_page(Simplex(z=[8, 0.5, 0]))
    read = widget.numbers
    for map_ in (Triangle(widget), Plane(widget)):
        widget.page.mouse.click(*(map_.knob() + map_.origin + [3, 3]))
        assert read("given0", "given1", "given2") == "8.0 0.5 0.0"


PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}


def test_by_touch(widget_page) -> None:
    widget = widget_page(Simplex(), **PHONE)
    read = widget.numbers
    for map_, by in ((Triangle(widget), (30, 60)), (Plane(widget), (-40, 20))):
        box = map_.handle.bounding_box()
        assert min(box["width"], box["height"]) >= 43.9
        before = map_.knob()
        x, y = before + map_.origin + [15, 15]  # beside the dot, on its handle
        widget.swipe((x, y), *by)
        np.testing.assert_allclose(map_.knob(), before + by, atol=0.6)
        assert read("sum") == "1.0000"


@pytest.mark.parametrize("end", ["Home", "End"])
def test_in_the_limits_there_is_nothing_to_drag(widget_page, end: str) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]))
    handles = widget.root.locator(".smx-handle")
    expect(handles.first).to_be_visible()
    widget.press(TEMPERATURE, end)
    for i in range(2):
        expect(handles.nth(i)).to_be_hidden()
    widget.press(TEMPERATURE, "ArrowRight" if end == "Home" else "ArrowLeft")
    expect(handles.first).to_be_visible()


@pytest.mark.parametrize("T", ["1e-200", "1e+9"])
def test_no_temperature_breaks_a_drag(widget_page, T: str) -> None:
    widget = widget_page(Simplex(T=T, z=[0, 0, 0]))
    read, map_ = widget.numbers, Triangle(widget)
    map_.drag(map_.corners[0])
    assert read("sum") == "1.0000"
    assert max(abs(widget.value(f"given{i}")) for i in range(3)) <= 2000


# ---- The keyboard --------------------------------------------------------------------------------


def test_two_sliders_move_the_point(widget_page) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]))
    read = widget.numbers
    group = widget.root.get_by_role("group", name="Point")
    first, second = (group.get_by_role("slider", name=f"{word} − never") for word in WORDS[:2])
    for slider in (first, second):
        limits = [slider.get_attribute(name) for name in ("min", "max", "step")]
        assert limits == ["-14", "14", "0.1"]  # as far as the point can be dragged
    ratio = widget.value("p0") / widget.value("p2")
    widget.press(second, *["ArrowRight"] * 7)
    assert read("given0", "given1", "given2", "y") == "2.0 1.7 0.0 1.7000"
    assert widget.value("p0") / widget.value("p2") == pytest.approx(ratio, rel=1e-12)
    assert second.get_attribute("aria-valuetext") == "1.7, probabilities 0.5330, 0.3949, 0.0721"
    widget.press(first, "Home")
    assert read("given0", "p0") == "−14.0 <0.0001"
    widget.press(first, "End")
    assert read("x") == "14.0000"
    expect(Plane(widget).svg.locator(".smx-beyond")).to_be_visible()


def test_a_slider_respects_where_the_point_is(widget_page) -> None:
    widget = widget_page(Simplex(z=[0.1234, 2000, 1999.5], T=2))
    read = widget.numbers
    widget.press("soon − never", "ArrowRight")
    assert read("given0", "given1", "given2") == "0.1234 2000.0 1999.5"  # not above 2000
    widget.press("soon − never", "ArrowLeft")
    assert read("given1", "y") == "1999.9 0.2000"


def test_presets_and_reset(widget_page) -> None:
    widget = widget_page(Simplex(z=[0, 3, 0], T=2))
    read = widget.numbers
    for name, want in {
        "Inside, [2, 1, 0.1]": "0.6590 0.2424 0.0986",
        "Far out, [8, 0, 0]": "0.9993 0.0003 0.0003",
        "Far out, [4, 4, −4]": "0.4999 0.4999 0.0002",
        "A tie, [2, 2, 1]": "0.4223 0.4223 0.1554",
        "A tie, T = 0.2": "0.4983 0.4983 0.0034",
        "A tie, T = 0": "0.5000 0.5000 0",
        "Inside, [2, 1, 0]": "0.6652 0.2447 0.0900",
    }.items():
        widget.preset(name)
        assert read("p0", "p1", "p2") == want, name
    widget.button("Reset").click()
    assert read("p1") == "0.6914"


def test_one_sentence_says_what_changed(widget_page) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]))
    widget.press(TEMPERATURE, *["ArrowLeft"] * 10)
    expect(widget.status()).to_have_text("T = 0.5: largest is later = 0.8668, entropy 0.4411 nats.")


# ---- What is drawn -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 390])
def test_the_triangle_is_equilateral_and_says_which_corner_is_which(widget_page, width) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]), width=width, height=844)
    map_ = Triangle(widget)
    sides = np.hypot(*(map_.corners - np.roll(map_.corners, 1, axis=0)).T)
    np.testing.assert_allclose(sides, sides.mean(), atol=0.2)
    assert sides.mean() > 0.9 * map_.svg.bounding_box()["width"]  # as large as there is room for
    for i in range(3):
        box = map_.svg.get_by_text(WORDS[i], exact=True).bounding_box()
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        away = np.hypot(*(map_.corners + map_.origin - middle).T)
        assert away.argmin() == i
        assert away.min() < 35
    assert map_.corners[0][1] < map_.corners[1][1]
    marks = Plane(widget).svg.get_by_text("4", exact=True)
    at = [marks.nth(i).bounding_box() for i in range(2)]
    plane = Plane(widget)
    right, up = plane.place([4, 0]) + plane.origin, plane.place([0, 4]) + plane.origin
    assert min(abs(box["x"] + box["width"] / 2 - right[0]) for box in at) < 1
    assert min(abs(box["y"] + box["height"] / 2 - up[1]) for box in at) < 3


def test_the_path_is_softmax_at_every_temperature(widget_page) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]))
    map_ = Triangle(widget)
    (path,) = map_.parts("smx-curve")
    np.testing.assert_allclose(path[0], map_.corners[0], atol=0.1)
    np.testing.assert_allclose(path[-1], map_.corners.mean(axis=0), atol=0.1)
    # p0 p2 = p1² holds on the whole path of [2, 1, 0], and nowhere beside it
    p = map_.weights(path)
    np.testing.assert_allclose(np.sqrt(abs(p[:, 0] * p[:, 2])), p[:, 1], atol=0.03)
    rings = map_.svg.locator(".smx-ring").evaluate_all(
        "(c) => c.map((n) => [+n.getAttribute('cx'), +n.getAttribute('cy')])"
    )
    want = [map_.place(softmax([2, 1, 0], temperature=t)) for t in (1, 0.5, 2)]
    np.testing.assert_allclose(rings, want, atol=0.1)
    assert map_.svg.locator(".smx-halo").all_text_contents() == ["1", "0.5", "2"]


@pytest.mark.parametrize(("z", "end"), [
    ([2, 2, 1], [0.5, 0.5, 0]), ([2, 3, 8], [0, 0, 1]), ([-5, 1, 1.0001], [0, 0, 1]),
])  # fmt: skip
def test_the_path_ends_at_the_arg_max(widget_page, z: list[float], end: list[float]) -> None:
    map_ = Triangle(widget_page(Simplex(z=z)))
    (path,) = map_.parts("smx-curve")
    np.testing.assert_allclose(path[0], map_.place(end), atol=0.1)
    np.testing.assert_allclose(path[-1], map_.corners.mean(axis=0), atol=0.1)
    assert np.hypot(*np.diff(path, axis=0).T).max() < 20  # no jump on the way


def test_in_the_plane_the_path_is_a_ray(widget_page) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]))
    map_ = Plane(widget)
    (path,) = map_.parts("smx-curve")
    np.testing.assert_allclose(map_.differences(path), [[0, 0], [5, 2.5]], atol=0.01)
    slider = widget.slider()
    slider.focus()
    for _ in range(25):  # T from 1 to 5 or so: the point walks along it
        slider.press("ArrowRight")
        x, y = map_.differences(map_.knob())
        assert x == pytest.approx(2 * y, abs=0.01)


def test_equal_logits_have_no_path(widget_page) -> None:
    widget = widget_page(Simplex(z=[3, 3, 3], T=0))
    for map_ in (Triangle(widget), Plane(widget)):
        assert map_.parts("smx-curve") == []
        assert map_.svg.locator(".smx-ring:not([display])").count() == 0
        assert np.isfinite(map_.knob()).all()


def test_the_grid_of_the_plane_is_straight_in_the_triangle(widget_page) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]))
    map_ = Triangle(widget)
    lines = map_.parts("smx-rule") + map_.parts("smx-axis")
    assert len(lines) == 18
    seen = set()
    for line in lines:
        (corner, side) = sorted(map_.weights(line), key=lambda p: -max(p))
        i = int(np.argmax(corner))
        assert corner[i] == pytest.approx(1, abs=1e-3)
        j = 1 - i
        assert side[i] == pytest.approx(0, abs=1e-3)
        k = math.log(side[j] / side[2])
        assert k == pytest.approx(round(k), abs=0.05)
        seen.add((j, round(k)))
    assert seen == {(j, k) for j in (0, 1) for k in range(-4, 5)}


def test_contours_have_their_entropy_in_both_maps(widget_page) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]))
    map_, plane = Triangle(widget), Plane(widget)
    arcs = map_.parts("smx-level")
    assert len(arcs) == 12
    for n, arc in enumerate(arcs):
        level = (0.2, 0.5, 0.8, 1.0)[n // 3]
        p = map_.weights(arc).clip(1e-12)
        near = np.array([entropy(q / q.sum()) for q in p])
        inner = p.min(axis=1) > 2e-3  # nearer to a side, a tenth of a pixel is much
        np.testing.assert_allclose(near[inner], level, atol=0.01)
        assert inner.sum() > 10
        ends = p[[0, -1]].min(axis=1)
        if level < math.log(2):  # three arcs, each from side to side about its corner
            assert ends.max() < 1e-3
            assert p[:, n % 3].min() > 0.5
        else:  # one closed line, in three parts
            assert ends.min() > 1e-3
            np.testing.assert_allclose(arc[-1], arcs[n // 3 * 3 + (n + 1) % 3][0], atol=0.15)
    for n, arc in enumerate(plane.parts("smx-level")):
        where = plane.differences(arc)
        where = where[abs(where).max(axis=1) < 5]
        H = [entropy(softmax([*v, 0])) for v in where]
        np.testing.assert_allclose(H, (0.2, 0.5, 0.8, 1.0)[n // 3], atol=0.01)


def test_contours_come_and_go(widget_page) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]))
    levels = widget.root.locator(".smx-level")
    box = widget.root.get_by_role("checkbox", name="H = 1.0")
    assert levels.first.is_visible()
    widget.press(box, " ")
    for i in range(2):
        expect(levels.nth(i)).to_be_hidden()
    widget.press(box, " ")
    expect(levels.first).to_be_visible()
    assert not box.evaluate("(n) => n.indeterminate")


TIGHT = [
    *([a, b, 0] for a in (-10, -0.4, 2) for b in (-10, 0.3, 10)),
    *([8, 0, 0], [4, 4, -4], [2, 2, 1], [0, 1, 1.01], [2000, -2000, 0]),
]

OVERLAPS = """(svgs) => svgs.flatMap((svg) => {
  const all = [...svg.querySelectorAll("text:not([display]), .smx-knob")];
  const boxes = all.map((n) => n.getBoundingClientRect());
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5; // boxes are higher than letters
  return all.flatMap((n, i) => all.slice(0, i).filter((_, j) => meet(boxes[i], boxes[j]))
    .map((m) => `${n.textContent} / ${m.textContent}`));
})"""


@pytest.mark.parametrize("width", [1280, 390])
def test_no_text_hides_another(widget_page, width: int) -> None:
    widget = widget_page(Simplex(z=[2, 1, 0]), width=width, height=844)
    url = widget.page.url
    for z in TIGHT:
        for T in ("0.4", "1", "3"):
            widget.go(f"{url}?w.simplex=T:{T},z:{'~'.join(map(str, z))}")
            assert widget.root.locator("svg").evaluate_all(OVERLAPS) == [], (z, T)


# ---- The views: the triangle alone ---------------------------------------------------------------


def shares(widget: WidgetPage) -> np.ndarray:
    return np.array([widget.value(f"p{i}") for i in range(3)])


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("view", ["point", "path"])
def test_a_triangle_with_words_and_shares_at_its_corners(widget_page, view, width: int) -> None:
    widget = widget_page(Simplex(view=view), width=width, height=844)
    map_ = Triangle(widget)
    sides = np.hypot(*(map_.corners - np.roll(map_.corners, 1, axis=0)).T)
    np.testing.assert_allclose(sides, sides.mean(), atol=0.2)
    assert sides.mean() >= 240
    np.testing.assert_allclose(map_.knob(), map_.place(shares(widget)), atol=0.1)
    for i, text in enumerate(("later 0.66", "soon 0.24", "never 0.10")):
        box = map_.svg.get_by_text(text).bounding_box()
        at = np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
        assert np.hypot(*(map_.corners + map_.origin - at).T).argmin() == i
    assert widget.root.locator("svg").count() == 1
    assert not re.search(r"[HT] ?=|KL", map_.svg.text_content())
    if view == "point":
        assert map_.parts("smx-curve") == []
        assert not re.search(r"\bT\b|entropy", widget.root.text_content())


def test_the_point_is_dragged_and_a_click_places_it(widget_page) -> None:
    widget = widget_page(Simplex(view="point"))
    map_ = Triangle(widget)
    map_.drag(map_.place([0.2, 0.7, 0.1]), start=(5, -6))
    np.testing.assert_allclose(shares(widget), [0.2, 0.7, 0.1], atol=5e-3)
    widget.page.mouse.click(*(map_.place([0.1, 0.2, 0.7]) + map_.origin))
    np.testing.assert_allclose(shares(widget), [0.1, 0.2, 0.7], atol=5e-3)
    map_.drag(map_.corners[1] + [-200, 100])  # beyond a corner it stays inside
    assert shares(widget).min() >= 1e-6
    assert widget.numbers("sum") == "1.0000"
    given = np.array([widget.value(f"given{i}") for i in range(3)])
    assert given.sum() == pytest.approx(0, abs=1e-9)


def test_the_point_forgets_the_level_and_the_temperature(widget_page) -> None:
    widget = widget_page(Simplex(view="point", T=7))
    widget.preset("Inside, [102, 101, 100.1]")
    assert widget.numbers("p0", "p1", "p2") == "0.6590 0.2424 0.0986"
    assert widget.numbers("z0", "z1", "z2") == "0.9667 −0.0333 −0.9333"


def test_the_point_by_keyboard(widget_page) -> None:
    widget = widget_page(Simplex(view="point"))
    group = widget.root.get_by_role("group", name="Point")
    slider = group.get_by_role("slider", name="soon − never")
    widget.press(slider, "ArrowRight")
    assert widget.numbers("given0", "given1", "given2") == "2.0 1.1 0.1"
    expect(widget.status()).to_have_text("The point is at later 0.64, soon 0.26, never 0.10.")


def test_a_share_that_looks_like_0_is_said_not_to_be(widget_page) -> None:
    widget = widget_page(Simplex(view="point"))
    map_ = Triangle(widget)
    expect(widget.root).not_to_contain_text("not 0")
    map_.drag(map_.place([0.5, 0.5, 0]) + np.array([-100, -60]))
    expect(map_.svg).to_contain_text("never 0.000001")
    expect(widget.root.locator(".smx-caption")).to_contain_text("never: small, but not 0")
    slider = widget.slider("later − never")
    assert [slider.get_attribute(name) for name in ("min", "max")] == ["-14", "14"]
    assert re.match(r"13\.\d: ", slider.get_attribute("aria-valuetext"))


def test_the_point_by_touch(widget_page) -> None:
    widget = widget_page(Simplex(view="point"), **PHONE)
    map_ = Triangle(widget)
    before = map_.knob()
    widget.swipe(tuple(before + map_.origin), 20, 70)
    np.testing.assert_allclose(map_.knob(), before + np.array([20, 70]), atol=0.6)
    place = map_.place([0.1, 0.3, 0.6])
    widget.page.touchscreen.tap(*(place + map_.origin))
    np.testing.assert_allclose(map_.knob(), place, atol=0.6)
    widget.page.evaluate("document.body.style.paddingBottom = '2000px'")
    there = map_.knob()
    widget.swipe(tuple(map_.place([0.2, 0.2, 0.6]) + map_.origin), 0, -60)
    widget.page.wait_for_function("scrollY > 0")
    np.testing.assert_allclose(map_.knob(), there, atol=0.1)


@pytest.mark.parametrize("z", [[2, 1, 0.1], [2, 1, -3]])
def test_the_point_walks_along_its_path(widget_page, z: list[float]) -> None:
    widget = widget_page(Simplex(view="path", z=z))
    map_ = Triangle(widget)
    (path,) = map_.parts("smx-curve")
    np.testing.assert_allclose(path[0], map_.corners[0], atol=0.1)
    np.testing.assert_allclose(path[-1], map_.corners.mean(axis=0), atol=0.1)
    for T in (0.5, 2, 1):
        map_.drag(map_.place(softmax(z, temperature=T)))
        expect(widget.slider()).to_have_attribute("aria-valuetext", f"T = {T}")
        np.testing.assert_allclose(shares(widget), softmax(z, temperature=T), rtol=1e-12)
    widget.press(TEMPERATURE, *["ArrowLeft"] * 10)
    expect(widget.slider()).to_have_attribute("aria-valuetext", "T = 0.5")
    widget.press(TEMPERATURE, "Home")
    assert widget.numbers("p0", "p1", "p2") == "1 0 0"
    widget.press(TEMPERATURE, "End")
    assert widget.numbers("p0", "p1", "p2") == "0.3333 0.3333 0.3333"
    expect(widget.status()).to_have_text("T = ∞: later 0.33, soon 0.33, never 0.33.")


def test_scores_that_are_equal_have_no_path(widget_page) -> None:
    widget = widget_page(Simplex(view="path", z=[3, 3, 3]))
    assert Triangle(widget).parts("smx-curve") == []
    Triangle(widget).drag(np.array([10.0, 10.0]))
    assert widget.numbers("p0") == "0.3333"
