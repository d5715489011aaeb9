"""Pipeline: from logits to exponentials to probabilities, in three columns of bars."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxlab.core import entropy, softmax
from softmaxlab.widgets import _base
from softmaxlab.widgets._base import STATIC, literal, number, tag, word

# The drawing: its width, headings, rows, logit axis, strip, the names of the classes; and where the
# axis may end.
WIDTH, HEAD, ROW, AXIS, STRIP, NAMES, GAP = 600, 28, 46, 18, 44, 20, 14
ENDS = (5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 10000, 20000, 30000)

Floats = NDArray[np.float64]


class Pipeline(_base.Widget):
    """The three steps of softmax: logit, exponential, probability.

    Parameters
    ----------
    z : sequence of float
        2 to 6 logits between -2000 and 2000.
    c : float
        Level added to all logits, from -20 to 20. It changes no probability.
    k : float
        Factor that stretches all logits, from 0.01 to 10. The logits in use are ``k * z + c``.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    Examples
    --------
    >>> w = Pipeline(z=[2, 1, 0.1], c=20)
    >>> w.probabilities.round(4).tolist()
    [0.659, 0.2424, 0.0986]
    """

    _esm = STATIC / "pipeline.js"
    _css = STATIC / "pipeline.css"
    title = "Pipeline"

    z = _base.Numbers([2, 1, 0.1], lo=-2000, hi=2000, least=2, most=6, what="logits").tag(sync=True)
    c = _base.Number(0, lo=-20, hi=20).tag(sync=True)
    k = _base.Number(1, lo=0.01, hi=10).tag(sync=True)

    def __init__(
        self, z: Iterable[float] = (2, 1, 0.1), c: float = 0, k: float = 1, **traits: Any
    ) -> None:
        super().__init__(z=z, c=c, k=k, **traits)

    @property
    def logits(self) -> Floats:
        """The logits in use, ``k * z + c``; shape (K,)."""
        return np.asarray(self.k * np.array(self.z) + self.c)

    @property
    def exponentials(self) -> Floats:
        """The exponentials in units of the largest; shape (K,)."""
        x = self.logits
        return np.asarray(np.exp(x - x.max()))

    @property
    def probabilities(self) -> Floats:
        """Softmax of the logits in use; shape (K,)."""
        return np.asarray(softmax(self.logits))

    def python(self) -> str:
        """Return the program that computes every number of the present state."""
        return "\n".join([
            "import numpy as np",
            "from softmaxlab import entropy, softmax",
            "",
            f"z = np.array({literal(self.z)})",
            f"c = {literal(self.c)}  # level",
            f"k = {literal(self.k)}  # stretch",
            "",
            "x = k * z + c",
            "e = np.exp(x - x.max())  # in units of the largest",
            "p = softmax(x)",
            "H = entropy(p)",
            "shift = np.abs(p - softmax(k * z)).max()  # the most that c has changed",
            "odds01 = np.exp(x[0] - x[1])  # p[0] / p[1], also where p[1] is too small for a float",
            'print("p =", p, "sum", p.sum(), "denominator", e.sum())',
            'print("H =", H, "nats,", H / np.log(2), "bits")',
            'print("shift", shift, "odds", odds01)',
            "",
        ])  # fmt: skip

    def numbers(self) -> str:
        """Return the numbers of the present state as an HTML table."""
        x, e, p = self.logits, self.exponentials, self.probabilities
        H = float(entropy(p))
        rows: list[list[_base.Cell]] = [
            [str(i), (z, "z"), (float(x[i]), "z"), (float(e[i]), "p"), (float(p[i]), "p")]
            for i, z in enumerate(self.z)
        ]
        rows += [
            ["sum", "", "", (float(e.sum()), "nats"), (float(p.sum()), "nats")],
            ["H, nats", "", "", "", (H, "nats")],
            ["H, bits", "", "", "", (H / float(np.log(2)), "nats")],
        ]
        return _base.table("Three steps", ["class", "z", "kz + c", "exp(x − m)", "p"], rows)

    def figure(self) -> str:
        """Return the picture of the present state: what js/pipeline.mjs draws, at one size."""
        x, e, p = self.logits, self.exponentials, self.probabilities
        K = len(x)
        height = HEAD + ROW * K + AXIS + STRIP
        column = (WIDTH - NAMES - 2 * GAP) / 3
        left = [NAMES + i * (column + GAP) for i in range(3)]
        size = float(np.abs(x).max())
        scale = next(end for end in ENDS if end >= size)
        middle, half = left[0] + column / 2, column / 2 - 4
        below, largest = HEAD + ROW * K, int(p.argmax())
        heads = ("logit x = kz + c", "exp(x − m)", "p")
        out = [word(text, at, 18) for text, at in zip(heads, left, strict=True)]
        out.append(tag("path", class_="smx-axis", d=f"M{middle:.1f},{HEAD}V{below}"))
        for anchor, i, v in (("start", 0, f"−{scale}"), ("middle", 1, "0"), ("end", 2, str(scale))):
            out.append(word(v, left[0] + column / 2 * i, below + 14, anchor))
        for i in range(K):
            top = HEAD + i * ROW + (ROW - 34) / 2
            bar = top + 20
            end = middle + float(x[i]) / scale * half
            y = float(bar) + 4.5
            out += [
                tag("line", class_="smx-grid", x1=at, x2=at + column, y1=y, y2=y) for at in left[1:]
            ]
            if i == largest:
                d = f"M{max(middle, end):.1f},{y}H{left[1]:.1f}"
                d += f"M{left[1] + float(e[i]) * column:.1f},{y}H{left[2]:.1f}"
                out.append(tag("path", class_="smx-thread", d=d))
            drawn = (
                ("smx-score", min(middle, end), abs(end - middle)),
                ("smx-weight", left[1], float(e[i]) * column),
                ("smx-bar", left[2], float(p[i]) * column),
            )
            for kind, start, width in drawn:
                out.append(tag("rect", class_=kind, x=start, width=width, y=bar, height=9))
            out += [
                word(str(i), 0, bar + 9),
                word(number(float(x[i]), "z"), left[0], top + 14, class_="smx-logit smx-halo"),
                word(number(float(e[i]), "p"), left[1], top + 14),
                word(number(float(p[i]), "p"), left[2], top + 14, class_="smx-number"),
            ]
        base, width, at = height - STRIP + 8, WIDTH - left[1], left[1]
        for i, v in enumerate(p):
            kind = "smx-bar" if i == largest else "smx-part"
            out.append(tag("rect", class_=kind, x=at, y=base, width=float(v) * width, height=14))
            at += float(v) * width
        out += [
            tag("rect", class_="smx-frame", x=left[1], y=base, width=width, height=14),
            word("denominator", left[0], base + 12),
            word(f"Σ = {number(float(e.sum()), 'nats')}", left[1], base + 32),
        ]
        said = ", ".join(number(float(v), "z") for v in x)
        listed = ", ".join(number(float(v), "p") for v in p)
        label = f"Bars in three columns: the logits {said} become the probabilities {listed}."
        m = number(float(x.max()), "z")
        caption = f"<span>Three steps</span><span>m = {m}, the largest x</span>"
        return _base.pane(caption, label, WIDTH, height, *out)
