"""Log-probabilities in two ways: by keyboard, by mouse, and against NumPy in each format."""

from __future__ import annotations

import math
import re
from random import Random

import numpy as np
import pytest
from playwright.sync_api import expect
from support.states import State, logits
from support.widget_page import WidgetPage, middle

from softmaxlab.widgets import LogTwoWays

CONSTANTS = {0.0, 1.0, 6.0, 16.0}  # of two words, the second; digits of a difference; float16
SIX = [2000, -1999.9, -2000, 1987.6543, 0, -0.1235]
CROWDED = [{"z": SIX, "fmt": fmt} for fmt in ("float16", "float64")]
WORDS = ["later", "never"]


def random_state(rng: Random) -> State:
    z = logits(rng, 2, 6, rng.choice([10, 100, 1000]))
    return {
        "z": z,
        "d": round(rng.uniform(0, rng.choice([20, 110, 1000])), rng.choice([0, 1, 3])),
        "fmt": rng.choice(["float16", "float32", "float64"]),
        "y": rng.randrange(len(z)),
    }


def program_state(widget: LogTwoWays) -> State:
    return {"z": widget.z, "d": widget.d, "y": widget.y}


def part(widget_page, **state) -> WidgetPage:
    return widget_page(LogTwoWays(view="part", labels=WORDS, **state))


def texts(widget: WidgetPage) -> list[str]:
    """What is written in the drawing."""
    widget.next_frame()
    return widget.root.locator("svg text:not([display])").all_text_contents()


# ---- The first view ------------------------------------------------------------------------------


def test_where_the_two_part(widget_page) -> None:
    widget = part(widget_page)
    assert widget.numbers("two", "one", "diff") == "10.0000 10.0000 0.0000"
    slider = widget.slider("deficit")
    for deficit, numbers in {
        17: "17.0000 17.0000 0.0000",
        40: "40.0000 40.0000 0.0000",
        80: "80.0000 80.0000 0.0000",
        100: "99.9831 100.0000 0.0169",
        103: "103.2789 103.0000 0.2789",
        104: "∞ 104.0000 ∞",
        120: "∞ 120.0000 ∞",
    }.items():
        slider.fill(str(deficit))
        assert widget.numbers("two", "one", "diff") == numbers
    widget.press(slider, "Home")
    assert widget.numbers("two", "one", "p", "steps") == "0.6931 0.6931 0.5000 "
    slider.press("End")
    slider.press("ArrowLeft")
    assert widget.value("d") == 119


def test_it_says_of_how_few_steps_the_probability_is(widget_page) -> None:
    widget = part(widget_page, d=100)
    assert widget.numbers("steps") == "27.0000"
    lines = ["softmax gave p = 3.78×10⁻⁴⁴", "27 of float32's smallest steps"]
    assert texts(widget)[-2:] == lines
    slider = widget.slider("deficit")
    slider.fill("103")
    assert texts(widget)[-1] == "1 of float32's smallest step"
    slider.fill("104")
    lines = ["softmax gave p = 0", "less than half of float32's smallest step"]
    assert texts(widget)[-2:] == lines
    slider.fill("87")
    assert texts(widget)[-1] == "softmax gave p = 1.65×10⁻³⁸"
    expect(slider).to_have_attribute("aria-valuetext", "deficit 87.0; losses 87.000 and 87.000")
    expect(widget.status()).to_have_text(
        "Deficit 87.0: −log(softmax) is 87.000, −log_softmax 87.000; softmax gave p = 1.65×10⁻³⁸."
    )


@pytest.mark.parametrize(("d", "lost"), [(100, 0), (104, 1)])
def test_an_infinite_loss_is_hatched_and_has_a_sign(widget_page, d: float, lost: int) -> None:
    widget = part(widget_page, d=d)
    assert texts(widget).count("∞") == lost
    assert widget.root.locator("rect[fill^=url]").count() == lost


# ---- Stairs --------------------------------------------------------------------------------------


def test_the_stairs_end_where_numpy_gives_0(widget_page) -> None:
    widget = widget_page(LogTwoWays(view="stairs", d=102))
    svg = widget.root.locator("svg")
    assert widget.numbers("steps") == "4.0000"
    said = widget.root.locator(".smx-caption")
    expect(said).to_contain_text("p is 4 steps, loss 101.")
    stair = widget.root.locator(".smx-stair").get_attribute("d")
    xs = [float(x) for x, _ in re.findall(r"([\d.]+),([\d.]+)", stair)]
    line = widget.root.locator(".smx-limits").get_attribute("d")
    lo, hi = (float(x) for x, _ in re.findall(r"([\d.]+),([\d.]+)", line))
    end = 96 + 10 * (xs[-1] - lo) / (hi - lo)
    d = np.arange(96, 106, 0.05).astype(np.float32)
    assert end == pytest.approx(d[np.exp(-d) > 0].max(), abs=0.06)
    assert "stairs of growing height" in svg.get_attribute("aria-label")
    widget.press(widget.slider("deficit"), "End")
    assert widget.numbers("d", "two") == "106.0 ∞"
    expect(said).to_contain_text("p = 0, loss ∞")


