r"""Other ways from logits to the simplex: sparse ones, and one that samples.

Softmax gives every entry a share. Sparsemax and entmax cut: below a threshold the probability is
exactly 0. They are solved in two steps. First the threshold is found as a plain number, through
which no derivative flows; then Newton's method, started there, has next to nothing to move and
brings the derivatives along, the same way in every array library.
"""

import math

import numpy as np

from softmaxlab._arrays import (
    Array,
    ArrayLike,
    Namespace,
    as_floating,
    check_axis,
    constant,
    device,
    namespace,
    number,
)
from softmaxlab._random import Rng, uniforms
from softmaxlab.core import log_softmax, scaled_gaps, softmax

__all__ = ["entmax", "gumbel_softmax", "sparsemax"]


def sparsemax(z: ArrayLike, *, axis: int = -1) -> Array:
    r"""Project logits onto the simplex: probabilities with exact zeros.

    Parameters
    ----------
    z : array_like
        Logits, of any shape. -inf marks an entry that must get probability 0.
    axis : int, default -1
        The axis that holds the classes.

    Returns
    -------
    array
        Probabilities, of the shape of `z`; they sum to 1 along `axis`. The dtype is that of `z`;
        integers and booleans give the default floating dtype.

    Raises
    ------
    ValueError
        If the axis is empty or out of range.

    Notes
    -----
    The distribution closest to the logits,

    .. math:: p = \arg\min_{q \in \Delta} \lVert q - z \rVert^2, \qquad
              p_i = \max(z_i - \tau, 0), \qquad
              \tau = \max_k \frac{z_{(1)} + \dots + z_{(k)} - 1}{k},

    with the logits in descending order [1]_. The k-th fraction is the threshold if the k largest
    logits share the mass. It grows as long as the next logit lies above it, and never again.

    The derivative is that of z − τ on the entries with a share S: ∂p_i/∂z_j = δ_ij − 1/|S| on S,
    and 0 elsewhere. On the kinks, where an entry is about to enter S, it is the derivative from
    the side on which that entry is out. The second derivative is 0.

    +inf, -inf, NaN and half precision as in `softmaxlab.softmax`: entries of +inf share the mass,
    a row of only -inf or with a NaN is NaN.

    References
    ----------
    .. [1] A. F. T. Martins and R. F. Astudillo, "From softmax to sparsemax: a sparse model of
       attention and multi-label classification", ICML 2016. https://arxiv.org/abs/1602.02068

    Examples
    --------
    >>> sparsemax([0.5, 0.3, 0.1]).round(4)
    array([0.5333, 0.3333, 0.1333])
    >>> sparsemax([2.0, 1.0, 0.1])
    array([1., 0., 0.])
    """
    return entmax(z, alpha=2.0, axis=axis)


def entmax(z: ArrayLike, *, alpha: float = 1.5, axis: int = -1) -> Array:
    r"""Turn logits into probabilities, from softmax to sparsemax and beyond.

    Parameters
    ----------
    z : array_like
        Logits, of any shape. -inf marks an entry that must get probability 0.
    alpha : float, default 1.5
        The order of the entropy, above 0. 1 is softmax and 2 is sparsemax. Above 1, entries far
        below the maximum get exactly 0, the sooner the larger `alpha`; inf leaves the ties of
        the maximum alone. Below 1 no entry above -inf gets 0, and the tail is heavier than that
        of softmax: it falls with a power of the gap. No derivative flows to `alpha`.
    axis : int, default -1
        The axis that holds the classes.

    Returns
    -------
    array
        Probabilities, of the shape of `z`; dtypes as in `sparsemax`.

    Raises
    ------
    ValueError
        If `alpha` is not above 0, or if the axis is empty or out of range.

    Notes
    -----
    .. math:: p = \arg\max_{q \in \Delta} \langle q, z \rangle + H_\alpha(q), \qquad
              H_\alpha(q) = \frac{1 - \sum_i q_i^\alpha}{\alpha (\alpha - 1)},

    where the Tsallis entropy becomes Shannon's at α = 1 [1]_. The solution is

    .. math:: p_i = \big[ 1 + (\alpha - 1)(z_i - \theta) \big]_+^{1/(\alpha - 1)}

    with the one θ that makes the sum 1; at α = 1 it is the log-sum-exp. (The threshold of [1]_ is
    τ = (α − 1)θ − 1, which has no limit there.) Measured from the maximum, θ lies between 0 and
    (1 − K^{1 − α})/(α − 1), and bisection finds it.

    For α of 50 and more the bracket of a small share is a difference that cancels: where logits
    are nearly tied, p then loses digits.

    With w_i = p_i^{2 − α}, and 0 where p_i = 0, the derivative is ∂p_i/∂z_j = w_i δ_ij −
    w_i w_j / Σ w. For α < 2 it is continuous; from 2 on it jumps where an entry enters or leaves.

    +inf, -inf, NaN and half precision as in `softmaxlab.softmax`.

    References
    ----------
    .. [1] B. Peters, V. Niculae and A. F. T. Martins, "Sparse sequence-to-sequence models", ACL
       2019. https://doi.org/10.18653/v1/P19-1146
    .. [2] C. Tsallis, "Possible generalization of Boltzmann-Gibbs statistics", Journal of
       Statistical Physics 52, 479-487, 1988. https://doi.org/10.1007/BF01016429

    Examples
    --------
    >>> entmax([0.5, 0.3, 0.1]).round(4)
    array([0.451 , 0.3267, 0.2224])
    >>> entmax([2.0, 1.0, 0.1]).round(4)
    array([0.8307, 0.1693, 0.    ])
    """
    try:
        order = float(alpha)
    except (TypeError, ValueError):
        raise TypeError(f"alpha must be a number, got {alpha!r}") from None
    if not order > 0:
        raise ValueError(f"alpha must be above 0, got {order}; 1 is softmax and 2 is sparsemax")
    xp = namespace(z)
    z, dtype = as_floating(z, xp, name="z")
    axis = check_axis(axis, z, name="z")
    if order == 1 or order > float(xp.finfo(z.dtype).max):  # the latter is inf, in this dtype
        p = softmax(z, temperature=float(order == 1), axis=axis)
        return xp.astype(p, dtype, copy=False)
    with np.errstate(all="ignore"):
        s, support = scaled_gaps(z, 1.0, 1.0, axis, xp)
        return xp.astype(_entmax(s, support, order, axis, xp), dtype, copy=False)


