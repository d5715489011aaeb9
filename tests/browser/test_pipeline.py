"""The pipeline widget: logit, exponential, probability, by keyboard and by pointer."""

from __future__ import annotations

import math
import re
from random import Random
from typing import Any

import pytest
from playwright.sync_api import expect
from support.states import State, logits
from support.widget_page import middle, overlaps

from softmaxlab.widgets import Pipeline

CROWDED = [{"z": [-5, 3, 0, 10, -2, 1]}]
CONSTANTS = {0, 1, 2, 1e-12}
LEVEL, STRETCH = "level c", "factor f"


def random_state(rng: Random) -> State:
    return {
        "z": logits(rng, 2, 6, 30),
        "c": round(rng.uniform(-20, 20), rng.choice([0, 1])),
        "f": rng.choice([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10]),
        "shifted": rng.random() < 0.5,
        "step": rng.randint(0, 3),
    }


def test_start(widget_page) -> None:
    read = widget_page(Pipeline()).numbers
    assert read("p0", "p1", "p2", "sum") == "0.6590 0.2424 0.0986 1.0000"
    assert read("odds01", "shift") == "2.7183 0"
    assert read("e0", "e1", "e2", "total") == "7.3891 2.7183 1.1052 11.2125"


def test_the_level_changes_no_probability(widget_page) -> None:
    widget = widget_page(Pipeline())
    read = widget.numbers
    for key, x in (("End", "22.0"), ("Home", "−18.0")):
        widget.press(LEVEL, key)
        assert read("x0") == x
        assert read("p0", "p1", "p2", "odds01") == "0.6590 0.2424 0.0986 2.7183"
        assert widget.value("shift") <= 1e-12
    expect(widget.slider(LEVEL)).to_have_attribute("aria-valuetext", "c = −20.0")


@pytest.mark.parametrize("name", ["Large, [10, 20, 30]", "Large, [1000, 1001, 1002]"])
def test_the_level_changes_no_probability_of_large_logits(widget_page, name: str) -> None:
    widget = widget_page(Pipeline())
    widget.preset(name)
    read = widget.numbers
    for k in ("Home", "End"):
        widget.press(STRETCH, k)
        before = read("p0", "p1", "p2")
        for c in ("Home", "PageUp", "End"):
            widget.press(LEVEL, c)
            assert read("p0", "p1", "p2") == before
            assert widget.value("shift") <= 1e-12
            assert widget.value("odds01") == pytest.approx(widget.value("p0") / widget.value("p1"))


def test_the_odds_do_not_need_the_probabilities(widget_page) -> None:
    widget = widget_page(Pipeline(z=[30, 10, -30], f=10))
    assert widget.value("odds01") == pytest.approx(math.exp(200), rel=1e-12)
    widget = widget_page(Pipeline(z=[-30, -29, 30], f=10, c=20))
    assert widget.value("p0") > 0
    assert widget.value("odds01") == pytest.approx(math.exp(-10), rel=1e-12)
    widget = widget_page(Pipeline(z=[-1999, -2000, 30]))  # p[0] and p[1] are too small for a float
    assert widget.numbers("p0", "p1") == "0 0"
    assert widget.value("odds01") == pytest.approx(math.e)


def test_the_stretch_changes_everything(widget_page) -> None:
    widget = widget_page(Pipeline())
    read, slider = widget.numbers, widget.slider(STRETCH)
    slider.focus()
    seen = [slider.get_attribute("aria-valuetext")]
    slider.press("Home")
    for _ in range(11):
        slider.press("ArrowRight")
        widget.next_frame()
        seen.append(slider.get_attribute("aria-valuetext"))
    assert seen[0] == "f = 1"
    assert seen[1:] == [f"f = {f}" for f in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 10)]
    assert read("p0", "odds01") == ">0.9999 22026.4658"


