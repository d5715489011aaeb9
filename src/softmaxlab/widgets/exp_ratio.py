"""Two heights on the exponential curve, and how many times one is the other."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import traitlets

from softmaxlab.widgets import _base
from softmaxlab.widgets._base import STATIC, levels, literal, number, tag, word

# The drawing: its size and margins, the stretch of the curve, the ends of both axes.
WIDTH, HEIGHT = 600, 250
LEFT, RIGHT, TOP, BELOW = 46, 60, 14, 42
LO, HI = -5.0, 5.0
LINEAR = 150.0
TENS = (-3, 3)


class ExpRatio(_base.Widget):
    """Two dots on the curve of the exponential, ``d`` apart, and the ratio of their heights.

    Wherever the first dot is moved, the ratio stays: it is exp(d).

    Parameters
    ----------
    x : float
        Where the first dot is, from -10 to 10. The drawing shows -5 to 5; a dot beyond waits at
        its border.
    d : float
        How far to the right the second one is, from 0.1 to 3.
    logy : bool
        Whether the heights are drawn on a logarithmic axis.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    Examples
    --------
    >>> w = ExpRatio(x=5)
    >>> round(w.ratio, 4)
    2.7183
    """

    _esm = STATIC / "exp_ratio.js"
    _css = STATIC / "exp_ratio.css"
    title = "Heights and ratio"

    x = _base.Number(1, lo=-10, hi=10).tag(sync=True)
    d = _base.Number(1, lo=0.1, hi=3).tag(sync=True)
    logy = traitlets.Bool(False).tag(sync=True)

    def __init__(self, x: float = 1, d: float = 1, logy: bool = False, **traits: Any) -> None:
        super().__init__(x=x, d=d, logy=logy, **traits)

    @property
    def heights(self) -> tuple[float, float]:
        """The heights of the curve at ``x`` and at ``x + d``."""
        return float(np.exp(self.x)), float(np.exp(self.x + self.d))

    @property
    def ratio(self) -> float:
        """The second height divided by the first."""
        first, second = self.heights
        return second / first

    def python(self) -> str:
        """Return the program that computes every number of the present state."""
        return "\n".join([
            "import numpy as np",
            "",
            f"x = {literal(self.x)}",
            f"d = {literal(self.d)}",
            "",
            "ex = np.exp(x)",
            "exd = np.exp(x + d)",
            "ratio = exd / ex",
            'print("heights", ex, exd)',
            'print("ratio", ratio, "and e^d", np.exp(d))',
            "",
        ])  # fmt: skip

    def numbers(self) -> str:
        """Return the numbers of the present state as an HTML table."""
        first, second = self.heights
        rows: list[list[_base.Cell]] = [
            ["first", (self.x, "z"), (first, "size")],
            ["second", (self.x + self.d, "z"), (second, "size")],
            ["ratio of the heights", (self.d, "z"), (self.ratio, "size")],
            ["e to the power d", (self.d, "z"), (float(np.exp(self.d)), "size")],
        ]
        return _base.table("Two heights", ["what", "x or d", "value"], rows)

    def figure(self) -> str:
        """Return the picture of the present state: what js/exp_ratio.mjs draws, at one size."""
        right, base = WIDTH - RIGHT, HEIGHT - BELOW

        def px(v: float) -> float:
            return LEFT + (v - LO) / (HI - LO) * (right - LEFT)

        def share(v: float) -> float:
            if self.logy:
                return (math.log10(v) - TENS[0]) / (TENS[1] - TENS[0])
            return v / LINEAR

        def py(v: float) -> float:
            return base - share(v) * (base - TOP)

        def dot(v: float, y: float) -> tuple[float, float]:
            return min(max(px(v), LEFT), right), min(max(py(y), TOP), base)

        first, second = self.heights
        (ax, ay), (bx, by) = dot(self.x, first), dot(self.x + self.d, second)
        if self.logy:
            places = [(py(10.0**k), f"{10.0**k:g}") for k in range(TENS[0], TENS[1] + 1)]
            start, end = LO, HI
        else:
            places = [(py(v), f"{v:g}") for v in (0.0, 50.0, 100.0, 150.0)]
            start, end = LO, math.log(LINEAR)
        curve = [f"{px(v):.1f},{py(math.exp(v)):.1f}" for v in np.linspace(start, end, 201)]
        guides = f"M{ax:.1f},{ay:.1f}H{right}M{bx:.1f},{by:.1f}H{right}"
        out = levels(LEFT, right, places)
        out += [word(number(v, "z"), px(v), base + 18, "middle") for v in (-5, -2.5, 0, 2.5, 5)]
        out += [
            word("x (no unit)", (LEFT + right) / 2, base + 36, "middle"),
            tag("path", class_="smx-axis", d=f"M{LEFT},{base}H{right}"),
            tag("path", class_="smx-guide", d=guides),
            tag("path", class_="smx-curve", d="M" + "L".join(curve)),
            tag("path", class_="smx-step", d=f"M{ax:.1f},{ay:.1f}H{bx:.1f}V{by:.1f}"),
            tag("path", class_="smx-bracket", d=f"M{right + 2},{ay:.1f}h5V{by:.1f}h-5"),
            word(f"×{self.ratio:.2f}", right + 10, (ay + by) / 2, dy="0.35em", class_="smx-logit"),
            tag("circle", class_="smx-knob", cx=ax, cy=ay, r=7),
            tag("circle", class_="smx-second", cx=bx, cy=by, r=7),
        ]
        keys = '<b class="smx-key smx-now">at x</b><span class="smx-key smx-then">at x + d</span>'
        caption = f'<span>Height of eˣ</span><span class="smx-legend">{keys}</span>'
        label = (
            f"The exponential curve with two dots: at {number(self.x, 'z')} it is"
            f" {number(first, 'size')} high, {number(self.d, 'z')} further right"
            f" {number(second, 'size')}, which is {number(self.ratio, 'size')} times as much."
        )
        return _base.pane(caption, label, WIDTH, HEIGHT, *out)
