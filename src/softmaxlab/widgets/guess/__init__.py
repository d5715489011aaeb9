"""Guess where softmax will put the shares of three scores."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from softmaxlab.core import log_softmax, softmax
from softmaxlab.widgets.base import Widget
from softmaxlab.widgets.traits import LabelsTrait, NumbersTrait


class Guess(Widget):
    """Three bars to drag to where softmax will put them, then the answer in words.

    The score is the Kullback-Leibler divergence of the guess from softmax, in nats: 0 for a
    perfect guess, and the more the worse. The view ``"cover"`` shows the same, and folds away what
    is seldom used.

    Parameters
    ----------
    z : sequence of float
        Three logits between -2000 and 2000.
    guess : sequence of float
        Three shares between 0.001 and 0.98; they need not sum to 1, only their ratios count.
    shown : bool
        Whether the answer is on view.
    labels : sequence of str
        Words for the classes, used where there are as many as classes; none for numbers.

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

    views: ClassVar = ("workbench", "cover")

    z = NumbersTrait([2, 1, 0.1], lo=-2000, hi=2000, min_length=3, max_length=3, what="logits").tag(
        sync=True
    )
    guess = NumbersTrait(
        [1 / 3, 1 / 3, 1 / 3], lo=0.001, hi=0.98, min_length=3, max_length=3, what="shares"
    ).tag(sync=True)
    shown = traitlets.Bool(False).tag(sync=True)
    labels = LabelsTrait(["later", "soon", "never"]).tag(sync=True)

    @property
    def shares(self) -> NDArray[np.float64]:
        """The guess as a distribution; shape (3,)."""
        guess = np.array(self.guess)
        return np.asarray(guess / guess.sum())

    @property
    def score(self) -> float:
        """Divergence of the guess from softmax, in nats."""
        p, log_p = np.asarray(softmax(self.z)), np.asarray(log_softmax(self.z))
        return float(np.sum(p * (log_p - np.log(self.shares))))