@pytest.mark.parametrize(("name", "want"), [
    ("Few, [2, 3, 8]", "0.0025 0.0067 0.9909"),
    ("Few, [2, 1, 0]", "0.6652 0.2447 0.0900"),
    ("Large, [10, 20, 30]", "<0.0001 <0.0001 >0.9999"),
    ("Large, [10, 20, 30], f = 0.01", "0.3006 0.3322 0.3672"),
    ("Large, [1000, 1001, 1002]", "0.0900 0.2447 0.6652"),
])  # fmt: skip
def test_presets(widget_page, name: str, want: str) -> None:
    widget = widget_page(Pipeline(c=3, f=2))
    widget.preset(name)
    read = widget.numbers
    assert read("p0", "p1", "p2") == want
    assert widget.value("shift") == 0


def test_a_tiny_probability_is_told_in_powers_of_ten(widget_page) -> None:
    widget = widget_page(Pipeline(z=[10, 20, 30]))
    root = widget.root
    assert widget.value("p2") == pytest.approx(0.9999546001, abs=1e-10)
    assert widget.value("p0") == pytest.approx(2.06e-9, rel=1e-3)
    slider = widget.slider("later")
    expect(slider).to_have_attribute("aria-valuetext", "10.0, probability 2.06×10⁻⁹")
    assert "2.06×10⁻⁹" not in root.locator("svg").text_content()
    slider.focus()
    expect(root.locator("svg")).to_contain_text("2.06×10⁻⁹")


def test_the_end_of_a_logit_bar_can_be_dragged(widget_page) -> None:
    widget = widget_page(Pipeline())
    box = widget.root.locator(".smx-score").nth(0).bounding_box()
    unit = box["width"] / 2  # pixels of a logit of 1, but for the outline
    end = box["x"] + box["width"], box["y"] + box["height"] / 2
    widget.drag(end, -3 * unit, 0)
    assert widget.value("z0") == pytest.approx(-1, abs=0.25)
    assert widget.value("z0") == pytest.approx(round(widget.value("z0"), 1))
    assert widget.numbers("z1", "z2") == "1.0 0.1"
    widget.page.mouse.move(*end)
    assert widget.value("z0") < 0  # let go is let go


def test_the_bar_that_is_dragged_is_the_one_in_focus(widget_page) -> None:
    widget = widget_page(Pipeline(z=[10, 20, 30]))
    # A tap moves nothing, and shows the small number.
    widget.page.mouse.click(*middle(widget.root.locator(".smx-handle").first))
    expect(widget.root.locator("svg")).to_contain_text("2.06×10⁻⁹")
    assert widget.numbers("z0") == "10.0"


def test_the_end_of_a_bar_stays_under_the_pointer(widget_page) -> None:
    widget = widget_page(Pipeline())
    knob = widget.root.locator(".smx-knob").first
    start = middle(knob)
    with widget.held(start) as move:
        for by in (8, 16, 24, 30):
            move(by, 0)
            widget.next_frame()
            assert middle(knob)[0] == pytest.approx(start[0] + by, abs=2)


def test_a_bar_dragged_far_stops_at_thirty(widget_page) -> None:
    widget = widget_page(Pipeline(c=2, f=0.5))
    widget.drag(widget.root.locator(".smx-handle").nth(1), 900, 0)
    assert widget.numbers("z1", "x1") == "30.0 17.0"


def test_by_touch(widget_page) -> None:
    widget = widget_page(Pipeline(), width=390, height=844, has_touch=True, is_mobile=True)
    handle = widget.root.locator(".smx-handle").first
    box = handle.bounding_box()
    assert min(box["width"], box["height"]) >= 43.9
    widget.swipe(handle, 30, 0)
    assert widget.value("z0") > 2.5


def test_the_thread_joins_the_class_in_focus(widget_page) -> None:
    widget = widget_page(Pipeline())
    root = widget.root
    thread = root.locator(".smx-thread")
    at_first = thread.get_attribute("d")
    widget.slider("never").focus()
    expect(thread).not_to_have_attribute("d", at_first)
    lit = root.locator("rect.smx-bar").count()
    assert lit == 4  # three probabilities, and one part of the denominator
    widget.slider("never").blur()
    expect(thread).to_have_attribute("d", at_first)


