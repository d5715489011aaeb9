"""The theorems of the chapter on log-softmax."""

from collections.abc import Callable

import numpy as np
import torch
from mpmath import mp, mpf
from support.theorems import CASES, exact, holds, same

from softmaxlab import log_softmax, logsumexp


def test_thm_log_softmax_scores() -> None:
    def lowered(formula: Callable[[list[float], float, int], object]) -> None:
        for z, T in CASES:
            logs = [mp.log(p) for p in exact(z, T)]
            for k, found in enumerate(logs):
                same(found, formula(z, T, k), 1e-12)
            same(log_softmax(np.array(z), temperature=T), logs, 1e-12)

    def stated(z, T, k):
        return z[k] / T - logsumexp(np.array(z) / T)

    holds(
        lowered,
        stated,
        lambda z, T, k: z[k] / T - max(z) / T,
        lambda z, T, k: z[k] / T - logsumexp(np.array(z)) / T,
        lambda z, T, k: z[k] - T * logsumexp(np.array(z) / T),
    )

    def negative(highest: Callable[[mpf], bool]) -> None:
        for z, T in [*CASES, ([0.0, -60.0], 1.0)]:
            assert all(highest(mp.log(p)) for p in exact(z, T))

    holds(negative, lambda a: a < 0, lambda a: a < mpf("-1e-20"), lambda a: a > 0)

    def reached(score: Callable[[mpf, int], mpf]) -> None:
        for K in (2, 3, 7):
            for a in map(mpf, ("-1e-15", "-0.1", "-1", "-30", "-1000")):
                p = exact([0, *[score(a, K)] * (K - 1)], 1)[0]
                assert abs(mp.log(p) - a) < mpf("1e-30") * (1 + abs(a))

    holds(
        reached,
        lambda a, K: mp.log(mp.expm1(-a) / (K - 1)),
        lambda a, K: mp.log(mp.expm1(-a) / K),
        lambda a, K: mp.log(mp.exp(-a) / (K - 1)),
    )


def test_thm_log_softmax_slopes() -> None:
    def slopes(formula: Callable[[list[mpf], float, int, int], object]) -> None:
        h = mpf("1e-15")
        for z, T in CASES:
            p = exact(z, T)
            for k in range(len(z)):
                for j in range(len(z)):
                    sides = []
                    for step in (h, -h):
                        moved = [mpf(v) + step * (i == j) for i, v in enumerate(z)]
                        sides.append(mp.log(exact(moved, T)[k]))
                    quotient = (sides[0] - sides[1]) / (2 * h)
                    same(quotient, formula(p, T, k, j), 1e-12)

    def stated(p, T, k, j):
        return ((k == j) - p[j]) / T

    holds(
        slopes,
        stated,
        lambda p, T, k, j: (k == j) - p[j],
        lambda p, T, k, j: ((k == j) - p[k]) / T,
        lambda p, T, k, j: p[k] * ((k == j) - p[j]) / T,
    )

    def automatic(sign: int) -> None:
        for z, T in CASES:
            tensor = torch.tensor(z, dtype=torch.float64, requires_grad=True)
            weights = torch.tensor(np.random.default_rng(0).normal(size=len(z)))
            (torch.log_softmax(tensor / T, dim=-1) * weights).sum().backward()
            p = exact(z, T)
            for j, found in enumerate(tensor.grad.tolist()):
                want = mp.fsum(w * stated(p, T, k, j) for k, w in enumerate(weights.tolist()))
                same(sign * found, want, 1e-10)

    holds(automatic, 1, -1)

    def bounded(limit: Callable[[float], float]) -> None:
        for z, T in [*CASES, ([0.0, -30.0, -50.0], 0.5)]:
            p = exact(z, T)
            for k in range(len(z)):
                for j in range(len(z)):
                    assert abs(stated(p, T, k, j)) < limit(T)

    holds(bounded, lambda T: 1 / T, lambda T: 0.25 / T, lambda T: 1.0)
