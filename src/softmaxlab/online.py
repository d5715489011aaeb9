"""Log-sum-exp in one pass, for logits that arrive in pieces.

Two registers are enough: the largest logit so far, and the sum of exponentials relative to it,

    m = max z,    l = Σ exp(z − m).

When a larger logit arrives, the old sum shrinks by exp(m_old − m_new) and is again relative to the
maximum. The same step merges two pairs of registers, in any order: so the pieces may be read one
by one, or by many hands at once. `softmaxlab.attention` folds a third register into it.
"""

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
    constant,
    device,
    namespace,
    number,
)

__all__ = ["OnlineLogSumExp", "online_softmax"]


class OnlineLogSumExp:
    r"""Collect log-sum-exp chunk by chunk, without keeping the logits.

    Attributes
    ----------
    max : array
        The largest logit so far; -inf before the first. No derivative flows through it.
    sum : array
        The sum of exponentials relative to `max`: each entry at the maximum adds 1. It is 0 as
        long as no logit is above -inf. Half precision is summed in float32.
    value : array
        ``max + log(sum)`` in nats, what `softmaxlab.logsumexp` gives for all chunks together, in
        their common dtype.

    Notes
    -----
    A chunk z updates the maximum m and the sum l by

    .. math:: m' = \max(m, \max_j z_j), \qquad l' = l \, e^{m - m'} + \sum_j e^{z_j - m'}.

    Chunks of shape (..., K) are summed over their last axis; then all three attributes have the
    shape (...), which is the same for every chunk. +inf, -inf and NaN are treated as in
    `softmaxlab.logsumexp`. That function keeps more digits where one logit dominates: here the 1
    of the maximum is part of the sum.

    References
    ----------
    .. [1] M. Milakov and N. Gimelshein, "Online normalizer calculation for softmax", 2018.
       https://arxiv.org/abs/1805.02867

    Examples
    --------
    >>> seen = OnlineLogSumExp()
    >>> seen.update([2.0, 1.0])
    >>> print(seen.max, seen.sum.round(4))
    2.0 1.3679
    >>> seen.update([3.0])  # a new maximum: the old sum shrinks by exp(2 − 3)
    >>> print(seen.max, seen.sum.round(4))
    3.0 1.5032
    >>> print(seen.value.round(4))
    3.4076
    """

    def __init__(self) -> None:
        self._max: Array = np.asarray([-np.inf])  # (..., 1), as is the sum
        self._sum: Array = np.asarray([0.0])
        self._dtype: DType = None  # of the value, once there is a chunk

    def update(self, chunk: ArrayLike) -> None:
        """Take in some more logits.

        Parameters
        ----------
        chunk : array_like
            Logits, of shape (..., K), or a single one. K may be 0 and differ between chunks.

        Raises
        ------
        ValueError
            If the leading shape (...) is not that of the chunks before.

        Examples
        --------
        >>> rows = OnlineLogSumExp()
        >>> rows.update([[0.0, 1.0], [5.0, 5.0]])
        >>> rows.max, rows.sum.round(4)
        (array([1., 5.]), array([1.3679, 2.    ]))
        """
        before = None if self._dtype is None else self._max
        xp = namespace(chunk) if before is None else namespace(chunk, before)
        chunk = as_array(chunk, xp, name="chunk", like=before)
        z, dtype = as_floating(chunk, xp, name="chunk")
        if z.ndim == 0:
            z = xp.reshape(z, (1,))
        top = row_maximum(z, xp)
        with np.errstate(all="ignore"):
            total = xp.sum(exponentials(z, top, xp), axis=-1, keepdims=True)
        self._absorb(top, total, dtype, name="chunk")

    def merge(self, other: "OnlineLogSumExp") -> None:
        """Take in all that another collector has seen; the other one stays as it is.

        Parameters
        ----------
        other : OnlineLogSumExp
            Has seen chunks of the same leading shape, or none.

        Raises
        ------
        ValueError
            If the leading shapes differ.

        Examples
        --------
        >>> head, tail = OnlineLogSumExp(), OnlineLogSumExp()
        >>> head.update([2.0, 1.0])
        >>> tail.update([3.0, 0.0, 1.0])
        >>> head.merge(tail)
        >>> print(head.max, head.sum.round(4))
        3.0 1.6883
        """
        if not isinstance(other, OnlineLogSumExp):
            raise TypeError(f"other must be an OnlineLogSumExp, got {type(other).__name__}")
        if other._dtype is not None:
            self._absorb(other._max, other._sum, other._dtype, name="other")

    def _absorb(self, top: Array, total: Array, dtype: DType, *, name: str) -> None:
        """Merge two pairs of registers: the one step that both methods take."""
        xp = namespace(top) if self._dtype is None else namespace(top, self._max)
        if self._dtype is None:
            self._max, self._sum = xp.full_like(top, -xp.inf), xp.zeros_like(total)
            self._dtype = dtype
        elif top.shape != self._max.shape:
            raise ValueError(
                f"{name} has the leading shape {tuple(top.shape[:-1])}, but what came before has "
                f"{tuple(self._max.shape[:-1])}; only the last axis may change"
            )
        new = xp.maximum(self._max, top)
        with np.errstate(all="ignore"):
            self._sum = rescale(self._sum, self._max, new, xp) + rescale(total, top, new, xp)
        self._max = new
        self._dtype = xp.result_type(self._dtype, dtype)

    @property
    def max(self) -> Array:
        """The largest logit so far, of shape (...)."""
        return as_result(self._max[..., 0])

    @property
    def sum(self) -> Array:
        """The sum of exponentials relative to the maximum, of shape (...)."""
        return as_result(self._sum[..., 0])

    @property
    def value(self) -> Array:
        """The log-sum-exp so far in nats, of shape (...)."""
        xp = namespace(self._max)
        # An empty sum has the maximum -inf, which is its logarithm already.
        log = xp.log(xp.where(self._sum > 0, self._sum, number(1.0, self._sum, xp)))
        value = (self._max + log)[..., 0]
        with np.errstate(over="ignore"):
            return as_result(value if self._dtype is None else xp.astype(value, self._dtype))