def test_the_denominator_is_cut_into_the_probabilities(widget_page) -> None:
    widget = widget_page(Pipeline(z=[1, 1, 3, -2]))
    frame = widget.root.locator(".smx-frame").bounding_box()["width"]
    parts = widget.root.locator(".smx-part, rect.smx-bar[height='14']").all()
    shares = [part.bounding_box()["width"] / frame for part in parts]
    total = 2 * math.exp(1) + math.exp(3) + math.exp(-2)
    want = [math.exp(z) / total for z in (1, 1, 3, -2)]
    assert shares == pytest.approx(want, abs=0.01)


WORDS = ("later", "soon", "never")
TIGHT = [
    {},
    {"c": 8},
    {"c": 20, "shifted": True},
    {"z": [-5, 3, 0, 10, -2, 1], "f": 10, "shifted": True},
    {"z": [-5, 3, 0, 10, -2, 1], "c": -20},
    {"z": [-30, 30, 29.9, 0, 0.1, -0.1], "f": 10},
    {"z": [1000, 1001, 1002], "f": 10, "c": -20},
    {"z": [2, -2000]},
    {"z": [13.8, 0], "c": 0.7},
    {"z": [0, 30], "c": 0.7, "f": 10},
    {"z": [24.8, 16, 24.9], "c": 7.1, "f": 10},
]


@pytest.mark.parametrize("state", TIGHT)
@pytest.mark.parametrize("width", [1280, 390])
def test_no_text_runs_into_another(widget_page, state: dict[str, Any], width: int) -> None:
    widget = widget_page(Pipeline(**state), width=width)
    root = widget.root
    n = len(Pipeline(**state).z)
    for i in range(n):
        widget.slider(WORDS[i] if n == 3 else f"z[{i}]").focus()
        widget.next_frame()
        boxes = root.evaluate(BOXES)
        assert len(boxes) > 15
        assert overlaps(boxes) == []
        edges = root.bounding_box()
        assert max(box["x"] + box["width"] for box in boxes) <= edges["x"] + edges["width"]
    assert root.locator("svg").bounding_box()["height"] <= 320


# What is written in the drawing, above it, and in the row of numbers, with a little room about it;
# the font's own box is higher than its figures.
BOXES = """(root) => [
    ...root.querySelectorAll("svg text:not([display]), .smx-caption > span, output"),
  ]
  .filter((node) => node.checkVisibility() && node.textContent && !node.closest("table"))
  .map((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const { x, y, width, height } = range.getBoundingClientRect();
    return { text: node.textContent, x: x - 1, y: y + 4, width: width + 2, height: height - 8 };
  })"""


def test_bars_do_not_run_into_the_numbers_below_them(widget_page) -> None:
    widget = widget_page(Pipeline(z=[-5, 3, 0, 10, -2, 1], c=-20), width=390)
    texts = [text.bounding_box() for text in widget.root.locator("svg text.smx-logit").all()]
    bars = [bar.bounding_box() for bar in widget.root.locator(".smx-score").all()]
    assert len(bars) == len(texts) == 6
    for bar, text in zip(bars, texts[1:], strict=False):
        assert bar["y"] + bar["height"] <= text["y"] + 4


@pytest.mark.parametrize(("state", "ends"), [
    ({}, ["−10", "0", "10"]),
    ({"f": 5}, ["−10", "0", "10"]),
    ({"c": 20}, ["−30", "0", "30"]),
    ({"z": [-5, 3], "f": 10}, ["−50", "0", "50"]),
    ({"z": [1000, 1001, 1002], "f": 10}, ["−20000", "0", "20000"]),
    ({"z": [2000, -2000], "f": 10, "c": 20}, ["−30000", "0", "30000"]),
])  # fmt: skip
def test_the_axis_of_the_logits_says_where_it_ends(widget_page, state, ends: list[str]) -> None:
    widget = widget_page(Pipeline(**state, shifted=True))
    assert widget.root.locator("svg text.smx-tick").all_text_contents() == ends
    bars = widget.root.locator(".smx-score:not([display])").all()
    column = widget.root.locator(".smx-weight").first.bounding_box()["x"]
    edge = widget.root.bounding_box()["x"]
    for bar in bars:
        box = bar.bounding_box()
        assert edge < box["x"]
        assert box["x"] + box["width"] < column


