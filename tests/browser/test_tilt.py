"""Log-sum-exp and its slope, and the climb on the triangle, worked by keyboard and pointer."""

from __future__ import annotations

import re
from random import Random

import numpy as np
import pytest
from playwright.sync_api import expect
from support.states import State, logits
from support.widget_page import TEMPERATURE, WidgetPage

from softmaxlab import entropy, logsumexp, softmax
from softmaxlab.widgets import Tilt

CROWDED = [{"z": [3, -3, 0.125], "T": 0.5, "q": [0.2, 0.7, 0.1], "curve": True}]
WORDS = ("later", "soon", "never")


def random_state(rng: Random) -> State:
    shares = [round(rng.uniform(0.001, 1), rng.choice([2, 6])) or 0.001 for _ in range(3)]
    return {
        "z": logits(rng, 3, 3, 3),
        "T": round(rng.uniform(0.15, 5), 2),
        "q": shares,
        "curve": rng.random() < 0.5,
        "covered": rng.random() < 0.2,
    }


def program_state(widget: Tilt) -> State:
    return {"z": widget.z, "T": widget.T, "q": widget.shares.tolist()}


def points(path: str) -> np.ndarray:
    """The points of a path; shape (n, 2)."""
    return np.array([float(x) for x in re.findall(r"-?\d+\.?\d*", path)]).reshape(-1, 2)


def corners(widget: WidgetPage) -> np.ndarray:
    return points(widget.root.locator(".smx-frame").first.get_attribute("d"))


def knob(widget: WidgetPage) -> np.ndarray:
    widget.next_frame()
    circle = widget.root.locator(".smx-knob:visible")
    return np.array([float(circle.get_attribute(key)) for key in ("cx", "cy")])


# ---- The climb -----------------------------------------------------------------------------------


def test_the_start_at_three_temperatures(widget_page) -> None:
    widget = widget_page(Tilt())
    read = widget.numbers
    assert read("height", "top", "gap") == "2.1319 2.4170 0.2851"
    widget.press(TEMPERATURE, *["ArrowLeft"] * 10)
    assert read("height", "top", "gap") == "1.5826 2.0732 0.4906"
    assert widget.slider().get_attribute("aria-valuetext") == "T = 0.5"
    widget.press(TEMPERATURE, *["ArrowRight"] * 20)
    assert read("height", "top", "gap") == "3.2306 3.3796 0.1490"
    expect(widget.status()).to_have_text(
        "T = 2, shares later 0.33, soon 0.33, never 0.33: height 3.2306, 0.1490 below the top."
    )
    for end, T in (("Home", 0.15), ("End", 5)):
        widget.press(TEMPERATURE, end)
        top = T * logsumexp(np.array([2, 1, 0.1]) / T)
        assert widget.value("top") == pytest.approx(top, rel=1e-12)


@pytest.mark.parametrize(("T", "steps"), [(1, (19, 9)), (0.5, (38, 18))])
def test_the_top_is_found_by_keyboard_at_softmax(widget_page, T: float, steps) -> None:
    widget = widget_page(Tilt(view="climb", T=T))
    root = widget.root
    expect(root.get_by_text("found!")).not_to_be_visible()
    for i in range(2):
        slider = root.locator("input[type=range]").nth(i)
        widget.press(slider, *["ArrowRight"] * steps[i])
    assert widget.value("gap") < 1e-9
    expect(root.get_by_text("found!")).to_be_visible()
    p = softmax([2, 1, 0.1], temperature=T)
    np.testing.assert_allclose([widget.value(f"q{i}") for i in range(3)], p, atol=2e-6)
    ring = root.locator(".smx-goal")
    at = [float(ring.get_attribute(key)) for key in ("cx", "cy")]
    np.testing.assert_allclose(at, p @ corners(widget), atol=0.2)
    expect(widget.status()).to_contain_text("found, this is softmax")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_point_goes_where_it_is_dragged_and_the_bar_with_it(widget_page, width: int) -> None:
    widget = widget_page(Tilt(view="climb"), width=width, height=844)
    svg = widget.root.locator("svg").first.bounding_box()
    triangle = corners(widget)
    sides = np.hypot(*(triangle - np.roll(triangle, 1, axis=0)).T)
    np.testing.assert_allclose(sides, sides.mean(), atol=0.2)
    assert sides.mean() >= 239  # at 390 as well
    for q in ([0.2, 0.7, 0.1], [0.9, 0.04, 0.06], [0.66, 0.24, 0.10]):
        here = knob(widget)
        widget.drag((svg["x"] + here[0], svg["y"] + here[1]), *(q @ triangle - here))
        got = np.array([widget.value(f"q{i}") for i in range(3)])
        np.testing.assert_allclose(got, q, atol=5e-3)
        np.testing.assert_allclose(knob(widget), got @ triangle, atol=0.5)
        high = got @ [2, 1, 0.1] + entropy(got)
        assert widget.value("height") == pytest.approx(high, abs=1e-12)
        parts = [
            float(widget.root.locator(kind).last.get_attribute("height"))
            for kind in (".smx-mean", ".smx-bar")
        ]
        assert parts[0] / sum(parts) == pytest.approx(got @ [2, 1, 0.1] / high, abs=1e-2)
    expect(widget.root.get_by_text("found!")).to_be_visible()
    here = knob(widget)
    widget.drag((svg["x"] + here[0], svg["y"] + here[1]), 0, -600)  # beyond a corner
    assert min(widget.value(f"q{i}") for i in range(3)) >= 1e-6
    assert sum(widget.value(f"q{i}") for i in range(3)) == pytest.approx(1, abs=1e-12)


