"""The theorems of the chapter on temperature."""

import re
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from mpmath import mp, mpf
from support.theorems import CASES, LOGITS, exact, exact_entropy, holds, same

from softmaxlab import entropy, softmax, temperature_gradient


def moments(z: list[float], p: list[mpf]) -> tuple[mpf, mpf]:
    """Mean and variance of the scores under ``p``."""
    mean = mp.fsum(a * b for a, b in zip(p, z, strict=True))
    return mean, mp.fsum(a * (b - mean) ** 2 for a, b in zip(p, z, strict=True))


def test_thm_temperature_ratios() -> None:
    def ratio(formula: Callable[..., mpf]) -> None:
        for z, T in CASES:
            for p in (exact(z, T), softmax(np.array(z), temperature=T)):
                for i, zi in enumerate(z):
                    for j, zj in enumerate(z):
                        same(float(p[i]) / float(p[j]), formula(zi, zj, T), 1e-10)

    holds(
        ratio,
        lambda a, b, T: mp.exp((mpf(a) - mpf(b)) / mpf(T)),
        lambda a, b, T: mp.exp((mpf(a) - mpf(b)) * mpf(T)),
        lambda a, b, T: mp.exp(mpf(a) - mpf(b)),
        lambda a, b, T: mpf(a) / mpf(b) if b else mpf(1),
    )

    def order(sign: int) -> None:
        for z, T in CASES:
            p = exact(z, T)
            for i, zi in enumerate(z):
                for j, zj in enumerate(z):
                    assert (p[i] > p[j]) == (sign * (zi - zj) > 0)

    holds(order, 1, -1)

    def scale(change: Callable[[float, float], float]) -> None:
        for z, T in CASES:
            for c, b in ((3.0, 0.0), (0.25, -7.0), (1.0, 100.0)):
                moved = np.array([c * v + b for v in z])
                same(softmax(moved, temperature=T), exact(z, change(T, c)), 1e-11)

    holds(scale, lambda T, c: T / c, lambda T, c: T * c, lambda T, c: T)