def test_the_largest_logit_is_named(widget_page) -> None:
    widget = widget_page(Pipeline(c=20))
    caption = widget.root.locator(".smx-caption")
    expect(caption).not_to_contain_text("m =")
    widget.root.get_by_label("subtract the maximum").check()
    expect(caption).to_contain_text("m = 22.0, the largest x")
    assert widget.numbers("e0", "e1", "total", "p0") == "1.0000 0.3679 1.5174 0.6590"
    assert "x.max()" in widget.program()


def test_the_level_makes_every_exponential_grow_and_moves_no_share(widget_page) -> None:
    widget = widget_page(Pipeline())
    root = widget.root
    keys = ("e0", "e1", "e2", "total")
    bars = (".smx-weight", "rect.smx-bar[height='9']")

    def widths() -> list[list[float]]:
        widget.next_frame()
        return [[bar.bounding_box()["width"] for bar in root.locator(k).all()] for k in bars]

    (weights, shares), values = widths(), [widget.value(key) for key in keys]
    ends = root.locator("svg text.smx-unit").nth(1)
    expect(ends).to_have_text("10")
    widget.press(LEVEL, "ArrowRight", "ArrowRight")
    grown, same = widths()
    assert grown == pytest.approx([w * math.exp(0.2) for w in weights], abs=0.1)
    assert same == shares
    widget.press(LEVEL, "End")
    now = [widget.value(key) for key in keys]
    assert now == pytest.approx([v * math.exp(20) for v in values])
    expect(ends).to_have_text("5×10⁹")
    assert widths()[1] == shares
    expect(root).to_contain_text("by c: no share moved")


@pytest.mark.parametrize("state", [{}, {"c": 7.3}, {"z": [1, 1, 1]}, {"shifted": True}])
def test_the_sum_has_the_scale_of_the_exponentials(widget_page, state) -> None:
    widget = widget_page(Pipeline(**state))
    weight = widget.root.locator(".smx-weight").first.bounding_box()["width"]
    whole = widget.root.locator(".smx-frame").bounding_box()["width"]
    assert whole / weight == pytest.approx(widget.value("total") / widget.value("e0"), abs=0.05)


def test_the_ratio_is_that_of_the_two_others(widget_page) -> None:
    widget = widget_page(Pipeline())
    ratio = widget.root.locator(".smx-odds:visible")
    expect(ratio).to_have_text("later : soon = 2.7183")
    for word, want in (("later", "soon : never = 2.4596"), ("soon", "later : never = 6.6859"),
                       ("never", "later : soon = 2.7183")):  # fmt: skip
        widget.slider(word).focus()
        expect(ratio).to_have_text(want)


def test_what_is_too_large_is_infinite(widget_page) -> None:
    widget = widget_page(Pipeline(z=[1000, 1001, 1002]))
    root = widget.root
    said = root.locator("svg text.smx-warn").all_text_contents()
    assert said == ["∞"] * 4 + ["∞ ÷ ∞ is no number"]
    expect(root.locator(".smx-effect")).to_have_text("shares: from subtracting the maximum")
    expect(root.locator(".smx-caption")).to_contain_text("too large")
    assert widget.numbers("e0", "total", "p0", "p1", "p2") == "  0.0900 0.2447 0.6652"
    widget.unfold("Numbers")
    assert root.locator("table").inner_text().count("∞") == 4
    root.get_by_label("subtract the maximum").check()
    assert widget.numbers("e0", "e1", "e2") == "0.1353 0.3679 1.0000"
    assert root.locator("svg text.smx-warn:not([display])").count() == 0
    assert "∞" not in root.locator("table").inner_text()


def test_what_is_not_taught_is_not_shown(widget_page) -> None:
    for view in Pipeline.views:
        text = widget_page(Pipeline(view=view)).root.text_content()
        assert not re.search(r"\bH\b|\bT\b|KL|[Ee]ntropy|logit", text)


def test_one_sentence_says_what_happened(widget_page) -> None:
    widget = widget_page(Pipeline())
    widget.press(LEVEL, "ArrowRight")
    expect(widget.status()).to_have_text(
        "c = 0.1, f = 1: largest is later = 0.6590; by c, no share moved."
    )