def most_random(c: float) -> np.ndarray:
    z = np.array([2, 1, 0.1])
    betas = np.linspace(-9, 9, 100_001)
    means = [softmax(b * z) @ z for b in betas]
    return softmax(np.interp(c, means, betas) * z)


def test_the_point_slides_along_its_mean_score_to_the_most_random(widget_page) -> None:
    widget = widget_page(Tilt(view="mean", q=[0.713158, 0.05, 0.236842]))
    root = widget.root
    along, mean = (root.locator("input[type=range]").nth(i) for i in range(2))
    expect(root.get_by_text("found!")).not_to_be_visible()
    triangle = corners(widget)
    system = np.vstack([triangle.T, np.ones(3)])

    def shares(at: np.ndarray) -> np.ndarray:
        return np.linalg.solve(system, np.vstack([at.T, np.ones(len(at))])).T

    line = shares(points(root.locator(".smx-step").get_attribute("d")))
    np.testing.assert_allclose(line @ [2, 1, 0.1], 1.5, atol=5e-3)
    assert abs(line.min(axis=1)).max() < 2e-3  # from side to side
    level = shares(points(root.locator(".smx-level").get_attribute("d")))
    np.testing.assert_allclose(entropy(level, axis=1), widget.value("H"), atol=0.01)

    svg = root.locator("svg").first.bounding_box()
    best = most_random(1.5)
    for goal in (line[0], line[-1], 0.85 * best + 0.15 * line[0], best):  # from beside the line
        here = knob(widget)
        widget.drag((svg["x"] + here[0], svg["y"] + here[1]), *(goal @ triangle - here + [2, 3]))
        assert widget.value("mean") == pytest.approx(1.5, abs=1e-4)
        got = np.array([widget.value(f"q{i}") for i in range(3)])
        np.testing.assert_allclose(got, goal, atol=0.02)
        assert root.get_by_text("found!").is_visible() == (goal is best)
    np.testing.assert_allclose(got, best, atol=1e-4)

    # By keyboard: along the line and away, back, and then along the path of the most random.
    widget.press(along, "Home")
    np.testing.assert_allclose(widget.value("H"), entropy(np.maximum(line[0], 0)), atol=0.02)
    way = line[-1] - line[0]
    nearest = round(100 * float((best - line[0]) @ way / (way @ way)))
    widget.press(along, *["ArrowRight"] * (nearest - 2))
    heard = []
    for _ in range(4):
        widget.press(along, "ArrowRight")
        assert widget.value("mean") == pytest.approx(1.5, abs=1e-4)
        heard.append(widget.value("H"))
    assert heard[1] == max(heard) == pytest.approx(entropy(best), abs=1e-5)
    widget.press(along, "ArrowLeft", "ArrowLeft")
    expect(root.get_by_text("found!")).to_be_visible()
    expect(widget.status()).to_contain_text("found")
    widget.press(mean, *["ArrowLeft"] * 20)
    got = [widget.value(f"q{i}") for i in range(3)]
    np.testing.assert_allclose(got, most_random(0.5), atol=1e-4)
    expect(root.get_by_text("found!")).to_be_visible()

    assert not root.locator(".smx-curve").nth(1).get_attribute("d")
    widget.preset("curve of all the best, shown")
    widget.next_frame()
    family = shares(points(root.locator(".smx-curve").nth(1).get_attribute("d")))
    inside = family[family.min(axis=1) > 0.02]
    gaps = np.diff(np.log(inside), axis=1)
    far = abs(gaps[:, 1]) > 0.3
    np.testing.assert_allclose(gaps[far, 0] / gaps[far, 1], 10 / 9, atol=0.1)
    assert family[0].argmax() == 0  # b from +inf …
    assert family[-1].argmax() == 2  # … to -inf


def test_a_step_beside_the_top_ends_there_and_the_next_leaves_it(widget_page) -> None:
    widget = widget_page(Tilt(view="climb", T=2))
    root = widget.root
    sliders = [root.locator("input[type=range]").nth(i) for i in range(2)]
    widget.press(sliders[0], *["ArrowRight"] * 10)
    widget.press(sliders[1], *["ArrowRight"] * 3)
    expect(root.get_by_text("found!")).not_to_be_visible()
    widget.press(sliders[1], "ArrowRight")
    expect(root.get_by_text("found!")).to_be_visible()
    p = softmax([2, 1, 0.1], temperature=2)
    np.testing.assert_allclose([widget.value(f"q{i}") for i in range(3)], p, atol=2e-6)
    for key in ("ArrowRight", "ArrowRight"):
        widget.press(sliders[1], key)
        expect(root.get_by_text("found!")).not_to_be_visible()


