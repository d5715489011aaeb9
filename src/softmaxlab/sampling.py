"""From logits to tokens: greedy, a draw, and the filters that cut the tail off first.

Everywhere the last axis holds the tokens and the others are a batch. Tokens are ranked by their
logits, and of equal logits the one with the lower index comes first. A temperature divides all
logits alike, so it never changes a rank.
"""

from softmaxlab._arrays import (
    Array,
    ArrayLike,
    DType,
    Namespace,
    as_floating,
    as_result,
    check_axis,
    check_count,
    constant,
    first_true,
    namespace,
    number,
    subscript,
)
from softmaxlab._random import Rng, uniforms
from softmaxlab.core import softmax

__all__ = ["filter_min_p", "filter_top_k", "filter_top_p", "greedy", "sample"]


def greedy(logits: ArrayLike) -> Array:
    """Choose the token with the largest logit.

    Parameters
    ----------
    logits : array_like
        Of shape (..., K).

    Returns
    -------
    array of int64
        Token numbers from 0 to K − 1, of shape (...): of equal logits, the lower number.

    Raises
    ------
    ValueError
        If a row holds a NaN or only -inf, or if the last axis is empty or missing.

    Notes
    -----
    No temperature changes the answer. `sample` at temperature 0 chooses the same token unless
    the maximum is tied; it then draws one of the ties.

    Examples
    --------
    >>> greedy([[2.0, 1.0, 0.1], [0.0, 3.0, 3.0]])
    array([0, 1])
    """
    xp, z, _ = _read(logits)
    _check_rows(z, xp)
    return as_result(xp.astype(xp.argmax(z, axis=-1), xp.int64, copy=False))


def sample(
    logits: ArrayLike,
    *,
    temperature: float | Array = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    min_p: float | None = None,
    rng: Rng = None,
) -> Array:
    r"""Draw one token for each row of logits.

    Parameters
    ----------
    logits : array_like
        Of shape (..., K); -inf marks a token that must not be drawn.
    temperature : float or 0-d array, default 1.0
        Divides the logits, between 0 and inf, both limits exact; see `softmaxlab.softmax`.
    top_k : int, optional
        Draw from the `top_k` largest logits only; at least 1.
    top_p : float, optional
        Draw from the smallest set of tokens that holds this mass only; in (0, 1].
    min_p : float, optional
        Draw only from tokens at least this many times as probable as the most probable one; in
        (0, 1].
    rng : numpy.random.Generator, torch.Generator, int or None
        Where the randomness comes from. An integer is a seed: every call with it draws the same.
        None is fresh randomness (for torch tensors, what `torch.manual_seed` has seeded).

    Returns
    -------
    array of int64
        Token numbers from 0 to K − 1, of shape (...).

    Raises
    ------
    ValueError
        If a row holds a NaN or only -inf; if an option is out of its range; or if the last axis
        is empty or missing.

    See Also
    --------
    filter_top_k, filter_top_p, filter_min_p : what each cut keeps.

    Notes
    -----
    With one uniform number u from [0, 1) a row, the token is the first one at which the
    cumulative distribution exceeds u,

    .. math:: \min \Big\{ i : \frac{\sum_{j \le i} p_j}{\sum_j p_j} > u \Big\}.

    A token of probability 0 adds nothing to the sum and is never the first [1]_. Sums are taken
    in float64 and end at exactly 1, also where float32 probabilities do not. NumPy's
    `Generator.choice` does the same: from one seed, both draw the same tokens. To draw n times
    from one row, repeat it: ``np.broadcast_to(logits, (n, K))``.

    The order is temperature, top-k, top-p, min-p. It is a convention, and it matters: a higher
    temperature flattens the distribution, so top-p keeps more tokens; and top-p takes its share
    of what top-k has left, not of the whole. Min-p comes last, where it still means what it means
    alone: every cut keeps the most probable token, and no renormalisation changes the ratio of
    two probabilities. Top-k and top-p cut by rank, which a temperature never changes, so they
    are well defined at its limits too.

    References
    ----------
    .. [1] L. Devroye, "Non-Uniform Random Variate Generation", Springer, 1986, chapter III.
       https://doi.org/10.1007/978-1-4613-8643-8

    Examples
    --------
    >>> import numpy as np
    >>> sample(np.broadcast_to([2.0, 1.0, 0.1], (10, 3)), rng=0)
    array([0, 0, 0, 0, 1, 2, 0, 1, 0, 2])
    >>> rng = np.random.default_rng(0)
    >>> print(sample([2.0, 1.0, 0.1], temperature=0.5, top_k=2, rng=rng))
    0
    """
    xp, z, _ = _read(logits, temperature)
    _check_rows(z, xp)
    z = constant(z)
    if top_k is not None:
        z = _cut(z, _ranks(z, xp) < check_count(top_k, name="top_k"), xp)
    if top_p is not None:
        share = _check_share(top_p, "top_p")
        z = _cut(z, _nucleus(z, softmax(z, temperature=temperature), share, xp), xp)
    if min_p is not None:
        share = _check_share(min_p, "min_p")
        z = _cut(z, _near_the_top(softmax(z, temperature=temperature), share, xp), xp)
    p = constant(softmax(z, temperature=temperature))
    u = uniforms(rng, tuple(z.shape[:-1]), z, xp)
    cumulative = xp.cumulative_sum(xp.astype(p, xp.float64), axis=-1)  # (..., K)
    passed = cumulative / cumulative[..., -1:] <= u[..., None]
    return as_result(xp.sum(xp.astype(passed, xp.int64), axis=-1))


