"""What the self-checks of the course's exercises share: trying a reader's function kindly."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["attempt"]


def attempt(function: Callable[..., Any], *args: Any, **options: Any) -> NDArray[np.float64]:
    """Return what a function gives, as floats, or NaN if it gives nothing of the sort.

    A reader's function may be unfinished in any way: it may raise, warn, overflow, or return text.
    A self-check compares the result with what is right, and NaN is never right.

    Parameters
    ----------
    function : callable
        The function to try.
    *args, **options
        What it is called with.

    Returns
    -------
    ndarray
        The result as an array of float64; a NaN of shape () if there is none.

    Examples
    --------
    >>> import math
    >>> attempt(math.exp, 1).round(4).item()
    2.7183
    >>> attempt(math.exp, 1000), attempt(str, 1), attempt(lambda: None)
    (array(nan), array(nan), array(nan))
    """
    nothing = np.array(np.nan)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            result = function(*args, **options)
            if isinstance(result, str | bytes):
                return nothing
            return np.asarray(result, dtype=np.float64)
    except Exception:  # whatever an unfinished function does, the check says what is missing
        return nothing