# ---- The view "level": one row moves, the other does not -----------------------------------------

ADDED = "added to every score: c"


def level_view(widget_page, width: int = 1280, **state: Any):
    return widget_page(Pipeline(view="level", **state), width=width, height=850)


@pytest.mark.parametrize(("c", "plain"), [
    (0, "0.6452 0.3226 0.0323"),
    (100, "0.3365 0.3332 0.3303"),
    (-1, "10.0000 0 −9.0000"),
    (-5, "0.2521 0.3361 0.4118"),
])  # fmt: skip
def test_plain_shares_move_with_the_level_and_softmax_does_not(widget_page, c, plain) -> None:
    widget = level_view(widget_page, c=c)
    read = widget.numbers
    assert read("q0", "q1", "q2") == plain
    assert read("p0", "p1", "p2", "sum", "shift") == "0.6590 0.2424 0.0986 1.0000 0"


def test_the_level_is_one_slider(widget_page) -> None:
    widget = level_view(widget_page)
    slider = widget.slider(ADDED)
    assert [slider.get_attribute(name) for name in ("min", "max")] == ["-5", "100"]
    assert widget.root.locator("input").count() == 1
    widget.press(slider, "End")
    assert widget.value("q0") == pytest.approx(0.337, abs=5e-4)
    widget.press(slider, "Home", "ArrowRight")
    assert widget.numbers("x0", "x1", "x2") == "−2.5 −3.5 −4.4"
    widget.press(slider, *["ArrowRight"] * 7)
    expect(slider).to_have_attribute("aria-valuetext", "c = −1")
    expect(widget.status()).to_have_text(
        "c = −1: plain shares later 10, soon 0, never −9; "
        "softmax shares later 0.66, soon 0.24, never 0.10: no share moved."
    )


def test_the_gaps_of_the_scores_stay(widget_page) -> None:
    widget = level_view(widget_page)
    drawn = widget.root.locator("svg")
    where = [dash.get_attribute("d") for dash in drawn.locator(".smx-dash").all()]
    expect(drawn).to_contain_text("score ÷ 3.1")
    widget.press(ADDED, "End")
    expect(drawn).to_contain_text("÷ 303.1")
    assert [dash.get_attribute("d") for dash in drawn.locator(".smx-dash").all()] == where
    texts = drawn.locator("text").all_text_contents()
    for text in ("(score + c)", "gaps stay", "1 lower", "1.9 lower", "2 + 100 = 102"):
        assert text in texts


def test_a_level_beyond_the_slider_is_kept(widget_page) -> None:
    widget = level_view(widget_page, c=2000)
    assert widget.numbers("x0", "q0") == "2002.0 0.3335"
    widget.press(ADDED, "ArrowLeft")
    assert widget.numbers("x0") == "2001.5"


@pytest.mark.parametrize("state", [{"z": [2, 1, 0], "c": -1}, {"z": [0.1, 0.2, -0.3]}])
def test_shares_of_a_sum_of_0_are_undefined(widget_page, state) -> None:
    widget = level_view(widget_page, **state)
    assert widget.numbers("q0", "q1", "q2") == "  "
    expect(widget.root.locator("svg")).to_contain_text("undefined: the scores sum to 0")
    assert widget.value("p0") > 0


def heights(widget, kind: str) -> list[float]:
    bars = widget.root.locator(f"svg rect.{kind}:not([display])").all()
    return [bar.bounding_box()["height"] for bar in bars]


@pytest.mark.parametrize("width", [1280, 390])
def test_both_rows_of_shares_have_one_unit(widget_page, width: int) -> None:
    widget = level_view(widget_page, width)
    before = heights(widget, "smx-bar")
    unit = before[0] / widget.value("p0")
    assert before == pytest.approx([unit * widget.value(f"p{i}") for i in range(3)], abs=0.1)
    for _ in range(2):
        want = [unit * widget.value(f"q{i}") for i in range(3)]
        assert heights(widget, "smx-weight") == pytest.approx(want, abs=0.1)
        widget.press(ADDED, "End")
    assert heights(widget, "smx-bar") == before
    frame = widget.root.locator("svg").bounding_box()
    slider = widget.slider(ADDED).bounding_box()
    assert slider["y"] + slider["height"] - frame["y"] <= (300 if width == 1280 else 420)


