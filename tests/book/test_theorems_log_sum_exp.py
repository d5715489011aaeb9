"""The theorems of the chapter on log-sum-exp."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import torch
from mpmath import mp, mpf
from scipy.optimize import minimize
from support.theorems import CASES, LOGITS, exact, holds, same

from softmaxlab import entropy, logsumexp, softmax


def lse(z: Sequence[float], T: object = 1) -> mpf:
    """T times log-sum-exp of z/T from its definition, in 50 digits."""
    return mpf(T) * mp.log(mp.fsum(mp.exp(mpf(v) / mpf(T)) for v in z))


def kl(q: Sequence[mpf], p: Sequence[mpf]) -> mpf:
    """The Kullback–Leibler divergence from its definition, 0 ln 0 being 0."""
    return mp.fsum(a * mp.log(a / b) for a, b in zip(q, p, strict=True) if a)


def spread(q: Sequence[mpf]) -> mpf:
    """Entropy from its definition."""
    return -mp.fsum(v * mp.log(v) for v in q if v)


def mean(q: Sequence[mpf], z: Sequence[float]) -> mpf:
    return mp.fsum(a * mpf(b) for a, b in zip(q, z, strict=True))


def distributions(K: int, count: int = 4) -> list[list[mpf]]:
    """Random distributions, a corner and the uniform one."""
    drawn = np.random.default_rng(K).dirichlet(np.ones(K), size=count).tolist()
    rows = [*drawn, [1.0, *[0.0] * (K - 1)], [1.0] * K]
    return [[mpf(v) / mp.fsum(row) for v in row] for row in rows]


def test_thm_lse_gradient() -> None:
    h = mpf("1e-15")

    def slopes(formula: Callable[..., Sequence[object]]) -> None:
        for z, T in CASES:
            up_down = [
                (lse([*z[:k], mpf(v) + h, *z[k + 1 :]], T) - lse([*z[:k], v - h, *z[k + 1 :]], T))
                / (2 * h)
                for k, v in enumerate(z)
            ]
            same([float(v) for v in up_down], [float(v) for v in formula(z, T)], 1e-12)

    holds(
        slopes,
        exact,
        lambda z, T: exact(z, 1),
        lambda z, T: [v / T for v in exact(z, T)],
        lambda z, T: [float(v == max(z)) for v in z],
    )
    for z, T in CASES:  # and by PyTorch's own rules
        x = torch.tensor(z, dtype=torch.float64, requires_grad=True)
        (T * torch.logsumexp(x / T, dim=-1)).backward()
        same(x.grad, softmax(np.array(z), temperature=T), 1e-11)

    def bends(sign: int) -> None:
        """Along random lines the slope never falls; along the level it stays."""
        rng = np.random.default_rng(1)
        for z, T in CASES:
            for v in (rng.normal(size=len(z)), np.ones(len(z))):
                along = [
                    mean(exact([a + t * b for a, b in zip(z, v, strict=True)], T), v.tolist())
                    for t in np.linspace(-3, 3, 13)
                ]
                for low, high in pairwise(along):
                    assert sign * (high - low) >= -mpf("1e-40")

    holds(bends, 1, -1)


def test_thm_lse_bounds() -> None:
    def between(width: Callable[[int, float], mpf]) -> None:
        for z, T in CASES:
            m = mpf(max(z))
            for value in (lse(z, T), mpf(float(T * logsumexp(np.array(z) / T)))):
                assert m - mpf("1e-13") <= value
                assert value < m + width(len(z), T)
            assert m < lse(z, T)
        for K in (2, 5):  # equality where all scores are equal, and only there
            same(lse([3.0] * K, 0.7), 3 + width(K, 0.7), 1e-12)

    holds(
        between,
        lambda K, T: mpf(T) * mp.log(K),
        lambda K, T: mp.log(K),
        lambda K, T: mpf(T) * mp.log(K + 1),
        lambda K, T: mpf(T),
    )
    for z in LOGITS:
        same(lse(z, "1e-6"), max(z), 1e-5)


def test_thm_lse_variational() -> None:
    def identity(gap: Callable[..., mpf]) -> None:
        for z, T in CASES:
            p = exact(z, T)
            for q in distributions(len(z)):
                same(mean(q, z) + mpf(T) * spread(q), lse(z, T) - gap(q, p, T), 1e-12)

    holds(
        identity,
        lambda q, p, T: mpf(T) * kl(q, p),
        lambda q, p, T: kl(q, p),
        lambda q, p, T: mpf(T) * kl(p, q) if all(q) else mpf(0),
        lambda q, p, T: mpf(0),
    )

    def highest(top: Callable[[list[float], float], np.ndarray]) -> None:
        """A numerical climb that knows nothing of softmax ends at the stated point."""
        for z, T in [(z, T) for z, T in CASES if max(z) - min(z) < 8 * T]:
            scores = np.array(z)

            def below(x: np.ndarray, scores: np.ndarray = scores, T: float = T) -> float:
                q = x**2 / (x**2).sum()
                return float(-(q @ scores) - T * entropy(q))

            best = minimize(below, np.ones(len(z)), tol=1e-13)
            q = best.x**2 / (best.x**2).sum()
            np.testing.assert_allclose(q, top(z, T), atol=2e-4)
            same(-best.fun, lse(z, T), 1e-6)

    holds(
        highest,
        lambda z, T: softmax(np.array(z), temperature=T),
        lambda z, T: softmax(np.array(z)),
        lambda z, T: np.eye(len(z))[int(np.argmax(z))],
    )


def test_thm_lse_bregman() -> None:
    def identity(gap: Callable[..., mpf]) -> None:
        rng = np.random.default_rng(2)
        for z in LOGITS:
            x = rng.normal(0, 3, len(z)).tolist()
            p, q = exact(z, 1), exact(x, 1)
            moved = mp.fsum(a * (mpf(c) - mpf(b)) for a, b, c in zip(p, z, x, strict=True))
            same(lse(x) - lse(z) - moved, gap(p, q), 1e-12)

    holds(
        identity,
        lambda p, q: kl(p, q),
        lambda p, q: kl(q, p),
        lambda p, q: mp.fsum((a - b) ** 2 for a, b in zip(p, q, strict=True)),
    )


def beta_for(z: Sequence[float], c: float) -> mpf:
    """The one inverse temperature with mean score c, by bisection."""
    low, high = mpf(-1000), mpf(1000)
    for _ in range(150):
        b = (low + high) / 2
        m = mpf(max(z) if b > 0 else min(z))
        e = [mp.exp(b * (mpf(v) - m)) for v in z]
        below = mp.fsum(a * v for a, v in zip(e, z, strict=True)) / mp.fsum(e) < c
        low, high = (b, high) if below else (low, b)
    return low


def test_thm_lse_maxent() -> None:
    means = [(z, share) for z in LOGITS[:4] for share in (0.1, 0.4, 0.9)]

    def most(beta: Callable[[list[float], float], mpf]) -> None:
        rng = np.random.default_rng(3)
        for z, share in means:
            c = min(z) + share * (max(z) - min(z))
            b = beta(z, c)
            p = exact([b * mpf(v) for v in z], 1)
            same(mean(p, z), c, 1e-12)
            for _ in range(5):  # other distributions with the same sum and mean
                basis = np.stack([np.ones(len(z)), np.array(z)])
                away = rng.normal(size=len(z))
                away -= np.linalg.lstsq(basis.T, away, rcond=None)[0] @ basis
                step = 0.5 * min(float(v) for v in p) * away / np.abs(away).max()
                q = [v + mpf(s) for v, s in zip(p, step, strict=True)]
                same(mean(q, z), c, 1e-9)
                assert spread(q) < spread(p)
            plain = sum(z) / len(z)
            assert mp.sign(b) == np.sign(c - plain)

    holds(
        most,
        beta_for,
        lambda z, c: abs(beta_for(z, c)),
        lambda z, c: mpf(0),
    )
    for z, share in means:  # a search that knows nothing of softmax
        c = min(z) + share * (max(z) - min(z))
        scores = np.array(z)
        found = minimize(
            lambda q: float((q * np.log(q)).sum()),
            np.full(len(z), 1 / len(z)),
            bounds=[(1e-9, 1)] * len(z),
            constraints=[
                {"type": "eq", "fun": lambda q: q.sum() - 1},
                {"type": "eq", "fun": lambda q, scores=scores, c=c: q @ scores - c},
            ],
            method="SLSQP",
            options={"ftol": 1e-14, "maxiter": 500},
        )
        right = softmax(float(beta_for(z, c)) * scores)
        np.testing.assert_allclose(found.x, right, atol=2e-4)
