"""Tilt: log-sum-exp over one score, and the highest point of mean score plus entropy."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from softmaxlab.core import entropy, logsumexp
from softmaxlab.widgets.base import Widget
from softmaxlab.widgets.traits import LabelsTrait, NumbersTrait, NumberTrait


class Tilt(Widget):
    """A point in the triangle of shares, and how high mean score plus T times entropy is there.

    The scores tilt the triangle: the mean score rises evenly towards the corner of the best word.
    The entropy is a dome over it, highest in the centre. Their sum has one highest point, which is
    softmax(z/T), and the height there is T times log-sum-exp of z/T. A point can be dragged over
    the triangle, or along the line of all shares with its mean score.

    Parameters
    ----------
    z : sequence of float
        3 logits between -2000 and 2000.
    T : float
        Temperature from 0.15 to 5.
    q : sequence of float
        The point: three shares, each at least 1e-6. They are divided by their sum.
    curve : bool
        Whether the view ``"mean"`` shows where softmax(b z) is for all real b.
    covered : bool
        Whether the view ``"slope"`` hides the curve, its slope and the shares.
    labels : sequence of str
        Three words for the classes; none for numbers.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    Notes
    -----
    The view ``"slope"`` shows log-sum-exp as a function of the first score, with its tangent to
    drag, beside the shares; ``"soft"`` adds the temperature and the bounds; ``"climb"`` shows the
    triangle alone, to find the highest point by hand; in ``"mean"`` the point slides along the line
    of its mean score, to find the most entropy there.

    Examples
    --------
    >>> w = Tilt(T=0.5)
    >>> round(w.height, 4), round(w.top, 4)
    (1.5826, 2.0732)
    """

    views: ClassVar = ("workbench", "slope", "soft", "climb", "mean")

    z = NumbersTrait([2, 1, 0.1], lo=-2000, hi=2000, min_length=3, max_length=3, what="logits").tag(
        sync=True
    )
    T = NumberTrait(1, lo=0.15, hi=5).tag(sync=True)
    q = NumbersTrait(
        [1 / 3, 1 / 3, 1 / 3], lo=1e-6, hi=1, min_length=3, max_length=3, what="shares"
    ).tag(sync=True)
    curve = traitlets.Bool(False).tag(sync=True)
    covered = traitlets.Bool(False).tag(sync=True)
    labels = LabelsTrait(["later", "soon", "never"]).tag(sync=True)

    @property
    def shares(self) -> NDArray[np.float64]:
        """The point as a distribution; shape (3,)."""
        q = np.array(self.q)
        return np.asarray(q / q.sum())

    @property
    def height(self) -> float:
        """Mean score plus T times entropy at the point."""
        return float(self.shares @ self.z + self.T * entropy(self.shares))

    @property
    def top(self) -> float:
        """The greatest height, T times log-sum-exp of z/T."""
        return float(self.T * logsumexp(np.array(self.z) / self.T))
