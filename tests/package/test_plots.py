"""The figures say what they are given, in the house style, in the same bytes every time."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from softmaxlab import plots

NAMESPACE = "{http://www.w3.org/2000/svg}"
LIGHT, DARK = "#ffffff", "#14181d"
P = np.array([0.7, 0.2, 0.1])
X = np.linspace(0.1, 10, 50)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


EXAMPLES: dict[str, Callable[[], Figure]] = {
    "bars": lambda: plots.probability_bars(P, labels=["a", "b", "c"]),
    "many": lambda: plots.probability_bars(np.full(25, 1 / 25)),
    "seven": lambda: plots.probability_panels([np.full(7, 1 / 7)] * 2, ["one", "two"], columns=1),
    "panels": lambda: plots.probability_panels([P, P[::-1]], ["one", "two"]),
    "scales": lambda: plots.probability_panels([P, P**2], ["one", "two"], common_scale=False),
    "exp": lambda: plots.points_on_exp([[2, 3, 8], [0.5, 0.75, 2]], ["T = 1", "T = 4"]),
    "tangents": lambda: plots.tangents_on_exp([0, 1, 2]),
    "simplex": lambda: plots.simplex_points({"centre": np.full(3, 1 / 3), "a tie": [0.5, 0.5, 0]}),
    "matrix": lambda: plots.matrix_cells(np.diag(P) - np.outer(P, P), labels=["a", "b", "c"]),
    "curves": lambda: plots.labelled_curves(
        X,
        {"root": np.sqrt(X), "log": np.log(X), "minus": -X},
        xlabel="x",
        ylabel="y",
        log_x=True,
        points={"here": (1, 1)},
        levels={"one": 1},
    ),
}


def svg(figure: Figure) -> str:
    return figure._repr_svg_()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_colour_stands_out_from_light_and_dark(name: str) -> None:
    text = svg(EXAMPLES[name]())
    used = set(re.findall(r"(?:fill|stroke): var\(--smx-[a-z]+, (#[0-9a-f]{6})\)", text))
    assert used
    assert not re.search(r"(?:fill|stroke): #", text), "a colour that no page can change"
    for colour in used:
        assert contrast(colour, LIGHT) >= 3, colour
        assert contrast(colour, DARK) >= 3, colour


def test_text_reaches_the_contrast_of_text_on_white() -> None:
    assert contrast(plots.INK, LIGHT) >= 4.5


@pytest.mark.parametrize("name", EXAMPLES)
def test_text_is_ink(name: str) -> None:
    figure = EXAMPLES[name]()
    svg(figure)
    texts = [t for t in figure.findobj(Text) if t.get_text() and t.get_visible()]
    assert texts
    assert {to_hex(t.get_color()) for t in texts} == {plots.INK}
    assert {t.get_fontsize() for t in texts} == {11}  # 13 pixels on a phone


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_background_and_one_width(name: str) -> None:
    root = ET.fromstring(svg(EXAMPLES[name]()))
    assert root.attrib["width"] == f"{96 * plots.WIDTH:.0f}"
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    assert (left, top, width) == (0, 0, pytest.approx(72 * plots.WIDTH))
    assert float(root.attrib["height"]) == pytest.approx(height * 4 / 3, abs=0.5)
    for path in root.iter(f"{NAMESPACE}path"):
        corners = f"M 0 {height:g} L {width:g} {height:g}"
        assert not path.attrib["d"].startswith(corners), "a background"


@pytest.mark.parametrize("name", EXAMPLES)
def test_texts_are_texts_in_a_font_that_a_page_may_choose(name: str) -> None:
    figure = EXAMPLES[name]()
    root = ET.fromstring(svg(figure))
    written = [text.text for text in root.iter(f"{NAMESPACE}text")]
    seen = {t.get_text() for ax in figure.axes for t in drawn_texts(ax)} - {""}
    assert set(written) == seen
    fonts = [e.attrib["font-family"] for e in root.iter() if "font-family" in e.attrib]
    assert len(fonts) == 1, "the drawing's own, by an attribute"
    assert "font-family" not in "".join(e.get("style", "") for e in root.iter())


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_id_is_used_and_every_use_has_its_id(name: str) -> None:
    text = svg(EXAMPLES[name]())
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(ids) == set(re.findall(r'(?:url\(|href=")#([\w-]+)', text))


def test_a_drawing_is_small() -> None:
    assert all(len(svg(make())) < 9_000 for make in EXAMPLES.values())


@pytest.mark.parametrize("name", EXAMPLES)
def test_same_drawing_same_bytes(name: str) -> None:
    assert svg(EXAMPLES[name]()) == svg(EXAMPLES[name]())


def drawn_texts(ax: Axes) -> list[Text]:
    """Texts of a panel, without the labels of ticks beyond its limits (they are not drawn)."""
    ticks = []
    for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        ticks += [
            tick.label1
            for tick in axis.get_major_ticks()
            if min(limits) - 1e-9 <= tick.get_loc() <= max(limits) + 1e-9
        ]
    return [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.texts, *ticks]


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_text_leaves_the_figure_or_touches_another(name: str) -> None:
    figure = EXAMPLES[name]()
    svg(figure)
    figure.draw_without_rendering()
    texts = [t for ax in figure.axes for t in drawn_texts(ax)]
    boxes = [(t.get_text(), t.get_window_extent()) for t in texts if t.get_text()]
    assert len(boxes) > 3
    width, height = figure.bbox.width, figure.bbox.height
    for text, box in boxes:
        assert box.x0 >= -1, text
        assert box.y0 >= -1, text
        assert box.x1 <= width + 1, text
        assert box.y1 <= height + 1, text
    for i, (one, a) in enumerate(boxes):
        for other, b in boxes[:i]:
            assert not (a.shrunk(0.9, 0.8).overlaps(b.shrunk(0.9, 0.8))), (one, other)


def test_figures_leave_pyplot_and_its_settings_alone() -> None:
    before = dict(mpl.rcParams)
    for make in EXAMPLES.values():
        svg(make())
    assert plt.get_fignums() == []
    assert dict(mpl.rcParams) == before


def test_bars_have_the_heights_of_the_probabilities() -> None:
    ax = plots.probability_bars(P).axes[0]
    assert [bar.get_height() for bar in ax.patches] == P.tolist()
    assert [t.get_text() for t in ax.texts] == ["0.7000", "0.2000", "0.1000"]


def test_of_many_bars_only_the_tallest_has_a_number() -> None:
    p = np.full(25, 0.03)
    p[20] = 0.28
    ax = plots.probability_bars(p).axes[0]
    assert [t.get_text() for t in ax.texts if t.get_text()] == ["0.28"]


def test_a_hundred_bars_are_one_shape_with_the_same_heights() -> None:
    p = np.linspace(1, 3, 101) / 202
    ax = plots.probability_bars(p).axes[0]
    shape, tallest = ax.patches
    assert shape.get_data().values.tolist() == p.tolist()
    assert shape.get_data().edges.tolist() == [i - 0.5 for i in range(102)]
    assert (tallest.get_x() + tallest.get_width() / 2, tallest.get_height()) == (100, p[100])
    assert [t.get_text() for t in ax.texts] == ["0.01"]


def test_a_scale_of_its_own_shows_the_uniform_height() -> None:
    figure = plots.probability_panels([P, P / 2], ["one", "two"], common_scale=False)
    for ax in figure.axes:
        assert ax.lines[0].get_ydata() == [1 / 3, 1 / 3]
    tops = [ax.get_ylim()[1] for ax in figure.axes]
    assert tops[0] == pytest.approx(2 * tops[1])


def test_panels_fill_rows_and_leave_no_empty_one() -> None:
    figure = plots.probability_panels([P] * 5, list("abcde"), columns=2)
    assert [ax.get_title() for ax in figure.axes] == list("abcde")


def test_points_lie_on_the_curve_and_sliding_them_changes_no_height() -> None:
    figure = plots.points_on_exp([[2, 3, 8], [-8, -7, -2]], ["z", "z − 10"])
    heights = [ax.lines[1].get_ydata() for ax in figure.axes]
    np.testing.assert_allclose(heights[0], np.exp([-6, -5, 0]))
    np.testing.assert_allclose(heights[0], heights[1])


def test_equal_points_have_a_picture_too() -> None:
    assert svg(plots.points_on_exp([[1, 1]], ["tie"]))


def test_a_tangent_leaves_the_axis_one_unit_before_it_touches() -> None:
    ax = plots.tangents_on_exp([-1, 1.5]).axes[0]
    for line, a in zip(ax.lines[1::2], (-1, 1.5), strict=True):
        (x0, x1), (y0, y1) = line.get_xdata(), line.get_ydata()
        assert (x0, y0) == (a - 1, 0)
        assert (y1 - y0) / (x1 - x0) == pytest.approx(np.exp(a))
    np.testing.assert_allclose(ax.lines[0].get_ydata(), np.exp(ax.lines[0].get_xdata()))


def test_a_point_of_the_simplex_is_as_far_from_a_side_as_it_is_probable() -> None:
    (x, y) = plots.simplex_points({"p": P}).axes[0].lines[0].get_xydata()[0]
    assert y == pytest.approx(P[0] * np.sqrt(3) / 2)  # the first class stands at the top
    assert (x * np.sqrt(3) - y) / 2 == pytest.approx(P[2] * np.sqrt(3) / 2)


def test_a_point_on_the_boundary_is_hollow() -> None:
    points = {"inside": [0.98, 0.01, 0.01], "side": [0.5, 0, 0.5], "corner": [0, 0, 1]}
    lines = plots.simplex_points(points).axes[0].lines
    assert [line.get_markerfacecolor() == "none" for line in lines] == [False, True, True]


def test_labels_at_the_ends_keep_apart_and_in_order() -> None:
    y = np.array([1.0, 1.0, 1.01, 5.0])
    placed = plots._spread_apart(y, 0.5)
    assert np.diff(np.sort(placed)).min() >= 0.5 - 1e-12
    assert (np.argsort(placed, kind="stable") == [0, 1, 2, 3]).all()
    assert placed.mean() == pytest.approx(y.mean())
    np.testing.assert_allclose(plots._spread_apart(np.array([3.0, 1.0]), 0.5), [3, 1])


def test_curves_are_told_apart_without_colour() -> None:
    lines = EXAMPLES["curves"]().axes[0].lines[:3]
    assert len({str(line._dash_pattern) for line in lines}) == 3  # type: ignore[attr-defined]
    assert len({line.get_color() for line in lines}) == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plots.probability_bars([]), "p must be one-dimensional"),
        (lambda: plots.probability_bars([[1.0]]), "p must be one-dimensional"),
        (lambda: plots.probability_panels([], []), "distributions must be"),
        (lambda: plots.probability_panels([P], ["a", "b"]), "titles must name all 1"),
        (lambda: plots.points_on_exp([P], []), "titles must name all 1"),
        (lambda: plots.tangents_on_exp([]), "at must be one-dimensional"),
        (lambda: plots.tangents_on_exp([0, 3]), "at must lie between -3 and 3"),
        (lambda: plots.simplex_points({"half": [0.5, 0.5]}), "points must be .* 'half' is"),
        (lambda: plots.simplex_points({"off": [0.5, 0.5, 0.5]}), "points must be .* 'off' is"),
        (lambda: plots.simplex_points({"low": [1.1, -0.1, 0]}), "points must be .* 'low' is"),
        (lambda: plots.simplex_points({"no": [np.nan, 0.5, 0.5]}), "points must be .* 'no' is"),
        (lambda: plots.simplex_points({}, corners=["a", "b"]), "corners must be three"),
        (lambda: plots.matrix_cells([[1, 2]], labels=["a"]), "matrix must be square"),
        (lambda: plots.matrix_cells([[1]], labels=[]), "labels must name all 1 rows"),
        (lambda: curve(X[:-1]), "'y' must have the shape"),
        (lambda: curve(X, label_at=[1, 2]), "label_at must have 1"),
    ],
)
def test_mistakes_are_named(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def curve(y: np.ndarray, **options: object) -> Figure:
    return plots.labelled_curves(X, {"y": y}, xlabel="x", ylabel="y", **options)  # type: ignore[arg-type]


def test_the_cells_of_a_matrix_are_tinted_by_sign_and_size() -> None:
    ax = plots.matrix_cells([[0.5, -0.25], [0, 0.25]], labels=["a", "b"]).axes[0]
    tints = [(to_hex(box.get_facecolor()), box.get_alpha()) for box in ax.patches]
    blue, purple = plots.PROBABILITY, plots.ATTENTION
    assert tints == [(blue, 0.5), (purple, 0.25), (blue, 0), (blue, 0.25)]
    assert ax.patches[1].get_x() > ax.patches[0].get_x()  # a row goes across
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # and the first one is on top
