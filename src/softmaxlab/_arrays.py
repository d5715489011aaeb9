"""The edge of the package: which array library is in use, which dtype, is the argument valid.

Every public function asks here once, before it computes. The modules above this one never check
an argument again and never ask which array library they are working with.
"""

import operator
import sys
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from array_api_compat import array_namespace, is_array_api_obj, is_torch_array
from array_api_compat import device as device

Array: TypeAlias = Any  # an array of any library that follows the array API standard
ArrayLike: TypeAlias = Any  # an Array, or numbers and nested lists of numbers
Namespace: TypeAlias = Any  # that library's functions, under the names of the standard
DType: TypeAlias = Any

_NUMBERS = (float, int, np.generic)


def namespace(*data: ArrayLike) -> Namespace:
    """Return the one array library that the arrays among `data` come from; NumPy if there are none.

    Arrays of two libraries together are a `TypeError`.
    """
    arrays = [x for x in data if not isinstance(x, _NUMBERS) and is_array_api_obj(x)]
    if all(isinstance(x, np.ndarray) for x in arrays):
        return _numpy()
    # NumPy's single numbers go with any library: np.array(0.5) is a temperature for a torch tensor.
    arrays = [x for x in arrays if not _is_numpy_number(x)]
    try:
        return array_namespace(*arrays)
    except TypeError:
        names = sorted({type(x).__module__.partition(".")[0] for x in arrays})
        raise TypeError(
            f"arrays must come from one library, got {' and '.join(names)}; convert one of them"
        ) from None


def _is_numpy_number(x: Any) -> bool:
    return isinstance(x, np.ndarray | np.generic) and x.ndim == 0


@cache
def _numpy() -> Namespace:
    # Not an import at the top: it loads all of NumPy, and would double the time of our import.
    return array_namespace(np.empty(0))


def as_array(x: ArrayLike, xp: Namespace, *, name: str, like: Array | None = None) -> Array:
    """Return `x` as an array of `xp`; what is not one yet goes to the device of `like`."""
    if _is_numpy_number(x) and xp is not _numpy():
        x = x[()]  # from a 0-d array to the number in it
    if type(x) is np.ndarray or (
        is_array_api_obj(x) and not isinstance(x, np.ndarray | np.generic)
    ):
        return x
    if isinstance(x, np.ndarray) and isinstance(x, np.ma.MaskedArray):
        raise TypeError(
            f"{name} is a masked array and its mask would be lost; "
            "pass a plain array (in logits, -inf is what masks an entry)"
        )
    return xp.asarray(x, device=None if like is None else device(like))


def as_floating(x: ArrayLike, xp: Namespace, *, name: str) -> tuple[Array, DType]:
    """Return `x` in the dtype to compute in, and the dtype to give back.

    Integers and booleans become the default floating dtype. Half precision is computed in
    float32: with 8 or 11 bits, the rounding of every step would show in the result.
    """
    x = as_array(x, xp, name=name)
    dtype = x.dtype
    if _working_dtype(dtype, xp) is None:
        if not xp.isdtype(dtype, ("bool", "integral")):
            raise TypeError(f"{name} must hold real numbers, got dtype {dtype}; convert it first")
        dtype = xp.asarray(0.0).dtype
    return xp.astype(x, _working_dtype(dtype, xp), copy=False), dtype


@cache
def _working_dtype(dtype: DType, xp: Namespace) -> DType | None:
    if not xp.isdtype(dtype, "real floating"):
        return None
    return xp.float32 if xp.finfo(dtype).bits < 32 else dtype


def number(value: float, like: Array, xp: Namespace) -> Array:
    """Return `value` as a 0-d array with the dtype and the device of `like`."""
    return xp.asarray(value, dtype=like.dtype, device=device(like))


def check_axis(axis: int, x: Array, *, name: str) -> int:
    """Return `axis` counted from the front, if `x` has such an axis and it is not empty."""
    try:
        index = operator.index(axis)
    except TypeError:
        raise TypeError(f"axis must be one integer, got {axis!r}") from None
    if not -x.ndim <= index < x.ndim:
        raise np.exceptions.AxisError(
            f"axis {axis} is out of range: {name} has shape {tuple(x.shape)}, "
            + (f"so use {-x.ndim} to {x.ndim - 1}" if x.ndim else "and a single number has no axis")
        )
    if x.shape[index] == 0:
        raise ValueError(
            f"axis {axis} of {name} is empty, got shape {tuple(x.shape)}; "
            "a distribution needs at least one class"
        )
    return index % int(x.ndim)