def filter_top_k(logits: ArrayLike, k: int) -> Array:
    """Keep the k largest logits and set the others to -inf.

    Parameters
    ----------
    logits : array_like
        Of shape (..., K).
    k : int
        How many to keep: exactly so many, at a tie those with the lower index. All, if there are
        not more.

    Returns
    -------
    array
        Logits, of the shape of `logits`. The dtype is kept; integers and booleans give the
        default floating dtype.

    Raises
    ------
    ValueError
        If `k` is less than 1, or if the last axis is empty or missing.

    Notes
    -----
    Softmax of the result is the distribution given that one of the k tokens is drawn. A row that
    holds a NaN is returned as it is, so that no filter hides the NaN.

    References
    ----------
    .. [1] A. Fan, M. Lewis and Y. Dauphin, "Hierarchical neural story generation", ACL 2018.
       https://doi.org/10.18653/v1/P18-1082

    Examples
    --------
    >>> filter_top_k([2.0, 1.0, 2.0, 2.0], 2)
    array([  2., -inf,   2., -inf])
    """
    xp, z, dtype = _read(logits)
    return xp.astype(_cut(z, _ranks(z, xp) < check_count(k, name="k"), xp), dtype, copy=False)


def filter_top_p(logits: ArrayLike, p: float) -> Array:
    r"""Keep the smallest set of tokens whose mass reaches p, and set the others to -inf.

    Parameters
    ----------
    logits : array_like
        Of shape (..., K).
    p : float
        The mass to reach, in (0, 1]; 1 keeps every token.

    Returns
    -------
    array
        Logits, of the shape of `logits`, at least one of them kept in each row; dtypes as in
        `filter_top_k`.

    Raises
    ------
    ValueError
        If `p` is not in (0, 1], or if the last axis is empty or missing.

    Notes
    -----
    With the probabilities in descending order, the number of tokens kept is

    .. math:: k = \min \Big\{ m : \sum_{i \le m} p_{(i)} \ge p \Big\}.

    The set, called the nucleus, adapts to the shape of the distribution, which top-k does not
    [1]_. A mass that falls short of `p` by rounding alone, at most 8 epsilons of the dtype that is
    computed in, has reached it: otherwise logits log 0.5, log 0.3, log 0.2 would keep all three
    tokens at 0.8. (Half precision is computed in float32; its own rounding, that of the logits,
    can keep a token more or less.) A row that holds a NaN is returned as it is.

    References
    ----------
    .. [1] A. Holtzman, J. Buys, L. Du, M. Forbes and Y. Choi, "The curious case of neural text
       degeneration", ICLR 2020. https://arxiv.org/abs/1904.09751

    Examples
    --------
    >>> import numpy as np
    >>> np.exp(filter_top_p(np.log([0.5, 0.3, 0.2]), 0.8)).round(3)
    array([0.5, 0.3, 0. ])
    """
    xp, z, dtype = _read(logits)
    keep = _nucleus(z, softmax(z), _check_share(p, "p"), xp)
    return xp.astype(_cut(z, keep, xp), dtype, copy=False)