def test_no_state_breaks_the_drawing(widget_page) -> None:
    states = [
        {"z": [2000, -2000, 0], "T": 5, "q": [1e-6, 1, 1e-6]},
        {"z": [0, 0, 0], "T": 0.15},
        {"z": [-1000, -1000, -1000.5], "T": 0.15, "q": [1, 1, 1]},
        {"z": [1, 1, -3], "curve": True, "q": [0.5, 0.5, 1e-6]},
    ]
    page = widget_page(*(Tilt(view=view, **state) for state in states for view in Tilt.views))
    for widget in page.all():
        assert "NaN" not in widget.root.locator(".smx-stage").inner_html()
        assert "Infinity" not in widget.root.locator(".smx-stage").inner_html()


# ---- The slope -----------------------------------------------------------------------------------


def test_the_slope_is_the_share_wherever_the_tangent_is(widget_page) -> None:
    widget = widget_page(Tilt(view="slope"))
    read, root = widget.numbers, widget.root
    slider = widget.slider("score of later")
    assert read("lse", "slope", "p0", "largest") == "2.4170 0.6590 0.6590 2.0000"
    for key, x in (("Home", -4), ("End", 6)):
        widget.press(slider, key)
        p = softmax([x, 1, 0.1])
        assert widget.value("slope") == pytest.approx(p[0], rel=1e-12)
        assert slider.get_attribute("aria-valuetext").endswith(f"slope {p[0]:.4f}")
    widget.press(slider, "Home", *["ArrowRight"] * 62)
    widget.next_frame()
    curve = points(root.locator(".smx-curve").first.get_attribute("d"))
    unit = (curve[-1, 0] - curve[0, 0]) / 10
    x = -4 + (curve[:, 0] - curve[0, 0]) / unit
    drawn = (curve[0, 1] - curve[:, 1]) / unit
    exact = logsumexp(np.stack([x, np.full_like(x, 1), np.full_like(x, 0.1)], axis=1))
    np.testing.assert_allclose(drawn, exact - exact[0], atol=0.01)  # as steep as it is
    numbers = re.findall(r"-?\d+\.?\d*", root.locator(".smx-tangent").get_attribute("d"))
    dx, dy = map(float, numbers[2:])
    near = abs(x - 2.2).argmin()
    measured = (drawn[near + 2] - drawn[near - 2]) / (x[near + 2] - x[near - 2])
    assert -dy / dx == pytest.approx(measured, abs=0.01)
    assert -dy / dx == pytest.approx(widget.value("p0"), abs=1e-3)
    svg = root.locator("svg").first.bounding_box()
    here = knob(widget)
    widget.drag((svg["x"] + here[0], svg["y"] + here[1]), -2.2 * unit, 40)
    assert read("z0") == "0.0"


def test_what_is_covered_stays_covered_until_it_is_freed(widget_page) -> None:
    widget = widget_page(Tilt(view="slope", covered=True))
    root = widget.root
    assert root.locator(".smx-tangent").get_attribute("d") == ""
    assert root.locator(".smx-curve").first.get_attribute("d") == ""
    expect(root.locator(".smx-bar")).to_have_count(0)
    assert root.locator("svg").first.locator(".smx-halo").all_text_contents() == ["0", "0.66", "1"]
    heard = " ".join(svg.get_attribute("aria-label") for svg in root.locator("svg").all())
    assert "0.6" not in heard
    root.evaluate("(node) => node.dispatchEvent(new CustomEvent('smx-lock', { detail: false }))")
    widget.next_frame()
    expect(root.locator(".smx-bar")).to_have_count(1)
    assert root.locator(".smx-tangent").get_attribute("d") != ""


def test_with_a_temperature_it_stays_between_its_bounds(widget_page) -> None:
    widget = widget_page(Tilt(view="soft", z=[1, 1, 0.1]))
    for key in ("Home", "End"):
        widget.press(TEMPERATURE, key)
        largest, lse, upper = (widget.value(name) for name in ("largest", "lse", "upper"))
        assert largest < lse < upper
        T = {"Home": 0.15, "End": 5}[key]
        assert upper - largest == pytest.approx(T * np.log(3), rel=1e-12)
        p = softmax([1, 1, 0.1], temperature=T)
        assert widget.value("slope") == pytest.approx(p[0], rel=1e-12)
    assert widget.root.locator(".smx-bound:visible").count() == 2


def test_presets_and_reset(widget_page) -> None:
    widget = widget_page(Tilt(T=0.5))
    for name, want in {
        "At the top, T = 1": "2.4170 0.0000",
        "At the top, T = 2": "3.3796 0.0000",
        "In the centre, T = 2": "3.2306 0.1490",
    }.items():
        widget.preset(name)
        assert widget.numbers("height", "gap") == want, name
    widget.button("Reset").click()
    assert widget.numbers("height", "gap") == "1.5826 0.4906"
