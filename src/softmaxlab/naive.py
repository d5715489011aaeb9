"""Softmax as textbooks write it, kept to be broken in public. Use `softmaxlab.softmax` instead.

Nothing is shifted and nothing is computed in a wider dtype: exp overflows above 709.8 in float64,
88.7 in float32 and 11.1 in float16, and NumPy says so with its own `RuntimeWarning`.
"""

from softmaxlab._arrays import (
    Array,
    ArrayLike,
    as_array,
    as_floating,
    check_axis,
    namespace,
    read_temperature,
)

__all__ = ["log_softmax", "softmax"]


def softmax(z: ArrayLike, *, temperature: float | Array = 1.0, axis: int = -1) -> Array:
    r"""Turn logits into probabilities by the textbook formula, which overflows.

    Parameters
    ----------
    z : array_like
        Logits, of any shape.
    temperature : float or 0-d array, default 1.0
        Divides the logits. Its limits 0 and inf are not treated: at 0 the formula divides by
        zero, which gives NaN or 0.
    axis : int, default -1
        The axis that holds the classes.

    Returns
    -------
    array
        What the formula gives, of the shape of `z`: probabilities, or NaN and 0 where an
        exponential overflowed, or NaN where all of them underflowed.

    Raises
    ------
    ValueError
        If the temperature is negative or NaN, or if the axis is empty or out of range.

    Warns
    -----
    RuntimeWarning
        NumPy's own, on overflow, on division by zero and on inf/inf.

    Notes
    -----
    .. math:: p_i = \frac{\exp(z_i / T)}{\sum_j \exp(z_j / T)}

    References
    ----------
    .. [1] J. S. Bridle, "Probabilistic interpretation of feedforward classification network
       outputs", Neurocomputing, NATO ASI Series 68, 227-236, 1990.
       https://doi.org/10.1007/978-3-642-76153-9_28

    Examples
    --------
    >>> import numpy as np
    >>> softmax([2.0, 1.0, 0.1]).round(3)
    array([0.659, 0.242, 0.099])
    >>> with np.errstate(all="ignore"):
    ...     softmax([1000.0, 1001.0, 0.0])
    array([nan, nan,  0.])
    """
    xp = namespace(z, temperature)
    z = as_array(z, xp, name="z")
    _, dtype = as_floating(z, xp, name="z")
    z = xp.astype(z, dtype, copy=False)  # not the wider dtype: float16 shall overflow as float16
    axis = check_axis(axis, z, name="z")
    t, unit = read_temperature(temperature, z, xp)
    e = xp.exp(z / t * unit)
    return e / xp.sum(e, axis=axis, keepdims=True)


def log_softmax(z: ArrayLike, *, temperature: float | Array = 1.0, axis: int = -1) -> Array:
    r"""Take the logarithm of the textbook softmax, which loses what was rounded to 0 or 1.

    Parameters
    ----------
    z : array_like
        Logits, of any shape.
    temperature : float or 0-d array, default 1.0
        Divides the logits. Its limits 0 and inf are not treated: at 0 the formula divides by
        zero, which gives NaN or -inf.
    axis : int, default -1
        The axis that holds the classes.

    Returns
    -------
    array
        In nats, of the shape of `z`: -inf where the probability underflowed, exactly 0 where it
        rounded to 1, NaN where the softmax is NaN.

    Raises
    ------
    ValueError
        If the temperature is negative or NaN, or if the axis is empty or out of range.

    Warns
    -----
    RuntimeWarning
        NumPy's own, on overflow, on inf/inf and on log 0.

    Notes
    -----
    .. math:: \log p_i = \log \frac{\exp(z_i / T)}{\sum_j \exp(z_j / T)}

    References
    ----------
    .. [1] P. Blanchard, D. J. Higham and N. J. Higham, "Accurately computing the log-sum-exp and
       softmax functions", IMA Journal of Numerical Analysis 41(4), 2311-2330, 2021.
       https://doi.org/10.1093/imanum/draa038

    Examples
    --------
    >>> import numpy as np
    >>> with np.errstate(all="ignore"):
    ...     log_softmax([-1000.0, 0.0])
    array([-inf,   0.])
    """
    p = softmax(z, temperature=temperature, axis=axis)
    return namespace(p).log(p)