def filter_min_p(logits: ArrayLike, p: float) -> Array:
    r"""Keep the tokens at least p times as probable as the most probable, the others at -inf.

    Parameters
    ----------
    logits : array_like
        Of shape (..., K).
    p : float
        The smallest ratio to keep, in (0, 1]; 1 keeps the ties of the maximum.

    Returns
    -------
    array
        Logits, of the shape of `logits`, at least one of them kept in each row; dtypes as in
        `filter_top_k`.

    Raises
    ------
    ValueError
        If `p` is not in (0, 1], or if the last axis is empty or missing.

    Notes
    -----
    .. math:: p_i \ge p \max_j p_j \iff z_i - \max_j z_j \ge \log p

    The bar rises when the model is sure and falls when it is not [1]_. As in `filter_top_p`, a
    ratio that falls short by rounding alone has reached it, and a row that holds a NaN is
    returned as it is.

    References
    ----------
    .. [1] N. N. Minh, A. Baker, C. Neo, A. Roush, A. Kirsch and R. Shwartz-Ziv, "Turning up the
       heat: min-p sampling for creative and coherent LLM outputs", ICLR 2025.
       https://arxiv.org/abs/2407.01082

    Examples
    --------
    >>> import numpy as np
    >>> np.exp(filter_min_p(np.log([0.5, 0.4, 0.1]), 0.5)).round(3)
    array([0.5, 0.4, 0. ])
    """
    xp, z, dtype = _read(logits)
    keep = _near_the_top(softmax(z), _check_share(p, "p"), xp)
    return xp.astype(_cut(z, keep, xp), dtype, copy=False)


# --- What the filters keep: masks of shape (..., K) ----------------------------------------------


def _ranks(z: Array, xp: Namespace) -> Array:
    """Return the place of each token in descending order, from 0; a stable sort settles ties."""
    order = xp.argsort(constant(z), axis=-1, descending=True, stable=True)
    return xp.argsort(order, axis=-1)  # the inverse of a permutation


def _nucleus(z: Array, p: Array, share: float, xp: Namespace) -> Array:
    """Keep the shortest run of leading tokens whose mass reaches the share of the whole."""
    if share == 1.0:  # in floating point the sum may get to 1 before the last token, or never
        return xp.ones_like(z, dtype=xp.bool)
    p = xp.sort(constant(p), axis=-1, descending=True)
    mass = xp.cumulative_sum(xp.astype(p, xp.float64), axis=-1)
    short = mass < _less_rounding(share, z, xp) * mass[..., -1:]
    return _ranks(z, xp) <= xp.sum(xp.astype(short, xp.int64), axis=-1, keepdims=True)


def _near_the_top(p: Array, share: float, xp: Namespace) -> Array:
    p = constant(p)
    return p >= _less_rounding(share, p, xp) * xp.max(p, axis=-1, keepdims=True)


def _less_rounding(share: float, like: Array, xp: Namespace) -> float:
    return share * (1 - 8 * float(xp.finfo(like.dtype).eps))


def _cut(z: Array, keep: Array, xp: Namespace) -> Array:
    has_nan = xp.isnan(xp.max(constant(z), axis=-1, keepdims=True))
    return xp.where(keep | has_nan, z, number(-xp.inf, z, xp))


# --- The edge -------------------------------------------------------------------------------------


def _read(logits: ArrayLike, *others: ArrayLike) -> tuple[Namespace, Array, DType]:
    xp = namespace(logits, *others)
    z, dtype = as_floating(logits, xp, name="logits")
    check_axis(-1, z, name="logits")
    return xp, z, dtype


def _check_rows(z: Array, xp: Namespace) -> None:
    impossible = ~(xp.max(z, axis=-1) > -xp.inf)
    if xp.any(impossible):
        row = subscript((*first_true(impossible, xp), ":"))
        raise ValueError(
            f"logits{row} holds a NaN or only -inf, so there is no token to choose; "
            "leave at least one token unmasked"
        )


def _check_share(p: float, name: str) -> float:
    try:
        share = float(p)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be a number, got {p!r}") from None
    if not 0 < share <= 1:
        raise ValueError(f"{name} must lie above 0 and not above 1, got {share}")
    return share
