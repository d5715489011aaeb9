"""The theorems of the chapter on gradients."""

from collections.abc import Callable, Sequence

import numpy as np
from mpmath import mp, mpf
from support.theorems import CASES, LOGITS, TEMPERATURES, exact, holds, same

from softmaxlab import logsumexp, softmax, softmax_jacobian

Matrix = list[list[mpf]]
STEP = mpf(10) ** -15  # central differences in 50 digits: the error is about its square


def slopes(z: Sequence[float], T: object) -> Matrix:
    """The Jacobian by central differences: entry [k][j] is the slope of share k in score j."""
    columns = []
    for j in range(len(z)):
        up, down = (
            exact([mpf(v) + sign * STEP * (i == j) for i, v in enumerate(z)], T) for sign in (1, -1)
        )
        columns.append([(a - b) / (2 * STEP) for a, b in zip(up, down, strict=True)])
    return [list(row) for row in zip(*columns, strict=True)]


def test_thm_gradients_jacobian() -> None:
    def entries(formula: Callable[[mpf, mpf, bool, float], mpf]) -> None:
        for z, T in CASES:
            p = exact(z, T)
            stated = [[formula(a, b, k == j, T) for j, b in enumerate(p)] for k, a in enumerate(p)]
            for row, wanted in zip(stated, slopes(z, T), strict=True):
                same([float(v) for v in row], [float(v) for v in wanted], 1e-13)
            matrix = np.array(stated, dtype=float)
            same(softmax_jacobian(np.array(z), temperature=T).ravel(), matrix.ravel(), 1e-11)

    holds(
        entries,
        lambda a, b, own, T: a * (own - b) / T,
        lambda a, b, own, T: a * (own - b),  # without the temperature
        lambda a, b, own, T: own * a * (1 - b) / T,  # the diagonal alone
        lambda a, b, own, T: a * (own + b) / T,
    )


def test_thm_gradients_covariance() -> None:
    rng = np.random.default_rng(0)

    def variance(form: Callable[[list[mpf], list[mpf], float], mpf]) -> None:
        for z, T in CASES:
            p, J, K = exact(z, T), slopes(z, T), range(len(z))
            for v in ([mpf(float(x)) for x in rng.normal(size=len(z))], [mpf(3)] * len(z)):
                square = mp.fsum(v[k] * J[k][j] * v[j] for k in K for j in K)
                same(float(square), float(form(p, v, T)), 1e-12)

    def of(p: list[mpf], v: list[mpf]) -> mpf:
        mean = mp.fsum(a * b for a, b in zip(p, v, strict=True))
        return mp.fsum(a * (b - mean) ** 2 for a, b in zip(p, v, strict=True))

    holds(
        variance,
        lambda p, v, T: of(p, v) / T,
        lambda p, v, T: of(p, v),
        lambda p, v, T: mp.fsum(a * b * b for a, b in zip(p, v, strict=True)) / T,
    )

    def rank(least: int) -> None:
        for z in LOGITS[:4]:
            J = softmax_jacobian(np.array(z), temperature=7.0)
            np.testing.assert_allclose(J, J.T, rtol=0, atol=0)
            np.testing.assert_allclose(J.sum(axis=1), 0, atol=1e-16)
            eigenvalues = np.linalg.eigvalsh(J)
            assert abs(eigenvalues[0]) < 1e-15
            assert (eigenvalues > 1e-12).sum() == len(z) - least

    holds(rank, 1, 0, 2)

    def curvature(factor: Callable[[float], float]) -> None:
        h = 1e-4
        for z in LOGITS[:4]:
            for T in TEMPERATURES[1:]:
                at = np.array(z)

                def f(v: np.ndarray, T: float = T) -> float:
                    return float(T * logsumexp(v / T))

                steps = h * np.eye(at.size)
                second = [
                    [f(at + a + b) - f(at + a - b) - f(at - a + b) + f(at - a - b) for b in steps]
                    for a in steps
                ]
                J = factor(T) * softmax_jacobian(at, temperature=T)
                np.testing.assert_allclose(np.array(second) / (4 * h * h), J, atol=1e-5)

    holds(curvature, lambda T: 1.0, lambda T: T)


def test_thm_gradients_half() -> None:
    rng = np.random.default_rng(1)
    pairs = [(rng.normal(0, s, K), rng.normal(0, s, K)) for s in (0.1, 1, 5) for K in (2, 3, 10)]
    leaders = np.array([0.01, -0.01, -40.0])
    pairs.append((leaders, -leaders - [0, 0, 80]))

    def lipschitz(constant: float) -> None:
        for a, b in pairs:
            for T in TEMPERATURES:
                moved = softmax(T * a, temperature=T) - softmax(T * b, temperature=T)
                for r in (1, 1.5, 2, 3, np.inf):
                    by = np.linalg.norm(T * (a - b), r)
                    assert np.linalg.norm(moved, r) <= constant / T * by

    holds(lipschitz, 0.5, 0.499)

    def largest(bound: float) -> None:
        for z in [*LOGITS, [0.0, 0.0], [5.0, 5.0, -60.0]]:
            for T in TEMPERATURES:
                p = [float(v) for v in exact(z, T)]
                J = np.abs(np.diag(p) - np.outer(p, p)) / T
                assert J.max() <= bound / T + 1e-15
                same(J.sum(axis=0).max(), max(2 * v * (1 - v) for v in p) / T, 1e-12)

    holds(largest, 0.25, 0.24)
