"""Temperature: how one number sharpens or flattens the same logits."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from softmaxlab.core import entropy, softmax
from softmaxlab.widgets import _base
from softmaxlab.widgets._base import (
    STATIC,
    Cell,
    levels,
    literal,
    number,
    tag,
    temperature_label,
    word,
)

RANGES = {"pm0.4": 0.4, "pm1": 1.0, "pm5": 5.0}
OUTLIER = 6.0
MOST_BARS = 8  # more logits than this are drawn as dots

# The drawing: its size and margins, the ends of the curve, the lowest power of ten for a dot.
WIDTH, HEIGHT = 320, 200
LEFT, RIGHT, TOP, BELOW = 46, 8, 10, 42
LO, HI = 0.04, 125.0
FLOOR = -5.0
OUTLINES = "abc"

Floats = NDArray[np.float64]


class Temperature(_base.Widget):
    """Probabilities of the same logits at one temperature and at a few others.

    On the left the probabilities at ``T``, outlined at the temperatures in ``compare``; on the
    right the entropy from 0 to log K as a function of the temperature. The slider, the dot on the
    curve and the tops of the bars can all be moved.

    Parameters
    ----------
    z : sequence of float
        2 to 101 logits between -2000 and 2000. More than 8 are drawn as dots, without sliders.
    T : str or float
        Temperature in [0, inf], as a number or as text; stored as text (``"0.5"``, ``"inf"``).
        0 is the arg max (ties share), ``inf`` is uniform.
    compare : sequence of float
        Up to 3 finite temperatures to compare with.
    set : {"custom", "pm0.4", "pm1", "pm5"}
        ``"custom"`` shows ``z``; the others show 100 logits spread evenly over ±0.4, ±1 or ±5.
    outlier : bool
        Whether a single logit of 6 joins the 100.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    Notes
    -----
    ``T`` is text, so link a slider to it in that one direction:
    ``ipywidgets.jsdlink((slider, "value"), (widget, "T"))``.

    Examples
    --------
    >>> w = Temperature(z=[2, 1, 0.1], T=0.5)
    >>> w.T
    '0.5'
    >>> w.probabilities.round(4).tolist()
    [0.8638, 0.1169, 0.0193]
    """

    _esm = STATIC / "temperature.js"
    _css = STATIC / "temperature.css"
    title = "Temperature"

    z = _base.Numbers([2, 1, 0.1], lo=-2000, hi=2000, least=2, most=101, what="logits").tag(
        sync=True
    )
    T = _base.Temperature("1").tag(sync=True)
    compare = _base.Numbers(
        [0.5, 1, 3], lo=0, hi=math.inf, least=0, most=3, what="temperatures"
    ).tag(sync=True)
    set = traitlets.Enum(["custom", *RANGES], "custom").tag(sync=True)
    outlier = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        z: Iterable[float] = (2, 1, 0.1),
        T: str | float = "1",
        compare: Iterable[float] = (0.5, 1, 3),
        set: str = "custom",
        outlier: bool = False,
        **traits: Any,
    ) -> None:
        super().__init__(z=z, T=T, compare=compare, set=set, outlier=outlier, **traits)

    @property
    def logits(self) -> Floats:
        """The logits in use: ``z``, or those of the chosen ``set``; shape (K,)."""
        if self.set == "custom":
            return np.array(self.z)
        r = RANGES[self.set]
        spread = np.linspace(-r, r, 100)
        return np.append(spread, OUTLIER) if self.outlier else spread

    @property
    def probabilities(self) -> Floats:
        """Softmax of the logits at ``T``; shape (K,)."""
        return self._at(_base.read_temperature(self.T))

    def _at(self, T: float) -> Floats:
        return np.asarray(softmax(self.logits, temperature=T))

    @property
    def _has_outlier(self) -> bool:
        return bool(self.outlier) and self.set != "custom"

    @property
    def _editable(self) -> bool:
        return self.set == "custom" and len(self.z) <= MOST_BARS

    def python(self) -> str:
        """Return the program that computes every number of the present state."""
        lines = ["import numpy as np", "from softmaxlab import entropy, softmax", ""]
        if self.set == "custom":
            lines += [f"z = np.array({literal(self.z)})"]
        else:
            r = literal(RANGES[self.set])
            lines += [f"z = np.linspace(-{r}, {r}, 100)"]
            if self.outlier:
                lines += [f"z = np.append(z, {literal(OUTLIER)})  # one outlier"]
        lines += [
            f"T = {literal(_base.read_temperature(self.T))}",
            "",
            "p = softmax(z, temperature=T)",
            "H = entropy(p)",
            'print("p =", p, "largest", p.max())',
        ]
        if not self._editable:
            lines += ['print("others", np.sort(p)[:-1].sum())']
        lines += [
            'print("H =", H, "nats,", H / np.log(2), "bits")',
            'print("e^H =", np.exp(H))',
        ]
        if self.compare:
            lines += [
                "",
                "# The outlines",
                f"compare = {literal(self.compare)}",
                "P = np.array([softmax(z, temperature=t) for t in compare])",
                "Hs = entropy(P)",
                "print(P, Hs)",
            ]
        return "\n".join([*lines, ""])

    def numbers(self) -> str:
        """Return the numbers of the present state as an HTML table."""
        T = _base.read_temperature(self.T)
        temperatures = [T, *(t for t in self.compare if t != T)]
        ps = [self._at(t) for t in temperatures]
        Hs = [float(entropy(p)) for p in ps]
        z = self.logits
        rows: list[list[Cell]]
        if self._editable:
            rows = [
                [str(i), (float(v), "z"), *((float(p[i]), "p") for p in ps)]
                for i, v in enumerate(z)
            ]
        else:
            name = "outlier" if self._has_outlier else "largest"
            rows = [
                [name, (float(z.max()), "z"), *((float(p.max()), "p") for p in ps)],
                ["others", "", *((float(np.sort(p)[:-1].sum()), "p") for p in ps)],
            ]
        rows += [
            ["H, nats", "", *((H, "nats") for H in Hs)],
            ["H, bits", "", *((H / math.log(2), "nats") for H in Hs)],
            ["e^H", "", *((math.exp(H), "count") for H in Hs)],
        ]
        head = ["class", "z", *(f"T = {temperature_label(t)}" for t in temperatures)]
        return _base.table("Probabilities and entropy", head, rows)

    # ---- The picture: what js/temperature.mjs draws, at one size

    def figure(self) -> str:
        """Return the picture of the present state."""
        return self._chances() + self._information()

    def _chances(self) -> str:
        p = self.probabilities
        words = f"T = {temperature_label(_base.read_temperature(self.T))}"
        keys = "".join(
            f'<span class="smx-key smx-{name}">{temperature_label(t)}</span>'
            for name, t in zip(OUTLINES, self.compare, strict=False)
        )
        legend = f'<span class="smx-legend"><b class="smx-key smx-now">{words}</b>{keys}</span>'
        caption = f"<span>Probability p</span>{legend}"
        if self._editable:
            listed = ", ".join(number(float(v), "p") for v in p)
            label = f"Bars of the probabilities at {words}: {listed}."
            return pane(caption, label, self._bars(p))
        largest = number(float(p.max()), "p")
        label = f"Probabilities of {len(p)} logits at {words}, log scale; the largest is {largest}."
        return pane(caption, label, self._dots(p))

    def _bars(self, p: Floats) -> list[str]:
        ghosts = [self._at(t) for t in self.compare]
        column = (WIDTH - LEFT - RIGHT) / len(p)
        crowded = column < 54
        base = HEIGHT - BELOW - (16 if crowded else 0)
        w = min(round(column * 0.62), 64)

        def y(v: float) -> float:
            return base - float(v) * (base - TOP)

        def across(start: float, v: float, length: float) -> str:
            return f"M{start:.1f},{y(v):.1f}h{length:.1f}"

        out = levels(LEFT, WIDTH - RIGHT, [(y(0), "0"), (y(0.5), "0.5"), (y(1), "1")])
        for i, v in enumerate(p):
            x = LEFT + column * (i + 0.5) - w / 2
            marks = list(zip(OUTLINES, (float(ghost[i]) for ghost in ghosts), strict=False))
            if marks:
                a, b, high = x - 4.5, x + w + 4.5, y(max(mark for _, mark in marks))
                sides = f"M{a:.1f},{base}V{high:.1f}M{b:.1f},{base}V{high:.1f}"
                out.append(tag("path", class_="smx-ghost", d=sides))
            for name, mark in marks:
                d = across(x - 4.5, mark, w + 9)
                out.append(tag("path", class_=f"smx-ghost smx-{name}", d=d))
            out.append(tag("rect", class_="smx-bar", x=x, width=w, y=y(v), height=base - y(v)))
            for name, mark in marks:
                if mark < v:
                    d = across(x, mark, w)
                    out.append(tag("path", class_=f"smx-cut smx-{name}", d=d))
            drop = 36 + (16 if crowded and i % 2 else 0)
            text = number(float(v), "p")
            out.append(word(str(i), x + w / 2, base + 18, "middle"))
            out.append(word(text, x + w / 2, base + drop, "middle", class_="smx-number"))
        out.append(tag("path", class_="smx-axis", d=f"M{LEFT},{base}H{WIDTH - RIGHT}"))
        out += [word("class", 0, base + 18), word("p =", 0, base + 36)]
        return out

    def _dots(self, p: Floats) -> list[str]:
        z = self.logits
        right, base, top = WIDTH - RIGHT, HEIGHT - BELOW, 42
        ranges = self.set != "custom"
        lo, hi = (-5.4, 6.4) if ranges else (float(z.min()), float(z.max()))

        def x(v: float) -> float:
            return LEFT + 6 + (v - lo) / ((hi - lo) or 1.0) * (right - LEFT - 12)

        def y(probability: float) -> float:
            power = math.log10(probability) if probability > 10.0**FLOOR else FLOOR
            return top + power / FLOOR * (base - top)

        largest = float(p.max())
        others = number(float(np.sort(p)[:-1].sum()), "p")
        name, colour = ("◆ outlier", "smx-warn") if self._has_outlier else ("largest", "smx-bar")
        strip = {"x": LEFT, "y": 2, "height": 12}
        out = [
            tag("rect", class_=colour, width=(right - LEFT) * largest, **strip),
            tag("rect", class_="smx-frame", width=right - LEFT, **strip),
            word(f"{name} {number(largest, 'p')}", LEFT, 29, class_=f"smx-number {colour}"),
            word(f"the others {others}", right, 29, "end"),
        ]
        out += levels(LEFT, right, [(y(1), "p = 1"), (y(1e-2), "0.01"), (y(1e-4), "10⁻⁴")])
        out += [
            word(number(v, "z"), x(v), base + 18, "middle")
            for v in ((-5.0, 0.0, 5.0) if ranges else (lo, hi))
        ]
        out.append(word("logit z", (LEFT + right) / 2, base + 36, "middle"))
        for line, t in zip(OUTLINES, self.compare, strict=False):
            pairs = zip(z.tolist(), self._at(t).tolist(), strict=True)
            points = [f"{x(v):.1f},{y(q):.1f}" for v, q in pairs if q >= 10.0**FLOOR]
            out.append(tag("path", class_=f"smx-ghost smx-{line}", d="M" + "L".join(points)))
        last = -1 if self._has_outlier else None
        for v, q in zip(z[:last].tolist(), p[:last].tolist(), strict=True):
            kind = "smx-dot" if q >= 10.0**FLOOR else "smx-dot smx-hollow"
            out.append(tag("circle", class_=kind, cx=x(v), cy=y(q), r=2.6))
        if self._has_outlier:
            d = f"M{x(OUTLIER):.1f},{y(largest):.1f}m0,-7l7,7l-7,7l-7,-7z"
            out.append(tag("path", class_="smx-outlier", d=d))
        return out

    def _information(self) -> str:
        T = _base.read_temperature(self.T)
        K = len(self.logits)
        most = math.log(K)
        margin = 34
        right, base = WIDTH - margin, HEIGHT - BELOW

        def nats(t: float) -> float:
            return float(entropy(self._at(t)))

        def y(h: float) -> float:
            return base - h / most * (base - TOP)

        def x(t: float) -> float:
            if t == 0 or math.isinf(t):
                return float(right - 8 if t else LEFT + 8)
            share = math.log(t / LO) / math.log(HI / LO)
            return LEFT + 34 + min(max(share, -0.04), 1.04) * (right - LEFT - 68)

        def at(t: float) -> str:
            return f"{x(t):.1f},{y(nats(t)):.1f}"

        step = 1.0 if K > 8 else 0.5
        steps = [i * step for i in range(int(most / step) + 1)]
        counts = [k for k in ((1, 3, 10, 30) if K > 8 else (1, 2, 4)) if k < 0.7 * K]
        middle = (LEFT + right) / 2
        here = f"{x(T):.1f},{y(nats(T)):.1f}"
        out = levels(LEFT, right, [*((y(v), f"{v:g}") for v in steps), (float(TOP), "")])
        out += [word(str(k), right + 8, y(math.log(k)), dy="0.35em") for k in (*counts, K)]
        out += [
            word(temperature_label(t), x(t), base + 18, "middle")
            for t in (0, 0.1, 1, 10, 100, math.inf)
        ]
        out.append(word("temperature T", middle, base + 36, "middle"))
        limits = f"M{at(0)}L{at(LO)}M{at(HI)}L{at(math.inf)}"
        line = "M" + "L".join(at(float(t)) for t in np.geomspace(LO, HI, 97))
        guide = f"M{LEFT},{y(nats(T)):.1f}H{right}M{here}V{base}"
        out += [
            tag("path", class_="smx-axis", d=f"M{LEFT},{base}H{right}"),
            tag("path", class_="smx-guide", d=guide),
            tag("path", class_="smx-curve smx-limits", d=limits),
            tag("path", class_="smx-curve", d=line),
        ]
        for t in self.compare:
            out.append(tag("circle", class_="smx-ring", cx=x(t), cy=y(nats(t)), r=4.5))
        out.append(tag("circle", class_="smx-knob", cx=x(T), cy=y(nats(T)), r=8))
        caption = '<span>Entropy (nats)</span><span>choices e<sup class="smx-up">H</sup></span>'
        label = (
            f"Entropy against temperature, from 0 to {number(most, 'nats')} nats; at"
            f" T = {temperature_label(T)} it is {number(nats(T), 'nats')} nats, as much as"
            f" {number(math.exp(nats(T)), 'count')} equal choices."
        )
        return pane(caption, label, out)


def pane(caption: str, label: str, content: list[str]) -> str:
    """Return one of the two drawings."""
    return _base.pane(caption, label, WIDTH, HEIGHT, *content)
