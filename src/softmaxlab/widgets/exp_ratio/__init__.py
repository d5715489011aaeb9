"""Two heights on the exponential curve, and how many times one is the other."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import traitlets

from softmaxlab.widgets.base import Widget
from softmaxlab.widgets.traits import NumberTrait


class ExpRatio(Widget):
    """Two dots on the curve of the exponential, ``d`` apart, and the ratio of their heights.

    Wherever the first dot is moved, the ratio stays: it is exp(d). The drawing goes along with the
    dots, in units of the first one's height, so it stays the same, too. The view ``"windows"``
    shows two stretches of the curve, ``d`` wide: the first begins at 0, the second at ``x``. The
    view ``"slide"`` adds ``c`` to the scores 2, 1 and 0, and shows the shares that six ways to
    weigh them make.

    Parameters
    ----------
    x : float
        Where the first dot is, from -10 to 10.
    d : float
        How far to the right the second one is, from 0.1 to 6.
    logy : bool
        Whether the heights are drawn on a logarithmic axis.
    c : float
        What is added to each score, from -4 to 4.
    covered : bool
        Whether the second window is covered.

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

    views: ClassVar = ("workbench", "windows", "slide")

    x = NumberTrait(1, lo=-10, hi=10).tag(sync=True)
    d = NumberTrait(1, lo=0.1, hi=6).tag(sync=True)
    logy = traitlets.Bool(False).tag(sync=True)
    c = NumberTrait(0, lo=-4, hi=4).tag(sync=True)
    covered = traitlets.Bool(False).tag(sync=True)

    @property
    def heights(self) -> tuple[float, float]:
        """The heights of the curve at ``x`` and at ``x + d``."""
        return float(np.exp(self.x)), float(np.exp(self.x + self.d))

    @property
    def ratio(self) -> float:
        """The second height divided by the first."""
        first, second = self.heights
        return second / first
