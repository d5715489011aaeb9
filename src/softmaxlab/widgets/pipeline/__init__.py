"""Pipeline: from logits to exponentials to probabilities, in three columns of bars."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from softmaxlab.core import softmax
from softmaxlab.widgets.base import Widget
from softmaxlab.widgets.traits import LabelsTrait, NumbersTrait, NumberTrait


class Pipeline(Widget):
    """The three steps of softmax: logit, exponential, probability.

    The view ``"level"`` compares its shares with plain ones, the score divided by the sum of the
    scores, while ``c`` is added to every score; the view ``"scale"`` multiplies every score by
    ``f``; ``"exponentiate-add-divide"`` computes the shares of ``z`` in ``step`` steps. Each leaves
    the other traits aside.

    Parameters
    ----------
    z : sequence of float
        2 to 6 logits between -2000 and 2000.
    c : float
        Level added to all logits, from -2000 to 2000. It changes no probability.
    f : float
        Factor that stretches all logits, from 0.01 to 10. The logits in use are ``f * z + c``.
    shifted : bool
        Whether the largest is subtracted before the exponential, as computers do.
    step : int
        How many steps of the view ``"exponentiate-add-divide"`` are done, from 0 to 3: none, the
        exponentials, their sum, the shares.
    labels : sequence of str
        Words for the classes, used where there are as many as classes; none for numbers.

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

    views: ClassVar = ("workbench", "level", "scale", "exponentiate-add-divide")

    z = NumbersTrait([2, 1, 0.1], lo=-2000, hi=2000, min_length=2, max_length=6, what="logits").tag(
        sync=True
    )
    c = NumberTrait(0, lo=-2000, hi=2000).tag(sync=True)
    f = NumberTrait(1, lo=0.01, hi=10).tag(sync=True)
    shifted = traitlets.Bool(False).tag(sync=True)
    step = traitlets.Int(3, min=0, max=3).tag(sync=True)
    labels = LabelsTrait(["later", "soon", "never"]).tag(sync=True)

    @property
    def logits(self) -> NDArray[np.float64]:
        """The logits in use, ``f * z + c``; shape (K,)."""
        return np.asarray(self.f * np.array(self.z) + self.c)

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """Softmax of the logits in use; shape (K,)."""
        return np.asarray(softmax(self.logits))