def check_labels(
    labels: Array, z: Array, axis: int, xp: Namespace, *, name: str, instead: str = ""
) -> Array:
    """Return `labels` as int64, if there is one in [0, K) for each row of the logits `z`.

    `instead` says what else may stand there.
    """
    K = z.shape[axis]
    shape = (*z.shape[:axis], *z.shape[axis + 1 :])
    if tuple(labels.shape) != shape or not xp.isdtype(labels.dtype, ("bool", "integral")):
        raise ValueError(
            f"{name} must be integers of shape {shape}, one label for each row{instead}; "
            f"got {labels.dtype} of shape {tuple(labels.shape)}"
        )
    given = labels
    labels = xp.astype(labels, xp.int64, copy=False)
    wrong = (labels < 0) | (labels >= K)
    if xp.any(wrong):
        at = first_true(wrong, xp)
        raise ValueError(
            f"{name} must be labels from 0 to {K - 1}, got {int(given[at])} at index {at}"
        )
    return labels


def check_count(value: int, *, name: str, minimum: int = 1) -> int:
    """Return `value` as an integer that is not below `minimum`."""
    try:
        count = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer, got {value!r}") from None
    if count < minimum:
        raise ValueError(f"{name} must be at least {minimum}, got {count}")
    return count


def first_true(mask: Array, xp: Namespace) -> tuple[int, ...]:
    """Return the index of the first True in `mask`, in reading order."""
    flat = xp.astype(xp.reshape(mask, (-1,)), xp.int8)
    return tuple(int(i) for i in np.unravel_index(int(xp.argmax(flat)), tuple(mask.shape)))


def subscript(at: Iterable[object]) -> str:
    """Return an index as it is written behind the name of an array, for a message."""
    return f"[{', '.join(map(str, at))}]"


def constant(x: Array) -> Array:
    """Return `x` as a constant, through which no derivative flows."""
    return x.detach() if is_torch_array(x) else x


def as_plain_numpy(x: ArrayLike) -> Any | None:
    """Return the memory of `x` as a NumPy array if nothing is lost by that, otherwise None.

    What would be lost is a derivative. A tensor on another device, or inside `torch.func`, has no
    memory that NumPy could read.
    """
    if isinstance(x, np.ndarray):
        return x
    if not is_torch_array(x):
        return None
    torch = sys.modules["torch"]
    if x.requires_grad and torch.is_grad_enabled():
        return None
    if torch.autograd.forward_ad.unpack_dual(x).tangent is not None:
        return None
    try:
        return x.detach().numpy()
    except (RuntimeError, TypeError):
        return None


def give_back(result: Any, like: Array, xp: Namespace) -> Array:
    """Return a NumPy result as an array of the library that `like` came from; no copy is made."""
    return result if isinstance(like, np.ndarray) else xp.asarray(result, device=device(like))


def as_result(x: Array) -> Array:
    """Return `x`, or the number in it if it is a 0-d array of NumPy, as NumPy's functions do."""
    return x[()] if x.ndim == 0 else x


def read_temperature(
    temperature: ArrayLike, like: Array, xp: Namespace
) -> tuple[float, Array | float]:
    """Return the temperature as a number that the dtype of `like` holds, and its `unit`.

    The unit is exactly 1. If a derivative with respect to the temperature is wanted, the unit
    carries it: ``x / t * unit`` has the value of x/T and the derivative of x/T. At the limits 0
    and inf, where every result stands still, that derivative is 0.
    """
    shape = tuple(getattr(temperature, "shape", ()))
    if shape != ():
        raise ValueError(f"temperature must be a single number, got an array of shape {shape}")
    derivative_wanted = is_array_api_obj(temperature) and not _is_numpy_number(temperature)
    if derivative_wanted:
        plain = as_plain_numpy(temperature)
        if plain is None:
            with np.errstate(over="ignore", under="ignore"):
                temperature = xp.astype(temperature, like.dtype, copy=False)
        else:
            temperature, derivative_wanted = plain, False
    try:
        t = float(constant(temperature))
    except (TypeError, ValueError):
        raise TypeError(f"temperature must be a real number, got {temperature!r}") from None
    if not t >= 0:
        raise ValueError(f"temperature must lie between 0 and inf, both included; got {t}")

    # In the dtype of the logits, a tiny or huge temperature may already be the limit 0 or inf.
    if t != 1.0:
        with np.errstate(over="ignore", under="ignore"):
            t = float(xp.asarray(t, dtype=like.dtype))
    if not derivative_wanted:
        return t, 1.0
    # Divided by T itself only where 1/T is finite: an infinity here would be NaN in the derivative.
    smallest = float(xp.finfo(like.dtype).smallest_normal)
    regular = (temperature >= smallest) & (temperature < xp.inf)
    divisor = xp.where(regular, temperature, xp.ones_like(temperature))
    return t, number(t if smallest <= t < xp.inf else 1.0, divisor, xp) / divisor


def is_inside(t: float) -> bool:
    """Tell whether a temperature is neither of the two limits, 0 and inf."""
    return 0 < t < np.inf
