"""The fast path of `core`: the same three lines in NumPy's memory, one block at a time.

A block, in and out, stays in the cache of one core: every step but the first reads from there, and
only the result travels to memory. Nothing here keeps a derivative or knows the limits of the
temperature; rows that hold NaN, +inf or only -inf are handed back to the general path.
"""

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from softmaxlab._arrays import Array, Namespace, namespace

General: TypeAlias = Callable[[Array, float, Array | float, int, Namespace], Array]
# Takes logits of shape (rows, K, columns) and a temperature, fills `out`, returns the maxima.
Block: TypeAlias = Callable[[Any, float, Any], Any]

_SIZE = 1 << 15  # numbers in a block


def by_blocks(general: General, fast: Block, z: Any, t: float, axis: int) -> Any:
    """Return what `general` returns for NumPy's logits at a temperature t > 0 that is finite."""
    K = z.shape[axis]
    before, after = math.prod(z.shape[:axis]), math.prod(z.shape[axis + 1 :])
    source = z.reshape(before, K, after)
    out = np.empty((before, 1 if fast is logsumexp_block else K, after), z.dtype)
    top = np.empty((before, 1, after), z.dtype)

    rows = max(1, _SIZE // (K * max(after, 1)))
    columns = max(256, _SIZE // K)  # neighbours in memory, so never a narrow strip of them
    for i in range(0, before, rows):
        for j in range(0, after, columns):
            block = slice(i, i + rows), slice(None), slice(j, j + columns)
            top[block] = fast(source[block], t, out[block])

    # A finite maximum means: no NaN, no +inf, not only -inf. Other rows are rare; do them again.
    if not np.isfinite(top).all():
        special = ~np.isfinite(top[:, 0, :])  # (before, after)
        again = general(source.swapaxes(1, 2)[special], t, 1.0, 1, namespace(z))
        out.swapaxes(1, 2)[special] = again
    return out.reshape(*z.shape[:axis], out.shape[1], *z.shape[axis + 1 :])


def softmax_block(z: Any, t: float, out: Any) -> Any:
    """Fill `out` with probabilities."""
    top = z.max(axis=1, keepdims=True)
    np.subtract(z, top, out=out)
    if t != 1.0:
        out /= t
    np.exp(out, out=out)
    out /= out.sum(axis=1, keepdims=True)
    return top


def log_softmax_block(z: Any, t: float, out: Any) -> Any:
    """Fill `out` with log-probabilities."""
    top, log_sum = _log_sum(z, t, out)
    out -= log_sum
    return top


def logsumexp_block(z: Any, t: float, out: Any) -> Any:
    """Fill `out`, of shape (rows, 1, columns), with log Σ exp(z)."""
    top, log_sum = _log_sum(z, t, np.empty_like(z))
    np.add(top, log_sum, out=out)
    return top


def _log_sum(z: Any, t: float, s: Any) -> tuple[Any, Any]:
    """Leave (z − max z)/T in `s`; return the maximum and log Σ exp(s), both (rows, 1, columns)."""
    rows, _, columns = z.shape
    maximum = z.argmax(axis=1)[:, np.newaxis, :]
    at = np.arange(rows)[:, np.newaxis, np.newaxis], maximum, np.arange(columns)
    top = z[at]
    np.subtract(z, top, out=s)
    if t != 1.0:
        s /= t
    e = np.exp(s)
    e[at] = 0.0  # the 1 of one maximum, which log1p puts back
    return top, np.log1p(e.sum(axis=1, keepdims=True))
