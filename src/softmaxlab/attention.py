r"""Attention: a softmax over the keys for each query, and the same without its square matrix.

    scores = q kᵀ · scale,    weights = softmax(scores),    output = weights v.

`scaled_dot_product_attention` forms all scores at once. `blockwise_attention` looks at one block of
them at a time: with the maximum m and the sum l of `softmaxlab.online` goes a third register, the
sum of the values with weights exp(score − m), which shrinks along with l. Output is their ratio.

What a mask hides must not leak, and 0 · NaN is NaN. So both functions compute with arrays that are
finite: numbers that are not are taken out first, and what they do to the queries that see them is
put back at the end, as a constant that no derivative meets.
"""

import math
from typing import NamedTuple

import numpy as np

from softmaxlab._arrays import (
    Array,
    ArrayLike,
    DType,
    Namespace,
    as_array,
    as_floating,
    check_count,
    constant,
    device,
    namespace,
    number,
)
from softmaxlab.core import softmax
from softmaxlab.online import exponentials, pieces, rescale, row_maximum

__all__ = ["blockwise_attention", "scaled_dot_product_attention"]


def scaled_dot_product_attention(
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    *,
    mask: ArrayLike | None = None,
    is_causal: bool = False,
    scale: float | Array | None = None,
) -> tuple[Array, Array]:
    r"""Average values, weighted by how well their keys match each query.

    Parameters
    ----------
    q : array_like
        Queries, of shape (..., n_q, d).
    k : array_like
        Keys, of shape (..., n_k, d).
    v : array_like
        Values, of shape (..., n_k, d_v). The leading axes of `q`, `k`, `v` and `mask`, such as
        batch and heads, are broadcast.
    mask : array_like, optional
        Of a shape that broadcasts to (..., n_q, n_k). Boolean: True where a query may attend to a
        key. Floating: added to the scores; -inf hides a key.
    is_causal : bool, default False
        Hide from query i all keys after key i, counted from the first of each, in addition to
        what `mask` hides.
    scale : float or 0-d array, optional
        Multiplies the scores; 1/√d unless given. It is 1/T for a temperature T.

    Returns
    -------
    output : array
        Of shape (..., n_q, d_v), in the common dtype of `q`, `k` and `v`.
    weights : array
        Of shape (..., n_q, n_k). Each row is a distribution, or zeros if all keys are hidden.

    Raises
    ------
    ValueError
        If shapes do not fit together, if there is no key or no feature, or if the scale is not
        finite.
    TypeError
        If the mask holds integers, which could be meant either way.

    See Also
    --------
    blockwise_attention : the same output in memory that grows with n rather than n².

    Notes
    -----
    .. math:: \operatorname{softmax}\left(\frac{q k^\top}{\sqrt d}\right) v

    The scale makes the variance of a score 1 if the components of `q` and `k` are independent, of
    mean 0 and variance 1 [1]_.

    What the mask hides has no effect on values or derivatives, not even NaN or infinities in `k`
    and `v`. Queries that do see them get NaN, from an infinite value that infinity; a query that
    is not finite itself gets NaN. Where all keys are hidden the output is 0. Scores and a floating
    mask are computed in the dtype of the output (float32 for half precision): what is -inf there,
    by overflow too, hides its key.

    References
    ----------
    .. [1] A. Vaswani et al., "Attention is all you need", NeurIPS 2017.
       https://arxiv.org/abs/1706.03762

    Examples
    --------
    >>> x = [[1.0, 0.0], [0.0, 1.0]]
    >>> output, weights = scaled_dot_product_attention(x, x, [[1.0], [5.0]], is_causal=True)
    >>> weights.round(4)
    array([[1.    , 0.    ],
           [0.3302, 0.6698]])
    >>> output.round(4)
    array([[1.   ],
           [3.679]])
    """
    x, xp, dtype = _read(q, k, v, mask, is_causal, scale)
    rows, columns = slice(0, x.q.shape[-2]), slice(0, x.k.shape[-2])
    zero = number(0.0, x.q, xp)
    with np.errstate(all="ignore"):
        z = _scores(x, rows, columns, xp)  # (..., n_q, n_k)
        top = row_maximum(z, xp)
        # Rows with a NaN are 0 in the product, like those with all keys hidden, and NaN after it.
        weights = xp.where(top > -xp.inf, softmax(z), zero)
        undefined = xp.where(xp.isnan(top), top, zero)
        output = weights @ x.v + undefined + _infinities(x, rows, xp)
        weights = weights + undefined
        return xp.astype(output, dtype, copy=False), xp.astype(weights, dtype, copy=False)