def test_what_is_no_share_is_hatched_and_cut(widget_page) -> None:
    widget = level_view(widget_page, c=-1)
    root = widget.root
    cut = [bar.bounding_box() for bar in root.locator("svg rect[fill^=url]").all()]
    arrows = [arrow.bounding_box() for arrow in root.locator("svg path.smx-warn").all()]
    assert len(cut) == len(arrows) == 2
    assert cut[0]["y"] + cut[0]["height"] == pytest.approx(cut[1]["y"], abs=1)  # up and down
    assert arrows[0]["y"] == pytest.approx(cut[0]["y"], abs=1)
    down = [box["y"] + box["height"] for box in (arrows[1], cut[1])]
    assert down[0] == pytest.approx(down[1], abs=1)
    texts = root.locator("svg text.smx-warn").all_text_contents()
    assert texts == ["10", "−9"]


LEVELS = [
    {}, {"c": 100}, {"c": -1}, {"z": [2, 1, 0], "c": -1}, {"c": 2000}, {"z": [1000, 1001, 1002]},
    {"z": [-5, 3, 0, 10, -2, 1], "c": -20}, {"z": [-30, 30, 29.9, 0, 0.1, -0.1], "f": 10},
    {"z": [1, 1], "c": 12.5},
]  # fmt: skip


@pytest.mark.parametrize("state", LEVELS)
@pytest.mark.parametrize("width", [1280, 390])
def test_no_text_of_the_level_runs_into_another(widget_page, state, width: int) -> None:
    widget = level_view(widget_page, width, **state)
    boxes = widget.root.evaluate(BOXES)
    assert overlaps(boxes) == []
    edges = widget.root.bounding_box()
    assert max(box["x"] + box["width"] for box in boxes) <= edges["x"] + edges["width"]
    svg = widget.root.locator("svg").bounding_box()
    for bar in widget.root.locator("svg rect:not([display])").all():
        box = bar.bounding_box()
        assert not box or svg["y"] + 20 <= box["y"] <= svg["y"] + svg["height"] - 19


def test_lines_show_where_the_shares_stood(widget_page) -> None:
    widget = level_view(widget_page)
    marks = widget.root.locator("svg path.smx-ghost:not([display])")
    assert marks.count() == 0
    widget.press(ADDED, "End")
    expect(marks).to_have_count(6)
    tops = [bar.bounding_box()["y"] for bar in widget.root.locator("svg rect.smx-bar").all()]
    lines = [middle(mark)[1] for mark in marks.all()]
    assert lines[3:] == pytest.approx(tops, abs=1)
    assert lines[0] < widget.root.locator("svg rect.smx-weight").first.bounding_box()["y"] - 5


# ---- The view "scale": the order stays, the shares sharpen or flatten ----------------------------

TIMES = "every score times: f"


def test_a_factor_sharpens_or_flattens(widget_page) -> None:
    widget = widget_page(Pipeline(view="scale"))
    drawn = widget.root.locator("svg")
    assert widget.numbers("p0", "p1", "p2", "sum") == "0.6590 0.2424 0.0986 1.0000"
    assert widget.root.locator("input").count() == 1
    widget.press(TIMES, "Home")
    assert widget.numbers("x0", "x1", "x2") == "0.02 0.01 0.001"
    expect(drawn).to_contain_text("flatter")
    expect(drawn).to_contain_text("same order")
    widget.press(TIMES, "End")
    assert widget.numbers("x0", "p0") == "20.0 >0.9999"
    expect(drawn).to_contain_text("sharper")
    expect(widget.status()).to_have_text(
        "f = 10: shares later >0.99, soon <0.01, never <0.01, sharper, same order."
    )


