"""Two ways to the logarithm of a probability: after softmax, and instead of it."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from softmaxlab.core import log_softmax
from softmaxlab.widgets.base import Widget
from softmaxlab.widgets.traits import LabelsTrait, NumbersTrait, NumberTrait, WholeTrait


class LogTwoWays(Widget):
    """Log-probabilities of the same scores, computed in two ways, in a format of few bits.

    The first bars take softmax and then its logarithm; the second ones take the score less the log
    of the sum. On paper both are the same. The loss is that of class ``y``, which has a tick.

    Parameters
    ----------
    z : sequence of float
        2 to 6 scores between -2000 and 2000.
    d : float
        How far the true word's score is below the leader's, from 0 to 1000, in the views of two
        words.
    fmt : {"float16", "float32", "float64"}
        The format in which the result of each operation is stored.
    y : int
        The class that came true, from 0 to 5; the last one if there are fewer.
    labels : sequence of str
        Words for the classes, used where there are as many as classes; none for numbers.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    Notes
    -----
    The view ``"part"`` shows both losses of two words as bars; ``"stairs"`` shows them as curves
    over ``d``, where the probability is a small number of the format's smallest steps.

    Examples
    --------
    >>> LogTwoWays(z=[2, 1, 0.1]).log_probabilities.round(3).tolist()
    [-0.417, -1.417, -2.317]
    """

    views: ClassVar = ("workbench", "part", "stairs")

    z = NumbersTrait(
        [0, -10, -20, -100, -800], lo=-2000, hi=2000, min_length=2, max_length=6, what="scores"
    ).tag(sync=True)
    d = NumberTrait(10, lo=0, hi=1000).tag(sync=True)
    fmt = traitlets.Enum(["float16", "float32", "float64"], "float32").tag(sync=True)
    y = WholeTrait(0, lo=0, hi=5).tag(sync=True)
    labels = LabelsTrait().tag(sync=True)

    @property
    def log_probabilities(self) -> NDArray[np.float64]:
        """The log-probabilities of ``z`` in float64; shape (K,)."""
        return np.asarray(log_softmax(self.z))
