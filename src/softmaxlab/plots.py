"""Figures in one house style: arrays in, a figure out.

Every figure is an SVG without a background, narrow enough for its text to be read on a phone. In a
page it takes the page's font and colours; elsewhere its colours stand out from a white page as well
as from a dark one. Colours mean roles (what is a probability, what needs attention), never classes:
those are told apart by position, label and dash pattern.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator
from numpy.typing import ArrayLike

from softmaxlab._palette import read_palette
from softmaxlab._svg import adapt

__all__ = [
    "labelled_curves",
    "matrix_cells",
    "points_on_exp",
    "probability_bars",
    "probability_panels",
    "simplex_points",
    "tangents_on_exp",
]

# Outside of the book nobody says which paper a figure is on. There it has one colour for both: a
# role's light one where that stands out from dark paper too. Where it does not, a third of the way
# to the dark one does. No grey reaches 4.5 : 1 on both papers: the ink does on white, the usual
# one, and keeps 3.9 : 1 on dark.
PALETTE = read_palette()
PROBABILITY = PALETTE["p"].light  # 5.2 : 1 on white and 3.4 : 1 on dark
INK = PALETTE["quiet"].between(1 / 3)  # text and axes: 4.5 and 3.9
ATTENTION = PALETTE["warn"].between(1 / 3)  # 5.1 and 3.5
ROLES = {PROBABILITY: "p", INK: "quiet", ATTENTION: "warn"}

WIDTH = 4.2  # inches: about 400 pixels, so that a phone hardly shrinks the text
DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (7, 2, 1, 2)))
MOST_NUMBERED_BARS = 8
MOST_SINGLE_BARS = 50  # more are too thin for gaps between them: they are one shape

STYLE: dict[str, Any] = {
    "axes.edgecolor": INK,
    "axes.facecolor": "none",
    "axes.labelcolor": INK,
    "axes.labelsize": 11,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlesize": 11,
    "figure.facecolor": "none",
    "font.family": "DejaVu Sans",  # it only measures: wider than what a page uses instead
    "font.size": 11,
    "hatch.linewidth": 1.2,
    "lines.linewidth": 2,
    "lines.markersize": 7,
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "softmaxlab",
    "text.color": INK,
    "xtick.color": INK,
    "xtick.labelsize": 11,
    "ytick.color": INK,
    "ytick.labelsize": 11,
}


class Picture(Figure):
    """A figure that shows itself as SVG wherever it is a cell's last expression.

    It belongs to no pyplot state, so it is shown once, and the same drawing gives the same bytes.
    """

    def _repr_svg_(self) -> str:
        text = io.StringIO()
        with matplotlib.style.context(STYLE):
            self.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
        return adapt(text.getvalue(), ROLES)


def _as_rows(name: str, values: Sequence[ArrayLike], titles: Sequence[str]) -> list[np.ndarray]:
    """Check that there is one title for each of the one-dimensional arrays ``values``."""
    rows = [np.asarray(v, dtype=np.float64) for v in values]
    if not rows or any(r.ndim != 1 or r.size == 0 for r in rows):
        raise ValueError(f"{name} must be one-dimensional and not empty, got {values!r}")
    if len(titles) != len(rows):
        raise ValueError(f"titles must name all {len(rows)} panels, got {len(titles)}")
    return rows


def _panels(count: int, columns: int, height: float) -> tuple[Picture, list[Axes]]:
    """Make a figure of ``count`` panels, each ``height`` inches high."""
    rows = -(-count // columns)
    layout = ConstrainedLayoutEngine(h_pad=0.07, hspace=0.04)
    figure = Picture(figsize=(WIDTH, rows * height), layout=layout)
    axes = figure.subplots(rows, columns, squeeze=False).ravel().tolist()
    for spare in axes[count:]:
        spare.remove()
    return figure, axes[:count]


def _draw_bars(ax: Axes, p: np.ndarray, labels: Sequence[str] | None, decimals: int) -> None:
    """Draw one distribution: numbers on a few bars, or on the tallest of many."""
    few = p.size <= MOST_NUMBERED_BARS
    if p.size > 5:  # longer numbers would touch
        decimals = min(decimals, 2)
    top = int(np.argmax(p))
    drawn = np.arange(p.size)
    if p.size > MOST_SINGLE_BARS:
        ax.stairs(p, np.arange(p.size + 1) - 0.5, fill=True, color=PROBABILITY)
        drawn = drawn[[top]]  # the one that carries its number
    bars = ax.bar(drawn, p[drawn], width=0.7 if few else 0.8, color=PROBABILITY)
    numbers = [f"{p[i]:.{decimals}f}" if few or i == top else "" for i in drawn]
    texts = ax.bar_label(bars, numbers, padding=2)
    if not few:  # a number is wider than a bar: let it grow towards the middle of the panel
        left = top < p.size / 2
        texts[drawn.tolist().index(top)].set(ha="left" if left else "right", x=-4 if left else 4)
    if labels is None:
        ax.set_xticks([])
    else:
        ax.set_xticks(np.arange(p.size), labels)
    ax.tick_params(axis="x", length=0)


def probability_bars(p: ArrayLike, *, labels: Sequence[str] | None = None) -> Figure:
    """Draw one distribution as bars over [0, 1].

    Parameters
    ----------
    p : array_like
        Probabilities, shape (K,).
    labels : sequence of str, optional
        One name for each bar.

    Returns
    -------
    Figure
        Bars with their values, to two decimals if there are more than five bars; only the tallest
        has one if there are more than eight.

    Raises
    ------
    ValueError
        If ``p`` is not one-dimensional or empty.

    Examples
    --------
    >>> figure = probability_bars([0.7, 0.2, 0.1], labels=["a", "b", "c"])
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['0.7000', '0.2000', '0.1000']
    """
    (row,) = _as_rows("p", [p], [""])
    with matplotlib.style.context(STYLE):
        figure, (ax,) = _panels(1, 1, 2.4)
        _draw_bars(ax, row, labels, 4)
        ax.set(ylim=(0, 1.1), yticks=[0, 0.5, 1], ylabel="probability")
    return figure


def probability_panels(
    distributions: Sequence[ArrayLike],
    titles: Sequence[str],
    *,
    labels: Sequence[str] | None = None,
    columns: int = 3,
    common_scale: bool = True,
) -> Figure:
    """Draw several distributions as panels of bars.

    Parameters
    ----------
    distributions : sequence of array_like
        Probabilities, one array of shape (K,) for each panel.
    titles : sequence of str
        One line for each panel.
    labels : sequence of str, optional
        One name for each bar.
    columns : int
        Panels in a row.
    common_scale : bool, default True
        Whether all panels span [0, 1]. If not, each has a scale of its own and a dashed line at
        the height 1/K that all bars would share in the uniform distribution.

    Returns
    -------
    Figure
        The panels, in reading order.

    Raises
    ------
    ValueError
        If a distribution is not one-dimensional, or the titles do not match.

    Examples
    --------
    >>> len(probability_panels([[0.5, 0.5], [0.9, 0.1]], ["T = ∞", "T = 1"]).axes)
    2
    """
    rows = _as_rows("distributions", distributions, titles)
    with matplotlib.style.context(STYLE):
        figure, axes = _panels(len(rows), columns, 1.7 if common_scale else 1.6)
        for i, (ax, p, title) in enumerate(zip(axes, rows, titles, strict=True)):
            _draw_bars(ax, p, labels, 4 if columns < 3 else 2)
            ax.set_title(title)
            if common_scale:
                ax.set(ylim=(0, 1.15), yticks=[0, 0.5, 1])
                if i % columns:
                    ax.set_yticklabels([])
            else:
                ax.set(ylim=(0, 1.25 * p.max()), yticks=[])
                ax.axhline(1 / p.size, color=ATTENTION, linestyle=DASHES[1], linewidth=1.5)
    return figure


def points_on_exp(sets: Sequence[ArrayLike], titles: Sequence[str], *, columns: int = 1) -> Figure:
    """Draw sets of points on the curve of the exponential, one panel for each set.

    All panels show a piece of the same width that ends at the set's largest point, and measure
    heights in units of that point's. The curve then looks the same in all of them: what differs is
    how far the points are spread.

    Parameters
    ----------
    sets : sequence of array_like
        Positions on the horizontal axis, one array for each panel (logits divided by T, say).
    titles : sequence of str
        One line for each panel.
    columns : int
        Panels in a row.

    Returns
    -------
    Figure
        The panels, in reading order.

    Raises
    ------
    ValueError
        If a set is not one-dimensional, or the titles do not match.

    Examples
    --------
    >>> figure = points_on_exp([[2, 3, 8], [0.5, 0.75, 2]], ["T = 1", "T = 4"])
    >>> [round(float(np.ptp(ax.get_xlim())), 6) for ax in figure.axes]
    [7.2, 7.2]
    """
    rows = _as_rows("sets", sets, titles)
    spread = max(float(np.ptp(r)) for r in rows) or 1.0
    with matplotlib.style.context(STYLE):
        figure, axes = _panels(len(rows), columns, 1.55)
        for ax, x, title in zip(axes, rows, titles, strict=True):
            top = x.max()
            left, right = top - 1.1 * spread, top + 0.1 * spread
            grid = np.linspace(left, right, 300)
            ax.plot(grid, np.exp(grid - top), color=INK, linewidth=1.5)
            ax.vlines(x, 0, np.exp(x - top), color=PROBABILITY)
            ax.plot(x, np.exp(x - top), "o", color=PROBABILITY, clip_on=False, zorder=3)
            ax.set(xlim=(left, right), ylim=(0, 1.25), yticks=[0, 1], ylabel="height", title=title)
            ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
            ax.axhline(1, color=INK, linewidth=0.8, linestyle=DASHES[2])
    return figure


def tangents_on_exp(at: ArrayLike, *, span: tuple[float, float] = (-3, 3)) -> Figure:
    """Draw the exponential with tangents, each from where it leaves the horizontal axis.

    The tangent at a point leaves the axis one unit to the left of it, and rises to the point's
    height over that unit: its slope is the height, which stands beside the point.

    Parameters
    ----------
    at : array_like
        Where the tangents touch the curve, shape (n,).
    span : (float, float), default (-3, 3)
        Ends of the horizontal axis.

    Returns
    -------
    Figure
        One panel.

    Raises
    ------
    ValueError
        If ``at`` is not one-dimensional or empty, or a point is not inside ``span``.

    Examples
    --------
    >>> [text.get_text() for text in tangents_on_exp([0, 1]).axes[0].texts]
    ['1.00', '2.72']
    """
    (touched,) = _as_rows("at", [at], [""])
    left, right = span
    if not (left < touched.min() and touched.max() < right):
        raise ValueError(f"at must lie between {left} and {right}, got {at!r}")
    with matplotlib.style.context(STYLE):
        figure, (ax,) = _panels(1, 1, 2.9)
        grid = np.linspace(left, right, 300)
        ax.plot(grid, np.exp(grid), color=INK, linewidth=1.5)
        for a, height in zip(touched, np.exp(touched), strict=True):
            beyond = 0.5  # how far the tangent goes on after it has touched
            ax.plot(
                [a - 1, a + beyond], [0, height * (1 + beyond)], color=ATTENTION, linestyle="--"
            )
            ax.vlines(a, 0, height, color=PROBABILITY, linewidth=1.5, linestyle=DASHES[2])
            ax.plot([a], [height], "o", color=PROBABILITY, zorder=3)
            ax.annotate(
                f"{height:.2f}", (a, height), xytext=(-9, 3), textcoords="offset points", ha="right"
            )
        ax.set(xlim=(left, right), ylim=(0, None), xlabel="x", ylabel="height eˣ")
        ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
        ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    return figure


def simplex_points(
    points: Mapping[str, ArrayLike],
    *,
    corners: Sequence[str] = ("class 0", "class 1", "class 2"),
) -> Figure:
    """Draw distributions over three classes as points of a triangle.

    A corner gives all to one class, the side opposite to it gives that class nothing, and the
    distance from that side is the class's probability.

    Parameters
    ----------
    points : mapping of str to array_like
        Distributions of shape (3,) under the text that stands beside each. One with an entry 0
        lies on the boundary and is drawn hollow.
    corners : sequence of str
        Names of the corners: top, lower left, lower right.

    Returns
    -------
    Figure
        One panel.

    Raises
    ------
    ValueError
        If a point is not a distribution over three classes, or there are not three corners.

    Examples
    --------
    >>> figure = simplex_points({"centre": [1 / 3, 1 / 3, 1 / 3], "a tie": [0.5, 0.5, 0]})
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['class 0', 'class 1', 'class 2', 'centre', 'a tie']
    """
    if len(corners) != 3:
        raise ValueError(f"corners must be three, got {corners!r}")
    vertices = np.array([[0.5, np.sqrt(3) / 2], [0, 0], [1, 0]])
    with matplotlib.style.context(STYLE):
        figure, (ax,) = _panels(1, 1, 3.4)
        ax.fill(*vertices.T, facecolor="none", edgecolor=INK, linewidth=1.5)
        for name, (x, y), side in zip(corners, vertices, (1, -1, -1), strict=True):
            ax.annotate(
                name,
                (x, y),
                xytext=(0, 6 * side),
                textcoords="offset points",
                ha="center",
                va="bottom" if side > 0 else "top",
            )
        for name, values in points.items():
            p = np.asarray(values, dtype=np.float64)
            if p.shape != (3,) or not (p.min() >= 0 and abs(p.sum() - 1) <= 1e-6):
                raise ValueError(f"points must be distributions over 3 classes, {name!r} is {p!r}")
            face = "none" if p.min() == 0 else PROBABILITY
            x, y = p @ vertices
            ax.plot([x], [y], "o", color=PROBABILITY, markerfacecolor=face, clip_on=False)
            below = p.min() > 0.05 and 0.2 < p[0] < 0.8  # the triangle is wide enough there
            ax.annotate(
                name,
                (x, y),
                xytext=(0, -7) if below else (8, 0),
                textcoords="offset points",
                ha="center" if below else "left",
                va="top" if below else "center",
            )
        ax.set(xlim=(-0.02, 1.02), ylim=(-0.02, 0.89), xticks=[], yticks=[], aspect="equal")
        ax.spines[:].set_visible(False)
    return figure


def _spread_apart(y: np.ndarray, gap: float) -> np.ndarray:
    """Move values apart, in their order and about their own centre, until all differ by a gap."""
    order = np.argsort(y, kind="stable")
    placed = y[order].copy()
    for i in range(1, placed.size):
        placed[i] = max(placed[i], placed[i - 1] + gap)
    placed -= (placed - y[order]).mean()
    result = np.empty_like(placed)
    result[order] = placed
    return result


def labelled_curves(
    x: ArrayLike,
    curves: Mapping[str, ArrayLike],
    *,
    xlabel: str,
    ylabel: str,
    log_x: bool = False,
    label_at: Sequence[float] | None = None,
    points: Mapping[str, tuple[float, float]] | None = None,
    levels: Mapping[str, float] | None = None,
) -> Figure:
    """Draw curves that carry their names on themselves, so that no legend is needed.

    Parameters
    ----------
    x : array_like
        Positions, shape (n,), increasing.
    curves : mapping of str to array_like
        Heights of shape (n,) under the name of each curve; told apart by dash pattern and name.
    xlabel, ylabel : str
        Names of the axes, with units.
    log_x : bool, default False
        Whether the horizontal axis is logarithmic.
    label_at : sequence of float, optional
        For each curve the position beside which its name stands; by default all names stand at the
        right end, moved apart where they would touch.
    points : mapping of str to (float, float), optional
        Points to be noticed, (x, y) under the text that stands beside each.
    levels : mapping of str to float, optional
        Horizontal lines, heights under their names.

    Returns
    -------
    Figure
        One panel.

    Raises
    ------
    ValueError
        If a curve is not as long as ``x`` or ``label_at`` does not match the curves.

    Examples
    --------
    >>> x = np.linspace(0, 1, 5)
    >>> figure = labelled_curves(x, {"line": x, "square": x**2}, xlabel="x", ylabel="y")
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['line', 'square']
    """
    at = np.asarray(x, dtype=np.float64)
    heights = {name: np.asarray(y, dtype=np.float64) for name, y in curves.items()}
    for name, y in heights.items():
        if y.shape != at.shape:
            raise ValueError(f"curve {name!r} must have the shape {at.shape} of x, got {y.shape}")
    if label_at is not None and len(label_at) != len(heights):
        raise ValueError(f"label_at must have {len(heights)} entries, got {len(label_at)}")
    with matplotlib.style.context(STYLE):
        figure, (ax,) = _panels(1, 1, 2.9)
        if log_x:
            ax.set_xscale("log")
            ax.xaxis.set_major_locator(LogLocator(10))
            ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:g}"))
            ax.xaxis.set_minor_locator(NullLocator())
        for i, y in enumerate(heights.values()):
            ax.plot(at, y, color=PROBABILITY, linestyle=DASHES[i % len(DASHES)])
        for name, height in (levels or {}).items():
            ax.axhline(height, color=INK, linewidth=1, linestyle=DASHES[2])
            ax.annotate(name, (at[0], height), xytext=(2, 3), textcoords="offset points")
        ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(at[0], at[-1]))
        ax.margins(y=0.12)
        if label_at is None:
            gap = 0.085 * float(np.ptp(ax.get_ylim()))
            ends = np.array([y[-1] for y in heights.values()])
            for name, y in zip(heights, _spread_apart(ends, gap), strict=True):
                ax.annotate(
                    name, (at[-1], y), xytext=(6, 0), textcoords="offset points", va="center"
                )
        else:
            for (name, y), where in zip(heights.items(), label_at, strict=True):
                height = float(np.interp(where, at, y))
                side = -1 if np.interp(where, at, np.gradient(y)) > 0 else 1  # off the curve
                ax.annotate(
                    name,
                    (where, height),
                    xytext=(6 * side, 4),
                    textcoords="offset points",
                    ha="right" if side < 0 else "left",
                )
        for name, (px, py) in (points or {}).items():
            ax.plot([px], [py], "D", color=ATTENTION)
            ax.annotate(
                name, (px, py), xytext=(0, -8), textcoords="offset points", ha="center", va="top"
            )
    return figure


def matrix_cells(matrix: ArrayLike, *, labels: Sequence[str]) -> Figure:
    """Draw a square matrix as cells with their numbers, tinted by sign and size.

    Parameters
    ----------
    matrix : array_like
        The numbers, shape (K, K).
    labels : sequence of str
        One name for each row, which is that of its column too.

    Returns
    -------
    Figure
        Cells with three decimals; positive ones have the colour of probabilities, negative ones
        that of what needs attention, the stronger the larger.

    Raises
    ------
    ValueError
        If ``matrix`` is not square, or ``labels`` does not name its rows.

    Examples
    --------
    >>> figure = matrix_cells([[0.25, -0.25], [-0.25, 0.25]], labels=["a", "b"])
    >>> [text.get_text() for text in figure.axes[0].texts][:4]
    ['0.250', '−0.250', '−0.250', '0.250']
    """
    cells = np.asarray(matrix, dtype=float)
    if cells.ndim != 2 or cells.shape[0] != cells.shape[1] or not cells.size:
        raise ValueError(f"matrix must be square; got the shape {cells.shape}.")
    size = len(cells)
    if len(labels) != size:
        raise ValueError(f"labels must name all {size} rows; got {len(labels)}.")
    strongest = np.abs(cells).max() or 1.0
    with matplotlib.style.context(STYLE):
        figure, (ax,) = _panels(1, 1, 0.45 * size + 0.3)
        for (k, j), v in np.ndenumerate(cells):
            colour, tint = PROBABILITY if v >= 0 else ATTENTION, 0.5 * abs(v) / strongest
            box = Rectangle((j - 0.47, k - 0.44), 0.94, 0.88, color=colour, alpha=tint, lw=0)
            ax.add_patch(box)
            number = f"{v:.3f}".replace("-", "\N{MINUS SIGN}")
            ax.text(j, k, number, ha="center", va="center_baseline")
        ax.set(xlim=(-0.5, size - 0.5), ylim=(size - 0.5, -0.5), xticks=[])
        for j, name in enumerate(labels):
            ax.text(j, -0.6, name, ha="center")
        ax.set_yticks(np.arange(size), labels)
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
    return figure
