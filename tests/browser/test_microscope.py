"""The microscope: softmax in one format until it breaks, one number's bits, four formats."""

from __future__ import annotations

from random import Random

from playwright.sync_api import expect
from support.states import State, logits

from softmaxlab.widgets import Microscope

CONSTANTS = {1.0, 3.0, 64.0}
CROWDED = [{"z": [1000, -1001.5, 1002, 3], "labels": [], "at": 12}, {"fmt": "float64"}]
SHARES = ("p0", "p1", "p2")


def random_state(rng: Random) -> State:
    size = rng.choice([3, 20, 120, 1000])
    return {
        "z": logits(rng, 1, 4, size),
        "c": round(rng.uniform(-100, 100), rng.choice([0, 1, 3])),
        "stable": rng.random() < 0.5,
        "fmt": rng.choice(["bfloat16", "float16", "float32", "float64"]),
        "at": rng.randrange(13),
        "x": round(rng.choice([-1, 1]) * 10 ** rng.uniform(-5, 5), rng.choice([0, 3, 9])),
    }


def program_state(widget: Microscope) -> State:
    """What stands in the programs under the trait's own name."""
    return {name: getattr(widget, name) for name in ("z", "c", "x")}


def test_the_level_breaks_float32(widget_page) -> None:
    widget = widget_page(Microscope(z=[2, 1, 0.1], view="break"))
    level = widget.root.locator("input[type=range]")
    assert widget.numbers(*SHARES) == "0.6590 0.2424 0.0986"
    level.press("Home")
    widget.next_frame()
    for c, shares, total in (
        (-107, "NaN NaN NaN", "0"),
        (-104, "0.6667 0.1667 0.1667", "8.41×10⁻⁴⁵"),
        (0, "0.6590 0.2424 0.0986", "11.2125"),
        (86.3, "0.6590 0.2424 0.0986", "3.38×10³⁸"),
        (86.7, "0 0 0", "∞"),
        (86.8, "NaN 0 0", "∞"),
        (100, "NaN NaN NaN", "∞"),
    ):
        for _ in range(70):  # its steps are finer where the format ends
            if level.get_attribute("aria-valuetext") == f"c = {c}".replace("-", "−"):
                break
            level.press("ArrowRight")
            widget.next_frame()
        assert widget.numbers(*SHARES, "total") == f"{shares} {total}"
    heads = widget.root.locator("svg text")
    assert "e to the score" in heads.all_text_contents()
    widget.press(widget.root.get_by_label("subtract the maximum first"), "Space")
    assert widget.numbers(*SHARES) == "0.6590 0.2424 0.0986"
    assert "e to that" in heads.all_text_contents()
    assert "every step fits" in widget.root.locator(".smx-why").inner_text()


def test_the_reason_is_told(widget_page) -> None:
    widget = widget_page(Microscope(z=[2, 1, 0.1], view="break"))
    reason = widget.root.locator(".smx-why")
    for preset, words in (
        ("float32, c = 86.7", "the sum is inf, and finite ÷ inf is 0"),
        ("float32, c = 86.8", "inf ÷ inf is nan, finite ÷ inf is 0"),
        ("float32, c = −104", "subnormal exponentials lose digits"),
        ("float32, c = −105.5", "an exponential was rounded to 0"),
        ("float16, c = 0", "every step fits"),
    ):
        widget.preset(preset)
        expect(reason).to_have_text(words)


def test_four_formats(widget_page) -> None:
    widget = widget_page(Microscope())

    def shares(name: str, n: int = 3) -> str:
        return widget.numbers(*(f"{name}-{2 * n + 1 + i}" for i in range(n)))

    names = ("bfloat16", "float16", "float32", "float64")
    assert {shares(name) for name in names} == {"NaN NaN NaN"}
    widget.press(widget.root.get_by_label("subtract the maximum"), "Space")
    assert shares("bfloat16") == "0.3340 0.3340 0.3340"
    assert shares("float16") == "0.0901 0.2448 0.6655"
    assert {shares("float32"), shares("float64")} == {"0.0900 0.2447 0.6652"}
    assert widget.numbers("bfloat16-0", "bfloat16-1", "bfloat16-2") == " ".join(["1000.0000"] * 3)
    widget.preset("10, 11, 12, as it is")
    assert shares("float16") == "0 0 NaN"
    assert shares("float32") == "0.0900 0.2447 0.6652"


def test_the_lens(widget_page) -> None:
    widget = widget_page(Microscope(fmt="bfloat16"))
    assert widget.numbers("lens", "gap") == "1000.0000 4.0000"
    cell = widget.root.locator("rect.smx-chip").nth(10 + 1)  # float16, the second score
    cell.click()
    assert widget.numbers("lens", "gap") == "1001.0000 0.5000"
    assert "float16: 1001" in widget.root.locator("svg").text_content()
    row = widget.root.locator("input[type=range]").last
    for _ in range(20):
        row.press("ArrowRight")
    expect(row).to_have_attribute("aria-valuetext", "share, never, nan")


def test_a_bit_is_flipped(widget_page) -> None:
    widget = widget_page(Microscope(view="bits", x=1000, fmt="bfloat16"))
    keys = widget.root.locator(".smx-flip")
    assert keys.count() == 16
    assert "".join(keys.all_inner_texts()) == "0100010001111010"
    assert widget.numbers("stored", "gap") == "1000.0000 4.0000"
    widget.press(keys.last, "Enter")
    assert widget.numbers("stored", "error") == "1004.0000 0"
    widget.press(keys.first, "Enter")
    assert widget.numbers("stored") == "−1004.0000"
    for i in range(1, 9):
        if keys.nth(i).inner_text() == "0":
            widget.press(keys.nth(i), "Enter")
    assert widget.note().inner_text() == (
        "With that bit the number would be nan: an exponent of ones alone means inf, "
        "and with a fraction nan."
    )
    widget.preset("2049, 2049 in float16")
    assert widget.numbers("stored", "gap", "error") == "2048.0000 2.0000 −1.0000"
    widget.preset("10⁻⁷, 10⁻⁷ in float16")
    expect(widget.root.locator(".smx-why")).to_contain_text("subnormal")
    widget.preset("65520, 65520 in float16")
    expect(widget.root.locator(".smx-why")).to_contain_text("all ones, for inf")