def test_a_factor_of_a_hundredth(widget_page) -> None:
    widget = widget_page(Pipeline(view="scale", z=[10, 20, 30], f=0.01))
    assert widget.numbers("p0", "p1", "p2") == "0.3006 0.3322 0.3672"
    widget = widget_page(Pipeline(view="scale", z=[1, 1], f=10))
    expect(widget.root.locator("svg")).to_contain_text("as at f = 1")


@pytest.mark.parametrize("state", [
    {"f": 10}, {"f": 0.01}, {"z": [-5, 3, 0, 10, -2, 1], "f": 3}, {"z": [-30, -20], "f": 10},
    {"z": [2000, -2000, 0.5], "f": 10},
])  # fmt: skip
@pytest.mark.parametrize("width", [1280, 390])
def test_no_text_of_the_scale_runs_into_another(widget_page, state, width: int) -> None:
    widget = widget_page(Pipeline(view="scale", **state), width=width)
    assert overlaps(widget.root.evaluate(BOXES)) == []
    svg = widget.root.locator("svg").bounding_box()
    for bar in widget.root.locator("svg rect:not([display])").all():
        box = bar.bounding_box()
        assert not box or svg["y"] + 20 <= box["y"] <= svg["y"] + svg["height"] - 19


# ---- The view "exponentiate-add-divide": one step at a time --------------------------------------


def steps_view(widget_page, width: int = 1280, **state: Any):
    return widget_page(Pipeline(view="exponentiate-add-divide", **state), width=width)


def test_three_steps_and_the_way_back(widget_page) -> None:
    widget = steps_view(widget_page, step=0)
    keys = ("z0", "e0", "total", "p0", "sum")
    said = [
        "2.0    ",
        "2.0 7.3891   ",
        "2.0 7.3891 11.2125  ",
        "2.0 7.3891 11.2125 0.6590 1.0000",
    ]
    assert widget.numbers(*keys) == said[0]
    for want in said[1:]:
        widget.button("Next step").press("Enter")
        assert widget.numbers(*keys) == want
    assert widget.root.locator("svg").text_content().count("÷ 11.21") == 3
    expect(widget.status()).to_have_text(
        "Step 3 of 3, divide: shares later 0.66, soon 0.24, never 0.10."
    )
    for want in said[-2::-1]:
        widget.button("Back").press("Enter")
        assert widget.numbers(*keys) == want
    back = widget.button("Back")
    back.press("Enter")
    assert widget.numbers(*keys) == said[0]
    assert back.get_attribute("aria-disabled") == "true"
    expect(back).to_be_focused()


def test_everything_is_seen_at_first_and_can_start_again(widget_page) -> None:
    widget = steps_view(widget_page)
    assert widget.numbers("e1", "total", "p0", "p1", "p2") == "2.7183 11.2125 0.6590 0.2424 0.0986"
    widget.button("Start again").press("Enter")
    assert widget.numbers("e1", "total", "p0") == "  "
    expect(widget.button("Next step")).to_be_focused()
    assert "np.exp" not in widget.program()


def test_the_steps_of_any_scores(widget_page) -> None:
    widget = steps_view(widget_page, z=[-5, 3, 0, 10, -2])
    text = widget.root.locator("svg").text_content()
    for part in ("e−5 ≈ 0.0067", "e0 = 1", "e10 ≈ 22026", "sum ≈ 22048"):
        assert part in text
    assert widget.numbers("p3") == "0.9990"
    widget = steps_view(widget_page, z=[1000, 1001])
    assert "e1000: ∞" in widget.root.locator("svg").text_content()
    assert widget.numbers("e0", "total", "p0") == "  "


@pytest.mark.parametrize("state", [
    {}, {"z": [-5, 3, 0, 10, -2, 1]}, {"z": [1000, -1001]}, {"z": [30, -30, 29.5]},
])  # fmt: skip
@pytest.mark.parametrize("width", [1280, 390])
def test_no_text_of_the_steps_runs_into_another(widget_page, state, width: int) -> None:
    widget = steps_view(widget_page, width, **state)
    assert overlaps(widget.root.evaluate(BOXES)) == []
    height = widget.root.bounding_box()["height"]
    for _ in range(4):
        widget.root.locator(".smx-main").press("Enter")
        widget.next_frame()
        assert widget.root.bounding_box()["height"] == height