def blockwise_attention(
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    *,
    block_size: int = 512,
    mask: ArrayLike | None = None,
    is_causal: bool = False,
    scale: float | Array | None = None,
) -> Array:
    r"""Compute the output of attention block by block, without the matrix of all scores.

    Parameters
    ----------
    q : array_like
        Queries, of shape (..., n_q, d).
    k : array_like
        Keys, of shape (..., n_k, d).
    v : array_like
        Values, of shape (..., n_k, d_v). Leading axes are broadcast.
    block_size : int, default 512
        How many queries meet how many keys at once. It changes the result by rounding only.
    mask : array_like, optional
        Of a shape that broadcasts to (..., n_q, n_k). Boolean: True where a query may attend to a
        key. Floating: added to the scores; -inf hides a key.
    is_causal : bool, default False
        Hide from query i all keys after key i. Blocks in which nothing is left are skipped.
    scale : float or 0-d array, optional
        Multiplies the scores; 1/√d unless given.

    Returns
    -------
    array
        Of shape (..., n_q, d_v): the output of `scaled_dot_product_attention`.

    Raises
    ------
    ValueError
        If `block_size` is less than 1, and as in `scaled_dot_product_attention`.
    TypeError
        If the mask holds integers, which could be meant either way.

    See Also
    --------
    softmaxlab.online.OnlineLogSumExp : the first two of the three registers.

    Notes
    -----
    For each block of keys, with scores z and the values v of these keys,

    .. math:: m' = \max(m, \max_j z_j), \qquad
              l' = l \, e^{m - m'} + \sum_j e^{z_j - m'}, \qquad
              o' = o \, e^{m - m'} + \sum_j e^{z_j - m'} v_j,

    and in the end the output is o/l [1]_ [2]_. This saves memory and the time to move it, but no
    arithmetic: every score is still computed, and only a causal mask spares half of them.

    Backpropagation in PyTorch keeps all the blocks, which is n² numbers again; fused kernels
    compute them a second time instead.

    References
    ----------
    .. [1] M. N. Rabe and C. Staats, "Self-attention does not need O(n²) memory", 2021.
       https://arxiv.org/abs/2112.05682
    .. [2] T. Dao et al., "FlashAttention: fast and memory-efficient exact attention with
       IO-awareness", NeurIPS 2022. https://arxiv.org/abs/2205.14135

    Examples
    --------
    >>> x = [[1.0, 0.0], [0.0, 1.0]]
    >>> blockwise_attention(x, x, [[1.0], [5.0]], block_size=1, is_causal=True).round(4)
    array([[1.   ],
           [3.679]])
    """
    block_size = check_count(block_size, name="block_size")
    x, xp, dtype = _read(q, k, v, mask, is_causal, scale)
    n_q, n_k = x.q.shape[-2], x.k.shape[-2]
    outputs = []
    with np.errstate(all="ignore"):
        for rows in pieces(n_q, block_size):
            top, total, output = (number(start, x.q, xp) for start in (-xp.inf, 0.0, 0.0))
            for columns in pieces(min(n_k, rows.stop) if is_causal else n_k, block_size):
                z = _scores(x, rows, columns, xp)  # (..., block_size, block_size)
                new = xp.maximum(top, row_maximum(z, xp))
                e = exponentials(z, new, xp)
                total = rescale(total, top, new, xp) + xp.sum(e, axis=-1, keepdims=True)
                output = rescale(output, top, new, xp) + e @ x.v[..., columns, :]
                top = new
            output = output / xp.where(total > 0, total, number(1.0, total, xp))
            outputs.append(xp.astype(output + _infinities(x, rows, xp), dtype, copy=False))
    return xp.concat(outputs, axis=-2)


