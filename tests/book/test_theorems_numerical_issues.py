"""The theorems of the chapter on numerical issues."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from mpmath import mp, mpf
from support.theorems import LOGITS, exact, same

from softmaxlab import logsumexp, softmax

FAR = [[1000.0, 1001.0, 999.0], [-1000.0, -1000.0, -1000.0], [0.0, -800.0], [1e4, -1e4, 3.5]]


def lse(z: list[float]) -> mpf:
    return mp.log(mp.fsum(mp.exp(mpf(v)) for v in z))


def test_thm_numerics_shift() -> None:
    def statement(pick: Callable[[list[float]], float]) -> None:
        for z in [*LOGITS, *FAR]:
            m = pick(z)
            e = np.exp(np.array(z) - m)
            total = e.sum()
            assert ((e >= 0) & (e <= 1)).all()
            assert 1 <= total <= len(z) * (1 + 1e-12)
            np.testing.assert_allclose(e / total, [float(p) for p in exact(z, 1)], rtol=1e-9)
            same(mpf(m + np.log(total)), lse(z), 1e-12)
            # In exact arithmetic the exponentials are positive, too.
            assert all(0 < mp.exp(mpf(v) - mpf(m)) <= 1 for v in z)
            np.testing.assert_allclose(softmax(z), e / total, rtol=1e-9, atol=1e-300)
            np.testing.assert_allclose(logsumexp(z), float(lse(z)), rtol=1e-12, atol=1e-15)

    statement(max)
    with np.errstate(all="ignore"):
        for wrong in (min, lambda z: sum(z) / len(z), lambda _: 0.0):
            with pytest.raises(AssertionError):
                statement(wrong)


def test_thm_numerics_rounded() -> None:
    rng = np.random.default_rng(0)

    def statement(factor: float, slack: float) -> None:
        slip = mpf("1e-40")
        for z in [*LOGITS, *FAR[:2]]:
            for size in (1e-3, 0.5, 4.0):
                K = len(z)
                edges = np.where(np.arange(K) == 0, size, -size)  # the worst case
                for moves in (rng.uniform(-size, size, K), edges, np.full(K, size)):
                    moved = [mpf(v) + mpf(float(d)) for v, d in zip(z, moves, strict=True)]
                    p, q = exact(z, 1), exact(moved, 1)
                    most = mp.exp(factor * mpf(size)) + slip
                    assert all(1 / most <= b / a <= most for a, b in zip(p, q, strict=True))
                    assert abs(lse(moved) - lse(z)) <= slack * mpf(size) + slip

    statement(2, 1)
    for factor, slack in ((1.5, 1), (2, 0.9)):
        with pytest.raises(AssertionError):
            statement(factor, slack)
