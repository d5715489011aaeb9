"""Push: what a score does to all shares, and what one observed word does to all scores."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from softmaxlab.core import softmax
from softmaxlab.derivatives import softmax_jacobian
from softmaxlab.widgets.base import Widget
from softmaxlab.widgets.traits import (
    LabelsTrait,
    NumbersTrait,
    NumberTrait,
    SharesTrait,
    TemperatureTrait,
    WholeTrait,
    parse_temperature,
)


class Push(Widget):
    """The derivatives of softmax and of its loss, on three words.

    The view ``"nudge"`` raises the score of word ``i`` by ``d``, and shows which shares the gain
    comes from; ``"matrix"`` shows all first derivatives at once, in a table, with its eigenvalues.
    Each leaves the other traits aside, and both show the shares at temperature 1.

    The view ``"target"`` draws what was said, the shares at temperature 1, beside what happened,
    ``y``, and the push on each score between the two; in ``"soft"`` the target is dragged and a
    button takes a step. The workbench adds the temperature and the loss over one score.

    Parameters
    ----------
    z : sequence of float
        3 logits between -2000 and 2000.
    y : sequence of float, or int
        The target distribution, 3 shares that sum to 1; a whole number is the class that gets all.
    lr : float
        Learning rate of a step, from 0 to 5.
    T : str or float
        Temperature in [0, inf], as a number or as text; stored as text (``"0.5"``, ``"inf"``).
    i : int
        The word whose score is raised, from 0 to 2.
    d : float
        By how much it is raised, from 0.001 to 5.
    labels : sequence of str
        Three words for the classes; none for numbers.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    Examples
    --------
    >>> w = Push(z=[2, 1, 0.1], y=2)
    >>> w.y
    [0.0, 0.0, 1.0]
    >>> w.jacobian.round(4)[0].tolist()
    [0.2247, -0.1598, -0.065]
    """

    views: ClassVar = ("workbench", "nudge", "matrix", "target", "soft")

    z = NumbersTrait([2, 1, 0.1], lo=-2000, hi=2000, min_length=3, max_length=3, what="logits").tag(
        sync=True
    )
    y = SharesTrait([1, 0, 0]).tag(sync=True)
    lr = NumberTrait(1, lo=0, hi=5).tag(sync=True)
    T = TemperatureTrait("1").tag(sync=True)
    i = WholeTrait(1, lo=0, hi=2).tag(sync=True)
    d = NumberTrait(0.01, lo=0.001, hi=5).tag(sync=True)
    labels = LabelsTrait(["later", "soon", "never"]).tag(sync=True)

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """Softmax of the logits at ``T``; shape (3,)."""
        return np.asarray(softmax(self.z, temperature=parse_temperature(self.T)))

    @property
    def jacobian(self) -> NDArray[np.float64]:
        """The derivatives of the probabilities in the logits at ``T``; shape (3, 3)."""
        return np.asarray(softmax_jacobian(self.z, temperature=parse_temperature(self.T)))
