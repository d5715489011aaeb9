"""Two heights on the exponential curve, and how many times one is the other."""

from __future__ import annotations

import numpy as np
import traitlets

from softmaxlab.widgets.base import Widget
from softmaxlab.widgets.traits import NumberTrait


class ExpRatio(Widget):
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

    x = NumberTrait(1, lo=-10, hi=10).tag(sync=True)
    d = NumberTrait(1, lo=0.1, hi=3).tag(sync=True)
    logy = traitlets.Bool(False).tag(sync=True)

    @property
    def heights(self) -> tuple[float, float]:
        """The heights of the curve at ``x`` and at ``x + d``."""
        return float(np.exp(self.x)), float(np.exp(self.x + self.d))

    @property
    def ratio(self) -> float:
        """The second height divided by the first."""
        first, second = self.heights
        return second / first
