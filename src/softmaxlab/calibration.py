r"""Do confidences mean what they say? One temperature that corrects them, and two ways to look.

A classifier's confidence is its largest probability. It is calibrated if, of all predictions made
with confidence c, a share c is right.
"""

import math

import numpy as np

from softmaxlab._arrays import (
    Array,
    ArrayLike,
    DType,
    Namespace,
    as_array,
    as_floating,
    as_result,
    check_axis,
    check_count,
    check_labels,
    constant,
    device,
    first_true,
    namespace,
    number,
)
from softmaxlab.core import check_distribution, label_loss, scaled_gaps

__all__ = ["expected_calibration_error", "fit_temperature", "reliability_curve"]


def fit_temperature(logits: ArrayLike, labels: ArrayLike) -> float:
    r"""Find the temperature that makes the labels most likely.

    Parameters
    ----------
    logits : array_like
        Of shape (..., K), from samples that the model was not trained on. -inf marks a class that
        a sample cannot have.
    labels : array_like
        Integers in [0, K), of shape (...).

    Returns
    -------
    float
        The temperature, from 0 to inf, both possible: 0 if every label has the largest logit of
        its row, so that colder is always better; inf if hotter is. It is 1 where all temperatures
        are as good as each other, as for constant logits.

    Raises
    ------
    ValueError
        If there is no sample, if a label is outside [0, K), if the shapes do not fit, or if a
        label has probability 0 at every temperature, which makes the loss infinite at all of them.

    See Also
    --------
    softmaxlab.softmax : takes the result as its `temperature`.

    Notes
    -----
    The temperature T minimises the mean negative log-likelihood. In β = 1/T, and with the gaps
    u_ij = max_k z_ik − z_ij, which are not negative,

    .. math:: f(\beta) = \frac1n \sum_i \Bigl( \beta u_{i y_i}
              + \log \sum_j e^{-\beta u_{ij}} \Bigr), \qquad
              f'(\beta) = a - \frac1n \sum_i \mathrm{E}_i[u], \qquad
              f''(\beta) = \frac1n \sum_i \mathrm{Var}_i[u],

    where a is the mean gap of the labels, and row i draws the gap u_ij with probability
    softmax(z_i/T)_j. So f is convex. The mean of E_i[u] falls from ū at β = 0 to 0 at β = inf:
    the optimum is T = 0 if a = 0, it is T = inf if a ≥ ū, and otherwise f' has one root in
    between. With w the widest gap, it is bracketed by

    .. math:: \frac{e\,a}{K - 1} \le T \le \frac{w^2}{4 (\bar u - a)}.

    On the left, x e^{-βx} ≤ 1/(eβ), so that E_i[u] ≤ (K − 1)/(eβ). On the right, a variance on an
    interval of length w is at most w²/4, so that f'(β) ≤ a − ū + βw²/4.

    From there on Newton's method solves f' = 0 in log T. A step that leaves the bracket, or is
    more than half as long as the one before, is replaced by a bisection. The search ends: there
    are finitely many bisections, because each halves the bracket, and finitely many Newton steps
    between two of them, because each is at most half of the one before. It ends quickly: near the
    root Newton's steps shrink quadratically. The result is good to about 10 digits or more; gaps
    below 1e-300 times the widest count as 0.

    Dividing by a temperature keeps the order of the logits, so no prediction changes [1]_.

    References
    ----------
    .. [1] C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On calibration of modern neural
       networks", ICML 2017. https://arxiv.org/abs/1706.04599

    Examples
    --------
    Three of four right, with a confidence of 0.95: the temperature turns it into 0.75.

    >>> logits = [[3.0, 0.0], [3.0, 0.0], [0.0, 3.0], [0.0, 3.0]]
    >>> print(round(fit_temperature(logits, [0, 0, 1, 0]), 4))
    2.7307
    >>> fit_temperature(logits, [0, 0, 1, 1]), fit_temperature(logits, [1, 1, 0, 0])
    (0.0, inf)
    """
    xp, z, labels, _ = _read(logits, labels, name="logits")
    z = xp.astype(constant(z), xp.float64, copy=False)  # (n, K)
    with np.errstate(all="ignore"):
        gaps, support = scaled_gaps(z, 1.0, 1.0, 1, xp)
        label_gaps = label_loss(xp.where(support, gaps, number(-xp.inf, z, xp)), labels, 1, xp)
    if xp.any(label_gaps == xp.inf):
        i = first_true(label_gaps == xp.inf, xp)[0]
        raise ValueError(
            f"labels must be possible, but label {int(labels[i])} of sample {i} has no probability "
            f"at any temperature: its logits are {z[i, :]}; leave such samples out"
        )
    width = -float(xp.min(gaps))
    if width == 0:
        return 1.0
    u = 0.0 - gaps / width  # (n, K), from 0 to 1: no sum can overflow
    a = float(xp.mean(label_gaps / width))
    if a == 0:
        return 0.0
    possible = xp.astype(support, u.dtype)
    mean = float(xp.mean(xp.sum(u * possible, axis=1) / xp.sum(possible, axis=1)))
    if a >= mean:
        return math.inf
    low = max(1 + math.log(a) - math.log(z.shape[1] - 1), -700.0)  # exp(-700) is a normal number
    high = -math.log(4 * (mean - a))
    return width * math.exp(_solve(u, support, a, low, high, xp))