def gumbel_softmax(
    z: ArrayLike,
    *,
    temperature: float | Array = 1.0,
    hard: bool = False,
    rng: Rng = None,
    axis: int = -1,
) -> Array:
    r"""Draw a relaxed one-hot vector that can be differentiated.

    Parameters
    ----------
    z : array_like
        Logits, of any shape. -inf marks an entry that must get probability 0.
    temperature : float or 0-d array, default 1.0
        Between 0 and inf. Near 0 the draws are almost one-hot and their gradients vary most; at
        inf all entries are alike.
    hard : bool, default False
        Return the exact one-hot vector, and pass on the derivative of the relaxed one: the
        straight-through estimator, whose gradients are biased.
    rng : numpy.random.Generator, torch.Generator, int or None
        Where the randomness comes from. An integer is a seed: every call with it draws the same.
        None is fresh randomness (for torch tensors, what `torch.manual_seed` has seeded).
    axis : int, default -1
        The axis that holds the classes.

    Returns
    -------
    array
        Non-negative numbers that sum to 1 along `axis`, of the shape of `z`; dtypes as in
        `sparsemax`.

    Raises
    ------
    ValueError
        If the temperature is negative or NaN, or if the axis is empty or out of range.

    Notes
    -----
    .. math:: y = \operatorname{softmax}\!\Big( \frac{\log p + g}{T} \Big), \qquad
              p = \operatorname{softmax}(z), \qquad g_i = -\log(-\log(1 - u_i)),

    with one u_i for each entry, uniform on [0, 1), in reading order. The largest entry of y is an
    exact draw from p at every temperature [1]_; y itself is not one-hot, and its mean is p only in
    the limit T → 0 [2]_ [3]_. The noise is that of NumPy's `Generator.gumbel`.

    Log p rather than z: it differs by a constant, and is right also where entries of +inf share
    the mass and the noise has to choose among them. Rows without a distribution are NaN, as in
    `softmaxlab.softmax`.

    References
    ----------
    .. [1] E. J. Gumbel, "Statistical Theory of Extreme Values and Some Practical Applications",
       National Bureau of Standards, Applied Mathematics Series 33, 1954.
    .. [2] E. Jang, S. Gu and B. Poole, "Categorical reparameterization with Gumbel-softmax", ICLR
       2017. https://arxiv.org/abs/1611.01144
    .. [3] C. J. Maddison, A. Mnih and Y. W. Teh, "The concrete distribution: a continuous
       relaxation of discrete random variables", ICLR 2017. https://arxiv.org/abs/1611.00712

    Examples
    --------
    >>> gumbel_softmax([2.0, 1.0, 0.1], rng=0).round(4)
    array([0.1722, 0.2041, 0.6237])
    >>> gumbel_softmax([2.0, 1.0, 0.1], hard=True, rng=0)
    array([0., 0., 1.])
    """
    xp = namespace(z, temperature)
    z, dtype = as_floating(z, xp, name="z")
    axis = check_axis(axis, z, name="z")
    noise = _gumbel(uniforms(rng, tuple(z.shape), z, xp), xp)
    with np.errstate(all="ignore"):
        scores = log_softmax(z, axis=axis) + xp.astype(noise, z.dtype, copy=False)
        y = softmax(scores, temperature=temperature, axis=axis)
        if hard:
            winner = xp.argmax(constant(scores), axis=axis, keepdims=True)
            one_hot = xp.astype(_places(z, axis, xp) == winner, z.dtype)
            y = one_hot + (y - constant(y))  # the bracket is exactly 0 and carries the derivative
        return xp.astype(y, dtype, copy=False)


# --- Sparse solutions, from the gaps s = z − max z ≤ 0 -------------------------------------------


