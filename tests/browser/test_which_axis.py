"""The widget about axes, worked by keyboard and pointer."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from playwright.sync_api import Locator, expect
from support.states import State, logits
from support.widget_page import WidgetPage, middle

from softmaxlab.widgets import WhichAxis

TWO = [[1, 2, 3], [0.5, 1.5, 2.5]]
THREE = [*TWO, [0, 0, 3]]
LONG = [[-1999.1234, 2000, 0.1235], [-1234.5678, 0, 7], [3, -1999.1234, 12]]

CONSTANTS = {0.0, 1.0}  # the axes of the sums
CROWDED = [
    *({"axis": axis} for axis in ("0", "both")),
    {"keepdims": False},
    {"a": THREE, "keepdims": False},
    *({"a": LONG, "axis": axis} for axis in ("0", "1", "both")),
]


def random_state(rng: Random) -> State:
    size = rng.choice([5, 30, 2000])
    return {
        "a": [logits(rng, 3, 3, size) for _ in range(rng.choice([2, 3]))],
        "axis": rng.choice(["0", "1", "both"]),
        "keepdims": rng.random() < 0.5,
    }


def program_state(widget: WhichAxis) -> State:
    axis = {"0": 0, "1": 1, "both": (0, 1)}[widget.axis]
    return {"a": widget.a, "axis": axis, "keepdims": widget.keepdims}


def shares(widget: WidgetPage, rows: int = 2) -> list[str]:
    return [widget.numbers(*(f"p{i}{j}" for j in range(3))) for i in range(rows)]


def drawn(widget: WidgetPage, kind: str) -> list[str]:
    """Texts of that class in the drawing of the shares."""
    widget.next_frame()
    return widget.root.locator(f"svg >> nth=1 >> text{kind}:not([display])").all_text_contents()


def axis(widget: WidgetPage, name: str) -> Locator:
    return widget.root.get_by_role("radio", name=name, exact=True)


def focus(widget: WidgetPage) -> str:
    """The cell that the slider of the score belongs to, which the list of cells shows too."""
    widget.next_frame()
    name = widget.slider("a[").evaluate("(n) => n.labels[0].firstChild.textContent")
    listed = cells(widget).evaluate("(n) => n.selectedOptions[0].textContent")
    assert listed == name
    return str(name)


def cells(widget: WidgetPage) -> Locator:
    return widget.root.get_by_role("combobox", name="cell", exact=True)


# ---- What the axis does --------------------------------------------------------------------------


def test_each_axis_by_keyboard(widget_page) -> None:
    widget = widget_page(WhichAxis())
    assert shares(widget) == ["0.0900 0.2447 0.6652"] * 2
    assert widget.numbers("r0", "r1", "total") == "1.0000 1.0000 2.0000"
    widget.press(axis(widget, "1"), "ArrowLeft")
    assert shares(widget) == ["0.6225 0.6225 0.6225", "0.3775 0.3775 0.3775"]
    assert widget.numbers("c0", "c1", "c2", "total") == "1.0000 1.0000 1.0000 3.0000"
    widget.press(axis(widget, "0"), "ArrowRight")
    widget.press(axis(widget, "1"), "ArrowRight")
    assert shares(widget) == ["0.0560 0.1523 0.4141", "0.0340 0.0924 0.2512"]
    assert widget.numbers("total") == "1.0000"


def test_presets(widget_page) -> None:
    widget = widget_page(WhichAxis(a=LONG))
    for name, want in {
        "2 × 3, axis=1": "0.0900 0.2447 0.6652",
        "2 × 3, axis=0": "0.6225 0.6225 0.6225",
        "2 × 3, both": "0.0560 0.1523 0.4141",
        "no keepdims, 2 × 3": "  ",
        "no keepdims, 3 × 3": "0.0900 0.2447 0.9094",
        "no keepdims, axis=0": "0.6225 0.6225 0.6225",
    }.items():
        widget.preset(name)
        assert shares(widget)[0] == want, name


def test_the_sums_stand_where_they_belong(widget_page) -> None:
    states = [{"axis": axis, "keepdims": keep} for axis in ("0", "1", "both") for keep in (1, 0)]
    for widget, state in zip(
        widget_page(*(WhichAxis(a=THREE, axis=s["axis"], keepdims=bool(s["keepdims"]))
                      for s in states)).all(), states, strict=True,
    ):  # fmt: skip
        svg = widget.root.locator("svg").nth(1)
        cells = [cell.bounding_box() for cell in svg.locator(".smx-cell").all()]
        right = max(cell["x"] + cell["width"] for cell in cells)
        below = max(cell["y"] + cell["height"] for cell in cells)
        texts = svg.locator(".smx-sum:not([display])")
        sums = [t for t in texts.all() if t.text_content() != "sum"]
        boxes = [t.bounding_box() for t in sums]
        assert len(boxes) == {"0": 3, "1": 3, "both": 1}[state["axis"]]
        assert all((box["x"] > right) == (state["axis"] != "0") for box in boxes)
        assert all((box["y"] > below - 4) == (state["axis"] != "1") for box in boxes)


# ---- Without keepdims ----------------------------------------------------------------------------


def test_two_rows_are_refused_in_numpys_own_words(widget_page) -> None:
    widget = widget_page(WhichAxis())
    widget.press("keepdims", " ")
    e = np.exp(np.array(TWO))
    with pytest.raises(ValueError, match="broadcast") as error:
        e / e.sum(axis=1)
    assert " ".join(drawn(widget, ".smx-warn")) == f"ValueError: {error.value}".strip()
    assert shares(widget) == ["  ", "  "]
    assert widget.numbers("r0", "c0", "total") == "  "
    assert drawn(widget, ".smx-in") == []
    expect(widget.status()).to_contain_text(str(error.value).strip())
    widget.press("keepdims", " ")
    assert shares(widget) == ["0.0900 0.2447 0.6652"] * 2


def test_three_rows_are_divided_by_the_wrong_sums(widget_page) -> None:
    widget = widget_page(WhichAxis())
    widget.preset("no keepdims, 3 × 3")
    e = np.exp(np.array(THREE) - np.max(THREE, axis=1, keepdims=True))
    want = e / e.sum(axis=1)
    got = [[widget.value(f"p{i}{j}") for j in range(3)] for i in range(3)]
    np.testing.assert_allclose(got, want, rtol=1e-14)
    sums = [widget.value(f"r{i}") for i in range(3)]
    np.testing.assert_allclose(sums, want.sum(axis=1), rtol=1e-14)
    assert abs(np.array(sums) - 1).min() > 0.02
    shades = widget.root.locator("svg >> nth=1 >> rect[fill-opacity]:not([display])")
    assert set(shades.evaluate_all("(n) => n.map((x) => x.getAttribute('class'))")) == {"smx-warn"}
    assert [text for text in drawn(widget, ".smx-warn") if text != "sum"] == [
        f"{s:.4f}" for s in sums
    ]


@pytest.mark.parametrize("axis", ["0", "both"])
def test_other_axes_do_not_need_it(widget_page, axis: str) -> None:
    kept, lost = (WhichAxis(a=THREE, axis=axis, keepdims=keep) for keep in (True, False))
    a, b = widget_page(kept, lost).all()
    assert shares(a, 3) == shares(b, 3)
    assert drawn(b, ".smx-warn") == []


# ---- The cell in focus ---------------------------------------------------------------------------


def test_a_cell_is_chosen_and_changed_by_keyboard(widget_page) -> None:
    widget = widget_page(WhichAxis())
    assert focus(widget) == "a[0, 0]"
    widget.press(cells(widget), *["ArrowDown"] * 4)
    assert focus(widget) == "a[1, 1]"
    widget.press(cells(widget), "End")
    assert focus(widget) == "a[1, 2]"
    score = widget.slider("a[1, 2]")
    expect(score).to_have_attribute("aria-valuetext", "row 1, column 2: 2.5, share 0.6652")
    widget.press(score, *["ArrowLeft"] * 5)
    assert widget.numbers("a12", "p12", "p02") == "2.0 0.5465 0.6652"
    expect(widget.status()).to_have_text("a[1, 2] = 2.0: share 0.5465 of row 1.")
    assert "[0.5, 1.5, 2]" in widget.program()


def test_a_cell_is_chosen_by_click_in_either_table(widget_page) -> None:
    widget = widget_page(WhichAxis())
    for table, cell in (("nth=0 >> .smx-pick", 4), ("nth=1 >> .smx-pick", 2)):
        widget.root.locator(f"svg >> {table} >> nth={cell}").click()
        assert focus(widget) == f"a[{cell // 3}, {cell % 3}]"
        widget.page.mouse.move(0, 0)
        assert focus(widget) == f"a[{cell // 3}, {cell % 3}]"
    assert widget.numbers("a11", "a02") == "1.5 3.0"


def test_the_pointer_looks_without_choosing(widget_page) -> None:
    widget = widget_page(WhichAxis())
    widget.page.mouse.move(*middle(widget.root.locator("svg >> nth=1 >> .smx-pick").nth(5)))
    assert focus(widget) == "a[1, 2]"
    widget.page.mouse.move(0, 0)
    assert focus(widget) == "a[0, 0]"


@pytest.mark.parametrize(("axis", "size"), [("0", (1, 2)), ("1", (3, 1)), ("both", (3, 2))])
def test_a_frame_ties_the_cells_that_compete(widget_page, axis: str, size) -> None:
    widget = widget_page(WhichAxis(axis=axis))
    for k in range(2):
        svg = widget.root.locator("svg").nth(k)
        cell, tie = (svg.locator(c).first.bounding_box() for c in (".smx-cell", ".smx-tie"))
        assert tie["width"] / cell["width"] == pytest.approx(size[0], abs=0.1)
        assert tie["height"] / cell["height"] == pytest.approx(size[1], abs=0.1)


def test_the_frame_is_where_the_wrong_sum_comes_from(widget_page) -> None:
    widget = widget_page(WhichAxis(a=THREE, keepdims=False))
    assert focus(widget) == "a[0, 2]"  # by itself: on the diagonal the sum is right
    cell, tie = (widget.root.locator(c).first for c in (".smx-cell >> nth=6", ".smx-tie"))
    assert tie.bounding_box()["y"] == pytest.approx(cell.bounding_box()["y"], abs=2)
    label = widget.root.locator("svg").first.get_attribute("aria-label")
    assert label.endswith("Row 0, column 2 has its share by the sum of row 2, not of row 0.")


def test_by_touch(widget_page) -> None:
    widget = widget_page(WhichAxis(), width=390, height=844, has_touch=True, is_mobile=True)
    cell = widget.root.locator(".smx-pick").nth(3)
    box = cell.bounding_box()
    assert min(box["width"], box["height"]) >= 43.9
    cell.tap()
    assert focus(widget) == "a[1, 0]"
    widget.press("a[1, 0]", "ArrowRight")
    assert widget.numbers("a10") == "0.6"


def test_a_cell_that_was_chosen_stays_where_the_sums_are_wrong(widget_page) -> None:
    widget = widget_page(WhichAxis(a=THREE))
    assert focus(widget) == "a[0, 0]"
    widget.press("keepdims", " ")
    assert focus(widget) == "a[0, 2]"
    cells(widget).select_option("a[1, 1]")
    widget.press("keepdims", " ", " ")
    assert focus(widget) == "a[1, 1]"


def test_the_shapes_are_said_without_keepdims_alone(widget_page) -> None:
    widget = widget_page(WhichAxis())
    caption = widget.root.locator(".smx-pane >> nth=1 >> .smx-caption")
    expect(caption).to_have_text("Shares")
    widget.press("keepdims", " ")
    expect(caption).to_have_text("Sharesshapes (2, 3) / (2,)")


def test_fewer_rows_leave_the_focus_inside(widget_page) -> None:
    widget = widget_page(WhichAxis(a=THREE))
    cells(widget).select_option("a[2, 0]")
    assert focus(widget) == "a[2, 0]"
    widget.preset("2 × 3, axis=1")
    assert focus(widget) == "a[1, 0]"
    assert cells(widget).locator("option").count() == 6
    assert widget.output("p20").count() == 0


# ---- Words ---------------------------------------------------------------------------------------

WORDS, PEOPLE = ["later", "soon", "never"], ["Ann", "Bob"]
SCORES = [[2, 1, 0.1], [1, 2, 0.5]]


def worded(**traits: object) -> WhichAxis:
    return WhichAxis(a=SCORES, labels=WORDS, row_labels=PEOPLE, **traits)


def test_words_stand_at_rows_and_columns_and_are_said(widget_page) -> None:
    widget = widget_page(worded())
    for k in range(2):
        texts = widget.root.locator(f"svg >> nth={k} >> text:not([display])").all_text_contents()
        assert {*WORDS, *PEOPLE} <= set(texts)
    assert widget.slider("Ann, later").count() == 1
    cells(widget).select_option("Bob, later")
    score = widget.slider("Bob, later")
    expect(score).to_have_attribute("aria-valuetext", "Bob, later: 1.0, share 0.2312")
    widget.press(score, "ArrowRight")
    expect(widget.status()).to_have_text("Bob, later = 1.1: share 0.2495 of Bob.")
    label = widget.root.locator("svg").first.get_attribute("aria-label")
    assert "Ann: later 2.0, soon 1.0, never 0.1; Bob: later 1.1" in label
    assert label.endswith("Bob, later has its share of Bob.")
    widget.unfold("Numbers")
    heads = widget.root.locator(".smx-table th").all_text_contents()
    assert [head for head in heads if head in PEOPLE] == PEOPLE
    assert {"score, later", "share, never"} <= set(heads)


def test_of_more_words_the_first_stand_at_the_rows(widget_page) -> None:
    names = [*PEOPLE, "Eve"]
    two, three = widget_page(
        *(WhichAxis(a=a, labels=WORDS, row_labels=names) for a in (SCORES, THREE))
    ).all()
    for widget, shown in ((two, PEOPLE), (three, names)):
        texts = widget.root.locator("svg >> nth=0 >> text:not([display])").all_text_contents()
        assert [text for text in texts if text in names] == shown


def test_words_that_do_not_fit_the_rows_give_way_to_numbers(widget_page) -> None:
    widget = widget_page(WhichAxis(a=THREE, labels=WORDS, row_labels=PEOPLE))
    texts = widget.root.locator("svg >> nth=0 >> text:not([display])").all_text_contents()
    assert set(WORDS) <= set(texts)
    assert not set(PEOPLE) & set(texts)
    assert focus(widget) == "a[0, 0]"


# ---- The view with two tables --------------------------------------------------------------------


def turns(widget: WidgetPage, which: int) -> list[str]:
    """For each cell of that table of shares, whether it is up, down or as at the start."""
    widget.next_frame()
    paths = widget.root.locator(f"svg >> nth={which} >> .smx-turn")
    ways = paths.evaluate_all("(nodes) => nodes.map((node) => node.getAttribute('d'))")
    return ["" if not d else "up" if d.endswith(",-7z") else "down" for d in ways]


def test_a_raised_score_moves_its_row_in_one_table_and_its_column_in_the_other(widget_page) -> None:
    widget = widget_page(worded(view="two"))
    assert widget.numbers("A00", "A10", "B00", "B10") == "0.6590 0.2312 0.7311 0.2689"
    assert turns(widget, 1) == turns(widget, 2) == [""] * 6
    bob = widget.numbers("A10", "A11", "A12")
    widget.press("Ann, later", "End")
    assert widget.numbers("a00") == "5.0"
    assert widget.numbers("A10", "A11", "A12") == bob
    assert widget.numbers("B10", "B11", "B12") == "0.0180 0.7311 0.5987"
    assert turns(widget, 1) == ["up", "down", "down", "", "", ""]
    assert turns(widget, 2) == ["up", "", "", "down", "", ""]
    expect(widget.status()).to_have_text(
        "Ann, later: score 5.0. Shares of later in table A: Ann 0.97, Bob 0.23; "
        "in table B: Ann 0.98, Bob 0.02."
    )
    label = widget.root.locator("svg").nth(2).get_attribute("aria-label")
    assert label.startswith("Table B of shares, whose columns sum to 1: Ann: later 0.98")
    assert label.endswith("; Ann, later is up; Bob, later is down.")


def test_the_sums_stand_at_the_right_margins(widget_page) -> None:
    widget = widget_page(worded(view="two"))
    for k, count in ((1, 2), (2, 3)):
        sums = widget.root.locator(f"svg >> nth={k} >> .smx-sum:not([display])")
        assert sums.all_text_contents() == ["1"] * count


def test_the_tables_of_shares_are_side_by_side_on_a_phone(widget_page) -> None:
    widget = widget_page(worded(view="two"), width=390, height=844)
    boxes = [svg.bounding_box() for svg in widget.root.locator("svg").all()]
    assert boxes[1]["y"] == boxes[2]["y"] > boxes[0]["y"] + boxes[0]["height"]
    for svg in widget.root.locator("svg").all():
        names = svg.locator("text:not([display])").all_text_contents()
        assert set(WORDS) <= set(names)