def test_thm_temperature_limits() -> None:
    def cold(limit: Callable[[list[float]], list[float]]) -> None:
        for z in LOGITS:
            same(exact(z, mpf("1e-3")), limit(z), 1e-30)
            same(softmax(np.array(z), temperature=0), limit(z), 0)

    def shared(z: list[float]) -> list[float]:
        return [(v == max(z)) / z.count(max(z)) for v in z]

    def one_hot(z: list[float]) -> list[float]:
        return [float(i == z.index(max(z))) for i in range(len(z))]

    holds(cold, shared, one_hot, lambda z: [1 / len(z)] * len(z))

    def bound(factor: Callable[[int, int], float]) -> None:
        for z, T in CASES:
            m, K = z.count(max(z)), len(z)
            gap = max(z) - max(v for v in z if v < max(z))
            elsewhere = mp.fsum(p for p, v in zip(exact(z, T), z, strict=True) if v < max(z))
            assert elsewhere <= mpf(factor(K, m)) * mp.exp(-mpf(gap) / mpf(T)) * (1 + mpf("1e-40"))

    holds(bound, lambda K, m: (K - m) / m, lambda K, m: (K - m) / (m * K), lambda K, m: 1 / K)

    def hot(first: Callable[[float, list[float]], mpf]) -> None:
        """The remainder after the first order shrinks a hundredfold when T grows tenfold."""
        for z in LOGITS:
            remainders = []
            for T in (mpf(10) ** 6, mpf(10) ** 7):
                p, K = exact(z, T), len(z)
                stated = [mpf(1) / K + first(v, z) / (K * T) for v in z]
                remainders.append(max(abs(a - b) for a, b in zip(p, stated, strict=True)))
            assert remainders[0] < mpf("1e-8")
            same(remainders[0] / remainders[1], 100, 1e-3)

    holds(
        hot,
        lambda v, z: mpf(v) - mp.fsum(z) / len(z),
        lambda v, z: mpf(v),
        lambda v, z: mpf(v) - sorted(z)[len(z) // 2],
    )
    for z in LOGITS:
        same(softmax(np.array(z), temperature=np.inf), [1 / len(z)] * len(z), 1e-15)


def test_thm_temperature_power() -> None:
    def power(exponent: Callable[[float], float]) -> None:
        for z, T in CASES:
            for S in (0.5, 1.0, 3.0):
                p = np.asarray(softmax(np.array(z), temperature=S)) ** exponent(T)
                same(p / p.sum(), exact(z, mpf(S) * mpf(T)), 1e-11)

    holds(power, lambda T: 1 / T, lambda T: T, lambda T: 1.0)


def test_thm_temperature_slope() -> None:
    def slope(formula: Callable[..., list[mpf]]) -> None:
        for z, T in CASES:
            stated = formula(z, mpf(T), exact(z, T))
            by_limit = [mp.diff(lambda t, i=i, z=z: exact(z, t)[i], T) for i in range(len(z))]
            by_torch = torch.autograd.functional.jacobian(
                lambda t, z=z: torch.softmax(torch.tensor(z, dtype=torch.float64) / t, dim=0),
                torch.tensor(T, dtype=torch.float64),
            )
            same(stated, by_limit)
            same(stated, by_torch)
            same(stated, temperature_gradient(np.array(z), T))

    def true(z: list[float], T: mpf, p: list[mpf]) -> list[mpf]:
        mean = mp.fsum(a * b for a, b in zip(p, z, strict=True))
        return [-q / T**2 * (v - mean) for q, v in zip(p, z, strict=True)]

    holds(
        slope,
        true,
        lambda z, T, p: [-v for v in true(z, T, p)],
        lambda z, T, p: [v * T for v in true(z, T, p)],
        lambda z, T, p: [-q / T**2 * (v - mp.fsum(z) / len(z)) for q, v in zip(p, z, strict=True)],
    )

    def sign(threshold: Callable[[list[float], list[mpf]], mpf]) -> None:
        for z, T in CASES:
            below, above = exact(z, mpf(T) - mpf("1e-12")), exact(z, mpf(T) + mpf("1e-12"))
            for i, v in enumerate(z):
                assert (above[i] < below[i]) == (mpf(v) > threshold(z, exact(z, T)))

    holds(
        sign,
        lambda z, p: mp.fsum(a * b for a, b in zip(p, z, strict=True)),
        lambda z, p: mp.fsum(z) / len(z),
        lambda z, p: mpf(max(z)) - mpf("0.5"),
    )

    def sinks(rate: Callable[[mpf, mpf], mpf]) -> None:
        for z, T in CASES:
            _, variance = moments(z, exact(z, T))
            slope = mp.diff(lambda t, z=z: moments(z, exact(z, t))[0], T)
            by_sum = temperature_gradient(np.array(z), T) @ np.array(z)
            same(rate(variance, mpf(T)), slope)
            same(rate(variance, mpf(T)), by_sum)
            assert slope < 0

    holds(
        sinks,
        lambda variance, T: -variance / T**2,
        lambda variance, T: variance / T**2,
        lambda variance, T: -variance / T**3,
        lambda variance, T: -variance,
    )


def test_thm_temperature_turn() -> None:
    grid = [mpf(10) ** (mpf(k) / 20) for k in range(-25, 90)]  # 0.06 to 28,000

    def turns(fate: Callable[[list[float], int], str]) -> None:
        for z in LOGITS:
            path = [exact(z, T) for T in grid]
            for i in range(len(z)):
                steps = [b[i] - a[i] for a, b in pairwise(path)]
                signs = "".join("+" if s > 0 else "-" for s in steps)
                assert re.fullmatch(fate(z, i), signs), (z, i, signs)

    def by(centre: Callable[[list[float]], float]) -> Callable[[list[float], int], str]:
        def fate(z: list[float], i: int) -> str:
            if z[i] == max(z):
                return r"-+"
            return r"\++" if z[i] <= centre(z) else r"\++-+"

        return fate

    holds(
        turns,
        by(lambda z: sum(z) / len(z)),
        by(lambda z: float(np.median(z))),
        by(max),
        by(lambda z: min(z) - 1),
    )

    def peak(condition: Callable[[list[float], int, mpf], mpf]) -> None:
        """Where the condition changes its sign, the probability is larger than nearby."""
        for z, i in (([2.0, 1.0, -3.0], 1), ([3.0, 1.0, -1.0, -2.0], 1)):
            T = mp.findroot(
                lambda t, z=z, i=i: condition(z, i, t), (mpf("0.5"), mpf(60)), "anderson"
            )
            at, *near = (exact(z, t)[i] for t in (T, T * mpf("0.999"), T * mpf("1.001")))
            assert at > max(near)

    def mean(z: list[float], t: mpf) -> mpf:
        return mp.fsum(a * b for a, b in zip(exact(z, t), z, strict=True))

    holds(
        peak,
        lambda z, i, t: mean(z, t) - z[i],
        lambda z, i, t: exact(z, t)[i] - mpf(1) / len(z),
    )


def test_thm_temperature_entropy() -> None:
    def rate(power: int) -> None:
        for z, T in CASES:
            _, variance = moments(z, exact(z, T))
            stated = variance / mpf(T) ** power
            t = torch.tensor(T, dtype=torch.float64, requires_grad=True)
            entropy(softmax(torch.tensor(z, dtype=torch.float64), temperature=t)).backward()
            same(stated, mp.diff(lambda s, z=z: exact_entropy(z, s), T))
            same(stated, t.grad, 1e-10)

    holds(rate, 3, 2, 1, -3)

    def rises(sign: int) -> None:
        for z in LOGITS:
            H = [exact_entropy(z, T) for T in (0.3, 0.7, 1, 2, 5, 50)]
            assert all(sign * (b - a) > 0 for a, b in pairwise(H))

    holds(rises, 1, -1)

    def flat(z: list[float]) -> None:
        assert abs(exact_entropy(z, 5) - exact_entropy(z, mpf("0.5"))) < mpf("1e-40")

    holds(flat, [3.0, 3.0, 3.0], [3.0, 3.0, 3.001], [2.0, 2.0, 1.0])


def test_thm_temperature_most() -> None:
    rng = np.random.default_rng(0)

    def most(bound: Callable[[int], float]) -> None:
        for K in (1, 2, 3, 25):
            same(entropy(np.full(K, 1 / K)), bound(K))
            for p in rng.dirichlet(np.full(K, 0.5), 50):
                with_zero = np.append(p, 0.0)
                assert entropy(p) <= bound(K) + 1e-12
                assert entropy(with_zero) < bound(K + 1)
                assert K == 1 or entropy(p) < bound(K)
        nearly = np.array([1 / 3 + 1e-3, 1 / 3 - 1e-3, 1 / 3])
        assert entropy(nearly) < bound(3) - 1e-7

    holds(most, np.log, np.log2, lambda K: np.log(K) + 0.1, lambda K: np.log(max(K - 1, 1)))


def test_the_temperature_of_a_word_is_not_that_of_the_text() -> None:
    """A, 0.6, has two equally likely endings, and B, 0.4, has one."""
    words, texts = np.array([0.6, 0.4]), np.array([0.3, 0.3, 0.4])
    by_word = softmax(np.log(words), temperature=0.5)
    by_text = softmax(np.log(texts), temperature=0.5)
    same(by_word[0], 0.36 / 0.52)
    same(by_text[:2].sum(), 0.18 / 0.34)
    assert words.argmax() == 0
    assert texts.argmax() == 2


def test_in_beta_everything_is_shorter() -> None:
    def shares(z: list[float], beta: mpf) -> list[mpf]:
        return exact(z, 1 / mpf(beta))

    for z, T in CASES:
        beta = 1 / mpf(T)
        p = shares(z, beta)
        mean, variance = moments(z, p)
        slopes = [mp.diff(lambda b, k=k, z=z: shares(z, b)[k], beta) for k in range(len(z))]
        same(slopes, [q * (v - mean) for q, v in zip(p, z, strict=True)])
        same(mp.diff(lambda b, z=z: moments(z, shares(z, b))[0], beta), variance)

        def log_sum(b: mpf, z: list[float] = z) -> mpf:
            return mp.log(mp.fsum(mp.exp(b * v) for v in z))

        same(mp.diff(log_sum, beta), mean)
        same(mp.diff(log_sum, beta, 2), variance)
        heat = mpf(T) * mp.diff(lambda t, z=z: exact_entropy(z, t), T)
        same(heat, variance / mpf(T) ** 2)


def test_a_runner_up_comes_close_to_one_half() -> None:
    for eps in (1e-1, 1e-2, 1e-3):
        p = softmax([1, 1 - eps, -1 / eps])[1]
        assert 0.5 - eps < p < 0.5


def test_soon_is_largest_at_five_over_the_logarithm_of_four() -> None:
    def best(T: mpf) -> None:
        z = [2.0, 1.0, -3.0]
        mean, _ = moments(z, exact(z, T))
        same(mean, 1)

    holds(best, 5 / mp.log(4), 5 / mp.log(5), mpf("3.6"))
