"""Two heights on the exponential curve, and how many times one is the other."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import traitlets

from softmaxlab.widgets import _base
from softmaxlab.widgets._base import STATIC, levels, literal, number, tag, word

# The drawing: its size and margins, the stretch of the curve, the ends of both axes.
WIDTH, HEIGHT = 600, 260
LEFT, RIGHT, TOP, BELOW, INSET = 46, 60, 32, 44, 8
APART = 22.0  # so far above the first dot a second one waits, at least
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
        its border, with an arrow and its place in words.
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
        span = right - LEFT - 2 * INSET

        def px(v: float) -> float:
            return LEFT + INSET + (v - LO) / (HI - LO) * span

        def share(v: float) -> float:
            if self.logy:
                return (math.log10(v) - TENS[0]) / (TENS[1] - TENS[0])
            return v / LINEAR

        def py(v: float) -> float:
            return base - share(v) * (base - TOP)

        def inside(v: float, y: float) -> tuple[float, float, int]:
            at = min(max(px(v), px(LO)), px(HI))
            out = 0 if abs(px(v) - at) < 1e-6 else int(math.copysign(1, v))
            return at, min(max(py(y), TOP), base), out

        first, second = self.heights
        ax, ay, a_out = inside(self.x, first)
        bx, by, b_out = inside(self.x + self.d, second)
        if b_out:
            by = min(by, ay - APART)
        if self.logy:
            places = [(py(10.0**k), f"{10.0**k:g}") for k in range(TENS[0], TENS[1] + 1)]
            start, end = LO, HI
        else:
            places = [(py(v), f"{v:g}") for v in (0.0, 50.0, 100.0, 150.0)]
            start, end = LO, min(HI, math.log(LINEAR))
        curve = [f"{px(v):.1f},{py(math.exp(v)):.1f}" for v in np.linspace(start, end, 201)]
        guides = f"M{ax:.1f},{ay:.1f}H{right}M{bx:.1f},{by:.1f}H{right}"
        out = levels(LEFT, right, places)
        out += [word(number(v, "z"), px(v), base + 20, "middle") for v in (-5, -2.5, 0, 2.5, 5)]
        dashed = {"stroke_dasharray": "3 3"} if a_out or b_out else {}  # then nothing is to scale
        step = f"M{ax:.1f},{ay:.1f}H{bx:.1f}V{by:.1f}"
        bracket = f"M{right + 2},{ay:.1f}h5V{by:.1f}h-5"
        middle = min(max((ay + by) / 2, 8), base - 4)
        times = f"×{self.ratio:.2f}" if self.ratio < 9.995 else f"×{self.ratio:.1f}"
        out += [
            word("x (no unit)", (LEFT + right) / 2, base + 38, "middle"),
            tag("path", class_="smx-axis", d=f"M{LEFT},{base}H{right}"),
            tag("path", class_="smx-guide", d=guides),
            tag("path", class_="smx-curve", d="M" + "L".join(curve)),
            tag("path", class_="smx-step", d=step, **dashed),
            tag("path", class_="smx-bracket", d=bracket, **dashed),
            word(times, right + 10, middle, dy="0.35em", class_="smx-logit"),
            *dot("smx-second", bx, by, b_out),
            *dot("smx-knob", ax, ay, a_out),
        ]
        corner = 12.0
        for kind, v, y, where in (
            ("smx-knob", self.x, first, a_out),
            ("smx-second", self.x + self.d, second, b_out),
        ):
            if where:
                out += dot(kind, float(LEFT + 16), corner, where)
                said = f"({number(v, 'z')}, {number(y, 'size')})"
                out.append(word(said, LEFT + 32, corner, dy="0.35em", class_="smx-halo"))
                corner += APART
        keys = '<b class="smx-key smx-now">at x</b><span class="smx-key smx-then">at x + d</span>'
        caption = f'<span>Height of eˣ</span><span class="smx-legend">{keys}</span>'
        label = (
            f"The exponential curve with two dots: at {number(self.x, 'z')} it is"
            f" {number(first, 'size')} high, {number(self.d, 'z')} further right"
            f" {number(second, 'size')}, which is {number(self.ratio, 'size')} times as much."
        )
        return _base.pane(caption, label, WIDTH, HEIGHT, *out)


def dot(kind: str, x: float, y: float, out: int) -> list[str]:
    """Return a dot; one that is outside the drawing has an arrow in it (-1 left, 1 right)."""
    drawn = [tag("circle", class_=kind, cx=x, cy=y, r=8 if out else 7)]
    if out:
        colour = "smx-arrow smx-within" if kind == "smx-knob" else "smx-arrow"
        d = f"M{x + 4.5 * out:.1f},{y:.1f}l{-7 * out},-4v8z"
        drawn.append(tag("path", class_=colour, d=d))
    return drawn