def _solve(u: Array, support: Array, a: float, low: float, high: float, xp: Namespace) -> float:
    """Return log T at which the gaps `u` have the mean `a`: Newton's method in a bracket."""
    t, last = (low + high) / 2, high - low
    while abs(last) > 1e-10:
        mean, variance = _moments(u, support, math.exp(t), xp)
        excess = a * math.exp(-t) - mean  # β f'(β)
        low, high = (t, high) if excess > 0 else (low, t)
        step = excess / variance if variance > 0 else math.inf
        if not (low <= t + step <= high and abs(step) <= abs(last) / 2):
            step = (low + high) / 2 - t
        t, last = t + step, step
    return t


def _moments(u: Array, support: Array, T: float, xp: Namespace) -> tuple[float, float]:
    """Return mean and variance of u/T in the distributions of the rows, averaged over the rows."""
    v = u / T
    e = xp.where(support, xp.exp(-v), number(0.0, v, xp))
    p = e / xp.sum(e, axis=1, keepdims=True)  # (n, K)
    mean = xp.sum(p * v, axis=1, keepdims=True)
    variance = xp.sum(p * (v - mean) * (v - mean), axis=1)  # the square alone may overflow
    return float(xp.mean(mean)), float(xp.mean(variance))


def expected_calibration_error(probs: ArrayLike, labels: ArrayLike, *, n_bins: int = 15) -> Array:
    r"""Estimate how far confidence is from accuracy, on average over the predictions.

    Parameters
    ----------
    probs : array_like
        Probabilities, of shape (..., K), that sum to 1 along the last axis.
    labels : array_like
        Integers in [0, K), of shape (...).
    n_bins : int, default 15
        Into how many bins of equal width [0, 1] is cut; see `reliability_curve`.

    Returns
    -------
    array
        One number from 0 to 1, in the dtype of `probs`.

    Raises
    ------
    ValueError
        If a row of `probs` is no distribution, if there is no sample, if a label is outside
        [0, K), if the shapes do not fit, or if `n_bins` is less than 1.

    See Also
    --------
    reliability_curve : the bins, one by one.

    Notes
    -----
    .. math:: \mathrm{ECE} = \sum_b \frac{n_b}{n} \, |\mathrm{acc}_b - \mathrm{conf}_b|
              = \frac1n \sum_b \Bigl| \sum_{i \in b} (h_i - c_i) \Bigr|

    with the confidence c_i, the largest probability of sample i, and h_i = 1 if its class is the
    label, otherwise 0 [1]_. Of several largest probabilities the first one predicts. An empty bin
    adds 0.

    It is an estimate, and it depends on the bins. Within a bin, errors of opposite sign cancel, so
    merging bins can only lower it; with few samples to a bin, chance alone raises it. A model that
    always answers with the shares of the classes has an error near 0 and is of no use.

    References
    ----------
    .. [1] M. P. Naeini, G. F. Cooper and M. Hauskrecht, "Obtaining well calibrated probabilities
       using Bayesian binning", AAAI 2015. https://doi.org/10.1609/aaai.v29i1.9602
    .. [2] C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On calibration of modern neural
       networks", ICML 2017. https://arxiv.org/abs/1706.04599

    Examples
    --------
    >>> probs = [[0.9, 0.1], [0.9, 0.1], [0.2, 0.8], [0.0, 1.0]]
    >>> print(expected_calibration_error(probs, [0, 1, 1, 1]).round(4))
    0.25
    """
    xp, dtype, member, confidence, hit = _bins(probs, labels, n_bins)
    surplus = xp.matmul(hit - confidence, member)  # (n_bins,)
    return as_result(xp.astype(xp.sum(xp.abs(surplus)) / hit.shape[0], dtype, copy=False))