def _entmax(s: Array, support: Array, alpha: float, axis: int, xp: Namespace) -> Array:
    if alpha == 2.0:
        theta = _theta_of_sparsemax(constant(s), support, axis, xp)
    elif alpha == 1.5:
        theta = _theta_of_entmax15(constant(s), support, axis, xp)
    else:
        theta = _theta_by_bisection(constant(s), support, alpha, axis, xp)

    # Two steps of Newton's method for the derivatives: the first one makes that of θ right, the
    # second one the second derivative too. Only the second may move the value, and it moves p
    # itself: where many shares are tiny or rise steeply, θ has too few digits to tell them.
    p, w = _shares(s, support, theta, alpha, xp)
    step = _excess(p, axis, xp) / xp.sum(w, axis=axis, keepdims=True)
    p, w = _shares(s, support, theta + (step - constant(step)), alpha, xp)
    p = p - w * (_excess(p, axis, xp) / xp.sum(w, axis=axis, keepdims=True))
    p = xp.where(p > 0.0, p, number(0.0, s, xp))
    return p / xp.sum(p, axis=axis, keepdims=True)  # NaN for a row without a distribution


def _shares(
    s: Array, support: Array, theta: Array, alpha: float, xp: Namespace
) -> tuple[Array, Array]:
    """Return p = [1 + (α − 1)(s − θ)]_+^{1/(α − 1)} and w = −∂p/∂θ = p^{2 − α}."""
    zero = number(0.0, s, xp)
    x = (alpha - 1.0) * (s - theta)
    share = support & (x > -1.0)
    x = xp.where(share, x, zero)
    p = xp.where(share, xp.exp(xp.log1p(x) / (alpha - 1.0)), zero)  # as α → 1 it becomes exp
    return p, p / (1.0 + x)


def _excess(p: Array, axis: int, xp: Namespace) -> Array:
    return xp.sum(p, axis=axis, keepdims=True) - 1.0


def _theta_by_bisection(s: Array, support: Array, alpha: float, axis: int, xp: Namespace) -> Array:
    # From the left: the sum falls as θ grows, and at the θ reached it is at least 1.
    theta = xp.zeros_like(xp.max(s, axis=axis, keepdims=True))
    width = -math.expm1((1.0 - alpha) * math.log(s.shape[axis])) / (alpha - 1.0)
    for _ in range(xp.finfo(s.dtype).bits):
        width = width / 2
        p, _ = _shares(s, support, theta + width, alpha, xp)
        theta = xp.where(_excess(p, axis, xp) >= 0.0, theta + width, theta)
    return theta


def _theta_of_sparsemax(s: Array, support: Array, axis: int, xp: Namespace) -> Array:
    s = xp.sort(xp.where(support, s, number(-xp.inf, s, xp)), axis=axis, descending=True)
    total, k = _leading_sums(s, axis, xp)
    tau = (total - 1.0) / k
    return xp.astype(xp.max(tau, axis=axis, keepdims=True) + 1.0, s.dtype)


def _theta_of_entmax15(s: Array, support: Array, axis: int, xp: Namespace) -> Array:
    """Solve for θ = 2(τ + 1), where p = (s/2 − τ)², as Peters et al. do.

    If the k largest share the mass, τ is a root of a quadratic equation: their mean, less what
    their spread leaves over. Of all k that do not cut one of their own, the largest τ is right.
    """
    r = xp.where(support & (s > -2.0), s / 2, number(-1.0, s, xp))  # τ is at least −1
    r = xp.sort(r, axis=axis, descending=True)
    total, k = _leading_sums(r, axis, xp)
    squares, _ = _leading_sums(r * r, axis, xp)
    spread = squares - total * total / k
    tau = total / k - xp.sqrt((1.0 - spread) / k)
    tau = xp.where(tau <= xp.astype(r, tau.dtype), tau, number(-1.0, tau, xp))
    return xp.astype(2.0 * (xp.max(tau, axis=axis, keepdims=True) + 1.0), s.dtype)


def _leading_sums(x: Array, axis: int, xp: Namespace) -> tuple[Array, Array]:
    """Return the sums of the first 1, 2, …, K entries, and these numbers, both in float64.

    A running sum adds one number after the other, so its rounding errors grow with K.
    """
    k = xp.astype(_places(x, axis, xp) + 1, xp.float64)
    return xp.cumulative_sum(x, axis=axis, dtype=xp.float64), k


def _places(x: Array, axis: int, xp: Namespace) -> Array:
    """Return 0, 1, …, K − 1 along `axis`, to be broadcast against `x`."""
    shape = tuple(-1 if i == axis else 1 for i in range(x.ndim))
    return xp.reshape(xp.arange(x.shape[axis], device=device(x)), shape)


# --- Random ones ----------------------------------------------------------------------------------


def _gumbel(u: Array, xp: Namespace) -> Array:
    # u = 0, once in 2⁵³ draws, would be an infinite noise. Half the smallest step is finite.
    u = xp.where(u > 0.0, u, number(2.0**-54, u, xp))
    return -xp.log(-xp.log1p(-u))
