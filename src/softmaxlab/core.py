"""Softmax and its relatives: the stable forms, with their limits exact.

Everything follows from one step. Softmax depends on the differences of its logits alone, so the
maximum may be subtracted first, and then no exponential can overflow:

    s = (z − max z) / T ≤ 0,    p = exp(s) / Σ exp(s),    log p = s − log Σ exp(s).

`scaled_gaps` takes that step for any array library, so that derivatives come out right as well.
Where no derivative is asked for, the same three lines run in NumPy, a few rows at a time:
`_blocks.py`.
"""

import math
from typing import Literal

import numpy as np

from softmaxlab._arrays import (
    Array,
    ArrayLike,
    Namespace,
    as_array,
    as_floating,
    as_plain_numpy,
    as_result,
    check_axis,
    check_labels,
    constant,
    device,
    first_true,
    give_back,
    is_inside,
    namespace,
    number,
    read_temperature,
    subscript,
)
from softmaxlab._blocks import (
    Block,
    General,
    by_blocks,
    log_softmax_block,
    logsumexp_block,
    softmax_block,
)

__all__ = [
    "check_distribution",
    "cross_entropy",
    "entropy",
    "log_softmax",
    "logsumexp",
    "softmax",
]


def softmax(z: ArrayLike, *, temperature: float | Array = 1.0, axis: int = -1) -> Array:
    r"""Turn logits into probabilities.

    Parameters
    ----------
    z : array_like
        Logits, of any shape. -inf marks an entry that must get probability 0.
    temperature : float or 0-d array, default 1.0
        Divides the logits, between 0 and inf. At 0 the mass is spread evenly over the ties of the
        maximum, at inf over all entries that are not -inf: the two limits, exactly.
    axis : int, default -1
        The axis that holds the classes.

    Returns
    -------
    array
        Probabilities, of the shape of `z`; they sum to 1 along `axis`. The dtype is that of `z`
        whatever the temperature's; integers and booleans give the default floating dtype.

    Raises
    ------
    ValueError
        If the temperature is negative or NaN, or if the axis is empty or out of range.

    See Also
    --------
    log_softmax : the logarithm of the result, accurate where this one rounds to 0 or 1.

    Notes
    -----
    .. math:: p_i = \frac{\exp((z_i - \max_j z_j) / T)}{\sum_k \exp((z_k - \max_j z_j) / T)}

    The shift changes nothing in exact arithmetic and keeps every exponential in [0, 1] [1]_. It
    comes before the division, because z/T alone may overflow.

    Entries of +inf share the mass at every temperature; SciPy and PyTorch return NaN there. A row
    of only -inf has no distribution and is NaN at every temperature, as in SciPy and PyTorch; so
    is a row that holds a NaN. Backpropagation sends no gradient into such rows, into entries of
    -inf, or through the two limits of the temperature. Half precision is computed in float32.
    SciPy's `axis` is None unless given, that is, all entries together.

    References
    ----------
    .. [1] P. Blanchard, D. J. Higham and N. J. Higham, "Accurately computing the log-sum-exp and
       softmax functions", IMA Journal of Numerical Analysis 41(4), 2311-2330, 2021.
       https://doi.org/10.1093/imanum/draa038

    Examples
    --------
    >>> import numpy as np
    >>> softmax([2.0, 1.0, 0.1]).round(3)
    array([0.659, 0.242, 0.099])
    >>> softmax([1000.0, 1000.0, -np.inf])
    array([0.5, 0.5, 0. ])
    >>> softmax([2.0, 1.0, 2.0], temperature=0)
    array([0.5, 0. , 0.5])
    """
    return _along_axis(general_softmax, softmax_block, z, temperature, axis)


def log_softmax(z: ArrayLike, *, temperature: float | Array = 1.0, axis: int = -1) -> Array:
    r"""Compute the logarithms of the probabilities, without the probabilities.

    Parameters
    ----------
    z : array_like
        Logits, of any shape; -inf marks an entry of probability 0.
    temperature : float or 0-d array, default 1.0
        Divides the logits, between 0 and inf, both limits exact; see `softmax`.
    axis : int, default -1
        The axis that holds the classes.

    Returns
    -------
    array
        Log-probabilities in nats, at most 0, of the shape of `z`; dtypes as in `softmax`.

    Raises
    ------
    ValueError
        If the temperature is negative or NaN, or if the axis is empty or out of range.

    Notes
    -----
    With s = (z − max z)/T and m the position of one maximum,

    .. math:: \log p_i = s_i - \operatorname{log1p} \sum_{j \ne m} \exp(s_j).

    Both terms are at most 0, so nothing cancels. The 1 that the maximum adds to the sum is never
    formed: next to it a small rest would be rounded away. So the log-probability of an entry that
    dominates keeps its leading digits, where SciPy's and PyTorch's `log_softmax` return exactly
    0. What limits it is the rounding of the gap to the second largest entry: a gap g leaves a
    relative error near g·2⁻⁵³ in float64.

    +inf, -inf, NaN and half precision as in `softmax`: entries of +inf share the mass, where
    SciPy and PyTorch return NaN.

    References
    ----------
    .. [1] P. Blanchard, D. J. Higham and N. J. Higham, "Accurately computing the log-sum-exp and
       softmax functions", IMA Journal of Numerical Analysis 41(4), 2311-2330, 2021.
       https://doi.org/10.1093/imanum/draa038

    Examples
    --------
    >>> log_softmax([100.0, 101.0, 102.0]).round(4)
    array([-2.4076, -1.4076, -0.4076])
    >>> print(log_softmax([50.0, 0.0])[0])
    -1.9287498479639178e-22
    """
    return _along_axis(general_log_softmax, log_softmax_block, z, temperature, axis)