def online_softmax(z: ArrayLike, *, chunk_size: int) -> Array:
    r"""Compute softmax along the last axis in two passes instead of three, chunk by chunk.

    Parameters
    ----------
    z : array_like
        Logits, of shape (..., K).
    chunk_size : int
        How many logits of each row are read at once, at least 1. It changes the result by
        rounding only.

    Returns
    -------
    array
        Probabilities, of the shape of `z`; dtypes as in `softmaxlab.softmax`.

    Raises
    ------
    ValueError
        If `chunk_size` is less than 1, or if the last axis is empty or missing.

    See Also
    --------
    softmaxlab.softmax : the same result, faster on a row that fits into memory.

    Notes
    -----
    .. math:: p_i = \frac{\exp(z_i - m)}{l}

    with m and l from `OnlineLogSumExp`. Finding the maximum, then the sum, then the probabilities
    takes three passes over the logits; here one pass finds the maximum and the sum together. The
    probabilities still need a second one, because each of them depends on the last logit.

    References
    ----------
    .. [1] M. Milakov and N. Gimelshein, "Online normalizer calculation for softmax", 2018.
       https://arxiv.org/abs/1805.02867

    Examples
    --------
    >>> online_softmax([2.0, 1.0, 3.0, 0.0, 1.0], chunk_size=2).round(4)
    array([0.2179, 0.0802, 0.5923, 0.0295, 0.0802])
    """
    chunk_size = check_count(chunk_size, name="chunk_size")
    xp = namespace(z)
    z, dtype = as_floating(z, xp, name="z")
    check_axis(-1, z, name="z")
    chunks = [z[..., part] for part in pieces(z.shape[-1], chunk_size)]
    seen = OnlineLogSumExp()
    for chunk in chunks:
        seen.update(chunk)
    with np.errstate(all="ignore"):  # 0/0 is the right answer in a row of only -inf
        p = [exponentials(chunk, seen._max, xp) / seen._sum for chunk in chunks]
    return xp.astype(xp.concat(p, axis=-1), dtype, copy=False)


# --- The steps, shared with blockwise attention --------------------------------------------------


def row_maximum(z: Array, xp: Namespace) -> Array:
    """Return the maximum of each row, (..., 1), as a constant: it cancels in every result."""
    if z.shape[-1] == 0:
        return xp.full((*z.shape[:-1], 1), -xp.inf, dtype=z.dtype, device=device(z))
    return constant(xp.max(z, axis=-1, keepdims=True))


def exponentials(z: Array, top: Array, xp: Namespace) -> Array:
    """Return exp(z − top), for a `top` that no entry exceeds.

    Below +inf there is nothing but 0, and entries of +inf are 1 each. Where `top` is NaN the
    result means nothing, and no derivative flows.
    """
    finite = xp.isfinite(top)
    gaps = z - xp.where(finite, top, number(0.0, z, xp))
    if not xp.all(finite):
        limits = xp.where(z == xp.inf, number(0.0, z, xp), number(-xp.inf, z, xp))
        gaps = xp.where(finite, gaps, limits)
    return xp.exp(gaps)


def rescale(total: Array, old: Array, new: Array, xp: Namespace) -> Array:
    """Make what was summed relative to the maximum `old` relative to `new`; NaN if that is."""
    shrink = xp.where(old == new, number(1.0, new, xp), xp.exp(old - new))
    # No derivative may meet a NaN, not even multiplied by 0.
    return xp.where(shrink > 0, total, number(0.0, total, xp)) * shrink


def pieces(length: int, size: int) -> list[slice]:
    """Cut `length` into slices of `size`, at least one; the last may be shorter."""
    return [slice(i, min(i + size, length)) for i in range(0, max(length, 1), size)]
