"""Microscope: softmax as bfloat16, float16, float32 and float64 compute it, down to the bits."""

from __future__ import annotations

from typing import ClassVar

import traitlets

from softmaxlab.widgets.base import Widget
from softmaxlab.widgets.traits import LabelsTrait, NumbersTrait, NumberTrait, WholeTrait


class Microscope(Widget):
    """What floating-point formats make of softmax: every step stored, and so rounded.

    A sum of 16-bit numbers is formed in float32 and rounded once, as NumPy and PyTorch form one.
    The view ``"break"`` computes in one format while ``c`` is added to every logit; the view
    ``"bits"`` shows how one number ``x`` is stored; each leaves the other traits aside.

    Parameters
    ----------
    z : sequence of float
        1 to 4 logits between -2000 and 2000.
    c : float
        Level added to all logits before they are stored, from -2000 to 2000.
    stable : bool
        Whether the largest is subtracted before the exponential.
    fmt : str
        The format in view: ``"bfloat16"``, ``"float16"``, ``"float32"`` or ``"float64"``.
    at : int
        Which number of the workbench is under the lens, from 0 to 12, counted from above: the
        stored logits, the exponentials, their sum, the shares.
    x : float
        The number of the view ``"bits"``, from -1e300 to 1e300.
    labels : sequence of str
        Words for the classes, used where there are as many as classes; none for numbers.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    Examples
    --------
    >>> Microscope(z=[2, 1, 0.1], c=86.7, view="break").fmt
    'float32'
    """

    views: ClassVar = ("workbench", "break", "bits")

    z = NumbersTrait(
        [1000, 1001, 1002], lo=-2000, hi=2000, min_length=1, max_length=4, what="logits"
    ).tag(sync=True)
    c = NumberTrait(0, lo=-2000, hi=2000).tag(sync=True)
    stable = traitlets.Bool(False).tag(sync=True)
    fmt = traitlets.Enum(["bfloat16", "float16", "float32", "float64"], "float32").tag(sync=True)
    at = WholeTrait(0, lo=0, hi=12).tag(sync=True)
    x = NumberTrait(0.1, lo=-1e300, hi=1e300).tag(sync=True)
    labels = LabelsTrait(["later", "soon", "never"]).tag(sync=True)
