"""The guessing widget on the cover, worked by keyboard and pointer."""

from __future__ import annotations

import math
import re
from random import Random

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect
from support.page_checks import pale_text
from support.states import State, logits
from support.widget_page import middle

from softmaxlab import softmax
from softmaxlab.widgets import Guess

# The answer in sight, and scores that are written with many digits.
CROWDED = [{"shown": True}, {"z": [-2000, 0, 2000], "shown": True}]


def random_state(rng: Random) -> State:
    return {
        "z": logits(rng, 3, 3, 30),
        "guess": [round(rng.uniform(0.01, 0.98), 4) for _ in range(3)],
        "shown": rng.random() < 0.5,
    }


def divergence(p: list[float], q: list[float]) -> float:
    return math.fsum(a * math.log(a / b) for a, b in zip(p, q, strict=True))


def texts(root: Locator) -> list[str]:
    """What is written in the drawing, row by row."""
    return root.locator("svg text:not([display])").all_text_contents()


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
    expect(root.locator(".smx-words")).to_contain_text(
        "The best is 1.0 above the next, so its share is about 2.7 times as large."
    )
    assert texts(root)[-3:] == ["0.33 too low", "0.09 too high", "0.23 too high"]
    widget.button("Hide").press("Enter")
    assert read("p0", "score") == " "


def test_a_slider_moves_one_share_and_the_others_make_room(widget_page) -> None:
    widget = widget_page(Guess(guess=[0.25, 0.5, 0.25]))
    slider = widget.press("later", *["ArrowRight"] * 5)
    assert widget.value("q0") == pytest.approx(0.3, abs=1e-3)
    assert widget.value("q1") / widget.value("q2") == pytest.approx(2, abs=0.01)
    expect(slider).to_have_attribute("aria-valuetext", "0.30; then soon 0.47, never 0.23")
    slider.press("End")
    assert widget.numbers("q0", "q1", "q2") == "0.9800 0.0133 0.0067"
    slider.press("Home")
    assert widget.numbers("q0") == "0.0100"
    assert widget.value("q1") == pytest.approx(0.66, abs=2e-3)


def test_a_bar_stays_where_it_was_set(widget_page) -> None:
    widget = widget_page(Guess())
    read = widget.numbers
    later, soon, never = (widget.slider(name) for name in ("later", "soon", "never"))
    later.fill("0.6")
    assert read("q0", "q1", "q2") == "0.6000 0.2000 0.2000"
    soon.fill("0.3")
    assert read("q0", "q1", "q2") == "0.6000 0.3000 0.1000"
    later.fill("0.5")
    assert read("q0", "q1", "q2") == "0.5000 0.3000 0.2000"
    never.fill("0.6")  # all three are set now: those not held make room in proportion
    assert read("q2") == "0.6000"
    assert widget.value("q0") / widget.value("q1") == pytest.approx(5 / 3, abs=0.01)
    widget.button("Other scores").click()  # the bars begin anew
    assert read("q0", "q1", "q2") == "0.3333 0.3333 0.3333"
    later.fill("0.4")
    assert read("q0", "q1", "q2") == "0.4000 0.3000 0.3000"
    soon.fill("0.98")  # more than what is left
    assert read("q1") == "0.9800"
    assert widget.value("q2") >= 0.009


def test_what_sinks_in_one_drag_rises_again(widget_page) -> None:
    widget = widget_page(Guess(guess=[0.5, 0.3, 0.2]))
    widget.slider("later").fill("0.6")
    bar = widget.root.locator(".smx-handle").nth(1)
    with widget.held(middle(bar)) as move:
        move(0, -400, steps=4)
        assert widget.value("q0") < 0.1
        move(0, 0, steps=4)
        assert widget.numbers("q0") == "0.6000"


def test_the_answer_is_about_the_largest_miss_and_moves_nothing(widget_page) -> None:
    widget = widget_page(Guess(view="cover", guess=[0.66, 0.14, 0.2]))
    before = widget.root.bounding_box()["height"]
    widget.button("Look").click()
    widget.next_frame()
    assert widget.root.bounding_box()["height"] == pytest.approx(before, abs=1)
    assert lit(widget.root)[0] == 1
    expect(widget.root.locator(".smx-words")).to_contain_text("largest miss is soon, 0.10 too low")


