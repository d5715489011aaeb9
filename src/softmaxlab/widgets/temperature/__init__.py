"""Temperature: how one number sharpens or flattens the same logits."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from softmaxlab.core import softmax
from softmaxlab.widgets.base import Widget
from softmaxlab.widgets.traits import (
    LabelsTrait,
    NumbersTrait,
    TemperaturesTrait,
    TemperatureTrait,
    WholeTrait,
    parse_temperature,
)

RANGES = {"pm0.4": 0.4, "pm1": 1.0, "pm5": 5.0}
OUTLIER = 6.0


class Temperature(Widget):
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
    seed : int
        Where each row of the view ``"draws"`` begins, from 0 to 2**32 - 1.
    drawn : sequence of str or float
        Up to 6 temperatures at which that view has drawn ten words, in order; if it is not given,
        that view begins with a row at ``T``.
    labels : sequence of str
        Words for the classes, used where there are as many as classes; none for numbers.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    Notes
    -----
    The view ``"middle"`` shows bars and the temperature alone, and where each bar's top has been;
    ``"bars"`` shows them with their outlines at T = 1, for any number of words; ``"curves"`` shows
    the probabilities as curves over the temperature; ``"points"`` shows the logits over the
    temperature on the exponential curve; ``"draws"`` draws rows of ten words, each row
    the very ones that a ``numpy.random.default_rng(seed)`` of its own chooses.

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

    views: ClassVar = ("workbench", "middle", "curves", "bars", "points", "draws")

    z = NumbersTrait(
        [2, 1, 0.1], lo=-2000, hi=2000, min_length=2, max_length=101, what="logits"
    ).tag(sync=True)
    T = TemperatureTrait("1").tag(sync=True)
    compare = NumbersTrait(
        [0.5, 1, 3], lo=0, hi=math.inf, min_length=0, max_length=3, what="temperatures"
    ).tag(sync=True)
    set = traitlets.Enum(["custom", *RANGES], "custom").tag(sync=True)
    outlier = traitlets.Bool(False).tag(sync=True)
    seed = WholeTrait(0, lo=0, hi=2**32 - 1).tag(sync=True)
    drawn = TemperaturesTrait(max_length=6).tag(sync=True)
    labels = LabelsTrait().tag(sync=True)

    @traitlets.default("drawn")
    def _first_row(self) -> list[str]:
        return [self.T] if self.view == "draws" else []

    @property
    def logits(self) -> NDArray[np.float64]:
        """The logits in use: ``z``, or those of the chosen ``set``; shape (K,)."""
        if self.set == "custom":
            return np.array(self.z)
        r = RANGES[self.set]
        spread = np.linspace(-r, r, 100)
        return np.append(spread, OUTLIER) if self.outlier else spread

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """Softmax of the logits at ``T``; shape (K,)."""
        return np.asarray(softmax(self.logits, temperature=parse_temperature(self.T)))
