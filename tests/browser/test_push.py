"""The pushes of three words, worked by keyboard and pointer."""

from __future__ import annotations

from random import Random

from support.states import State, logits, temperature_text
from support.widget_page import WidgetPage

from softmaxlab.widgets import Push

CONSTANTS = {3.0}  # words
CROWDED = [{"z": [-1999.1234, 2000, 0.1235], "d": 0.001}, {"z": [0, 0, 0], "i": 0, "d": 5}]


def random_state(rng: Random) -> State:
    return {
        "z": logits(rng, 3, 3, rng.choice([3, 30])),
        "y": rng.choice([[1, 0, 0], [0, 0, 1], [0.5, 0.3, 0.2], [0.25, 0, 0.75]]),
        "lr": rng.choice([0, 1, 2.5]),
        "T": temperature_text(rng),
        "i": rng.randrange(3),
        "d": rng.choice([0.01, 0.1, 1, 3]),
    }


# ---- What the specification says one reads -------------------------------------------------------


def test_the_derivatives_of_see_you(widget_page) -> None:
    read = widget_page(Push()).numbers
    assert read("J00", "J01", "J12") == "0.2247 \u22120.1598 \u22120.0239"
    assert read("eig0", "eig1", "eig2") == "0 0.1279 0.3693"


COLUMNS = """(texts) => texts.slice(6).map((text) => text.textContent)"""


def table(widget: WidgetPage) -> list[str]:
    """The table of changes, a string for each raise."""
    widget.next_frame()
    texts = widget.root.locator("svg >> nth=1 >> text").evaluate_all(COLUMNS)
    return [" ".join(texts[3 * j : 3 * j + 3]) for j in range(3)]


def test_later_and_soon_cost_each_other_the_same(widget_page) -> None:
    widget = widget_page(Push(view="nudge"), reduced_motion="reduce")
    read = widget.numbers
    assert table(widget) == ["? ? ?", "−0.00160 +0.00184 −0.00024", "? ? ?"]
    assert read("change0", "slope0") == "−0.0016 −0.1598"
    widget.press(widget.button("Raise later by 0.01"), "Enter")
    assert read("change1", "slope1") == "−0.0016 −0.1598"
    assert table(widget)[:2] == [
        "+0.00224 −0.00160 −0.00065",
        "−0.00160 +0.00184 −0.00024",
    ]
    assert widget.button("Raise later by 0.01").get_attribute("aria-pressed") == "true"
    widget.press(widget.button("Raise never by 0.01"), "Enter")
    assert table(widget)[2] == "−0.00065 −0.00024 +0.00089"
    widget.preset("By how much, 1")  # another raise is another table
    assert table(widget)[:2] == ["? ? ?", "? ? ?"]
    widget.button("Reset").click()
    assert table(widget) == ["? ? ?", "−0.00160 +0.00184 −0.00024", "? ? ?"]


def test_the_arrows_bring_what_the_word_gains(widget_page) -> None:
    widget = widget_page(Push(view="nudge", d=1), reduced_motion="reduce")
    for i in range(3):
        widget.press(widget.root.locator(".smx-raise").nth(i), "Enter")
        widget.next_frame()
        carried = [
            float(text) for text in widget.root.locator(".smx-halo:visible").all_text_contents()
        ]
        assert abs(sum(carried) - widget.value(f"change{i}")) < 1.1e-3


HEAT = "svg >> nth=1 >> text.smx-name"


def test_the_matrix_is_dragged_by_its_bars(widget_page) -> None:
    widget = widget_page(Push(view="matrix"), reduced_motion="reduce")
    cells = widget.root.locator(HEAT)
    assert cells.all_text_contents()[:4] == ["0.225", "\u22120.160", "\u22120.065", "\u22120.160"]
    assert widget.numbers("J00", "J01", "J12") == "0.2247 \u22120.1598 \u22120.0239"
    assert widget.numbers("eig0", "eig1", "eig2") == "0 0.1279 0.3693"
    widget.drag(widget.root.locator(".smx-handle").nth(2), 0, -60)
    assert widget.numbers("z0", "z1") == "2.0 1.0"  # a bar changes the score of its word alone
    assert widget.value("p2") > 0.3
    widget.preset("Near a corner, [20, 1, 0.1]")
    widget.next_frame()
    assert widget.value("eig2") < 2e-8
    assert "\u22125.6×10⁻⁹" in cells.all_text_contents()
    sliders = widget.root.locator("input[type=range]")
    ends = [sliders.nth(k).get_attribute("max") for k in range(3)]
    assert ends == ["20", "20", "20"]  # one scale for all three
    widget.press("later", "Home")
    widget.press("soon", "End", "ArrowLeft")
    assert widget.numbers("z0", "z1") == "\u221220.0 19.9"
    widget.preset("Inside, [2, 1, 0.1]")
    widget.drag(widget.root.locator(".smx-handle").nth(2), 0, -400)
    assert widget.numbers("z2") == "10.0"  # where its slider ends
    widget.preset("Near a corner, [8, 1, 0.1]")
    widget.next_frame()
    assert cells.all_text_contents()[:3] == ["0.00128", "\u22120.00091", "\u22120.00037"]
    rows = [sum(widget.value(f"J{k}{j}") for j in range(3)) for k in range(3)]
    assert max(map(abs, rows)) < 1e-18