# --- What both are made of -----------------------------------------------------------------------


class _Inputs(NamedTuple):
    """What is computed with: finite, in one dtype and with its scale."""

    q: Array  # (..., n_q, d)
    k: Array  # (..., n_k, d)
    v: Array  # (..., n_k, d_v)
    mask: Array | None  # (..., n_q, n_k), boolean
    bias: Array | None  # (..., n_q, n_k), floating; one of the two at most
    is_causal: bool
    # If not all was finite: the queries, (..., n_q, 1), and keys, (..., 1, n_k), that were not,
    # and the values as they came, (..., n_k, d_v).
    broken: tuple[Array, Array, Array] | None


def _scores(x: _Inputs, rows: slice, columns: slice, xp: Namespace) -> Array:
    """Return the scores of some queries with some keys, -inf where the key is hidden."""
    z = x.q[..., rows, :] @ xp.matrix_transpose(x.k[..., columns, :])
    if x.broken is not None:
        q, k, _ = x.broken
        z = xp.where(q[..., rows, :] | k[..., columns], number(xp.nan, z, xp), z)
    if x.bias is not None:
        z = z + x.bias[..., rows, columns]
    seen = _seen(x, rows, columns, xp)
    return z if seen is None else xp.where(seen, z, number(-xp.inf, z, xp))


def _seen(x: _Inputs, rows: slice, columns: slice, xp: Namespace) -> Array | None:
    """Return which of some queries see which of some keys, or None if all see all."""
    seen = None
    if x.mask is not None:
        seen = x.mask[..., rows, columns]
    if x.bias is not None:
        seen = x.bias[..., rows, columns] != -xp.inf
    if x.is_causal and columns.stop - 1 > rows.start:  # the last key comes after the first query
        i, j = (xp.arange(s.start, s.stop, device=device(x.q)) for s in (rows, columns))
        causal = i[:, None] >= j
        seen = causal if seen is None else seen & causal
    return seen


def _infinities(x: _Inputs, rows: slice, xp: Namespace) -> Array | float:
    """Return what infinite and NaN values add to the outputs of the queries that see them."""
    if x.broken is None:
        return 0.0
    *_, v = x.broken
    n_k = v.shape[-2]
    seen = _seen(x, rows, slice(0, n_k), xp)
    if seen is None:
        seen = xp.ones((rows.stop - rows.start, n_k), dtype=xp.bool, device=device(v))

    def reach(those: Array) -> Array:
        counts = xp.astype(seen, v.dtype) @ xp.astype(those, v.dtype)
        return xp.where(counts > 0, number(xp.inf, v, xp), number(0.0, v, xp))

    # NaN counts as both infinities: their difference makes it NaN again.
    return reach(~(v < xp.inf)) - reach(~(v > -xp.inf))