def logsumexp(z: ArrayLike, *, axis: int = -1, keepdims: bool = False) -> Array:
    r"""Compute the logarithm of a sum of exponentials, a smooth maximum.

    Parameters
    ----------
    z : array_like
        Logits, of any shape.
    axis : int, default -1
        The axis that is summed over.
    keepdims : bool, default False
        Keep the summed axis, with length 1.

    Returns
    -------
    array
        In nats, of the shape of `z` without `axis`; dtypes as in `softmax`.

    Raises
    ------
    ValueError
        If the axis is empty or out of range.

    Notes
    -----
    With m the position of one maximum,

    .. math:: \log \sum_j e^{z_j} = z_m + \operatorname{log1p} \sum_{j \ne m} e^{z_j - z_m}.

    The result is relatively accurate unless the two terms cancel. An entry of +inf gives +inf, a
    row of only -inf gives -inf, as in SciPy. SciPy's `axis` is None unless given, that is, all
    entries together; and it takes an empty sum to be -inf.

    References
    ----------
    .. [1] P. Blanchard, D. J. Higham and N. J. Higham, "Accurately computing the log-sum-exp and
       softmax functions", IMA Journal of Numerical Analysis 41(4), 2311-2330, 2021.
       https://doi.org/10.1093/imanum/draa038

    Examples
    --------
    >>> print(logsumexp([1000.0, 1000.0]).round(4))
    1000.6931
    """
    value = _along_axis(general_logsumexp, logsumexp_block, z, 1.0, axis)
    return value if keepdims else as_result(namespace(value).squeeze(value, axis=axis))


def entropy(p: ArrayLike, *, axis: int = -1) -> Array:
    r"""Measure the uncertainty of a distribution in nats.

    Parameters
    ----------
    p : array_like
        Probabilities. They are neither checked nor normalised: see `check_distribution`.
    axis : int, default -1
        The axis that holds the classes.

    Returns
    -------
    array
        In nats, between 0 and log K, of the shape of `p` without `axis`; dtypes as in `softmax`.

    Raises
    ------
    ValueError
        If the axis is empty or out of range.

    Notes
    -----
    .. math:: H(p) = -\sum_i p_i \log p_i

    with 0·log 0 = 0 exactly and no epsilon, which would bias the sum. `scipy.stats.entropy`
    divides by the sum of `p` first; here a negative entry gives NaN.

    The slope of −p log p at p = 0 is +inf. Backpropagation passes on 0 instead, which makes the
    derivative of ``entropy(softmax(z))`` right at entries of -inf and where p underflows.

    References
    ----------
    .. [1] C. E. Shannon, "A mathematical theory of communication", Bell System Technical Journal
       27(3), 379-423, 1948. https://doi.org/10.1002/j.1538-7305.1948.tb01338.x

    Examples
    --------
    >>> print(entropy([0.5, 0.5, 0.0]).round(6))
    0.693147
    """
    xp = namespace(p)
    p, dtype = as_floating(p, xp, name="p")
    axis = check_axis(axis, p, name="p")
    one = number(1.0, p, xp)
    with np.errstate(all="ignore"):
        log_p = xp.log(xp.where(p == 0, one, p))
        # 0 − x rather than −x: a certain outcome has entropy 0, not -0.
        value = 0.0 - xp.sum(p * log_p, axis=axis)
        return xp.astype(value, dtype, copy=False)


