"""Simplex: three logits as one point in two maps, a triangle and a plane."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from softmaxlab.core import softmax
from softmaxlab.widgets.base import Widget
from softmaxlab.widgets.traits import LabelsTrait, NumbersTrait, TemperatureTrait, parse_temperature


class Simplex(Widget):
    """Three logits as a point of the triangle of probabilities and of the plane of differences.

    The interior of the triangle is the whole plane: the lines of the plane's grid are drawn in
    both. Both show the point at temperature ``T``, and the path that it takes as ``T`` runs from 0
    to infinity: a curve from a corner to the centre, and a straight ray. The point can be dragged
    in either.

    Two views show the triangle alone: ``"point"`` with a point to drag, at temperature 1, and
    ``"path"`` with the path that the point takes.

    Parameters
    ----------
    z : sequence of float
        3 logits between -2000 and 2000.
    T : str or float
        Temperature in [0, inf], as a number or as text; stored as text (``"0.5"``, ``"inf"``).
        0 is the arg max (ties share), ``inf`` is uniform.
    show : {"entropy", "none"}
        Whether contours of the entropy are drawn, at 0.2, 0.5, 0.8 and 1 nats.
    labels : sequence of str
        Three words for the classes; none for numbers.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    Notes
    -----
    The coordinates of the plane, (z0 - z2)/T = log(p0/p2) and (z1 - z2)/T = log(p1/p2), are the
    additive log-ratios of the distribution [1]_.

    References
    ----------
    .. [1] J. Aitchison, "The statistical analysis of compositional data", Journal of the Royal
       Statistical Society B 44(2), 139-177, 1982.
       https://doi.org/10.1111/j.2517-6161.1982.tb01195.x

    Examples
    --------
    >>> w = Simplex(z=[2, 1, 0], T=0.5)
    >>> w.probabilities.round(4).tolist()
    [0.8668, 0.1173, 0.0159]
    """

    views: ClassVar = ("workbench", "point", "path")

    z = NumbersTrait([2, 1, 0.1], lo=-2000, hi=2000, min_length=3, max_length=3, what="logits").tag(
        sync=True
    )
    T = TemperatureTrait("1").tag(sync=True)
    show = traitlets.Enum(["entropy", "none"], "entropy").tag(sync=True)
    labels = LabelsTrait(["later", "soon", "never"]).tag(sync=True)

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """Softmax of the logits at ``T``: the point; shape (3,)."""
        return np.asarray(softmax(self.z, temperature=parse_temperature(self.T)))
