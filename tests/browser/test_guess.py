"""The guessing widget on the cover, worked by keyboard and pointer."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import Locator, Page, expect

from softmaxlab import softmax
from softmaxlab.widgets import Guess


def root_of(page: Page) -> Locator:
    return page.locator("section[data-widget=guess]").first


def divergence(p: list[float], q: list[float]) -> float:
    return math.fsum(a * math.log(a / b) for a, b in zip(p, q, strict=True))


def test_the_answer_waits_until_it_is_asked_for(widget_page, numbers) -> None:
    page = widget_page(Guess())
    read, root = numbers(root_of(page)), root_of(page)
    assert read("q0", "q1", "q2", "p0", "score") == "0.3333 0.3333 0.3333  "
    assert root.locator(".smx-bar:not([display])").count() == 0
    page.get_by_role("button", name="Look").press("Enter")
    assert read("p0", "p1", "p2") == "0.6590 0.2424 0.0986"
    p = softmax([2, 1, 0.1]).tolist()
    assert read.value("score") == pytest.approx(divergence(p, [1 / 3] * 3), rel=1e-12)
    assert root.locator(".smx-bar:not([display])").count() == 3
    expect(root.locator(".smx-words")).to_contain_text("makes a ratio of 2.718.")
    page.get_by_role("button", name="Hide").press("Enter")
    assert read("p0", "score") == " "


def test_a_slider_moves_one_share_and_the_others_make_room(widget_page, numbers) -> None:
    page = widget_page(Guess(guess=[0.25, 0.5, 0.25]))
    read, slider = numbers(root_of(page)), page.get_by_label("q[0]")
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight")
    assert read.value("q0") == pytest.approx(0.3, abs=1e-3)
    assert read.value("q1") / read.value("q2") == pytest.approx(2, abs=0.01)
    expect(slider).to_have_attribute("aria-valuetext", "guess 0.3000 for the logit 2.0")
    slider.press("End")
    assert read("q0", "q1", "q2") == "0.9800 0.0133 0.0067"
    slider.press("Home")
    assert read("q0") == "0.0100"
    assert read.value("q1") == pytest.approx(0.66, abs=2e-3)


def test_a_bar_dragged_to_the_answer_scores_almost_nothing(widget_page, numbers) -> None:
    page = widget_page(Guess())
    root, read = root_of(page), numbers(root_of(page))
    p = softmax([2, 1, 0.1]).tolist()
    plot = root.locator(".smx-guess").first.bounding_box()
    scale, floor = plot["height"] / read.value("q0"), plot["y"] + plot["height"]
    for i in (0, 1, 0, 1):  # the others make room, so go round twice
        box = root.locator(".smx-guess").nth(i).bounding_box()
        x = box["x"] + box["width"] / 2
        page.mouse.move(x, box["y"] + 4)
        page.mouse.down()
        page.mouse.move(x, floor - p[i] * scale + 4, steps=6)
        page.mouse.up()
    page.get_by_role("button", name="Look").click()
    assert read.value("score") < 0.01
    assert sum(read.value(f"q{i}") for i in range(3)) == pytest.approx(1)


def test_by_touch(widget_page, numbers, finger) -> None:
    page = widget_page(Guess(), width=390, height=844, has_touch=True, is_mobile=True)
    read = numbers(root_of(page))
    box = root_of(page).locator(".smx-updown").first.bounding_box()
    assert min(box["width"], box["height"]) >= 43.9
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger(page, x, y, 0, -40)
    assert read.value("q0") > 0.4
    page.get_by_role("button", name="Look").tap()
    assert read("p0") == "0.6590"


def test_another_three_hides_the_answer_and_comes_round(widget_page, numbers) -> None:
    page = widget_page(Guess(shown=True))
    read, words = numbers(root_of(page)), root_of(page).locator(".smx-words")
    seen = []
    for _ in range(6):
        page.get_by_role("button", name="Another three").click()
        assert read("score") == ""
        page.get_by_role("button", name="Look").click()
        seen.append(read("z0", "z1", "z2"))
        assert root_of(page).get_by_role("button", name="Hide").is_visible()
    assert len(set(seen)) == 6
    assert seen[-1] == "2.0 1.0 0.1"
    page.get_by_role("button", name="Another three").click()
    page.get_by_role("button", name="Look").click()
    expect(words).to_contain_text("The two best share.")


@pytest.mark.parametrize(("z", "said"), [
    ([4, 4, 4], "No gaps: equal logits get equal shares."),
    ([10, 20, 30], "The gap of 10.0 between the best and the next makes a ratio of 2.20×10⁴."),
    ([-2000, 0, 2000], "So wide a gap leaves nothing that could be drawn for the others."),
])  # fmt: skip
def test_the_lesson_fits_the_logits(widget_page, z: list[float], said: str) -> None:
    page = widget_page(Guess(z=z, shown=True))
    expect(root_of(page).locator(".smx-words")).to_have_text(said)


def test_one_sentence_says_what_happened(widget_page) -> None:
    page = widget_page(Guess())
    page.get_by_label("q[0]").press("ArrowRight")
    status = root_of(page).locator("[role=status]")
    expect(status).to_have_text("Your guess: 0.3400, 0.3300, 0.3300.")
    page.get_by_role("button", name="Look").click()
    expect(status).to_contain_text("The score is 0.")