def reliability_curve(
    probs: ArrayLike, labels: ArrayLike, *, n_bins: int = 15
) -> tuple[Array, Array, Array]:
    r"""Compare confidence with accuracy, bin by bin: the numbers of a reliability diagram.

    Parameters
    ----------
    probs : array_like
        Probabilities, of shape (..., K), that sum to 1 along the last axis.
    labels : array_like
        Integers in [0, K), of shape (...).
    n_bins : int, default 15
        Into how many bins of equal width [0, 1] is cut.

    Returns
    -------
    confidence : array
        The mean confidence of the samples in each bin, of shape (n_bins,), in the dtype of
        `probs`; NaN in a bin without samples, because nothing is known there.
    accuracy : array
        The share of them that is predicted right; NaN in a bin without samples.
    count : array
        How many they are, as integers; 0 in a bin without samples.

    Raises
    ------
    ValueError
        If a row of `probs` is no distribution, if there is no sample, if a label is outside
        [0, K), if the shapes do not fit, or if `n_bins` is less than 1.

    See Also
    --------
    expected_calibration_error : the mean gap between the two.

    Notes
    -----
    Bin b of B holds the confidences c with b/B < c ≤ (b + 1)/B, counted from 0; a confidence of 1
    is in the last bin [1]_. The edges are rounded to the dtype of `probs`. The confidence of a
    prediction from K classes is at least 1/K, so the bins below are always empty.

    References
    ----------
    .. [1] C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On calibration of modern neural
       networks", ICML 2017. https://arxiv.org/abs/1706.04599

    Examples
    --------
    >>> probs = [[0.9, 0.1], [0.9, 0.1], [0.2, 0.8], [0.0, 1.0]]
    >>> confidence, accuracy, count = reliability_curve(probs, [0, 1, 1, 1], n_bins=4)
    >>> confidence
    array([nan, nan, nan, 0.9])
    >>> accuracy, count
    (array([ nan,  nan,  nan, 0.75]), array([0, 0, 0, 4]))
    """
    xp, dtype, member, confidence, hit = _bins(probs, labels, n_bins)
    count = xp.sum(member, axis=0)
    with np.errstate(invalid="ignore"):  # 0/0 is the right answer in an empty bin
        means = (xp.matmul(x, member) / count for x in (confidence, hit))
        confidence, accuracy = (xp.astype(x, dtype, copy=False) for x in means)
    return confidence, accuracy, xp.astype(count, xp.int64)


def _bins(
    probs: ArrayLike, labels: ArrayLike, n_bins: int
) -> tuple[Namespace, DType, Array, Array, Array]:
    """Return which bin each sample is a member of, (n, n_bins), its confidence, and 1 for a hit."""
    n_bins = check_count(n_bins, name="n_bins")
    xp, p, labels, dtype = _read(probs, labels, name="probs")
    try:
        check_distribution(probs, atol=1e-3)  # float16 keeps no more
    except ValueError as error:
        raise ValueError(f"probs must hold probabilities, as softmax gives them: {error}") from None
    confidence = xp.max(p, axis=1)
    hit = xp.argmax(p, axis=1) == labels
    bins = xp.arange(n_bins, dtype=p.dtype, device=device(p))
    edges = xp.astype(xp.astype((bins / n_bins)[1:], dtype), p.dtype)  # inner ones
    above = xp.astype(confidence[:, None] > edges, p.dtype)
    member = xp.sum(above, axis=1, keepdims=True) == bins
    # In float64: NumPy's float32 counts no further than 2**24.
    member, confidence, hit = (xp.astype(x, xp.float64) for x in (member, confidence, hit))
    return xp, dtype, member, confidence, hit


def _read(
    scores: ArrayLike, labels: ArrayLike, *, name: str
) -> tuple[Namespace, Array, Array, DType]:
    """Return the scores as (n, K), the labels as (n,), and the dtype that the scores had."""
    xp = namespace(scores, labels)
    scores, dtype = as_floating(scores, xp, name=name)
    axis = check_axis(-1, scores, name=name)
    labels = as_array(labels, xp, name="labels", like=scores)
    labels = check_labels(labels, scores, axis, xp, name="labels")
    *shape, K = scores.shape
    if 0 in shape:
        raise ValueError(f"{name} must hold at least one sample, got shape {(*shape, K)}")
    return xp, xp.reshape(scores, (-1, K)), xp.reshape(labels, (-1,)), dtype
