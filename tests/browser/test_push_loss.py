"""The figures of the loss: what was said, what happened, and the push between the two."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from playwright.sync_api import expect
from support.widget_page import WidgetPage, middle, overlaps

from softmaxlab import log_softmax, softmax
from softmaxlab.widgets import Push

MINUS = "\u2212"
ARROWS = """(paths) => paths.map((path) => {
  const { height } = path.getBBox();
  return path.getAttribute("d") ? height : 0;
})"""


def texts(widget: WidgetPage, kind: str) -> list[str]:
    widget.next_frame()
    found = widget.root.locator(f"svg text.{kind}:not([display])").all_text_contents()
    return [text for text in found if text]


def gradient(widget: WidgetPage) -> str:
    return widget.numbers("g0", "g1", "g2")


def test_see_you_and_its_gradient(widget_page) -> None:
    widget = widget_page(Push(view="target"), reduced_motion="reduce")
    read = widget.numbers
    assert gradient(widget) == f"{MINUS}0.3410 0.2424 0.0986"
    assert read("gsum", "loss") == "0.0000 0.4170"
    widget.root.get_by_label("never", exact=True).check()
    assert gradient(widget) == f"0.6590 0.2424 {MINUS}0.9014"
    assert read("y0", "y1", "y2", "loss") == "0 0 1 2.3170"
    assert texts(widget, "smx-until") == ["push \u22120.66", "push \u22120.24", "push +0.90"]


def test_the_loss_grows_without_end_and_the_push_does_not(widget_page) -> None:
    widget = widget_page(Push(view="target", y=2), reduced_motion="reduce")
    score = "score of never"
    losses, pushes = [], []
    for keys in (["ArrowLeft"], ["PageDown"] * 3, ["Home"]):
        widget.press(score, *keys)
        losses.append(widget.value("loss"))
        pushes.append(-widget.value("g2"))
    assert widget.numbers("z2", "loss") == f"{MINUS}20.0 22.3133"
    assert sorted(losses) == losses
    assert max(pushes) < 1
    assert pushes == pytest.approx([1 - math.exp(-L) for L in losses], abs=1e-12)
    assert texts(widget, "smx-until")[2] == "push ≈ +1"
    expect(widget.slider(score)).to_have_attribute("aria-valuetext", f"{MINUS}20.0, loss 22.31")
    # A confident right answer learns nothing, and its score is the slider's.
    widget.preset("later came, [12, 1, 0.1]")
    assert texts(widget, "smx-until") == ["push ≈ 0"] * 3
    assert widget.value("loss") < 3e-5
    widget.press("score of later", "ArrowLeft")
    assert widget.numbers("z0") == "11.9"


def test_a_word_can_be_pressed(widget_page) -> None:
    widget = widget_page(Push(view="target"), reduced_motion="reduce")
    x, y = middle(widget.root.locator("svg text.smx-word").nth(1))
    widget.page.mouse.click(x, y)
    assert widget.numbers("y0", "y1", "y2") == "0 1 0"
    expect(widget.root.get_by_label("soon", exact=True)).to_be_checked()
    said = widget.root.get_by_role("img").get_attribute("aria-label")
    assert "soon came, at a loss of 1.42" in said


def test_each_arrow_is_as_long_as_its_push(widget_page) -> None:
    soft = {"y": [0.5, 0.1, 0.4], "z": [3, 1, 0.1]}
    for view, T, state in (
        ("target", 1, {"y": 2}),
        ("target", 1, soft),
        ("workbench", 2, soft),
        ("workbench", 0.2, {"y": 2}),  # where the push leads beyond what happened
        ("workbench", "inf", {"y": 2}),
    ):
        widget = widget_page(Push(view=view, T=T, **state), width=390)
        scale = min(1, float(T))
        key = widget.root.locator(".smx-arrows").text_content()
        assert key == ("push" if scale == 1 else f"push × {T}")
        whole = widget.root.locator("rect.smx-bar").first.bounding_box()["height"]
        unit = whole / widget.value("p0")
        arrows = widget.root.locator("path.smx-pushes").evaluate_all(ARROWS)
        pushes = [scale * abs(widget.value(f"g{i}")) for i in range(3)]
        assert arrows == pytest.approx([unit * v for v in pushes], abs=1.5)


def test_the_answer_is_hidden_while_the_question_waits(widget_page) -> None:
    widget = widget_page(Push(view="target", y=2))
    lock = "(root, on) => root.dispatchEvent(new CustomEvent('smx-lock', { detail: on }))"
    widget.root.evaluate(lock, True)
    arrow, push = widget.root.locator(".smx-pushes").first, widget.root.locator("text.smx-until")
    expect(arrow).to_be_hidden()
    expect(push.first).to_be_hidden()
    expect(widget.root.locator("rect.smx-bar").first).to_be_visible()
    widget.root.evaluate(lock, False)
    expect(arrow).to_be_visible()
    expect(push.first).to_be_visible()


def test_a_soft_target_is_dragged_and_reached_by_steps(widget_page) -> None:
    widget = widget_page(Push(view="soft", y=[0.5, 0.1, 0.4]), reduced_motion="reduce")
    read = widget.numbers
    assert read("loss", "H") == "1.2770 0.9433"
    widget.press("target never", "ArrowRight")
    assert read("y0", "y1", "y2") == "0.4917 0.0983 0.4100"
    handle = widget.root.locator(".smx-handle").first
    widget.drag(handle, 0, -400)
    assert read("y0", "y1", "y2") == "1 0 0"
    widget.drag(handle, 0, 400)
    assert read("y0", "y1", "y2") == "0 0.5000 0.5000"
    step = widget.button("Step")
    widget.preset("Target, ten words")
    for _ in range(60):
        widget.press(step, "Enter")
    assert widget.value("loss") == pytest.approx(widget.value("H"), abs=1e-6)
    assert read("p0", "p1", "p2") == "0.5000 0.1000 0.4000"
    widget.preset("Target, one-hot")
    assert read("H") == "0.0000"
    before = widget.value("loss")
    widget.press(step, "Enter")
    assert 0 < widget.value("loss") < before


def test_the_steps_of_the_workbench(widget_page) -> None:
    widget = widget_page(Push(), reduced_motion="reduce")
    step = widget.button("Step")
    seen = [widget.numbers("loss")]
    for _ in range(3):
        widget.press(step, "Enter")
        seen.append(widget.numbers("loss"))
    assert seen == ["0.4170", "0.2636", "0.1907", "0.1488"]
    # A step is z - lr (p - y)/T.
    widget = widget_page(Push(z=[3, 1, 0], y=[0.2, 0.3, 0.5], T=2, lr=2.5), reduced_motion="reduce")
    z, y = np.array([3, 1, 0]), np.array([0.2, 0.3, 0.5])
    widget.press(widget.button("Step"), "Enter")
    want = z - 2.5 * (softmax(z, temperature=2) - y) / 2
    assert [widget.value(f"z{i}") for i in range(3)] == pytest.approx(want.tolist(), abs=1e-8)
    widget.press("learning rate", "Home")
    before = widget.numbers("z0", "z1", "z2")
    widget.press(widget.button("Step"), "Enter")
    assert widget.numbers("z0", "z1", "z2") == before


def test_the_dot_on_the_curve(widget_page) -> None:
    widget = widget_page(Push(y=2), reduced_motion="reduce")
    dot = widget.root.locator(".smx-handle.smx-leftright")
    left = middle(dot)
    widget.drag(dot, -60, 0)
    z = [2, 1, widget.value("z2")]
    assert -8 < z[2] < -3
    assert widget.value("loss") == pytest.approx(-log_softmax(z)[2])
    # It goes up the line as the score goes down.
    there = middle(dot)
    assert there[0] < left[0]
    assert there[1] < left[1]
    label = widget.root.get_by_role("img").nth(1).get_attribute("aria-label")
    assert re.search(
        f"score of never; at {MINUS}\\d\\.\\d it is .* with the slope ≈ {MINUS}1", label
    )
    assert widget.root.locator(".smx-limits").get_attribute("d")  # the 0-1 loss
    widget.press(widget.root.get_by_role("slider", name="later"), "Home")
    assert widget.numbers("z0") == f"{MINUS}10.0"


def test_at_the_ends_of_the_temperature(widget_page) -> None:
    widget = widget_page(Push(y=2), reduced_motion="reduce")
    widget.type_temperature("0")
    assert widget.numbers("loss", "g0", "gsum") == "∞  "
    assert texts(widget, "smx-until") == ["no push"] * 3
    assert not any(widget.root.locator("path.smx-pushes").evaluate_all(ARROWS))
    pictures = widget.root.get_by_role("img")
    said = [pictures.nth(i).get_attribute("aria-label") for i in range(2)]
    assert "never came, at an infinite loss; there is no push" in said[0]
    assert said[1].endswith("at 0.1 it is infinite.")
    assert "NaN" not in widget.root.inner_html()
    expect(widget.button("Step")).to_have_attribute("aria-disabled", "true")
    expect(widget.button("Step")).to_have_css("border-style", "dashed")
    before = widget.numbers("z0")
    widget.press(widget.button("Step"), "Enter")
    assert widget.numbers("z0") == before
    widget.drag(widget.root.locator(".smx-handle.smx-leftright"), 150, 0)  # past the flip
    assert widget.numbers("loss") == "0.0000"
    widget.button("Reset").click()
    widget.type_temperature("inf")
    assert widget.numbers("loss", "g0") == "1.0986 0.0000"


BOXES = """(root) => [...root.querySelectorAll("svg text:not([display]), .smx-caption > span")]
  .filter((node) => node.checkVisibility() && node.textContent)
  .map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return { text: node.textContent, x: x - 1, y: y + 4, width: width + 2, height: height - 8 };
  })"""


@pytest.mark.parametrize("width", [1280, 390])
def test_no_text_runs_into_another(widget_page, width: int) -> None:
    states = [
        {},
        {"y": 2},
        {"y": [0.33, 0.33, 0.34], "z": [12.3, -9.5, 0.1], "T": "0.5"},
        {"z": [-20, 1, 0.1], "y": [0, 0.5, 0.5]},
        {"y": 2, "T": "0.05"},
        {"y": 2, "T": "0"},
    ]
    views = ("target", "soft", "workbench")
    page = widget_page(*[Push(view=v, **s) for v in views for s in states], width=width)
    for widget in page.all():
        assert overlaps(widget.root.evaluate(BOXES)) == []