def cross_entropy(
    logits: ArrayLike,
    targets: ArrayLike,
    *,
    reduction: Literal["mean", "sum", "none"] = "mean",
    axis: int = -1,
) -> Array:
    r"""Compute the loss of logits against labels or target probabilities, in nats.

    Parameters
    ----------
    logits : array_like
        Of any shape, with K classes along `axis`.
    targets : array_like
        Either integer labels in [0, K), of the shape of `logits` without `axis`; or target
        probabilities, of the shape of `logits`. These are not checked: see `check_distribution`.
    reduction : {"mean", "sum", "none"}, default "mean"
        What becomes of the losses of the samples.
    axis : int, default -1
        The axis of `logits` that holds the classes.

    Returns
    -------
    array
        In nats: one number, or with "none" the shape of `logits` without `axis`. The dtype follows
        `logits`, as in `softmax`.

    Raises
    ------
    ValueError
        If a label is outside [0, K), if the shapes do not fit, if `reduction` is none of the
        three, or if the axis is empty or out of range.

    Notes
    -----
    .. math:: \ell = -\sum_i q_i \log p_i, \qquad p = \operatorname{softmax}(z),

    which for a label y is −log p_y. The logarithms come from `log_softmax`, so the loss of a
    sample that is confidently right stays above 0, where PyTorch's rounds to exactly 0. A target
    of 0 adds exactly 0, also on a logit of -inf. The mean is taken over samples. There is no
    `ignore_index`: leave such samples out.

    References
    ----------
    .. [1] I. J. Good, "Rational decisions", Journal of the Royal Statistical Society B 14(1),
       107-114, 1952. https://doi.org/10.1111/j.2517-6161.1952.tb00104.x

    Examples
    --------
    >>> print(cross_entropy([[2.0, 1.0, 0.1]], [0]).round(4))
    0.417
    >>> print(cross_entropy([[2.0, 1.0, 0.1]], [[0.7, 0.2, 0.1]]).round(4))
    0.807
    """
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f'reduction must be "mean", "sum" or "none", got {reduction!r}')
    xp = namespace(logits, targets)
    z, dtype = as_floating(logits, xp, name="logits")
    axis = check_axis(axis, z, name="logits")
    targets = as_array(targets, xp, name="targets", like=z)
    hard = targets.shape != z.shape
    if hard:
        targets = check_labels(
            targets,
            z,
            axis,
            xp,
            name="targets",
            instead=f" or probabilities of shape {tuple(z.shape)}",
        )
    else:
        targets = xp.astype(as_floating(targets, xp, name="targets")[0], z.dtype, copy=False)
    log_p = log_softmax(z, axis=axis)
    with np.errstate(all="ignore"):
        if hard:
            loss = label_loss(log_p, targets, axis, xp)
        else:
            loss = _expected_loss(log_p, targets, axis, xp)
        if reduction != "none":
            n = math.prod(loss.shape)
            loss = xp.sum(loss) / (n if reduction == "mean" else 1)
        return as_result(xp.astype(loss, dtype, copy=False))


def check_distribution(p: ArrayLike, *, axis: int = -1, atol: float = 1e-6) -> None:
    """Raise unless `p` holds probability distributions along `axis`.

    Parameters
    ----------
    p : array_like
        What should be probabilities.
    axis : int, default -1
        The axis that holds the classes.
    atol : float, default 1e-6
        How far a sum may be from 1. Signs have no tolerance: rounding moves a sum, but makes no
        probability negative. Half precision needs about 1e-3.

    Raises
    ------
    ValueError
        Names the first entry that is negative, infinite or NaN; if there is none, the first sum
        that is not 1; and where it stands.

    Examples
    --------
    >>> check_distribution([[0.5, 0.5], [1.0, 0.0]])
    >>> check_distribution([[0.5, 0.5], [0.75, 0.5]])
    Traceback (most recent call last):
        ...
    ValueError: p is not a distribution: p[1, :] sums to 1.25, not to 1 within atol=1e-06
    """
    xp = namespace(p)
    p, _ = as_floating(p, xp, name="p")
    axis = check_axis(axis, p, name="p")
    p = constant(p)
    wrong = ~((p >= 0) & (p < xp.inf))
    if xp.any(wrong):
        at = first_true(wrong, xp)
        raise ValueError(
            f"p is not a distribution: p{subscript(at)} is {float(p[at])}, "
            "but a probability is finite and not negative"
        )
    total = xp.sum(p, axis=axis, keepdims=True)
    off = xp.abs(total - 1) > atol
    if xp.any(off):
        at = first_true(off, xp)
        line = (*at[:axis], ":", *at[axis + 1 :])
        raise ValueError(
            f"p is not a distribution: p{subscript(line)} sums to {float(total[at])}, "
            f"not to 1 within atol={atol}"
        )


# --- One way in for the three functions of logits -----------------------------------------------


