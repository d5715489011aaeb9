"""Softmax as a map that is applied again and again."""

from softmaxlab._arrays import Array, ArrayLike, as_floating, check_axis, check_count, namespace
from softmaxlab.core import softmax

__all__ = ["iterated_softmax"]


def iterated_softmax(x: ArrayLike, n_iter: int, *, temperature: float | Array = 1.0) -> Array:
    r"""Apply softmax to its own result, `n_iter` times, and keep every step.

    Parameters
    ----------
    x : array_like
        Where to start: logits, of shape (n,), or (..., n) for several starts at once.
    n_iter : int
        How often softmax is applied again after the first time, at least 0.
    temperature : float or 0-d array, default 1.0
        Divides what softmax is applied to at every step, between 0 and inf.

    Returns
    -------
    array
        Probabilities, of shape (n_iter + 1, n), or (n_iter + 1, ..., n). Row 0 is
        ``softmax(x / T)`` at the temperature T, and each row is ``softmax(p / T)`` of the row p
        before it, as that was rounded to the dtype: that of `x`, or the default floating dtype
        for integers and booleans.

    Raises
    ------
    ValueError
        If `n_iter` is negative, if the temperature is negative or NaN, or if the last axis of `x`
        is empty or missing.

    Notes
    -----
    .. math:: p^{(0)} = \operatorname{softmax}(x / T), \qquad
              p^{(k+1)} = \operatorname{softmax}(p^{(k)} / T)

    The uniform distribution is a fixed point at every temperature. The Jacobian there is
    (I − 11ᵀ/n)/(nT), so a small deviation from it is divided by nT at every step: it dies out if
    T > 1/n and grows if T < 1/n. For n ≥ 3, peaked fixed points exist already somewhat above 1/n;
    then the start decides. These are the equations of the mean-field Potts model [1]_.

    References
    ----------
    .. [1] F. Y. Wu, "The Potts model", Reviews of Modern Physics 54(1), 235-268, 1982.
       https://doi.org/10.1103/RevModPhys.54.235

    Examples
    --------
    >>> iterated_softmax([0.0, 1.0], 2).round(4)
    array([[0.2689, 0.7311],
           [0.3865, 0.6135],
           [0.4435, 0.5565]])
    """
    n_iter = check_count(n_iter, name="n_iter", minimum=0)
    xp = namespace(x, temperature)
    x, dtype = as_floating(x, xp, name="x")
    check_axis(-1, x, name="x")
    p = softmax(xp.astype(x, dtype, copy=False), temperature=temperature)
    steps = [p]
    for _ in range(n_iter):
        p = softmax(p, temperature=temperature)
        steps.append(p)
    return xp.stack(steps)
