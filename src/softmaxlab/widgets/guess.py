"""Guess where softmax will put the probabilities of three logits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from softmaxlab.core import log_softmax, softmax
from softmaxlab.widgets import _base
from softmaxlab.widgets._base import STATIC, levels, literal, number, tag, word

WIDTH, HEIGHT = 600, 220
LEFT, TOP, BELOW = 46, 12, 42
LEAST, MOST = 0.001, 0.98

Floats = NDArray[np.float64]


class Guess(_base.Widget):
    """Three bars to drag to where softmax will put them, then the answer and a score.

    The score is the Kullback-Leibler divergence of the guess from softmax, in nats: 0 for a
    perfect guess, and the more the worse.

    Parameters
    ----------
    z : sequence of float
        Three logits between -2000 and 2000.
    guess : sequence of float
        Three shares between 0.001 and 0.98; they need not sum to 1, only their ratios count.
    shown : bool
        Whether the answer is on view.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    References
    ----------
    S. Kullback and R. A. Leibler, "On information and sufficiency", Annals of Mathematical
    Statistics 22 (1951), doi:10.1214/aoms/1177729694.

    Examples
    --------
    >>> w = Guess(z=[2, 1, 0.1], guess=[0.6, 0.3, 0.1])
    >>> round(w.score, 4)
    0.0087
    """

    _esm = STATIC / "guess.js"
    _css = STATIC / "guess.css"
    title = "Guess softmax"

    z = _base.Numbers([2, 1, 0.1], lo=-2000, hi=2000, least=3, most=3, what="logits").tag(sync=True)
    guess = _base.Numbers(
        [1 / 3, 1 / 3, 1 / 3], lo=LEAST, hi=MOST, least=3, most=3, what="shares"
    ).tag(sync=True)
    shown = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        z: Iterable[float] = (2, 1, 0.1),
        guess: Iterable[float] = (1 / 3, 1 / 3, 1 / 3),
        shown: bool = False,
        **traits: Any,
    ) -> None:
        super().__init__(z=z, guess=guess, shown=shown, **traits)

    @property
    def shares(self) -> Floats:
        """The guess as a distribution; shape (3,)."""
        guess = np.array(self.guess)
        return np.asarray(guess / guess.sum())

    @property
    def score(self) -> float:
        """Divergence of the guess from softmax, in nats."""
        p, log_p = np.asarray(softmax(self.z)), np.asarray(log_softmax(self.z))
        return float(np.sum(p * (log_p - np.log(self.shares))))

    def python(self) -> str:
        """Return the program that computes every number of the present state."""
        return "\n".join([
            "import numpy as np",
            "from softmaxlab import log_softmax, softmax",
            "",
            f"z = np.array({literal(self.z)})",
            f"guess = np.array({literal(self.guess)})",
            "",
            "q = guess / guess.sum()",
            "p = softmax(z)",
            'print("guess", q, "softmax", p)',
            "",
            "# Kullback-Leibler divergence of the guess from softmax: 0 is perfect",
            "score = np.sum(p * (log_softmax(z) - np.log(q)))",
            'print("score =", score, "nats")',
            "",
        ])  # fmt: skip

    def numbers(self) -> str:
        """Return guess and answer as an HTML table; there is no suspense without sliders."""
        triples = zip(self.z, self.shares, np.asarray(softmax(self.z)), strict=True)
        rows: list[list[_base.Cell]] = [
            [str(i), (z, "z"), (float(q), "p"), (float(p), "p")]
            for i, (z, q, p) in enumerate(triples)
        ]
        rows.append(["score, nats", "", "", (self.score, "nats")])
        return _base.table("The guess and softmax", ["class", "z", "guess q", "softmax p"], rows)

    def figure(self) -> str:
        """Return the picture of guess and answer: what js/guess.mjs draws, at one size."""
        p, q = np.asarray(softmax(self.z)), self.shares
        base, right = HEIGHT - BELOW, WIDTH - 8
        column = (right - LEFT) / 3
        w = 88.0

        def y(v: float) -> float:
            return float(base - v * (base - TOP))

        out = levels(LEFT, right, [(y(0), "0"), (y(0.5), "0.5"), (y(1), "1")])
        for i, z in enumerate(self.z):
            x = LEFT + column * (i + 0.5)
            for kind, v, wide in (("smx-guess", q[i], w), ("smx-bar", p[i], w / 2)):
                box = {"x": x - wide / 2, "width": wide, "y": y(v), "height": base - y(v)}
                out.append(tag("rect", class_=kind, **box))
            out.append(word(number(z, "z"), x, base + 18, "middle", class_="smx-logit"))
            out.append(word(number(float(p[i]), "p"), x, base + 36, "middle", class_="smx-number"))
        out.append(tag("path", class_="smx-axis", d=f"M{LEFT},{base}H{right}"))
        out += [word("z =", 0, base + 18), word("p =", 0, base + 36)]
        keys = '<span class="smx-key">a guess q</span><b class="smx-key smx-now">softmax p</b>'
        caption = f'<span>Probability p</span><span class="smx-legend">{keys}</span>'
        listed = ", ".join(number(float(v), "p") for v in p)
        said = ", ".join(number(v, "z") for v in self.z)
        label = f"Bars of the probabilities {listed} that softmax gives the logits {said}."
        return _base.pane(caption, label, WIDTH, HEIGHT, *out)
