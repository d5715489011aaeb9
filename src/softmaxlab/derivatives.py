r"""The derivatives of softmax in closed form, along the last axis.

All of them are built from the derivative of log-softmax, which is as simple as a derivative gets:

    D[i, j] = T ∂ log p_i / ∂z_j = δ_ij − p_j.

In a row that holds +inf it is 0: no finite change of a logit moves such a row.
"""

import numpy as np

from softmaxlab._arrays import (
    Array,
    ArrayLike,
    Namespace,
    as_floating,
    check_axis,
    device,
    namespace,
    read_temperature,
)
from softmaxlab.core import general_softmax, scaled_gaps

__all__ = ["softmax_hessian", "softmax_jacobian", "temperature_gradient"]


def softmax_jacobian(z: ArrayLike, *, temperature: float | Array = 1.0) -> Array:
    r"""Compute the first derivatives of softmax with respect to its logits.

    Parameters
    ----------
    z : array_like
        Logits, of shape (..., K).
    temperature : float or 0-d array, default 1.0
        Divides the logits, between 0 and inf.

    Returns
    -------
    array
        Of shape (..., K, K), with ∂p_i/∂z_j at [..., i, j]. At the limits 0 and inf all entries
        are 0: there the probabilities stand still. (At temperature 0 they jump at ties, where no
        derivative exists.) So they do in a row that holds +inf, which no finite change moves.
        Dtypes as in `softmaxlab.softmax`.

    Raises
    ------
    ValueError
        If the temperature is negative or NaN, or if the last axis is empty or missing.

    Notes
    -----
    .. math:: J_{ij} = \frac{p_i (\delta_{ij} - p_j)}{T}

    The matrix is symmetric, positive semidefinite and, on finite logits, of rank K − 1: its rows
    sum to 0. The difference 1 − p_i is computed as the sum of the other probabilities, which does
    not cancel where p_i is close to 1.

    References
    ----------
    .. [1] J. S. Bridle, "Probabilistic interpretation of feedforward classification network
       outputs", Neurocomputing, NATO ASI Series 68, 227-236, 1990.
       https://doi.org/10.1007/978-3-642-76153-9_28

    Examples
    --------
    >>> softmax_jacobian([0.0, 0.0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    xp, z, t, unit, dtype = _read(z, temperature)
    with np.errstate(all="ignore"):
        p = general_softmax(z, t, unit, z.ndim - 1, xp)  # (..., K)
        J = p[..., :, None] * _log_derivative(z, p, xp)  # (..., K, K)
        J = _over_temperature(J, t, unit)
        return xp.astype(J, dtype, copy=False)


def softmax_hessian(z: ArrayLike, *, temperature: float | Array = 1.0) -> Array:
    r"""Compute the second derivatives of softmax with respect to its logits.

    Parameters
    ----------
    z : array_like
        Logits, of shape (..., K).
    temperature : float or 0-d array, default 1.0
        Divides the logits, between 0 and inf.

    Returns
    -------
    array
        Of shape (..., K, K, K), with ∂²p_i/∂z_j∂z_k at [..., i, j, k]; 0 at the limits 0 and inf
        of the temperature, and in a row that holds +inf. Dtypes as in `softmaxlab.softmax`.

    Raises
    ------
    ValueError
        If the temperature is negative or NaN, or if the last axis is empty or missing.

    Notes
    -----
    .. math:: H_{ijk} = \frac{p_i \left[ (\delta_{ij} - p_j)(\delta_{ik} - p_k)
              - p_j (\delta_{jk} - p_k) \right]}{T^2}

    It is the derivative of the entry [..., i, j] of `softmax_jacobian`, symmetric in j and k, and
    its sum over any one index is 0.

    Examples
    --------
    >>> softmax_hessian([0.0, 0.0]).shape
    (2, 2, 2)
    >>> float(abs(softmax_hessian([0.0, 0.0])).max())  # the sigmoid bends the other way at 1/2
    0.0
    """
    xp, z, t, unit, dtype = _read(z, temperature)
    with np.errstate(all="ignore"):
        p = general_softmax(z, t, unit, z.ndim - 1, xp)  # (..., K)
        D = _log_derivative(z, p, xp)  # (..., K, K)
        J = p[..., :, None] * D
        H = D[..., :, :, None] * D[..., :, None, :] - J[..., None, :, :]
        H = p[..., :, None, None] * H  # (..., K, K, K)
        H = _over_temperature(_over_temperature(H, t, unit), t, unit)  # T² could underflow
        return xp.astype(H, dtype, copy=False)


def temperature_gradient(z: ArrayLike, temperature: float | Array) -> Array:
    r"""Compute the derivative of softmax with respect to its temperature.

    Parameters
    ----------
    z : array_like
        Logits, of shape (..., K).
    temperature : float or 0-d array
        Between 0 and inf.

    Returns
    -------
    array
        Of the shape of `z`, with ∂p_i/∂T at [..., i]; 0 at inf and, by continuity, at 0. Dtypes as
        in `softmaxlab.softmax`.

    Raises
    ------
    ValueError
        If the temperature is negative or NaN, or if the last axis is empty or missing.

    Notes
    -----
    .. math:: \frac{\partial p_i}{\partial T} = -\frac{p_i}{T^2}
              \left( z_i - \sum_j p_j z_j \right)

    Heating takes mass from the logits above their mean and gives it to those below. The logits are
    shifted by their maximum and divided by T first, so that neither T² nor a logit of -inf does
    harm.

    References
    ----------
    .. [1] D. H. Ackley, G. E. Hinton and T. J. Sejnowski, "A learning algorithm for Boltzmann
       machines", Cognitive Science 9(1), 147-169, 1985.
       https://doi.org/10.1207/s15516709cog0901_7

    Examples
    --------
    >>> temperature_gradient([1.0, -1.0], 2.0).round(4)
    array([-0.0983,  0.0983])
    >>> temperature_gradient([1.0, -1.0], 0)
    array([0., 0.])
    """
    xp, z, t, unit, dtype = _read(z, temperature)
    with np.errstate(all="ignore"):
        p = general_softmax(z, t, unit, z.ndim - 1, xp)  # (..., K)
        s, _ = scaled_gaps(z, t, unit, z.ndim - 1, xp)
        gradient = p * (xp.sum(p * s, axis=-1, keepdims=True) - s)
        gradient = _over_temperature(gradient, t, unit)
        return xp.astype(gradient, dtype, copy=False)


def _read(
    z: ArrayLike, temperature: float | Array
) -> tuple[Namespace, Array, float, Array | float, object]:
    xp = namespace(z, temperature)
    z, dtype = as_floating(z, xp, name="z")
    check_axis(-1, z, name="z")
    t, unit = read_temperature(temperature, z, xp)
    return xp, z, t, unit, dtype


def _log_derivative(z: Array, p: Array, xp: Namespace) -> Array:
    """Return D, with the sum of the others for 1 − p_i."""
    moves = xp.max(z, axis=-1, keepdims=True) != xp.inf  # (..., 1)
    p = p * xp.astype(moves, p.dtype)
    one = xp.eye(p.shape[-1], dtype=p.dtype, device=device(p))  # (K, K)
    others = (1.0 - one) * p[..., None, :]  # (..., K, K), p_j off the diagonal
    return one * xp.sum(others, axis=-1, keepdims=True) - others


def _over_temperature(x: Array, t: float, unit: Array | float) -> Array:
    # At T = 0 the limit of every derivative is 0, as it is at inf. Adding 0 turns -0 into 0.
    return x / (t if t > 0 else np.inf) * unit + 0.0
