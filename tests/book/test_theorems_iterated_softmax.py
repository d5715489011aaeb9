"""The theorems of the chapter on iterated softmax."""

from collections.abc import Callable

import numpy as np
from mpmath import mp, mpf
from support.theorems import CASES, exact, holds, same

from softmaxlab import iterated_softmax, softmax, softmax_jacobian

BINARY = [[1.0, 0.0, 0.0], [0.0, 1.0], [1.0, *[0.0] * 19], [3.0, 3.0, 0.0], [0.0, 2.5, 0.0, 0.0]]


def test_thm_iterated_spread() -> None:
    cases = CASES + [(x, T) for x in BINARY for T in (0.2, 1.0, 4.0)]

    def leader(bound: Callable[[mpf, int], mpf]) -> None:
        """Nobody exceeds the bound, and one leader ahead of equals attains it."""
        for x, T in cases:
            u, K = (mpf(max(x)) - mpf(min(x))) / mpf(T), len(x)
            assert max(exact(x, T)) <= bound(u, K) * (1 + mpf("1e-40"))
            one = [u * mpf(T), *[0] * (K - 1)]
            same(max(exact(one, T)), bound(u, K), 1e-12)

    holds(
        leader,
        lambda u, K: mp.exp(u) / (mp.exp(u) + K - 1),
        lambda u, K: mp.exp(u) / (mp.exp(u) + K),
        lambda u, K: mp.exp(u) / K,
        lambda u, K: mp.exp(u) / (mp.exp(u) + 1),
    )

    def spread(bound: Callable[[mpf, int], mpf]) -> None:
        for x, T in cases:
            p, u = exact(x, T), (mpf(max(x)) - mpf(min(x))) / mpf(T)
            assert max(p) - min(p) <= bound(u, len(x)) * (1 + mpf("1e-40"))
            assert bound(u, len(x)) <= u / 2
            one = exact([u * mpf(T), *[0] * (len(x) - 1)], T)
            same(max(one) - min(one), bound(u, len(x)), 1e-12)

    holds(
        spread,
        lambda u, K: mp.expm1(u) / (mp.exp(u) + K - 1),
        lambda u, K: mp.expm1(u) / (mp.exp(u) + K),
        lambda u, K: u / 2,
        lambda u, K: u / K,
    )


def test_thm_iterated_rate() -> None:
    def rate(factor: Callable[[int, float], float]) -> None:
        """What the first order leaves shrinks a hundredfold when the deviation does tenfold."""
        for K in (2, 3, 20):
            direction = np.sin(np.arange(K) ** 2 + 1.0)
            direction -= direction.mean()
            for T in (0.03, 0.3, 1.0, 5.0):
                errors = []
                for size in (mpf("1e-4"), mpf("1e-5")):
                    delta = [size * mpf(d) for d in direction]
                    mean = mp.fsum(delta) / K
                    delta = [d - mean for d in delta]
                    p = exact([mpf(1) / K + d for d in delta], T)
                    errors.append(
                        max(
                            abs(a - mpf(1) / K - mpf(factor(K, T)) * d)
                            for a, d in zip(p, delta, strict=True)
                        )
                    )
                assert errors[1] < errors[0] / 50
                jacobian = softmax_jacobian(np.full(K, 1 / K), temperature=T)
                same(jacobian @ direction, factor(K, T) * direction, 1e-10)

    holds(
        rate,
        lambda K, T: 1 / (K * T),
        lambda K, T: 1 / K,
        lambda K, T: 1 / T,
        lambda K, T: 1 / ((K - 1) * T),
    )

    def stable(limit: Callable[[int], float]) -> None:
        """On the warm side small differences are gone in the end, on the cold one they are not."""
        for K in (2, 3, 20):
            x = np.full(K, 1 / K) + 1e-7 * (np.eye(K)[0] - 1 / K)
            for side in (0.8, 1.25):
                end = iterated_softmax(x, 400, temperature=side * limit(K))[-1]
                assert (np.ptp(end) < 1e-9) == (side > 1)

    holds(stable, lambda K: 1 / K, lambda K: 0.5 / K, lambda K: 2 / K)


def test_thm_iterated_frozen() -> None:
    Tau = Callable[[mpf, int], mpf]

    def true(u: mpf, K: int) -> mpf:
        return mp.expm1(u) / (u * (mp.exp(u) + K - 1))

    def fixed(tau: Tau) -> None:
        for K in (2, 3, 10, 20):
            for u in map(mpf, ("0.3", "1", "2.7", "9")):
                T = tau(u, K)
                rest = 1 / (mp.exp(u) + K - 1)
                p = [mp.exp(u) * rest, *[rest] * (K - 1)]
                same(exact(p, T), p, 1e-13)
                same(p[0] - p[1], u * T, 1e-13)

    holds(
        fixed,
        true,
        lambda u, K: mp.expm1(u) / (u * (mp.exp(u) + K)),
        lambda u, K: mp.exp(u) / (u * (mp.exp(u) + K - 1)),
        lambda u, K: mp.expm1(u) / (mp.exp(u) + K - 1),
    )

    def last(edge: Callable[[int], float]) -> None:
        """A certain winner holds below the edge, and above it all become equal."""
        for K in (3, 4, 20):
            for side in (0.99, 1.01):
                end = iterated_softmax(np.eye(K)[0], 3000, temperature=side * edge(K))[-1]
                assert (end.max() > 1.5 / K) == (side < 1)

    def highest(K: int) -> float:
        u = np.geomspace(1e-3, 50, 100_000)
        return float((np.expm1(u) / (u * (np.exp(u) + K - 1))).max())

    holds(last, highest, lambda K: 1 / K, lambda K: 1.1 * highest(K))
    for K in (3, 4, 20, 1000):
        assert highest(K) > 1 / K
    same(highest(2), 0.5, 1e-6)
    for K in (2, 3, 20):  # below 1/K there is a leader, since tau takes every value there
        for share in (0.1, 0.5, 0.99):
            T = share / K
            end = iterated_softmax(np.eye(K)[0], 5000, temperature=T)[-1]
            u = (end[0] - end[1]) / T
            same(float(true(mpf(u), K)), T, 1e-6)
            same(softmax(end, temperature=T), end, 1e-9)