def test_a_relation_has_one_sign(widget_page) -> None:
    root = widget_page(Guess(z=[10, 20, 30], shown=True)).root
    root.locator(".smx-term").nth(2).hover()
    expect(root.locator(".smx-formula")).to_have_attribute(
        "aria-label", re.compile("more than 0.99")
    )
    assert "≈" not in root.locator(".smx-formula").inner_text()


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
    words = "(perfect!|Very well guessed: nothing is off by more than 0.0[12])"
    expect(widget.root.locator(".smx-words")).to_contain_text(re.compile(words))
    assert sum(widget.value(f"q{i}") for i in range(3)) == pytest.approx(1)


def test_by_touch(widget_page) -> None:
    widget = widget_page(Guess(), width=390, height=844, has_touch=True, is_mobile=True)
    handle = widget.root.locator(".smx-handle").first
    box = handle.bounding_box()
    assert min(box["width"], box["height"]) >= 43.9
    widget.swipe(handle, 0, -40)
    assert widget.value("q0") > 0.4
    widget.page.wait_for_timeout(400)  # else the two would be a double tap
    widget.button("Look").tap()
    assert widget.numbers("p0") == "0.6590"


def test_other_scores_hides_the_answer_and_comes_round(widget_page) -> None:
    widget = widget_page(Guess(shown=True))
    read, words = widget.numbers, widget.root.locator(".smx-words")
    seen = []
    for _ in range(6):
        widget.button("Other scores").click()
        assert read("score") == ""
        widget.button("Look").click()
        seen.append(read("z0", "z1", "z2"))
        assert widget.button("Hide").is_visible()
    assert len(set(seen)) == 6
    assert seen[-1] == "2.0 1.0 0.1"
    widget.button("Other scores").click()
    widget.button("Look").click()
    expect(words).to_contain_text(
        "Two scores tie, 1.0 above the third: each share is about 2.7 times the third's."
    )


@pytest.mark.parametrize(("z", "lesson"), [
    ([4, 4, 4], "No gaps: equal scores get equal shares."),
    ([10, 20, 30], "is 10.0 above the next, so its share is about 2.2×10⁴ times as large."),
    ([6, 0, 0], "so its share is about 403 times as large."),
    ([-2000, 0, 2000], "So wide a gap leaves nothing that could be drawn for the others."),
])  # fmt: skip
def test_the_lesson_fits_the_logits(widget_page, z: list[float], lesson: str) -> None:
    widget = widget_page(Guess(z=z, shown=True))
    expect(widget.root.locator(".smx-words")).to_contain_text(lesson)


@pytest.mark.parametrize(("guess", "misses", "words"), [
    ([0.66, 0.24, 0.1], ["right on"] * 3, "All three right on: perfect!"),
    ([0.63, 0.26, 0.11], ["0.03 too low", "0.02 too high", "0.01 too high"],
     "Very well guessed: nothing is off by more than 0.03."),
    ([0.54, 0.24, 0.22], ["0.12 too low", "right on", "0.12 too high"],
     "Your largest miss is later, 0.12 too low."),
])  # fmt: skip
def test_how_far_off_a_guess_is_stands_in_words(
    widget_page, guess: list[float], misses: list[str], words: str
) -> None:
    root = widget_page(Guess(guess=guess, shown=True)).root
    assert texts(root)[-3:] == misses
    expect(root.locator(".smx-words")).to_contain_text(words)


def test_no_score_in_sight_and_a_number_for_each_miss(widget_page) -> None:
    widget = widget_page(Guess(shown=True))
    assert not widget.output("score").is_visible()
    assert "nats" not in widget.root.inner_text()
    miss = [widget.value(f"miss{i}") for i in range(3)]
    assert sum(miss) == pytest.approx(0, abs=1e-12)
    assert miss[0] == pytest.approx(1 / 3 - softmax([2, 1, 0.1])[0])


def test_without_words_the_bars_have_numbers(widget_page) -> None:
    widget = widget_page(Guess(labels=[]))
    assert texts(widget.root)[3:6] == ["0", "1", "2"]
    assert widget.slider("q[2]").is_visible()


HEIGHTS = """(done) => {
  const seen = [], section = document.querySelector("[data-widget]");
  const look = () => {
    const bars = [...section.querySelectorAll(".smx-bar:not([display])")];
    if (bars.length) seen.push(Number(bars[0].getAttribute("height")));
    if (seen.length < 60) requestAnimationFrame(look); else window.heights = seen;
  };
  look();
}"""


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_answer_rises_from_the_guess(widget_page, motion: str) -> None:
    widget = widget_page(Guess(), reduced_motion=motion)
    widget.page.evaluate(HEIGHTS)
    widget.button("Look").click()
    heights = widget.page.wait_for_function("window.heights").json_value()
    assert heights == sorted(heights)
    if motion == "reduce":
        assert len(set(heights)) == 1
    else:
        assert len({round(v) for v in heights}) > 3
        assert heights[0] < 0.7 * heights[-1]