def _along_axis(
    general: General, fast: Block, z: ArrayLike, temperature: float | Array, axis: int
) -> Array:
    """Check the arguments and compute, on the fast path where nothing is lost by it."""
    xp = namespace(z, temperature)
    z, dtype = as_floating(z, xp, name="z")
    axis = check_axis(axis, z, name="z")
    t, unit = read_temperature(temperature, z, xp)
    plain = as_plain_numpy(z)
    with np.errstate(all="ignore"):
        if plain is None or not is_inside(t) or not isinstance(unit, float):
            result = general(z, t, unit, axis, xp)
        else:
            result = give_back(by_blocks(general, fast, plain, t, axis), z, xp)
        return xp.astype(result, dtype, copy=False)


# --- The general path: any array library, every limit, derivatives kept -------------------------


def scaled_gaps(
    z: Array, t: float, unit: Array | float, axis: int, xp: Namespace
) -> tuple[Array, Array]:
    """Return s = (z − max z)/T, finite everywhere, and the support: the entries with a share.

    Where s is not on the support it is 0 and means nothing. No infinity and no NaN enters the
    arithmetic, because in a derivative even 0 times either is NaN. A row without a distribution
    has an empty support, and its sums come out as 0/0 = NaN or log 0 = -inf by themselves.
    """
    zero = number(0.0, z, xp)
    # A constant: the shift cancels in value, so it must cancel in every derivative as well, and
    # libraries do not agree on the derivative of a maximum at ties.
    top = constant(xp.max(z, axis=axis, keepdims=True))  # NaN if the row holds one
    support = (z == top) & (top > -xp.inf)
    if t > 0:  # Unless +inf takes all the mass, every entry above -inf gets some of it.
        support = support | ((z > -xp.inf) & (top < xp.inf))
    s = xp.where(support & xp.isfinite(top) & is_inside(t), z - top, zero)
    s = s / (t if is_inside(t) else 1.0)
    # Gaps too wide for the dtype count as infinite: their probability is 0. (That is wrong only if
    # T, too, is within a factor of a thousand of the largest number.)
    in_range = s > -xp.inf
    return xp.where(in_range, s, zero) * unit, support & in_range


def general_softmax(z: Array, t: float, unit: Array | float, axis: int, xp: Namespace) -> Array:
    """Return exp(s) / Σ exp(s) along an axis, with the derivatives that are asked for."""
    s, support = scaled_gaps(z, t, unit, axis, xp)
    e = xp.where(support, xp.exp(s), number(0.0, z, xp))
    return e / xp.sum(e, axis=axis, keepdims=True)


def general_log_softmax(z: Array, t: float, unit: Array | float, axis: int, xp: Namespace) -> Array:
    """Return s − log Σ exp(s) along an axis."""
    s, support = scaled_gaps(z, t, unit, axis, xp)
    return xp.where(support, s, number(-xp.inf, z, xp)) - _log_sum(s, support, axis, xp)


def general_logsumexp(z: Array, t: float, unit: Array | float, axis: int, xp: Namespace) -> Array:
    """Return the maximum plus log Σ exp(s) along an axis."""
    top = constant(xp.max(z, axis=axis, keepdims=True))
    return top + _log_sum(*scaled_gaps(z, t, unit, axis, xp), axis, xp)


def _log_sum(s: Array, support: Array, axis: int, xp: Namespace) -> Array:
    """Return log Σ exp(s) over the support, as log1p of what one maximum leaves over.

    At a maximum s = 0, and exp(s) = 1 + expm1(s) splits off the 1 without losing its derivative.
    """
    maximal = support & (s == 0)
    terms = xp.where(maximal, xp.expm1(s), xp.where(support, xp.exp(s), number(0.0, s, xp)))
    ties = xp.sum(xp.astype(maximal, s.dtype), axis=axis, keepdims=True)
    return xp.log1p(xp.sum(terms, axis=axis, keepdims=True) + (ties - 1.0))


def label_loss(log_p: Array, labels: Array, axis: int, xp: Namespace) -> Array:
    """Return −log p of the labels, in the shape of the labels."""
    rows = xp.moveaxis(log_p, axis, -1)  # (..., K)
    n = math.prod(labels.shape)
    first = xp.arange(n, device=device(labels)) * rows.shape[-1]  # of each row, once it is flat
    picked = xp.take(xp.reshape(rows, (-1,)), first + xp.reshape(labels, (-1,)), axis=0)
    return 0.0 - xp.reshape(picked, labels.shape)


def _expected_loss(log_p: Array, q: Array, axis: int, xp: Namespace) -> Array:
    # 0·(-inf) has to be 0. Replacing the logarithm rather than the product keeps the derivative
    # with respect to q, which is −log p also where q = 0.
    unused = (q == 0) & (log_p == -xp.inf)
    return 0.0 - xp.sum(q * xp.where(unused, number(0.0, log_p, xp), log_p), axis=axis)