def _read(
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    mask: ArrayLike | None,
    is_causal: bool,
    scale: float | Array | None,
) -> tuple[_Inputs, Namespace, DType]:
    """Check the arguments; return them with their library and the dtype to give back."""
    xp = namespace(q, k, v, mask, scale)
    q, dtype_q = as_floating(q, xp, name="q")
    k, dtype_k = as_floating(as_array(k, xp, name="k", like=q), xp, name="k")
    v, dtype_v = as_floating(as_array(v, xp, name="v", like=q), xp, name="v")
    shape = _check_shapes(q, k, v)
    dtype = xp.result_type(q.dtype, k.dtype, v.dtype)
    q, k, v = (xp.astype(a, dtype, copy=False) for a in (q, k, v))
    broken = None
    finite = [xp.isfinite(a) for a in (q, k, v)]
    if not all(xp.all(f) for f in finite):
        bad_q, bad_k = (~xp.all(f, axis=-1, keepdims=True) for f in finite[:2])
        broken = (bad_q, xp.matrix_transpose(bad_k), v)
        zero = number(0.0, q, xp)
        q, k, v = (xp.where(f, a, zero) for f, a in zip(finite, (q, k, v), strict=True))
    with np.errstate(all="ignore"):
        q = q * _read_scale(scale, q, xp)
        mask, bias = _read_mask(mask, shape, q, xp)
    x = _Inputs(q, k, v, mask, bias, is_causal, broken)
    return x, xp, xp.result_type(dtype_q, dtype_k, dtype_v)


def _check_shapes(q: Array, k: Array, v: Array) -> tuple[int, ...]:
    """Return the shape of the scores if `q`, `k` and `v` fit together."""
    shapes = [tuple(a.shape) for a in (q, k, v)]
    (*_, n_q, d), (*_, n_k, d_k), (*_, n_v, _) = ((0, 0, *s) for s in shapes)
    fit = min(map(len, shapes)) >= 2 and d == d_k > 0 and n_k == n_v > 0
    try:
        lead = np.broadcast_shapes(*(s[:-2] for s in shapes))
    except ValueError:
        fit = False
    if not fit:
        raise ValueError(
            "q, k and v must have shapes (..., n_q, d), (..., n_k, d) and (..., n_k, d_v), with at "
            "least one key and one feature and leading axes that broadcast; "
            f"got {shapes[0]}, {shapes[1]} and {shapes[2]}"
        )
    return (*lead, n_q, n_k)


def _read_mask(
    mask: ArrayLike | None, shape: tuple[int, ...], like: Array, xp: Namespace
) -> tuple[Array | None, Array | None]:
    """Return the mask if it is boolean, or else the bias that it is, for scores of `shape`."""
    if mask is None:
        return None, None
    mask = as_array(mask, xp, name="mask", like=like)
    if not xp.isdtype(mask.dtype, ("bool", "real floating")):
        raise TypeError(
            "mask must be boolean (True where a query may attend) or floating (added to the "
            f"scores), got {mask.dtype}; convert it first"
        )
    n_q, n_k = shape[-2:]
    try:
        fits = np.broadcast_shapes(shape, tuple(mask.shape))[-2:] == (n_q, n_k)
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(
            f"mask must have a shape that broadcasts to {shape}, the shape of the scores, "
            f"got {tuple(mask.shape)}"
        )
    boolean = xp.isdtype(mask.dtype, "bool")
    if not boolean:
        mask = xp.astype(mask, like.dtype, copy=False)
    mask = xp.broadcast_to(mask, (*mask.shape[:-2], n_q, n_k))  # which takes no memory
    return (mask, None) if boolean else (None, mask)


def _read_scale(scale: float | Array | None, q: Array, xp: Namespace) -> Array:
    """Return the scale as a 0-d array; if it came as a tensor, derivatives flow to it."""
    if scale is None:
        return number(1 / math.sqrt(q.shape[-1]), q, xp)
    shape = tuple(getattr(scale, "shape", ()))
    if shape != ():
        raise ValueError(f"scale must be a single number, got an array of shape {shape}")
    try:
        value = float(constant(scale))
    except (TypeError, ValueError):
        raise TypeError(f"scale must be a real number, got {scale!r}") from None
    if not math.isfinite(value):
        raise ValueError(f"scale must be finite, got {value}")
    if namespace(scale) is not xp:
        return number(value, q, xp)
    return xp.astype(as_array(scale, xp, name="scale"), q.dtype, copy=False)