def lit(root: Locator) -> tuple[int, str]:
    """Which bar is lit, and how the formula reads."""
    bars = root.locator(".smx-bar:not([display])").evaluate_all(
        "(bars) => bars.map((bar) => bar.classList.contains('smx-lit'))"
    )
    assert bars.count(True) == 1
    return bars.index(True), root.locator(".smx-formula").inner_text().replace("\n", "")


def test_a_formula_with_the_numbers_of_now(widget_page) -> None:
    widget = widget_page(Guess())
    root, formula = widget.root, widget.root.locator(".smx-formula")
    assert not formula.is_visible()
    widget.button("Look").click()
    widget.page.mouse.move(0, 0)
    widget.next_frame()
    assert lit(root) == (0, "later=e2.0e2.0+e1.0+e0.1≈0.66")
    said = (
        "is e to the 2.0, divided by e to the 2.0 plus e to the 1.0 plus e to the 0.1: about 0.66."
    )
    expect(formula).to_have_attribute("aria-label", f"The share of later {said}")
    terms = formula.get_by_role("button")
    assert [term.get_attribute("aria-label") for term in terms.all()] == [
        "later: e to the 2.0", "soon: e to the 1.0", "never: e to the 0.1"
    ]  # fmt: skip
    widget.button("Hide").click()
    widget.next_frame()
    assert not formula.is_visible()


def test_a_term_lights_its_bar_and_a_bar_its_term(widget_page) -> None:
    widget = widget_page(Guess(shown=True))
    root, page = widget.root, widget.page
    terms = root.locator(".smx-term")

    def now() -> int:
        widget.next_frame()
        pressed = [term.get_attribute("aria-pressed") for term in terms.all()]
        bar, text = lit(root)
        assert pressed.index("true") == bar
        assert text.startswith(["later=e2.0", "soon=e1.0", "never=e0.1"][bar])
        return bar

    terms.nth(0).focus()
    assert now() == 0
    page.keyboard.press("Tab")
    assert now() == 1
    assert page.evaluate("document.activeElement.ariaLabel") == "soon: e to the 1.0"
    terms.nth(2).hover()
    assert now() == 2
    root.locator(".smx-handle").nth(1).hover()
    assert now() == 1
    page.mouse.move(*middle(root.locator(".smx-bar").nth(0)))
    assert now() == 0
    widget.press("never", "ArrowRight")
    assert now() == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_answer_is_for_everyone(widget_page, theme: str) -> None:
    page = widget_page(Guess(shown=True), theme=theme, width=390, height=844).page
    assert Axe().run(page).response["violations"] == []
    assert pale_text(page) == []


def test_long_exponents_fit_a_phone(widget_page) -> None:
    root = widget_page(Guess(z=[-2000, 0, -1999.5], shown=True), width=390, height=844).root
    inside = root.locator(".smx-controls").bounding_box()
    share = root.locator(".smx-share").bounding_box()
    assert share["x"] + share["width"] <= inside["x"] + inside["width"]


def test_the_formula_by_touch(widget_page) -> None:
    widget = widget_page(Guess(shown=True), width=390, height=844, has_touch=True, is_mobile=True)
    term = widget.root.locator(".smx-term").nth(1)
    box = term.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    term.tap()
    widget.next_frame()
    assert lit(widget.root)[0] == 1


def test_one_sentence_says_what_happened(widget_page) -> None:
    widget = widget_page(Guess())
    widget.press("later", "ArrowRight")
    status = widget.status()
    expect(status).to_have_text("Your guess: later 0.34, soon 0.33, never 0.33.")
    widget.button("Look").click()
    expect(status).to_contain_text(
        "Your guess: later 0.32 too low, soon 0.09 too high, never 0.23 too"
    )


def test_on_the_cover_what_is_seldom_used_stands_under_more(widget_page) -> None:
    widget = widget_page(Guess(view="cover"))
    more = widget.root.locator("summary", has_text="More")
    for tool in ("Presets", "Numbers", "Show Python"):
        assert not widget.root.get_by_text(tool, exact=True).is_visible()
    more.click()
    for tool in ("Presets", "Numbers", "Show Python"):
        assert widget.root.get_by_text(tool, exact=True).is_visible()
    widget.button("Reset").click()
    widget.button("Look").click()
    assert widget.numbers("p0") == "0.6590"
