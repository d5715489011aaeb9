"""What the tests of theorems share: example logits, softmax in 50 digits, and comparisons.

A test computes both sides of its statement in ways that share no code, then replaces the statement
by a plausible false one and demands that the same comparison rejects it. So each test shows that
the theorem holds and that the test could have found out if it did not.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from mpmath import mp, mpf

mp.dps = 50

LOGITS = [
    [2.0, 1.0, 0.1],
    [2.0, 3.0, 8.0],
    [10.0, 9.0, 0.0],
    [2.0, 2.0, 1.0],
    [-98.0, -97.0, -92.0],
    [0.3, -1.7, 2.2, 0.0, -0.4, 2.2],
]
TEMPERATURES = [0.4, 1.0, 1.5, 7.0]
CASES = [(z, T) for z in LOGITS for T in TEMPERATURES]


def exact(z: Sequence[float], T: object) -> list[mpf]:
    """Softmax of z/T from its definition, in 50 digits."""
    e = [mp.exp(mpf(v) / mpf(T)) for v in z]
    return [v / mp.fsum(e) for v in e]


def exact_entropy(z: Sequence[float], T: object) -> mpf:
    """Entropy of that distribution, from its definition."""
    return -mp.fsum(p * mp.log(p) for p in exact(z, T))


def floats(side: object) -> list[float]:
    """One side of an equation as plain floats: a number, a sequence, an array or a tensor."""
    plain = side.tolist() if hasattr(side, "tolist") else side
    return [float(v) for v in plain] if isinstance(plain, list) else [float(plain)]


def same(left: object, right: object, tolerance: float = 1e-12) -> None:
    """Demand two sides equal to a relative tolerance (and absolutely, next to 0)."""
    np.testing.assert_allclose(floats(left), floats(right), rtol=tolerance, atol=tolerance)


def holds(check: Callable[[object], None], true: object, *false: object) -> None:
    """Demand that a check accepts the statement and rejects each of the false ones."""
    check(true)
    for statement in false:
        with pytest.raises(AssertionError):
            check(statement)
