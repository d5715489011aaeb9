"""The guessing widget on the cover, worked by keyboard and pointer."""

from __future__ import annotations

import math
from random import Random

import pytest
from playwright.sync_api import expect
from support.states import State, logits
from support.widget_page import middle

from softmaxlab import softmax
from softmaxlab.widgets import Guess


def random_state(rng: Random) -> State:
    return {
        "z": logits(rng, 3, 3, 30),
        "guess": [round(rng.uniform(0.01, 0.98), 4) for _ in range(3)],
        "shown": rng.random() < 0.5,
    }


def divergence(p: list[float], q: list[float]) -> float:
    return math.fsum(a * math.log(a / b) for a, b in zip(p, q, strict=True))


def test_the_answer_waits_until_it_is_asked_for(widget_page) -> None:
    widget = widget_page(Guess())
    read, root = widget.numbers, widget.root
    assert read("q0", "q1", "q2", "p0", "score") == "0.3333 0.3333 0.3333  "
    assert root.locator(".smx-bar:not([display])").count() == 0
    widget.button("Look").press("Enter")
    assert read("p0", "p1", "p2") == "0.6590 0.2424 0.0986"
    p = softmax([2, 1, 0.1]).tolist()
    assert widget.value("score") == pytest.approx(divergence(p, [1 / 3] * 3), rel=1e-12)
    assert root.locator(".smx-bar:not([display])").count() == 3
    expect(root.locator(".smx-words")).to_contain_text("makes a ratio of 2.718.")
    widget.button("Hide").press("Enter")
    assert read("p0", "score") == " "


def test_a_slider_moves_one_share_and_the_others_make_room(widget_page) -> None:
    widget = widget_page(Guess(guess=[0.25, 0.5, 0.25]))
    slider = widget.press("q[0]", *["ArrowRight"] * 5)
    assert widget.value("q0") == pytest.approx(0.3, abs=1e-3)
    assert widget.value("q1") / widget.value("q2") == pytest.approx(2, abs=0.01)
    expect(slider).to_have_attribute("aria-valuetext", "guess 0.3000 for the logit 2.0")
    slider.press("End")
    assert widget.numbers("q0", "q1", "q2") == "0.9800 0.0133 0.0067"
    slider.press("Home")
    assert widget.numbers("q0") == "0.0100"
    assert widget.value("q1") == pytest.approx(0.66, abs=2e-3)


def test_a_bar_dragged_to_the_answer_scores_almost_nothing(widget_page) -> None:
    widget = widget_page(Guess())
    p = softmax([2, 1, 0.1]).tolist()
    bars = widget.root.locator(".smx-guess")
    plot = bars.first.bounding_box()
    scale, floor = plot["height"] / widget.value("q0"), plot["y"] + plot["height"]
    for i in (0, 1, 0, 1):  # the others make room, so go round twice
        top = bars.nth(i).bounding_box()["y"]
        widget.drag((middle(bars.nth(i))[0], top + 4), 0, floor - p[i] * scale - top)
    widget.button("Look").click()
    assert widget.value("score") < 0.01
    assert sum(widget.value(f"q{i}") for i in range(3)) == pytest.approx(1)


def test_by_touch(widget_page) -> None:
    widget = widget_page(Guess(), width=390, height=844, has_touch=True, is_mobile=True)
    handle = widget.root.locator(".smx-updown").first
    box = handle.bounding_box()
    assert min(box["width"], box["height"]) >= 43.9
    widget.swipe(handle, 0, -40)
    assert widget.value("q0") > 0.4
    widget.button("Look").tap()
    assert widget.numbers("p0") == "0.6590"


def test_another_three_hides_the_answer_and_comes_round(widget_page) -> None:
    widget = widget_page(Guess(shown=True))
    read, words = widget.numbers, widget.root.locator(".smx-words")
    seen = []
    for _ in range(6):
        widget.button("Another three").click()
        assert read("score") == ""
        widget.button("Look").click()
        seen.append(read("z0", "z1", "z2"))
        assert widget.button("Hide").is_visible()
    assert len(set(seen)) == 6
    assert seen[-1] == "2.0 1.0 0.1"
    widget.button("Another three").click()
    widget.button("Look").click()
    expect(words).to_contain_text("The two best share.")


@pytest.mark.parametrize(("z", "lesson"), [
    ([4, 4, 4], "No gaps: equal logits get equal shares."),
    ([10, 20, 30], "The gap of 10.0 between the best and the next makes a ratio of 2.20×10⁴."),
    ([-2000, 0, 2000], "So wide a gap leaves nothing that could be drawn for the others."),
])  # fmt: skip
def test_the_lesson_fits_the_logits(widget_page, z: list[float], lesson: str) -> None:
    widget = widget_page(Guess(z=z, shown=True))
    expect(widget.root.locator(".smx-words")).to_have_text(lesson)


def test_one_sentence_says_what_happened(widget_page) -> None:
    widget = widget_page(Guess())
    widget.press("q[0]", "ArrowRight")
    status = widget.status()
    expect(status).to_have_text("Your guess: 0.3400, 0.3300, 0.3300.")
    widget.button("Look").click()
    expect(status).to_contain_text("The score is 0.")
