"""Along which axis of a table softmax is taken, and what happens without ``keepdims``."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import traitlets
from numpy.typing import NDArray

from softmaxlab.widgets.base import Widget
from softmaxlab.widgets.traits import LabelsTrait, TableTrait


class WhichAxis(Widget):
    """A table of scores and its shares, as ``e / e.sum(axis=axis, keepdims=keepdims)`` gives them.

    Without ``keepdims`` the sums of ``axis=1`` meet the columns instead of the rows: NumPy refuses
    two rows and divides three by the wrong sums. The sums of ``axis=0`` meet the columns anyway.

    Parameters
    ----------
    a : sequence of sequences of float
        2 or 3 rows of 3 scores each, between -2000 and 2000.
    axis : {"0", "1", "both"}
        Along which axis the shares sum to 1; "both" is NumPy's ``axis=(0, 1)``.
    keepdims : bool
        Whether the sums keep the axis that they were taken along.
    labels : sequence of str
        Words for the columns, at most 8 letters each; none for their numbers.
    row_labels : sequence of str
        Words for the rows, the first of them where they are more; none for their numbers.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    Notes
    -----
    The view ``"two"`` shows the shares along either axis at once, and moves the first score alone.

    Examples
    --------
    >>> w = WhichAxis(axis="0")
    >>> w.shares.round(4).tolist()
    [[0.6225, 0.6225, 0.6225], [0.3775, 0.3775, 0.3775]]
    """

    views: ClassVar = ("workbench", "two")

    a = TableTrait(
        [[1, 2, 3], [0.5, 1.5, 2.5]],
        lo=-2000, hi=2000, min_rows=2, max_rows=3, columns=3, what="scores",
    ).tag(sync=True)  # fmt: skip
    axis = traitlets.Enum(["0", "1", "both"], "1").tag(sync=True)
    keepdims = traitlets.Bool(True).tag(sync=True)
    labels = LabelsTrait(longest=8).tag(sync=True)
    row_labels = LabelsTrait(longest=8).tag(sync=True)

    @property
    def shares(self) -> NDArray[np.float64]:
        """What the division gives, right or wrong; shape (rows, 3). ValueError if NumPy refuses."""
        axis = {"0": 0, "1": 1}.get(self.axis, (0, 1))
        a = np.array(self.a)
        e = np.exp(a - a.max(axis=axis, keepdims=True))
        return np.asarray(e / e.sum(axis=axis, keepdims=self.keepdims))
