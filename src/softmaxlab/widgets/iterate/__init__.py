"""Softmax of the softmax: the same map, again and again."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from softmaxlab.dynamics import iterated_softmax
from softmaxlab.widgets.base import Widget
from softmaxlab.widgets.traits import (
    LabelsTrait,
    NumbersTrait,
    TemperatureTrait,
    WholeTrait,
    parse_temperature,
)

STARTS = ("linspace", "one", "two", "random", "scores")


class Iterate(Widget):
    """What becomes of numbers to which softmax is applied again and again.

    The workbench shows the numbers after so many passes, the spread from the largest to the
    smallest over the passes beside the line that theory predicts, and the temperatures at which
    repeating ends in equal shares, in a leader that keeps nearly all, or in either.

    Parameters
    ----------
    z : sequence of float
        2 to 6 scores between -2000 and 2000, from which the view ``"challenge"`` begins; the
        others do if ``start`` is ``"scores"``.
    passes : int
        How often softmax is applied, from 0 to 50.
    T : str or float
        Temperature in [0, inf] of every pass, as a number or as text; stored as text.
    K : int
        How many numbers there are, from 2 to 50.
    start : {"linspace", "one", "two", "random", "scores"}
        The numbers before the first pass: evenly from 0 to 1; a one and zeros; two ones and zeros;
        the first of ``numpy.random.default_rng(0).random(K)``; or ``z``.
    zoom : bool
        Whether the deviations from 1/K are magnified, so that they can be seen.
    labels : sequence of str
        Words for the scores, used where there are as many; none for numbers.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    Notes
    -----
    The view ``"challenge"`` shows three bars for each word, its share after one, two and three
    passes; ``"decay"`` shows the numbers and their spread over the passes; ``"regimes"`` shows the
    numbers and the temperatures.

    Examples
    --------
    >>> w = Iterate(start="one", K=3, passes=3)
    >>> w.rows.max(axis=1).round(4).tolist()
    [1.0, 0.5761, 0.4185, 0.3623]
    """

    views: ClassVar = ("workbench", "challenge", "decay", "regimes")

    z = NumbersTrait([2, 1, 0.1], lo=-2000, hi=2000, min_length=2, max_length=6, what="scores").tag(
        sync=True
    )
    passes = WholeTrait(0, lo=0, hi=50).tag(sync=True)
    T = TemperatureTrait("1").tag(sync=True)
    K = WholeTrait(20, lo=2, hi=50).tag(sync=True)
    start = traitlets.Enum(STARTS, "linspace").tag(sync=True)
    zoom = traitlets.Bool(False).tag(sync=True)
    labels = LabelsTrait().tag(sync=True)

    @property
    def first(self) -> NDArray[np.float64]:
        """The numbers before the first pass, shape (K,)."""
        if self.start == "scores":
            return np.array(self.z)
        if self.start == "linspace":
            return np.linspace(0, 1, self.K)
        if self.start == "random":
            return np.random.default_rng(0).random(self.K)
        first = np.zeros(self.K)
        first[: 1 if self.start == "one" else 2] = 1
        return first

    @property
    def rows(self) -> NDArray[np.float64]:
        """The numbers at the start and after each pass, shape (passes + 1, K)."""
        T = parse_temperature(self.T)
        applied = np.asarray(iterated_softmax(self.first, self.passes, temperature=T))
        return np.vstack([self.first, applied[: self.passes]])
