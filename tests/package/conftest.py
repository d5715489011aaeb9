"""Shared by the tests of the package: the array libraries, and references of 60 digits."""

import array_api_strict
import mpmath
import numpy as np
import pytest
import torch
from hypothesis import settings

settings.register_profile("package", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("package")


class Reference:
    """Row by row, with 60 digits. Logits and temperature are finite, and the latter is not 0."""

    def __init__(self, z, temperature=1.0):
        with mpmath.workdps(60):
            t = mpmath.mpf(float(temperature))
            self.s = [mpmath.mpf(float(x)) / t for x in z]
            *others, top = sorted(self.s)
            self.logsumexp = top + mpmath.log1p(mpmath.fsum(mpmath.exp(x - top) for x in others))
            rest = [
                mpmath.fsum(mpmath.exp(x - y) for j, x in enumerate(self.s) if j != i)
                for i, y in enumerate(self.s)
            ]
            self.log_p = [-mpmath.log1p(r) for r in rest]
            self.p = [1 / (1 + r) for r in rest]


@pytest.fixture(scope="session")
def reference():
    return Reference


@pytest.fixture(scope="session")
def ulps():
    """Measure how far results are from references, in units in the last place of the latter."""

    def distance(got, want):
        with mpmath.workdps(60):
            return np.array(
                [
                    float(
                        abs(mpmath.mpf(float(g)) - w) / mpmath.mpf(float(np.spacing(abs(float(w)))))
                    )
                    for g, w in zip(got, want, strict=True)
                ]
            )

    return distance


def _strict(x, dtype=None):
    return array_api_strict.asarray(np.asarray(x, dtype=dtype))


def _torch(x, dtype=None):
    return torch.asarray(np.array(x, dtype=dtype))


def _torch_with_grad(x, dtype=None):
    x = _torch(x, dtype)
    return x.requires_grad_() if x.is_floating_point() else x


@pytest.fixture(params=["numpy", "torch", "torch with gradient", "strict"])
def make(request):
    """Make an array of one library; torch with gradient tracking takes the general path."""
    return {
        "numpy": lambda x, dtype=None: np.array(x, dtype=dtype),
        "torch": _torch,
        "torch with gradient": _torch_with_grad,
        "strict": _strict,
    }[request.param]


@pytest.fixture(scope="session")
def values():
    """Read any array back as NumPy."""

    def read(x):
        if isinstance(x, torch.Tensor):
            x = x.detach()
            return (x.float() if x.dtype == torch.bfloat16 else x).numpy()
        return np.asarray(x)

    return read