def test_another_format_has_its_stairs_elsewhere(widget_page) -> None:
    widget = widget_page(LogTwoWays(view="stairs", d=102))
    widget.root.get_by_role("radio", name="float16").check()
    assert widget.numbers("d") == "9.0"
    slider = widget.slider("deficit")
    slider.fill("8")
    assert widget.numbers("d", "steps", "two") == "17.0 1.0000 16.6406"
    slider.press("ArrowRight")
    assert widget.value("d") == 17.1
    before = middle(widget.root.locator(".smx-knob"))
    widget.drag(widget.root.locator(".smx-knob"), 400, 0)
    assert middle(widget.root.locator(".smx-knob"))[0] > before[0]
    assert widget.numbers("d", "two") == "19.0 ∞"


# ---- The workbench -------------------------------------------------------------------------------


def test_what_float32_keeps_of_five_classes(widget_page) -> None:
    widget = widget_page(LogTwoWays())
    assert widget.numbers("naive3", "stable3") == "−99.9831 −100.0000"
    assert (
        widget.numbers("naive4", "stable4") == "−∞ −800.0001"
    )  # 800 + 4.5e-5, as float32 keeps it
    widget.root.get_by_role("radio", name="float16").check()
    assert widget.numbers("naive2", "stable2") == "−∞ −20.0000"
    widget.root.get_by_role("radio", name="float64").check()
    assert widget.numbers("naive3", "stable3") == "−100.0000 −100.0000"


def test_the_loss_is_that_of_the_true_class(widget_page) -> None:
    widget = widget_page(LogTwoWays())
    widget.press("what came", "ArrowRight", "ArrowRight", "ArrowRight")
    assert widget.numbers("loss", "nll") == "99.9831 100.0000"
    assert widget.value("ppl") == pytest.approx(math.exp(100), rel=1e-4)
    assert "✓ 3" in texts(widget)
    widget.press("score", "ArrowRight")
    assert widget.numbers("z3", "nll") == "−99.0 99.0000"
    expect(widget.status()).to_have_text(
        re.compile(r"In float32, class 3: log\(softmax\) is −9\d\.\d+, log_softmax −99\.0000\.")
    )


def test_a_bar_is_dragged_to_its_log_probability(widget_page) -> None:
    widget = widget_page(LogTwoWays(fmt="float64"))
    knob = widget.root.locator(".smx-knob").nth(3)
    x, _ = middle(knob)
    widget.drag(knob, -40, 0)
    assert middle(knob)[0] == pytest.approx(x - 40, abs=6)
    assert -100 < widget.value("stable3") < -10


def test_each_dot_moves_its_own_bar(widget_page) -> None:
    """Rows are closer than a handle is high: each takes the presses in its own row alone."""
    widget = widget_page(LogTwoWays(z=[0, -20, -20, -20, -20]))
    knobs = widget.root.locator(".smx-knob")
    scores = [f"z{i}" for i in range(5)]
    for i in range(1, 5):
        x, y = middle(knobs.nth(i))
        before = widget.numbers(*scores).split()
        widget.page.mouse.move(x, y + 8)
        widget.page.mouse.down()
        widget.page.mouse.move(x - 9, y + 8, steps=3)
        widget.page.mouse.up()
        widget.next_frame()
        after = widget.numbers(*scores).split()
        assert [j for j in range(5) if after[j] != before[j]] == [i]


@pytest.mark.parametrize("fmt", ["float32", "float64"])
def test_numpy_agrees_to_the_last_digits(widget_page, fmt: str) -> None:
    z = [3.5, -2.25, 0, 12, -90, 40]
    widget = widget_page(LogTwoWays(z=z, fmt=fmt))
    scores = np.array(z, fmt)
    e = np.exp(scores - scores.max())
    near = 8 * float(np.finfo(fmt).eps)
    for i in range(6):
        stable = scores[i] - scores.max() - np.log(e.sum())
        assert widget.value(f"stable{i}") == pytest.approx(float(stable), rel=near, abs=near)
        if e[i] > np.finfo(fmt).smallest_normal:
            naive = np.log(e[i] / e.sum())
            assert widget.value(f"naive{i}") == pytest.approx(float(naive), rel=near, abs=near)
