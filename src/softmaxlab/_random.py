"""Random numbers from whatever the caller has: a generator of NumPy or PyTorch, a seed, or nothing.

No function of this package touches NumPy's global state, and none draws from a seed of its own.
"""

import operator
import sys
from typing import Any, TypeAlias

import numpy as np
from array_api_compat import is_torch_array

from softmaxlab._arrays import Array, Namespace, device

Rng: TypeAlias = Any  # a numpy.random.Generator, a torch.Generator, an integer seed or None


def uniforms(rng: Rng, shape: tuple[int, ...], like: Array, xp: Namespace) -> Array:
    """Draw float64 numbers from [0, 1), in reading order, as an array of `xp` beside `like`.

    An integer seeds NumPy's generator whatever the library is, so that the same seed draws the
    same numbers everywhere. None is fresh randomness; for a torch tensor it is PyTorch's own
    generator, the one that `torch.manual_seed` sets.
    """
    torch = sys.modules.get("torch")  # without it there is no torch.Generator to recognise
    if rng is None and is_torch_array(like):
        rng = sys.modules["torch"].default_generator
    if torch is not None and isinstance(rng, torch.Generator):
        u = torch.rand(shape, generator=rng, dtype=torch.float64, device=rng.device)
        return xp.asarray(u.numpy(force=True), device=device(like))
    return xp.asarray(_numpy_generator(rng).random(shape), device=device(like))


def _numpy_generator(rng: Rng) -> "np.random.Generator":  # in quotes: NumPy loads it when named
    if rng is None or isinstance(rng, np.random.Generator):
        return np.random.default_rng(rng)
    try:
        seed = operator.index(rng)
    except TypeError:
        raise TypeError(
            "rng must be a NumPy Generator, a torch.Generator, an integer seed or None, "
            f"got {rng!r}"
        ) from None
    if seed < 0:
        raise ValueError(f"rng must be a seed of at least 0, got {seed}")
    return np.random.default_rng(seed)
